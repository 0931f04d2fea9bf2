"""The bands of a form: rows under a head of their own, which is repeated where a page turns.

A table has one head. A form has several: 任务名称 | 主要内容 above the tasks, 一级指标 | 二级指标
above the indicators. Each with its rows is a band, and what stands between them is one, too.
Writers print the bands of a table right below one another, each as a table that has a head.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from discloser.document.grid import Grid, Placed, table_grid
from discloser.document.nodes import Cell, Role, Row, Table


@dataclass(frozen=True, slots=True)
class Band:
    """Some rows of a table as a table, with its grid; the caption and the notes are the whole's.

    A cell beside the head that goes on below it (年度主要任务) is two here, as a head ends where
    its rows begin; no line is drawn between those of the columns ``open_below``.
    """

    table: Table
    grid: Grid
    open_below: frozenset[int] = frozenset()

    def is_open_above(self, placed: Placed) -> bool:
        """Whether a cell of the first row below the head goes on from the head."""
        return placed.row == self.grid.head_rows and placed.column in self.open_below

    def is_open_below(self, placed: Placed) -> bool:
        """Whether a cell of the head goes on below it."""
        return placed.last_row == self.grid.head_rows - 1 and placed.column in self.open_below


def bands(table: Table) -> tuple[Band, ...]:
    """The bands of ``table``, top to bottom; a table that is no form is one.

    Raises:
        GridError: if the cells of the table do not cover each slot exactly once.
    """
    grid = table_grid(table)
    starts = dict(_heads(grid))
    if not starts:
        return (Band(table, grid),)
    edges = sorted({0, *starts, *_ends(grid, starts), len(grid.owners)})
    made = []
    for start, end in pairwise(edges):
        head = starts.get(start, grid.head_rows if start == 0 else 0)
        made.append(_band(table, grid, range(start, end), head))
    return tuple(made)


def is_head(grid: Grid, row: int) -> bool:
    """Whether a row heads the ones below: nothing but headers begins in it or stands beside it."""
    owners = grid.owners[row]
    return all(placed.cell.role is not Role.DATA for placed in owners) and any(
        placed.cell.role is Role.COLUMN_HEADER and placed.cell.text for placed in owners
    )


def _heads(grid: Grid) -> Iterator[tuple[int, int]]:
    """The first row of each head in the body and how many rows it has.

    A title over the whole width (绩效指标) begins a head only where columns are named below it.
    """
    row = grid.head_rows
    while row < len(grid.owners):
        end = row
        while end < len(grid.owners) and is_head(grid, end):
            end += 1
        names = any(
            placed.cell.role is Role.COLUMN_HEADER and placed.cell.colspan < grid.column_count
            for line in grid.rows[row:end]
            for placed in line
        )
        if names and end < len(grid.owners) and _parts(grid, row):
            yield row, end - row
        row = max(end, row + 1)


def _parts(grid: Grid, row: int) -> bool:
    """Whether no cell reaches over the upper edge of a row."""
    return all(placed.row == row for placed in grid.owners[row])


def _ends(grid: Grid, starts: dict[int, int]) -> Iterator[int]:
    """The row below each head's last one: where the cell beside it ends, or wider cells follow."""
    for start, count in starts.items():
        first = start + count
        beside = [p.last_row for row in grid.rows[start:first] for p in row if p.last_row >= first]
        row = max(beside) + 1 if beside else first
        while row < len(grid.owners) and row not in starts:
            if _parts(grid, row) and (beside or not _is_under(grid, row, first - 1)):
                yield row
                break
            row += 1


def _is_under(grid: Grid, row: int, head: int) -> bool:
    """Whether each value of a row stands under one cell of the head."""
    return all(
        grid.owners[head][placed.column].last_column >= placed.last_column
        for placed in grid.owners[row]
        if placed.cell.role is Role.DATA
    )


def _band(table: Table, grid: Grid, rows: range, head: int) -> Band:
    first = rows.start + head
    lines = [_line(grid, row, first) for row in rows]
    part = replace(table, head=tuple(lines[:head]), body=tuple(lines[head:]))
    beside = (placed for row in grid.rows[rows.start : first] for placed in row)
    opened = frozenset(placed.column for placed in beside if placed.last_row >= first)
    return Band(part, table_grid(part), opened)


def _line(grid: Grid, row: int, first: int) -> Row:
    """The cells of a row; one that goes on below the head, which ends above ``first``, is cut."""
    cells: list[Cell] = []
    for placed in dict.fromkeys(grid.owners[row]):
        cell = placed.cell
        below = placed.last_row - first + 1
        is_cut = placed.row < first <= placed.last_row
        # The words stand in the middle of the rows, or in the head where only one row follows.
        if is_cut and row == first:
            cells.append(replace(cell, rowspan=below, content=cell.content if below > 1 else ""))
        elif placed.row == row and is_cut:
            above = "" if below > 1 else cell.content
            cells.append(replace(cell, rowspan=first - row, content=above))
        elif placed.row == row:
            cells.append(cell)
    return tuple(cells)
