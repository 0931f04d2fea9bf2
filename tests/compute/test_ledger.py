"""The ledger: entries with their dimensions, filters on them, sums and groups."""

from __future__ import annotations

from decimal import Decimal

import pytest

from discloser.compute.ledger import (
    DIMENSIONS,
    Column,
    Entry,
    Ledger,
    Side,
    Where,
    make_ledger,
)
from discloser.model.unit import unit_key
from tests.compute.lines import disclosure, spend


def entry(amount: int = 1, **dimensions: str) -> Entry:
    return Entry(Side.EXPENDITURE, ("expenditure", 0), dimensions, {Column.AMOUNT: Decimal(amount)})


@pytest.mark.parametrize(
    ("where", "matches"),
    [
        (Where(), True),
        (Where.of({"fund": "一般公共预算"}), True),
        (Where.of({"fund": ["政府性基金预算", "一般公共预算"]}), True),
        (Where.of({"fund": "政府性基金预算"}), False),
        (Where.of({"fund": []}), False),
        (Where.of({"not_fund": "政府性基金预算"}), True),
        (Where.of({"not_fund": ["政府性基金预算", "一般公共预算"]}), False),
        (Where.of({"fund": "一般公共预算", "category": "基本支出"}), True),
        (Where.of({"fund": "一般公共预算", "category": "项目支出"}), False),
        (Where.of({"fund": "一般公共预算", "not_category": "基本支出"}), False),
        (Where.of({"economic_class": ""}), True),
        (Where.of({"not_economic_class": ""}), False),
    ],
)
def test_a_filter_holds_where_each_of_its_conditions_holds(where: Where, matches: bool) -> None:
    line = entry(fund="一般公共预算", category="基本支出", economic_class="")
    assert where.matches(line) is matches


def test_a_dimension_that_an_entry_does_not_have_passes_nothing() -> None:
    receipt = entry(fund="一般公共预算")
    assert not Where.of({"category": "基本支出"}).matches(receipt)
    assert not Where.of({"not_category": "基本支出"}).matches(receipt)


def test_filters_together_are_both() -> None:
    both = Where.of({"fund": "甲"}) & Where.of({"not_category": "乙"})
    assert both.matches(entry(fund="甲", category="丙"))
    assert not both.matches(entry(fund="甲", category="乙"))
    assert not both.matches(entry(fund="丁", category="丙"))


@pytest.mark.parametrize("name", ["funds", "not_funds", "not_", ""])
def test_an_unknown_dimension_is_refused(name: str) -> None:
    with pytest.raises(KeyError):
        Where.of({name: "甲"})


def test_a_sum_is_of_one_column_and_takes_a_missing_amount_for_nothing() -> None:
    amounts: dict[str, Decimal]
    amounts = {Column.AMOUNT: Decimal("1.10"), Column.INITIAL_BUDGET: Decimal(5)}
    ledger = Ledger((Entry(Side.RECEIPTS, ("receipts", 0), {}, amounts), entry(2)))
    assert ledger.total() == Decimal("3.10")
    assert ledger.total(Column.INITIAL_BUDGET) == 5
    assert ledger.total(Column.ADJUSTED_BUDGET) == 0
    assert Ledger(()).total() == 0


def test_groups_stand_in_the_order_of_their_first_lines() -> None:
    lines = [entry(1, fund="乙", category="x"), entry(2, fund="甲"), entry(4, fund="乙")]
    groups = Ledger(tuple(lines)).group(["fund"])
    assert [(key, int(lines.total())) for (key,), lines in groups.items()] == [("乙", 5), ("甲", 2)]


def test_groups_of_two_dimensions_leave_missing_ones_empty() -> None:
    lines = (entry(1, fund="甲", category="x"), entry(2, fund="甲"), entry(4, fund="甲"))
    groups = Ledger(lines).group(("fund", "category"))
    assert {key: len(ledger) for key, ledger in groups.items()} == {("甲", "x"): 1, ("甲", ""): 2}


def test_a_disclosure_becomes_entries_in_the_order_of_its_books() -> None:
    made = make_ledger(
        disclosure(
            [{"amount": "5"}, {"amount": "1", "kind": "上年结转结余", "fund": "事业收入"}],
            [spend("4", unit="示范中心", carried_over=True)],
            closing=[{"amount": "2"}],
        )
    )
    assert [entry.path for entry in made] == [
        ("receipts", 0),
        ("receipts", 1),
        ("expenditure", 0),
        ("closing", 0),
    ]
    assert [len(made.side(side)) for side in Side] == [2, 1, 1]
    first, second, spent, left = made
    assert first.dimensions["unit"] == "101001"
    assert first.dimensions["fund_group"] == "财政拨款"
    assert first.dimensions["carried_over"] == "否"
    assert second.dimensions["carried_over"] == "是"
    assert second.dimensions["fund_group"] == "单位资金"
    assert "category" not in second.dimensions
    assert spent.dimensions["unit"] == "示范中心"
    assert spent.dimensions["carried_over"] == "是"
    assert left.dimensions["function_item"] == ""


def test_an_expenditure_line_has_every_level_of_its_codes() -> None:
    (spent,) = make_ledger(disclosure(expenditure=[spend("4", "2080505")]))
    found = {name: value for name, value in spent.dimensions.items() if value.isdigit()}
    assert found == {
        "unit": "101001",
        "function_class": "208",
        "function_group": "20805",
        "function_item": "2080505",
        "economic_class": "301",
        "economic_item": "30101",
        "government_class": "501",
        "government_item": "50101",
    }
    assert set(spent.dimensions) <= set(DIMENSIONS)


def test_what_is_not_broken_down_has_empty_economic_dimensions() -> None:
    line = spend("4", department_economic=None, government_economic=None)
    (spent,) = make_ledger(disclosure(expenditure=[line]))
    assert spent.dimensions["economic_class"] == spent.dimensions["government_item"] == ""


def test_only_amounts_that_are_given_are_in_an_entry() -> None:
    line = spend("4", initial_budget="0")
    (spent,) = make_ledger(disclosure(expenditure=[line], kind="final_account"))
    assert spent.amounts == {Column.AMOUNT: 4, Column.INITIAL_BUDGET: 0}


def test_a_unit_without_code_is_called_by_its_name() -> None:
    assert [unit_key(unit) for unit in disclosure().units] == ["101001", "示范中心"]
