import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pdfplumber
import pytest

from discloser.document.grid import table_grid
from discloser.document.nodes import (
    Align,
    Cell,
    Column,
    Role,
    Table,
)
from discloser.document.number import Number, NumberFormat
from discloser.render.pdf import render_pdf
from tests.render.pdf_reader import (
    POINTS_PER_MM,
    RIGHT_EDGE,
    flat,
    line_text,
    one_section,
    page_lines,
    page_texts,
    paragraph,
    sample_layout,
)
from tests.render.sample import HOSTILE_TEXT, sample_document, sample_style


def test_header_rows_repeat_on_every_page_of_a_table() -> None:
    pages = [text for text in page_texts(sample_layout().pdf) if "明细科目" in text]
    assert len(pages) > 2
    for text in pages:
        assert all(label in text for label in ("类型", "批次", "编码", "名称", "预算数", "进度"))


def test_all_rows_of_a_long_table_are_printed_once() -> None:
    codes = re.findall(r"(?<!\S)302\d\d(?!\S)", "".join(page_texts(sample_layout().pdf)))
    assert codes == [str(30200 + n) for n in range(72)]


def test_a_merged_label_is_shown_on_each_page_that_it_reaches() -> None:
    pages = [text for text in page_texts(sample_layout().pdf) if "明细科目" in text]
    assert [text.count("项目支出") for text in pages] == [1] * (len(pages) - 1) + [0]


def test_the_last_line_of_a_page_closes_a_merged_cell() -> None:
    with pdfplumber.open(BytesIO(sample_layout().pdf)) as opened:
        lines = opened.pages[sample_layout().pages["table-lines"]].lines
    level = [line for line in lines if line["height"] < 0.1]
    lowest = max(line["bottom"] for line in level)
    covered = sum(line["width"] for line in level if line["bottom"] == lowest)
    assert covered == pytest.approx((297 - 50) * POINTS_PER_MM, rel=0.02)


def test_a_label_that_is_too_long_for_the_rows_on_a_page_moves_to_the_next() -> None:
    label = "合并单元格的长标签三行"
    filler = tuple((Cell(f"甲{n}"), Cell(f"行{n}")) for n in range(32))
    first_row = (Cell(label, Role.ROW_HEADER, rowspan=30), Cell("首行"))
    rest = tuple((Cell(f"次{n}\n二\n三\n四\n五"),) for n in range(29))
    table = Table("t", "t", "表", "t", (Column(0.5), Column(4)), (), (*filler, first_row, *rest))
    first, second, *_ = map(flat, page_texts(render_pdf(one_section(table), sample_style()).pdf))
    assert first.endswith("首行—1—")
    assert "签" not in first
    assert "签" in second


def test_a_row_stays_whole() -> None:
    text = "一\n二\n三\n四\n五"
    filler = tuple((Cell(f"行{n}"),) for n in range(34))
    table = Table("t", "t", "表", "t", (Column(),), (), (*filler, (Cell(text),)))
    layout = render_pdf(one_section(table), sample_style())
    assert flat(page_texts(layout.pdf)[-1]).startswith("一二三四五")


def test_a_row_taller_than_a_page_breaks_and_loses_nothing() -> None:
    lines = [f"第{n}项内容" for n in range(120)]
    head = ((Cell("标题栏", Role.COLUMN_HEADER), Cell("说明栏", Role.COLUMN_HEADER)),)
    body = (
        (Cell("前"), Cell("行")),
        (Cell("高"), Cell("\n".join(lines))),
        (Cell("后"), Cell("行")),
    )
    table = Table("t", "t", "表", "t", (Column(), Column()), head, body)
    layout = render_pdf(one_section(table), sample_style())
    text = flat("".join(page_texts(layout.pdf)))
    assert layout.page_count >= 3
    assert all(text.count(line) == 1 for line in lines)


def test_amounts_are_never_torn_and_stay_in_their_cells() -> None:
    number = Number(Decimal("1234567890.12"), NumberFormat(grouping=True))
    columns = (Column(3), *(Column(0.2, Align.RIGHT),) * 9)
    body = tuple((Cell("名称"), *(Cell(number),) * 9) for _ in range(3))
    layout = render_pdf(one_section(Table("t", "t", "表", "t", columns, (), body)), sample_style())
    with pdfplumber.open(BytesIO(layout.pdf)) as opened:
        (found,) = opened.pages[0].find_tables()
        rows = found.extract()
    assert len(rows) == 3
    for row in rows:
        assert row[1:] == ["1,234,567,890.12"] * 9


def test_decimal_points_stand_below_each_other() -> None:
    page = sample_layout().pages["table-lines"]
    points = [
        character["x0"]
        for line in page_lines(sample_layout().pdf, page)
        for character in line
        if character["text"] == "."
    ]
    assert len(points) > 10
    assert max(points) - min(points) < 0.2


def test_a_caption_stays_with_its_table() -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "balance"]
    blocks = [paragraph("字")] * 20
    layout = render_pdf(one_section(*blocks, table), sample_style())
    first, second = page_texts(layout.pdf)
    assert table.caption not in first
    assert table.caption in second


def test_tables_read_back_as_the_grid_of_the_tree() -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "expenditure"]
    with pdfplumber.open(BytesIO(sample_layout().pdf)) as opened:
        (found,) = opened.pages[sample_layout().pages["table-expenditure"]].find_tables()
        rows = found.extract()
    printed = [[flat(cell or "") for cell in row] for row in rows]
    assert printed == [[flat(text) for text in row] for row in table_grid(table).texts()]


def test_hostile_text_is_printed_as_it_stands() -> None:
    assert sum(text.count(HOSTILE_TEXT) for text in page_texts(sample_layout().pdf)) == 4


def test_a_unit_stands_at_the_right_edge_with_and_without_a_subject() -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "balance"]
    for subject in (table.subject, ""):
        layout = render_pdf(one_section(replace(table, subject=subject)), sample_style())
        (line,) = [
            line for line in page_lines(layout.pdf) if line_text(line).endswith("单位：万元")
        ]
        assert line[-1]["x1"] == pytest.approx(RIGHT_EDGE, abs=0.5)
