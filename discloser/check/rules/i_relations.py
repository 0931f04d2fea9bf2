"""Last year's figures and control figures obey the same relations as this year's (I08, I09)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from discloser.check.check import check
from discloser.check.given import FEWEST_PARTS, Given, given_amounts
from discloser.check.subject import Subject
from discloser.compute.relations import Relation, Structure, structure
from discloser.finding import Finding, Rule, Severity
from discloser.model.values import Kind
from discloser.money import yuan_text

CONTRADICTION = Rule(
    "I08",
    "填的几个数互相矛盾",
    "{what}{left}{left_amount} 元，{word}{right}{right_amount} 元，相差 {difference} 元{more}。",
    "请核对这几个{what}；口径要与本年的相同。",
)
INCOMPLETE = Rule(
    "I09",
    "填的分项加起来不到合计",
    "{what}{left}{left_amount} 元，比{right}{right_amount} 元少 {difference} 元；"
    "没有填{missing}的{what}。",
    "请核对这几个{what}；没有填的那几项{what}不是 0 的，请补上。",
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True)
class _Break:
    """A relation that does not hold; ``excess`` is how much its left side is above its right."""

    relation: Relation
    excess: Decimal


@check(
    CONTRADICTION,
    INCOMPLETE,
    needs=("receipts", "expenditure", "closing"),
)
def given_figures_agree(subject: Subject) -> Iterator[Finding]:
    measures = subject.figures.measures
    of_pack = structure(tuple((name, measures[name].selection) for name in measures))
    for given in given_amounts(subject):
        if len(given.amounts) > 1:
            of_budget = subject.figures.disclosure.kind is Kind.BUDGET
            broken = _broken(given, of_pack, of_budget=of_budget)
            yield from _findings(subject, given, broken)


def _broken(given: Given, of_pack: Structure, *, of_budget: bool) -> list[_Break]:
    """The relations that do not hold, those between the fewest figures first."""
    relations = of_pack.sums(given.amounts.keys() | given.zero)
    relations += of_pack.balanced(given.amounts.keys(), of_budget=of_budget)
    broken = []
    for relation in relations:
        excess = given.total(relation.left) - given.total(relation.right)
        slack = sum((_slack(given.amounts.get(name)) for name in relation.names), Decimal(0))
        parts = sum(name in given.amounts for name in relation.left)
        complete = not relation.at_most and parts >= min(FEWEST_PARTS, len(relation.left))
        if excess > slack or (excess < -slack and complete):
            broken.append(_Break(relation, excess))
    return sorted(broken, key=lambda each: (each.relation.at_most, len(each.relation.names)))


def _slack(amount: Decimal | None) -> Decimal:
    """How far an amount may be from what it was rounded from, as published in 万元 or in 元."""
    if not amount:
        return Decimal(0)
    step = next(step for step in _STEPS if amount % step == 0)
    return step / 2


_STEPS = (Decimal(100), Decimal(1), Decimal("0.01"))


def _findings(subject: Subject, given: Given, broken: list[_Break]) -> Iterator[Finding]:
    """One finding for each set of figures; a figure that all broken relations share is named."""
    told: list[set[str]] = []
    for each in broken:
        names = {name for name in each.relation.names if name in given.amounts}
        if any(names & earlier for earlier in told):
            continue
        told.append(names)
        others = sum(bool(names & set(other.relation.names)) for other in broken) - 1
        yield _finding(subject, given, each, others)


def _finding(subject: Subject, given: Given, each: _Break, others: int) -> Finding:
    relation = each.relation
    known = [name for name in (*relation.right, *relation.left) if name in given.amounts]
    missing = [name for name in relation.names if name not in given.amounts]

    def called(name: str) -> str:
        label = subject.figures.measures[name].label
        return f"“{label.replace('“', '‘').replace('”', '’')}”"

    values = {
        "what": given.what,
        "left": "＋".join(called(name) for name in relation.left if name in known),
        "right": "＋".join(called(name) for name in relation.right),
        "left_amount": yuan_text(given.total(relation.left)),
        "right_amount": yuan_text(given.total(relation.right)),
        "difference": yuan_text(abs(each.excess)),
    }
    places = subject.places([(*given.path, name) for name in known])
    if missing and each.excess < 0:
        named = "、".join(called(name) for name in missing)
        return INCOMPLETE.at(*places, figures=relation.names, missing=named, **values)
    word = "大于" if relation.at_most or (missing and each.excess > 0) else "应等于"
    more = f"；另有 {others} 处关系也与其中的数不符" if others else ""
    return CONTRADICTION.at(*places, figures=relation.names, word=word, more=more, **values)


CHECKS = (given_figures_agree,)
