"""Parts of a document's tree, and the document with one of them changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from discloser.document.nodes import (
    Block,
    Cell,
    Chart,
    Contents,
    Document,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Text,
)
from discloser.document.number import Number


@dataclass(frozen=True)
class Spot:
    """A block that something in can be changed: its section, its place there, its part."""

    section: int
    block: int
    node: Block
    part: str


def spots(document: Document) -> list[Spot]:
    """Every block of a document."""
    found = []
    part = ""
    for s, section in enumerate(document.sections):
        for b, node in enumerate(section.blocks):
            if getattr(node, "level", 0) == 1:
                part = getattr(node, "text", "")
            found.append(Spot(s, b, node, part))
    return found


def put(document: Document, spot: Spot, *nodes: Block) -> Document:
    """The document with other blocks at a spot."""
    section = document.sections[spot.section]
    blocks = (*section.blocks[: spot.block], *nodes, *section.blocks[spot.block + 1 :])
    changed = Section(blocks, section.orientation, section.page_numbers, section.restart)
    sections = list(document.sections)
    sections[spot.section] = changed
    return replace(document, sections=tuple(sections))


def with_cell(table: Table, r: int, c: int, cell: Cell) -> Table:
    """The table with another cell in its body."""
    row = (*table.body[r][:c], cell, *table.body[r][c + 1 :])
    return replace(table, body=(*table.body[:r], row, *table.body[r + 1 :]))


def replaced(
    content: tuple[Inline, ...], start: int, end: int, text: str, random: Random
) -> tuple[Inline, ...]:
    """The runs with the text between two positions replaced.

    A number stays one by chance: what is wrong may be its value or what was typed in its place.
    """
    made: list[Inline] = []
    position = 0
    for inline in content:
        length = len(inline.text)
        first, last = max(start, position), min(end, position + length)
        if first >= last:
            made.append(inline)
        else:
            before, after = inline.text[: first - position], inline.text[last - position :]
            put_in = text if position <= start else ""
            if isinstance(inline, Number) and last == end and random.random() < 0.5 and put_in:
                made.append(replace(inline, value=Decimal(text.replace(",", ""))))
            else:
                made.append(Text(before + put_in + after))
        position += length
    return tuple(made)


@dataclass(frozen=True)
class Words:
    """A printed text of a document: where it is, and how the document is with another one."""

    spot: Spot
    where: str
    text: str
    cell: tuple[int, int] | None = None
    field: str = ""
    entry: int = -1

    def changed(
        self, document: Document, span: tuple[int, int], new: str, random: Random
    ) -> Document:
        """The document with the text between two positions replaced."""
        start, end = span
        node = self.spot.node
        text = self.text[:start] + new + self.text[end:]
        match node:
            case Paragraph() | Heading():
                content = replaced(node.content, start, end, new, random)
                return put(document, self.spot, replace(node, content=content))
            case Contents():
                entries = list(node.entries)
                entries[self.entry] = replace(entries[self.entry], label=text)
                return put(document, self.spot, replace(node, entries=tuple(entries)))
            case Table():
                return put(document, self.spot, self._table(node, text))
            case PageBreak() | Chart():
                raise TypeError("it has no text of its own")

    def _table(self, table: Table, text: str) -> Table:
        if self.field:
            changes: dict[str, Any] = {self.field: text}
            return replace(table, **changes)
        assert self.cell is not None
        r, c = self.cell
        return with_cell(table, r, c, replace(table.body[r][c], content=text))


def words(document: Document) -> Iterator[Words]:
    """Every printed text of a document but the numbers and the heads of tables."""
    for spot in spots(document):
        node = spot.node
        match node:
            case Heading() | Paragraph():
                yield Words(spot, spot.part or "封面", node.text)
            case Contents():
                for index, entry in enumerate(node.entries):
                    yield Words(spot, "目录", entry.label, entry=index)
            case Table():
                name = node.caption or node.sheet
                for field in ("caption", "subject", "subtitle"):
                    if text := getattr(node, field):
                        yield Words(spot, name, text, field=field)
                for r, row in enumerate(node.body):
                    for c, cell in enumerate(row):
                        if isinstance(cell.content, str) and cell.content:
                            yield Words(spot, name, cell.content, cell=(r, c))
