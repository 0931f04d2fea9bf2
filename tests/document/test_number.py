"""Printed numbers: rounded half-up once, with the format's commas, zeros and suffix."""

from __future__ import annotations

from decimal import Decimal

import pytest

from discloser.document.number import Number, NumberFormat, Trim
from discloser.rounding import round_half_up


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("53.855", "53.86"),
        ("53.865", "53.87"),
        ("53.8549999", "53.85"),
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("-0.005", "-0.01"),
        ("2.5", "2.50"),
        ("1E+3", "1000.00"),
    ],
)
def test_it_rounds_half_away_from_zero(value: str, printed: str) -> None:
    assert str(round_half_up(Decimal(value), 2)) == printed


@pytest.mark.parametrize(
    ("number_format", "value", "text"),
    [
        (NumberFormat(), "761.1049", "761.10"),
        (NumberFormat(), "42292.17", "42292.17"),
        (NumberFormat(grouping=True), "42292.17", "42,292.17"),
        (NumberFormat(grouping=True), "1234567.895", "1,234,567.90"),
        (NumberFormat(grouping=True), "-1234.5", "-1,234.50"),
        (NumberFormat(grouping=True), "999.999", "1,000.00"),
        (NumberFormat(decimals=0), "2.5", "3"),
        (NumberFormat(trim=Trim.INTEGER), "85", "85"),
        (NumberFormat(trim=Trim.INTEGER), "84.999", "85"),
        (NumberFormat(trim=Trim.INTEGER), "761.10", "761.10"),
        (NumberFormat(trim=Trim.INTEGER), "0", "0"),
        (NumberFormat(trim=Trim.INTEGER, grouping=True), "4250", "4,250"),
        (NumberFormat(trim=Trim.ZEROS), "0.2", "0.2"),
        (NumberFormat(trim=Trim.ZEROS), "100", "100"),
        (NumberFormat(trim=Trim.ZEROS), "6.40", "6.4"),
        (NumberFormat(decimals=0, trim=Trim.ZEROS), "100", "100"),
        (NumberFormat(zero=""), "0", ""),
        (NumberFormat(zero="0", grouping=True), "0.00", "0"),
        (NumberFormat(zero=""), "0.001", "0.00"),
        (NumberFormat(suffix="%"), "3.2480", "3.25%"),
        (NumberFormat(suffix="%", zero="—"), "0", "—"),
    ],
)
def test_it_prints_a_value_in_its_format(
    number_format: NumberFormat, value: str, text: str
) -> None:
    assert number_format.text(Decimal(value)) == text


def test_a_number_keeps_its_exact_value_beside_what_is_printed() -> None:
    number = Number(Decimal("53.85500001"), NumberFormat(), "operating_expenditure")
    assert number.value == Decimal("53.85500001")
    assert number.printed == Decimal("53.86")
    assert number.text == "53.86"
