from io import BytesIO

import pdfplumber
import pytest

from discloser.document.nodes import (
    Cell,
    Column,
    Role,
    Table,
)
from discloser.render.pdf import render_pdf
from tests.render.pdf_reader import (
    POINTS_PER_MM,
    flat,
    one_section,
    page_texts,
)
from tests.render.sample import sample_style
from tests.render.writers import WEASYPRINT


def test_a_merged_label_is_shown_on_each_page_that_it_reaches() -> None:
    pages = [text for text in page_texts(WEASYPRINT.sample().pdf) if "明细科目" in text]
    assert [text.count("项目支出") for text in pages] == [1] * (len(pages) - 1) + [0]


def test_the_last_line_of_a_page_closes_a_merged_cell() -> None:
    with pdfplumber.open(BytesIO(WEASYPRINT.sample().pdf)) as opened:
        lines = opened.pages[WEASYPRINT.sample().pages["table-lines"]].lines
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
