"""The filters of templates that need nothing of the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from jinja2 import TemplateRuntimeError

from discloser.chinese import chinese_month, chinese_number
from discloser.compose.views import Amount
from discloser.document.number import NumberFormat, Trim
from discloser.money import MoneyUnit

_MOST_DIGITS = 30


def _decimal(value: Any) -> Decimal:
    """A number from its text.

    Raises:
        TemplateRuntimeError: if it is none, or one that no document prints.
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or (number and abs(number.adjusted()) > _MOST_DIGITS):
        raise TemplateRuntimeError(f"“{str(value)[:20]}”不是能印的数。")
    return number


def _plain(value: Decimal) -> str:
    """A plain number without trailing zeros: 9.75, 10."""
    return NumberFormat(trim=Trim.ZEROS).text(value)


def _fixed(value: Decimal) -> str:
    """A plain number with two decimals."""
    return NumberFormat().text(value)


def _named(amount: Amount, label: str) -> Amount:
    """The amount under another label."""
    return replace(amount, label=label)


def _in_yuan(amount: Amount) -> Amount:
    """The amount as it prints in 元."""
    return replace(amount, unit=MoneyUnit.YUAN)


PLAIN_FILTERS: Mapping[str, Callable[..., Any]] = {
    "chinese": chinese_number,
    "chinese_month": chinese_month,
    "decimal": _decimal,
    "plain": _plain,
    "fixed": _fixed,
    "named": _named,
    "in_yuan": _in_yuan,
}
