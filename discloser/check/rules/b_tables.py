"""Relations within and between the tables of a budget (B01–B13).

Equal amounts and sums are held by their meaning (:mod:`discloser.check.agreement`); here stands
what else the tables have to do with each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.compare import SIDES, Missing, Side, at_most, equal, summed
from discloser.check.outcome import Outcome, Unchecked
from discloser.check.reader.printed import Printed, Term, total
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.check.tables import (
    REMEDY,
    agreement_check,
    amount,
    at,
    column_of,
    detail_rows,
    measured,
    table_check,
    undivided,
)
from discloser.finding import Rule
from discloser.model.values import Kind

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


@document_check(B01, kind=Kind.BUDGET)
def receipts_and_expenditure_balance(reading: Reading) -> Iterator[Outcome]:
    yield from reading.agreement.outcomes(B01)
    table = "receipts_and_expenditure"
    receipts = measured(reading, table, "receipts_total")
    yield from equal(B01, receipts, measured(reading, table, "expenditure_total"))


@document_check(B05, kind=Kind.BUDGET)
def appropriation_balances(reading: Reading) -> Iterator[Outcome]:
    yield from reading.agreement.outcomes(B05)
    receipts = measured(reading, "appropriation", "appropriation_receipts_total")
    outlay = measured(reading, "appropriation", "appropriation_outlay_total")
    yield from equal(B05, receipts, outlay)


@table_check(B06, "general_public_expenditure", "appropriation", kind=Kind.BUDGET)
def general_public_equals_the_appropriation(
    general: Sheet, appropriation: Sheet
) -> Iterator[Outcome]:
    spent = amount(general, "合计", "合计")
    appropriated = amount(appropriation, "一般公共预算拨款")
    kept = amount(appropriation, "年终结转结余", "一般公共预算")
    yield from at_most(B06, spent, appropriated)
    yield from at_most(B06, appropriated, summed((spent, kept)))


@document_check(B10, kind=Kind.BUDGET)
def three_public_expenses_agree(reading: Reading) -> Iterator[Outcome]:
    yield from reading.agreement.outcomes(B10)
    summary = reading.table("economic_summary")
    if isinstance(summary, Missing):
        yield Unchecked(B10.code, summary.reason)
        return
    for measure, codes in _ITEMS.items():
        cell = measured(reading, "three_public", measure)
        least, most = _bounds_of_items(summary, codes)
        if least is not None:
            yield from at_most(B10, least, cell)
        yield from at_most(B10, cell, most)


_ITEMS = {
    "three_public_abroad": ("30212",),
    "three_public_reception": ("30217",),
    "three_public_vehicle_operation": ("30231",),
    "three_public_vehicle_purchase": ("30913", "31013"),
}


def _bounds_of_items(summary: Sheet, codes: tuple[str, ...]) -> tuple[Side | None, Side]:
    """What the summary has of economic items: 一般公共预算 of this year, and all fiscal money.

    Carried-over money is of any fund, and a project that is not broken down may have any item;
    where neither is printed and no other fund pays for the items, both bounds are one amount.
    """
    first = column_of(summary, _FISCAL[0])
    if isinstance(first, Missing):
        return None, first
    columns = [c for name in _FISCAL if (c := summary.column(name)) is not None]
    rows = [row for row, found in summary.coded_rows() if found in codes]
    label = f"“{summary.caption}”{'、'.join(codes)}"
    least = [at(summary, row, first) for row in rows]
    most = [at(summary, row, column) for row in (*rows, *undivided(summary)) for column in columns]
    nothing = Term(f"{label}（没有这一行）", Printed(Decimal(0)), (summary.own_place,))
    return (
        summed(least, f"{label}一般公共预算") if least else None,
        summed(most, f"{label}财政资金") if most else nothing,
    )


_FISCAL = ("一般公共预算", "政府性基金", "国有资本经营预算", "上年结转结余")
"""The columns of the summary that hold 财政拨款, this year's 一般公共预算 first."""


@table_check(B11, "projects", "expenditure", kind=Kind.BUDGET)
def projects_equal_project_expenditure(projects: Sheet, expenditure: Sheet) -> Iterator[Outcome]:
    column = column_of(projects, "合计")
    for kind in ("其他运转类", "特定目标类"):
        members = [row for row in detail_rows(projects) if kind in projects.texts[row]]
        if isinstance(column, Missing):
            parts: Side = column
        elif members:
            parts = summed((at(projects, row, column) for row in members), f"{kind}各项目之和")
        else:
            parts = Term(f"“{projects.caption}”{kind}（没有项目）", Printed(Decimal(0)))
        yield from equal(B11, parts, amount(expenditure, "合计", kind))


_OVERALL = {
    "资金来源": (
        "appropriation_expenditure",
        "special_account_expenditure",
        "unit_funds_expenditure",
    ),
    "资金结构": ("basic_expenditure", "project_expenditure"),
}
"""The two ways in which the form splits the whole budget; a blank part is nothing."""


@document_check(B13, kind=Kind.BUDGET)
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
    agreement_check(B08, Kind.BUDGET),
    three_public_expenses_agree,
    projects_equal_project_expenditure,
    agreement_check(B12, Kind.BUDGET),
    overall_targets_equal_the_budget,
)
