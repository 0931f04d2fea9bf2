"""Ruled tables of a page: boxes of cells, the characters in them, and the grid they form."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from discloser.location import Spot
from discloser.read.document.pdf_lines import Box, Glyph, cell_text, rows_of
from discloser.read.document.raw import RawCell, RawTable
from discloser.read.document.words import NUMBER

if TYPE_CHECKING:
    from tablers import Page as PdfPage

_SAME_EDGE = 2.0
_SAME_SIDE = 6.0
_FEWEST_CELLS = 2
_NUMERIC = frozenset("0123456789.,-－")
_TOUCHING = 0.15


@dataclass(slots=True)
class PageTable:
    """A table on one page: the boxes of its cells with their text.

    ``loose`` are characters within it that no cell holds, ``crossing`` those that lie on a line.
    """

    page: int
    box: Box
    cells: list[tuple[Box, str]] = field(default_factory=list)
    loose: list[Glyph] = field(default_factory=list)
    crossing: list[Glyph] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.box[1]

    @property
    def texts(self) -> list[str]:
        """The texts of its filled cells in a fixed order, without spaces."""
        return sorted("".join(text.split()) for _, text in self.cells if text.strip())


def page_tables(
    page: PdfPage, glyphs: Sequence[Glyph], number: int
) -> tuple[list[PageTable], list[Glyph]]:
    """The tables of a page, and the characters outside them."""
    from tablers import find_tables

    found = [
        PageTable(number, table.bbox, [(cell.bbox, "") for cell in table.cells])
        for table in find_tables(page, extract_text=False)
        if len(table.cells) >= _FEWEST_CELLS
    ]
    outside = list(glyphs)
    for table in found:
        inside = [glyph for glyph in outside if _holds(table.box, glyph.middle)]
        outside = [glyph for glyph in outside if not _holds(table.box, glyph.middle)]
        _fill(table, inside)
    return [table for table in found if any(text for _, text in table.cells)], outside


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _fill(table: PageTable, glyphs: Sequence[Glyph]) -> None:
    """Give each cell the characters whose middle it holds; a number stays whole."""
    boxes = [box for box, _ in table.cells]
    held: list[list[Glyph]] = [[] for _ in boxes]
    whole = _numbers(glyphs)
    owner: int | None = None
    for glyph in glyphs:
        if owner is None or not _holds(boxes[owner], glyph.middle):  # most follow one another
            owner = _owner(boxes, glyph.middle)
        if owner is None:
            table.loose.append(glyph)
            continue
        if _crosses(glyph, boxes[owner]):
            table.crossing.append(glyph)
        number = whole.get(id(glyph))
        if number is not None:
            middle = (number[0] + number[1]) / 2, glyph.middle[1]
            if not _holds(boxes[owner], middle):
                other = _owner(boxes, middle)
                owner = owner if other is None else other
        held[owner].append(glyph)
    table.cells = [(box, cell_text(inside)) for box, inside in zip(boxes, held, strict=True)]


def _owner(boxes: Sequence[Box], point: tuple[float, float]) -> int | None:
    return next((i for i, box in enumerate(boxes) if _holds(box, point)), None)


def _crosses(glyph: Glyph, box: Box) -> bool:
    third = (glyph.right - glyph.left) / 3
    return glyph.left + third < box[0] or glyph.right - third > box[2]


def _numbers(glyphs: Sequence[Glyph]) -> dict[int, tuple[float, float]]:
    """Where the number begins and ends that a character is part of."""
    spans: dict[int, tuple[float, float]] = {}
    for row in rows_of(glyph for glyph in glyphs if glyph.text in _NUMERIC):
        for run in _runs(row):
            if NUMBER.fullmatch("".join(glyph.text for glyph in run)):
                spans |= {id(glyph): (run[0].left, run[-1].right) for glyph in run}
    return spans


def _runs(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Characters of a row that touch each other."""
    run: list[Glyph] = []
    for glyph in row:
        if run and glyph.left - run[-1].right > glyph.height * _TOUCHING:
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def same_columns(first: PageTable, second: PageTable) -> bool:
    """Whether a table goes on in one at the top of the next page, by its sides."""
    return (
        second.page == first.page + 1
        and abs(first.box[0] - second.box[0]) <= _SAME_SIDE
        and abs(first.box[2] - second.box[2]) <= _SAME_SIDE
    )


def raw_tables(parts: Sequence[PageTable]) -> list[RawTable]:
    """The parts of a table on following pages, on the columns of all of them together."""
    edges = _edges(x for part in parts for box, _ in part.cells for x in (box[0], box[2]))
    return [_raw(part, edges, continues=number > 0) for number, part in enumerate(parts)]


def _edges(values: Iterable[float]) -> list[float]:
    """Values that are nearly equal as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE:
            edges.append(value)
    return edges


def _raw(part: PageTable, columns: Sequence[float], *, continues: bool) -> RawTable:
    rows = _edges(y for box, _ in part.cells for y in (box[1], box[3]))
    cells = []
    for box, text in part.cells:
        left, right = _index(columns, box[0]), _index(columns, box[2])
        top, bottom = _index(rows, box[1]), _index(rows, box[3])
        spot = Spot(page=part.page, box=box)
        cells.append(RawCell(text, top, left, spot, max(1, bottom - top), max(1, right - left)))
    spot = Spot(page=part.page, box=part.box)
    return RawTable(tuple(cells), len(rows) - 1, len(columns) - 1, spot, continues=continues)


def _index(edges: Sequence[float], value: float) -> int:
    """The last edge that is not behind a value."""
    return max(0, bisect_left(edges, value + 0.01) - 1)
