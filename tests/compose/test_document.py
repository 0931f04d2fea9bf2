"""The whole document: its order, its contents list, and texts that stay what they are."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from discloser.compose.document import _without_idle_breaks, compose
from discloser.compose.markup import read_markup
from discloser.compute.figures import compute
from discloser.document.nodes import (
    Block,
    Contents,
    Document,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Table,
    Text,
)
from discloser.location import SourceMap
from discloser.pack.pack import Pack
from discloser.pack.report_spec import ParagraphSpec
from discloser.pipeline import Prepared, prepare
from discloser.render.docx import render_docx
from discloser.render.pdf import render_pdf
from discloser.render.typst import render_typst
from discloser.render.xlsx import render_xlsx
from tests.compose.conftest import grid
from tests.compose.test_runs import HOSTILE
from tests.compute.lines import disclosure, spend
from tests.render.pdf_reader import flat

GOOD = Path(__file__).parents[1] / "bad_inputs" / "good.yaml"


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare(GOOD)


@pytest.fixture(scope="module")
def document(prepared: Prepared) -> Document:
    assert prepared.document is not None
    return prepared.document


def test_it_has_a_cover_and_a_contents_list_without_page_numbers(document: Document) -> None:
    cover, contents, first, *_ = document.sections
    assert [block.text for block in cover.blocks if isinstance(block, Paragraph)] == [
        "示范市示范局",
        "2025年度部门预算公开",
        "二〇二五年三月",
    ]
    assert isinstance(contents.blocks[0], Contents)
    assert not cover.page_numbers
    assert not contents.page_numbers
    assert (first.page_numbers, first.restart) == (True, True)
    assert document.title == "示范市示范局2025年度部门预算公开"


def test_each_line_of_the_contents_points_at_one_block(document: Document) -> None:
    anchors = [block.anchor for block in document.blocks() if isinstance(block, Heading | Table)]
    assert len(anchors) == len(set(anchors))
    (contents,) = (block for block in document.blocks() if isinstance(block, Contents))
    assert {entry.anchor for entry in contents.entries} <= set(anchors)
    tables = [entry for entry in contents.entries if entry.anchor.startswith("table-")]
    assert [entry.anchor for entry in tables] == [table.anchor for table in document.tables()]
    assert tables[0].label == "一、部门收支总体情况表"


def test_tables_lie_as_their_specs_say_each_on_a_page_of_its_own(
    document: Document, prepared: Prepared
) -> None:
    assert prepared.pack is not None
    for section in document.sections:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        for table in tables:
            lies = prepared.pack.tables[table.name].orientation or prepared.pack.report.orientation
            assert lies is section.orientation
        breaks = sum(isinstance(block, PageBreak) for block in section.blocks)
        assert not tables or breaks == len(tables) - 1
    assert {section.orientation for section in document.sections} == set(Orientation)


def test_what_the_text_says_is_what_the_tables_say(document: Document) -> None:
    """By hand from the input: 2,000,000.50 元 in all, of which 1,500,000 basic and 500,000.50."""
    said = [block.text for block in document.blocks() if isinstance(block, Paragraph)]
    expenditure = next(text for text in said if "支出合计" in text)
    assert "支出合计200.00万元" in expenditure
    assert "基本支出150.00万元，占75.00%；项目支出50.00万元，占25.00%" in expenditure
    change = next(text for text in said if "一般公共预算收支预算170.00万元" in text)
    assert "一般公共预算收支预算增加10.00万元，增长6.25%" in change


@pytest.fixture(scope="module")
def plain(base_pack: Pack) -> Document:
    return _compose("甲", base_pack)


NUMBERED = ("1. ", "- ")
"""Numbers of a list that a template's own stand for (see test_echo)."""


@pytest.mark.parametrize(
    "text",
    [t for t in HOSTILE if t == t.strip(" \u3000\n；;。.") and not t.startswith(NUMBERED)],
)
def test_no_text_of_an_input_changes_the_documents_shape(
    text: str, base_pack: Pack, plain: Document
) -> None:
    hostile = _compose(text, base_pack)
    for ours, theirs in zip(plain.blocks(), hostile.blocks(), strict=True):
        assert type(theirs) is type(ours)
        if isinstance(ours, Heading | Paragraph) and isinstance(theirs, Heading | Paragraph):
            assert theirs.text == ours.text.replace("甲", text)
        if isinstance(ours, Table) and isinstance(theirs, Table):
            printed = [[cell.replace("甲", text) for cell in row] for row in grid(ours)]
            assert grid(theirs) == printed


def _compose(text: str, pack: Pack) -> Document:
    """A small document that has a text wherever an input may have one."""
    line = spend("10000", category="特定目标类", project=text)
    prior = dict.fromkeys(pack.measures, "0")
    written = disclosure(
        [{"amount": "10000"}],
        [line],
        department={"code": "101", "name": text},
        units=[{"code": "101001", "name": text, "listed_as": text}],
        duties={"items": [text, text]},
        organs={"listed": [{"name": text, "duties": text}], "note": text},
        projects=[{"name": text, "output": [{"name": text, "value": text}]}],
        performance={
            "goal": text,
            "tasks": [{"name": text, "content": text}],
            "indicators": [{"level1": text, "level2": text, "name": text, "note": text}],
            "key_projects": [text],
        },
        reasons=dict.fromkeys(pack.measures, text),
        prior_year={"figures": prior},
        procurement={"goods": 0, "works": 0, "services": 0},
        transfers={"count": 1, "note": text},
        assets={
            "vehicles": {
                **dict.fromkeys(("general", "law_enforcement", "special"), 0),
                **{"other": 1, "other_description": text},
            },
            "general_equipment": 0,
            "special_equipment": 0,
        },
    )
    document, findings = compose(compute(written, pack.measures), pack, SourceMap("in.yaml"))
    assert [finding.message for finding in findings] == []
    return document


def without_headings(prepared: Prepared) -> Document:
    """The document of a pack whose parts and sections have empty headings."""
    assert prepared.pack is not None
    assert prepared.figures is not None
    parts = [part.model_copy(update={"heading": ""}) for part in prepared.pack.report.parts]
    report = prepared.pack.report.model_copy(update={"parts": tuple(parts)})
    document, _ = compose(prepared.figures, replace(prepared.pack, report=report), SourceMap(""))
    return document


def test_an_empty_heading_is_not_printed(prepared: Prepared, document: Document) -> None:
    changed = without_headings(prepared)
    before = [block for block in document.blocks() if isinstance(block, Heading)]
    after = [block for block in changed.blocks() if isinstance(block, Heading)]
    assert [block for block in before if block.level > 1] == after
    (contents,) = (block for block in changed.blocks() if isinstance(block, Contents))
    anchors = {block.anchor for block in changed.blocks() if isinstance(block, Heading | Table)}
    assert {entry.anchor for entry in contents.entries} <= anchors
    assert all(entry.label for entry in contents.entries)


def test_an_empty_heading_of_the_markup_is_not_printed() -> None:
    blocks = list(read_markup("## \n\n文\n\n### {目录：甲}\n\n## 乙", [], "p"))
    assert [type(block) for block in blocks] == [Paragraph, Heading]


def test_what_is_empty_leaves_no_page_and_no_paragraph(prepared: Prepared) -> None:
    changed = without_headings(prepared)
    assert prepared.pack is not None
    word = docx.Document(BytesIO(render_docx(changed, prepared.pack.style, {})))
    styled = [each for each in word.paragraphs if each.style and "eading" in each.style.style_id]
    assert styled
    assert [each for each in styled if not each.text.strip()] == []
    pages = PdfReader(BytesIO(render_pdf(changed, prepared.pack.style).pdf)).pages
    assert [number for number, page in enumerate(pages) if not page.extract_text().strip()] == []


@pytest.mark.parametrize("blocks", ["B", "BB", "BxB", "xBBy", "", "xByB"])
def test_page_breaks_that_leave_a_page_empty_are_left_out(blocks: str) -> None:
    known = {"B": PageBreak()}
    made: list[Block] = [known.get(sign) or Paragraph((Text(sign),), "body") for sign in blocks]
    kept = "".join(
        "B" if isinstance(block, PageBreak) else block.text
        for block in _without_idle_breaks(made)
        if isinstance(block, PageBreak | Paragraph)
    )
    assert kept == re.sub("B+", "B", blocks).strip("B")


def contents_of(prepared: Prepared, **changes: object) -> tuple[Document, Contents]:
    """The document whose contents list is specified otherwise, and that list."""
    assert prepared.pack is not None
    assert prepared.figures is not None
    report = prepared.pack.report
    listed = report.contents.model_copy(update=changes)
    first, *others = report.parts
    parts = (first.model_copy(update={"in_contents": False}), *others)
    changed = report.model_copy(update={"contents": listed, "parts": parts})
    tables = dict(prepared.pack.tables)
    tables["receipts"] = tables["receipts"].model_copy(
        update={"contents": "附表{{ index }}　{{ name }}（{{ year }}）"}
    )
    pack = replace(prepared.pack, report=changed, tables=tables)
    document, findings = compose(prepared.figures, pack, prepared.sources)
    assert findings == ()
    (contents,) = (block for block in document.blocks() if isinstance(block, Contents))
    return document, contents


def test_a_part_that_says_nothing_for_the_contents_list_is_not_listed(prepared: Prepared) -> None:
    """A repeated part is listed once: what its line says comes out empty the other times."""
    assert prepared.pack is not None
    assert prepared.figures is not None
    first, *others = prepared.pack.report.parts
    line = "{% if index == 1 %}项目说明{% endif %}"
    update = {"repeat": "unit in units", "heading": "{{ unit.name }}", "contents": line}
    repeated = first.model_copy(update=update)
    report = prepared.pack.report.model_copy(update={"parts": (repeated, *others)})
    pack = replace(prepared.pack, report=report)
    document, _ = compose(prepared.figures, pack, prepared.sources)
    names = [unit.name for unit in prepared.figures.disclosure.units]
    assert len(names) > 1
    headings = [block.text for block in document.blocks() if isinstance(block, Heading)]
    assert [text for text in headings if text in names] == names
    (contents,) = (block for block in document.blocks() if isinstance(block, Contents))
    labels = [entry.label for entry in contents.entries]
    assert labels.count("项目说明") == 1
    assert not set(names) & set(labels)


def test_a_table_that_is_too_wide_goes_on_on_the_next_pages(prepared: Prepared) -> None:
    assert prepared.pack is not None
    assert prepared.figures is not None
    assert prepared.document is not None
    wide = prepared.pack.tables["receipts"].model_copy(update={"page_columns": 6})
    pack = replace(prepared.pack, tables={**prepared.pack.tables, "receipts": wide})
    document, findings = compose(prepared.figures, pack, prepared.sources)
    assert findings == ()
    (whole,) = (t for t in prepared.document.tables() if t.name == "receipts")
    parts = [t for t in document.tables() if t.name.startswith("receipts") and "_" not in t.name]
    assert len(parts) > 1
    assert [part.caption for part in parts[:2]] == [whole.caption, f"{whole.caption}（续1）"]
    naming = wide.naming_columns
    rows = zip(*(grid(part) for part in parts), strict=True)
    joined = [[*row[0][:naming], *(cell for part in row for cell in part[naming:])] for row in rows]
    assert joined[1:] == grid(whole)[1:], "the spanner that is cut stands in both"
    (contents,) = (block for block in document.blocks() if isinstance(block, Contents))
    assert not any("续" in entry.label for entry in contents.entries)


def test_the_contents_list_is_written_as_the_report_says(prepared: Prepared) -> None:
    _, contents = contents_of(prepared, table="表{{ index }} {{ name }}")
    labels = [entry.label for entry in contents.entries]
    assert "表1 部门收支总体情况表" in labels
    assert "附表2　部门收入总体情况表（2025）" in labels
    assert "表3 部门支出总体情况表" in labels
    assert [label for label in labels if label.startswith("第一部分")] == []
    assert [label for label in labels if label.startswith("第二部分")] != []


def test_lines_stand_above_and_below_the_contents_list(prepared: Prepared) -> None:
    reviewed = ParagraphSpec(text="保密审查情况：{{ year }}年已审查", style="flush")
    unwanted = ParagraphSpec(text="{{ '不印' if year == 1 }}")
    note = ParagraphSpec(text="注：空表表示本部门无相关收支情况。")
    document, _ = contents_of(prepared, above=(reviewed, unwanted), below=(note,))
    (section,) = (s for s in document.sections if any(isinstance(b, Contents) for b in s.blocks))
    written = [block.text if isinstance(block, Paragraph) else "" for block in section.blocks]
    assert written == ["保密审查情况：2025年已审查", "", "注：空表表示本部门无相关收支情况。"]
    assert prepared.pack is not None
    style = prepared.pack.style
    for laid_out in (render_pdf(document, style), render_typst(document, style)):
        text = flat(PdfReader(BytesIO(laid_out.pdf)).pages[1].extract_text())
        assert [text.count(line) for line in (written[0], written[2], "第二部分")] == [1, 1, 1]
    word = docx.Document(BytesIO(render_docx(document, style, laid_out.pages)))
    texts = [paragraph.text for paragraph in word.paragraphs]
    listed = texts.index("保密审查情况：2025年已审查")
    assert listed < texts.index("注：空表表示本部门无相关收支情况。")
    sheet = load_workbook(BytesIO(render_xlsx(document, style)))["目录"]
    column = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
    assert (column[0], column[1]) == ("保密审查情况：2025年已审查", document.title)
    assert column[-1] == "注：空表表示本部门无相关收支情况。"


def test_a_contents_list_may_have_no_page_numbers(prepared: Prepared) -> None:
    assert prepared.pack is not None
    style = prepared.pack.style
    document, contents = contents_of(prepared, page_numbers=False)
    assert {entry.numbered for entry in contents.entries} == {False}
    for laid_out in (render_pdf(document, style), render_typst(document, style)):
        text = PdfReader(BytesIO(laid_out.pdf)).pages[1].extract_text()
        assert "附表2" in text
        assert re.findall(r"\d+\s*$", text, re.MULTILINE) == []
    made = docx.Document(BytesIO(render_docx(document, style, laid_out.pages)))
    fields = [e.text or "" for e in made.element.iter(qn("w:instrText"))]
    assert [code.strip() for code in fields if code.strip().startswith("TOC")] == [
        r'TOC \f \n "1-2" \h \z'
    ]
    assert [code for code in fields if "PAGEREF" in code] == []
