"""The units that amounts are typed and printed in."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from discloser.rounding import round_half_up


class MoneyUnit(StrEnum):
    """The unit of every amount of an input file, or of a printed table."""

    YUAN = "元"
    WAN_YUAN = "万元"

    @property
    def yuan(self) -> int:
        """How many 元 one of it is."""
        return 1 if self is MoneyUnit.YUAN else 10_000

    def of(self, yuan: Decimal) -> Decimal:
        """An amount of 元 in this unit."""
        return yuan / self.yuan


def yuan_text(amount: Decimal) -> str:
    """An amount of 元 as a message shows it: 1,234,567 or 1,234,567.50, never finer than a 分."""
    rounded = round_half_up(amount, 2)
    decimals = 0 if rounded == rounded.to_integral_value() else 2
    return f"{rounded:,.{decimals}f}"
