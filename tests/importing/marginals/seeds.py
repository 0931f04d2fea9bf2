"""The published documents of the fidelity tests as files that an office has: heads with merges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from discloser.document.nodes import Cell, Document, Role, Row, Section, Table
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.render.docx import render_docx
from discloser.render.xlsx import render_xlsx
from tests.check.reader.foreign import as_document
from tests.fidelity.printed import PrintedTable
from tests.fidelity.published import published

SEEDS = {
    "000": ("henan/sanmenxia", Kind.BUDGET, 2025),
    "001": ("henan/sanmenxia", Kind.BUDGET, 2025),
    "002": ("henan/sanmenxia", Kind.FINAL_ACCOUNT, 2023),
    "003": ("henan/xinxiang", Kind.BUDGET, 2025),
    "004": ("henan/luoyang_mengjin", Kind.BUDGET, 2023),
    "005": ("shanghai/putuo", Kind.BUDGET, 2025),
    "006": ("shanghai/putuo", Kind.FINAL_ACCOUNT, 2024),
}


def pack_of(name: str, kind: Kind, year: int) -> Pack:
    """A pack of the checkout."""
    pack, findings = load_pack(name, kind, year, pack_roots())
    assert pack is not None, findings
    return pack


def seed(number: str) -> Document:
    """A published document as a tree; its tables say their units, and their heads are merged."""
    printed = published(number)
    blocks = list(as_document(printed).blocks())
    tables = iter(printed.tables)
    made = [_whole(b, next(tables)) if isinstance(b, Table) else b for b in blocks]
    return replace(as_document(printed), sections=(Section(tuple(made)),))


def written_seed(number: str, form: str, folder: Path) -> Path:
    """A published document as a file."""
    document, style = seed(number), pack_of(*SEEDS[number]).style
    target = folder / f"{number}.{form}"
    target.write_bytes(
        render_xlsx(document, style) if form == "xlsx" else render_docx(document, style, {})
    )
    return target


def _whole(table: Table, printed: PrintedTable) -> Table:
    unit = f"单位：{table.money_unit}"
    if not printed.columns:
        return replace(table, unit=unit)
    paths = [column.split("/") for column in printed.columns]
    paths += [[""]] * (len(table.columns) - len(paths))
    return replace(table, unit=unit, head=_head(paths))


def _head(paths: list[list[str]]) -> tuple[Row, ...]:
    depth = max(map(len, paths))
    return tuple(tuple(_level(paths, level, depth)) for level in range(depth))


def _level(paths: list[list[str]], level: int, depth: int) -> Iterator[Cell]:
    at = 0
    while at < len(paths):
        path = paths[at]
        if len(path) <= level:
            at += 1
            continue
        is_leaf = len(path) == level + 1
        width = 1
        while (
            not is_leaf
            and at + width < len(paths)
            and paths[at + width][: level + 1] == (path[: level + 1])
        ):
            width += 1
        rows = depth - level if is_leaf else 1
        yield Cell(path[level], Role.COLUMN_HEADER, rowspan=rows, colspan=width)
        at += width
