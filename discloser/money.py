"""The units that amounts are typed and printed in."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum


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
