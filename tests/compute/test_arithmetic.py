"""Changes, shares and completion as published documents print them.

The figures are those of five published documents of 2023 and 2025, in 万元; where a document's
prior-year amount is not printed, it is the amount less the printed difference.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from discloser.compute.arithmetic import Direction, change, completion, shares
from discloser.rounding import round_half_up


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("amount", "prior", "difference", "percent", "direction"),
    [
        ("4263.93", "3299.20", "964.73", "29.24", Direction.INCREASE),
        ("322.46", "265.70", "56.76", "21.36", Direction.INCREASE),
        ("911.44", "881.73", "29.71", "3.37", Direction.INCREASE),  # printed 3.36, cut off
        ("3881.84", "5976.53", "2094.69", "35.05", Direction.DECREASE),
        ("49.28", "117.94", "68.66", "58.22", Direction.DECREASE),
        ("42292.17", "47172.53", "4880.36", "10.35", Direction.DECREASE),
        ("6171.52", "6655.15", "483.63", "7.27", Direction.DECREASE),
        ("3.10", "2.10", "1.00", "47.62", Direction.INCREASE),
        ("81.51", "75.81", "5.70", "7.52", Direction.INCREASE),
        ("761.10", "786.65", "25.55", "3.25", Direction.DECREASE),  # printed 3.3
        ("100", "200", "100", "50.00", Direction.DECREASE),
        ("200", "100", "100", "100.00", Direction.INCREASE),
        ("0", "100", "100", "100.00", Direction.DECREASE),
    ],
)
def test_a_change_is_measured_against_last_year(
    amount: str, prior: str, difference: str, percent: str, direction: Direction
) -> None:
    made = change(Decimal(amount), Decimal(prior))
    assert made.difference == Decimal(difference)
    assert made.percent is not None
    assert round_half_up(made.percent, 2) == Decimal(percent)
    assert made.direction is direction


def test_without_a_prior_amount_there_is_no_percentage() -> None:
    made = change(Decimal(5), Decimal(0))
    assert (str(made.difference), made.percent, made.direction) == ("5", None, Direction.INCREASE)


def test_an_equal_amount_is_no_change() -> None:
    made = change(Decimal("2001.00"), Decimal(2001))
    assert not made.difference
    assert not made.percent
    assert made.direction is Direction.NONE
    assert change(Decimal(0), Decimal(0)).direction is Direction.NONE


def test_a_change_is_computed_from_exact_amounts() -> None:
    # 25.555 − 25.545 = 0.01, though both print as 25.56 and 25.55 less rounding of their own.
    made = change(Decimal(7611049), Decimal(7866500))
    assert made.difference == Decimal(255451)
    assert made.percent is not None
    assert round_half_up(made.percent, 2) == Decimal("3.25")


@pytest.mark.parametrize(
    ("parts", "whole", "printed"),
    [
        (["676.10", "85.00"], "761.10", ["88.83", "11.17"]),
        (["622.25", "53.86"], "676.10", ["92.04", "7.96"]),
        (["594.80", "86.52", "31.05", "48.74"], "761.10", ["78.15", "11.37", "4.08", "6.40"]),
        (["3538.70", "725.23"], "4263.93", ["82.99", "17.01"]),
        (["3149.87", "740.14", "145.28", "228.65"], "4263.93", ["73.87", "17.36", "3.41", "5.36"]),
        (["3216.24", "322.46"], "3538.70", ["90.89", "9.11"]),
        (["590.51", "3291.33"], "3881.84", ["15.21", "84.79"]),
        (
            ["780.27", "3000.00", "41.64", "27.66", "3.98", "28.28"],
            "3881.84",
            ["20.10", "77.28", "1.07", "0.71", "0.10", "0.74"],
        ),
        (["1299.69", "40992.48"], "42292.17", ["3.07", "96.93"]),
        (["1483.93", "4250.00", "145.33", "91.86"], "5971.12", ["24.85", "71.18", "2.43", "1.54"]),
        (["1218.18", "81.51"], "1299.69", ["93.73", "6.27"]),
        (["805.48", "105.96"], "911.44", ["88.37", "11.63"]),
        (["565.72", "239.76"], "805.48", ["70.23", "29.77"]),
    ],
)
def test_shares_are_those_of_the_published_documents(
    parts: list[str], whole: str, printed: list[str]
) -> None:
    assert shares(decimals(*parts), Decimal(whole)) == decimals(*printed)


def test_the_last_share_takes_the_rounding_or_is_rounded_itself() -> None:
    parts = decimals("1", "1", "1")
    assert shares(parts, Decimal(3)) == decimals("33.33", "33.33", "33.34")
    assert shares(parts, Decimal(3), last_is_rest=False) == decimals("33.33", "33.33", "33.33")


def test_shares_of_a_part_of_the_whole_do_not_fill_it_up() -> None:
    assert shares(decimals("10", "20"), Decimal(100)) == decimals("10.00", "20.00")


def test_parts_that_miss_the_whole_by_rounding_still_fill_it_up() -> None:
    # Two parts and a whole, each rounded by up to 0.005: they may miss each other by 0.015.
    assert sum(shares(decimals("1.00", "2.00"), Decimal("3.015"))) == 100
    assert sum(shares(decimals("1.00", "2.00"), Decimal("3.02"))) != 100


def test_a_single_share_is_the_whole_or_what_it_is() -> None:
    assert shares(decimals("5"), Decimal(5)) == [100]
    assert shares(decimals("5"), Decimal(10)) == [50]
    assert shares([], Decimal(10)) == []


def test_shares_of_nothing_are_nothing() -> None:
    assert shares(decimals("0", "0"), Decimal(0)) == [0, 0]


@pytest.mark.parametrize(
    ("actual", "budget", "percent"),
    [
        ("3881.84", "7866.50", "49.35"),
        ("551.64", "639.30", "86.29"),
        ("1.19", "2.50", "47.60"),
        ("40.45", "60.20", "67.19"),
        ("27.66", "31.80", "86.98"),
        ("28.28", "52.90", "53.46"),
    ],
)
def test_completion_is_that_of_the_published_final_account(
    actual: str, budget: str, percent: str
) -> None:
    found = completion(Decimal(actual), Decimal(budget))
    assert found is not None
    assert round_half_up(found, 2) == Decimal(percent)


def test_nothing_is_completed_of_no_budget() -> None:
    assert completion(Decimal(5), Decimal(0)) is None
