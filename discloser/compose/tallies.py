"""What a pack counts, as templates see it: numbers that know the lines behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeAlias

from discloser.compose.records import Miss
from discloser.compose.runs import Printable
from discloser.compose.supplements import plain_number
from discloser.compute.declared import Tally, tally
from discloser.compute.figures import Figures
from discloser.compute.ledger import Column, Ledger, Where
from discloser.compute.measure import Measures
from discloser.document.number import Number, Origin
from discloser.model.supplement import Required

Rank: TypeAlias = "Callable[[str, str], tuple[Any, ...]]"
"""Tells where a value of a dimension stands among the others."""
NameOf: TypeAlias = "Callable[[str, str], str]"
"""Tells what a value of a dimension is called."""


class Tallied(Decimal, Printable):
    """What a measure counts: a number that knows the lines behind it, and what is blank of them.

    A blank that must be filled in is missed when the number is printed.
    """

    tally: Tally
    miss: Miss

    @classmethod
    def of(cls, tally: Tally, miss: Miss) -> Tallied:
        """The number of a tally."""
        made = cls(tally.number)
        made.tally, made.miss = tally, miss
        return made

    @property
    def label(self) -> str:
        """What is counted, or the value of a breakdown that it is the part of."""
        return self.tally.label

    def _part(self, lines: Ledger, label: str = "") -> Tallied:
        """Some of its lines."""
        kept = replace(self.tally, lines=lines, label=label or self.label)
        return Tallied.of(kept, self.miss)

    def where(self, where: Where) -> Tallied:
        """Those of its lines that pass a filter."""
        return self._part(self.tally.lines.where(where))

    def by(self, dimension: str, rank: Rank, name: NameOf) -> list[Tallied]:
        """Its parts by the values of a dimension, as ``rank`` orders and ``name`` calls them."""
        groups = self.tally.lines.group((dimension,)).items()
        ranked = sorted(groups, key=lambda group: rank(dimension, group[0][0]))
        return [self._part(lines, name(dimension, value)) for (value,), lines in ranked]

    def number(self) -> Number:
        """The number that it prints as."""
        told = self.tally.told
        for path in self.tally.blanks if told.required is not Required.NEVER else ():
            self.miss(path, self.label)
        fields = tuple(entry.field(Column.AMOUNT) for entry in self.tally.lines if entry.amounts)
        return Number(Decimal(self), plain_number(told), origin=Origin(self.label, fields))


def tallies(counts: Measures, figures: Figures, miss: Miss) -> dict[str, Tallied]:
    """What each measure of counts finds, by its name."""
    return {name: Tallied.of(tally(name, counts, figures.declared), miss) for name in counts}


def breaking_down(
    amounts: Callable[..., list[Any]], rank: Rank, name: NameOf
) -> Callable[..., list[Any]]:
    """The splitting of amounts, which templates use for what is counted too."""

    def parts(whole: Any, dimension: str, *, both_years: bool = False) -> list[Any]:
        if isinstance(whole, Tallied):
            return whole.by(dimension, rank, name)
        return amounts(whole, dimension, both_years=both_years)

    return parts
