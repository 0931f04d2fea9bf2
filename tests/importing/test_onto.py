"""Exports together with earlier inputs: the ledger from the files, all else carried over."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from discloser.compute.figures import Figures
from discloser.pipeline import prepare
from discloser.read import read_input
from discloser.read.write_yaml import write_yaml
from tests.importing.final_forms import forms
from tests.importing.grids import INPUTS, Sheet, draft_of, entries, keys, nested, saved, single
from tests.importing.test_command import run
from tests.importing.test_final_forms import FINAL, told_by_forms

BUDGET = next(path for path in INPUTS if "xinxiang" in path.parts)


def drafted(path: Path) -> Any:
    draft, _, findings = read_input(path)
    assert [each for each in findings if each.severity == "error"] == []
    return draft


def figures(path: Path) -> Figures:
    found = prepare(path).figures
    assert found is not None
    return found


@pytest.mark.parametrize("suffix", [".yaml", ".xlsx"])
def test_a_budget_has_the_files_lines_and_last_years_rest(suffix: str, tmp_path: Path) -> None:
    """Next year's export, here with one amount changed, beside this year's input."""
    before = draft_of(BUDGET)
    changed = entries(before)
    changed[0] = replace(changed[0], amount=Decimal(700_000))
    export = saved(nested(changed), tmp_path / "导出.xlsx")
    target = tmp_path / f"新{suffix}"
    assert run("import", export, "--from", BUDGET, "--year", "2026", "-o", target) == 0
    made = drafted(target)
    assert made["year"] == "2026"
    assert made["pack"] == before["pack"]
    assert dict(keys(made)) == dict(keys(before | {"expenditure": lines_of(changed)}))
    for name in ("duties", "organs", "units"):
        assert made[name] == before[name]
    assert "published" not in made  # the one thing that nobody has told
    complete = tmp_path / "填好.yaml"
    complete.write_text(write_yaml(made | {"published": "2026-03"}), encoding="utf-8")
    old, new = figures(BUDGET), figures(complete)
    for name in ("receipts_total", "expenditure_total", "general_public_expenditure"):
        assert new[name].prior == old[name].amount
    targets = {each["name"]: each.get("output") for each in before["projects"]}
    assert {each["name"]: each.get("output") for each in made["projects"]} == targets


def lines_of(changed: Any) -> list[dict[str, Any]]:
    return [
        {
            "function": each.function[0],
            "category": each.category,
            "project": each.project[1],
            "department_economic": each.department_economic[0],
            "government_economic": each.government_economic[0],
            "fund": each.fund,
            "carried_over": "是" if each.carried_over else "否",
            "amount": str(each.amount),
        }
        for each in changed
    ]


def test_projects_that_ended_and_new_ones_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = entries(draft_of(BUDGET))
    gone = next(each.project[1] for each in found if each.project[1])
    kept = [each for each in found if each.project[1] != gone]
    sheet = single(kept)[0]
    row = next(list(row) for row in sheet.rows[1:] if row[5])
    row[4:6] = ["410700260000000000001", "全新的项目"]
    sheet.rows.insert(-1, row)
    sheet.rows.pop()
    export = saved([sheet], tmp_path / "导出.xlsx")
    target = tmp_path / "新.yaml"
    assert run("import", export, "--from", BUDGET, "--year", "2026", "-o", target) == 0
    said = capsys.readouterr().out
    assert gone in said
    assert "全新的项目" in said
    names = [each["name"] for each in drafted(target)["projects"]]
    assert gone not in names
    assert "全新的项目" in names


def test_a_final_account_has_the_budgets_amounts_beside_its_own(tmp_path: Path) -> None:
    path = next(each for each in FINAL if "sanmenxia" in each.parts)
    final = told_by_forms(path)
    budget = budget_of(final)
    source = tmp_path / "预算.yaml"
    source.write_text(write_yaml(budget), encoding="utf-8")
    export = saved(forms(final, final["units"][0]["name"]), tmp_path / "决算.xlsx")
    target = tmp_path / "决算.yaml"
    assert run("import", export, "--from", source, "-o", target) == 0
    made = drafted(target)
    assert (made["kind"], made["year"]) == ("final_account", budget["year"])
    assert dict(amounts(made, "initial_budget")) == dict(amounts(budget, "amount"))
    assert dict(amounts(made, "amount")) == dict(amounts(final, "amount"))


@pytest.mark.parametrize("beside", ["above the table", "the sheet's name", "nowhere"])
def test_an_export_of_the_budget_gives_a_final_account_its_budgeted_amounts(
    beside: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The year's budget as its system exports it, whose projects are of two natures."""
    final = told_by_forms(next(each for each in FINAL if "sanmenxia" in each.parts))
    budget = budget_of(final)
    for line in budget["expenditure"]:
        if line["category"] == "项目支出":
            line["category"], line["project"] = "特定目标类", "项目"
    (sheet,) = single(entries(budget))
    title = f"{budget['year']}年部门预算支出明细表"
    if beside == "above the table":
        sheet.rows.insert(0, [title])
    elif beside == "the sheet's name":
        sheet.title = title
    export = saved(forms(final, final["units"][0]["name"]), tmp_path / "决算.xlsx")
    other = saved([sheet], tmp_path / "预算.xlsx")
    target = tmp_path / "某局.yaml"
    asked = ("--pack", final["pack"], "--kind", "final_account", "--year", final["year"])
    code = run("import", export, other, *asked, "-o", target)
    said = capsys.readouterr().out
    if beside == "nowhere":  # then it is the same money in another amount
        assert (code, "J010" in said, "J053" in said) == (1, True, False)
        return
    assert (code, "J010" in said, "J053" in said) == (0, False, True)
    made = drafted(target)
    assert dict(amounts(made, "initial_budget")) == dict(amounts(budget, "amount"))
    assert dict(amounts(made, "amount")) == dict(amounts(final, "amount"))


def amounts(draft: Any, name: str) -> list[tuple[tuple[str, ...], Decimal]]:
    """The amounts of the expenditure that are not zero, by what forms tell of a line."""
    sums: dict[tuple[str, ...], Decimal] = {}
    for line in draft["expenditure"]:
        key = tuple(line.get(each) or "" for each in ("function", "department_economic"))
        key += (line.get("fund") or "一般公共预算",)
        amount = Decimal(str(line.get(name) or 0))
        if amount:
            sums[key] = sums.get(key, Decimal()) + amount
    return sorted(sums.items())


def budget_of(final: Any) -> Any:
    """The same year's budget as a final account tells it, and a line that was never spent."""
    lines = []
    for line in final["expenditure"]:
        kept = {
            n: line[n] for n in ("function", "category", "department_economic", "fund") if n in line
        }
        if Decimal(str(line.get("initial_budget") or 0)):
            lines.append(kept | {"amount": line["initial_budget"]})
    lines.append(
        {
            "function": "2010399",
            "category": "基本支出",
            "department_economic": "30205",
            "amount": "77",
        }
    )
    sums: dict[str, Decimal] = {}
    for line in lines:
        fund = line.get("fund") or "一般公共预算"
        sums[fund] = sums.get(fund, Decimal()) + Decimal(str(line["amount"]))
    return {
        "pack": final["pack"],
        "kind": "budget",
        "year": final["year"],
        "money_unit": "元",
        "published": final["published"],
        "department": final["department"],
        "units": final["units"],
        "receipts": [{"fund": fund, "amount": str(amount)} for fund, amount in sums.items()],
        "expenditure": lines,
    }


def test_a_unit_is_the_one_that_was_there_before(tmp_path: Path) -> None:
    """A file that names the unit without its code, or with another way of writing both."""
    found = entries(draft_of(BUDGET))
    for written in (found[0].unit[1], f"{found[0].unit[1]}（{found[0].unit[0]}）"):
        sheet = Sheet("导出", [list(row) for row in single(found)[0].rows])
        for row in sheet.rows[1:-1]:
            row[2] = written
        export = saved([sheet], tmp_path / "导出.xlsx")
        target = tmp_path / "新.yaml"
        target.unlink(missing_ok=True)
        assert run("import", export, "--from", BUDGET, "--year", "2026", "-o", target) == 0
        made = drafted(target)
        assert made["units"] == draft_of(BUDGET)["units"]
        assert {line.get("unit") for line in made["expenditure"]} == {None}
