"""Changes, shares and completion, by the rules that published documents follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from discloser.rounding import round_half_up

HUNDRED = Decimal(100)


class Direction(StrEnum):
    """Which way an amount changed."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Change:
    """A change against the prior year (同比), from the exact amounts in 元.

    ``difference`` is never negative; ``percent`` is None where the prior amount is zero.
    """

    difference: Decimal
    percent: Decimal | None
    direction: Direction


def change_rate(amount: Decimal, prior: Decimal) -> Decimal | None:
    """The change as a percentage of ``prior``, negative where it fell; None where that is zero."""
    return (amount - prior) / prior * HUNDRED if prior else None


def change(amount: Decimal, prior: Decimal) -> Change:
    """Compare ``amount`` with ``prior``, both exact in 元."""
    difference = abs(amount - prior)
    percent = difference / prior * HUNDRED if prior else None
    if amount == prior:
        return Change(difference, percent, Direction.NONE)
    return Change(difference, percent, Direction.INCREASE if amount > prior else Direction.DECREASE)


def shares(
    parts: Sequence[Decimal], whole: Decimal, decimals: int = 2, *, last_is_rest: bool = True
) -> list[Decimal]:
    """The percentages (占比) of ``parts`` in ``whole``, rounded half-up.

    Both are taken as printed (万元, 2 decimals). With ``last_is_rest``, where the parts make up the
    whole but for rounding, the last one is 100 less the others, so that the list adds up to 100.00;
    this reproduces published documents. Where the last one is too small to take the rounding, the
    largest takes it. A whole of zero gives zeros.
    """
    if not whole:
        return [Decimal(0) for _ in parts]
    percents = [round_half_up(part / whole * HUNDRED, decimals) for part in parts]
    bound = Decimal("0.005") * (len(parts) + 1)
    complete = abs(sum(parts, Decimal(0)) - whole) <= bound
    if last_is_rest and complete and len(percents) > 1:
        rest = HUNDRED - sum(percents, Decimal(0))
        small = not parts[-1] or percents[-1] + rest < 0
        taker = parts.index(max(parts)) if small else -1
        percents[taker] += rest
    return percents


def completion(actual: Decimal, budget: Decimal) -> Decimal | None:
    """The percentage of ``budget`` that ``actual`` is (完成预算), or None where it is zero."""
    return actual / budget * HUNDRED if budget else None
