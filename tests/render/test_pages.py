"""The report on pages counts what is wrong in them and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.page_cells import Sheet, cut_numbers, gaps, spills, stub_cells
from benchmarks.pages import faults
from discloser.document.nodes import Cell, Column, Document, Heading, Role, Section, Table, Text
from discloser.render.breaks import set_titles
from discloser.render.typst import render_typst
from tests.render.sample import sample_document, sample_style

NAME = "洛阳市孟津区政务服务和大数据管理局"


@pytest.fixture(scope="module")
def document() -> Document:
    """A title of two lines, a narrow column with an amount, and a form of three pages."""
    columns = (Column(1.0), Column(1.0), Column(1.0))
    labels = tuple(Cell(text, Role.COLUMN_HEADER) for text in ("名称", "内容", "数额"))
    rows = tuple(
        (Cell(f"第{n}号工作任务名称"), Cell("内容"), Cell(str(n))) for n in range(100, 200)
    )
    first = (Cell("部门", Role.ROW_HEADER), Cell("某局", colspan=2))
    form = Table("f", "f", "表", "f", columns, (), (first, labels, *rows))
    blocks = (Heading(1, (Text(f"{NAME}二〇二三年部门概况"),), "h"), form)
    return replace(sample_document(), author=NAME, sections=(Section(blocks),))


def test_titles_that_are_cut_are_counted_and_set_ones_are_not(document: Document) -> None:
    style = sample_style()
    # Room for all but the last two characters, which are half a word.
    wide = style.headings[0].model_copy(update={"size": 156 * 72 / 25.4 / 24.05})
    cut = style.model_copy(update={"headings": (wide, *style.headings[1:])})
    before = faults(document, render_typst(document, cut).pdf, cut.page)
    after = faults(document, render_typst(set_titles(document, cut), cut).pdf, cut.page)
    assert (before.cut_titles, before.stubs) == (1, 1)
    assert (after.cut_titles, after.stubs) == (0, 0)


def test_a_form_that_goes_on_without_its_head_is_counted(document: Document) -> None:
    style = sample_style()
    whole = faults(document, render_typst(document, style).pdf, style.page)
    assert whole.pages > 2
    assert whole.headless == 0
    (section,) = document.sections
    heading, form = section.blocks
    assert isinstance(form, Table)
    labels = tuple(replace(cell, role=Role.ROW_HEADER) for cell in form.body[1])
    plain = (form.body[0], labels, *form.body[2:])
    headless = replace(document, sections=(Section((heading, replace(form, body=plain))),))
    found = faults(document, render_typst(headless, style).pdf, style.page)
    assert found.headless == found.pages - 1


def test_cells_that_end_badly_are_counted() -> None:
    lines = (
        ("字" * 24, "字"),
        ("字" * 23, "字字"),
        ("投入≤21002.41", "万元"),
        ("投入", "≤21002.41万元"),
        ("类", "别"),
    )
    found = [Sheet("表", lines, 0.5)]
    assert (stub_cells(found), cut_numbers(found)) == (1, 1)


def test_pages_that_hold_little_are_counted_where_they_go_on() -> None:
    full, end, next_table = Sheet("表一", (("甲",),), 1.0), Sheet("甲", (("乙",),), 0.2), "表二"
    text = Sheet("正文", (), 1.0)
    little = Sheet("正文续", (), 0.3)
    pages = [text, text, full, end, Sheet(next_table, (("丙",),), 0.2), little, text]
    titles = ("表一", "表二")
    assert spills(pages, titles) == 1
    assert gaps(pages, titles) == 2
