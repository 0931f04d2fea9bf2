"""Faults of published files that no fault of a composed tree stands for: rows, columns, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from random import Random

from discloser.document.nodes import Cell, Document, Paragraph, Table
from discloser.document.number import Number
from tests.deceive import documents
from tests.deceive.fault import InDocument, Plant
from tests.deceive.trees import Spot, put, spots
from tests.rules.documents import text

Names = frozenset[str]


def dropped_rows(source: Document, _: Names) -> Iterator[Plant]:
    """A row of a table that is not there, where no cell spans it."""
    for spot in spots(source):
        if isinstance(spot.node, Table):
            yield from (_dropping(source, spot, row) for row in range(len(spot.node.body)))


def _dropping(source: Document, spot: Spot, row: int) -> Plant:
    def plant(_: Random) -> InDocument | None:
        table = spot.node
        assert isinstance(table, Table)
        if any(cell.rowspan > 1 for line in table.body for cell in line) or _is_blank(table, row):
            return None
        changed = replace(table, body=(*table.body[:row], *table.body[row + 1 :]))
        label = " ".join(filter(None, (cell.text for cell in table.body[row])))
        what = f"少第 {row + 1} 行（{label[:60]}）"
        return InDocument(table.caption, what, put(source, spot, changed))

    return plant


def _is_blank(table: Table, row: int) -> bool:
    """Whether a row prints no amount that is not zero: a code is none."""
    amounts = (cell.content for cell in table.body[row] if isinstance(cell.content, Number))
    return not any(amount.format.decimals and amount.value for amount in amounts)


def swapped_columns(source: Document, _: Names) -> Iterator[Plant]:
    """The amounts of two neighbouring columns exchanged in every row."""
    for spot in spots(source):
        if isinstance(spot.node, Table):
            yield from (_swapping(source, spot, c) for c in range(len(spot.node.columns) - 1))


def _swapping(source: Document, spot: Spot, column: int) -> Plant:
    def plant(_: Random) -> InDocument | None:
        table = spot.node
        assert isinstance(table, Table)
        if any(cell.colspan > 1 or cell.rowspan > 1 for row in table.body for cell in row):
            return None
        body = tuple(_exchanged(row, column) for row in table.body)
        rows = [row for row in table.body if len(row) > column + 1]
        pairs = [(row[column].text, row[column + 1].text) for row in rows]
        both = [pair for pair in pairs if all(text[:1].isdigit() for text in pair)]
        if not any(one != two for one, two in both) or len(both) < len(pairs):
            return None
        changed = put(source, spot, replace(table, body=body))
        return InDocument(table.caption, f"第 {column + 1}、{column + 2} 栏对换", changed)

    return plant


def _exchanged(row: tuple[Cell, ...], column: int) -> tuple[Cell, ...]:
    if len(row) <= column + 1:
        return row
    return (*row[:column], row[column + 1], row[column], *row[column + 2 :])


def pasted_years(source: Document, _: Names) -> Iterator[Plant]:
    """A paragraph of last year's text: its year is one less."""
    year = "".join(letter for letter in source.title if letter.isdigit())[:4]

    def plant(random: Random) -> InDocument | None:
        blocks = (spot.node for spot in spots(source))
        told = [block.text for block in blocks if isinstance(block, Paragraph)]
        dated = [paragraph for paragraph in told if f"{year}年" in paragraph]
        if not dated:
            return None
        old = random.choice(dated)
        new = old.replace(f"{year}年", f"{int(year) - 1}年")
        return InDocument("正文", old[:20], text(old, new)(source))

    yield plant


def exchanged_captions(source: Document, _: Names) -> Iterator[Plant]:
    """Two tables under each other's titles."""
    tables = [spot for spot in spots(source) if isinstance(spot.node, Table) and spot.node.caption]
    yield from (_exchanging(source, *pair) for pair in combinations(tables, 2))


def _exchanging(source: Document, one: Spot, two: Spot) -> Plant:
    def plant(_: Random) -> InDocument | None:
        first, second = one.node, two.node
        assert isinstance(first, Table)
        assert isinstance(second, Table)
        if first.caption == second.caption or not first.body or not second.body:
            return None
        changed = put(source, one, replace(first, caption=second.caption))
        changed = put(changed, two, replace(second, caption=first.caption))
        return InDocument(first.caption, f"和“{second.caption}”的表题对换", changed)

    return plant


def wrong_units(source: Document, _: Names) -> Iterator[Plant]:
    """A table in 万元 that says that it is in 元."""
    for spot in spots(source):
        if isinstance(spot.node, Table) and spot.node.unit.endswith("万元"):
            yield _in_yuan(source, spot)


def _in_yuan(source: Document, spot: Spot) -> Plant:
    def plant(_: Random) -> InDocument | None:
        table = spot.node
        assert isinstance(table, Table)
        if all(_is_blank(table, row) for row in range(len(table.body))):
            return None
        unit = f"{table.unit.removesuffix('万元')}元"
        return InDocument(table.caption, unit, put(source, spot, replace(table, unit=unit)))

    return plant


KINDS: Mapping[str, documents.Planter] = {
    **documents.KINDS,
    "表：少一行": dropped_rows,
    "表：两栏对换": swapped_columns,
    "表：两张表的表题对换": exchanged_captions,
    "表：单位写成元": wrong_units,
    "文：上年的段落": pasted_years,
}
