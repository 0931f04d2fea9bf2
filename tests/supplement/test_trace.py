"""A printed number of a declared field or line tells where it comes from."""

from __future__ import annotations

from decimal import Decimal

from discloser.classification.codebook import Codebook
from discloser.location import FieldPath
from discloser.pipeline import prepare
from discloser.trace import printed_numbers
from discloser.trace.explanation import Explainer
from tests.supplement.demo import INPUT, PACKS

Told = tuple[FieldPath, Decimal, str]


def addends(text: str) -> list[Told]:
    """What the first printed number of this text is made of."""
    made = prepare(INPUT, PACKS)
    assert made.figures is not None
    assert made.document is not None
    explainer = Explainer(made.figures, made.sources, Codebook())
    number = next(n for n in printed_numbers(made.document) if n.number.text == text)
    found = explainer.number(number).addends
    assert all(each.place.line for each in found)
    return [(each.path, each.amount, each.unit) for each in found]


def test_a_single_amount_and_a_single_number() -> None:
    held: FieldPath = ("supplement",)
    assert addends("1234.57") == [((*held, "asset_value"), Decimal("12345678.90"), "元")]
    assert addends("1200.5") == [((*held, "house_area"), Decimal("1200.5"), "平方米")]


def test_a_measure_over_a_table_is_traced_to_its_lines() -> None:
    lines: FieldPath = ("supplement", "purchases")
    assert addends("20.40") == [
        ((*lines, 0, "amount"), Decimal(50_000), "元"),
        ((*lines, 1, "amount"), Decimal(150_000), "元"),
        ((*lines, 2, "amount"), Decimal(4_000), "元"),
    ]


def test_a_count_of_a_table_is_traced_to_its_lines() -> None:
    assert addends("55") == [
        (("units", 0, "supplement", "staff", 0, "quota"), Decimal(20), "人"),
        (("units", 0, "supplement", "staff", 1, "quota"), Decimal(5), "人"),
        (("units", 1, "supplement", "staff", 0, "quota"), Decimal(30), "人"),
    ]
