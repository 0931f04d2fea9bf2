"""A clerk's workbook with one fault each: what is found, and that it stands at a cell."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from discloser.document.nodes import Paragraph
from discloser.finding import Finding, Severity
from discloser.pipeline import prepare

CLEAN = Path(__file__).parents[1] / "entry" / "data" / "water-bureau-2026.xlsx"
Check = Callable[[Callable[[Workbook], None]], list[Finding]]


def clean_book() -> Workbook:
    """The workbook with the two counts that it leaves blank."""
    book = load_workbook(CLEAN)
    for cell in ("B10", "B14"):
        assert book["三公与其他事项"][cell].value is None
        book["三公与其他事项"][cell] = 0
    return book


@pytest.fixture
def found(tmp_path: Path) -> Check:
    """What is found in the clean workbook after an edit, without notes."""

    def run(edit: Callable[[Workbook], None]) -> list[Finding]:
        book = clean_book()
        edit(book)
        path = tmp_path / "水利局.xlsx"
        book.save(path)
        findings = prepare(path).findings
        return [f for f in findings if f.severity is not Severity.NOTE]

    return run


def cells(findings: list[Finding]) -> list[str]:
    """The code and first cell of each finding."""
    places = [finding.location for finding in findings]
    return [
        f"{finding.code} {place.sheet}!{place.cell}" if place is not None else finding.code
        for finding, place in zip(findings, places, strict=True)
    ]


def test_the_clean_workbook_has_nothing_but_notes(found: Check) -> None:
    assert cells(found(lambda _: None)) == []


def test_money_moved_between_units_is_found_at_both(found: Check) -> None:
    def move(book: Workbook) -> None:
        book["收入"]["D5"] = 15135726.23
        book["收入"]["D7"] = 10532360.83

    findings = found(move)
    assert cells(findings) == ["A08 收入!D5", "A08 收入!D7"]
    first, second = findings
    assert "“临河市水利局本级”的“一般公共预算”" in first.message
    assert "收入多 100,000 元" in first.message
    assert "“临河市河道管理处”的“一般公共预算”" in second.message
    assert "支出多 100,000 元" in second.message
    assert "全部门这项资金是平的" in first.remedy
    sheets = {place.sheet for place in first.locations}
    assert sheets == {"收入", "支出"}


def test_a_cause_is_told_once_at_the_narrowest_place(found: Check) -> None:
    def add(book: Workbook) -> None:
        book["收入"]["D13"] = 350000.01

    assert cells(found(add)) == ["A08 收入!D13"]


def test_receipts_carried_over_without_their_kind_are_told_at_that_cell(found: Check) -> None:
    def forget(book: Workbook) -> None:
        for row in range(5, 16):
            book["收入"][f"C{row}"] = None

    findings = found(forget)
    assert cells(findings) == ["A09 收入!C10", "A09 收入!C12"]
    assert "用上年结转安排的支出 3,268,940.27 元" in findings[1].message
    assert "收入性质填“上年结转结余”" in findings[1].remedy


def test_expenditure_not_marked_as_carried_over_is_told_at_that_cell(found: Check) -> None:
    def forget(book: Workbook) -> None:
        for row in range(5, 120):
            book["支出"][f"H{row}"] = None

    findings = found(forget)
    assert [finding.code for finding in findings] == ["A09", "A09"]
    assert {place.cell for f in findings for place in f.locations} >= {"H105", "H107"}
    assert all(f.location is not None and f.location.sheet == "支出" for f in findings)


def test_one_code_of_two_projects_is_an_error(found: Check) -> None:
    def copy(book: Workbook) -> None:
        book["项目"]["B6"] = book["项目"]["B5"].value

    findings = found(copy)
    assert cells(findings) == ["X06 项目!B6"]
    assert "项目编码“411000260000000000002”" in findings[0].message


def test_projects_without_targets_are_told_and_counted_in_the_text(tmp_path: Path) -> None:
    def text_of(targets: int) -> tuple[str, set[str]]:
        book = clean_book()
        sheet = book["绩效目标"]
        projects = [cell.value for cell in book["项目"]["A"][3:] if cell.value][targets:]
        for row in range(sheet.max_row, 3, -1):
            if sheet[f"A{row}"].value in projects:
                sheet.delete_rows(row)
        path = tmp_path / f"{targets}.xlsx"
        book.save(path)
        prepared = prepare(path)
        assert prepared.document is not None
        texts = [b.text for b in prepared.document.blocks() if isinstance(b, Paragraph)]
        text = next(text for text in texts if "绩效目标" in text and "2026年预算" in text)
        return text, {finding.code for finding in prepared.findings}

    none, codes = text_of(0)
    assert none == "我部门2026年预算项目共18个，均未编制绩效目标。"
    assert "P13" in codes
    some, codes = text_of(5)
    assert some.startswith("我部门2026年预算项目共18个，其中5个按要求编制了绩效目标，从项目产出")
    assert "B18" not in codes
    every, codes = text_of(18)
    assert every.startswith("我部门2026年预算项目均按要求编制了绩效目标，从项目产出")
    assert "P13" not in codes


@pytest.mark.parametrize("code", ["210", "213", "301", "501"])
def test_a_departments_code_may_be_that_of_a_class(code: str, found: Check) -> None:
    def rename(book: Workbook) -> None:
        book["基本信息"]["B9"] = code
        for sheet in ("单位", "收入", "支出"):
            for row in book[sheet].iter_rows(min_row=4):
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("13000"):
                        cell.value = code + cell.value.removeprefix("130")

    assert cells(found(rename)) == []


def test_last_years_parts_that_miss_their_sum_are_an_error_at_both(found: Check) -> None:
    def change(book: Workbook) -> None:
        book["上年数"]["B23"] = 400000

    (finding,) = found(change)
    assert cells([finding]) == ["I08 上年数!B23"]
    assert "452,000 元，应等于“‘三公’经费”400,000 元，相差 52,000 元" in finding.message
    assert {place.cell for place in finding.locations} == {"B23", "B18", "B21", "B22"}


def test_one_wrong_total_of_last_year_is_told_once(found: Check) -> None:
    def change(book: Workbook) -> None:
        book["上年数"]["B4"] = 41286301.52

    (finding,) = found(change)
    assert cells([finding]) == ["I08 上年数!B4"]
    assert "另有" in finding.message


def in_wan(book: Workbook, *parts: tuple[str, str]) -> None:
    """Write the amounts of some columns in 万元."""
    for sheet, column in parts:
        for row in range(4, book[sheet].max_row + 1):
            cell = book[sheet][f"{column}{row}"]
            if isinstance(cell.value, int | float):
                cell.value = round(cell.value / 10000, 2)


LEDGER = (("收入", "D"), ("支出", "I"), ("年终结余", "D"))


def test_a_file_in_ten_thousands_that_says_yuan_is_told_at_the_unit(found: Check) -> None:
    findings = found(lambda book: in_wan(book, *LEDGER, ("上年数", "B")))
    unit = next(finding for finding in findings if finding.code == "I10")
    assert cells([unit]) == ["I10 基本信息!B7"]
    assert "看太小" in unit.message
    assert {"N04", "N13", "I11"}.isdisjoint(finding.code for finding in findings)


def test_a_file_in_yuan_that_says_ten_thousands_is_told_at_the_unit(found: Check) -> None:
    def say(book: Workbook) -> None:
        book["基本信息"]["B7"] = "万元"

    findings = found(say)
    assert "I10 基本信息!B7" in cells(findings)


@pytest.mark.parametrize("times", [10000, Decimal("0.0001")], ids=["too large", "too small"])
def test_last_year_in_another_unit_is_one_finding(times: Decimal, found: Check) -> None:
    def change(book: Workbook) -> None:
        for row in range(4, book["上年数"].max_row + 1):
            cell = book["上年数"][f"B{row}"]
            if cell.value:
                cell.value = round(Decimal(str(cell.value)) * times, 2)

    findings = found(change)
    assert [f.code for f in findings if f.code in ("N13", "N04", "N03")] == ["N13"]
    (slip,) = (finding for finding in findings if finding.code == "N13")
    assert "相差约 10,000 倍" in slip.message
    assert len(slip.locations) > 10


def test_one_of_last_years_amounts_with_a_zero_too_many_is_told(found: Check) -> None:
    def change(book: Workbook) -> None:
        row = next(
            row
            for row in range(4, book["上年数"].max_row + 1)
            if "agency_operating_costs" in str(book["上年数"][f"A{row}"].value)
        )
        book["上年数"][f"B{row}"].value *= 10

    assert [finding.code for finding in found(change)] == ["N13"]


def test_one_salary_in_ten_thousands_is_told_at_its_cell(found: Check) -> None:
    def change(book: Workbook) -> None:
        book["收入"]["D5"].value -= 3124560 - 312.46
        book["支出"]["I5"] = 312.46

    findings = found(change)
    assert "I11 支出!I5" in cells(findings)
    assert "像是按万元填的" in next(f.message for f in findings if f.code == "I11")


def test_no_cars_beside_their_running_costs_are_told_at_the_count(found: Check) -> None:
    def change(book: Workbook) -> None:
        for row in (7, 8, 9):
            book["三公与其他事项"][f"B{row}"] = 0

    (finding,) = found(change)
    assert finding.code == "I13"
    assert finding.location is not None
    assert finding.location.sheet == "三公与其他事项"
    assert "车辆总数是 0，公务用车运行维护费却是 364,000 元" in finding.message


def test_procurement_above_all_expenditure_is_an_error(found: Check) -> None:
    def change(book: Workbook) -> None:
        book["三公与其他事项"]["B4"] = 49243526

    (finding,) = found(change)
    assert cells([finding]) == ["B16 三公与其他事项!B4"]
    assert "大于本年支出合计" in finding.message


def test_what_the_template_says_is_not_printed_twice(tmp_path: Path) -> None:
    book = clean_book()
    book["职责"]["A4"] = f"（一）{book['职责']['A4'].value}"
    book["原因说明"]["B4"] = "主要原因是：新增城市防洪工程建设资金。"
    path = tmp_path / "水利局.xlsx"
    book.save(path)
    prepared = prepare(path)
    assert prepared.document is not None
    text = "\n".join(b.text for b in prepared.document.blocks() if isinstance(b, Paragraph))
    assert "（一）贯彻执行" in text
    assert "（一）（一）" not in text
    assert "主要原因是：新增城市防洪工程建设资金；支出" in text
    notes = [finding for finding in prepared.findings if finding.code == "C009"]
    assert {(place.sheet, place.cell) for note in notes for place in note.locations} == {
        ("职责", "A4"),
        ("原因说明", "B4"),
    }
    assert all(note.severity is Severity.NOTE for note in notes)
