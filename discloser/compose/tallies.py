"""What a pack counts, as templates see it: numbers that know the lines behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeAlias

from discloser.compose.records import Miss
from discloser.compose.runs import Printable
from discloser.compose.supplements import Measured, plain_number
from discloser.compose.views import UNKNOWN, ChangeView, Percent
from discloser.compute.arithmetic import change
from discloser.compute.declared import Tally, tally
from discloser.compute.figures import Figures
from discloser.compute.ledger import LAST_YEAR, Column, Ledger, Where
from discloser.compute.measure import Measures
from discloser.document.number import Number, NumberFormat, Origin
from discloser.location import FieldPath
from discloser.model.supplement import Required
from discloser.pack.unknown import Unknown

Rank: TypeAlias = "Callable[[str, str], tuple[Any, ...]]"
"""Tells where a value of a dimension stands among the others."""
NameOf: TypeAlias = "Callable[[str, str], str]"
"""Tells what a value of a dimension is called."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Who is told of a blank and of a last year that nobody knows; how percentages print."""

    miss: Miss
    needs_last_year: Callable[[], None]
    percent: NumberFormat


class Tallied(Decimal, Printable):
    """What a measure counts: a number that knows the lines behind it, and what is blank of them.

    A blank that must be filled in is missed when the number is printed.
    """

    tally: Tally
    before: Ledger | None
    ways: Ways

    @classmethod
    def of(cls, tally: Tally, before: Ledger | None, ways: Ways) -> Tallied:
        """The number of a tally; ``before`` are its lines of last year, None where not known."""
        made = cls(tally.number)
        made.tally, made.before, made.ways = tally, before, ways
        return made

    @property
    def label(self) -> str:
        """What is counted, or the value of a breakdown that it is the part of."""
        return self.tally.label

    def _part(self, lines: Ledger, before: Ledger | None, label: str = "") -> Tallied:
        """Some of its lines."""
        kept = replace(self.tally, lines=lines, label=label or self.label)
        return Tallied.of(kept, before, self.ways)

    def where(self, where: Where) -> Tallied:
        """Those of its lines that pass a filter."""
        before = self.before.where(where) if self.before is not None else None
        return self._part(self.tally.lines.where(where), before)

    def by(
        self, dimension: str, rank: Rank, name: NameOf, *, both_years: bool = False
    ) -> list[Tallied]:
        """Its parts by the values of a dimension, as ``rank`` orders and ``name`` calls them.

        With ``both_years``, what there was last year alone is a part as well.
        """
        groups = self.tally.lines.group((dimension,))
        earlier = self.before.group((dimension,)) if self.before is not None else {}
        keys = dict.fromkeys((*groups, *(earlier if both_years else ())))
        none = Ledger(())
        return [
            self._part(
                groups.get((value,), none),
                None if self.before is None else earlier.get((value,), none),
                name(dimension, value),
            )
            for (value,) in sorted(keys, key=lambda key: rank(dimension, key[0]))
        ]

    @property
    def has_prior(self) -> bool:
        """Whether last year's number is known."""
        return self.before is not None

    @property
    def prior(self) -> Tallied | Unknown:
        """Last year's number; one that is missing is reported."""
        label = f"{self.label}的上年数"
        if self.before is None:
            self.ways.needs_last_year()
            return Unknown(label)
        return Tallied.of(replace(self.tally, lines=self.before, label=label), None, self.ways)

    @property
    def change(self) -> ChangeView:
        """The change against last year."""
        prior = self.prior
        if isinstance(prior, Unknown):
            return ChangeView(prior, prior, UNKNOWN)
        made, shown = change(self, prior), plain_number(self.tally.told)
        told = f"{self.label}：本年 {self.number().text} − {prior.number().text}"
        origin = Origin(told, (*_fields(self.tally), *_fields(prior.tally)))
        rate = made.percent
        percent = None if rate is None else Percent(rate, self.ways.percent, origin)
        return ChangeView(Measured.of(made.difference, shown, origin), percent, made.direction)

    def number(self) -> Number:
        """The number that it prints as."""
        told = self.tally.told
        for path in self.tally.blanks if told.required is not Required.NEVER else ():
            self.ways.miss(path, self.label)
        origin = Origin(self.label, _fields(self.tally))
        return Number(Decimal(self), plain_number(told), origin=origin)


def _fields(tally: Tally) -> tuple[FieldPath, ...]:
    return tuple(entry.field(Column.AMOUNT) for entry in tally.lines if entry.amounts)


def tallies(counts: Measures, figures: Figures, ways: Ways) -> dict[str, Tallied]:
    """What each measure of counts finds, by its name, with what it found last year."""
    last = figures.last_year
    made = {}
    for name in counts:
        before = tally(name, counts, last.declared).lines.below(LAST_YEAR) if last else None
        made[name] = Tallied.of(tally(name, counts, figures.declared), before, ways)
    return made


def breaking_down(
    amounts: Callable[..., list[Any]], rank: Rank, name: NameOf
) -> Callable[..., list[Any]]:
    """The splitting of amounts, which templates use for what is counted too."""

    def parts(whole: Any, dimension: str, *, both_years: bool = False) -> list[Any]:
        if isinstance(whole, Tallied):
            return whole.by(dimension, rank, name, both_years=both_years)
        return amounts(whole, dimension, both_years=both_years)

    return parts
