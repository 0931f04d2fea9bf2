from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Any

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from discloser.document.grid import table_grid
from discloser.document.nodes import (
    Block,
    Cell,
    Column,
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
from discloser.document.style import Style
from discloser.render.css import page_css, print_css
from discloser.render.html import html_for_pdf, render_html
from tests.render.sample import HOSTILE_TEXT, sample_document, sample_style


@pytest.fixture(scope="module")
def page() -> HtmlElement:
    return lxml_html.document_fromstring(render_html(sample_document(), sample_style()))


def _document(*blocks: Block) -> Document:
    return Document("题", "作者", date(2025, 3, 14), (Section(blocks),))


def _page(*blocks: Block) -> HtmlElement:
    return lxml_html.document_fromstring(render_html(_document(*blocks), sample_style()))


def _text(element: HtmlElement) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if child.tag == "br" else _text(child), child.tail or ""]
    return "".join(parts)


def _find(page: HtmlElement, anchor: str) -> HtmlElement:
    (found,) = page.xpath("//*[@id=$anchor]", anchor=anchor)
    return found


def _slots(table: HtmlElement) -> list[list[str]]:
    """Read a table back as a grid; a spanning cell's text stands in its first slot."""
    rows = table.xpath("./thead/tr | ./tbody/tr")
    slots: list[dict[int, str]] = [{} for _ in rows]
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in slots[r]:
                column += 1
            width, height = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
            for y in range(height):
                for x in range(width):
                    slots[r + y][column + x] = _text(cell) if x == y == 0 else ""
    return [[row[column] for column in sorted(row)] for row in slots]


def _references(page: HtmlElement) -> Iterator[tuple[str, list[str]]]:
    for cell in page.xpath("//td[@headers]"):
        yield _text(cell), [_text(_find(page, name)) for name in cell.get("headers").split()]


def test_it_names_language_title_author_and_date(page: HtmlElement) -> None:
    meta = {element.get("name"): element.get("content") for element in page.iter("meta")}
    assert page.get("lang") == "zh-CN"
    assert page.findtext("head/title") == sample_document().title
    assert meta["author"] == "示例市数据局"
    assert meta["dcterms.created"] == meta["dcterms.modified"] == "2025-03-14"


def test_each_heading_has_its_level_and_its_anchor(page: HtmlElement) -> None:
    for block in sample_document().blocks():
        if isinstance(block, Heading):
            heading = _find(page, block.anchor)
            assert (heading.tag, _text(heading)) == (f"h{block.level}", block.text)


def _printed(page: HtmlElement, table: Table) -> list[HtmlElement]:
    """The elements of a table: one for each of its bands."""
    first = _find(page, table.anchor)
    after = first.xpath("following-sibling::*")
    return [first, *takewhile(lambda each: "band" in (each.get("class") or "").split(), after)]


def test_each_table_reads_back_as_the_grid_of_the_tree(page: HtmlElement) -> None:
    for table in sample_document().tables():
        printed = [row for element in _printed(page, table) for row in _slots(element)]
        wanted = table_grid(table).texts()
        if table.name == "targets":
            # The label beside the head of the tasks stands in the middle of them.
            assert (wanted[2][0], wanted[3][0]) == ("年度主要任务", "")
            wanted[2][0], wanted[3][0] = wanted[3][0], wanted[2][0]
        assert printed == wanted


def test_a_table_has_caption_head_and_body(page: HtmlElement) -> None:
    for table in sample_document().tables():
        elements = _printed(page, table)
        caption = _text(elements[0].find("caption"))
        for part in (table.number, table.caption, table.subtitle, table.subject, table.unit):
            assert part in caption
        assert [element.find("caption") for element in elements[1:]] == [None] * len(elements[1:])
        heads = [len(element.findall("thead/tr")) for element in elements]
        rows = [len(element.findall("tbody/tr")) for element in elements]
        assert sum(heads) + sum(rows) == len(table.head) + len(table.body)
        assert heads == ([0, 1, 1] if table.name == "targets" else [len(table.head)])
        for element in elements:
            assert len(element.findall("colgroup/col")) == len(table.columns)


def test_header_cells_say_in_which_direction_they_head(page: HtmlElement) -> None:
    wide = _find(page, "table-expenditure")
    scopes = {_text(cell): cell.get("scope") for cell in wide.iter("th")}
    assert scopes["人员经费"] == "colgroup"
    assert scopes["工资福利支出"] == "col"
    assert scopes["　行政运行"] == "row"
    long = _find(page, "table-lines")
    assert {_text(cell): cell.get("scope") for cell in long.iter("th")}["项目支出"] == "rowgroup"
    assert all(cell.get("scope") for cell in page.iter("th"))


def test_the_heads_of_a_form_head_the_columns_of_their_bands(page: HtmlElement) -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "targets"]
    _, tasks, indicators = _printed(page, table)
    for element, labels in (
        (tasks, ["任务名称", "主要内容"]),
        (indicators, ["一级指标", "指标值"]),
    ):
        scopes = {_text(cell): cell.get("scope") for cell in element.findall("thead/tr/th")}
        assert [scopes[label] in ("col", "colgroup") for label in labels] == [True, True]
    assert not page.xpath("//*[@id='table-targets']/..//td[@headers]")


def test_cells_name_their_headers_where_their_direction_does_not_tell() -> None:
    body = (
        (Cell("组", Role.ROW_HEADER, rowspan=4), Cell("首"), Cell("尾")),
        (Cell("甲", Role.COLUMN_HEADER), Cell("乙", Role.COLUMN_HEADER)),
        (Cell("一"), Cell("二")),
        (Cell("备注", colspan=2),),
    )
    page = _page(Table("t", "t", "表", "t", (Column(),) * 3, (), body))
    assert dict(_references(page)) == {
        "首": ["组"],
        "尾": ["组"],
        "一": ["组", "甲"],
        "二": ["组", "乙"],
        "备注": ["组"],
    }


def test_regular_tables_need_no_header_references(page: HtmlElement) -> None:
    assert not _find(page, "table-expenditure").xpath(".//td[@headers]")


def test_text_stays_text(page: HtmlElement) -> None:
    assert not page.xpath("//b")
    assert HOSTILE_TEXT in _text(page.find("body"))
    hostile = Document(HOSTILE_TEXT, HOSTILE_TEXT, date(2025, 1, 1), ())
    read = lxml_html.document_fromstring(render_html(hostile, sample_style()))
    assert read.findtext("head/title") == HOSTILE_TEXT


def numbers_of(document: Document) -> Iterator[Number]:
    for block in document.blocks():
        if isinstance(block, Table):
            cells = (cell.content for row in (*block.head, *block.body) for cell in row)
            yield from (content for content in cells if isinstance(content, Number))
        elif isinstance(block, Heading | Paragraph):
            yield from (inline for inline in block.content if isinstance(inline, Number))


def test_every_number_of_a_sentence_or_a_cell_is_marked(page: HtmlElement) -> None:
    marked = [_text(number) for number in page.xpath("//*[@data-number]")]
    numbers = [number.text for number in numbers_of(sample_document())]
    assert marked == numbers
    assert {"1234.57", "6.54%", "137.75"} <= set(marked)


def test_the_html_of_the_pdf_carries_no_marks() -> None:
    assert "data-number" not in html_for_pdf(sample_document(), sample_style())


def test_strong_numbers_and_cells_are_strong(page: HtmlElement) -> None:
    (number,) = page.xpath("//strong[span/@data-number]")
    assert _text(number) == "6.54%"
    totals = _find(page, "table-balance").xpath(".//tr[last()]/*/@class")
    assert all("strong" in names.split() for names in totals)


def test_numbers_stay_on_one_line_and_at_the_right(page: HtmlElement) -> None:
    (cell,) = _find(page, "table-lines").xpath(".//td[contains(., '137.75')]")
    assert set(cell.get("class").split()) == {"right", "number"}


def test_lines_of_a_cell_stand_below_each_other() -> None:
    page = _page(Table("t", "t", "表", "t", (Column(),), (), ((Cell("一\n二"),),)))
    (cell,) = page.iter("td")
    assert _text(cell) == "一\n二"
    assert cell.find("br") is not None


def test_notes_follow_their_table(page: HtmlElement) -> None:
    notes = _find(page, "table-balance").getnext()
    assert notes.get("class") == "notes"
    assert [_text(note) for note in notes] == list(next(sample_document().tables()).notes)


def test_contents_link_to_their_anchors(page: HtmlElement) -> None:
    targets = page.xpath("//nav//a/@href")
    assert targets[:2] == ["#part-1", "#duties"]
    for target in targets:
        _find(page, target.removeprefix("#"))


def test_contents_print_the_pages_that_are_given() -> None:
    text = render_html(sample_document(), sample_style(), pages={"part-1": 2, "annex": 40})
    entries: list[Any] = list(lxml_html.document_fromstring(text).iter("li"))
    numbers = {_text(entry.find("a")): _text(entry.find("span")) for entry in entries}
    assert numbers["附件：2025年度部门预算表"] == "40"
    assert numbers["一、主要职责"] == ""


def test_a_page_break_moves_the_next_block() -> None:
    page = _page(Paragraph((Text("一"),)), PageBreak(), Paragraph((Text("二"),)))
    first, second = page.xpath("//section/p")
    assert "new-page" not in first.get("class")
    assert "new-page" in second.get("class")


def test_a_section_has_pages_of_its_own() -> None:
    sections = (
        Section((), page_numbers=False),
        Section((), restart=True),
        Section((), Orientation.LANDSCAPE),
    )
    document = Document("题", "作者", date(2025, 1, 1), sections)
    cover, contents, wide = page_css(document, sample_style()).split(".section-")[1:]
    assert "counter(page)" not in cover
    assert "counter-reset: page 1" in contents
    assert "size: 297mm 210mm" in wide
    assert "counter-reset" not in wide


def test_rows_under_a_merged_cell_stay_together_only_while_they_are_few(page: HtmlElement) -> None:
    rows = _find(page, "table-lines").findall("tbody/tr")
    together = ["together" in row.get("class", "") for row in rows]
    assert together[:6] == [True] * 5 + [False]
    assert sum(together) < len(rows)


def test_a_crowded_table_says_its_smaller_size() -> None:
    number = Number(Decimal("1234567890.12"), NumberFormat(grouping=True))
    columns = (Column(),) * 12
    page = _page(Table("t", "t", "表", "t", columns, (), ((Cell(number),) * 12,)))
    (table,) = page.iter("table")
    size = float(table.get("style").removeprefix("font-size: ").partition("pt")[0])
    assert 3 < size < sample_style().table_cell.size


def test_looks_come_from_the_style_sheet() -> None:
    css = print_css(sample_style())
    assert 'h2 { font: normal 16pt/28.95pt "黑体", "SimHei"' in css
    assert ".style-body" in css
    assert "text-indent: 31.5861pt" in css  # two of the 28 characters that share 156 mm
    assert 'local("Liberation Serif Bold")' in css
    assert 'font: normal 9pt/13pt "digits song", "宋体"' in css


def test_a_pack_can_add_css_and_cannot_leave_the_style_element() -> None:
    faces = {**sample_style().faces, "song": ('</style>"',)}
    style: Style = sample_style().model_copy(update={"faces": faces, "css": "p { color: red }"})
    text = render_html(_document(), style)
    assert "p { color: red }" in text
    assert text.count("</style>") == 1


def test_a_missing_caption_leaves_nothing() -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "targets"]
    page = _page(replace(table, number="", caption="", subtitle=""))
    assert list(page.iter("caption")) == []


def test_a_unit_without_a_subject_leaves_no_empty_mark() -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "balance"]
    page = _page(replace(table, number="", subject=""))
    assert [span.get("class") for span in page.xpath("//*[@class='table-line']/span")] == ["unit"]


def test_an_empty_paragraph_is_left_out() -> None:
    assert not list(_page(Paragraph(())).iter("p"))
