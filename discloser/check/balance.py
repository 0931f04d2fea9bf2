"""Receipts against expenditure, and both against what the finance bureau approved."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.registry import Subject, check
from discloser.compute.ledger import Side
from discloser.finding import Finding, Rule
from discloser.money import yuan_text

UNBALANCED = Rule(
    "A01",
    "收支不平",
    "收入总计 {receipts} 元，支出总计 {expenditure} 元，相差 {difference} 元。",
    "请核对收入各行、支出各行和年终结转结余，使收入总计等于支出总计。",
    source="预算法第三十二条；部门收支总体情况表 收入总计=支出总计",
)
FUND_UNBALANCED = Rule(
    "A02",
    "某项资金收支不平",
    "“{fund}”收入 {receipts} 元（含上年结转），支出 {expenditure} 元（含年终结转），"
    "相差 {difference} 元。",
    "请核对这项资金的收入行和支出行。",
    source="财政拨款收支总体情况表各资金列",
)
CONTROL = Rule(
    "A03",
    "与控制数不符",
    "“{label}”合计 {amount} 元，控制数 {control} 元，相差 {difference} 元。",
    "请按财政部门下达的控制数核对台账，或更正控制数。",
    source="台账各合计＝财政部门批复的控制数",
)
LEDGER = ("receipts", "expenditure", "closing")


@check(*LEDGER)
def receipts_equal_expenditure(subject: Subject) -> Iterator[Finding]:
    """A01: 收入总计 = 支出总计."""
    receipts = subject.figures["receipts_total"]
    expenditure = subject.figures["expenditure_total"]
    if receipts.amount != expenditure.amount:
        yield UNBALANCED.at(
            subject.place("receipts"),
            subject.place("expenditure"),
            figures=(receipts.name, expenditure.name),
            receipts=yuan_text(receipts.amount),
            expenditure=yuan_text(expenditure.amount),
            difference=yuan_text(abs(receipts.amount - expenditure.amount)),
        )


@check(*LEDGER)
def each_fund_balances(subject: Subject) -> Iterator[Finding]:
    """A02: each fund's receipts equal what is spent and left of it."""
    groups = subject.figures.ledger.group(("fund",))
    for (fund,), lines in groups.items():
        receipts = lines.side(Side.RECEIPTS)
        spent = lines.side(Side.EXPENDITURE).total() + lines.side(Side.CLOSING).total()
        if receipts.total() != spent:
            paths = [entry.path for entry in receipts] or [("receipts",)]
            yield FUND_UNBALANCED.at(
                *subject.places(paths),
                fund=fund,
                receipts=yuan_text(receipts.total()),
                expenditure=yuan_text(spent),
                difference=yuan_text(abs(receipts.total() - spent)),
            )


@check(*LEDGER)
def totals_equal_control_figures(subject: Subject) -> Iterator[Finding]:
    """A03: a figure equals the control figure that the input declares for it."""
    for name, control in subject.figures.disclosure.control_figures.items():
        figure = subject.figures.get(name)
        if figure is not None and figure.amount != control:
            yield CONTROL.at(
                subject.place("control_figures", name),
                figures=(name,),
                label=figure.label,
                amount=yuan_text(figure.amount),
                control=yuan_text(control),
                difference=yuan_text(abs(figure.amount - control)),
            )
