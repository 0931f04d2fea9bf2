"""Amounts below zero are rounded as those above: away from zero."""

from decimal import Decimal

import pytest

from discloser.check.reader.printed import Printed
from discloser.rounding import round_half_up


@pytest.mark.parametrize("text", ["-10.005", "-10.0049", "-0.004", "10.005", "10.0149", "0"])
def test_a_rounded_amount_stands_for_the_exact_one(text: str) -> None:
    exact = Decimal(text)
    printed = Printed.read(f"{round_half_up(exact, 2):f}")
    assert printed is not None
    assert printed.stands_for(exact)


@pytest.mark.parametrize(
    ("text", "exact"), [("-10.00", "-10.005"), ("-10.00", "10"), ("0.00", "-0.005")]
)
def test_others_do_not(text: str, exact: str) -> None:
    printed = Printed.read(text)
    assert printed is not None
    assert not printed.stands_for(Decimal(exact))
