"""Rows copied in a spreadsheet are laid onto a sheet as Excel lays them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discloser.entry.mend.pasted import laid, pasted, rows_of
from discloser.read.workbook_layout import LAST_AMOUNT
from tests.entry.mend.books import book_of, changed, codes, opened, workbook

LINE = (
    "2010301 行政运行\t基本支出\t\t30101 基本工资\t50101 工资奖金津补贴\t一般公共预算\t否\t1,470.50"
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("甲\t乙\r\n丙\t丁\r\n", [["甲", "乙"], ["丙", "丁"]]),
        ("甲\t乙\n丙\t丁", [["甲", "乙"], ["丙", "丁"]]),
        ("甲\r乙\r", [["甲"], ["乙"]]),
        ("甲\t\t\n\n乙\n", [["甲", "", ""], [""], ["乙"]]),
        ('"一行\n二行"\t乙\n', [["一行\n二行", "乙"]]),
        ('"说""好""\n了"\n', [['说"好"\n了']]),
        ('"说""好"""\t乙', [['说"好"', "乙"]]),
        ('"直引"\t乙', [['"直引"', "乙"]]),
        ('"直引"后\t他"说', [['"直引"后', '他"说']]),
        ('"没有关上\t乙', [['"没有关上', "乙"]]),
        ("全角　空格\t乙", [["全角　空格", "乙"]]),
        ("甲\t", [["甲", ""]]),
        ("", [[""]]),
    ],
)
def test_copied_rows_are_read_as_excel_copies_them(text: str, rows: list[list[str]]) -> None:
    assert rows_of(text) == rows


def copied(rows: list[list[str]]) -> str:
    """Rows as Excel copies them: what would part a cell stands in quotation marks."""

    def cell(text: str) -> str:
        quoted = text.replace('"', '""')
        return f'"{quoted}"' if any(char in text for char in "\t\n") else text

    return "".join("\t".join(map(cell, row)) + "\r\n" for row in rows)


words = st.text(st.sampled_from("甲乙1,\t\n "), max_size=6)
tables = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(words, min_size=wide, max_size=wide), min_size=1, max_size=4)
)


@settings(derandomize=True, deadline=None, max_examples=100, database=None)
@given(tables)
def test_any_table_comes_through_the_clipboard(rows: list[list[str]]) -> None:
    assert rows_of(copied(rows)) == rows


def test_rows_go_below_the_last_one_and_are_read_as_lines() -> None:
    book = book_of("good")
    before: Any = book.draft["expenditure"]
    first = max(book.grid("支出").rows) + 2
    data, findings = pasted(book, "支出", f"B{first}", f"{LINE}\r\n{LINE}\r\n")
    assert data is not None, findings
    again = opened(data)
    after: Any = again.draft["expenditure"]
    assert after[: len(before)] == before
    assert [line["amount"] for line in after[len(before) :]] == ["1470.5", "1470.5"]
    assert after[-1]["function"] == "2010301"
    assert codes(again.findings) == codes(book.findings)


def test_what_stood_there_is_written_over_also_by_nothing() -> None:
    values, _ = laid(book_of("good"), "支出", "H5", "\t7\n是\t8\n")
    assert values == {
        ("支出", "H5"): "",
        ("支出", "I5"): "7",
        ("支出", "H6"): "是",
        ("支出", "I6"): "8",
    }


def test_titles_that_were_copied_along_are_left_out() -> None:
    book = book_of("good")
    titles = "\t".join(str(book.grid("支出").rows[3][at].value) for at in (7, 8))
    values, _ = laid(book, "支出", "H9", f"{titles}\n是\t8\n")
    assert values == {("支出", "H9"): "是", ("支出", "I9"): "8"}


def test_a_form_takes_values_beside_its_entries_or_entries_with_values() -> None:
    book = book_of("good")
    label = str(book.grid("基本信息").rows[7][0].value)
    values, _ = laid(book, "基本信息", "A8", f"{label}\t2025-09\t随便什么\n")
    assert values == {("基本信息", "B8"): "2025-09"}
    data, findings = pasted(book, "基本信息", "A8", "另一个事项\t2025-09\n")
    assert data is None
    assert codes(findings) == ["E082 A8"]


def test_columns_that_only_show_something_are_passed_over() -> None:
    def with_last_year(book: Any) -> None:
        book["支出"]["J4"] = LAST_AMOUNT

    book = opened(changed(workbook("light"), with_last_year))
    values, _ = laid(book, "支出", "I5", "7\t99\n")
    assert values == {("支出", "I5"): "7"}


def test_of_merged_cells_the_first_text_counts() -> None:
    book = opened(changed(workbook("light"), lambda book: book["职责"].merge_cells("A4:B4")))
    values, _ = laid(book, "职责", "A4", "甲\t\n乙\t\n")
    assert values == {("职责", "A4"): "甲", ("职责", "A5"): "乙"}


@pytest.mark.parametrize(
    ("sheet", "address", "text", "code"),
    [
        ("支出", "H5", "是\t7\t多出来的", "E089 H5"),
        ("支出", "Z5", "7", "E089 Z5"),
        ("基本信息", "B5", "甲\n" * 100, "E090 B5"),
        ("支出", "A50000", "甲\n乙\n", "E090 A50000"),
        ("支出", "A4", "甲\n", "E082 A4"),
        ("自查", "A4", "甲\n", "E082 A4"),
        ("没有", "A4", "甲\n", "E080 "),
        ("支出", "I5", " \t\r\n\r\n", "E091 I5"),
        ("支出", "I5", "", "E091 I5"),
        ("职责", "A4", "甲\x01\n", "E084 A4"),
    ],
)
def test_what_does_not_fit_is_said(sheet: str, address: str, text: str, code: str) -> None:
    data, findings = pasted(book_of("good"), sheet, address, text)
    assert data is None
    assert codes(findings) == [code]


def test_empty_cells_at_the_end_of_lines_do_not_count() -> None:
    values, findings = laid(book_of("good"), "支出", "I5", "7\t\t\n8\t\t\n")
    assert findings == ()
    assert values == {("支出", "I5"): "7", ("支出", "I6"): "8"}


def test_without_titles_nobody_knows_which_columns_are_meant() -> None:
    def spoil(book: Any) -> None:
        for at in range(1, 10):
            book["支出"].cell(4, at).value = f"列{at}"

    book = opened(changed(workbook("light"), spoil))
    _, findings = pasted(book, "支出", "I5", "7\n")
    assert codes(findings) == ["E088 I5"]
