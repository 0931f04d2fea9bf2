"""Which header cells a data cell belongs to, in tables where their direction does not say it."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.document.grid import Grid, Placed
from discloser.document.nodes import Role


def is_irregular(grid: Grid) -> bool:
    """Tell whether column headers stand between data rows, as in a form."""
    return any(
        placed.cell.role is Role.COLUMN_HEADER
        for row in grid.rows[grid.head_rows :]
        for placed in row
    )


def headers_of(data: Placed, grid: Grid) -> tuple[Placed, ...]:
    """Return the headers of a data cell: those to its left, then the nearest ones above."""
    return (*_row_headers(data, grid), *_column_headers(data, grid))


def _row_headers(data: Placed, grid: Grid) -> Iterator[Placed]:
    seen: Placed | None = None
    for placed in grid.owners[data.row][: data.column]:
        if placed is not seen and placed.cell.role is Role.ROW_HEADER and placed.cell.text:
            yield placed
        seen = placed


def _column_headers(data: Placed, grid: Grid) -> Iterator[Placed]:
    """Headers that cover all columns of ``data``; a wide row below a narrow head has none."""
    found: list[Placed] = []
    row = data.row - 1
    while row >= 0:
        placed = grid.owners[row][data.column]
        if placed.cell.role is Role.COLUMN_HEADER:
            found.append(placed)
        elif found:
            break
        row = placed.row - 1
    for placed in reversed(found):
        covers = placed.column <= data.column and data.last_column <= placed.last_column
        if covers and placed.cell.text:
            yield placed
