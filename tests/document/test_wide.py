"""A table that is wider than a page is printed in parts, and nothing of it is lost or doubled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from discloser.document.grid import table_grid
from discloser.document.nodes import Cell, Column, Row, Table
from discloser.document.wide import joined, parts_of

GROUPS = {"工资": ["小计", "基本", "奖金"], "商品": ["小计", "办公"], "其他": ["小计"]}
LABELS = [f"{group}/{leaf}" for group, leaves in GROUPS.items() for leaf in leaves]


def wide() -> Table:
    """项目｛编码、名称｝, 合计 and three groups; the first body row's name spans both texts."""
    top: Row = (Cell("项目", colspan=2), Cell("合计", rowspan=2))
    top += tuple(Cell(group, colspan=len(leaves)) for group, leaves in GROUPS.items())
    below = tuple(map(Cell, ["编码", "名称", *(leaf for each in GROUPS.values() for leaf in each)]))
    numbers = [str(n) for n in range(1 + len(LABELS))]
    body: tuple[Row, ...] = (
        (Cell("合计行", colspan=2), *map(Cell, numbers)),
        (Cell("201"), Cell("教育"), *(Cell(f"b{n}") for n in numbers)),
    )
    columns = (Column(),) * (3 + len(LABELS))
    return Table("t", "表", "某表", "a", columns, (top, below), body, notes=("注。",))


def headers(table: Table) -> list[str]:
    grid = table_grid(table)
    owners = zip(grid.owners[0], grid.owners[1], strict=True)
    return ["/".join(dict.fromkeys((one.cell.text, two.cell.text))) for one, two in owners]


@pytest.mark.parametrize("most", range(1, 9))
def test_each_column_stands_in_one_part_under_its_own_spanner(most: int) -> None:
    parts = parts_of(wide(), 2, most)
    named = ["项目/编码", "项目/名称"]
    assert all(headers(part)[:2] == named for part in parts)
    assert [label for part in parts for label in headers(part)[2:]] == ["合计", *LABELS]
    assert all(len(headers(part)) <= 2 + most for part in parts)
    rows = [[table_grid(part).texts()[2:][row] for part in parts] for row in range(2)]
    assert [text for texts in rows[0] for text in texts[2:]] == [str(n) for n in range(7)]
    assert all(texts[:2] == ["合计行", ""] for texts in rows[0])
    assert all(texts[:2] == ["201", "教育"] for texts in rows[1])


def test_a_part_ends_where_a_spanner_does() -> None:
    parts = parts_of(wide(), 2, 4)
    assert [headers(part)[2:] for part in parts] == [["合计", *LABELS[:3]], LABELS[3:]]


def test_the_parts_are_told_apart_and_the_notes_stand_below_the_last() -> None:
    first, *others = parts_of(wide(), 2, 3)
    assert (first.name, first.caption, first.notes) == ("t", "某表", ())
    assert [part.caption for part in others] == ["某表（续1）", "某表（续2）"]
    assert [part.name for part in others] == ["t-2", "t-3"]
    assert len({part.anchor for part in (first, *others)}) == 3
    assert [part.notes for part in others] == [(), ("注。",)]


def test_a_table_that_fits_stays_as_it_is() -> None:
    table = wide()
    assert parts_of(table, 2, 7) == (table,)


@pytest.mark.parametrize("most", range(1, 9))
def test_a_reader_puts_the_parts_together_again(most: int) -> None:
    other = replace(wide(), name="u", caption="另一张表")
    found = list(joined([*parts_of(wide(), 2, most), other]))
    assert [table.caption for table in found] == ["某表", "另一张表"]
    assert headers(found[0]) == headers(wide())
    assert table_grid(found[0]).texts()[1:] == table_grid(wide()).texts()[1:]
    assert found[0].notes == ("注。",)


def test_a_table_whose_rows_are_others_is_no_continuation() -> None:
    first, second, *_ = parts_of(wide(), 2, 4)
    shorter = replace(second, body=second.body[:1])
    assert list(joined([first, shorter])) == [first, shorter]


@pytest.mark.parametrize(("header", "count"), [("编\n码", 1), ("编 码", 1), ("代码", 2)])
def test_a_line_of_a_header_may_break_elsewhere_in_a_part(header: str, count: int) -> None:
    """Each part is as wide as it needs to be, so that the headers of its rows break for itself."""
    first, second, *_ = parts_of(wide(), 2, 4)
    top, (_, *below) = second.head
    part = replace(second, head=(top, (Cell(header), *below)))
    assert len(list(joined([first, part]))) == count
