"""What size amounts are likely to have: the limits of ``likely.yaml``, and the typical line."""

from __future__ import annotations

from decimal import Decimal
from statistics import median

from pydantic import BaseModel, ConfigDict

from discloser.check.subject import Subject
from discloser.compute.ledger import Column, Ledger, Side, Where
from discloser.model.values import Category
from discloser.read.words import read_words


class LikelySizes(BaseModel):
    """The vocabulary of ``likely.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    unit_slip: Decimal
    typing_slips: tuple[int, ...]
    near: Decimal
    stable_slip: Decimal
    stable: tuple[str, ...]
    fewest_lines: int
    typical_line: tuple[Decimal, Decimal]
    least_pay: Decimal
    least_line: Decimal
    pay: tuple[str, ...]
    wages: tuple[str, ...]
    share_of_wages: dict[str, tuple[Decimal, Decimal]]


def likely_limits() -> LikelySizes:
    """The limits of ``likely.yaml``."""
    limits: LikelySizes = read_words(LikelySizes, __package__ or "", "likely.yaml")
    return limits


def typical_line(subject: Subject) -> Decimal | None:
    """The median amount of the basic expenditure's lines where it is an unlikely one, in 元."""
    limits = likely_limits()
    amounts = [entry.amounts[Column.AMOUNT] for entry in basic_lines(subject)]
    amounts = [amount for amount in amounts if amount]
    if len(amounts) < limits.fewest_lines:
        return None
    typical = median(amounts)
    low, high = limits.typical_line
    return typical if not low <= typical <= high else None


def basic_lines(subject: Subject) -> Ledger:
    """The lines of basic expenditure."""
    basic = Where.of({"category": Category.BASIC.value})
    return subject.figures.ledger.side(Side.EXPENDITURE).where(basic)


UNITS_APART = 10_000
"""How many 元 are a 万元."""
