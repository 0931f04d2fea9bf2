"""The report on pages counts what is wrong in them and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

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
    before = faults(document, render_typst(document, cut).pdf)
    after = faults(document, render_typst(set_titles(document, cut), cut).pdf)
    assert (before.cut_titles, before.stubs) == (1, 1)
    assert (after.cut_titles, after.stubs) == (0, 0)


def test_a_form_that_goes_on_without_its_head_is_counted(document: Document) -> None:
    style = sample_style()
    whole = faults(document, render_typst(document, style).pdf)
    assert whole.pages > 2
    assert whole.headless == 0
    (section,) = document.sections
    heading, form = section.blocks
    assert isinstance(form, Table)
    labels = tuple(replace(cell, role=Role.ROW_HEADER) for cell in form.body[1])
    plain = (form.body[0], labels, *form.body[2:])
    headless = replace(document, sections=(Section((heading, replace(form, body=plain))),))
    found = faults(document, render_typst(headless, style).pdf)
    assert found.headless == found.pages - 1
