"""Two printed sides that a rule relates: they hold, they cannot, or one of them is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.printed import Printed, Term
from discloser.finding import Finding, Rule
from discloser.location import Location

SIDES = "{left}是{left_value}万元，{right}是{right_value}万元，相差{difference}万元。"
"""The message of a rule that relates two printed sides."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A side that a document does not have, and why: no such table, row or column."""

    reason: str
    place: Location | None = None


Side = Term | Missing


def summed(sides: Iterable[Side], label: str = "") -> Side:
    """The sum of some sides, under ``label`` if one is given; what is missing where one is."""
    whole: Term | None = None
    count = 0
    for side in sides:
        if isinstance(side, Missing):
            return side
        whole = side if whole is None else whole + side
        count += 1
    if whole is None:
        return Missing(f"没有{label or '可以相加的数'}")
    return Term(f"{label}（{count}项）", whole.printed, whole.places) if label else whole


def equal(rule: Rule, left: Side, right: Side) -> Iterator[Outcome]:
    """Hold two sides to be equal."""
    yield _related(rule, left, right, lambda one, two: one.agrees(two))


def at_most(rule: Rule, left: Side, right: Side) -> Iterator[Outcome]:
    """Hold the left side not to be greater than the right one."""
    yield _related(rule, left, right, lambda one, two: one.low <= two.high)


def _related(
    rule: Rule, left: Side, right: Side, hold: Callable[[Printed, Printed], bool]
) -> Outcome:
    if isinstance(left, Missing):
        return Unchecked(rule.code, left.reason, left.place)
    if isinstance(right, Missing):
        return Unchecked(rule.code, right.reason, right.place)
    return Held(rule.code) if hold(left.printed, right.printed) else sides(rule, left, right)


def sides(rule: Rule, left: Term, right: Term, *also: Location) -> Finding:
    """The finding that shows both sides with their values and places."""
    return rule.at(
        *left.places,
        *right.places,
        *also,
        left=left.label,
        left_value=left.printed,
        right=right.label,
        right_value=right.printed,
        difference=f"{abs(left.printed.value - right.printed.value):f}",
    )
