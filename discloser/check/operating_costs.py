"""What a document says of the agency's operating costs, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.compare import at_most, equal
from discloser.check.outcome import Outcome, Unchecked
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Term
from discloser.check.subject import Reading
from discloser.finding import Rule
from discloser.model.values import UnitNature

AGENCIES = {UnitNature.ADMINISTRATIVE, UnitNature.CIVIL_SERVICE}
"""The kinds of units whose public expenses are operating costs of an agency."""
_AGENCY = "agency_operating_costs"
_OPERATING = ("operating_expenditure_with_carry_over", "operating_expenditure")


def natures(reading: Reading) -> set[UnitNature | None]:
    """The kinds of the department's units; None is one that is not known."""
    units = reading.given.disclosure.units if reading.given is not None else ()
    return {unit.nature for unit in units} or {None}


def hold_to_public_expenses(
    rule: Rule, reading: Reading, limit: Term | None = None
) -> Iterator[Outcome]:
    """Hold what sentences say of the agency's operating costs to the table's 公用经费.

    Both are equal where all units are agencies, else it is at most that, or ``limit``.
    """
    operating = limit or next(_public_expenses(reading), None)
    relation = equal if natures(reading) <= AGENCIES else at_most
    for cost in _agency_costs(reading):
        if operating is None:
            yield Unchecked(rule.code, "没有一般公共预算基本支出的公用经费可对", cost.places[0])
            continue
        yield from relation(rule, cost, operating)


def _agency_costs(reading: Reading) -> Iterator[Term]:
    """What the narrative says of the agency's operating costs."""
    for claim in reading.reader.claims:
        if _AGENCY in claim.means:
            yield claim.passage.term(claim.mention, f"文中的“{claim.label}”")


def _public_expenses(reading: Reading) -> Iterator[Term]:
    """The public expenses of the basic expenditure, as the tables print them."""
    for name in _OPERATING:
        yield from reading.reader.facts.terms(_meaning(reading, name))


def _meaning(reading: Reading, name: str) -> Meaning:
    return Meaning(reading.measures[name].selection.parts)
