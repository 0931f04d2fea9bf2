"""Numbers and months in Chinese words."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = "零一二三四五六七八九"
_YEAR_DIGITS = "〇一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
TO_FILL = "（待填："
"""How a text begins that stands for what nobody has filled in."""
_LIMIT = 10 ** len(_PLACES)


def chinese_number(number: int) -> str:
    """Write 0 to 9999 in Chinese: 十二, 一百零五, 二百一十.

    Raises:
        ValueError: if the number is negative or larger.
    """
    if not 0 <= number < _LIMIT:
        raise ValueError(f"{number} is not between 0 and {_LIMIT - 1}")
    words = [
        _DIGITS[int(digit)] + _PLACES[place] if digit != "0" else "零"
        for place, digit in enumerate(reversed(str(number)))
    ]
    joined = re.sub("零+", "零", "".join(reversed(words))).rstrip("零")
    return joined.removeprefix("一") if joined.startswith("一十") else joined or "零"


def chinese_month(day: date) -> str:
    """Write a month as on a cover: 二〇二五年三月."""
    year = "".join(_YEAR_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{chinese_number(day.month)}月"
