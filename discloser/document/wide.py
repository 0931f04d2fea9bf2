"""A table that is wider than a page, in parts that fit: the columns that name its rows in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from discloser.document.grid import Grid, Placed, table_grid
from discloser.document.nodes import Cell, Document, Row, Table

CONTINUED = "（续{number}）"
"""Behind the title of each part but the first."""
_CONTINUED = re.compile(r"[（(]续(?:表)?[\d一二三四五六七八九十]*[）)]$")


def parts_of(table: Table, naming: int, most: int) -> tuple[Table, ...]:
    """The table in parts of at most ``most`` columns beside its first ``naming`` ones.

    A part ends where a spanner does, unless that spanner alone is too wide. The notes stand below
    the last part. A table that is narrow enough stays as it is.
    """
    if len(table.columns) - naming <= most:
        return (table,)
    grid = table_grid(table)
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


@dataclass(frozen=True, slots=True)
class Part:
    """A continuation that was joined to its table: where its columns begin there.

    ``other`` are its own cells of the columns that name the rows, where they say something else
    than the table's, by row and column.
    """

    caption: str
    first: int
    other: Mapping[tuple[int, int], Cell]


@dataclass(frozen=True, slots=True)
class Whole:
    """A table, made whole again where it goes on in others, with those."""

    table: Table
    parts: tuple[Part, ...] = ()


def wholes(tables: Iterable[Table]) -> Iterator[Whole]:
    """The tables with those made whole again that go on in others (…（续1）) right behind them."""
    whole: Whole | None = None
    for table in tables:
        base = _CONTINUED.sub("", table.caption)
        goes_on = whole is not None and base != table.caption and base == whole.table.caption
        if whole is not None and goes_on and (more := _joined(whole, table)) is not None:
            whole = more
            continue
        if whole is not None:
            yield whole
        whole = Whole(table)
    if whole is not None:
        yield whole


def made_whole(document: Document) -> Document:
    """A document whose tables stand whole where their first part stood."""
    tables = list(document.tables())
    whole: dict[int, Table | None] = {}
    at = 0
    for each in wholes(tables):
        whole[id(tables[at])] = each.table
        whole |= {id(part): None for part in tables[at + 1 : at + 1 + len(each.parts)]}
        at += 1 + len(each.parts)
    sections = []
    for section in document.sections:
        blocks = (whole[id(b)] if isinstance(b, Table) else b for b in section.blocks)
        sections.append(replace(section, blocks=tuple(b for b in blocks if b is not None)))
    return replace(document, sections=tuple(sections))


def joined(tables: Iterable[Table]) -> Iterator[Table]:
    """The tables alone, made whole again."""
    return (whole.table for whole in wholes(tables))


def _joined(whole: Whole, second: Table) -> Whole | None:
    """A table with the columns of its continuation; None where their rows are not the same."""
    first = whole.table
    one, two = table_grid(first), table_grid(second)
    if one.head_rows != two.head_rows or len(one.rows) != len(two.rows):
        return None
    naming, other = _shared(one, two)
    if not naming:
        return None
    beside = [_row(two, row, range(naming, two.column_count)) for row in range(len(two.owners))]
    rows = [(*left, *right) for left, right in zip((*first.head, *first.body), beside, strict=True)]
    table = replace(
        first,
        columns=(*first.columns, *second.columns[naming:]),
        head=tuple(rows[: one.head_rows]),
        body=tuple(rows[one.head_rows :]),
        notes=(*first.notes, *second.notes),
    )
    return Whole(table, (*whole.parts, Part(second.caption, one.column_count, other)))


def _columns(grid: Grid) -> Iterator[list[str]]:
    """The texts of each column, without the spaces and line ends that a width makes."""
    for column in zip(*grid.texts(), strict=True):
        yield ["".join(text.split()) for text in column]


def _shared(one: Grid, two: Grid) -> tuple[int, dict[tuple[int, int], Cell]]:
    """How many columns at the left name the rows of both, and the cells of ``two`` that differ.

    They have the same headers, and most of their texts are the same, wherever their lines break.
    """
    head, count = one.head_rows, 0
    other: dict[tuple[int, int], Cell] = {}
    pairs = zip(_columns(one), _columns(two), strict=False)
    for column, (left, right) in enumerate(pairs):
        differing = [row for row, text in enumerate(right) if text != left[row]]
        if any(row < head for row in differing) or 2 * len(differing) > len(left) - head:
            break
        count += 1
        other |= {(row, column): two.owners[row][column].cell for row in differing}
    return count, other
