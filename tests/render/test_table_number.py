"""A table's form number (公开01表) stands where the style says, in every format."""

from __future__ import annotations

import io

import docx
import pytest
from lxml import html

from discloser.document.nodes import Cell, Column, Orientation, Table
from discloser.document.style import NumberPlace, Style
from discloser.read.document import read_document
from discloser.render.docx import render_docx
from discloser.render.html import render_html
from discloser.render.xlsx import render_xlsx
from tests.render.pdf_reader import RIGHT_EDGE, line_text, one_section, page_lines
from tests.render.sample import sample_style
from tests.render.writers import TYPST, WEASYPRINT, Writer, for_both

NUMBER, TITLE = "公开01表", "收入支出决算总表"
_ROWS = tuple((Cell(name), Cell(amount)) for name, amount in (("收入", "1.20"), ("支出", "3.40")))
TABLE = Table(
    "t",
    "表",
    TITLE,
    "t",
    (Column(), Column()),
    ((Cell("项目"), Cell("金额")),),
    _ROWS,
    subtitle="（2025年度）",
    number=NUMBER,
    subject="部门：某局",
    unit="金额单位：万元",
)


def styled(place: NumberPlace) -> Style:
    """The sample style with the form number at a place."""
    made: Style = sample_style().model_copy(update={"table_number": place})
    return made


def test_the_shared_style_puts_it_above_the_unit() -> None:
    assert sample_style().table_number is NumberPlace.LINE


@for_both
@pytest.mark.parametrize("place", NumberPlace)
def test_a_pdf_prints_it_at_its_place(writer: Writer, place: NumberPlace) -> None:
    lines = page_lines(writer.write(one_section(TABLE), styled(place)).pdf)
    texts = ["".join(line_text(line).split()) for line in lines]
    if place is NumberPlace.TITLE:
        assert texts[:3] == [NUMBER + TITLE, "（2025年度）", "部门：某局金额单位：万元"]
        return
    assert texts[:4] == [TITLE, "（2025年度）", NUMBER, "部门：某局金额单位：万元"]
    assert lines[2][-1]["x1"] == pytest.approx(RIGHT_EDGE, abs=0.6)
    assert lines[2][0]["size"] == pytest.approx(sample_style().table_line.size)


@pytest.mark.parametrize("place", NumberPlace)
def test_word_prints_it_at_its_place(place: NumberPlace) -> None:
    word = docx.Document(io.BytesIO(render_docx(one_section(TABLE), styled(place), {})))
    texts = [paragraph.text for paragraph in word.paragraphs][:4]
    if place is NumberPlace.TITLE:
        assert texts[0] == f"{NUMBER} {TITLE}"
        assert f"\t{NUMBER}" not in texts
    else:
        assert texts == [TITLE, "（2025年度）", f"\t{NUMBER}", "部门：某局\t金额单位：万元"]


@pytest.mark.parametrize("place", NumberPlace)
def test_the_page_prints_it_at_its_place(place: NumberPlace) -> None:
    page = html.fromstring(render_html(one_section(TABLE), styled(place)))
    (caption,) = page.iter("caption")
    texts = ["".join(map(str, span.itertext())) for span in caption.iterchildren()]
    if place is NumberPlace.TITLE:
        assert texts == [f"{NUMBER} {TITLE}", "（2025年度）", "部门：某局金额单位：万元"]
    else:
        assert texts == [TITLE, "（2025年度）", NUMBER, "部门：某局金额单位：万元"]


def _file(form: str, style: Style) -> tuple[bytes, str]:
    document = one_section(TABLE, orientation=Orientation.PORTRAIT)
    match form:
        case "docx":
            return render_docx(document, style, {}), "a.docx"
        case "xlsx":
            return render_xlsx(document, style), "a.xlsx"
        case _:
            writer = WEASYPRINT if form == "pdf" else TYPST
            return writer.write(document, style).pdf, "a.pdf"


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf", "typst"])
@pytest.mark.parametrize("place", NumberPlace)
def test_it_is_read_back_from_either_place(form: str, place: NumberPlace) -> None:
    read = read_document(*_file(form, styled(place))).document
    assert read is not None
    (table,) = read.tables()
    assert (table.number, table.caption) == (NUMBER, TITLE)
    assert (table.subject, table.unit) == ("部门：某局", "金额单位：万元")
