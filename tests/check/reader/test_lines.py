"""Tables that print the ledger line by line: a row is the money that all its words name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.read import DocumentReader, PlacedTable
from discloser.classification.codebook import Codebook
from discloser.compute.ledger import Side
from discloser.document.nodes import Cell, Column, Document, Role, Row, Section, Table
from discloser.model.values import Kind
from discloser.vocabulary.tables import Shape, TableWords
from discloser.vocabulary.words import Words, national_words

HEAD = (
    *("项目分类", "项目名称", "项目单位", "功能科目编码", "功能科目名称"),
    *("部门经济科目编码", "部门经济科目名称", "合计", "一般公共预算"),
)
ITEM, ECONOMIC = "2010302", "30227"
ROWS = {
    ("合计", "", "", "", "", "", ""): {},
    ("", "", "局机关", "", "", "", ""): {"unit": "101001"},
    ("特定目标类", "热线", "局机关", ITEM, "一般行政管理事务", ECONOMIC, "委托业务费"): {
        "category": "特定目标类",
        "project": "热线",
        "unit": "101001",
        "function_item": ITEM,
        "economic_item": ECONOMIC,
    },
    ("", "热线", "", "201", "一般公共服务支出", "302", "商品和服务支出"): {
        "project": "热线",
        "function_class": "201",
        "economic_class": "302",
    },
    ("", "热线", "", ITEM, "", "", "未细化到经济分类"): {
        "project": "热线",
        "function_item": ITEM,
        "economic_item": "",
    },
}
"""What a row prints before its amounts, and the filter that it means."""


def table(name: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    def line(texts: tuple[str, ...], role: Role = Role.DATA) -> Row:
        return tuple(Cell(text, role) for text in texts)

    return Table(
        name=name,
        sheet=name,
        caption=name,
        anchor=name,
        columns=(Column(),) * len(head),
        head=(line(head, Role.COLUMN_HEADER),),
        body=tuple(map(line, rows)),
    )


def words() -> Words:
    known = national_words()
    of_lines = TableWords(titles=("项目逐笔表",), shape=Shape.LINES, of=Side.EXPENDITURE)
    tables = {**known.tables[Kind.BUDGET], "project_lines": of_lines}
    return known.model_copy(update={"tables": {**known.tables, Kind.BUDGET: tables}})


UNITS = (("101", "某局", "9.00"), ("101001", "局机关", "5.00"), ("101002", "中心", "4.00"))


def read(rows: list[tuple[str, ...]], units: Iterable[tuple[str, ...]] = UNITS) -> PlacedTable:
    receipts = table("部门收入总表", ("部门（单位）代码", "部门（单位）名称", "合计"), units)
    amounts = [(*row, "3.00", "2.00") for row in rows]
    tables = (receipts, table("项目逐笔表", HEAD, amounts))
    document = Document("", "", date(2025, 1, 1), (Section(tables),))
    return DocumentReader(document, Kind.BUDGET, 2025, words(), Codebook()).by_role["project_lines"]


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_a_row_is_the_money_that_all_its_words_name(number: int) -> None:
    placed = read([*ROWS])
    where = [*ROWS.values()][number]
    row = placed.sheet.rows[number]
    of_all = placed.cells[row, len(HEAD) - 2]
    of_fund = placed.cells[row, len(HEAD) - 1]
    assert of_all.key == Meaning.of(Side.EXPENDITURE, where).key
    assert of_fund.key == Meaning.of(Side.EXPENDITURE, {**where, "fund": "一般公共预算"}).key


@pytest.mark.parametrize(
    "row",
    [
        ("", "", "别的局", "", "", "", ""),
        ("没有的分类", "热线", "局机关", ITEM, "", ECONOMIC, ""),
        ("", "热线", "局机关", "20103", "", "3022", ""),
        ("", "", "", "", "说明", "", ""),
    ],
    ids=["unit", "category", "code", "nothing"],
)
def test_a_row_with_a_word_that_says_nothing_known_is_not_read(row: tuple[str, ...]) -> None:
    assert read([row]).cells == {}


def test_a_row_of_the_only_unit_is_not_all_its_money() -> None:
    (number,) = (n for n, row in enumerate(ROWS) if ECONOMIC in row)
    placed = read([*ROWS], UNITS[1:2])
    expected = {name: value for name, value in [*ROWS.values()][number].items() if name != "unit"}
    meaning = placed.cells[placed.sheet.rows[number], len(HEAD) - 2]
    assert meaning.key == Meaning.of(Side.EXPENDITURE, expected).key
    (own,) = (n for n, row in enumerate(ROWS) if row[2] and not row[1])
    of_unit = placed.cells[placed.sheet.rows[own], len(HEAD) - 2]
    assert of_unit.key == Meaning.of(Side.EXPENDITURE).key
