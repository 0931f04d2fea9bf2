from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from discloser.document.nodes import (
    Cell,
    Contents,
    ContentsEntry,
    Heading,
    Orientation,
    PageBreak,
    Section,
    Text,
)
from discloser.render.docx import render_docx
from discloser.render.docx_xml import run
from discloser.render.xml_text import clean
from tests.render.docx_samples import (
    PAGES,
    elements,
    opened,
    rendered,
    sample_file,
    small_table,
    text_paragraph,
    value,
)
from tests.render.sample import sample_document, sample_style

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


_FIELD_AND_SECTION = (qn("w:fldChar"), qn("w:sectPr"))


@pytest.fixture(scope="module")
def sample() -> WordDocument:
    return opened(sample_file())


def test_it_writes_headings_with_the_built_in_styles(sample: WordDocument) -> None:
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in sample.paragraphs
        if paragraph.style is not None and (paragraph.style.name or "").startswith("Heading")
    ]

    headings = [block for block in sample_document().blocks() if isinstance(block, Heading)]
    assert found == [(f"Heading {heading.level}", heading.text) for heading in headings]


def test_it_lays_each_section_as_the_tree_says(sample: WordDocument) -> None:
    orientations = [section.orientation for section in sample_document().sections]

    assert [
        Orientation.LANDSCAPE
        if (section.page_width or 0) > (section.page_height or 0)
        else Orientation.PORTRAIT
        for section in sample.sections
    ] == orientations


def test_it_takes_paper_and_margins_from_the_style(sample: WordDocument) -> None:
    first = sample.sections[0]
    lengths = (first.page_width, first.page_height, first.top_margin, first.left_margin)

    assert [length and round(length.mm) for length in lengths] == [210, 297, 37, 28]


def test_the_grid_of_lines_is_for_upright_pages(sample: WordDocument) -> None:
    for section in sample.sections:
        lies = (section.page_width or 0) > (section.page_height or 0)
        assert (section._sectPr.find(qn("w:docGrid")) is None) == lies


def test_it_numbers_the_pages_of_all_sections_but_the_cover(sample: WordDocument) -> None:
    texts = [section.footer.paragraphs[0].text for section in sample.sections]

    assert texts == ["", *["— 1 —"] * (len(texts) - 1)]


def test_it_restarts_the_numbers_where_the_tree_says(sample: WordDocument) -> None:
    starts = [
        value(section._sectPr.find(qn("w:pgNumType")), "w:start") for section in sample.sections
    ]

    assert starts == ["1" if section.restart else None for section in sample_document().sections]


def test_it_sets_odd_numbers_right_and_even_numbers_left(sample: WordDocument) -> None:
    section = sample.sections[1]
    sides = [
        footer.paragraphs[0].paragraph_format.alignment
        for footer in (section.footer, section.even_page_footer)
    ]

    assert [side.name for side in sides if side is not None] == ["RIGHT", "LEFT"]
    assert sample.settings.odd_and_even_pages_header_footer


def test_it_centres_the_numbers_where_the_style_wants_them_centred() -> None:
    style = sample_style()
    centred = style.model_copy(
        update={"page": style.page.model_copy(update={"number_outside": False})}
    )
    word = opened(render_docx(sample_document(), centred, {}))
    alignment = word.sections[1].footer.paragraphs[0].paragraph_format.alignment

    assert alignment is not None
    assert alignment.name == "CENTER"
    assert not word.settings.odd_and_even_pages_header_footer


def test_it_names_the_official_face_for_every_script(sample: WordDocument) -> None:
    slots = ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs")
    found = {
        name: [value(sample.styles[name].element.find(f".//{qn('w:rFonts')}"), s) for s in slots]
        for name in ("Normal", "表格正文", "封面日期", "heading 2")
    }
    latin = ["Times New Roman"] * 3
    assert found == {
        "Normal": ["仿宋_GB2312", *latin],
        "表格正文": ["宋体", *latin],
        "封面日期": ["楷体_GB2312", *latin],
        "heading 2": ["黑体"] * 4,
    }


def test_it_sets_the_body_as_the_style_sheet_says(sample: WordDocument) -> None:
    look = sample_style().paragraphs["body"]
    properties = sample.styles["Normal Indent"].element.pPr
    spacing, indent = properties.find(qn("w:spacing")), properties.find(qn("w:ind"))

    assert value(spacing, "w:line") == str(round(look.pitch * 20))
    assert value(spacing, "w:lineRule") == "exact"
    assert value(indent, "w:firstLineChars") == "200"
    assert value(indent, "w:firstLine") == str(round(2 * 156 / 28 / 25.4 * 1440))
    assert value(properties.find(qn("w:jc"))) == "both"


def test_it_sets_no_gap_between_digits_and_chinese(sample: WordDocument) -> None:
    properties = sample.styles["Normal"].element.pPr

    assert value(properties.find(qn("w:autoSpaceDE"))) == "0"
    assert value(properties.find(qn("w:autoSpaceDN"))) == "0"


def test_bold_text_in_a_bold_style_stays_bold() -> None:
    word = rendered(Heading(4, (Text("甲", strong=True),), "a"))
    runs = word.paragraphs[0].runs

    assert sample_style().headings[3].strong
    assert [found.bold for found in runs] == [True]
    assert {found.style.name for found in runs} == {"Default Paragraph Font"}


def _contents(word: WordDocument) -> list[tuple[str, str | None, str | None]]:
    """Label, link and page of each entry of the contents list."""
    found = []
    for link in elements(word, "w:hyperlink"):
        label, *page = "".join(
            "\t" if node.tag == qn("w:tab") else node.text or ""
            for node in link.iter(qn("w:t"), qn("w:tab"))
        ).split("\t")
        found.append((label, value(link, "w:anchor"), page[0] if page else None))
    return found


def test_it_lists_the_contents_with_our_labels_and_pages(sample: WordDocument) -> None:
    entries = [
        entry
        for block in sample_document().blocks()
        if isinstance(block, Contents)
        for entry in block.entries
    ]

    assert [(label, page) for label, _, page in _contents(sample)] == [
        (entry.label, str(PAGES[entry.anchor])) for entry in entries
    ]


def test_it_links_the_contents_to_bookmarks_at_headings_and_captions(sample: WordDocument) -> None:
    targets = {
        value(mark, "w:name"): "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in elements(sample, "w:p")
        for mark in paragraph.iter(qn("w:bookmarkStart"))
    }

    linked = [targets.get(anchor, "") for _, anchor, _ in _contents(sample)]
    assert linked[1] == "一、主要职责"
    assert linked[-1] == "部门整体绩效目标表"
    assert all(linked)


def test_it_does_not_ask_word_to_rebuild_the_contents() -> None:
    package = zipfile.ZipFile(io.BytesIO(sample_file()))
    document = package.read("word/document.xml").decode()

    assert r" TOC \f \h \z " in document
    assert "w:dirty" not in document
    assert "updateFields" not in package.read("word/settings.xml").decode()


def test_contents_without_known_pages_have_labels_only() -> None:
    data = render_docx(sample_document(), sample_style(), {"duties": 7})
    entries = _contents(opened(data))

    assert [page for _, _, page in entries[:3]] == [None, "7", None]


def test_an_entry_that_points_nowhere_is_no_link() -> None:
    word = rendered(
        Contents(("目录",), (ContentsEntry("附表", 1, "missing"),)), text_paragraph("文")
    )

    assert [paragraph.text for paragraph in word.paragraphs] == ["目录", "附表", "文"]
    assert _contents(word) == []


def test_bookmark_names_are_valid_and_unique() -> None:
    anchors = ["a.b", "a-b", "A b", "部门/概况", "x" * 60, "x" * 61, "1"]
    word = rendered(*(Heading(2, (Text(anchor),), anchor) for anchor in anchors))
    names = [value(mark, "w:name") or "" for mark in elements(word, "w:bookmarkStart")]

    assert len({name.casefold() for name in names}) == len(anchors)
    assert all(re.fullmatch(r"\w{1,40}", name) and not name[0].isdigit() for name in names)


@given(st.text())
def test_any_text_survives_as_far_as_xml_can_hold_it(text: str) -> None:
    element = etree.fromstring(etree.tostring(run(text), encoding="UTF-8"))

    characters = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    read = "".join(
        characters.get(node.tag, node.text or "") for node in element if node.tag != qn("w:rPr")
    )
    assert read == clean(text)


def test_it_drops_what_xml_cannot_hold() -> None:
    hostile = "甲\x00乙\x0b\ud800丙\ufffe"
    word = rendered(
        Heading(1, (Text(hostile),), hostile),
        text_paragraph(hostile),
        replace(small_table((Cell(hostile), Cell())), caption=hostile, notes=(hostile,)),
    )

    assert {paragraph.text for paragraph in word.paragraphs} == {"甲乙丙"}
    assert word.tables[0].rows[0].cells[0].text == "甲乙丙"


def test_it_keeps_spaces_tabs_and_line_breaks() -> None:
    word = rendered(text_paragraph("  甲  乙\t丙\r\n丁　"))

    assert word.paragraphs[0].text == "  甲  乙\t丙\n丁　"


def test_a_page_break_is_a_property_of_what_follows() -> None:
    word = rendered(
        PageBreak(),
        text_paragraph("甲"),
        PageBreak(),
        PageBreak(),
        text_paragraph("乙"),
        PageBreak(),
    )
    breaks = [paragraph.paragraph_format.page_break_before for paragraph in word.paragraphs]

    assert breaks == [None, True]


def test_a_page_break_before_a_table_falls_above_its_caption() -> None:
    word = rendered(text_paragraph("甲"), PageBreak(), small_table((Cell("1"), Cell("2"))))

    assert word.paragraphs[1].text == "情况表"
    assert word.paragraphs[1].paragraph_format.page_break_before


def test_a_section_that_ends_with_a_table_ends_with_a_line_of_a_point() -> None:
    table = small_table((Cell("1"), Cell("2")))
    word = rendered(sections=(Section((table,)), Section((text_paragraph("甲"),))))
    last = word.paragraphs[1]

    assert last.style is not None
    assert last.style.name == "分隔"
    assert last._p.find(f".//{qn('w:sectPr')}") is not None
    assert value(last.style.element.pPr.find(qn("w:spacing")), "w:line") == "24"


def test_the_properties_of_a_section_stand_outside_the_contents_field() -> None:
    contents = Contents(("目录",), (ContentsEntry("甲", 1, "a"),))
    heading = Heading(1, (Text("甲"),), "a")
    word = rendered(sections=(Section((contents, PageBreak())), Section((heading,))))
    tags = [child.tag for child in word.element.body.iter() if child.tag in _FIELD_AND_SECTION]

    field, end, mark = [qn("w:fldChar")] * 3, [qn("w:sectPr")], [qn("w:fldChar")] * 2
    assert tags == field + end + mark + end


def test_a_document_without_content_is_still_a_word_file() -> None:
    word = rendered(sections=(Section(()), Section(())))

    assert len(word.sections) == 2
    assert [paragraph.text for paragraph in word.paragraphs] == ["", ""]


def test_it_says_who_wrote_what_and_when(sample: WordDocument) -> None:
    properties = sample.core_properties

    assert properties.title == "示例市数据局2025年度部门预算公开"
    assert properties.author == properties.last_modified_by == "示例市数据局"
    assert properties.language == "zh-CN"
    assert properties.revision == 1
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.date() == date(2025, 3, 14)
    assert properties.comments == ""


def test_it_keeps_nothing_stale_of_the_default_template() -> None:
    names = zipfile.ZipFile(io.BytesIO(sample_file())).namelist()

    assert not [
        name
        for name in names
        if re.search(r"stylesWithEffects|thumbnail|customXml|numbering|webSettings", name)
    ]


def test_a_paragraph_style_that_the_style_sheet_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="no paragraph style 'fancy'"):
        rendered(text_paragraph("甲", "fancy"))


def test_a_heading_level_that_the_style_sheet_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="no heading of level 5"):
        rendered(Heading(5, (Text("甲"),), "a"))


def test_same_input_same_bytes() -> None:
    assert render_docx(sample_document(), sample_style(), PAGES) == sample_file()


def test_same_input_same_bytes_in_another_process() -> None:
    script = (
        "import sys\n"
        "from discloser.render.docx import render_docx\n"
        "from tests.render.sample import LONG_TABLE_ROWS, sample_document, sample_style\n"
        "from tests.render.test_docx import PAGES\n"
        "sys.stdout.buffer.write(render_docx(sample_document(), sample_style(), PAGES))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
        capture_output=True,
        check=True,
    )

    assert done.stdout == sample_file()


@pytest.mark.parametrize("fill", ["", "#D9E2F3"])
@pytest.mark.parametrize("outside", [True, False])
def test_it_passes_the_open_xml_audit(tmp_path: Path, fill: str, *, outside: bool) -> None:
    audit = pytest.importorskip("openxml_audit")
    style = sample_style()
    page = style.page.model_copy(update={"number_outside": outside})
    rules = style.rules.model_copy(update={"header_fill": fill})
    path = tmp_path / "sample.docx"
    path.write_bytes(
        render_docx(
            sample_document(), style.model_copy(update={"page": page, "rules": rules}), PAGES
        )
    )

    assert audit.OpenXmlValidator().validate(str(path)).errors == []
