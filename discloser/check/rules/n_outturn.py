"""Sentences that compare the outturn with the budget in words: 大于, 小于, 等于 (N20)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discloser.check.check import document_check
from discloser.check.reader.printed import Printed
from discloser.check.reader.prose import Passage
from discloser.check.subject import Reading
from discloser.finding import Finding, Rule

COMPARED = Rule(
    "N20",
    "决算与预算的比较不符",
    "文中预算数{budget}万元、决算数{actual}万元，却写“{words}”。",
    "请核对预算数、决算数、大小和差额。",
)
_COMPARISON = re.compile(r"(大于|小于|等于)(?:年初|全年|调整)?预算数?(?=[\d，。；])")


@document_check(COMPARED)
def comparisons_follow_from_amounts(reading: Reading) -> Iterator[Finding]:
    for passage in reading.passages:
        for match in _COMPARISON.finditer(passage.text):
            yield from _compare(passage, match)


def _compare(passage: Passage, match: re.Match[str]) -> Iterator[Finding]:
    """Hold a comparison to the two amounts before it, the budget first, in its sentence."""
    start = max(passage.text.rfind(mark, 0, match.start()) for mark in "。；")
    earlier = [m.printed for m in passage.amounts if start < m.start < match.start()]
    if len(earlier) < 2:  # noqa: PLR2004 - a budget and an outturn
        return
    budget, actual = earlier[-2:]
    stated = next((m for m in passage.amounts if m.start == match.end()), None)
    difference = Printed(abs(actual.value - budget.value), actual.slack + budget.slack)
    fits = stated is None or stated.printed.agrees(difference)
    if not (fits and _is_so(match[1], actual, budget)):
        end = stated.end if stated is not None else match.end()
        yield COMPARED.at(
            passage.place(match.start()),
            budget=budget,
            actual=actual,
            words=passage.text[match.start() : end],
        )


def _is_so(word: str, actual: Printed, budget: Printed) -> bool:
    match word:
        case "大于":
            return actual.high > budget.low
        case "小于":
            return actual.low < budget.high
    return actual.agrees(budget)


CHECKS = (comparisons_follow_from_amounts,)
