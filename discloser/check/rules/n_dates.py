"""Days that the calendar does not have, and the last day of a final account (N31)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.places import of_title
from discloser.check.subject import Reading
from discloser.finding import Rule
from discloser.location import Location
from discloser.model.values import Kind

NO_DAY = Rule(
    "N31",
    "日期不对",
    "写的是“{found}”，{problem}。",
    "请核对月和日。",
)
_DAY = re.compile(r"(?:(?<!\d)(?P<year>20\d\d)年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_LEAP_YEAR = 2024
"""A day without a year may be one that only leap years have."""
_LAST_DAY = "12月31日"


@document_check(NO_DAY, of_words=True, says_all=True)
def days_are_in_the_calendar(reading: Reading) -> Iterator[Outcome]:
    for text, place in _texts(reading):
        for match in _DAY.finditer(text):
            if _is_day(match):
                yield Held(NO_DAY.code)
            else:
                yield NO_DAY.at(place, found=match[0], problem="历法里没有这一天")
    if reading.kind is Kind.FINAL_ACCOUNT:
        yield from _closing_days(reading)


def _closing_days(reading: Reading) -> Iterator[Outcome]:
    """What a final account says of the end of its year, it says of the last day."""
    for passage in reading.passages:
        for words in reading.words.wording.closing_days:
            for match in re.finditer(words, passage.text):
                day = match["day"]
                if day == _LAST_DAY or any(day in text for _, text in reading.typed):
                    yield Held(NO_DAY.code)
                else:
                    problem = f"决算说的是年末（{_LAST_DAY}）的情况"
                    yield NO_DAY.at(passage.place(match.start("day")), found=day, problem=problem)


def _texts(reading: Reading) -> Iterator[tuple[str, Location]]:
    for passage in reading.passages:
        yield passage.text, passage.place()
    for sheet in reading.reader.sheets:
        for text in (sheet.table.caption, sheet.table.subject, sheet.table.subtitle):
            yield text, of_title(sheet.table)
        for row in sheet.rows:
            for column, text in enumerate(sheet.texts[row]):
                if "日" in text:
                    yield text, sheet.place(row, column)


def _is_day(match: re.Match[str]) -> bool:
    with suppress(ValueError):
        date(int(match["year"] or _LEAP_YEAR), int(match["month"]), int(match["day"]))
        return True
    return False


CHECKS = (days_are_in_the_calendar,)
