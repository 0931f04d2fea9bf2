"""Where a table turns the page: which of its rows stay together, and what each page holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from discloser.document.bands import bands
from discloser.document.grid import Grid
from discloser.document.nodes import Role, Table

TOGETHER_BELOW = 0.3
"""Rows under one merged cell stay on one page up to this share of its height."""
FEWEST_ROWS = 3
"""No page holds fewer rows of a table that goes on."""


@dataclass(frozen=True, slots=True)
class Room:
    """The heights for a table on its first page and on others, and of what stands below it."""

    first: float
    page: float
    below: float


def kept_rows(grid: Grid, heights: Sequence[float], limit: float) -> frozenset[int]:
    """Rows that stay on one page with the next row.

    A merged cell keeps its rows together, where they are not higher than ``limit``; headers
    between data rows keep what they head.
    """
    kept: set[int] = set()
    for r in range(grid.head_rows, len(grid.rows)):
        row = grid.rows[r]
        for placed in row:
            if sum(heights[placed.row : placed.last_row + 1]) <= limit:
                kept.update(range(placed.row, placed.last_row))
        heads = all(placed.cell.role is Role.COLUMN_HEADER for placed in row)
        if row and heads and r + 1 < len(grid.rows):
            kept.add(r)
    return frozenset(kept)


def kept_at_ends(grid: Grid, heights: Sequence[float], limit: float) -> frozenset[int]:
    """The rows that stay with the next one, so that no page holds fewer than :data:`FEWEST_ROWS`.

    Rows that are together higher than ``limit`` are left as they fall, and so are those of merged
    cells, which have pages of their own.
    """
    kept: set[int] = set()
    head, count = grid.head_rows, len(grid.rows)
    if count - head <= 2 * FEWEST_ROWS:
        return frozenset()
    for first in (head, count - FEWEST_ROWS):
        rows = range(first, first + FEWEST_ROWS)
        is_plain = all(placed.cell.rowspan == 1 for row in rows for placed in grid.owners[row])
        if is_plain and sum(heights[row] for row in rows) <= limit:
            kept.update(rows[:-1])
    return frozenset(kept)


def heads_above(table: Table) -> list[range]:
    """For each row of a table the rows of the head that a page repeats if it begins with it."""
    heads: list[range] = []
    for band in bands(table):
        start, count = len(heads), len(band.grid.rows)
        heads += [
            range(start, min(start + band.grid.head_rows, row))
            for row in range(start, start + count)
        ]
    return heads


def pages_of(
    grid: Grid, heights: Sequence[float], room: Room, heads: Sequence[range]
) -> list[list[float]]:
    """The heights of the body's rows on each page; ``heads`` are those of :func:`heads_above`."""
    repeated = sum(heights[: grid.head_rows])
    pages: list[list[float]] = [[]]
    left = room.first - repeated
    for rows in _together(grid, heights, TOGETHER_BELOW * room.page):
        high = sum(heights[row] for row in rows)
        need = high + (room.below if rows[-1] == len(heights) - 1 else 0.0)
        if need > left and (pages[-1] or left < room.page - repeated):
            pages.append([])
            left = room.page - sum(heights[row] for row in heads[rows[0]])
        pages[-1] += [heights[row] for row in rows]
        left -= high
    return pages if pages[0] or len(pages) == 1 else pages[1:]


def _together(grid: Grid, heights: Sequence[float], limit: float) -> Iterator[list[int]]:
    """The rows of the body, in stretches that stay on one page."""
    kept = kept_rows(grid, heights, limit)
    stretch: list[int] = []
    for row in range(grid.head_rows, len(heights)):
        stretch.append(row)
        if row not in kept:
            yield stretch
            stretch = []
    if stretch:
        yield stretch
