"""Two published PDFs, held to what two other programs read on their pages."""

from __future__ import annotations

import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pdfplumber
import pytest

from discloser.document.nodes import Document, Heading, Paragraph, Table
from discloser.money import MoneyUnit
from discloser.read.document import read_document
from tests.read.document.compare import bare, money

DATA = Path(__file__).parent / "data"
NAMES = ("office2025-dept", "social2024-final")


@cache
def read(name: str) -> Document:
    found = read_document(DATA / f"{name}.pdf")
    assert found.findings == ()
    assert found.document is not None
    return found.document


@cache
def pages(name: str) -> list[Counter[str]]:
    """The amounts of every page as pdftotext prints them."""
    command = ["pdftotext", "-layout", str(DATA / f"{name}.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    return [money(page) for page in text.split("\f")]


def on_page(document: Document, page: int) -> Counter[str]:
    """The amounts that were read on a page: of cells, notes and paragraphs that begin there."""
    found: Counter[str] = Counter()
    for block in document.blocks():
        if isinstance(block, Table):
            cells = (cell for row in (*block.head, *block.body) for cell in row)
            found += Counter(
                cell.text
                for cell in cells
                if cell.spot is not None and cell.spot.page == page and money(cell.text)
            )
        elif isinstance(block, Paragraph | Heading) and block.spot is not None:
            found += money(block.text) if block.spot.page == page else Counter()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_amount_of_every_page_is_read_exactly_once(name: str) -> None:
    document = read(name)
    printed = pages(name)
    with_tables = {
        cell.spot.page
        for table in document.tables()
        for row in table.body
        for cell in row
        if cell.spot is not None
    }
    assert len(with_tables) > 8
    for page in with_tables:
        assert on_page(document, page) == printed[page - 1], page
    read_of_all = sum((on_page(document, page + 1) for page in range(len(printed))), Counter())
    assert read_of_all == sum(printed, Counter())
    assert read_of_all.total() > 200


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_says_what_another_program_reads_in_its_box(name: str) -> None:
    """The box is one that pdfplumber finds by itself, and holds the same text there."""
    checked = 0
    with pdfplumber.open(DATA / f"{name}.pdf") as pdf:
        found: dict[tuple[int, ...], str] = {}
        for page in pdf.pages:
            for table in page.find_tables():
                for row, texts in zip(table.rows, table.extract(), strict=True):
                    for box, text in zip(row.cells, texts, strict=True):
                        if box is not None:
                            key = (page.page_number, *(round(side / 4) for side in box[:2]))
                            found[key] = bare(text or "")
        for cell in [c for t in read(name).tables() for row in t.body for c in row]:
            if cell.text and cell.spot is not None and cell.spot.box is not None:
                left, top = cell.spot.box[0] / 4, cell.spot.box[1] / 4
                near = [
                    text
                    for (number, x, y), text in found.items()
                    if number == cell.spot.page and abs(x - left) <= 1 and abs(y - top) <= 1
                ]
                assert bare(cell.text) in near, (cell.text, near)
                checked += 1
    assert checked > 400


def test_the_tables_of_a_budget_have_their_titles_units_and_heads() -> None:
    tables = list(read("office2025-dept").tables())
    assert [table.caption for table in tables] == [
        "2025年部门财务收支预算总表",
        "2025年部门收入预算总表",
        "2025年部门支出预算总表",
        "2025年部门财政拨款收支预算总表",
        "2025年部门一般公共预算支出功能分类预算表",
        "2025年部门政府性基金预算支出功能分类预算表",
        "2025年部门国有资本经营预算支出功能分类预算表",
        "2025年部门一般公共预算基本支出部门预算经济分类预算表",
        "2025年部门“三公”经费和机关运行经费预算表",
    ]
    assert [len(table.head) for table in tables] == [2, 3, 3, 2, 3, 3, 3, 3, 3]
    assert [table.money_unit for table in tables] == [MoneyUnit.YUAN] * 8 + [MoneyUnit.WAN_YUAN]
    assert {table.subject for table in tables} == {"编制部门：上海市普陀区人民政府办公室"}
    assert [len(table.notes) for table in tables] == [0, 0, 0, 0, 0, 1, 1, 0, 0]


def test_a_table_over_two_pages_is_one_and_its_head_stands_once() -> None:
    table = next(t for t in read("office2025-dept").tables() if "收入预算总表" in t.caption)
    pages = {cell.spot.page for row in table.body for cell in row if cell.spot is not None}
    assert len(pages) == 2
    assert [row[0].text for row in table.body].count("类") == 0
    assert table.body[-1][0].text == "合计"


def test_the_narrative_of_a_final_account_stands_under_its_headings() -> None:
    document = read("social2024-final")
    headings = [b.text for b in document.blocks() if isinstance(b, Heading) and b.level == 1]
    assert [bare(text)[:4] for text in headings[-2:]] == ["第三部分", "第四部分"]
    paragraphs = [b.text for b in document.blocks() if isinstance(b, Paragraph)]
    opening = "中共上海市普陀区委社会工作部2024年度收入支出总计307.82万元。"
    assert any(text.startswith(opening) for text in paragraphs)
    assert not any(text.strip().isdigit() for text in paragraphs)
