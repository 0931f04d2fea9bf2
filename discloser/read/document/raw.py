"""What a reader of one format finds, before it is known what is a heading, a head or a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from discloser.document.nodes import Orientation
from discloser.finding import Finding
from discloser.location import Spot


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of text; tabs part what stands at the left from what stands at the right.

    ``level`` is that of a heading by the file's own marks, 0 where it has none.
    """

    text: str
    spot: Spot
    level: int = 0
    in_contents: bool = False


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell over ``rows`` × ``columns`` slots from ``row`` and ``column``, counted from 0."""

    text: str
    row: int
    column: int
    spot: Spot
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class RawTable:
    """The cells of a table. ``head`` says how many rows the file itself marks as its head.

    ``continues`` says that nothing parts it from the one before: it stands at the top of a page
    below which that one ended, or right below it.
    """

    cells: tuple[RawCell, ...]
    row_count: int
    column_count: int
    spot: Spot
    head: int | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class NewSection:
    """What follows stands on pages of this orientation."""

    orientation: Orientation


Raw: TypeAlias = "Line | RawTable | NewSection"


@dataclass(slots=True)
class Found:
    """All that was found in a file, in reading order, and what is wrong with it.

    ``outline`` has the titles that the file names apart from its text, each with its level.
    """

    raws: list[Raw] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    outline: dict[str, int] = field(default_factory=dict)


Slots: TypeAlias = "list[list[RawCell]]"
"""For every row and column of a table the cell that covers it."""


def slots(table: RawTable) -> tuple[Slots, list[RawCell]]:
    """Place the cells of a table, and return those that lie over others and are left out.

    A slot that no cell covers gets an empty one; columns that no row tells apart become one.
    """
    covered: list[list[RawCell | None]] = [
        [None] * table.column_count for _ in range(table.row_count)
    ]
    clashing = []
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        below = range(cell.row, min(cell.row + cell.rows, table.row_count))
        across = range(cell.column, min(cell.column + cell.columns, table.column_count))
        if any(covered[r][c] is not None for r in below for c in across):
            clashing.append(cell)
            continue
        cut = replace(cell, rows=len(below), columns=len(across))
        for r in below:
            for c in across:
                covered[r][c] = cut
    whole = [
        [cell or RawCell("", r, c, table.spot) for c, cell in enumerate(row)]
        for r, row in enumerate(covered)
    ]
    return _narrowed(whole), clashing


def _narrowed(grid: Slots) -> Slots:
    """A grid without columns that are nowhere told apart from the one before them."""
    width = len(grid[0]) if grid else 0
    kept = [c for c in range(width) if c == 0 or any(row[c] is not row[c - 1] for row in grid)]
    if len(kept) == width:
        return grid
    made: dict[int, RawCell] = {}

    def moved(cell: RawCell) -> RawCell:
        if id(cell) not in made:
            across = [
                k for k, c in enumerate(kept) if cell.column <= c < cell.column + cell.columns
            ]
            made[id(cell)] = replace(cell, column=across[0], columns=len(across))
        return made[id(cell)]

    return [[moved(row[c]) for c in kept] for row in grid]


def row_texts(grid: Sequence[Sequence[RawCell]], row: int) -> tuple[str, ...]:
    """The texts of a row's own cells by column, a slot that is covered from elsewhere empty."""
    return tuple(
        cell.text if (cell.row, cell.column) == (row, column) else ""
        for column, cell in enumerate(grid[row])
    )
