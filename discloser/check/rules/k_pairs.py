"""Functional items that pay for one economic item only: housing fund, pensions, annuities."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.classification.codebook import Scheme
from discloser.compute.ledger import Entry, Ledger, Side, Where
from discloser.finding import Finding, Rule, Severity
from discloser.model.values import Category
from discloser.money import yuan_text

MISMATCH = Rule(
    "K06",
    "功能科目与经济科目金额不等",
    "基本支出中功能科目 {function} 合计 {function_amount} 元，"
    "经济科目 {economic} 合计 {economic_amount} 元，相差 {difference} 元。",
    "请核对这几行的功能科目和经济科目；确实列在别的科目的，可以不管。",
    Severity.WARNING,
)


@check(MISMATCH, needs=("expenditure",))
def functional_items_match_economic_items(subject: Subject) -> Iterator[Finding]:
    of_basic = Where.of({"category": Category.BASIC.value})
    basic = subject.figures.ledger.side(Side.EXPENDITURE).where(of_basic)
    lines = Ledger(tuple(entry for entry in basic if _is_coded(subject, entry)))
    for function, economic in subject.limits.equal_items:
        by_function = lines.where(Where.of({"function_item": function}))
        by_economic = lines.where(Where.of({"economic_item": economic}))
        difference = by_function.total() - by_economic.total()
        if difference:
            paths = [entry.path for entry in (*by_function, *by_economic)]
            yield MISMATCH.at(
                *subject.places(dict.fromkeys(paths)),
                function=_show(subject, Scheme.FUNCTION, function),
                function_amount=yuan_text(by_function.total()),
                economic=_show(subject, Scheme.DEPARTMENT_ECONOMIC, economic),
                economic_amount=yuan_text(by_economic.total()),
                difference=yuan_text(abs(difference)),
            )


def _is_coded(subject: Subject, entry: Entry) -> bool:
    """Tell whether both codes of a line are known; K01 and K03 report the others."""
    function, item = entry.dimensions["function_item"], entry.dimensions["economic_item"]
    find = subject.codebook.find
    return bool(
        item
        and find(Scheme.FUNCTION, function, subject.year)
        and find(Scheme.DEPARTMENT_ECONOMIC, item, subject.year)
    )


def _show(subject: Subject, scheme: Scheme, code: str) -> str:
    return f"{code} {subject.codebook.name(scheme, code, subject.year)}"


CHECKS = (functional_items_match_economic_items,)
