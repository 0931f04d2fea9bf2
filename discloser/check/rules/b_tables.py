"""Relations within and between the tables of a budget (B01–B13, B20).

Equal amounts and sums are held by their meaning (:mod:`discloser.check.agreement`); here stands
what else the tables have to do with each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.compare import SIDES, Missing, at_most, equal, summed
from discloser.check.compare import Side as SideTerm
from discloser.check.outcome import Outcome, Unchecked
from discloser.check.reader.facts import Fact
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Printed, Term, total
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.check.tables import (
    REMEDY,
    agreement_check,
    at,
    detail_rows,
    meant,
    measured,
    table_check,
    total_column,
    wholes,
)
from discloser.compute.ledger import Side, fund_dimensions
from discloser.finding import Rule
from discloser.model.values import Category, ClosingKind, Fund, Kind

B01 = Rule("B01", "收支总表不平", SIDES, REMEDY)
B02 = Rule("B02", "收入总表与收支总表不符", SIDES, REMEDY)
B03 = Rule("B03", "支出总表与收支总表不符", SIDES, REMEDY)
B04 = Rule("B04", "支出表各栏之和不符", SIDES, REMEDY)
B05 = Rule("B05", "财政拨款收支总表不平", SIDES, REMEDY)
B06 = Rule("B06", "一般公共预算支出与本年拨款不符", SIDES, REMEDY)
B07 = Rule("B07", "基本支出表与支出表不符", SIDES, REMEDY)
B08 = Rule("B08", "经济分类汇总表与支出总表不符", SIDES, REMEDY)
B10 = Rule("B10", "“三公”经费表不符", SIDES, REMEDY)
B11 = Rule("B11", "项目支出表与支出总表不符", SIDES, REMEDY)
B12 = Rule("B12", "绩效目标表与项目支出表不符", SIDES, REMEDY)
B13 = Rule("B13", "整体绩效目标表的预算与收支总表不符", SIDES, REMEDY)
B20 = Rule("B20", "项目绩效目标表的单位数不是各项目之和", SIDES, REMEDY)


@document_check(B01, kind=Kind.BUDGET, says_all=True)
def receipts_and_expenditure_balance(reading: Reading) -> Iterator[Outcome]:
    yield from reading.agreement.outcomes(B01)
    table = "receipts_and_expenditure"
    receipts = measured(reading, table, "receipts_total")
    yield from equal(B01, receipts, measured(reading, table, "expenditure_total"))


@document_check(B05, kind=Kind.BUDGET, says_all=True)
def appropriation_balances(reading: Reading) -> Iterator[Outcome]:
    yield from reading.agreement.outcomes(B05)
    receipts = measured(reading, "appropriation", "appropriation_receipts_total")
    outlay = measured(reading, "appropriation", "appropriation_outlay_total")
    yield from equal(B05, receipts, outlay)


@document_check(B06, kind=Kind.BUDGET, says_all=True)
def general_public_equals_the_appropriation(reading: Reading) -> Iterator[Outcome]:
    yield from reading.agreement.outcomes(B06)
    spent = measured(reading, "general_public_expenditure", "general_public_expenditure")
    appropriated = measured(reading, "appropriation", "general_public_receipts")
    left = Meaning.of(Side.CLOSING, {"fund": Fund.GENERAL_PUBLIC_BUDGET.value})
    kept = meant(reading, "appropriation", left, ClosingKind.CARRIED_FORWARD.value)
    yield from at_most(B06, spent, appropriated)
    yield from at_most(B06, appropriated, summed((spent, kept)))


@document_check(B08, kind=Kind.BUDGET, says_all=True)
def basic_items_lie_within_the_summary(reading: Reading) -> Iterator[Outcome]:
    """What basic expenditure pays for an item is part of what the summary has of it."""
    yield from reading.agreement.outcomes(B08)
    basic, summary = reading.table("general_public_basic"), reading.table("economic_summary")
    if isinstance(basic, Missing):
        yield Unchecked(B08.code, basic.reason)
    if isinstance(basic, Missing) or isinstance(summary, Missing):
        return
    wider: dict[str, list[Fact]] = {}
    for fact in reading.reader.facts.in_table(summary.name):
        wider.setdefault(_economic_item(fact), []).append(fact)
    if not any(wider):
        yield Unchecked(B08.code, f"“{summary.caption}”里认不出经济科目", summary.own_place)
        return
    nothing = Term(f"“{summary.caption}”（没有这一行）", Printed(Decimal(0)), (summary.own_place,))
    for fact in reading.reader.facts.in_table(basic.name):
        if item := _economic_item(fact):
            around = [e.term for e in wider.get(item, ()) if fact.meaning.is_within(e.meaning)]
            least = min(around, key=lambda term: term.printed.value, default=nothing)
            yield from at_most(B08, fact.term, least)


def _economic_item(fact: Fact) -> str:
    """The department economic item that an amount is of; nothing where it is of none or more."""
    code = fact.key.codes.get("economic", "")
    return code if len(code) == _ITEM_LENGTH else ""


_ITEM_LENGTH = 5


@document_check(B10, kind=Kind.BUDGET, says_all=True)
def three_public_expenses_agree(reading: Reading) -> Iterator[Outcome]:
    yield from reading.agreement.outcomes(B10)
    summary = reading.table("economic_summary")
    if isinstance(summary, Missing):
        yield Unchecked(B10.code, summary.reason)
        return
    for measure, codes in _ITEMS.items():
        cell = measured(reading, "three_public", measure)
        least, most = _bounds_of_items(reading, summary, codes)
        if least is not None:
            yield from at_most(B10, least, cell)
        yield from at_most(B10, cell, most)


_ITEMS = {
    "three_public_abroad": ("30212",),
    "three_public_reception": ("30217",),
    "three_public_vehicle_operation": ("30231",),
    "three_public_vehicle_purchase": ("30913", "31013"),
}


def _bounds_of_items(
    reading: Reading, summary: Sheet, codes: tuple[str, ...]
) -> tuple[SideTerm | None, SideTerm]:
    """What the summary has of economic items: 一般公共预算 of this year, and all fiscal money.

    Carried-over money is of any fund, and a project that is not broken down may have any item;
    where neither is printed and no other fund pays for the items, both bounds are one amount.
    """
    facts = reading.reader.facts.in_table(summary.name)
    first = _items(codes, fund=Fund.GENERAL_PUBLIC_BUDGET.value, carried_over="否")
    fiscal = fund_dimensions(Fund.GENERAL_PUBLIC_BUDGET)["fund_group"]
    this_year = _items((*codes, ""), fund_group=fiscal, carried_over="否")
    earlier = _items((*codes, ""), carried_over="是")
    label = f"“{summary.caption}”{'、'.join(codes)}"
    least = [fact.term for fact in wholes(facts, first)]
    most = [fact.term for whole in (this_year, earlier) for fact in wholes(facts, whole)]
    if not any(fact.meaning.is_within(_FIRST_FUND) for fact in facts):
        return None, Missing(f"“{summary.caption}”里没有一般公共预算一栏", summary.own_place)
    nothing = Term(f"{label}（没有这一行）", Printed(Decimal(0)), (summary.own_place,))
    return (
        summed(least, f"{label}一般公共预算") if least else None,
        summed(most, f"{label}财政资金") if most else nothing,
    )


def _items(codes: tuple[str, ...], **where: str) -> Meaning:
    return Meaning.of(Side.EXPENDITURE, {"economic_item": codes, **where})


_FIRST_FUND = Meaning.of(Side.EXPENDITURE, {"fund": Fund.GENERAL_PUBLIC_BUDGET.value})


@table_check(B11, "projects", "expenditure", kind=Kind.BUDGET)
def projects_equal_project_expenditure(
    reading: Reading, projects: Sheet, _expenditure: Sheet
) -> Iterator[Outcome]:
    column = total_column(projects)
    for kind in (Category.OTHER_OPERATION, Category.SPECIFIC_PURPOSE):
        members = [row for row in detail_rows(projects) if kind.value in projects.texts[row]]
        if isinstance(column, Missing):
            parts: SideTerm = column
        elif members:
            parts = summed(
                (at(projects, row, column) for row in members), f"{kind.value}各项目之和"
            )
        else:
            parts = Term(f"“{projects.caption}”{kind.value}（没有项目）", Printed(Decimal(0)))
        whole = Meaning.of(Side.EXPENDITURE, {"category": kind.value})
        yield from equal(B11, parts, meant(reading, "expenditure", whole, kind.value))


_OVERALL = {
    "资金来源": (
        "appropriation_expenditure",
        "special_account_expenditure",
        "unit_funds_expenditure",
    ),
    "资金结构": ("basic_expenditure", "project_expenditure"),
}
"""The two ways in which the form splits the whole budget; a blank part is nothing."""


@document_check(B13, kind=Kind.BUDGET, says_all=True)
def overall_targets_equal_the_budget(reading: Reading) -> Iterator[Outcome]:
    yield from reading.agreement.outcomes(B13)
    table = "overall_targets"
    if isinstance(reading.table(table), Missing):
        return
    whole = measured(reading, table, "current_expenditure")
    for what, measures in _OVERALL.items():
        sides = [measured(reading, table, measure) for measure in measures]
        parts = [side for side in sides if isinstance(side, Term)]
        yield from equal(B13, whole, total(parts, what) if parts else sides[0])


CHECKS = (
    receipts_and_expenditure_balance,
    agreement_check(B02, Kind.BUDGET),
    agreement_check(B03, Kind.BUDGET),
    agreement_check(B04, Kind.BUDGET),
    appropriation_balances,
    general_public_equals_the_appropriation,
    agreement_check(B07, Kind.BUDGET),
    basic_items_lie_within_the_summary,
    three_public_expenses_agree,
    projects_equal_project_expenditure,
    agreement_check(B12, Kind.BUDGET),
    agreement_check(B20, Kind.BUDGET),
    overall_targets_equal_the_budget,
)
