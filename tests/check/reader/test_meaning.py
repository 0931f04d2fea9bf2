"""Meanings: an algebra of filters that must agree with what the filters select."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discloser.check.reader.meaning import NOTHING, Meaning, are_apart, overlaps
from discloser.compute.catalogue import standard_measures
from discloser.compute.ledger import Column, Ledger, Side, Where, make_ledger
from tests.compute.lines import disclosure, spend

FUNDS = ["一般公共预算", "政府性基金预算", "财政专户管理资金", "事业收入", "其他收入"]
CATEGORIES = ["基本支出", "其他运转类", "特定目标类", "项目支出"]
FUNCTIONS = ["2010301", "2010350", "2080505", "2210201"]
ITEMS = [("30101", "50101"), ("30201", "50201"), ("30302", "50905"), ("31002", "50306")]

CONDITIONS = st.dictionaries(
    st.sampled_from(
        [
            "fund",
            "not_fund",
            "fund_group",
            "category",
            "not_category",
            "carried_over",
            "function_class",
            "function_item",
            "economic_class",
            "not_economic_class",
            "economic_item",
            "unit",
        ]
    ),
    st.integers(0, 5),
    max_size=3,
)
_VALUES: dict[str, list[list[str]]] = {
    "fund": [[fund] for fund in FUNDS] + [FUNDS[:2]],
    "fund_group": [["财政拨款"], ["单位资金"], ["财政专户管理资金"], ["财政拨款", "单位资金"]],
    "category": [[name] for name in CATEGORIES] + [CATEGORIES[1:]],
    "carried_over": [["是"], ["否"], ["是", "否"]],
    "function_class": [["201"], ["208"], ["221"], ["201", "208"]],
    "function_item": [[code] for code in FUNCTIONS] + [FUNCTIONS[:2]],
    "economic_class": [["301"], ["302"], ["301", "303"], ["310"]],
    "economic_item": [["30101"], ["30201"], ["30302"], ["31002"], [""], ["30101", "30201"]],
    "unit": [["101001"], ["示范中心"]],
}


def _where(chosen: dict[str, int]) -> Where:
    conditions = {}
    for name, number in chosen.items():
        values = _VALUES[name.removeprefix("not_")]
        conditions[name] = values[number % len(values)]
    return Where.of(conditions)


MEANINGS = st.lists(CONDITIONS, min_size=1, max_size=2).map(
    lambda chosen: Meaning(tuple((Side.EXPENDITURE, _where(each)) for each in chosen))
)


def _every_line() -> Ledger:
    """A line for every combination of the values, so that no two filters look equal by chance."""
    lines = [
        spend(
            "1",
            function,
            fund=fund,
            category=category,
            department_economic=items[0] if items else None,
            government_economic=items[1] if items else None,
            carried_over=carried,
            unit=unit,
            **({} if category == "基本支出" else {"project": "示范项目"}),
        )
        for fund in FUNDS
        for category in CATEGORIES
        for function in FUNCTIONS
        for items in (*ITEMS, None)
        for carried in ("是", "否")
        for unit in ("101001", "示范中心")
        if items or category != "基本支出"
    ]
    projects = [{"name": "示范项目", "code": "1" * 20}]
    return make_ledger(disclosure(expenditure=lines, projects=projects))


LEDGER = _every_line()


@given(MEANINGS, MEANINGS)
def test_equal_keys_select_the_same_lines(one: Meaning, two: Meaning) -> None:
    if one.key == two.key:
        assert one.lines(LEDGER) == two.lines(LEDGER)


@given(MEANINGS, MEANINGS)
def test_what_is_within_another_selects_no_other_lines(one: Meaning, two: Meaning) -> None:
    if one.is_within(two):
        assert set(map(id, one.lines(LEDGER))) <= set(map(id, two.lines(LEDGER)))


@given(MEANINGS, MEANINGS)
def test_what_does_not_overlap_shares_no_line(one: Meaning, two: Meaning) -> None:
    if not one.overlaps(two):
        assert not set(map(id, one.lines(LEDGER))) & set(map(id, two.lines(LEDGER)))


@given(st.lists(MEANINGS, max_size=5))
def test_some_are_apart_where_no_two_overlap(several: list[Meaning]) -> None:
    pairs = combinations([meaning.key for meaning in several], 2)
    assert are_apart([meaning.key for meaning in several]) is not any(overlaps(*p) for p in pairs)


@given(CONDITIONS, CONDITIONS)
def test_single_filters_that_select_within_others_are_seen_to(
    narrow: dict[str, int], wide: dict[str, int]
) -> None:
    """The other direction, for meanings of one part: none is called different for its form."""
    wider = Meaning(((Side.EXPENDITURE, _where(wide)),))
    narrower = wider & _where(narrow)
    assert narrower.is_within(wider)


def test_a_sum_of_measures_is_the_measure_written_at_once() -> None:
    measures = standard_measures()
    vehicles = Meaning.of(
        Side.EXPENDITURE, {"fund_group": "财政拨款", "economic_item": ["30913", "31013", "30231"]}
    )
    assert Meaning(measures["three_public_vehicles"].selection.parts).key == vehicles.key


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            {"fund_group": "财政拨款"},
            {"fund": ["一般公共预算", "政府性基金预算", "国有资本经营预算"]},
        ),
        ({"carried_over": ["是", "否"]}, {}),
        ({"function_class": "201", "function_item": "2010301"}, {"function_item": "2010301"}),
        ({"economic_class": ["301"], "not_economic_class": ["302"]}, {"economic_class": "301"}),
    ],
)
def test_a_filter_has_one_form(one: dict[str, str], two: dict[str, str]) -> None:
    assert Meaning.of(Side.EXPENDITURE, one).key == Meaning.of(Side.EXPENDITURE, two).key


def test_receipts_carried_over_are_a_kind_of_receipt() -> None:
    carried = Meaning.of(Side.RECEIPTS, {"carried_over": "是"})
    assert carried.key == Meaning.of(Side.RECEIPTS, {"kind": "上年结转结余"}).key


def test_an_undivided_line_is_no_part_of_a_class() -> None:
    undivided = Meaning.of(Side.EXPENDITURE, {"economic_item": ""})
    assert not undivided.is_within(Meaning.of(Side.EXPENDITURE, {"economic_class": "301"}))
    assert undivided.is_within(Meaning.of(Side.EXPENDITURE, {"not_economic_class": ["301", "303"]}))


def test_the_budget_and_the_amount_of_a_line_are_not_the_same_money() -> None:
    spent = Meaning.of(Side.EXPENDITURE)
    assert not spent.is_within(spent.in_column(Column.INITIAL_BUDGET))
    assert not spent.overlaps(spent.in_column(Column.INITIAL_BUDGET))


def test_contradicting_limits_mean_nothing() -> None:
    nothing = Meaning.of(Side.EXPENDITURE, {"fund": "事业收入"}) & Where.of({"fund": "其他收入"})
    assert nothing.is_nothing
    assert NOTHING.is_nothing
    assert nothing.lines(LEDGER).total() == Decimal(0)
