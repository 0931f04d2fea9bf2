"""The three public expenses, printed with a column or with a row for each item."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from discloser.check.agreement import Agreement
from discloser.check.outcome import Held
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.read import DocumentReader, PlacedTable
from discloser.check.rules.a_forms import form_of
from discloser.check.rules.f_tables import F18
from discloser.classification.codebook import Codebook
from discloser.compute.ledger import Column, Side
from discloser.document.nodes import Document, Section
from discloser.model.values import Kind
from discloser.vocabulary.words import national_words
from tests.check.reader.test_lines import table

ALL = ("30212", "30217", "30913", "31013", "30231")
ITEMS = {
    "合计": ALL,
    "1.因公出国（境）费": ("30212",),
    "2.公务接待费": ("30217",),
    "3.公务用车购置及运行费": ("30913", "31013", "30231"),
    "其中：（1）公务用车购置费": ("30913", "31013"),
    "（2）公务用车运行费": ("30231",),
}
"""The rows of 昌宁县卡斯镇 2024, each with its economic items."""
AMOUNTS = ("12.00", "2.00", "1.00", "9.00", "5.00", "4.00")
COLUMNS = {
    "2023年预算数": Column.PRIOR,
    "2024年预算数": Column.AMOUNT,
    "增、减金额": Column.CHANGE,
    "增、减幅度": Column.CHANGE_RATE,
}


def read(
    head: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    kind: Kind = Kind.BUDGET,
    title: str = "2024年一般公共预算“三公”经费支出表",
) -> DocumentReader:
    document = Document("", "", date(2024, 1, 1), (Section((table(title, head, rows),)),))
    return DocumentReader(document, kind, 2024, national_words(), Codebook())


def placed(reader: DocumentReader) -> PlacedTable:
    return reader.by_role["three_public"]


def meant(items: tuple[str, ...], column: Column = Column.AMOUNT) -> object:
    money = Meaning.of(Side.EXPENDITURE, {"fund_group": "财政拨款", "economic_item": items})
    return money.in_column(column).key


def test_a_row_for_each_item_means_what_a_column_does() -> None:
    rows = [(label, *("1.00",) * len(COLUMNS)) for label in ITEMS]
    cells = placed(read(("项目", *COLUMNS), rows)).cells
    assert {at: meaning.key for at, meaning in cells.items()} == {
        (row + 1, column + 1): meant(items, named)
        for row, items in enumerate(ITEMS.values())
        for column, named in enumerate(COLUMNS.values())
    }


def test_a_column_for_each_item_is_read_as_before() -> None:
    head = ("单位名称", "合计", "因公出国（境）费", "公务接待费", "购置费", "运行费")
    cells = placed(read(head, [("合计", "12.00", "2.00", "1.00", "5.00", "4.00")])).cells
    items = (ALL, ("30212",), ("30217",), ("30913", "31013"), ("30231",))
    assert [meaning.key for meaning in cells.values()] == [meant(each) for each in items]


def test_counts_between_the_amounts_and_a_column_of_line_numbers_are_left_out() -> None:
    head = ("项目", "行次", "年初预算数", "决算统计数")
    rows = [
        (label, str(number), amount, amount)
        for number, (label, amount) in enumerate(zip(ITEMS, AMOUNTS, strict=True), 1)
    ]
    rows += [("（二）相关统计数", "7", "—", "—"), ("1.因公出国（境）团组数（个）", "8", "2", "3")]
    title = "财政拨款“三公”经费支出决算表"
    cells = placed(read(head, rows, Kind.FINAL_ACCOUNT, title)).cells
    named = (Column.INITIAL_BUDGET, Column.AMOUNT)
    assert {at: meaning.key for at, meaning in cells.items()} == {
        (row + 1, column + 2): meant(items, each)
        for row, items in enumerate(ITEMS.values())
        for column, each in enumerate(named)
    }


@pytest.mark.parametrize(("amount", "holds"), [("12.00", True), ("13.00", False)])
def test_the_items_add_up_down_the_rows(amount: str, holds: bool) -> None:
    """F18."""
    rows = [(label, text) for label, text in zip(ITEMS, (amount, *AMOUNTS[1:]), strict=True)]
    title = "财政拨款“三公”经费支出决算表"
    outcomes = list(
        Agreement(read(("项目", "决算数"), rows, Kind.FINAL_ACCOUNT, title)).outcomes(F18)
    )
    assert outcomes
    assert all(isinstance(outcome, Held) for outcome in outcomes) is holds


@pytest.mark.parametrize("left_out", [None, *ITEMS])
def test_the_form_asks_for_each_item_as_a_row_too(left_out: str | None) -> None:
    """A11."""
    rows = [(label, "1.00") for label in ITEMS if label != left_out]
    sheet = placed(read(("项目", "预算数"), rows)).sheet
    words = national_words()
    columns, _ = form_of(sheet, words.tables[Kind.BUDGET]["three_public"], words.labels)
    assert len(columns.missing) == (0 if left_out is None else 1)
