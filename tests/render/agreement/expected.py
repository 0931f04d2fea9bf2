"""What a document must say in print, whichever engine lays it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from discloser.document.grid import Placed, table_grid
from discloser.document.nodes import Chart, Contents, Document, Heading, Paragraph, Table
from tests.render.agreement.tagged import TABLE, flat


def expected_prose(document: Document, pages: Mapping[str, int]) -> str:
    """Everything outside the tables in order, with the page numbers that the contents print."""
    return "".join(flat(text) for text in _texts(document, pages))


def _texts(document: Document, pages: Mapping[str, int]) -> Iterator[str]:
    for block in document.blocks():
        match block:
            case Heading() | Paragraph():
                yield block.text
            case Contents():
                yield from block.title
                for entry in block.entries:
                    yield entry.label + (str(pages[entry.anchor]) if entry.numbered else "")
            case Chart():
                yield from (block.text, block.caption)
            case Table():
                yield from (block.caption, block.subtitle, block.number, block.subject, block.unit)
                yield TABLE
                yield from block.notes


def expected_bookmarks(document: Document) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for block in document.blocks():
        match block:
            case Heading():
                found.append((block.level, flat(block.text)))
            case Contents() if block.title:
                found.append((1, flat("".join(block.title))))
            case Table() if block.caption:
                found.append((2, flat(block.caption)))
    return found


def wrong_slots(table: Table, printed: list[list[str]]) -> list[str]:
    """The slots whose printed text is not the tree's, as readable lines.

    Of a merged cell over a page turn, a page without room for its text shows none.
    """
    grid = table_grid(table)
    if [len(row) for row in printed] != [grid.column_count] * len(grid.rows):
        return [f"{table.name}: {len(printed)} rows printed, {len(grid.rows)} in the tree"]
    wrong = []
    for row in grid.rows:
        for placed in row:
            text = flat(placed.cell.text)
            seen = {printed[r][c] for r, c in _covered(placed)}
            allowed = {text, ""} if placed.cell.rowspan > 1 else {text}
            if not (text in seen and seen <= allowed):
                place = f"{table.name} {placed.row + 1}/{placed.column + 1}"
                wrong.append(f"{place}: {text!r} is printed as {sorted(seen)}")
    return wrong


def _covered(placed: Placed) -> Iterator[tuple[int, int]]:
    for r in range(placed.row, placed.last_row + 1):
        for c in range(placed.column, placed.last_column + 1):
            yield r, c
