"""What a page shows of a cell: its field, the cells around it, what two versions differ in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from discloser.entry.convert import lists_for
from discloser.entry.lists import Lists
from discloser.entry.mend.around import CellFindings, around
from discloser.entry.mend.as_workbook import as_workbook
from discloser.entry.mend.book import EntryBook
from discloser.entry.mend.differences import Change, ChangedRow, differences
from discloser.entry.mend.field import TYPES, CellField, FieldType, cell_field
from discloser.finding import Finding, Severity
from discloser.location import Location
from discloser.pack.forms import named_pack
from discloser.pack.layers import pack_roots
from discloser.read.workbook_columns import ValueKind
from tests.entry.mend.books import (
    FILE,
    INPUTS,
    book_of,
    changed,
    mended_book,
    opened,
    workbook,
)
from tests.entry.samples import GOOD


@cache
def lists_of(name: str) -> Lists:
    named = named_pack(book_of(name).draft)
    assert named is not None
    return lists_for(*named, pack_roots(None))


def field(name: str, sheet: str, address: str, book: EntryBook | None = None) -> CellField:
    found, findings = cell_field(book or book_of(name), lists_of(name), sheet, address)
    assert found is not None, findings
    return found


def row_of(name: str, sheet: str, label: str) -> str:
    """The address of a form's value, by what the entry is called."""
    rows = book_of(name).grid(sheet).rows
    row = next(row for row, cells in rows.items() if str(cells[0].value).endswith(label))
    return f"B{row + 1}"


@pytest.mark.parametrize("name", INPUTS)
def test_every_filled_cell_of_the_layout_is_a_field_of_its_columns_kind(name: str) -> None:
    book, lists = book_of(name), lists_of(name)
    seen = set()
    columns = {(each.sheet, (each.cell or "")[:1]): each for each in book.sources.places.values()}
    forms = [each for each in book.sources.places.values() if (each.cell or "")[:1] == "B"]
    for place in (*columns.values(), *forms[::3]):
        found, findings = cell_field(book, lists, place.sheet or "", place.cell or "")
        assert found is not None, findings
        if found.may_edit and found.title:
            seen.add(found.type)
            if found.only_choices and found.value:
                assert found.value in found.choices
    assert seen >= {FieldType.AMOUNT, FieldType.CHOICE, FieldType.LONG_TEXT, FieldType.COUNT}


def test_a_field_is_what_the_workbook_declares() -> None:
    amount = field("declared", "支出", "I6")
    assert (amount.title, amount.type, amount.unit) == ("金额", FieldType.AMOUNT, "元")
    assert (amount.value, amount.shown) == ("7704687", "7,704,687.00")
    assert amount.required
    assert amount.help.startswith("必填。只写数字")
    count = field("declared", "补充资料", row_of("declared", "补充资料", "执法执勤用车"))
    assert count.type is FieldType.COUNT
    assert "单位：辆" in count.help
    month = field("declared", "基本信息", row_of("declared", "基本信息", "公开月份"))
    assert (month.type, month.value) == (FieldType.MONTH, "2025-02")
    duty = field("declared", "职责", "A5")
    assert (duty.type, duty.longest) == (FieldType.LONG_TEXT, 32_767)
    flag = field("declared", "支出", "H6")
    assert (flag.type, flag.choices, flag.only_choices) == (FieldType.YES_NO, ("是", "否"), True)


def test_choices_are_those_of_the_pack_at_that_place() -> None:
    name = "declared"
    lists, book = lists_of(name), book_of(name)
    assert field(name, "支出", "C6").choices == lists.offers["expenditure", "category"]
    assert field(name, "支出", "G6").choices == lists.offers["expenditure", "fund"]
    functions = field(name, "支出", "B6").choices
    assert "2010301 行政运行" in functions
    units: Any = book.draft["units"]
    assert field(name, "支出", "A6").choices == tuple(unit["name"] for unit in units)
    projects: Any = book.draft["projects"]
    assert field(name, "绩效目标", "A4").choices == tuple(each["name"] for each in projects)
    assert "产出指标" in field(name, "绩效目标", "B4").choices
    key = field(name, "用语选择", "A4").value.split()[-1]
    assert field(name, "用语选择", "B4").choices == lists.choices[key] != ()


def test_a_final_account_has_its_own_words_and_units() -> None:
    book = book_of("account")
    titles = {field("account", "支出", f"{letter}6").title for letter in "ABCDEFGHIJK"}
    assert "决算数" in titles
    assert book.kind is not None
    place = book.sources.places["expenditure", 0, "amount"]
    assert field("account", "支出", place.cell or "").type is FieldType.AMOUNT


@pytest.mark.parametrize(
    ("sheet", "address", "fixed"),
    [
        ("支出", "I4", "表头"),
        ("支出", "A1", "表头以上"),
        ("基本信息", "A5", "名称"),
        ("基本信息", "C5", "说明"),
        ("自查", "B5", "程序生成"),
        ("字典", "A2", "程序生成"),
    ],
)
def test_what_is_not_to_be_filled_in_says_why(sheet: str, address: str, fixed: str) -> None:
    found = field("declared", sheet, address)
    assert not found.may_edit
    assert fixed in found.fixed


def test_every_column_of_the_layout_has_a_type() -> None:
    assert set(TYPES) | {ValueKind.TEXT} == set(ValueKind)


def findings_at(*cells: tuple[str, str]) -> list[Finding]:
    places = [Location(FILE, sheet=sheet, cell=cell) for sheet, cell in cells]
    return [Finding("E021", Severity.ERROR, f"第 {at} 处", "", (p,)) for at, p in enumerate(places)]


def test_the_cells_around_one_have_titles_rows_and_what_is_wrong() -> None:
    book = book_of("declared")
    told = findings_at(("支出", "I6"), ("支出", "B5"), ("收入", "I6"))
    seen, _ = around(book, "支出", "I6", CellFindings(book, told), rows=1)
    assert seen is not None
    assert (seen.cell, seen.columns[-1], seen.titles[-1]) == ("I6", "I", "金额")
    assert [row.number for row in seen.rows] == [5, 6, 7]
    assert [cell.cell for row in seen.rows for cell in row.cells if cell.findings] == ["B5", "I6"]
    middle = seen.rows[1].cells
    assert (middle[-1].text, middle[-1].is_number, middle[-1].may_edit) == (
        "7,704,687.00",
        True,
        True,
    )
    assert middle[1].text == "2010301 行政运行"


def test_few_columns_keep_the_one_that_names_the_row() -> None:
    seen, _ = around(book_of("declared"), "支出", "I6", rows=0, columns=1)
    assert seen is not None
    assert seen.columns == ("A", "H", "I")


def test_of_a_form_the_names_of_the_entries_stand_beside() -> None:
    address = row_of("declared", "基本信息", "公开月份")
    seen, _ = around(book_of("declared"), "基本信息", address)
    assert seen is not None
    assert seen.titles[:2] == ("事项", "内容")
    middle = next(row for row in seen.rows if address == f"B{row.number}")
    assert (middle.cells[0].text, middle.cells[0].may_edit) == ("公开月份", False)
    assert middle.cells[1].may_edit


def test_rows_above_the_titles_and_below_the_last_row_are_seen_too() -> None:
    seen, _ = around(book_of("good"), "支出", "I4", rows=1)
    assert seen is not None
    assert [row.number for row in seen.rows] == [3, 4, 5]
    seen, _ = around(book_of("good"), "支出", "I900", rows=1)
    assert seen is not None
    assert {cell.text for row in seen.rows for cell in row.cells} == {""}
    assert around(book_of("good"), "没有", "A1")[1][0].code == "E080"


def test_what_is_told_of_merged_cells_stands_at_the_one_that_is_shown() -> None:
    book = opened(changed(workbook("light"), lambda book: book["职责"].merge_cells("A4:A5")))
    seen, _ = around(book, "职责", "A5", CellFindings(book, findings_at(("职责", "A5"))))
    assert seen is not None
    assert seen.cell == "A4"
    marked = [cell for row in seen.rows for cell in row.cells if cell.findings]
    assert [cell.cell for cell in marked] == ["A4"]


def told(rows: tuple[ChangedRow, ...]) -> list[tuple[Any, ...]]:
    return [
        (row.sheet, row.change, cell.title, cell.old, cell.new, cell.old_cell, cell.new_cell)
        for row in rows
        for cell in row.cells
    ]


def test_the_same_version_differs_in_nothing() -> None:
    for name in INPUTS:
        assert differences(book_of(name), book_of(name)) == ()


def test_what_was_mended_is_told_at_its_cell() -> None:
    book = book_of("declared")
    values = {
        ("支出", "I6"): "7",
        ("支出", "B7"): "2010302 一般行政管理事务",
        ("基本信息", row_of("declared", "基本信息", "公开月份")): "2025-09",
    }
    month = row_of("declared", "基本信息", "公开月份")
    old = str(book.cell("支出", 6, 1).value)  # type: ignore[union-attr]
    changed_ = Change.CHANGED
    assert told(differences(book, mended_book(book, values))) == [
        ("基本信息", changed_, "公开月份", "2025-02", "2025-09", month, month),
        ("支出", changed_, "金额", "7,704,687.00", "7.00", "I6", "I6"),
        ("支出", changed_, "功能分类科目（项）", old, "2010302 一般行政管理事务", "B7", "B7"),
    ]


def test_a_sentence_that_was_changed_a_little_is_one_change() -> None:
    book = book_of("declared")
    before = str(book.cell("职责", 4, 0).value)  # type: ignore[union-attr]
    found = differences(book, mended_book(book, {("职责", "A5"): before + "另加一句。"}))
    assert [(row.change, row.cells[0].new) for row in found] == [
        (Change.CHANGED, before + "另加一句。")
    ]


def test_rows_are_matched_by_what_they_are_about_not_by_where_they_stand() -> None:
    def insert(book: Any) -> None:
        sheet = book["支出"]
        sheet.insert_rows(5)
        for at, text in enumerate(("", "2010301", "基本支出", "", "30102", "50101", "", "", 12), 1):
            sheet.cell(5, at).value = text or None
        sheet.delete_rows(8)

    old = opened(changed(workbook("light"), lambda _: None))
    gone = old.grid("支出").rows[6]
    found = differences(old, opened(changed(workbook("light"), insert)))
    assert [(row.sheet, row.change) for row in found] == [
        ("支出", Change.ADDED),
        ("支出", Change.REMOVED),
    ]
    assert found[0].label.startswith("2010301 基本支出 30102")
    assert [cell.new_cell for cell in found[0].cells][-1] == "I5"
    assert [cell.old for cell in found[1].cells][-1] == gone[8].shown


def test_two_ways_to_write_the_same_are_no_difference() -> None:
    def rewrite(book: Any) -> None:
        cell = book["支出"]["I5"]
        cell.value, cell.number_format = f"{cell.value:,.2f}", "@"
        book["支出"]["B5"].value = str(book["支出"]["B5"].value).split()[0]

    found = differences(book_of("good"), opened(changed(workbook("light"), rewrite)))
    assert [cell for row in found for cell in row.cells] == []


def test_a_sheet_whose_titles_are_lost_is_compared_by_its_cells() -> None:
    def spoil(book: Any) -> None:
        for at in range(1, 10):
            book["支出"].cell(4, at).value = f"列{at}"

    found = differences(book_of("good"), opened(changed(workbook("light"), spoil)))
    assert {(row.sheet, cell.title) for row in found for cell in row.cells} >= {("支出", "A")}
    assert {row.sheet for row in found} == {"支出"}


def test_a_yaml_input_becomes_its_entry_workbook_and_a_workbook_stays(tmp_path: Path) -> None:
    data, findings = as_workbook(GOOD, pack_roots(None))
    assert data is not None, findings
    assert opened(data).draft["units"] == book_of("good").draft["units"]
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert as_workbook(path, ())[0] == data


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "E001"),
        ("a.xlsx", b"PK\x03\x04", "E001"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "E001"),
        ("a.yaml", b"kind: [", "R017"),
        ("none.xlsx", None, "R001"),
    ],
)
def test_what_is_no_input_is_a_finding(
    name: str, content: bytes | None, code: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    data, findings = as_workbook(tmp_path / name, ())
    assert data is None
    assert findings[0].code.startswith(code), findings
