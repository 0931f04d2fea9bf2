from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from discloser.document.grid import table_grid
from discloser.document.nodes import Align, Cell, Column, Role, Row, Table
from discloser.document.number import Number, NumberFormat
from discloser.render.columns import share_out
from discloser.render.docx import render_docx
from tests.render.docx_reader import read_tables
from tests.render.docx_samples import (
    elements,
    merged_table,
    opened,
    rendered,
    sample_file,
    small_table,
    value,
)
from tests.render.sample import sample_document, sample_style

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


@pytest.fixture(scope="module")
def sample() -> WordDocument:
    return opened(sample_file())


def _rows(word: WordDocument) -> list[etree._Element]:
    return list(elements(word, "w:tr"))


def _kept(row: etree._Element) -> bool:
    paragraphs = list(row.iter(qn("w:p")))
    return all(paragraph.find(f".//{qn('w:keepNext')}") is not None for paragraph in paragraphs)


def test_it_holds_the_grid_of_every_table() -> None:
    expected = [table_grid(table).texts() for table in sample_document().tables()]

    assert read_tables(sample_file()) == expected


def test_it_repeats_the_head_of_a_table_and_of_each_band_of_a_form(sample: WordDocument) -> None:
    heads = [
        [row.find(f".//{qn('w:tblHeader')}") is not None for row in written._tbl.tr_lst]
        for written in sample.tables
    ]
    *tables, form = sample_document().tables()
    wanted = [[r < len(t.head) for r in range(len(t.head) + len(t.body))] for t in tables]

    assert heads[:3] == wanted
    assert heads[3:] == [[False, False], [True, False, False], [True, False, False]]
    assert sum(map(len, heads[3:])) == len(form.body)


def test_no_line_is_drawn_where_a_label_goes_on_below_a_head(sample: WordDocument) -> None:
    _, tasks, _ = sample.tables[3:]
    sides = [
        [border.tag for border in row.tc_lst[0].iter(qn("w:top"), qn("w:bottom"))]
        for row in tasks._tbl.tr_lst
    ]

    assert sides[:2] == [[qn("w:bottom")], [qn("w:top")]]


def test_it_spreads_the_columns_over_the_text_width(sample: WordDocument) -> None:
    for table in sample.tables:
        widths = [int(value(column, "w:w") or 0) for column in table._tbl.iter(qn("w:gridCol"))]
        assert sum(widths) == int(value(table._tbl.find(f".//{qn('w:tblW')}"), "w:w") or 0)
        for row in table._tbl.tr_lst:
            cells = [int(value(cell, "w:w") or 0) for cell in row.iter(qn("w:tcW"))]
            assert sum(cells) == sum(widths)


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=30), st.integers(3000, 15000))
def test_it_loses_no_twip_when_it_shares_the_width(shares: list[float], width: int) -> None:
    widths = share_out(width, shares)

    assert sum(widths) == width
    assert min(widths) >= 0


def test_a_pitch_too_small_for_its_glyphs_is_a_least_pitch() -> None:
    style = sample_style()
    tight = style.table_cell.model_copy(update={"size": 12, "pitch": 13})
    data = render_docx(sample_document(), style.model_copy(update={"table_cell": tight}), {})
    cell = opened(data).styles["表格正文"].element

    assert value(cell.pPr.find(qn("w:spacing")), "w:lineRule") == "atLeast"


def test_lines_in_a_cell_are_paragraphs() -> None:
    word = rendered(small_table((Cell("甲\n乙"), Cell())))

    assert [paragraph.text for paragraph in word.tables[0].rows[0].cells[0].paragraphs] == [
        "甲",
        "乙",
    ]


def test_two_tables_without_text_between_stay_apart() -> None:
    bare = replace(small_table((Cell("1"), Cell("2"))), caption="")
    word = rendered(bare, replace(bare, anchor="u"))
    tags = [child.tag for child in word.element.body if child.tag in (qn("w:tbl"), qn("w:p"))]

    assert tags == [qn("w:tbl"), qn("w:p"), qn("w:tbl"), qn("w:p")]


def test_rows_under_one_merged_cell_stay_on_one_page() -> None:
    rows = _rows(rendered(merged_table(4)))

    assert [_kept(row) for row in rows[:4]] == [True, True, True, False]
    assert value(rows[0].find(f".//{qn('w:vAlign')}")) == "center"


def test_a_merged_cell_too_tall_for_a_page_shows_its_text_where_it_begins() -> None:
    rows = _rows(rendered(merged_table(80)))

    assert not any(_kept(row) for row in rows[:80])
    assert value(rows[0].find(f".//{qn('w:vAlign')}")) == "top"


def test_a_merged_cell_whose_text_is_taller_than_a_page_may_break_over_pages() -> None:
    tall: Row = (Cell("很长的文字" * 900, rowspan=2), Cell("1"))
    rows = _rows(rendered(small_table(tall, (Cell("2"),))))

    assert [row.find(f".//{qn('w:cantSplit')}") is not None for row in rows] == [True, False]


def test_header_rows_stay_with_the_first_row_of_the_body() -> None:
    head = ((Cell("甲", Role.COLUMN_HEADER), Cell("乙", Role.COLUMN_HEADER)),)
    rows = _rows(rendered(small_table(*((Cell("1"), Cell("2")),) * 3, head=head)))

    assert [_kept(row) for row in rows] == [True, False, False, True]


def test_rows_do_not_break_over_pages_unless_they_are_taller_than_a_page() -> None:
    rows = _rows(
        rendered(small_table((Cell("短"), Cell("短")), (Cell("很长的文字" * 900), Cell())))
    )

    assert [row.find(f".//{qn('w:cantSplit')}") is not None for row in rows] == [True, False]


def _sizes(word: WordDocument) -> list[str | None]:
    return [value(size) for size in elements(word, "w:sz")]


def test_a_crowded_table_is_set_smaller_as_a_whole() -> None:
    amount = Cell(Number(Decimal("1234567890.12"), NumberFormat(grouping=True)))
    row = (Cell("文字"), *(amount,) * 14)
    table = Table("t", "表", "表", "t", (Column(),) * 15, (), (row,))
    word = rendered(table)
    pitches = [value(found, "w:line") for found in elements(word, "w:spacing")]

    usual = sample_style().table_cell
    assert len(set(_sizes(word))) == 1
    assert 0 < int(_sizes(word)[0] or 0) < 2 * usual.size
    assert {0 < int(pitch or 0) < 20 * usual.pitch for pitch in pitches} == {True}


def test_a_table_with_room_keeps_the_size_of_its_style() -> None:
    assert _sizes(rendered(small_table((Cell("1"), Cell("2"))))) == []


def test_cells_stand_where_the_grid_puts_them() -> None:
    columns = (Column(1, Align.RIGHT), Column(1, Align.CENTER))
    head = ((Cell("甲", Role.COLUMN_HEADER), Cell("乙", Role.COLUMN_HEADER, align=Align.LEFT)),)
    table = replace(small_table((Cell("1"), Cell("2")), head=head), columns=columns)
    cells = list(elements(rendered(table), "w:tc"))

    aligns = [value(cell.find(f".//{qn('w:jc')}")) for cell in cells]
    assert aligns == [None, "left", "right", "center"]


def test_a_table_tells_a_screen_reader_what_it_is(sample: WordDocument) -> None:
    properties = sample.tables[0]._tbl.tblPr
    look = properties.find(qn("w:tblLook"))

    assert value(properties.find(qn("w:tblCaption"))) == "表一 部门收支总体情况表"
    assert "单位：万元" in (value(properties.find(qn("w:tblDescription"))) or "")
    assert (value(look, "w:firstRow"), value(look, "w:firstColumn")) == ("1", "1")


def test_subject_and_unit_share_a_line(sample: WordDocument) -> None:
    texts = [paragraph.text for paragraph in sample.paragraphs]

    assert "部门名称：示例市数据局\t单位：万元" in texts
