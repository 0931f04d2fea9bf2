from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from discloser.document.grid import table_grid
from discloser.document.nodes import (
    Align,
    Block,
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Role,
    Row,
    Section,
    Table,
    Text,
)
from discloser.document.number import Number, NumberFormat
from discloser.render.docx import render_docx
from discloser.render.docx_layout import column_widths
from discloser.render.docx_xml import clean, run
from tests.render.docx_reader import read_tables
from tests.render.sample import sample_document, sample_style

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

PAGES = {
    "part-1": 2,
    "duties": 2,
    "duties-1": 2,
    "part-2": 3,
    "receipts": 3,
    "annex": 4,
    "table-balance": 5,
    "table-expenditure": 6,
    "table-lines": 7,
    "table-targets": 12,
}


@pytest.fixture(scope="module")
def sample_file() -> bytes:
    return render_docx(sample_document(), sample_style(), PAGES)


@pytest.fixture(scope="module")
def sample(sample_file: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(sample_file))


def _render(*blocks: Block, sections: tuple[Section, ...] = ()) -> WordDocument:
    document = Document("标题", "作者", date(2025, 3, 14), sections or (Section(blocks),))
    return docx.Document(io.BytesIO(render_docx(document, sample_style(), {})))


def _table(*body: Row, head: tuple[Row, ...] = (), anchor: str = "t", width: int = 2) -> Table:
    columns = (Column(),) * width
    return Table("t", "表", "情况表", anchor, columns, head, body)


def _text(text: str, style: str = "body") -> Paragraph:
    return Paragraph((Text(text),), style)


def _all(word: WordDocument, tag: str) -> Iterator[etree._Element]:
    yield from word.element.body.iter(qn(tag))


def _val(element: etree._Element | None, name: str = "w:val") -> str | None:
    return None if element is None else element.get(qn(name))


def _rows(word: WordDocument) -> list[etree._Element]:
    return list(_all(word, "w:tr"))


def _kept(row: etree._Element) -> bool:
    paragraphs = list(row.iter(qn("w:p")))
    return all(paragraph.find(f".//{qn('w:keepNext')}") is not None for paragraph in paragraphs)


def test_it_holds_the_grid_of_every_table(sample_file: bytes) -> None:
    expected = [table_grid(table).texts() for table in sample_document().tables()]

    assert read_tables(sample_file) == expected


def test_it_repeats_header_rows_and_no_others(sample: WordDocument) -> None:
    for written, table in zip(sample.tables, sample_document().tables(), strict=True):
        flags = [row.find(f".//{qn('w:tblHeader')}") is not None for row in written._tbl.tr_lst]
        assert flags == [r < len(table.head) for r in range(len(flags))]


def test_it_spreads_the_columns_over_the_text_width(sample: WordDocument) -> None:
    for table in sample.tables:
        widths = [int(_val(column, "w:w") or 0) for column in table._tbl.iter(qn("w:gridCol"))]
        assert sum(widths) == int(_val(table._tbl.find(f".//{qn('w:tblW')}"), "w:w") or 0)
        for row in table._tbl.tr_lst:
            cells = [int(_val(cell, "w:w") or 0) for cell in row.iter(qn("w:tcW"))]
            assert sum(cells) == sum(widths)


@given(st.lists(st.floats(0.1, 50), min_size=1, max_size=30), st.integers(3000, 15000))
def test_it_loses_no_twip_when_it_shares_the_width(shares: list[float], width: int) -> None:
    widths = column_widths([Column(share) for share in shares], width)

    assert sum(widths) == width
    assert min(widths) >= 0


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


def test_it_numbers_the_pages_of_all_sections_but_the_cover(sample: WordDocument) -> None:
    texts = [section.footer.paragraphs[0].text for section in sample.sections]

    assert texts == ["", *["— 1 —"] * (len(texts) - 1)]


def test_it_restarts_the_numbers_where_the_tree_says(sample: WordDocument) -> None:
    starts = [
        _val(section._sectPr.find(qn("w:pgNumType")), "w:start") for section in sample.sections
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
    word = docx.Document(io.BytesIO(render_docx(sample_document(), centred, {})))
    alignment = word.sections[1].footer.paragraphs[0].paragraph_format.alignment

    assert alignment is not None
    assert alignment.name == "CENTER"
    assert not word.settings.odd_and_even_pages_header_footer


def test_it_names_the_official_face_for_every_script(sample: WordDocument) -> None:
    fonts = sample.styles["Normal"].element.find(f".//{qn('w:rFonts')}")

    slots = ("w:ascii", "w:eastAsia", "w:hAnsi", "w:cs")
    assert {_val(fonts, slot) for slot in slots} == {"仿宋_GB2312"}


def test_it_sets_the_body_as_the_style_sheet_says(sample: WordDocument) -> None:
    look = sample_style().paragraphs["body"]
    properties = sample.styles["Normal Indent"].element.pPr
    spacing, indent = properties.find(qn("w:spacing")), properties.find(qn("w:ind"))

    assert _val(spacing, "w:line") == str(round(look.pitch * 20))
    assert _val(spacing, "w:lineRule") == "exact"
    assert _val(indent, "w:firstLineChars") == "200"
    assert _val(indent, "w:firstLine") == str(round(2 * look.size * 20))
    assert _val(properties.find(qn("w:jc"))) == "both"


def test_it_sets_no_gap_between_digits_and_chinese(sample: WordDocument) -> None:
    properties = sample.styles["Normal"].element.pPr

    assert _val(properties.find(qn("w:autoSpaceDE"))) == "0"
    assert _val(properties.find(qn("w:autoSpaceDN"))) == "0"


def test_a_pitch_too_small_for_its_glyphs_is_a_least_pitch() -> None:
    style = sample_style()
    tight = style.table_cell.model_copy(update={"size": 12, "pitch": 13})
    data = render_docx(sample_document(), style.model_copy(update={"table_cell": tight}), {})
    cell = docx.Document(io.BytesIO(data)).styles["表格正文"].element

    assert _val(cell.pPr.find(qn("w:spacing")), "w:lineRule") == "atLeast"


def test_bold_text_in_a_bold_style_stays_bold() -> None:
    word = _render(Heading(4, (Text("甲", strong=True),), "a"))
    runs = word.paragraphs[0].runs

    assert sample_style().headings[3].strong
    assert [found.bold for found in runs] == [True]
    assert {found.style.name for found in runs} == {"Default Paragraph Font"}


def _contents(word: WordDocument) -> list[tuple[str, str | None, str | None]]:
    """Label, link and page of each entry of the contents list."""
    found = []
    for link in _all(word, "w:hyperlink"):
        label, *page = "".join(
            "\t" if node.tag == qn("w:tab") else node.text or ""
            for node in link.iter(qn("w:t"), qn("w:tab"))
        ).split("\t")
        found.append((label, _val(link, "w:anchor"), page[0] if page else None))
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
        _val(mark, "w:name"): "".join(node.text or "" for node in mark.getparent().iter(qn("w:t")))
        for mark in _all(sample, "w:bookmarkStart")
    }

    linked = [targets.get(anchor, "") for _, anchor, _ in _contents(sample)]
    assert linked[1] == "一、主要职责"
    assert linked[-1] == "表四 部门整体绩效目标表"
    assert all(linked)


def test_it_does_not_ask_word_to_rebuild_the_contents(sample_file: bytes) -> None:
    package = zipfile.ZipFile(io.BytesIO(sample_file))
    document = package.read("word/document.xml").decode()

    assert r' TOC \o "1-3" \h \z \u ' in document
    assert "w:dirty" not in document
    assert "updateFields" not in package.read("word/settings.xml").decode()


def test_contents_without_known_pages_have_labels_only() -> None:
    data = render_docx(sample_document(), sample_style(), {"duties": 7})
    entries = _contents(docx.Document(io.BytesIO(data)))

    assert [page for _, _, page in entries[:3]] == [None, "7", None]


def test_an_entry_that_points_nowhere_is_no_link() -> None:
    word = _render(Contents(("目录",), (ContentsEntry("附表", 1, "missing"),)), _text("文"))

    assert [paragraph.text for paragraph in word.paragraphs] == ["目录", "附表", "文"]
    assert _contents(word) == []


def test_bookmark_names_are_valid_and_unique() -> None:
    anchors = ["a.b", "a-b", "A b", "部门/概况", "x" * 60, "x" * 61, "1"]
    word = _render(*(Heading(2, (Text(anchor),), anchor) for anchor in anchors))
    names = [_val(mark, "w:name") or "" for mark in _all(word, "w:bookmarkStart")]

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
    word = _render(
        Heading(1, (Text(hostile),), hostile),
        _text(hostile),
        replace(_table((Cell(hostile), Cell())), caption=hostile, notes=(hostile,)),
    )

    assert {paragraph.text for paragraph in word.paragraphs} == {"甲乙丙"}
    assert word.tables[0].rows[0].cells[0].text == "甲乙丙"


def test_it_keeps_spaces_tabs_and_line_breaks() -> None:
    word = _render(_text("  甲  乙\t丙\r\n丁　"))

    assert word.paragraphs[0].text == "  甲  乙\t丙\n丁　"


def test_lines_in_a_cell_are_paragraphs() -> None:
    word = _render(_table((Cell("甲\n乙"), Cell())))

    assert [paragraph.text for paragraph in word.tables[0].rows[0].cells[0].paragraphs] == [
        "甲",
        "乙",
    ]


def test_a_page_break_is_a_property_of_what_follows() -> None:
    word = _render(PageBreak(), _text("甲"), PageBreak(), PageBreak(), _text("乙"), PageBreak())
    breaks = [paragraph.paragraph_format.page_break_before for paragraph in word.paragraphs]

    assert breaks == [None, True]


def test_a_page_break_before_a_table_falls_above_its_caption() -> None:
    word = _render(_text("甲"), PageBreak(), _table((Cell("1"), Cell("2"))))

    assert word.paragraphs[1].text == "情况表"
    assert word.paragraphs[1].paragraph_format.page_break_before


def test_two_tables_without_text_between_stay_apart() -> None:
    bare = replace(_table((Cell("1"), Cell("2"))), caption="")
    word = _render(bare, replace(bare, anchor="u"))
    tags = [child.tag for child in word.element.body if child.tag in (qn("w:tbl"), qn("w:p"))]

    assert tags == [qn("w:tbl"), qn("w:p"), qn("w:tbl"), qn("w:p")]


def test_a_section_that_ends_with_a_table_ends_with_a_line_one_point_high() -> None:
    table = _table((Cell("1"), Cell("2")))
    word = _render(sections=(Section((table,)), Section((_text("甲"),))))
    last = word.paragraphs[1]

    assert last.style is not None
    assert last.style.name == "分隔"
    assert last._p.find(f".//{qn('w:sectPr')}") is not None
    assert _val(last.style.element.pPr.find(qn("w:spacing")), "w:line") == "20"


def test_a_document_without_content_is_still_a_word_file() -> None:
    word = _render(sections=(Section(()), Section(())))

    assert len(word.sections) == 2
    assert [paragraph.text for paragraph in word.paragraphs] == ["", ""]


def _merged(rows: int) -> Table:
    first: Row = (Cell("合并", Role.ROW_HEADER, rowspan=rows), Cell("1"))
    return _table(first, *((Cell(str(n)),) for n in range(rows - 1)), (Cell("末"), Cell("行")))


def test_rows_under_one_merged_cell_stay_on_one_page() -> None:
    rows = _rows(_render(_merged(4)))

    assert [_kept(row) for row in rows[:4]] == [True, True, True, False]
    assert _val(rows[0].find(f".//{qn('w:vAlign')}")) == "center"


def test_a_merged_cell_too_tall_for_a_page_shows_its_text_where_it_begins() -> None:
    rows = _rows(_render(_merged(80)))

    assert not any(_kept(row) for row in rows[:80])
    assert _val(rows[0].find(f".//{qn('w:vAlign')}")) == "top"


def test_header_rows_stay_with_the_first_row_of_the_body() -> None:
    head = ((Cell("甲", Role.COLUMN_HEADER), Cell("乙", Role.COLUMN_HEADER)),)
    rows = _rows(_render(_table(*((Cell("1"), Cell("2")),) * 3, head=head)))

    assert [_kept(row) for row in rows] == [True, False, False, True]


def test_rows_do_not_break_over_pages_unless_they_are_taller_than_a_page() -> None:
    rows = _rows(_render(_table((Cell("短"), Cell("短")), (Cell("很长的文字" * 900), Cell()))))

    assert [row.find(f".//{qn('w:cantSplit')}") is not None for row in rows] == [True, False]


def test_a_number_wider_than_its_cell_is_condensed_not_broken() -> None:
    amount = Number(Decimal("1234567890.12"), NumberFormat(grouping=True))
    narrow = _table((Cell(amount), Cell("长话长说不必缩")))
    word = _render(replace(narrow, columns=(Column(1), Column(9))))
    scales = [[_val(found) for found in cell.iter(qn("w:w"))] for cell in _all(word, "w:tc")]

    assert scales[0]
    assert 50 <= int(scales[0][0] or 0) < 100
    assert scales[1] == []


def test_cells_stand_where_the_grid_puts_them() -> None:
    columns = (Column(1, Align.RIGHT), Column(1, Align.CENTER))
    head = ((Cell("甲", Role.COLUMN_HEADER), Cell("乙", Role.COLUMN_HEADER, align=Align.LEFT)),)
    table = replace(_table((Cell("1"), Cell("2")), head=head), columns=columns)
    cells = list(_all(_render(table), "w:tc"))

    aligns = [_val(cell.find(f".//{qn('w:jc')}")) for cell in cells]
    assert aligns == [None, "left", "right", "center"]


def test_a_table_tells_a_screen_reader_what_it_is(sample: WordDocument) -> None:
    properties = sample.tables[0]._tbl.tblPr
    look = properties.find(qn("w:tblLook"))

    assert _val(properties.find(qn("w:tblCaption"))) == "表一 部门收支总体情况表"
    assert "单位：万元" in (_val(properties.find(qn("w:tblDescription"))) or "")
    assert (_val(look, "w:firstRow"), _val(look, "w:firstColumn")) == ("1", "1")


def test_subject_and_unit_share_a_line(sample: WordDocument) -> None:
    texts = [paragraph.text for paragraph in sample.paragraphs]

    assert "部门名称：示例市数据局\t单位：万元" in texts


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


def test_it_keeps_nothing_stale_of_the_default_template(sample_file: bytes) -> None:
    names = zipfile.ZipFile(io.BytesIO(sample_file)).namelist()

    assert not [
        name
        for name in names
        if re.search(r"stylesWithEffects|thumbnail|customXml|numbering|webSettings", name)
    ]


def test_a_paragraph_style_that_the_style_sheet_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="no paragraph style 'fancy'"):
        _render(_text("甲", "fancy"))


def test_a_heading_level_that_the_style_sheet_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="no heading of level 5"):
        _render(Heading(5, (Text("甲"),), "a"))


def test_same_input_same_bytes(sample_file: bytes) -> None:
    assert render_docx(sample_document(), sample_style(), PAGES) == sample_file


def test_same_input_same_bytes_in_another_process(sample_file: bytes) -> None:
    script = (
        "import sys\n"
        "from discloser.render.docx import render_docx\n"
        "from tests.render.sample import sample_document, sample_style\n"
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

    assert done.stdout == sample_file


def test_it_passes_the_open_xml_audit(sample_file: bytes, tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    path = tmp_path / "sample.docx"
    path.write_bytes(sample_file)

    assert audit.OpenXmlValidator().validate(str(path)).errors == []


class _LibreOffice:
    """LibreOffice with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def pdf(self, data: bytes) -> pypdf.PdfReader:
        path = self.folder / "document.docx"
        path.write_bytes(data)
        profile = (self.folder / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(self.folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return pypdf.PdfReader(path.with_suffix(".pdf"))


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> _LibreOffice:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    return _LibreOffice(tmp_path_factory.mktemp("libreoffice"))


def _printed_numbers(pdf: pypdf.PdfReader) -> list[int | None]:
    """The number at the foot of each page."""
    found = [re.search(r"—\s*(\d+)\s*—", page.extract_text()) for page in pdf.pages]
    return [int(match[1]) if match else None for match in found]


def _pages_by_title(pdf: pypdf.PdfReader) -> dict[str, int | None]:
    """The printed page of each heading and caption, by the PDF's bookmarks."""
    numbers = _printed_numbers(pdf)
    found: dict[str, int | None] = {}
    waiting: list[Any] = list(pdf.outline)
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item
        else:
            page = pdf.get_destination_page_number(item)
            found[str(item.title)] = numbers[page] if page is not None else None
    return found


def _anchors_by_title() -> dict[str, str]:
    return {
        block.text
        if isinstance(block, Heading)
        else f"{block.number} {block.caption}": block.anchor
        for block in sample_document().blocks()
        if isinstance(block, Heading | Table)
    }


def test_printed_contents_agree_with_the_pages_that_libreoffice_makes(
    libreoffice: _LibreOffice,
) -> None:
    anchors = _anchors_by_title()
    first = _pages_by_title(libreoffice.pdf(render_docx(sample_document(), sample_style(), {})))
    pages = {anchors[title]: page for title, page in first.items() if page is not None}
    pdf = libreoffice.pdf(render_docx(sample_document(), sample_style(), pages))

    assert set(pages) >= set(PAGES)
    assert _pages_by_title(pdf) == first
    lines = pdf.pages[1].extract_text().splitlines()
    printed = [int(match[1]) for line in lines if (match := re.search(r"\.{3,}\s*(\d+)$", line))]
    assert printed == [pages[anchor] for anchor in PAGES]


def test_libreoffice_makes_no_blank_page(libreoffice: _LibreOffice, sample_file: bytes) -> None:
    pdf = libreoffice.pdf(sample_file)

    assert _printed_numbers(pdf) == [None, *range(1, len(pdf.pages))]
    for page in pdf.pages:
        assert re.sub(r"—\s*\d+\s*—", "", page.extract_text()).strip()
