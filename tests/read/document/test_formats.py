"""What each format of a document has of its own, and files that cannot be read."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from discloser.document.grid import table_grid
from discloser.document.nodes import Contents, Document, Heading, Paragraph, Table
from discloser.money import MoneyUnit
from discloser.read.document import read_document
from tests.read.document.compare import INPUTS, bare, written

DATA = Path(__file__).parent / "data"
WORD = nsdecls("w")


def read(data: bytes, name: str = "文件") -> Document:
    found = read_document(data, name)
    assert found.document is not None, [finding.message for finding in found.findings]
    return found.document


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in read_document(data, "文件").findings]


def word_file(*xml: str) -> bytes:
    """A Word file with these elements in its body."""
    made = docx.Document()
    body = made.element.body
    for number, element in enumerate(xml):
        body.insert(number, parse_xml(element.replace(">", f" {WORD}>", 1)))
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    inner = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


HEAD = (
    tc("科目", '<w:vMerge w:val="restart"/>') + tc("支出", '<w:gridSpan w:val="2"/>'),
    tc("", "<w:vMerge/>") + tc("基本支出") + tc("项目支出"),
)
SPENT = tbl(*HEAD, tc("合计") + tc("1,234.50") + tc("0.10"))


def only_table(data: bytes) -> Table:
    (table,) = read(data).tables()
    return table


def test_merged_cells_of_a_word_table_are_whole_and_its_head_is_found() -> None:
    table = only_table(word_file(p("支出决算表"), p("单位：元"), SPENT, p("注：本表无调整。")))
    assert len(table.head) == 2
    assert (table.head[0][0].rowspan, table.head[0][1].colspan) == (2, 2)
    assert table_grid(table).texts()[2] == ["合计", "1,234.50", "0.10"]
    assert (table.caption, table.unit, table.notes) == (
        "支出决算表",
        "单位：元",
        ("注：本表无调整。",),
    )
    assert table.money_unit is MoneyUnit.YUAN
    spot = table.body[0][1].spot
    assert str(spot) == "第1个表第3行第2格"


def test_a_table_in_a_frame_of_one_cell_is_read_as_itself() -> None:
    framed = f"<w:tbl><w:tr><w:tc><w:tcPr/>{SPENT}<w:p/></w:tc></w:tr></w:tbl>"
    assert len(only_table(word_file(p("支出表"), framed)).body) == 1


def test_changes_are_read_as_accepted_and_said_at_their_paragraph() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    changed = (
        f"<w:p>{run.format('支出为')}<w:del w:id='1' w:author='a'>"
        f"<w:r><w:delText>9</w:delText></w:r></w:del><w:ins w:id='2' w:author='a'>"
        f"{run.format('8')}</w:ins>{run.format('万元')}</w:p>"
    )
    found = read_document(word_file(p("第一段"), changed))
    assert found.document is not None
    texts = [b.text for b in found.document.blocks() if isinstance(b, Paragraph)]
    assert "支出为8万元" in texts
    (finding,) = found.findings
    assert finding.code == "D006"
    assert "第2段" in str(finding.location)


def test_numbers_that_word_writes_by_itself_make_headings() -> None:
    level = (
        '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="{1}"/>'
        '<w:lvlText w:val="{2}"/></w:lvl>'
    )
    levels = level.format(0, "chineseCounting", "%1、") + level.format(1, "decimal", "%2.")
    made = docx.Document()
    numbering = made.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    for xml in (
        f'<w:abstractNum w:abstractNumId="1" {WORD}>{levels}</w:abstractNum>',
        f'<w:num w:numId="1" {WORD}><w:abstractNumId w:val="1"/></w:num>',
    ):
        numbering.append(parse_xml(xml))
    for text, depth in (("收入情况", 0), ("财政拨款", 1), ("其他收入", 1), ("支出情况", 0)):
        number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
        element = p(text, number).replace("<w:p>", f"<w:p {WORD}>", 1)
        made.element.body.insert(len(made.element.body) - 1, parse_xml(element))
    buffer = BytesIO()
    made.save(buffer)
    headings = [b for b in read(buffer.getvalue()).blocks() if isinstance(b, Heading)]
    assert [(heading.level, heading.text) for heading in headings] == [
        (2, "一、收入情况"),
        (4, "1.财政拨款"),
        (4, "2.其他收入"),
        (2, "二、支出情况"),
    ]


def test_the_contents_of_a_word_file_without_field_stand_apart() -> None:
    dotted = "<w:p><w:r><w:t>{}</w:t><w:tab/><w:t>{}</w:t></w:r></w:p>"
    data = word_file(
        p("目　录"),
        dotted.format("一、主要职责", 1),
        dotted.format("二、机构设置", 2),
        p("一、主要职责"),
        p("负责有关工作。"),
        p("二、机构设置"),
    )
    blocks = list(read(data).blocks())
    (contents,) = [block for block in blocks if isinstance(block, Contents)]
    assert [entry.label for entry in contents.entries] == ["一、主要职责", "二、机构设置"]
    headings = {block.anchor: block.text for block in blocks if isinstance(block, Heading)}
    assert [headings[e.anchor] for e in contents.entries] == ["一、主要职责", "二、机构设置"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_a_web_page_is_read_in_its_encoding(encoding: str) -> None:
    page = f"""<html><head><meta charset="{encoding}"><title>x</title></head><body>
    <script>var x = "1.00";</script><h2>一、支出情况</h2><p>支出合计 1.50 万元，<b>增长</b>。</p>
    <p>支出决算表</p><p>单位：万元</p>
    <table><tr><td rowspan=2>科目</td><td colspan=2>支出</td></tr>
    <tr><td>基本支出</td><td>项目支出</td></tr>
    <tr><td>合计</td><td>1.00</td><td>0.50</td></tr></table></body></html>"""
    document = read(page.encode(encoding))
    (table,) = document.tables()
    assert (table.caption, len(table.head)) == ("支出决算表", 2)
    assert table_grid(table).texts()[-1] == ["合计", "1.00", "0.50"]
    assert [b.text for b in document.blocks() if isinstance(b, Paragraph)] == [
        "支出合计 1.50 万元，增长。"
    ]


def sheets(*rows: tuple[str | float, ...], name: str = "表", hidden: bool = False) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet(name)
    money = book.add_format({"num_format": "#,##0.00"})
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(r, c, value)
            else:
                sheet.write_number(r, c, value, money)
    if hidden:
        book.add_worksheet("另一张").activate()
        sheet.hide()
    book.close()
    return buffer.getvalue()


TABLE: tuple[tuple[str | float, ...], ...] = (
    ("支出决算表",),
    ("公开03表", "", "单位：万元"),
    ("科目", "基本支出", "项目支出"),
    ("合计", 1234.5, 0.1),
)


NUMBERS: tuple[tuple[str | float, ...], ...] = (("项目", "金额"), ("事业收入", 1.5))
UNIT_LINE = ("", "单位：万元")


@pytest.mark.parametrize(
    "title",
    [
        (("收入结构",), ("", "图1"), UNIT_LINE),
        (("图1 收入结构",), UNIT_LINE),
        (("图 12",), UNIT_LINE),
    ],
)
def test_the_numbers_of_a_chart_are_no_table(title: tuple[tuple[str, ...], ...]) -> None:
    document = read(sheets(*title, *NUMBERS))
    assert list(document.tables()) == []
    said = [block.text for block in document.blocks() if isinstance(block, Paragraph | Heading)]
    assert any(text.startswith("图") for text in said)


def test_a_chart_beside_tables_of_its_sheet_leaves_them() -> None:
    chart = (("图1 收入结构",), UNIT_LINE, *NUMBERS)
    for rows in ((*TABLE, *chart), (*chart, *TABLE)):
        (table,) = read(sheets(*rows)).tables()
        assert (table.caption, len(table.body)) == ("支出决算表", 1)


@pytest.mark.parametrize("line", ["图书采购明细表", "图1年度", "示意图1"])
def test_what_only_looks_like_a_chart_is_a_table(line: str) -> None:
    assert len(list(read(sheets((line,), UNIT_LINE, *NUMBERS)).tables())) == 1


def test_a_title_of_a_table_tells_more_than_a_number_of_a_chart() -> None:
    assert len(list(read(sheets(("图1",), *TABLE)).tables())) == 1


def test_two_tables_of_a_sheet_are_told_apart_by_their_titles() -> None:
    first, second = read(
        sheets(*TABLE, ("注：无。",), ("收入决算表",), *TABLE[2:], ("说明：无。",))
    ).tables()
    assert (first.caption, first.number, first.notes) == ("支出决算表", "公开03表", ("注：无。",))
    assert (second.caption, second.notes) == ("收入决算表", ("说明：无。",))
    for table in (first, second):
        assert table_grid(table).texts()[1] == ["合计", "1,234.50", "0.10"]
    assert str(second.body[0][1].spot) == "表!B8"


@pytest.mark.parametrize(
    ("rows", "head", "caption"),
    [
        ((("支出决算表",), ("单位：万元",), ("各项支出",)), 2, "支出决算表"),
        ((("支出决算表",), ("单位：万元",), ("2024年度",)), 1, "支出决算表"),  # the year
        ((("单位：万元",), ("支出决算表",)), 1, "支出决算表"),  # the title, below the unit
        ((("各项支出",),), 1, ""),  # no line of a table before it
    ],
)
def test_a_label_over_all_columns_is_the_first_row_of_a_head(
    rows: tuple[tuple[str, ...], ...], head: int, caption: str
) -> None:
    table = only_table(sheets(*rows, *TABLE[2:]))
    assert (len(table.head), table.caption) == (head, caption)


@pytest.mark.parametrize(
    ("numbers", "head"),
    [
        (("栏次", "1", "2"), 2),
        (("", "1", "2"), 2),
        (("栏次", "10", "11"), 2),  # a further part of a wide table
        (("栏次", "10", "12"), 1),  # does not count
        (("", "10", "11"), 1),  # nothing says that these are no amounts
    ],
)
def test_a_row_that_numbers_the_columns_is_of_the_head(numbers: tuple[str, ...], head: int) -> None:
    assert len(only_table(sheets(*TABLE[:3], numbers, TABLE[3])).head) == head


def test_hidden_sheets_are_said_and_left_out() -> None:
    found = read_document(sheets(*TABLE, hidden=True))
    assert [finding.code for finding in found.findings] == ["D011"]


def test_a_unit_that_no_amount_is_kept_in_is_said() -> None:
    rows = (TABLE[0], ("单位：亿元",), *TABLE[2:])
    assert codes(sheets(*rows)) == ["D013"]


def locked(password: str) -> bytes:
    buffer = BytesIO()
    with pikepdf.open(BytesIO((DATA / "office2025-dept.pdf").read_bytes())) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(user=password, owner="o"))
    return buffer.getvalue()


PICTURE = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


def scan(pages: int) -> bytes:
    """Pages of which each is a picture."""
    buffer = BytesIO()
    with pikepdf.new() as pdf:
        picture = pdf.make_stream(PICTURE)
        for _ in range(pages):
            pdf.add_blank_page()
            pdf.pages[-1].Contents = picture
        pdf.save(buffer)
    return buffer.getvalue()


def test_a_scan_is_said_to_be_one_page_by_page() -> None:
    found = read_document(scan(3))
    assert [(f.code, str(f.location)) for f in found.findings] == [
        ("D004", f"文档 第{page}页") for page in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "D001"),
        ("一份文字".encode(), "D001"),
        (b"%PDF-1.7 nothing", "D001"),
        (b"PK\x03\x04 nothing", "D001"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing", "D001"),
        (locked("secret"), "D002"),
        (word_file(p("x"))[:-200], "D001"),
        (b"<html><body></body></html>", "D012"),
        (scan(2001), "D003"),
        (b" " * (101 * 1024 * 1024), "D003"),
    ],
    ids=["empty", "text", "pdf", "zip", "ole", "locked", "cut", "blank", "pages", "large"],
)
def test_what_cannot_be_read_is_said_once(data: bytes, code: str) -> None:
    found = read_document(data, "文件")
    assert found.document is None
    assert [finding.code for finding in found.findings] == [code]


@pytest.mark.parametrize(
    ("fault", "levels"), [("none", [1, 2]), ("an entry without a title", [2]), ("a text", [])]
)
def test_the_outline_of_a_pdf_names_its_headings(fault: str, levels: list[int]) -> None:
    titles = ["14.完成区委、区政府交办的其他任务。", "1.上海市普陀区人民政府办公室本部。"]
    buffer = BytesIO()
    with pikepdf.open(DATA / "office2025-dept.pdf") as pdf:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(titles[0], 0))
            outline.root[0].children.append(pikepdf.OutlineItem(titles[1], 0))
        if fault == "an entry without a title":
            del pdf.Root.Outlines.First["/Title"]
        elif fault == "a text":
            pdf.Root.Outlines = pikepdf.String("x")
        pdf.save(buffer)
    blocks = list(read(buffer.getvalue()).blocks())
    assert [b.level for b in blocks if isinstance(b, Heading) and b.text in titles] == levels
    paragraphs = [b.text for b in blocks if isinstance(b, Paragraph) and b.text in titles]
    assert paragraphs == titles[: 2 - len(levels)]


def test_the_contents_of_which_one_line_is_full_keep_no_page_number() -> None:
    dotted = "<w:p><w:r><w:t>{}</w:t><w:tab/><w:t>{}</w:t></w:r></w:p>"
    data = word_file(
        p("目　录"),
        dotted.format("一、主要职责", 1),
        p("二、机构设置 2"),
        dotted.format("三、附件 1", 3),
        p("一、主要职责"),
        p("二、机构设置"),
    )
    (contents,) = [block for block in read(data).blocks() if isinstance(block, Contents)]
    assert [bare(entry.label) for entry in contents.entries] == [
        "一、主要职责",
        "二、机构设置",
        "三、附件1",
    ]


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert len(list(read(locked("")).tables())) == 9


def test_an_entity_in_a_word_file_is_not_opened() -> None:
    attack = (
        '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        f"<w:document {WORD}><w:body>{p('&e;')}</w:body></w:document>"
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", attack)
    assert codes(buffer.getvalue()) == ["D001"]


def test_cells_that_lie_over_each_other_are_said() -> None:
    page = b"<table><tr><td>a</td><td rowspan=2>b</td></tr><tr><td colspan=2>c</td></tr></table>"
    assert "D008" in codes(b"<html><body>" + page + b"</body></html>")


@pytest.mark.parametrize("cut", range(12))
@pytest.mark.parametrize("form", ["docx", "typst"])
def test_a_damaged_file_is_read_or_said_and_never_fails(form: str, cut: int) -> None:
    data = bytearray(written(INPUTS[0], form))
    for step in range(20):
        data[(cut * 7919 + step * 104729) % len(data)] ^= 1 + cut
    found = read_document(bytes(data), "文件")
    assert found.document is not None or found.findings
