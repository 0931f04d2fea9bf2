"""Numbers and months in Chinese words."""

from __future__ import annotations

from datetime import date

import pytest

from discloser.chinese import chinese_month, chinese_number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (2, "二"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (30, "三十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (999, "九百九十九"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (2300, "二千三百"),
        (9999, "九千九百九十九"),
    ],
)
def test_it_writes_a_number_as_a_heading_counts(number: int, words: str) -> None:
    assert chinese_number(number) == words


@pytest.mark.parametrize("number", [-1, 10_000])
def test_it_refuses_a_number_beyond_any_count_of_units(number: int) -> None:
    with pytest.raises(ValueError, match="is not between"):
        chinese_number(number)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 3, 1), "二〇二五年三月"),
        (date(2024, 10, 31), "二〇二四年十月"),
        (date(2030, 12, 1), "二〇三〇年十二月"),
    ],
)
def test_it_writes_a_month_as_on_a_cover(day: date, words: str) -> None:
    assert chinese_month(day) == words
