"""What was spent against the budget of the same line (I15)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.compute.ledger import Column, Side
from discloser.finding import Finding, Rule, Severity
from discloser.model.values import Kind
from discloser.money import yuan_text

OVERSPENT = Rule(
    "I15",
    "决算数大于全年预算数",
    "这一行的决算数 {amount} 元，大于全年预算数 {budget} 元。",
    "请核对两个数；年中追加了预算的，全年预算数填追加以后的数。",
    Severity.WARNING,
)


@check(OVERSPENT, needs=("expenditure",), kind=Kind.FINAL_ACCOUNT)
def no_line_spends_more_than_its_budget(subject: Subject) -> Iterator[Finding]:
    for entry in subject.figures.ledger.side(Side.EXPENDITURE):
        budget = entry.amounts.get(Column.ADJUSTED_BUDGET)
        amount = entry.amounts[Column.AMOUNT]
        if budget is not None and amount > budget:
            yield OVERSPENT.at(
                subject.place(*entry.path, Column.ADJUSTED_BUDGET.value),
                subject.place(*entry.path, Column.AMOUNT.value),
                amount=yuan_text(amount),
                budget=yuan_text(budget),
            )


CHECKS = (no_line_spends_more_than_its_budget,)
