"""The grid of a table: each slot belongs to one cell."""

from __future__ import annotations

import pytest

from discloser.document.grid import GridError, table_grid
from discloser.document.nodes import Align, Cell, Column, Row, Table


def table(head: list[list[Cell]], body: list[list[Cell]], columns: int) -> Table:
    rows: list[tuple[Row, ...]] = [tuple(map(tuple, part)) for part in (head, body)]
    return Table("t", "t", "t", "t", (Column(align=Align.RIGHT),) * columns, rows[0], rows[1])


def test_a_cell_below_a_span_moves_to_the_next_free_slot() -> None:
    made = table(
        [[Cell("甲", rowspan=2), Cell("乙", colspan=2)], [Cell("丙"), Cell("丁")]],
        [[Cell("1"), Cell("2", rowspan=2), Cell("3")], [Cell("4"), Cell("5")]],
        3,
    )
    grid = table_grid(made)
    assert grid.texts() == [["甲", "乙", ""], ["", "丙", "丁"], ["1", "2", "3"], ["4", "", "5"]]
    assert [[placed.cell.text for placed in row] for row in grid.rows] == [
        ["甲", "乙"],
        ["丙", "丁"],
        ["1", "2", "3"],
        ["4", "5"],
    ]
    assert grid.head_rows == 2
    owner = grid.owners[3][1]
    assert (owner.row, owner.column, owner.last_row, owner.last_column) == (2, 1, 3, 1)


def test_a_cell_takes_the_alignment_of_its_column_or_its_own() -> None:
    grid = table_grid(table([], [[Cell("甲"), Cell("乙", align=Align.CENTER)]], 2))
    assert [placed.align for placed in grid.rows[0]] == [Align.RIGHT, Align.CENTER]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ([], [[Cell("一")]]),
        ([], [[Cell("一"), Cell("二"), Cell("三")]]),
        ([], [[Cell("一", colspan=3)]]),
        ([], [[Cell("一", rowspan=2), Cell("二")]]),
        ([[Cell("一", rowspan=2), Cell("二")]], [[Cell("三"), Cell("四")]]),
        ([], [[Cell("一"), Cell("二", rowspan=2)], [Cell("三", colspan=2)]]),
        ([], [[Cell("一", colspan=2)], []]),
    ],
)
def test_a_slot_that_is_empty_shared_or_outside_is_refused(
    head: list[list[Cell]], body: list[list[Cell]]
) -> None:
    with pytest.raises(GridError):
        table_grid(table(head, body, 2))
