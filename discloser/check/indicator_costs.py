"""Amounts of money in the values of performance indicators: “≤12.5万元”, “不超过3000元”."""

from __future__ import annotations

import re
from decimal import Decimal

_AMOUNT = re.compile(r"(?:不超过|[≤<＜=＝≥>＞])?\s*(\d+(?:\.\d+)?)\s*(亿元|万元|元|万|亿)")
_UNITS = {"元": 1, "万元": 10**4, "万": 10**4, "亿元": 10**8, "亿": 10**8}


def amount_in(text: str) -> Decimal | None:
    """The amount in 元 that a text consists of; None where it is no amount of money."""
    match = _AMOUNT.fullmatch(text.strip())
    return Decimal(match[1]) * _UNITS[match[2]] if match is not None else None
