import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

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
    Section,
    Table,
    Text,
)
from discloser.document.number import Number, NumberFormat
from discloser.render.layout import Layout, LayoutError
from discloser.render.typst import render_typst
from tests.render.sample import (
    HOSTILE_TEXT,
    LONG_CODE,
    LONG_MERGE_ROWS,
    sample_document,
    sample_style,
)

POINTS_PER_MM = 72 / 25.4
LEFT_EDGE = 28 * POINTS_PER_MM
RIGHT_EDGE = (210 - 26) * POINTS_PER_MM
ROOT = Path(__file__).parents[2]

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


@cache
def _sample() -> Layout:
    return render_typst(sample_document(), sample_style())


@cache
def _texts(pdf: bytes) -> list[str]:
    command = ["pdftotext", "-layout", "-", "-"]
    found = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return found.stdout.decode().split("\f")[:-1]


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _document(*blocks: Block, **section: Any) -> Document:
    return Document("题", "作者", date(2025, 3, 14), (Section(blocks, **section),))


def _paragraph(text: str, style: str = "body") -> Paragraph:
    return Paragraph((Text(text),), style)


def _render(*blocks: Block, **section: Any) -> Layout:
    return render_typst(_document(*blocks, **section), sample_style())


def _lines(pdf: bytes, page: int = 0) -> list[list[dict[str, Any]]]:
    """The characters of each line of a page, from left to right."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        rows: dict[int, list[dict[str, Any]]] = {}
        for character in opened.pages[page].chars:
            rows.setdefault(round(character["matrix"][5]), []).append(character)
    return [sorted(rows[y], key=lambda c: c["x0"]) for y in sorted(rows, reverse=True)]


def _drawn(pdf: bytes) -> str:
    """All characters in the order in which they are drawn."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return "".join(character["text"] for page in opened.pages for character in page.chars)


def _string(line: list[dict[str, Any]]) -> str:
    return "".join(character["text"] for character in line)


def _reader(pdf: bytes) -> Any:
    return PdfReader(BytesIO(pdf))


def _elements(pdf: bytes, *kinds: str) -> Iterator[dict[str, Any]]:
    """Walk the structure tree in reading order."""

    def walk(node: Any) -> Iterator[dict[str, Any]]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, dict) and "/S" in node:
            if node["/S"] in kinds:
                yield node
            yield from walk(node.get("/K", []))

    yield from walk(_reader(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"])


# Pages and numbers


def test_pages_are_numbered_as_they_are_printed() -> None:
    layout = _sample()
    texts = _texts(layout.pdf)
    assert layout.page_count == len(texts)
    assert layout.warnings == ()
    assert "—" not in texts[0]
    printed = [_flat(text).rpartition("—")[0].rpartition("—")[2] for text in texts[1:]]
    assert printed == [str(number) for number in range(1, len(texts))]


def test_anchors_stand_on_the_pages_that_the_layout_names() -> None:
    layout = _sample()
    for block in sample_document().blocks():
        if isinstance(block, Heading | Table):
            text = block.text if isinstance(block, Heading) else block.caption
            assert _flat(text) in _flat(_texts(layout.pdf)[layout.pages[block.anchor]])
    assert len(layout.pages) == 11


def test_the_contents_list_prints_the_same_pages() -> None:
    layout = _sample()
    lines = _flat(_texts(layout.pdf)[1])
    (contents,) = [block for block in sample_document().blocks() if isinstance(block, Contents)]
    for entry in contents.entries:
        assert f"{_flat(entry.label)}{layout.pages[entry.anchor]}" in lines


def test_page_numbers_of_the_contents_list_end_at_the_right_edge() -> None:
    (entry,) = [line for line in _lines(_sample().pdf, 1) if _string(line).startswith("附件")]
    assert entry[-1]["x1"] == pytest.approx(RIGHT_EDGE, abs=0.5)


def test_a_contents_entry_without_a_place_has_no_number() -> None:
    entries = (ContentsEntry("在", 1, "here"), ContentsEntry("不在", 1, "nowhere"))
    layout = _render(Contents(("目录",), entries), Heading(1, (Text("章"),), "here"))
    assert _flat(_texts(layout.pdf)[0]) == "目录在1不在章—1—"


def test_numbers_stand_outside_by_the_number_that_is_printed() -> None:
    odd, even = _lines(_sample().pdf, 1)[-1], _lines(_sample().pdf, 2)[-1]
    assert _flat(_string(odd)) == "—1—"
    assert odd[-1]["x1"] == pytest.approx(RIGHT_EDGE - 14, abs=1)
    assert _flat(_string(even)) == "—2—"
    assert even[0]["x0"] == pytest.approx(LEFT_EDGE + 14, abs=1)


def test_numbers_can_stand_in_the_middle() -> None:
    page = sample_style().page.model_copy(update={"number_outside": False})
    style = sample_style().model_copy(update={"page": page})
    line = _lines(render_typst(_document(_paragraph("一")), style).pdf)[-1]
    middle = (line[0]["x0"] + line[-1]["x1"]) / 2
    assert middle == pytest.approx((28 + 156 / 2) * POINTS_PER_MM, abs=1)


def test_each_restart_begins_at_one_and_contents_follow() -> None:
    entries = tuple(ContentsEntry(f"第{n}节", 1, f"a{n}") for n in range(4))
    sections = (
        Section((Contents((), entries),), page_numbers=False),
        Section((Heading(2, (Text("甲"),), "a0"), PageBreak(), Heading(2, (Text("乙"),), "a1"))),
        Section((Heading(2, (Text("丙"),), "a2"),), restart=True),
        Section((Heading(2, (Text("丁"),), "a3"),), Orientation.LANDSCAPE, restart=True),
    )
    layout = render_typst(Document("题", "作者", date(2025, 1, 1), sections), sample_style())
    assert dict(layout.pages) == {"a0": 2, "a1": 3, "a2": 1, "a3": 1}
    assert _flat(_texts(layout.pdf)[0]) == "第0节2第1节3第2节1第3节1"
    assert [_flat(text)[1:] for text in _texts(layout.pdf)[1:]] == ["—2—", "—3—", "—1—", "—1—"]


def test_landscape_sections_have_landscape_pages() -> None:
    boxes = [page.mediabox for page in _reader(_sample().pdf).pages]
    wide = [box.width > box.height for box in boxes]
    assert wide[_sample().pages["table-lines"]]
    assert not wide[_sample().pages["table-targets"]]


# Lines


def test_chinese_lines_end_at_both_edges() -> None:
    sentence = "统筹全市一体化政务大数据体系建设，2025年收入总计1234.57万元（含 GDP 数据），"
    *lines, last, _number = _lines(_render(_paragraph(sentence * 6 + "完。")).pdf)
    assert len(lines) > 6
    for line in lines:
        # A closing mark may stand in half its width at the end of a line.
        assert RIGHT_EDGE - 0.6 < line[-1]["x1"] < RIGHT_EDGE + 8.6
    assert last[-1]["x1"] < RIGHT_EDGE - 20


def test_lines_stand_as_far_apart_as_their_pitch() -> None:
    pitch = sample_style().paragraphs["body"].pitch
    lines = _lines(_render(_paragraph("政务数据资源" * 40)).pdf)[:-1]
    heights = [line[0]["matrix"][5] for line in lines]
    assert len(lines) > 5
    for above, below in pairwise(heights):
        assert above - below == pytest.approx(pitch, abs=0.05)


def test_the_first_line_of_a_paragraph_is_indented() -> None:
    first, second, *_ = _lines(_render(_paragraph("政务数据资源" * 20)).pdf)
    assert first[0]["x0"] == pytest.approx(LEFT_EDGE + 32, abs=1)
    assert second[0]["x0"] == pytest.approx(LEFT_EDGE, abs=1)


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    sentence = "（一）“一网通办”、《规定》（试行）：甲、乙；丙，丁。下降6.54%！"
    blocks = [_paragraph("字" * n + sentence * 4, "flush") for n in range(12)]
    layout = _render(*blocks)
    lines = [
        _string(line) for page in range(layout.page_count) for line in _lines(layout.pdf, page)
    ]
    assert len(lines) > 40
    assert [line for line in lines if re.match(r"[，。、；：？！）”》%]", line)] == []
    assert [line for line in lines if re.search(r"[（“《]$", line)] == []


def test_bold_text_in_a_face_without_bold_is_stroked() -> None:
    runs = (Text("平"), Text("粗", strong=True))
    layout = _render(Paragraph(runs))
    with pdfplumber.open(BytesIO(layout.pdf)) as opened:
        plain, bold = opened.pages[0].chars[:2]
    assert (plain["text"], bold["text"]) == ("平", "粗")
    assert plain["fontname"] == bold["fontname"]
    content = _reader(layout.pdf).pages[0].get_contents()
    # Text is drawn filled, then filled and stroked.
    assert re.findall(rb"(\d) Tr", content.get_data())[:2] == [b"0", b"2"]


# Tables


def test_header_rows_repeat_on_every_page_of_a_table() -> None:
    pages = [text for text in _texts(_sample().pdf) if "明细科目" in text]
    assert len(pages) > 2
    for text in pages:
        assert all(label in text for label in ("类型", "批次", "编码", "名称", "预算数", "进度"))


def test_all_rows_of_a_long_table_are_printed_once() -> None:
    codes = re.findall(r"(?<!\S)302\d\d(?!\S)", "".join(_texts(_sample().pdf)))
    assert codes == [str(30200 + n) for n in range(72)]


def test_a_merged_label_is_shown_on_each_page_that_it_reaches() -> None:
    pages = [text for text in _texts(_sample().pdf) if "明细科目" in text]
    codes = [[int(code) for code in re.findall(r"302\d\d", text)] for text in pages]
    reached = [min(found) < 30200 + LONG_MERGE_ROWS for found in codes]
    assert [text.count("项目支出") for text in pages] == [int(reaches) for reaches in reached]
    assert sum(reached) > 2


def test_every_tagged_table_is_a_full_grid() -> None:
    for table in _elements(_sample().pdf, "/Table"):
        rows = [row["/K"] for row in _rows(table)]
        assert rows
        open_rows: dict[int, int] = {}
        widths = set()
        for cells in rows:
            taken = {column for column, left in open_rows.items() if left > 0}
            open_rows = {column: left - 1 for column, left in open_rows.items() if left > 0}
            for cell in (cell.get_object() for cell in cells):
                column = next(c for c in range(99) if c not in taken)
                for c in range(column, column + _span(cell, "/ColSpan")):
                    assert c not in taken
                    taken.add(c)
                    open_rows[c] = _span(cell, "/RowSpan") - 1
            widths.add(len(taken))
        assert len(widths) == 1
        assert not any(open_rows.values())


def _rows(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for kid in table["/K"]:
        node = kid.get_object()
        if node["/S"] == "/TR":
            yield node
        elif node["/S"] in ("/THead", "/TBody", "/TFoot"):
            yield from (row.get_object() for row in node["/K"])


def _span(cell: dict[str, Any], name: str) -> int:
    attributes = cell.get("/A", [])
    listed = attributes if isinstance(attributes, list) else [attributes]
    return int(next((a.get_object()[name] for a in listed if name in a.get_object()), 1))


def test_a_label_that_is_too_long_for_the_rows_on_a_page_moves_to_the_next() -> None:
    label = "合并单元格的长标签三行"
    filler = tuple((Cell(f"甲{n}"), Cell(f"行{n}")) for n in range(32))
    first_row = (Cell(label, Role.ROW_HEADER, rowspan=30), Cell("首行"))
    rest = tuple((Cell(f"次{n}\n二\n三\n四\n五"),) for n in range(29))
    table = Table("t", "t", "表", "t", (Column(0.5), Column(4)), (), (*filler, first_row, *rest))
    first, *others = map(_flat, _texts(_render(table).pdf))
    assert "首行" in first
    assert "签" not in first.partition("首行")[2]
    assert "签" in others[0]


def test_rows_under_a_short_merged_cell_stay_on_one_page() -> None:
    filler = tuple((Cell(f"甲{n}"), Cell(f"行{n}")) for n in range(33))
    merged = (Cell("合并", Role.ROW_HEADER, rowspan=8), Cell("组0"))
    rest = tuple((Cell(f"组{n}"),) for n in range(1, 8))
    table = Table("t", "t", "表", "t", (Column(), Column()), (), (*filler, merged, *rest))
    texts = _texts(_render(table).pdf)
    assert ["组0" in text for text in texts] == ["组7" in text for text in texts]


def test_a_row_stays_whole() -> None:
    filler = tuple((Cell(f"行{n}"),) for n in range(34))
    table = Table("t", "t", "表", "t", (Column(),), (), (*filler, (Cell("一\n二\n三\n四\n五"),)))
    assert _flat(_texts(_render(table).pdf)[-1]).startswith("一二三四五")


def test_a_row_taller_than_a_page_breaks_and_loses_nothing() -> None:
    lines = [f"第{n}项内容" for n in range(120)]
    head = ((Cell("标题栏", Role.COLUMN_HEADER), Cell("说明栏", Role.COLUMN_HEADER)),)
    body = (
        (Cell("前"), Cell("行")),
        (Cell("高"), Cell("\n".join(lines))),
        (Cell("后"), Cell("行")),
    )
    layout = _render(Table("t", "t", "表", "t", (Column(), Column()), head, body))
    text = _flat("".join(_texts(layout.pdf)))
    assert layout.page_count >= 3
    assert all(text.count(line) == 1 for line in lines)


def test_amounts_are_never_torn_and_stay_in_their_cells() -> None:
    number = Number(Decimal("1234567890.12"), NumberFormat(grouping=True))
    columns = (Column(3), *(Column(0.2, Align.RIGHT),) * 9)
    body = tuple((Cell("名称"), *(Cell(number),) * 9) for _ in range(3))
    layout = _render(Table("t", "t", "表", "t", columns, (), body))
    with pdfplumber.open(BytesIO(layout.pdf)) as opened:
        (found,) = opened.pages[0].find_tables()
        rows = found.extract()
    assert len(rows) == 3
    for row in rows:
        assert row[1:] == ["1,234,567,890.12"] * 9


def test_a_long_code_breaks_inside_its_cell() -> None:
    page = _sample().pages["table-expenditure"]
    with pdfplumber.open(BytesIO(_sample().pdf)) as opened:
        (found,) = opened.pages[page].find_tables()
        cells = [cell or "" for row in found.extract() for cell in row]
    (code,) = [cell for cell in cells if cell.startswith("HTTPS")]
    assert "\n" in code
    assert code.replace("\n", "") == LONG_CODE


def test_a_caption_stays_with_its_table() -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "balance"]
    first, second = _texts(_render(*[_paragraph("字")] * 20, table).pdf)
    assert table.caption not in first
    assert table.caption in second


def test_tables_read_back_as_the_grid_of_the_tree() -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "expenditure"]
    with pdfplumber.open(BytesIO(_sample().pdf)) as opened:
        (found,) = opened.pages[_sample().pages["table-expenditure"]].find_tables()
        rows = found.extract()
    printed = [[_flat(cell or "") for cell in row] for row in rows]
    assert printed == [[_flat(text) for text in row] for row in table_grid(table).texts()]


# Text that looks like markup


def test_hostile_text_is_printed_as_it_stands() -> None:
    assert sum(text.count(HOSTILE_TEXT) for text in _texts(_sample().pdf)) == 4


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_is_read_as_markup_wherever_it_stands(attack: str) -> None:
    cell = Cell(attack, Role.COLUMN_HEADER)
    table = Table(
        attack, "t", attack, attack, (Column(),), ((cell,),), ((Cell(attack),),),
        attack, attack, attack, attack, (attack,),
    )  # fmt: skip
    contents = Contents((attack,), (ContentsEntry(attack, 1, attack),))
    blocks = (contents, Heading(1, (Text(attack),), attack), _paragraph(attack), table)
    document = Document(attack, attack, date(2025, 1, 1), (Section(blocks),), subject=attack)
    layout = render_typst(document, sample_style())
    shown = _flat("".join(char for char in attack if char.isprintable()))
    assert _flat(_drawn(layout.pdf)).count(shown) == 12
    assert layout.pages == {attack: 1}
    assert _reader(layout.pdf).metadata.title == attack


# Accessibility


def test_it_declares_itself_as_an_accessible_chinese_document() -> None:
    reader = _reader(_sample().pdf)
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalog["/Metadata"].get_data()
    assert reader.metadata.title == sample_document().title
    assert reader.metadata.author == sample_document().author
    assert str(reader.metadata["/CreationDate"]).startswith("D:20250314")


def test_bookmarks_follow_the_headings_and_tables() -> None:
    def walk(items: list[Any], level: int = 1) -> Iterator[tuple[int, str]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, level + 1)
            else:
                yield level, str(item.title)

    found = list(walk(_reader(_sample().pdf).outline))
    assert _flat(found[0][1]) == "示例市数据局2025年部门预算公开目录"
    assert found[1:5] == [
        (1, "第一部分　示例市数据局概况"),
        (2, "一、主要职责"),
        (3, "（一）统筹数据资源整合共享和开发利用"),
        (4, "1.推进“互联网+监管”"),
    ]
    assert (2, "表三 支出明细表") in found


def test_a_document_may_begin_with_any_level_of_heading() -> None:
    headings = [Heading(level, (Text(f"级{level}"),), f"h{level}") for level in (3, 1, 4)]
    layout = _render(*headings)
    tags = [element["/S"] for element in _elements(layout.pdf, "/H1", "/H2", "/H3", "/H4")]
    assert tags == ["/H1", "/H1", "/H2"]


def test_headers_are_tagged_with_their_scope() -> None:
    scopes = Counter(
        values["/Scope"]
        for cell in _elements(_sample().pdf, "/TH")
        for values in cell["/A"]
        if "/Scope" in values
    )
    cells = [cell for t in sample_document().tables() for row in t.body for cell in row]
    assert scopes["/Column"] > 20
    # A merged header that a page turn cuts is one on each page.
    assert scopes["/Row"] >= sum(cell.role is Role.ROW_HEADER for cell in cells) > 20


def test_links_are_tagged_and_lead_to_their_page() -> None:
    links = list(_elements(_sample().pdf, "/Link"))
    page = _reader(_sample().pdf).pages[1]
    assert len(links) == len(page["/Annots"]) == 10


def test_a_checker_finds_no_failed_checkpoint(tmp_path: Path) -> None:
    pdfua = pytest.importorskip("pdfua")
    file = tmp_path / "sample.pdf"
    file.write_bytes(_sample().pdf)
    assert pdfua.validate(str(file)).findings == ()


def test_an_archival_document_is_pdf_a() -> None:
    layout = render_typst(sample_document(), sample_style(), archival=True)
    metadata = _reader(layout.pdf).trailer["/Root"]["/Metadata"].get_data()
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert layout.pages == _sample().pages


# Bytes and failures


def test_another_process_zone_and_folder_give_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "import sys; from tests.render.sample import *; from discloser.render.typst import *; "
        "sys.stdout.buffer.write(render_typst(sample_document(), sample_style()).pdf)"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
    }
    found = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert found.stdout == _sample().pdf
    assert found.stderr == b""


def test_another_date_gives_another_document() -> None:
    document = replace(_document(_paragraph("一")), date=date(2024, 1, 1))
    reader = _reader(render_typst(document, sample_style()).pdf)
    assert str(reader.metadata["/CreationDate"]).startswith("D:20240101")


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
        _render(Heading(1, (Text("第一部分"),), "p"), _paragraph("字"), table)
    assert caught.value.place == "第一部分，表“明细表”，第 2 行“坏\u0378”"


def test_a_paragraph_that_cannot_be_set_is_named() -> None:
    with pytest.raises(LayoutError) as caught:
        _render(_paragraph("好"), _paragraph("生僻\u0378"))
    assert caught.value.place == "“生僻\u0378”"


def test_without_the_wheel_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(LayoutError, match="--pdf-engine weasyprint"):
        _render(_paragraph("字"))


def test_it_leaves_no_folder_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    _render(_paragraph("字"))
    with pytest.raises(LayoutError):
        _render(_paragraph("\u0378"))
    assert list(tmp_path.iterdir()) == []
