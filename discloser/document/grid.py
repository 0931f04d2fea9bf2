"""The grid of a table: every cell's place, computed once for all writers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from discloser.document.nodes import Align, Cell, Row, Table


class GridError(ValueError):
    """The cells of a table leave a slot empty, overlap, or reach outside the table."""


class Placed(NamedTuple):
    """A cell at its place; ``row`` and ``column`` count from 0 within the whole table."""

    cell: Cell
    row: int
    column: int
    align: Align

    @property
    def last_row(self) -> int:
        """The last row that the cell covers."""
        return self.row + self.cell.rowspan - 1

    @property
    def last_column(self) -> int:
        """The last column that the cell covers."""
        return self.column + self.cell.colspan - 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's slots.

    ``rows`` holds for each row the cells that begin there, left to right;
    ``owners[row][column]`` is the cell that covers a slot. The first ``head_rows`` are header.
    """

    rows: tuple[tuple[Placed, ...], ...]
    owners: tuple[tuple[Placed, ...], ...]
    head_rows: int
    column_count: int

    def texts(self) -> list[list[str]]:
        """Every slot's printed text; a spanning cell's text stands in its first slot only."""
        return [
            [
                placed.cell.text if (placed.row, placed.column) == (r, c) else ""
                for c, placed in enumerate(row)
            ]
            for r, row in enumerate(self.owners)
        ]


def table_grid(table: Table) -> Grid:
    """Place the header and body cells of ``table``.

    Raises:
        GridError: if the cells do not cover each slot exactly once.
    """
    head = _place(table.head, table, 0)
    body = _place(table.body, table, len(table.head))
    owners = head + body
    rows = tuple(
        tuple(placed for c, placed in enumerate(row) if placed.row == r and placed.column == c)
        for r, row in enumerate(owners)
    )
    return Grid(rows, tuple(map(tuple, owners)), len(table.head), len(table.columns))


def _place(rows: Sequence[Row], table: Table, offset: int) -> list[list[Placed]]:
    width = len(table.columns)
    slots: list[list[Placed | None]] = [[None] * width for _ in rows]
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < width and slots[r][column] is not None:
                column += 1
            if column + cell.colspan > width or r + cell.rowspan > len(rows):
                raise GridError(f"{table.name}: row {r + offset} reaches outside the table")
            placed = Placed(cell, r + offset, column, cell.align or table.columns[column].align)
            if cell.rowspan == cell.colspan == 1:
                slots[r][column] = placed
            else:
                _cover(slots, placed, offset, table)
            column += cell.colspan
    complete = [[placed for placed in row if placed is not None] for row in slots]
    for r, found in enumerate(complete):
        if len(found) != width:
            raise GridError(f"{table.name}: row {r + offset} has an uncovered slot")
    return complete


def _cover(slots: list[list[Placed | None]], placed: Placed, offset: int, table: Table) -> None:
    for r in range(placed.row - offset, placed.last_row - offset + 1):
        for c in range(placed.column, placed.last_column + 1):
            if slots[r][c] is not None:
                raise GridError(f"{table.name}: two cells cover row {r + offset}, column {c}")
            slots[r][c] = placed
