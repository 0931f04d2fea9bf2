"""Counts in sentences against the lists of the input and the tables (N15)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.counted import counted, is_of_projects
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.counts import Count
from discloser.check.subject import Reading
from discloser.check.typed import typed_at
from discloser.finding import Rule
from discloser.model.values import Kind

COUNT = Rule(
    "N15",
    "个数与清单不符",
    "文中写{what}{found}，清单中是{expected}。",
    "请核对个数和清单。",
)
_AROUND = 6


@document_check(COUNT, says_all=True)
def counts_match_their_lists(reading: Reading) -> Iterator[Outcome]:
    is_budget = reading.kind is Kind.BUDGET
    for count in reading.reader.counts:
        if is_budget and is_of_projects(count):
            continue  # B17
        if count.words is not None or not _is_typed(reading, count):
            yield _outcome(reading, count)


def _outcome(reading: Reading, count: Count) -> Outcome:
    place = count.passage.place(count.mention.start)
    if count.words is None:
        return Unchecked(COUNT.code, "认不出数的是什么", place)
    expected = counted(reading, count)
    if expected is None and not count.parts:
        return Unchecked(COUNT.code, f"没有填“{count.label}”的个数或清单", place)
    found = count.mention.printed.value
    summed = sum((part.printed.value for part in count.parts), Decimal(0))
    shown = ""
    if expected is not None and not expected.allows(found):
        shown = str(expected.number)
    elif count.parts and found != summed:
        shown = f"各类合计{summed}"
    if not shown:
        return Held(COUNT.code)
    return COUNT.at(place, what=count.label, found=count.mention.printed, expected=shown)


def _is_typed(reading: Reading, count: Count) -> bool:
    """Whether the words around a count are the clerk's, such as a duty or a reason."""
    text = count.passage.text
    words = text[max(0, count.mention.start - _AROUND) : count.mention.end + 1]
    return bool(typed_at(reading, text, words))


CHECKS = (counts_match_their_lists,)
