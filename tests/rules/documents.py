"""The five real documents and the made-up one, composed once, and ways to change one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from discloser.check import rules
from discloser.check.check import DocumentCheck
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Proof
from discloser.document.nodes import (
    Block,
    Cell,
    Contents,
    Document,
    Heading,
    Paragraph,
    Table,
    Text,
)
from discloser.finding import Finding
from discloser.pipeline import Prepared, prepare
from discloser.vocabulary.names import normal
from tests.deceive.trees import put, spots

INPUTS = Path(__file__).parents[2] / "inputs"
ALL = {
    "approval": "henan/sanmenxia/2025/administrative-approval.yaml",
    "office": "henan/sanmenxia/2025/government-office.yaml",
    "final": "henan/sanmenxia/2023/government-services-final.yaml",
    "funds": "henan/xinxiang/2025/administrative-approval.yaml",
    "district": "henan/luoyang_mengjin/2023/government-services.yaml",
    "declared": "yunnan/2025/agriculture.yaml",
    "wide": "sichuan/base/2024/education-final.yaml",
    "made up": "example/qinglan/2024/digital-governance.yaml",
}
Edit = Callable[[Document], Document]


@cache
def prepared(name: str) -> Prepared:
    return prepare(INPUTS / ALL[name])


@cache
def document(name: str) -> Document:
    found = prepared(name).document
    assert found is not None
    return found


def reading(name: str, changed: Document) -> Proof:
    """A changed document as the checks read it."""
    source = prepared(name)
    assert source.figures is not None
    assert source.pack is not None
    pack = source.pack
    figures, sources = source.figures, source.sources
    limits = pack.limits(figures.disclosure.options)
    return Proof.of(changed, figures, pack.codebook, sources, limits, words=pack.words)


@cache
def original(name: str) -> Proof:
    return reading(name, document(name))


def found_in(name: str, changed: Document) -> Counter[tuple[str, str]]:
    """The findings of all checks of the tree, by code and message."""
    read = reading(name, changed)
    outcomes = (
        outcome
        for known in rules.ALL
        if isinstance(known, DocumentCheck) and known.applies.to(read)
        for outcome in known.outcomes(read)
    )
    return Counter((f.code, f.message) for f in outcomes if isinstance(f, Finding))


def new_codes(name: str, changed: Document) -> set[str]:
    """The codes of what is found in a changed document and not in the untouched one."""
    return {code for code, _ in found_in(name, changed) - untouched(name)}


@cache
def untouched(name: str) -> Counter[tuple[str, str]]:
    return found_in(name, document(name))


def cell(table: str, label: str, header: tuple[str, ...], text: str, nth: int = 0) -> Edit:
    """Print another text in the amount cell of a row; ``nth`` picks one of equal labels."""

    def edit(source: Document) -> Document:
        spot, node, sheet = _table(source, table)
        slots = [
            (row, column)
            for row in sheet.rows
            for column, found in enumerate(sheet.texts[row])
            if found and (normal(found) == label or found == label)
        ]
        row, start = slots[nth]
        column = sheet.column(*header, after=start)
        assert column is not None
        return put(source, spot, _with_text(node, sheet, row, column, text))

    return edit


def words(table: str, old: str, new: str) -> Edit:
    """Print another text in the first body cell of a table that reads ``old``."""

    def edit(source: Document) -> Document:
        spot, node, sheet = _table(source, table)
        row, column = next(
            (row, column)
            for row in sheet.rows
            for column, text in enumerate(sheet.texts[row])
            if text == old
        )
        return put(source, spot, _with_text(node, sheet, row, column, new))

    return edit


def _table(source: Document, name: str):  # type: ignore[no-untyped-def]
    for spot in spots(source):
        if isinstance(spot.node, Table) and spot.node.name == name:
            return spot, spot.node, Sheet(spot.node)
    raise AssertionError(name)


def _with_text(table: Table, sheet: Sheet, row: int, column: int, text: str) -> Table:
    owner = sheet.grid.owners[row][column].cell
    body = list(table.body)
    position = row - sheet.first
    body[position] = tuple(
        _printing(cell, text) if cell is owner else cell for cell in table.body[position]
    )
    assert body != list(table.body)
    return replace(table, body=tuple(body))


def _printing(cell: Cell, text: str) -> Cell:
    return replace(cell, content=text)


def text(old: str, new: str) -> Edit:
    """Replace words in the first paragraph or heading that has them."""

    def edit(source: Document) -> Document:
        for spot in spots(source):
            node = spot.node
            if isinstance(node, Paragraph | Heading) and old in node.text:
                content = (Text(node.text.replace(old, new, 1)),)
                return put(source, spot, replace(node, content=content))
        raise AssertionError(old)

    return edit


def table(name: str, **changes: object) -> Edit:
    """Change a table's caption, notes or subject."""

    def edit(source: Document) -> Document:
        spot, node, _ = _table(source, name)
        return put(source, spot, replace(node, **changes))

    return edit


def twice(beginning: str) -> Edit:
    """Print a paragraph twice."""

    def edit(source: Document) -> Document:
        for spot in spots(source):
            if isinstance(spot.node, Paragraph) and spot.node.text.startswith(beginning):
                return put(source, spot, spot.node, spot.node)
        raise AssertionError(beginning)

    return edit


def again(beginning: str, before: str) -> Edit:
    """Print a paragraph once more before another one."""

    def edit(source: Document) -> Document:
        found = [s for s in spots(source) if isinstance(s.node, Paragraph)]
        said = next(s.node for s in found if _begins(s.node, beginning))
        spot = next(s for s in found if _begins(s.node, before))
        return put(source, spot, said, spot.node)

    return edit


def _begins(node: Block, beginning: str) -> bool:
    return isinstance(node, Paragraph) and node.text.startswith(beginning)


def contents(old: str, new: str) -> Edit:
    """Change a label of the contents list."""

    def edit(source: Document) -> Document:
        for spot in spots(source):
            if isinstance(spot.node, Contents):
                entries = tuple(
                    replace(entry, label=entry.label.replace(old, new))
                    for entry in spot.node.entries
                )
                assert entries != spot.node.entries
                return put(source, spot, replace(spot.node, entries=entries))
        raise AssertionError(old)

    return edit


def blocks_of(source: Document) -> list[Block]:
    return list(source.blocks())
