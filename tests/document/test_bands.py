"""The bands of a form: rows under a head of their own."""

from __future__ import annotations

from discloser.document.bands import Band, bands
from discloser.document.nodes import Cell, Column, Role, Row, Table

COLUMN, ROW = Role.COLUMN_HEADER, Role.ROW_HEADER


def form(*body: Row, head: tuple[Row, ...] = (), columns: int = 3) -> Table:
    return Table("t", "t", "t", "t", (Column(),) * columns, head, body)


def line(text: str, role: Role = Role.DATA) -> Row:
    return tuple(Cell(part, role) for part in text.split())


def texts(band: Band) -> tuple[list[list[str]], list[list[str]]]:
    rows = band.grid.texts()
    return rows[: band.grid.head_rows], rows[band.grid.head_rows :]


def test_a_table_without_heads_in_its_body_is_one_band() -> None:
    table = form(line("一 2 3"), (Cell("计", ROW), Cell("2"), Cell("3")), head=(line("甲 乙 丙"),))
    (band,) = bands(table)
    assert band.table is table
    assert not band.open_below


def test_each_head_begins_a_band_with_the_rows_below_it() -> None:
    table = form(
        (Cell("名称", ROW), Cell("某局", colspan=2)),
        line("甲 乙 丙", COLUMN),
        line("1 2 3"),
        line("丁 戊 己", COLUMN),
        line("4 5 6"),
        line("7 8 9"),
    )
    assert [texts(band) for band in bands(table)] == [
        ([], [["名称", "某局", ""]]),
        ([["甲", "乙", "丙"]], [["1", "2", "3"]]),
        ([["丁", "戊", "己"]], [["4", "5", "6"], ["7", "8", "9"]]),
    ]


def test_a_title_above_a_head_is_repeated_with_it_and_a_lone_one_is_no_head() -> None:
    title = (Cell("绩效指标", COLUMN, colspan=3),)
    heads = line("甲 乙 丙", COLUMN)
    (band,) = bands(form(title, heads, line("1 2 3"), title, line("4 5 6")))
    assert texts(band)[0] == [["绩效指标", "", ""], ["甲", "乙", "丙"]]
    assert len(texts(band)[1]) == 3


def test_a_label_beside_a_head_goes_on_below_it_and_ends_the_band() -> None:
    table = form(
        (Cell("任务", ROW, rowspan=3), *line("名称 内容", COLUMN)),
        line("一 1"),
        line("二 2"),
        (Cell("预算", ROW), Cell("总额", ROW), Cell("3")),
    )
    tasks, money = bands(table)
    assert texts(tasks) == ([["", "名称", "内容"]], [["任务", "一", "1"], ["", "二", "2"]])
    assert tasks.open_below == {0}
    assert [tasks.is_open_below(p) for p in tasks.grid.rows[0]] == [True, False, False]
    assert [tasks.is_open_above(p) for p in tasks.grid.rows[1]] == [True, False, False]
    assert texts(money) == ([], [["预算", "总额", "3"]])
    assert not money.open_below


def test_a_label_beside_a_head_and_one_row_stands_in_the_head() -> None:
    table = form((Cell("目标", ROW, rowspan=2), *line("预期 实际", COLUMN)), line("一 二"))
    (band,) = bands(table)
    assert texts(band) == ([["目标", "预期", "实际"]], [["", "一", "二"]])


def test_a_value_wider_than_the_columns_of_a_head_is_not_under_it() -> None:
    total = (Cell("合计", ROW, colspan=2), Cell("3"))
    note = (Cell("备注", ROW), Cell("无", colspan=2))
    table = form(line("甲 乙 丙", COLUMN), line("1 2 3"), total, note)
    assert [len(texts(band)[1]) for band in bands(table)] == [2, 1]
    # A table with a head of its own keeps it above a wide value.
    (whole,) = bands(form(line("1 2 3"), note, head=(line("甲 乙 丙", COLUMN),)))
    assert len(texts(whole)[1]) == 2


def test_a_head_below_the_edge_of_a_merged_cell_begins_no_band() -> None:
    table = form(
        (Cell("组", ROW, rowspan=3), Cell("1"), Cell("2")), line("甲 乙", COLUMN), line("3 4")
    )
    (band,) = bands(table)
    assert band.grid.head_rows == 0


def test_a_head_of_two_rows_stays_whole() -> None:
    table = form(
        (Cell("指标", COLUMN, rowspan=2), Cell("数额", COLUMN, colspan=2)),
        line("年初 年末", COLUMN),
        line("甲 1 2"),
    )
    (band,) = bands(table)
    assert texts(band) == (
        [["指标", "数额", ""], ["", "年初", "年末"]],
        [["甲", "1", "2"]],
    )
    assert not band.open_below
