"""The tables of a PDF, whichever program writes it."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pdfplumber
import pytest

from discloser.document.grid import table_grid
from discloser.document.nodes import Align, Cell, Column, Role, Table
from discloser.document.number import Number, NumberFormat
from tests.render.pdf_reader import (
    RIGHT_EDGE,
    flat,
    line_text,
    page_lines,
    page_texts,
    paragraph,
)
from tests.render.sample import HOSTILE_TEXT, sample_document
from tests.render.writers import Writer, for_both


@for_both
def test_header_rows_repeat_on_every_page_of_a_table(writer: Writer) -> None:
    pages = [text for text in page_texts(writer.sample().pdf) if "明细科目" in text]
    assert len(pages) > 2
    for text in pages:
        assert all(label in text for label in ("类型", "批次", "编码", "名称", "预算数", "进度"))


@for_both
def test_all_rows_of_a_long_table_are_printed_once(writer: Writer) -> None:
    codes = re.findall(r"(?<!\S)302\d\d(?!\S)", "".join(page_texts(writer.sample().pdf)))
    assert codes == [str(30200 + n) for n in range(72)]


@for_both
def test_a_row_stays_whole(writer: Writer) -> None:
    text = "一\n二\n三\n四\n五"
    filler = tuple((Cell(f"行{n}"),) for n in range(34))
    table = Table("t", "t", "表", "t", (Column(),), (), (*filler, (Cell(text),)))
    layout = writer.of(table)
    assert "一二三四五" in flat(page_texts(layout.pdf)[-1])


@for_both
def test_a_row_taller_than_a_page_breaks_and_loses_nothing(writer: Writer) -> None:
    lines = [f"第{n}项内容" for n in range(120)]
    head = ((Cell("标题栏", Role.COLUMN_HEADER), Cell("说明栏", Role.COLUMN_HEADER)),)
    body = (
        (Cell("前"), Cell("行")),
        (Cell("高"), Cell("\n".join(lines))),
        (Cell("后"), Cell("行")),
    )
    table = Table("t", "t", "表", "t", (Column(), Column()), head, body)
    layout = writer.of(table)
    text = flat("".join(page_texts(layout.pdf)))
    assert layout.page_count >= 3
    assert all(text.count(line) == 1 for line in lines)


@for_both
def test_a_row_without_text_is_as_high_as_a_line(writer: Writer) -> None:
    body = ((Cell("一"), Cell("1.00")), (Cell(""), Cell("")), (Cell("二"), Cell("2.00")))
    table = Table("t", "t", "表", "t", (Column(), Column()), (), body)
    with pdfplumber.open(BytesIO(writer.of(table).pdf)) as opened:
        (found,) = opened.pages[0].find_tables()
        first, blank, last = (row.bbox[3] - row.bbox[1] for row in found.rows)
    assert blank == pytest.approx(first, abs=1)
    assert last == pytest.approx(first, abs=1)


@for_both
def test_amounts_are_never_torn_and_stay_in_their_cells(writer: Writer) -> None:
    number = Number(Decimal("1234567890.12"), NumberFormat(grouping=True))
    columns = (Column(3), *(Column(0.2, Align.RIGHT),) * 9)
    body = tuple((Cell("名称"), *(Cell(number),) * 9) for _ in range(3))
    layout = writer.of(Table("t", "t", "表", "t", columns, (), body))
    with pdfplumber.open(BytesIO(layout.pdf)) as opened:
        (found,) = opened.pages[0].find_tables()
        rows = found.extract()
    assert len(rows) == 3
    for row in rows:
        assert row[1:] == ["1,234,567,890.12"] * 9


@for_both
def test_a_caption_stays_with_its_table(writer: Writer) -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "balance"]
    blocks = [paragraph("字")] * 20
    layout = writer.of(*blocks, table)
    first, second = page_texts(layout.pdf)
    assert table.caption not in first
    assert table.caption in second


@for_both
def test_tables_read_back_as_the_grid_of_the_tree(writer: Writer) -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "expenditure"]
    with pdfplumber.open(BytesIO(writer.sample().pdf)) as opened:
        (found,) = opened.pages[writer.sample().pages["table-expenditure"]].find_tables()
        rows = found.extract()
    printed = [[flat(cell or "") for cell in row] for row in rows]
    assert printed == [[flat(text) for text in row] for row in table_grid(table).texts()]


@for_both
def test_hostile_text_is_printed_as_it_stands(writer: Writer) -> None:
    assert sum(text.count(HOSTILE_TEXT) for text in page_texts(writer.sample().pdf)) == 4


@for_both
def test_decimal_points_stand_below_each_other(writer: Writer) -> None:
    page = writer.sample().pages["table-lines"]
    points = [
        character["x0"]
        for line in page_lines(writer.sample().pdf, page)
        for character in line
        if character["text"] == "."
    ]
    assert len(points) > 10
    assert max(points) - min(points) < 0.2


@for_both
def test_a_unit_stands_at_the_right_edge_with_and_without_a_subject(writer: Writer) -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "balance"]
    for subject in (table.subject, ""):
        layout = writer.of(replace(table, subject=subject))
        (line,) = [
            line for line in page_lines(layout.pdf) if line_text(line).endswith("单位：万元")
        ]
        assert line[-1]["x1"] == pytest.approx(RIGHT_EDGE, abs=0.5)
