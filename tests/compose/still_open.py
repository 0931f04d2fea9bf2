"""Which of a pack's needs an input leaves open."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from discloser.compose.context import Context
from discloser.compose.needs.condition import Atom, Fact, holds
from discloser.compose.needs.of_pack import Need, Needs
from discloser.compute.ledger import Column


def still_open(needs: Needs, context: Context) -> list[Need]:
    """The prior figures, reasons and values that are needed and not given.

    A need that only running the template could tell counts as needed. A reason is not asked for
    while last year's amount is missing, since nobody knows of a change.
    """
    knows = _knower(context)
    found = [
        need
        for need in needs.needs
        if need.kind in ("prior", "reason", "value")
        and holds(need.condition, knows) is not False
        and not _given(need, context)
    ]
    unknown = {need.key for need in found if need.kind == "prior"}
    return [need for need in found if need.kind != "reason" or need.key not in unknown]


def _given(need: Need, context: Context) -> bool:
    disclosure = context.figures.disclosure
    match need.kind:
        case "prior":
            return context.figures[need.key[0]].prior is not None
        case "reason":
            return need.key[0] in disclosure.reasons
    found: object = reduce(getattr, need.key, disclosure)
    return found not in (None, "")


def _knower(context: Context) -> Callable[[Atom], bool | None]:
    figures = context.figures

    def compare(atom: Atom) -> bool | None:
        name, *columns = atom.subjects
        if name not in figures:
            return None  # of each part of a breakdown
        one, other = (figures[name].lines.total(Column(column)) for column in columns)
        return one == other if atom.fact is Fact.EQUAL else one < other

    def equal_priors(atom: Atom) -> bool:
        one, other = (figures[name].prior for name in atom.subjects)
        return one is not None and one == other

    def same(atom: Atom) -> bool:
        amount = context.amount(atom.subjects[0])
        return amount.has_prior and amount.change.is_none

    def given(atom: Atom) -> bool | None:
        """Whether the input has a part; a field of a list's items, nobody asks here."""
        found: object = figures.disclosure
        for step in atom.subjects:
            if not hasattr(found, step):
                return None
            found = getattr(found, step)
        return found is not None

    told: dict[Fact, Callable[[Atom], bool | None]] = {
        Fact.ZERO: lambda atom: figures[atom.subjects[0]].amount == 0,
        Fact.PRIOR: lambda atom: figures[atom.subjects[0]].prior is not None,
        Fact.SAME: same,
        Fact.EQUAL_PRIORS: equal_priors,
        Fact.EQUAL: compare,
        Fact.LESS: compare,
        Fact.CHOSEN: lambda atom: str(context.parameters.get(atom.subjects[0])) == atom.subjects[1],
        Fact.REASON: lambda atom: atom.subjects[0] in figures.disclosure.reasons,
        Fact.GIVEN: given,
        Fact.UNSURE: lambda _: None,
    }
    return lambda atom: told[atom.fact](atom)
