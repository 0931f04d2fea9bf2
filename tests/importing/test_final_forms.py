"""The forms of the final-accounts software become the lines that they were made from."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from discloser.importing.files import Import
from discloser.importing.tables import kind_of, open_books
from discloser.model.values import Kind
from tests.entry.office import Office, is_installed
from tests.importing.final_forms import FUND, GENERAL, INFORMATION, forms, receipts
from tests.importing.grids import INPUTS, Sheet, draft_of, keys, saved
from tests.importing.test_grids import of_files, told

FINAL = [path for path in INPUTS if draft_of(path)["kind"] == "final_account"]
UNIT = "某某局"
ASKED = {line.rpartition("|")[2].partition(".")[2] for line in INFORMATION.splitlines()}


def told_by_forms(path: Path) -> Any:
    """An input as the forms tell it: one unit, no projects, nothing of what was carried over."""
    draft = draft_of(path)
    for line in draft["expenditure"]:
        line.setdefault("department_economic", "30299")
        for name in ("carried_over", "project", "unit"):
            line.pop(name, None)
    return draft | {"units": [{"name": UNIT}], "projects": []}


def about(draft: Any) -> dict[str, str]:
    return {name: draft[name] for name in ("pack", "kind", "year")}


def imported(sheets: list[Sheet], draft: Any, folder: Path) -> Import:
    return of_files([saved(sheets, folder / "a.xlsx")], about(draft))


def balances(draft: Any, book: str) -> dict[tuple[str, str, str], Decimal]:
    sums: dict[tuple[str, str, str], Decimal] = {}
    for each in receipts(draft, book):
        key = each.function, each.fund, each.kind
        sums[key] = sums.get(key, Decimal()) + each.amount
    return sums


def assert_same(result: Import, draft: Any) -> None:
    assert result.imported is not None
    made = result.imported.draft
    assert keys(made) == keys(draft)
    for book in ("receipts", "closing"):
        assert balances(made, book) == balances(draft, book)
    for name in ("three_public", "procurement", "assets"):
        told_of = counts(draft.get(name) or {})
        found = counts(made.get(name) or {})
        assert {path: found.get(path) for path in told_of} == told_of
    assert [unit["name"] for unit in made["units"]] == [UNIT]
    assert result.proof.broken == ()


def counts(part: Any, above: str = "") -> dict[str, Decimal]:
    """The numbers of a part that the form 机构运行信息表 asks for."""
    found: dict[str, Decimal] = {}
    for name, value in part.items():
        if isinstance(value, dict):
            found |= counts(value, f"{above}{name}.")
        elif f"{above}{name}" in ASKED and str(value).replace(".", "").isdigit():
            found[f"{above}{name}"] = Decimal(str(value))
    return found


@pytest.mark.parametrize("path", FINAL, ids=lambda path: path.stem)
def test_final_accounts_come_back_from_their_forms(path: Path, tmp_path: Path) -> None:
    draft = told_by_forms(path)
    result = imported(forms(draft, UNIT), draft, tmp_path)
    assert_same(result, draft)
    assert len(result.proof.numbers) > 100 * len(draft["expenditure"])
    assert [each for each in result.findings if each.severity == "error"] == []


def test_the_old_binary_form_with_cut_names_reads_the_same(tmp_path: Path) -> None:
    if not is_installed():
        pytest.skip("LibreOffice is not installed")
    draft = told_by_forms(FINAL[0])
    source = saved(forms(draft, UNIT), tmp_path / "a.xlsx")
    out = tmp_path / "out"
    out.mkdir()
    old = Office.started(tmp_path / "profile").convert(source, "xls", out)
    assert_same(of_files([old], about(draft)), draft)


def without_numbers(sheet: Sheet) -> None:
    """Names without the forms' numbers: the title says which form it is."""
    sheet.title = sheet.title.partition(" ")[2].partition("(")[0][:31]


def without_names(sheet: Sheet) -> None:
    sheet.title = f"表{sheet.title[1:5].strip()}"


def without_numbering(sheet: Sheet) -> None:
    sheet.rows = [row for row in sheet.rows if "栏次" not in row]
    sheet.merged = [area for area in sheet.merged if area[0] < 7]


def with_levels(sheet: Sheet) -> None:
    """Class, division and item each in a column of its own."""
    sheet.merged = [area for area in sheet.merged if area[0] < 7]
    for row in sheet.rows[8:]:
        code = row[0]
        row[:3] = [code[:3], code[3:5], code[5:]]


def in_wan(sheet: Sheet) -> None:
    sheet.rows[2][-1] = "金额单位：万元"
    for row in sheet.rows[7:]:
        row[4:] = [value / 10_000 if isinstance(value, float) else value for value in row[4:]]


def with_sums_of_classes(sheet: Sheet) -> None:
    """Rows of classes and divisions above their items, as the software prints them."""
    items, rows = sheet.rows[8:], list[list[Any]]()
    for length in (3, 5):
        for code in dict.fromkeys(row[0][:length] for row in items):
            sums = [
                sum(value for value in column if isinstance(value, float))
                for column in zip(*(r[4:] for r in items if r[0].startswith(code)), strict=True)
            ]
            rows.append([code, None, None, "某类", *sums])
    sheet.rows[8:8] = rows
    sheet.merged = [area for area in sheet.merged if area[0] < 7]


@pytest.mark.parametrize(
    "change",
    [without_numbers, without_names, without_numbering, with_levels, in_wan, with_sums_of_classes],
)
def test_the_forms_are_found_by_what_stands_in_them(
    change: Callable[[Sheet], None], tmp_path: Path
) -> None:
    draft = told_by_forms(FINAL[0])
    sheets = forms(draft, UNIT)
    for sheet in sheets:
        is_matrix = not sheet.title.startswith("F03")
        if is_matrix or change in (without_numbers, without_names):
            change(sheet)
    assert_same(imported(sheets, draft, tmp_path), draft)


def without(number: str, sheets: list[Sheet]) -> list[Sheet]:
    return [sheet for sheet in sheets if not sheet.title.startswith(number)]


def test_without_the_forms_of_the_general_budget_its_money_is_inferred(tmp_path: Path) -> None:
    draft = told_by_forms(FINAL[0])
    sheets = without("Z08_2", without("Z08_1", forms(draft, UNIT)))
    result = imported(sheets, draft, tmp_path)
    assert result.imported is not None
    lines = result.imported.draft["expenditure"]
    assert {line["fund"] for line in lines} == {GENERAL}
    inferred = result.imported.inferred
    assert all(("expenditure", at, "fund") in inferred for at in range(len(lines)))


def test_without_the_account_of_a_fund_its_spending_is_marked(tmp_path: Path) -> None:
    draft = told_by_forms(FINAL[0])
    result = imported(without("Z09", forms(draft, UNIT)), draft, tmp_path)
    assert result.imported is not None
    lines = result.imported.draft["expenditure"]
    assert FUND not in {line["fund"] for line in lines}
    marked = [
        line["function"]
        for at, line in enumerate(lines)
        if ("expenditure", at, "fund") in result.imported.inferred
    ]
    assert {"2120803", "2120899"} <= set(marked)


def test_a_part_that_is_more_than_all_is_told(tmp_path: Path) -> None:
    draft = told_by_forms(FINAL[1])
    sheets = forms(draft, UNIT)
    part = next(sheet for sheet in sheets if sheet.title.startswith("Z08_1"))
    row = part.rows[8]
    at = next(i for i, value in enumerate(row) if i > 6 and isinstance(value, float))
    row[at] += 1
    result = imported(sheets, draft, tmp_path)
    assert told(result, "J020")
    assert told(result, "J006")


def test_a_sum_that_does_not_hold_is_told_at_its_cell(tmp_path: Path) -> None:
    draft = told_by_forms(FINAL[1])
    sheets = forms(draft, UNIT)
    whole = next(sheet for sheet in sheets if sheet.title.startswith("Z05 "))
    whole.rows[7][4] += 0.01
    result = imported(sheets, draft, tmp_path)
    (finding,) = told(result, "J006")
    assert finding.location is not None
    assert (finding.location.sheet, finding.location.cell) == (whole.title, "E8")


def test_the_numbers_of_the_forms_say_the_kind(tmp_path: Path) -> None:
    draft = told_by_forms(FINAL[1])
    books, _ = open_books([saved(forms(draft, UNIT), tmp_path / "a.xlsx")])
    assert kind_of(books) is Kind.FINAL_ACCOUNT
    books, _ = open_books([saved([Sheet("视图数据", [["预算单位"]])], tmp_path / "b.xlsx")])
    assert kind_of(books) is Kind.BUDGET
