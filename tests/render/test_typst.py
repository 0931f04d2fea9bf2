import re
import subprocess
import sys
from collections import Counter
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest

from discloser.document.nodes import (
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Paragraph,
    Role,
    Section,
    Table,
    Text,
)
from discloser.render.layout import LayoutError
from discloser.render.typst import render_typst
from tests.render.pdf_reader import (
    POINTS_PER_MM,
    RIGHT_EDGE,
    ROOT,
    elements,
    flat,
    line_text,
    page_lines,
    page_texts,
    paragraph,
    reader,
)
from tests.render.sample import (
    LONG_CODE,
    LONG_MERGE_ROWS,
    sample_document,
    sample_style,
)
from tests.render.writers import TYPST

LEFT_EDGE = 28 * POINTS_PER_MM

ATTACKS = (
    '#panic("evaluated")',
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    '#include "document.typ"',
    "] #sys.inputs.data [",
    "$ x^2 $ *b* _i_ `raw` <label> @ref = head",
    "- item + item / term: https://example.cn //comment /* comment */ ~ -- --- ...",
    "\"quoted\" 'single' \\u{41} \\ \\#",
    '{"text": "json"}',
    "{page} #{1+1} \x00\x07\x1b",
)


def _drawn(pdf: bytes) -> str:
    """All characters in the order in which they are drawn."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return "".join(character["text"] for page in opened.pages for character in page.chars)


def test_a_contents_entry_without_a_place_has_no_number() -> None:
    entries = (ContentsEntry("在", 1, "here"), ContentsEntry("不在", 1, "nowhere"))
    layout = TYPST.of(Contents(("目录",), entries), Heading(1, (Text("章"),), "here"))
    assert flat(page_texts(layout.pdf)[0]) == "目录在1不在章—1—"


def test_chinese_lines_end_at_both_edges() -> None:
    sentence = "统筹全市一体化政务大数据体系建设，2025年收入总计1234.57万元（含 GDP 数据），"
    *lines, last, _number = page_lines(TYPST.of(paragraph(sentence * 6 + "完。")).pdf)
    assert len(lines) > 6
    for line in lines:
        # A closing mark may stand in half its width at the end of a line.
        assert RIGHT_EDGE - 0.6 < line[-1]["x1"] < RIGHT_EDGE + 8.6
    assert last[-1]["x1"] < RIGHT_EDGE - 20


def test_lines_stand_as_far_apart_as_their_pitch() -> None:
    pitch = sample_style().paragraphs["body"].pitch
    lines = page_lines(TYPST.of(paragraph("政务数据资源" * 40)).pdf)[:-1]
    heights = [line[0]["matrix"][5] for line in lines]
    assert len(lines) > 5
    for above, below in pairwise(heights):
        assert above - below == pytest.approx(pitch, abs=0.05)


def test_the_first_line_of_a_paragraph_is_indented() -> None:
    first, second, *_ = page_lines(TYPST.of(paragraph("政务数据资源" * 20)).pdf)
    assert first[0]["x0"] == pytest.approx(LEFT_EDGE + 32, abs=1)
    assert second[0]["x0"] == pytest.approx(LEFT_EDGE, abs=1)


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    sentence = "（一）“一网通办”、《规定》（试行）：甲、乙；丙，丁。下降6.54%！"
    blocks = [paragraph("字" * n + sentence * 4, "flush") for n in range(12)]
    layout = TYPST.of(*blocks)
    lines = [
        line_text(line)
        for page in range(layout.page_count)
        for line in page_lines(layout.pdf, page)
    ]
    assert len(lines) > 40
    assert [line for line in lines if re.match(r"[，。、；：？！）”》%]", line)] == []
    assert [line for line in lines if re.search(r"[（“《]$", line)] == []


def test_bold_text_in_a_face_without_bold_is_stroked() -> None:
    runs = (Text("平"), Text("粗", strong=True))
    layout = TYPST.of(Paragraph(runs))
    with pdfplumber.open(BytesIO(layout.pdf)) as opened:
        plain, bold = opened.pages[0].chars[:2]
    assert (plain["text"], bold["text"]) == ("平", "粗")
    assert plain["fontname"] == bold["fontname"]
    content = reader(layout.pdf).pages[0].get_contents()
    # Text is drawn filled, then filled and stroked.
    assert re.findall(rb"(\d) Tr", content.get_data())[:2] == [b"0", b"2"]


def test_a_merged_label_is_shown_on_each_page_that_it_reaches() -> None:
    pages = [text for text in page_texts(TYPST.sample().pdf) if "明细科目" in text]
    codes = [[int(code) for code in re.findall(r"302\d\d", text)] for text in pages]
    reached = [min(found) < 30200 + LONG_MERGE_ROWS for found in codes]
    assert [text.count("项目支出") for text in pages] == [int(reaches) for reaches in reached]
    assert sum(reached) > 2


def test_a_label_that_is_too_long_for_the_rows_on_a_page_moves_to_the_next() -> None:
    label = "合并单元格的长标签三行"
    filler = tuple((Cell(f"甲{n}"), Cell(f"行{n}")) for n in range(32))
    first_row = (Cell(label, Role.ROW_HEADER, rowspan=30), Cell("首行"))
    rest = tuple((Cell(f"次{n}\n二\n三\n四\n五"),) for n in range(29))
    table = Table("t", "t", "表", "t", (Column(0.5), Column(4)), (), (*filler, first_row, *rest))
    first, *others = map(flat, page_texts(TYPST.of(table).pdf))
    assert "首行" in first
    assert "签" not in first.partition("首行")[2]
    assert "签" in others[0]


def test_rows_under_a_short_merged_cell_stay_on_one_page() -> None:
    filler = tuple((Cell(f"甲{n}"), Cell(f"行{n}")) for n in range(33))
    merged = (Cell("合并", Role.ROW_HEADER, rowspan=8), Cell("组0"))
    rest = tuple((Cell(f"组{n}"),) for n in range(1, 8))
    table = Table("t", "t", "表", "t", (Column(), Column()), (), (*filler, merged, *rest))
    texts = page_texts(TYPST.of(table).pdf)
    assert ["组0" in text for text in texts] == ["组7" in text for text in texts]


def test_a_long_code_breaks_inside_its_cell() -> None:
    page = TYPST.sample().pages["table-expenditure"]
    with pdfplumber.open(BytesIO(TYPST.sample().pdf)) as opened:
        (found,) = opened.pages[page].find_tables()
        cells = [cell or "" for row in found.extract() for cell in row]
    (code,) = [cell for cell in cells if cell.startswith("HTTPS")]
    assert "\n" in code
    assert code.replace("\n", "") == LONG_CODE


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_is_read_as_markup_wherever_it_stands(attack: str) -> None:
    cell = Cell(attack, Role.COLUMN_HEADER)
    table = Table(
        attack, "t", attack, attack, (Column(),), ((cell,),), ((Cell(attack),),),
        attack, attack, attack, attack, (attack,),
    )  # fmt: skip
    contents = Contents((attack,), (ContentsEntry(attack, 1, attack),))
    blocks = (contents, Heading(1, (Text(attack),), attack), paragraph(attack), table)
    document = Document(attack, attack, date(2025, 1, 1), (Section(blocks),), subject=attack)
    layout = render_typst(document, sample_style())
    shown = flat("".join(char for char in attack if char.isprintable()))
    assert flat(_drawn(layout.pdf)).count(shown) == 12
    assert layout.pages == {attack: 1}
    assert reader(layout.pdf).metadata.title == attack


def test_a_document_may_begin_with_any_level_of_heading() -> None:
    headings = [Heading(level, (Text(f"级{level}"),), f"h{level}") for level in (3, 1, 4)]
    layout = TYPST.of(*headings)
    tags = [element["/S"] for element in elements(layout.pdf, "/H1", "/H2", "/H3", "/H4")]
    assert tags == ["/H1", "/H1", "/H2"]


def test_headers_are_tagged_with_their_scope() -> None:
    scopes = Counter(
        values["/Scope"]
        for cell in elements(TYPST.sample().pdf, "/TH")
        for values in cell["/A"]
        if "/Scope" in values
    )
    cells = [cell for t in sample_document().tables() for row in t.body for cell in row]
    assert scopes["/Column"] > 20
    # A merged header that a page turn cuts is one on each page.
    assert scopes["/Row"] >= sum(cell.role is Role.ROW_HEADER for cell in cells) > 20


def test_links_are_tagged_and_lead_to_their_page() -> None:
    links = list(elements(TYPST.sample().pdf, "/Link"))
    page = reader(TYPST.sample().pdf).pages[1]
    assert len(links) == len(page["/Annots"]) == 10


def test_an_archival_document_is_pdf_a() -> None:
    layout = render_typst(sample_document(), sample_style(), archival=True)
    metadata = reader(layout.pdf).trailer["/Root"]["/Metadata"].get_data()
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert layout.pages == TYPST.sample().pages


def test_it_loads_neither_weasyprint_nor_a_browser() -> None:
    program = (
        "import sys; import discloser.render.typst, discloser.render.typst_data; "
        "print(sorted({'weasyprint', 'docx', 'xlsxwriter'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert found.stdout == "[]\n"


def test_a_character_without_a_glyph_names_its_table_and_row() -> None:
    body = ((Cell("好"),), (Cell("坏\u0378"),))
    table = Table("t", "t", "明细表", "t", (Column(),), (), body)
    with pytest.raises(LayoutError) as caught:
        TYPST.of(Heading(1, (Text("第一部分"),), "p"), paragraph("字"), table)
    assert caught.value.place == "第一部分，表“明细表”，第 2 行“坏\u0378”"


def test_a_paragraph_that_cannot_be_set_is_named() -> None:
    with pytest.raises(LayoutError) as caught:
        TYPST.of(paragraph("好"), paragraph("生僻\u0378"))
    assert caught.value.place == "“生僻\u0378”"


def test_without_the_wheel_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(LayoutError, match="--pdf-engine weasyprint"):
        TYPST.of(paragraph("字"))


def test_it_leaves_no_folder_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    TYPST.of(paragraph("字"))
    with pytest.raises(LayoutError):
        TYPST.of(paragraph("\u0378"))
    assert list(tmp_path.iterdir()) == []
