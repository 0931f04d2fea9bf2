"""Columns that compare with last year: the change, and the rate of it (A19, A20)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from discloser.check.check import document_check
from discloser.check.compare import SIDES, Missing, Side, equal
from discloser.check.named import exact, last_years
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.facts import Fact
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Printed, Term
from discloser.check.reader.read import PlacedTable
from discloser.check.subject import Reading
from discloser.compute.arithmetic import HUNDRED, change_rate
from discloser.compute.ledger import Column
from discloser.finding import Rule
from discloser.rounding import round_half_up

CHANGE = Rule("A19", "增减额不等于本年数减上年数", SIDES, "请核对这一行的本年数、上年数和增减额。")
RATE = Rule(
    "A20",
    "增减百分比不符",
    "{cell}{printed}，{change}万元÷上年数{prior}万元，{expected}。",
    "请核对这一行的增减额、上年数和增减百分比；上年数是零的不写百分比。",
)


@document_check(CHANGE, says_all=True)
def changes_are_differences(reading: Reading) -> Iterator[Outcome]:
    for fact in reading.reader.facts:
        if fact.meaning.column is Column.CHANGE:
            now = _beside(reading, fact.table, fact.row, fact.meaning, Column.AMOUNT)
            before = _beside(reading, fact.table, fact.row, fact.meaning, Column.PRIOR)
            yield from equal(CHANGE, fact.term, _difference(now, before))


def _beside(reading: Reading, table: str, row: int, meaning: Meaning, column: Column) -> Side:
    """Another amount of the same money: in the same row, or else wherever the tables print it."""
    wanted = meaning.in_column(column)
    found = sorted(reading.reader.facts.of(wanted), key=lambda fact: _distance(fact, table, row))
    if found:
        return found[0].term
    name = "上年数" if column is Column.PRIOR else "本年数" if column is Column.AMOUNT else "增减额"
    return Missing(f"表里没有可以对的{name}")


def _distance(fact: Fact, table: str, row: int) -> tuple[bool, bool]:
    return fact.table != table, fact.row != row


def _difference(now: Side, before: Side) -> Side:
    if isinstance(now, Missing):
        return now
    if isinstance(before, Missing):
        return before
    places = (*now.places, *before.places)
    return Term("本年数减上年数", now.printed - before.printed, places)


@document_check(RATE, says_all=True)
def rates_are_of_last_years_amount(reading: Reading) -> Iterator[Outcome]:
    for table in reading.reader.tables:
        for (row, column), meaning in table.rates.items():
            yield _rate(reading, table, row, column, meaning)


def _rate(reading: Reading, table: PlacedTable, row: int, column: int, meaning: Meaning) -> Outcome:
    name, place = table.sheet.name, table.sheet.place(row, column)
    before = _beside(reading, name, row, meaning, Column.PRIOR)
    change = _beside(reading, name, row, meaning, Column.CHANGE)
    if isinstance(change, Missing):
        change = _difference(_beside(reading, name, row, meaning, Column.AMOUNT), before)
    for side in (change, before):
        if isinstance(side, Missing):
            return Unchecked(RATE.code, side.reason, place)
    assert isinstance(change, Term)  # noqa: S101 - what is missing was told
    assert isinstance(before, Term)  # noqa: S101
    printed = table.sheet.rate(row, column)
    if _is_rate(printed, change.printed, before.printed) and _is_exact(reading, meaning, printed):
        return Held(RATE.code)
    expected = "不写百分比"
    if before.printed.value:
        exact = change.printed.value / before.printed.value * HUNDRED
        expected = f"应为{round_half_up(exact, 2)}%"
    return RATE.at(
        place,
        *change.places,
        *before.places,
        cell=f"“{table.sheet.caption}”{table.sheet.label(row, column)}",
        printed=f"印的是{printed.value}%" if printed is not None else "没有写",
        change=change.printed,
        prior=before.printed,
        expected=expected,
    )


def _is_rate(printed: Printed | None, change: Printed, before: Printed) -> bool:
    """Whether a percentage, or none, is what a change is of last year's amount.

    An amount that prints as zero has no percentage; a blank is none, or one of zero.
    """
    if not before.value:
        return printed is None or (not printed.value and not change.value)
    if before.low <= 0 <= before.high:
        return True  # one that is next to nothing may have any percentage
    ratios = [one / two * HUNDRED for one, two in product(_ends(change), _ends(before))]
    told = printed if printed is not None else _NOTHING
    return told.within((min(ratios), max(ratios)))


def _is_exact(reading: Reading, meaning: Meaning, printed: Printed | None) -> bool:
    """Whether a percentage is the one of the input's amounts, where these are known."""
    now = list(exact(reading, meaning.in_column(Column.AMOUNT)))
    known = list(last_years(reading, meaning.in_column(Column.PRIOR)))
    rates = [change_rate(*pair) for pair in product(now, known) if pair[1]]
    told = printed if printed is not None else _NOTHING
    return not rates or any(rate is not None and told.stands_for(rate) for rate in rates)


_NOTHING = Printed(Decimal(0), Decimal("0.005"))
"""What a blank stands for: no rate, or one that prints as zero."""


def _ends(printed: Printed) -> tuple[Decimal, Decimal]:
    return printed.low, printed.high


CHECKS = (changes_are_differences, rates_are_of_last_years_amount)
