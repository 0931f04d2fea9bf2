"""Latin letters and digits in their own face, and 28 characters a line, in every format."""

from __future__ import annotations

import io
import itertools
import zipfile
from io import BytesIO

import pdfplumber
import pytest

from discloser.document.nodes import Cell, Column, Heading, Table, Text
from discloser.document.style import Style
from discloser.render.docx import render_docx
from tests.render.pdf_reader import POINTS_PER_MM, line_text, one_section, page_lines, paragraph
from tests.render.sample import sample_style
from tests.render.writers import Writer, for_both

_LATIN = "2025abcXYZ,.%-/()"
_CHINESE = "年，。“”…—×《》"
_PLAIN = "建立健全政务数据供需对接机制" * 9


@for_both
@pytest.mark.parametrize("name", ["body", "cover_date", "flush"])
def test_letters_and_digits_alone_are_not_in_the_chinese_face(writer: Writer, name: str) -> None:
    fonts = _fonts(writer.of(paragraph(_LATIN + _CHINESE, name)).pdf)
    latin = {fonts[character] for character in _LATIN}
    assert len(latin) == 1
    assert latin.isdisjoint({fonts[character] for character in _CHINESE})


@for_both
def test_titles_keep_the_figures_of_their_face(writer: Writer) -> None:
    fonts = _fonts(writer.of(Heading(2, (Text("一、2025年"),), "a")).pdf)
    assert fonts["2"] == fonts["年"]


@for_both
def test_digits_do_not_make_lines_higher(writer: Writer) -> None:
    text = "收入总计1234.57万元，支出总计98765.43万元，" * 20
    lines = page_lines(writer.of(paragraph(text)).pdf)[:-1]
    tops = [line[0]["matrix"][5] for line in lines]
    assert [a - b for a, b in itertools.pairwise(tops)] == [
        pytest.approx(28.95, abs=0.05) for _ in tops[1:]
    ]


@for_both
def test_a_cell_of_digits_is_as_high_as_one_of_text(writer: Writer) -> None:
    def rule_ys(*texts: str) -> list[float]:
        rows = tuple((Cell(text),) for text in texts)
        table = Table("t", "t", "", "t", (Column(),), (), rows)
        with pdfplumber.open(BytesIO(writer.of(table).pdf)) as pdf:
            return sorted({round(edge["top"], 1) for edge in pdf.pages[0].horizontal_edges})

    plain = rule_ys("收入", "总计", "支出")
    assert len(plain) >= 4
    assert rule_ys("收入", "2025", "支出12") == pytest.approx(plain, abs=0.15)


@for_both
def test_a_line_has_28_characters(writer: Writer) -> None:
    lines = [line_text(line) for line in page_lines(writer.of(paragraph(_PLAIN)).pdf)[:-1]]
    assert [len(line) for line in lines[:-1]] == [26, 28, 28, 28]


@for_both
def test_marks_are_not_squeezed_to_make_room(writer: Writer) -> None:
    text = "部门、单位、机关，收入、支出，结转、结余；" * 8
    for line in page_lines(writer.of(paragraph(text)).pdf)[:-2]:
        steps = [b["x0"] - a["x0"] for a, b in itertools.pairwise(line)]
        assert max(steps) - min(steps) < 0.2
        assert min(steps) > 15.7


@for_both
def test_a_style_may_leave_lines_as_they_fall(writer: Writer) -> None:
    page = sample_style().page.model_copy(update={"line_chars": 0})
    style: Style = sample_style().model_copy(update={"page": page, "digits_in": ()})
    pdf = writer.write(one_section(paragraph(_PLAIN + "2025")), style).pdf
    assert [len(line) for line in page_lines(pdf)[:-1]][:4] == [25, 27, 27, 27]
    fonts = _fonts(pdf)
    assert fonts["2"] == fonts["建"]


def test_word_has_the_grid_of_28_by_22() -> None:
    data = render_docx(one_section(paragraph("一")), sample_style(), {})
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        document = package.read("word/document.xml").decode()
    # 156 mm / 28 = 15.793 pt; the rest to 16 pt in 4096ths of a point
    assert '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-848"/>' in document
    width, height = 156 * POINTS_PER_MM, 225 * POINTS_PER_MM
    assert width / 28 == pytest.approx(16 - 848 / 4096, abs=0.001)
    assert int(height / (579 / 20)) == 22


def _fonts(pdf: bytes) -> dict[str, str]:
    """The font of each character of a page."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return {c["text"]: c["fontname"] for c in reversed(opened.pages[0].chars)}
