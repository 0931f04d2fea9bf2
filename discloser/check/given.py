"""Amounts that an input gives beside its ledger: last year's figures and the control figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from discloser.check.subject import Subject
from discloser.compute.relations import structure
from discloser.location import FieldPath

FEWEST_PARTS = 2
"""How many parts of a sum are given where the rest is missed: one alone is no list of parts."""


@dataclass(frozen=True, slots=True)
class Given:
    """Amounts that an input gives by the names of figures; ``zero`` are taken as nothing."""

    what: str
    path: FieldPath
    amounts: Mapping[str, Decimal]
    zero: frozenset[str]

    def total(self, names: tuple[str, ...]) -> Decimal:
        """The sum in 元 of those of ``names`` that are given."""
        return sum((self.amounts.get(name, Decimal(0)) for name in names), Decimal(0))


def given_amounts(subject: Subject) -> Iterator[Given]:
    """Last year's figures but those that I02 tells, and the control figures."""
    figures, last = subject.figures, subject.last_year
    nothing = {name for name in figures if not figures[name].amount}
    prior = {
        name: amount
        for name, amount in figures.disclosure.prior_year.figures.items()
        if name in figures and (last is None or last[name].amount == amount)
    }
    # What last year's file has is no gap: there, the amounts that are not given here are known.
    zero = nothing - set(prior) if last is None else set()
    yield Given("上年数", ("prior_year", "figures"), prior, frozenset(zero))
    control = {
        name: amount
        for name, amount in figures.disclosure.control_figures.items()
        if name in figures
    }
    yield Given("控制数", ("control_figures",), control, frozenset(nothing - set(control)))


def confirmed_prior_figures(subject: Subject) -> set[str]:
    """Last year's figures that add up with others, all of them given."""
    measures = subject.figures.measures
    of_pack = structure(tuple((name, measures[name].selection) for name in measures))
    prior, _ = given_amounts(subject)
    return {
        name
        for relation in of_pack.sums(prior.amounts.keys())
        if not relation.at_most and len(relation.names) > FEWEST_PARTS
        if prior.total(relation.left) == prior.total(relation.right)
        for name in relation.names
    }
