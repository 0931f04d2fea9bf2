"""A table that is wider than a page, in parts that fit: the columns that name its rows in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from discloser.document.grid import Grid, Placed, table_grid
from discloser.document.nodes import Row, Table

CONTINUED = "（续{number}）"
"""Behind the title of each part but the first."""
_CONTINUED = re.compile(r"[（(]续(?:表)?[\d一二三四五六七八九十]*[）)]$")


def parts_of(table: Table, naming: int, most: int) -> tuple[Table, ...]:
    """The table in parts of at most ``most`` columns beside its first ``naming`` ones.

    A part ends where a spanner does, unless that spanner alone is too wide. The notes stand below
    the last part. A table that is narrow enough stays as it is.
    """
    grid = table_grid(table)
    if grid.column_count - naming <= most:
        return (table,)
    chosen = list(_runs(_groups(grid, naming), most))
    last = len(chosen)
    made = []
    for number, columns in enumerate(chosen, start=1):
        part = _narrowed(table, grid, [*range(naming), *columns])
        mark = CONTINUED.format(number=number - 1) if number > 1 else ""
        again = f"-{number}" if number > 1 else ""
        made.append(
            replace(
                part,
                name=table.name + again,
                anchor=table.anchor + again,
                sheet=table.sheet + mark,
                caption=table.caption + mark,
                notes=table.notes if number == last else (),
            )
        )
    return tuple(made)


def _groups(grid: Grid, naming: int) -> Iterator[list[int]]:
    """The columns behind the naming ones, those under one spanner together."""
    group: list[int] = []
    top = grid.owners[0] if grid.head_rows else ()
    for column in range(naming, grid.column_count):
        if group and top and top[column] is not top[group[-1]]:
            yield group
            group = []
        group.append(column)
    yield group


def _runs(groups: Iterator[list[int]], most: int) -> Iterator[list[int]]:
    """Groups together as long as they fit; one that is too wide alone is cut."""
    run: list[int] = []
    for group in groups:
        if run and len(run) + len(group) > most:
            yield run
            run = []
        run += group
        while len(run) > most:
            yield run[:most]
            run = run[most:]
    if run:
        yield run


def _narrowed(table: Table, grid: Grid, columns: Sequence[int]) -> Table:
    rows = [_row(grid, row, columns) for row in range(len(grid.owners))]
    return replace(
        table,
        columns=tuple(table.columns[column] for column in columns),
        head=tuple(rows[: grid.head_rows]),
        body=tuple(rows[grid.head_rows :]),
    )


def _row(grid: Grid, row: int, columns: Sequence[int]) -> Row:
    """The cells that begin in a row, each as wide as what is left of it."""
    owners = [grid.owners[row][column] for column in columns]
    cells = []
    before: Placed | None = None
    for owner in owners:
        if owner is not before and owner.row == row:
            cells.append(replace(owner.cell, colspan=owners.count(owner)))
        before = owner
    return tuple(cells)


def joined(tables: Iterable[Table]) -> Iterator[Table]:
    """The tables with those made whole again that go on in others (…（续1）) right behind them."""
    whole: Table | None = None
    for table in tables:
        base = _CONTINUED.sub("", table.caption)
        goes_on = whole is not None and base != table.caption and base == whole.caption
        if whole is not None and goes_on and (more := _joined(whole, table)) is not None:
            whole = more
            continue
        if whole is not None:
            yield whole
        whole = table
    if whole is not None:
        yield whole


def _joined(first: Table, second: Table) -> Table | None:
    """A table with the columns of its continuation; None where their rows are not the same."""
    one, two = table_grid(first), table_grid(second)
    naming = _shared(one, two)
    if not naming or one.head_rows != two.head_rows or len(one.rows) != len(two.rows):
        return None
    beside = [_row(two, row, range(naming, two.column_count)) for row in range(len(two.owners))]
    rows = [(*left, *right) for left, right in zip((*first.head, *first.body), beside, strict=True)]
    return replace(
        first,
        columns=(*first.columns, *second.columns[naming:]),
        head=tuple(rows[: one.head_rows]),
        body=tuple(rows[one.head_rows :]),
        notes=(*first.notes, *second.notes),
    )


def _shared(one: Grid, two: Grid) -> int:
    """How many columns at the left say the same in both."""
    pairs = zip(zip(*one.texts(), strict=True), zip(*two.texts(), strict=True), strict=False)
    return next((n for n, (left, right) in enumerate(pairs) if left != right), 0)
