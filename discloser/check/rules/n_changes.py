"""What sentences say of changes against this year's and last year's amounts (N03, N04)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from discloser.check.check import document_check
from discloser.check.named import exact, last_years
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.changes import Change
from discloser.check.reader.prose import is_zero
from discloser.check.subject import Reading
from discloser.compute.ledger import Column
from discloser.finding import Rule
from discloser.location import Location
from discloser.rounding import round_half_up

WAN = Decimal(10_000)

N03 = Rule(
    "N03",
    "增减额、增减率或方向不符",
    "增减有误：{problem}",
    "请核对本年数、上年数、增减额、增减率和方向词。",
)
N04 = Rule(
    "N04",
    "上年为零却有增长率",
    "文中增加{difference}万元与本年数相同，上年为零，不应写增长{percent}%。",
    "请删去增长率，写“上年无此项支出”。",
)


@document_check(N03, says_all=True)
def changes_follow_from_amounts(reading: Reading) -> Iterator[Outcome]:
    for change in reading.reader.changes:
        place = change.passage.place(change.start)
        problem = _problem_of_words(change)
        pairs = [] if problem else list(_this_and_last(reading, change))
        if not problem and not pairs and reading.given is None:
            yield _by_print(reading, change, place)
            continue
        if not problem and not pairs:
            yield Unchecked(N03.code, _why_unchecked(change), place)
            continue
        problems = [problem] if problem else [_problem(change, *pair) for pair in pairs]
        yield N03.at(place, problem=problems[0]) if all(problems) else Held(N03.code)


def _by_print(reading: Reading, change: Change, place: Location) -> Outcome:
    """Hold a rate to the change and to what the tables print of this year: last year's is the rest.

    This is all that can be known where last year's amount is not printed.
    """
    if change.mention is None or change.rate is None or change.against is not None:
        return Unchecked(N03.code, _why_unchecked(change), place)
    moved = change.mention.printed
    terms = [t.printed for each in change.meanings for t in reading.reader.facts.terms(each)]
    before = [now - moved if change.up else now + moved for now in terms]
    bounds = [found for each in before if (found := moved.ratio(each)) is not None]
    if not bounds:
        return Unchecked(N03.code, _why_unchecked(change), place)
    if any(change.rate.printed.within(each) for each in bounds):
        return Held(N03.code)
    rate = round_half_up(sum(bounds[0], Decimal(0)) / 2, 2)
    problem = (
        f"“{change.label}”本年{terms[0]}万元，{change.word}{moved}万元，"
        f"变动率写{change.rate.printed}%，应为{rate}%。"
    )
    return N03.at(place, problem=problem)


def _problem_of_words(change: Change) -> str:
    """What is wrong with the words whatever the amounts are."""
    if change.mention is None:
        return ""
    if change.rate is not None and change.rate_is_up is not change.up:
        return f"金额写“{change.word}”，百分比写“{change.rate_word}”，方向不一致。"
    if is_zero(change.mention):
        return f"写了“{change.word}”0万元，没有变化的应写持平。"
    return ""


def _why_unchecked(change: Change) -> str:
    if not change.meanings:
        return f"认不出“{change.word}”说的是哪一个数"
    return f"没有“{change.label}”的上年数"


def _this_and_last(reading: Reading, change: Change) -> Iterator[tuple[Decimal, Decimal]]:
    """This year's amount in 元, and that which it is held against."""
    for meaning in change.meanings:
        now = exact(reading, meaning.in_column(Column.AMOUNT))
        if change.against is not None:
            yield from product(now, exact(reading, meaning.in_column(change.against)))
        else:
            yield from product(now, last_years(reading, meaning.in_column(Column.PRIOR)))


def _problem(change: Change, now: Decimal, before: Decimal) -> str:
    """What is wrong with a change from ``before`` to ``now`` as it is told; amounts in 元."""
    difference = (now - before) / WAN
    other = "上年" if change.against is None else "预算"
    shown = f"{change.label}本年{_wan(now)}万元，{other}{_wan(before)}万元"
    if change.up is None:
        level = round_half_up(difference, 2) == 0
        return "" if level else f"写的是“{change.word}”，但{shown}。"
    if (difference > 0) is not change.up:
        return f"{shown}，不是“{change.word}”。"
    if change.mention is None:
        return ""
    if not change.mention.printed.stands_for(abs(difference)):
        return f"写的是“{change.word}{change.mention.printed}万元”，但{shown}。"
    return _problem_of_rate(change, now, before)


def _problem_of_rate(change: Change, now: Decimal, before: Decimal) -> str:
    if change.mention is None or change.rate is None or not before:
        return ""
    percent = abs(now - before) / before * 100
    if change.rate.printed.stands_for(percent):
        return ""
    rate = round_half_up(percent, 2)
    return f"变动{change.mention.printed}万元，变动率写{change.rate.printed}%，应为{rate}%。"


def _wan(yuan: Decimal) -> str:
    return f"{round_half_up(yuan / WAN, 2):f}"


@document_check(N04, says_all=True)
def nothing_grows_from_zero(reading: Reading) -> Iterator[Outcome]:
    for change in reading.reader.changes:
        if change.rate is None or change.mention is None or not change.up or change.against:
            continue
        grew_by_all = any(
            term.printed.agrees(change.mention.printed)
            for meaning in change.meanings
            for term in reading.reader.facts.terms(meaning)
        )
        pairs = list(_this_and_last(reading, change))
        before = [before for _, before in pairs]
        grew_by_all |= any(
            not before and change.mention.printed.stands_for(now / WAN) for now, before in pairs
        )
        if grew_by_all and not any(_prints_as_nothing(amount) for amount in before):
            yield N04.at(
                change.passage.place(change.mention.start),
                difference=change.mention.printed,
                percent=change.rate.printed,
            )
        elif change.meanings:
            yield Held(N04.code)


def _prints_as_nothing(yuan: Decimal) -> bool:
    """Whether an amount was there last year, be it too small to print."""
    return bool(yuan) and round_half_up(yuan / WAN, 2) == 0


CHECKS = (
    changes_follow_from_amounts,
    nothing_grows_from_zero,
)
