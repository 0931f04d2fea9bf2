"""A clerk's workbook with one fault each: what is found, and that it stands at a cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from discloser.finding import Finding, Severity
from discloser.pipeline import prepare

CLEAN = Path(__file__).parents[1] / "entry" / "data" / "water-bureau-2026.xlsx"
Check = Callable[[Callable[[Workbook], None]], list[Finding]]


@pytest.fixture
def found(tmp_path: Path) -> Check:
    """What is found in the clean workbook after an edit, without notes."""

    def run(edit: Callable[[Workbook], None]) -> list[Finding]:
        book = load_workbook(CLEAN)
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
    assert cells(findings) == ["A09 收入!C12", "A09 收入!C10"]
    assert "用上年结转安排的支出 3,268,940.27 元" in findings[0].message
    assert "收入性质填“上年结转结余”" in findings[0].remedy


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


@pytest.mark.parametrize("code", ["210", "213", "301", "501"])
def test_a_departments_code_may_be_that_of_a_class(code: str, found: Check) -> None:
    def rename(book: Workbook) -> None:
        book["基本信息"]["B9"] = code

    assert cells(found(rename)) == []
