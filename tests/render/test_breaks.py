"""Lines of titles: what they may not cut, how many there are, and that all writers print them."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise, product

import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from discloser.document.nodes import (
    BREAK,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Paragraph,
    Section,
    Text,
    plain_text,
)
from discloser.document.number import Number
from discloser.render.advances import ems
from discloser.render.breaks import STUB, Measure, broken, names_of, set_titles
from discloser.render.docx import render_docx
from discloser.render.html import render_html
from discloser.render.xlsx import render_xlsx
from tests.render.docx_samples import opened
from tests.render.pdf_reader import line_text, page_lines
from tests.render.sample import sample_document, sample_style
from tests.render.writers import Writer, for_both

DEPARTMENTS = (
    "青岚省数字治理局",
    "河南省三门峡市人民政府办公室",
    "新乡市行政审批和政务信息管理局",
    "洛阳市孟津区政务服务和大数据管理局",
    "某某市住房和城乡建设局",
    "某某县退役军人事务局",
    "中共某某市委机构编制委员会办公室",
    "某某自治州发展和改革委员会",
)
TITLES = (
    "2023年{}部门预算公开",
    "2025年{}部门（单位）预算公开",
    "{}2024年度部门决算",
    "{}部门概况",
    "{}2025年部门预算情况说明",
    "附件：{}2025年度部门预算表",
    "{}部门项目支出绩效自评汇总表",
    "一、{}部门（单位）主要职责",
)
_WHOLE = re.compile(r"\d{4}年度?|部门（单位）|概况|说明|预算|决算")
ROOMS = (17.0, 20.1, 24.5)


def lines(text: str, room: float, *names: str, balanced: bool = True) -> list[str]:
    return broken(text, Measure(room, room, balanced), names).split(BREAK)


def whole(name: str) -> tuple[str, ...]:
    return names_of(replace(sample_document(), author=name))


@pytest.mark.parametrize(
    ("title", "department", "room", "wanted"),
    [
        (TITLES[1], DEPARTMENTS[1], 17.0, ["2025年", DEPARTMENTS[1], "部门（单位）预算公开"]),
        (TITLES[0], DEPARTMENTS[3], 17.0, ["2023年", DEPARTMENTS[3], "部门预算公开"]),
        ("{}部门预算", DEPARTMENTS[2], 17.0, [DEPARTMENTS[2], "部门预算"]),
        (TITLES[3], DEPARTMENTS[3], 20.1, [DEPARTMENTS[3], "部门概况"]),
        (TITLES[4], DEPARTMENTS[2], 20.1, [DEPARTMENTS[2], "2025年部门预算情况说明"]),
        (TITLES[3], DEPARTMENTS[0], 17.0, ["青岚省数字治理局部门概况"]),
    ],
)
def test_a_title_breaks_between_its_atoms(
    title: str, department: str, room: float, wanted: list[str]
) -> None:
    assert lines(title.format(department), room, *whole(department)) == wanted


@pytest.mark.parametrize("title", TITLES)
def test_no_atom_is_cut_no_line_is_too_wide_and_none_is_a_stub(title: str) -> None:
    for department, room, balanced in product(DEPARTMENTS, ROOMS, (True, False)):
        text = title.format(department)
        made = lines(text, room, *whole(department), balanced=balanced)
        assert "".join(made) == text
        assert all(ems(line) <= room for line in made), made
        assert ems(made[-1]) >= STUB, made
        # With its number before it a name may be wider than a line: then it is cut.
        numbered = title.startswith("一、") and ems(f"一、{department}") > room
        kept = [*([] if numbered else [department]), *_WHOLE.findall(text)]
        assert all(any(atom in line for line in made) for atom in kept), made
        # No fewer lines would do without cutting an atom: two neighbours never fit one line.
        pairs = pairwise(made)
        assert all(ems(one + two) > room for one, two in pairs), made


def test_a_name_wider_than_a_line_is_cut_behind_a_place_or_between_words() -> None:
    name = "某某省某某市行政审批和政务信息管理局大数据服务中心"
    made = lines(f"{name}概况", 12, name)
    assert "".join(made) == f"{name}概况"
    assert all(ems(line) <= 12 for line in made)
    for word in ("行政审批", "政务信息", "管理局", "大数据", "服务中心", "概况"):
        assert any(word in line for line in made), made


@pytest.mark.parametrize(
    "atom",
    ["≤21002.41万元", "95.5%", "《预算法》", "GB16297-1996", "2023—2025年", "1,234.56万元", "≥3次"],
)
def test_numbers_codes_and_titles_stay_whole(atom: str) -> None:
    for before in range(1, 12):
        made = lines("字" * before + atom + "、" + "文" * 8, 11, balanced=False)
        assert any(atom in line for line in made), made
        assert not any(line.startswith(("、", "》", "%")) for line in made), made


def test_the_breaks_of_a_pack_stay() -> None:
    text = "青岚省数字治理局\n部门概况"
    assert broken(text, Measure(17, 17)) == text


def _document() -> Document:
    """A cover, a contents list, a heading with a number and a caption that need two lines."""
    name = DEPARTMENTS[3]
    (first, *_) = [block for block in sample_document().tables() if block.name == "balance"]
    amount = next(
        cell.content
        for row in first.body
        for cell in row
        if isinstance(cell.content, Number) and cell.content.value
    )
    heading = Heading(1, (Text(f"{name}部门预算支出"), amount, Text("万元的情况说明")), "h")
    entry = ContentsEntry(f"第二部分 {name}部门预算情况说明和名词解释等有关内容", 1, "h")
    cover = Section((Paragraph((Text(f"2023年{name}部门预算公开"),), "cover_title"),))
    blocks = (
        Contents((f"{name}部门预算公开目录",), (entry,)),
        heading,
        replace(first, caption=f"{name}一般公共预算财政拨款基本支出表"),
    )
    made = sample_document()
    return replace(
        made, title=f"{name}部门预算公开", author=name, sections=(cover, Section(blocks))
    )


def _words(document: Document) -> list[str]:
    found = []
    for block in document.blocks():
        match block:
            case Heading() | Paragraph():
                found.append(plain_text(block.content))
            case Contents():
                found += [*block.title, *(entry.label for entry in block.entries)]
    return [*found, *(table.caption for table in document.tables())]


def test_a_document_says_the_same_with_its_lines_set() -> None:
    document = _document()
    made = set_titles(document, sample_style())
    broken_lines = _words(made)
    assert [text.replace(BREAK, "") for text in broken_lines] == _words(document)
    assert [BREAK in text for text in broken_lines] == [True] * 5
    (heading,) = [block for block in made.blocks() if isinstance(block, Heading)]
    assert [type(inline) for inline in heading.content] == [Text, Number, Text]


@pytest.fixture(scope="module")
def document() -> Document:
    return set_titles(_document(), sample_style())


@for_both
def test_both_engines_print_the_lines_that_were_set(document: Document, writer: Writer) -> None:
    pdf = writer.write(document, sample_style()).pdf
    with_titles = "\n".join(
        line_text(line).replace(" ", "") for page in (0, 1, 2) for line in _lines_of(pdf, page)
    )
    for text in _words(document):
        first, *_, last = text.replace(" ", "").split(BREAK)
        assert first in with_titles.split("\n"), first
        assert any(line.startswith(last) for line in with_titles.split("\n")), last


def _lines_of(pdf: bytes, page: int) -> list[list[dict[str, object]]]:
    try:
        return page_lines(pdf, page)
    except IndexError:
        return []


def test_word_and_the_preview_break_where_it_is_set(document: Document) -> None:
    word = opened(render_docx(document, sample_style(), {"h": 1}))
    printed = {paragraph.text for paragraph in word.paragraphs}
    assert document.sections[0].blocks[0].text.replace(BREAK, "\n") in printed  # type: ignore[union-attr]
    page = render_html(document, sample_style())
    assert "洛阳市孟津区政务服务和大数据管理局<br/>部门预算公开" in page


def test_names_for_machines_have_no_breaks(document: Document) -> None:
    word = opened(render_docx(document, sample_style(), {"h": 1}))
    codes = [code.text for code in word.element.body.iter(qn("w:instrText"))]
    captions = [each.get(qn("w:val")) for each in word.element.body.iter(qn("w:tblCaption"))]
    assert any("一般公共预算财政拨款基本支出表" in text for text in captions)
    assert not any(mark in text for text in (*codes, *captions) for mark in (BREAK, "\n"))


def test_a_workbook_breaks_its_titles_and_lists_them_whole(document: Document) -> None:
    book = load_workbook(BytesIO(render_xlsx(document, sample_style())))
    contents, sheet = book.worksheets
    assert contents["A1"].value == "洛阳市孟津区政务服务和大数据管理局\n部门预算公开"
    caption = next(document.tables()).caption
    assert BREAK in caption
    assert sheet["A1"].value.endswith(caption.replace(BREAK, "\n"))
    assert contents["B2"].value == caption.replace(BREAK, "")
