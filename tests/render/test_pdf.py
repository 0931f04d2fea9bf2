import pytest

from discloser.document.style import Margins, Page
from discloser.render.pdf import render_pdf
from tests.render.pdf_reader import (
    POINTS_PER_MM,
    one_section,
    page_lines,
    paragraph,
    reader,
)
from tests.render.sample import sample_document, sample_style
from tests.render.writers import WEASYPRINT


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_pdf(sample_document(), sample_style()).pdf == WEASYPRINT.sample().pdf


def test_complaints_are_collected_and_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    layout = render_pdf(one_section(paragraph("生僻字\u0378")), sample_style())
    assert any("U+0378" in warning for warning in layout.warnings)
    assert capfd.readouterr() == ("", "")
    assert WEASYPRINT.sample().warnings == ()


def test_other_paper_and_margins_are_honoured() -> None:
    page = Page(width_mm=176, height_mm=250, margins=Margins(left_mm=20, right_mm=20))
    style = sample_style().model_copy(update={"page": page})
    layout = render_pdf(one_section(paragraph("一" * 80)), style)
    box = reader(layout.pdf).pages[0].mediabox
    assert round(box.width / POINTS_PER_MM) == 176
    assert page_lines(layout.pdf)[0][-1]["x1"] == pytest.approx(156 * POINTS_PER_MM, abs=0.6)
