"""The one rounding rule of printed amounts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

_ZERO = Decimal(0)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero to ``decimals`` places, as printed amounts are; never to −0."""
    return value.quantize(_last_place(decimals), rounding=ROUND_HALF_UP) + _ZERO


@cache
def _last_place(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)
