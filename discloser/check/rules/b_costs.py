"""Cost indicators of projects against their money (B14)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import check
from discloser.check.indicator_costs import amount_in
from discloser.check.subject import Subject
from discloser.compute.ledger import Column, Ledger, Side
from discloser.finding import Finding, Rule, Severity
from discloser.model.values import Kind
from discloser.money import yuan_text

COST = Rule(
    "B14",
    "成本指标超过项目金额",
    "项目“{project}”的{what}是 {cost} 元，项目{called}是 {amount} 元，多 {difference} 元。",
    "请核对成本指标的数和单位（元、万元），或核对项目金额。",
    Severity.WARNING,
)


_HALF_STEP = 50
"""Project amounts are approved in 万元 with two decimals: each stands for ±50 元."""


_BUDGETS = (Column.INITIAL_BUDGET, Column.ADJUSTED_BUDGET)


@check(COST, needs=("projects", "expenditure"))
def costs_stay_below_the_project(subject: Subject) -> Iterator[Finding]:
    """Targets are set with the budget: a final account's are held to it, not to what was spent."""
    budgets = _project_budgets(subject)
    called = "预算数" if subject.figures.disclosure.kind is Kind.FINAL_ACCOUNT else "金额"
    for index, targets in enumerate(subject.figures.disclosure.projects):
        amount = budgets.get(targets.name)
        costs = [
            (item.name, cost)
            for item in targets.cost
            if (cost := amount_in(item.value)) is not None
        ]
        whole = sum((cost for _, cost in costs), Decimal(0))
        if amount is None or whole <= amount + _HALF_STEP:
            continue
        name, largest = max(costs, key=lambda item: item[1])
        if abs(largest - amount) <= _HALF_STEP and whole - largest <= largest + _HALF_STEP:
            continue  # the whole project's cost beside those of its parts
        single = largest > amount + _HALF_STEP
        value = largest if single else whole
        yield COST.at(
            subject.place("projects", index, "cost"),
            project=targets.name,
            called=called,
            what=f"成本指标“{name}”" if single else f"{len(costs)} 个成本指标合计",
            cost=yuan_text(value),
            amount=yuan_text(amount),
            difference=yuan_text(value - amount),
        )


def _project_budgets(subject: Subject) -> dict[str, Decimal]:
    """The budget of each project in 元: the larger of a final account's two, where it has one."""
    lines = subject.figures.ledger.side(Side.EXPENDITURE)
    budgets = {}
    for (name,), of_project in lines.group(("project",)).items():
        planned = [of_project.total(column) for column in _BUDGETS if _has(of_project, column)]
        budgets[name] = max(planned, default=of_project.total())
    return budgets


def _has(lines: Ledger, column: Column) -> bool:
    return any(column in entry.amounts for entry in lines)


CHECKS = (costs_stay_below_the_project,)
