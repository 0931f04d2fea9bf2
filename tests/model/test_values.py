"""Amounts are read exactly from text, or refused with a reason; flags and months likewise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from discloser.model.values import Flag, Label, Money, Month, parse_amount
from discloser.money import MoneyUnit


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("7611049", MoneyUnit.YUAN, "7611049"),
        ("200000.50", MoneyUnit.YUAN, "200000.50"),
        ("0", MoneyUnit.YUAN, "0"),
        ("0.01", MoneyUnit.YUAN, "0.01"),
        ("1,234,567.89", MoneyUnit.YUAN, "1234567.89"),
        (" 12 ", MoneyUnit.YUAN, "12"),
        ("000123", MoneyUnit.YUAN, "123"),
        ("2.10", MoneyUnit.YUAN, "2.1"),
        ("761.10", MoneyUnit.WAN_YUAN, "7611000"),
        ("761.104901", MoneyUnit.WAN_YUAN, "7611049.01"),
        ("0.000001", MoneyUnit.WAN_YUAN, "0.01"),
        ("42,292.17", MoneyUnit.WAN_YUAN, "422921700"),
        ("999999999999999", MoneyUnit.YUAN, "999999999999999"),
    ],
)
def test_an_amount_is_read_exactly(text: str, unit: MoneyUnit, yuan: str) -> None:
    assert parse_amount(text, unit) == Decimal(yuan)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "money_text"),
        ("-", "money_text"),
        ("12元", "money_text"),
        ("12万", "money_text"),
        ("１２", "money_text"),
        ("12。5", "money_text"),
        ("1 000", "money_text"),
        ("1_000", "money_text"),
        ("12,34", "money_text"),
        ("1,2345", "money_text"),
        (",123", "money_text"),
        (".5", "money_text"),
        ("5.", "money_text"),
        ("+5", "money_text"),
        ("nan", "money_text"),
        ("Infinity", "money_text"),
        ("0x10", "money_text"),
        ("1.2.3", "money_text"),
        ("-1", "money_negative"),
        ("- 1,000.00", "money_negative"),
        ("−1", "money_negative"),
        ("－1", "money_negative"),
        ("1e3", "money_exponent"),
        ("1.5E+6", "money_exponent"),
        ("-1e3", "money_exponent"),
        ("0.001", "money_precision"),
        ("1.999", "money_precision"),
        ("1000000000000000", "money_size"),
        ("9" * 5000, "money_size"),
    ],
)
def test_what_is_no_exact_amount_is_refused_with_its_reason(text: str, kind: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        parse_amount(text, MoneyUnit.YUAN)
    assert error.value.type == kind


def test_an_amount_in_ten_thousands_may_have_six_places() -> None:
    with pytest.raises(PydanticCustomError) as error:
        parse_amount("1.0000001", MoneyUnit.WAN_YUAN)
    assert error.value.type == "money_precision"


@pytest.mark.parametrize("value", [0.1, 5.0, True, False])
def test_a_binary_number_is_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="money_float"):
        TypeAdapter(Money).validate_python(value)


def test_the_unit_of_the_file_holds_for_every_amount() -> None:
    adapter = TypeAdapter(Money)
    context = {"money_unit": MoneyUnit.WAN_YUAN}
    assert adapter.validate_python("1.5", context=context) == Decimal(15000)
    assert adapter.validate_python("1.5") == Decimal("1.5")
    assert adapter.validate_python(Decimal("1.5"), context=context) == Decimal("1.5")


@pytest.mark.parametrize(
    ("word", "flag"), [("是", True), ("否", False), ("true", True), ("false", False), (True, True)]
)
def test_a_flag_is_said_in_chinese(word: object, flag: bool) -> None:
    assert TypeAdapter(Flag).validate_python(word) is flag


@pytest.mark.parametrize("word", ["有", "", None, ["是"], {"是": "否"}])
def test_another_word_is_no_flag(word: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Flag).validate_python(word)


@pytest.mark.parametrize("text", ["2025-03", "2025-3", " 2025-03 "])
def test_a_month_is_held_as_its_first_day(text: str) -> None:
    assert TypeAdapter(Month).validate_python(text) == date(2025, 3, 1)


@pytest.mark.parametrize(
    "text", ["2025", "2025-13", "2025-00", "2025-03-01", "25-03", "2025年3月", "0000-03", "²025-03"]
)
def test_another_text_is_no_month(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Month).validate_python(text)


def test_a_label_is_stripped_and_not_empty() -> None:
    adapter = TypeAdapter(Label)
    assert adapter.validate_python(" 示范局 ") == "示范局"
    with pytest.raises(ValidationError, match="string_too_short"):
        adapter.validate_python(" \u3000 ")
