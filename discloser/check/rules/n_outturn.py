"""Sentences that compare the outturn with the budget in words: 大于, 小于, 等于 (N20)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from discloser.check.check import document_check
from discloser.check.named import printed_as
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.changes import Change
from discloser.check.reader.printed import Printed
from discloser.check.reader.rates import Outturn
from discloser.check.subject import Reading
from discloser.finding import Rule

COMPARED = Rule(
    "N20",
    "决算与预算的比较不符",
    "文中预算数{budget}万元、决算数{actual}万元，却写“{words}”。",
    "请核对预算数、决算数、大小和差额。",
)


@document_check(COMPARED, says_all=True)
def comparisons_follow_from_amounts(reading: Reading) -> Iterator[Outcome]:
    for outturn in reading.reader.outturns:
        change = outturn.change
        place = change.passage.place(change.start)
        pairs = list(_pairs(reading, outturn))
        if not pairs:
            yield Unchecked(COMPARED.code, "认不出是哪一个预算数和决算数", place)
        elif any(_is_so(change, *pair) for pair in pairs):
            yield Held(COMPARED.code)
        else:
            actual, budget = pairs[0]
            yield COMPARED.at(place, budget=budget, actual=actual, words=_words(change))


def _pairs(reading: Reading, outturn: Outturn) -> Iterator[tuple[Printed, Printed]]:
    if outturn.actual is not None:
        for budget in outturn.budgets:
            yield from product(printed_as(reading, outturn.actual), printed_as(reading, budget))


def _is_so(change: Change, actual: Printed, budget: Printed) -> bool:
    if change.mention is not None:
        difference = Printed(abs(actual.value - budget.value), actual.slack + budget.slack)
        if not change.mention.printed.agrees(difference):
            return False
    if change.up is None:
        return actual.agrees(budget)
    return actual.high > budget.low if change.up else actual.low < budget.high


def _words(change: Change) -> str:
    end = change.mention.end if change.mention is not None else change.start + len(change.word)
    return change.passage.text[change.start : end]


CHECKS = (comparisons_follow_from_amounts,)
