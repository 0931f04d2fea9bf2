"""Earlier inputs as a new one: which are taken for what, and that no amount of them is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from discloser.compute.catalogue import standard_measures
from discloser.compute.figures import compute
from discloser.entry.carry import Carried, carry
from discloser.entry.earlier import Earlier, choose, year_meant
from discloser.entry.past_years import old_years, with_new_year
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.money import MoneyUnit
from discloser.pipeline import prepare
from discloser.read import read_input
from discloser.read.yaml import read_yaml
from tests.entry.test_convert import BUDGET, drafted, run
from tests.properties.strategies import drafts, fixed

ACCOUNT = Path(__file__).parents[1] / "final_account" / "carried_over.yaml"
BUDGET_2025 = (Path(__file__).parent / "budget_2025.yaml").read_text(encoding="utf-8")


def earlier(text: str, file: str = "a.yaml") -> Earlier:
    draft, sources, findings = read_yaml(text, file)
    assert findings == ()
    assert draft is not None
    return of_draft(draft, sources)


def of_draft(draft: Any, sources: SourceMap) -> Earlier:
    context = {"money_unit": MoneyUnit(draft.get("money_unit", "元"))}
    disclosure = Disclosure.model_validate(draft, context=context)
    return Earlier(draft, compute(disclosure, standard_measures()), sources)


def account_2024() -> Earlier:
    return earlier(ACCOUNT.read_text(encoding="utf-8"), "account.yaml")


def made(kind: Kind, year: int, *inputs: Earlier) -> Carried:
    chosen, findings = choose(inputs, kind, year)
    assert findings == ()
    return carry(chosen, "henan/base", kind, year)


def both(order: int = 1) -> Carried:
    inputs = [earlier(BUDGET_2025), account_2024()][::order]
    return made(Kind.FINAL_ACCOUNT, 2025, *inputs)


def codes(carried: Carried) -> list[str]:
    return [finding.code for finding in carried.findings]


def test_both_are_told_by_kind_and_year_in_any_order() -> None:
    assert both(1).draft == both(-1).draft
    assert year_meant([account_2024(), earlier(BUDGET_2025)], Kind.FINAL_ACCOUNT) == 2025
    assert year_meant([account_2024()], Kind.FINAL_ACCOUNT) == 2025
    assert year_meant([earlier(BUDGET_2025)], Kind.BUDGET) == 2026
    assert year_meant([account_2024()], Kind.BUDGET) == 0


def test_each_budget_line_has_its_initial_budget_and_last_years_amount() -> None:
    carried = both()
    lines = carried.draft["expenditure"]
    shown = [
        (line.get("department_economic"), line.get("initial_budget"), last)
        for line, last in zip(lines, carried.last_amounts["expenditure"], strict=True)
    ]
    assert shown[:5] == [
        ("30101", "210", "200"),
        ("30201", "20", "80"),
        ("30227", "100", "150"),
        ("30227", "45", ""),
        ("30101", "52", "41"),
    ]
    assert ("30302", None, "30.02") in shown  # spent last year, not budgeted
    assert all(line["amount"] is None for line in lines)
    assert {line["category"] for line in lines} == {"基本支出", "项目支出"}
    assert codes(carried) == ["E059", "E063", "E060", "E061", "E062"]


def test_receipts_are_told_by_item_and_open_with_what_was_left() -> None:
    carried = both()
    found = [
        (line.get("function"), line["kind"], line["amount"], line.get("initial_budget"))
        for line in carried.draft["receipts"]
    ]
    assert found == [
        ("2130301", "本年收入", None, "230"),
        ("2130306", "本年收入", None, "100"),
        ("2130306", "上年结转结余", "50", "45"),
        ("2130311", "本年收入", None, "52"),
        (None, "本年收入", None, "9"),  # nothing is spent of it
        ("2120899", "上年结转结余", "20", None),
    ]


def test_prior_figures_and_the_form_of_the_evaluation_are_last_years() -> None:
    draft = both().draft
    assert draft["prior_year"]["figures"]["current_expenditure"] == "792.350036"
    assert draft["evaluation"] == {
        "goal": "守护全市河湖安澜。",
        "tasks": [{"name": "河道管护", "content": "全市河道保洁"}],
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "履职目标实现",
                "name": "河道保洁长度",
                "target": "≥125公里",
                "points": "50",
            },
            {
                "level1": "产出指标",
                "level2": "履职目标实现",
                "name": "巡河次数",
                "target": "≥12次",
            },
        ],
        "targeted_projects": "1",
        "projects": [{"name": "河道保洁", "supervisor": "农业科"}],
    }
    assert "reasons" not in draft
    assert [unit.get("nature") for unit in draft["units"]] == ["行政单位", "事业单位"]


def test_a_budget_learns_what_last_years_account_left() -> None:
    carried = made(Kind.BUDGET, 2026, earlier(BUDGET_2025))
    assert carried.last_amounts["receipts"] == ["330", "45", "52", "9"]
    assert codes(carried) == ["E059"]
    account = ACCOUNT.read_text(encoding="utf-8").replace("year: 2024", "year: 2025")
    learned = made(Kind.BUDGET, 2026, earlier(BUDGET_2025), earlier(account))
    opened = [
        (line["fund"], line["amount"])
        for line in learned.draft["receipts"]
        if line["kind"] == "上年结转结余"
    ]
    assert opened == [("一般公共预算", "50"), ("政府性基金预算", "20")]
    older = made(Kind.BUDGET, 2026, earlier(BUDGET_2025), account_2024())
    assert [line["amount"] for line in older.draft["receipts"]] == [None] * 4
    assert older.draft["units"][0]["nature"] == "行政单位"


WRONG: list[tuple[Kind, int, list[tuple[str, int]], list[str]]] = [
    (Kind.FINAL_ACCOUNT, 2025, [("budget", 2024)], ["E054"]),
    (Kind.FINAL_ACCOUNT, 2025, [("budget", 2026)], ["E054"]),
    (Kind.FINAL_ACCOUNT, 2025, [("final_account", 2025)], ["E054"]),
    (Kind.FINAL_ACCOUNT, 2025, [("budget", 2025), ("budget", 2025)], ["E055"]),
    (Kind.FINAL_ACCOUNT, 2025, [("final_account", 2023)], ["E050"]),
    (Kind.BUDGET, 2026, [("budget", 2026)], ["E054"]),
    (Kind.BUDGET, 2026, [("budget", 2025), ("final_account", 2023)], ["E054"]),
    (Kind.BUDGET, 2026, [("budget", 2025), ("final_account", 2024)], []),
    (Kind.BUDGET, 2026, [("budget", 2025), ("budget", 2024)], ["E055"]),
    (Kind.BUDGET, 2026, [("final_account", 2025)], ["E056"]),
    (Kind.BUDGET, 2027, [("budget", 2025)], ["E050"]),
]


@pytest.mark.parametrize(("kind", "year", "given_", "expected"), WRONG)
def test_anything_else_is_a_sentence(
    kind: Kind, year: int, given_: list[tuple[str, int]], expected: list[str]
) -> None:
    inputs = []
    for word, of_year in given_:
        text = BUDGET_2025 if word == "budget" else ACCOUNT.read_text(encoding="utf-8")
        year_before = "year: 2025" if word == "budget" else "year: 2024"
        inputs.append(earlier(text.replace(year_before, f"year: {of_year}")))
    _, findings = choose(inputs, kind, year)
    assert [finding.code for finding in findings] == expected


def test_another_department_is_refused() -> None:
    other = BUDGET_2025.replace("示范市河湖管理局", "示范市林业局").replace('"401"', '"402"')
    _, findings = choose([earlier(other), account_2024()], Kind.FINAL_ACCOUNT, 2025)
    assert [finding.code for finding in findings] == ["E057"]


def test_amounts_of_an_older_year_are_not_shown_as_last_years() -> None:
    older = ACCOUNT.read_text(encoding="utf-8").replace("year: 2024", "year: 2023")
    chosen, _ = choose([earlier(BUDGET_2025), earlier(older)], Kind.FINAL_ACCOUNT, 2025)
    carried = carry(chosen, "henan/base", Kind.FINAL_ACCOUNT, 2025)
    assert len(carried.draft["expenditure"]) == 5
    assert carried.last_amounts == {}
    assert "prior_year" not in carried.draft
    assert codes(carried) == ["E059"]
    chosen, _ = choose([earlier(older)], Kind.FINAL_ACCOUNT, 2025)
    alone = carry(chosen, "henan/base", Kind.FINAL_ACCOUNT, 2025)
    assert len(alone.draft["expenditure"]) == 16
    assert alone.last_amounts == {}


Sums = dict[tuple[str, ...], Decimal]


def sums(lines: Iterable[dict[str, Any]], column: str, *fields: str) -> Sums:
    found: Sums = defaultdict(Decimal)
    for line in lines:
        key = tuple(str(line.get(name) or "") for name in fields)
        found[key] += Decimal(line.get(column) or 0)
    return {key: amount for key, amount in found.items() if amount}


@settings(fixed, max_examples=30)
@given(drafts(), drafts(), st.randoms(use_true_random=False))
def test_no_amount_of_the_budget_is_lost(
    budget: dict[str, Any], account: dict[str, Any], random: Random
) -> None:
    """By fund, unit and item; for money told by function where the expenditure tells it, too."""
    account = account | {"year": 2024, "kind": "final_account"}
    for line in account["expenditure"]:
        if random.random() < 0.5:
            line.pop("government_economic", None)
    inputs = [of_draft(each, SourceMap(name)) for name, each in (("b", budget), ("a", account))]
    chosen, findings = choose(inputs, Kind.FINAL_ACCOUNT, 2025)
    assert findings == ()
    carried = carry(chosen, "henan/base", Kind.FINAL_ACCOUNT, 2025)
    own = budget["units"][0]["code"]
    for book, fields in (
        ("receipts", ("unit", "fund", "kind")),
        ("expenditure", ("unit", "fund", "function", "department_economic", "project")),
    ):
        ours = [line | {"unit": line.get("unit") or own} for line in carried.draft.get(book, [])]
        assert sums(ours, "initial_budget", *fields) == sums(budget[book], "amount", *fields)
    opening = [line for line in carried.draft["receipts"] if line["amount"] is not None]
    left = sum((line["amount"] for line in account["closing"]), Decimal(0))
    assert sum((Decimal(line["amount"]) for line in opening), Decimal(0)) == left


CODES = [
    ("411200250000000058998", "411200260000000058998"),  # 21 digits
    ("41120025000000045201", "41120026000000045201"),  # 20 digits, as one was published
    ("411200202500000045201", "411200202600000045201"),  # the year in four digits
    ("411200240000000058998", "411200240000000058998"),  # a project of the year before
    ("4112002500000000589", "4112002500000000589"),  # no code of that length
    ("A-25", "A-25"),
    ("411225240000000002025", "411225240000000002025"),  # 25 in the district, 2025 in the number
]


@pytest.mark.parametrize(("code", "expected"), CODES)
def test_the_year_in_a_projects_code_is_this_years(code: str, expected: str) -> None:
    assert with_new_year(code, 2025, 2026) == expected


YEARS = [
    ("按2024年工作要点办理", True),
    ("2023年度更名", True),
    ("《2021年规划》", False),
    ("示办文〔2019〕63号", False),
    ("2026年目标", False),
    ("到2035年建成", False),
    ("1200.2024年", False),
]


@pytest.mark.parametrize(("text", "told"), YEARS)
def test_a_text_that_names_an_earlier_year_is_told(text: str, told: bool) -> None:
    assert bool(list(old_years({"goal": [text]}, 2026))) is told


def test_the_workbook_shows_last_years_amounts_and_reading_leaves_them_out(
    tmp_path: Path,
) -> None:
    path, again = tmp_path / "a.xlsx", tmp_path / "b.yaml"
    assert run("new", "--from", BUDGET, "-o", path) == 0
    assert run("new", "--from", BUDGET, "-o", again) == 0
    sheet = load_workbook(path)["支出"]
    titles = [cell.value for cell in sheet[4]]
    at = titles.index("上年金额") + 1
    old = drafted(BUDGET)["expenditure"]
    shown = [sheet.cell(row, at).value for row in range(5, 5 + len(old))]
    assert [str(each) for each in shown] == [line["amount"] for line in old]
    assert not sheet.cell(5, at).protection.locked  # else its row could not be deleted
    draft, _, findings = read_input(path)
    assert findings == ()
    assert draft is not None
    assert draft["expenditure"] == [
        {name: value for name, value in line.items() if value is not None}
        for line in drafted(again)["expenditure"]
    ]
    assert f"# 上年 {int(old[0]['amount']):,}" in again.read_text(encoding="utf-8")


def test_two_inputs_make_a_final_account_by_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    budget, path = tmp_path / "budget.yaml", tmp_path / "a.xlsx"
    budget.write_text(BUDGET_2025, encoding="utf-8")
    command = ("new", "--kind", "final_account", "--from", ACCOUNT, "--from", budget)
    assert run(*command, "-o", path) == 0
    out = capsys.readouterr().out
    assert "E063" in out
    assert drafted(path)["year"] == "2025"
    found = {finding.code for finding in prepare(path).findings}
    assert "M015" in found


def test_an_earlier_input_with_errors_is_not_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    budget, path = tmp_path / "budget.yaml", tmp_path / "a.xlsx"
    budget.write_text(BUDGET_2025.replace("amount: 100}", "amount: 一百}"), encoding="utf-8")
    assert run("new", "--from", budget, "-o", path) == 1
    assert "M010" in capsys.readouterr().out
    assert not path.exists()
