"""The amounts that sentences print, or name without printing them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Printed
from discloser.check.reader.rates import Named
from discloser.check.subject import Proof, Reading
from discloser.compute.ledger import Column
from discloser.model.disclosure import Disclosure
from discloser.rounding import round_half_up

WAN = Decimal(10_000)
_CENT = Decimal("0.005")


def printed_as(reading: Reading, named: Named) -> list[Printed]:
    """What an amount may be, in 万元: as it is printed in its sentence, else in the tables.

    Where no table prints it either, it is what the words name in the input.
    """
    if named.mention is not None:
        return [named.mention.printed]
    facts = reading.reader.facts
    terms = [term.printed for meaning in named.meanings for term in facts.terms(meaning)]
    known = [printed.value for printed in terms]
    known = known or list(exact_amounts(reading, named.meanings, named.field))
    # As a sentence prints it: a table may be finer, in 元.
    return [Printed(round_half_up(amount, 2), _CENT) for amount in dict.fromkeys(known)]


def last_years(reading: Reading, meaning: Meaning) -> Iterator[Decimal]:
    """Last year's amount of some money in 元, or its change: as the input gives it, as its file.

    None where neither is known.
    """
    if isinstance(reading, Proof):
        now = meaning.lines(reading.figures.all_lines).total()
        for before in _before(reading, Meaning(meaning.parts)):
            yield now - before if meaning.column is Column.CHANGE else before


def _before(proof: Proof, meaning: Meaning) -> Iterator[Decimal]:
    if meaning.key in proof.priors:
        yield proof.priors[meaning.key]
    last = proof.figures.last_years_lines
    if last is not None:
        yield meaning.lines(last).total(Column.PRIOR)


def exact(reading: Reading, meaning: Meaning) -> Iterator[Decimal]:
    """An amount of this year in 元, as the ledger has it; none where there is no ledger."""
    if reading.given is not None:
        yield meaning.lines(reading.given.all_lines).total(meaning.column)


def exact_amounts(
    reading: Reading, meanings: tuple[Meaning, ...], field: str = "", less: str = ""
) -> Iterator[Decimal]:
    """What words name in the input, in 万元; ``field`` is an amount that is in no table.

    ``less`` is one that is taken off; unknown, nothing is known of the rest.
    """
    if reading.given is None:
        return
    disclosure = reading.given.disclosure
    taken = _given(disclosure, less) if less else Decimal(0)
    for meaning in meanings:
        if meaning.compares and taken is not None:
            yield from (amount / WAN for amount in last_years(reading, meaning))
        elif taken is not None:
            yield from ((amount - taken) / WAN for amount in exact(reading, meaning))
    if field:
        amount = _given(disclosure, field)
        if amount is not None:
            yield amount / WAN


def _given(disclosure: Disclosure, field: str) -> Decimal | None:
    """An amount of the input by its path, in 元, or what a column of a declared table adds up to.

    None where it is blank or nothing is called so.
    """
    found: object = disclosure
    for name in field.split("."):
        if isinstance(found, tuple):
            column = [getattr(line, name, None) for line in found]
            return sum((each for each in column if isinstance(each, Decimal)), Decimal(0))
        found = getattr(found, name, None)
    return found if isinstance(found, Decimal) else None
