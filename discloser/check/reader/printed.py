"""Printed numbers: each stands for an interval, as wide as its last digit allows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from discloser.location import Location
from discloser.money import MoneyUnit

NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
PERCENT = "%％"
"""The signs of a percentage."""
_NUMBER = re.compile(NUMBER)
_HALF_FEN = Decimal("0.005")


@lru_cache(maxsize=64)
def _half_of(places: int) -> Decimal:
    """Half of the last of some decimal places."""
    return Decimal(1).scaleb(-places) / 2


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number, or a sum of some: the value read, and how far the exact one may be off."""

    value: Decimal
    slack: Decimal = Decimal(0)

    @staticmethod
    def read(text: str, decimals: int | None = None) -> Printed | None:
        """Read a number; ``decimals`` where zeros were dropped. Blank stands for exactly zero."""
        stripped = text.strip()
        if not stripped:
            return Printed(Decimal(0))
        if _NUMBER.fullmatch(stripped) is None:
            return None
        digits = stripped.replace(",", "")
        places = len(digits.partition(".")[2]) if decimals is None else decimals
        return Printed(Decimal(digits), _half_of(places))

    def in_wan(self, unit: MoneyUnit) -> Printed:
        """The same number, printed in ``unit``, as checks compare it: in 万元.

        An input is exact to the 分, so that what is printed to the 分 is not rounded.
        """
        if unit is MoneyUnit.WAN_YUAN:
            return self
        factor = Decimal(unit.yuan) / MoneyUnit.WAN_YUAN.yuan
        slack = Decimal(0) if self.slack * unit.yuan <= _HALF_FEN else self.slack * factor
        return Printed(self.value * factor, slack)

    def __add__(self, other: Printed) -> Printed:
        return Printed(self.value + other.value, self.slack + other.slack)

    def __sub__(self, other: Printed) -> Printed:
        return Printed(self.value - other.value, self.slack + other.slack)

    @property
    def low(self) -> Decimal:
        """The least exact value that it may stand for."""
        return self.value - self.slack

    @property
    def high(self) -> Decimal:
        """The greatest exact value that it may stand for."""
        return self.value + self.slack

    def common(self, other: Printed) -> Printed | None:
        """What both stand for; None where that is nothing."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Printed((low + high) / 2, (high - low) / 2) if low < high else None

    def agrees(self, other: Printed) -> bool:
        """Tell whether both may stand for the same exact value."""
        return abs(self.value - other.value) <= self.slack + other.slack

    def stands_for(self, exact: Decimal) -> bool:
        """Tell whether an exact value prints as this, rounded half-up, away from zero."""
        if self.value < 0 or (self.value == 0 and exact < 0):
            return Printed(-self.value, self.slack).stands_for(-exact)
        return self.low <= exact < self.high if self.slack else exact == self.value

    def ratio(self, whole: Printed) -> tuple[Decimal, Decimal] | None:
        """The bounds of its percentage of ``whole``, or None where that may be zero."""
        if whole.low <= 0 or (self.low < 0 and self.high <= 0):
            return None
        return max(self.low, Decimal(0)) / whole.high * 100, self.high / whole.low * 100

    def within(self, bounds: tuple[Decimal, Decimal]) -> bool:
        """Tell whether it may stand for a value between two bounds."""
        return bounds[0] <= self.high and self.low <= bounds[1]

    def __str__(self) -> str:
        return f"{self.value:f}"


@dataclass(frozen=True, slots=True)
class Term:
    """One side of a relation: what it is called, its printed value, and where it stands."""

    label: str
    printed: Printed
    places: tuple[Location, ...] = ()

    def __add__(self, other: Term) -> Term:
        label = f"{self.label}＋{other.label}"
        return Term(label, self.printed + other.printed, self.places + other.places)

    def __sub__(self, other: Term) -> Term:
        label = f"{self.label}－{other.label}"
        return Term(label, self.printed - other.printed, self.places + other.places)


def total(terms: Iterable[Term], label: str = "") -> Term:
    """The sum of some terms, under ``label`` if one is given.

    Raises:
        ValueError: if there is no term.
    """
    found = list(terms)
    if not found:
        raise ValueError("nothing to add up")
    called = f"{label}（{len(found)}项）" if label else "＋".join(term.label for term in found)
    places = tuple(place for term in found for place in term.places)
    return Term(called, added(term.printed for term in found), places)


def added(numbers: Iterable[Printed]) -> Printed:
    """The sum of some numbers; as far off as all of them together may be."""
    value = slack = Decimal(0)
    for number in numbers:
        value += number.value
        slack += number.slack
    return Printed(value, slack)
