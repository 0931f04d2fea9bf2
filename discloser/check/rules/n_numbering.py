"""The numbers of headings, of contents entries and of rows follow each other (N18)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.places import of_entry, of_heading
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.chinese import chinese_number
from discloser.document.nodes import Contents, Heading
from discloser.finding import Rule
from discloser.location import Location

NUMBERING = Rule(
    "N18",
    "序号不连续",
    "“{second}”前面是“{first}”，序号不连续。",
    "请核对序号有没有写错，有没有漏掉或重复。",
)
_WORDS = {chinese_number(number): number for number in range(1, 100)}
_NO_NUMBER = -1
"""What numerals stand for that make no number: 八八."""
_LEVELS = (
    re.compile(r"([一二三四五六七八九十]+)、"),
    re.compile(r"[（(]([一二三四五六七八九十]+)[）)]"),
)


@dataclass(frozen=True, slots=True)
class _Item:
    """Something with a number, and where it stands."""

    number: int
    text: str
    place: Location


_Run = list[_Item]
"""Items of one level that nothing of a wider level stands between."""


@document_check(NUMBERING, of_words=True, says_all=True)
def numbers_follow_each_other(reading: Reading) -> Iterator[Outcome]:
    for run in _runs(_headings(reading)):
        yield from _told(run, _odd_in_steps(run, 0))
    for run in _runs(_entries(reading)):
        yield from _told(run, _odd_in_steps(run, 0))
    for sheet in reading.reader.sheets:
        for column, header in enumerate(sheet.headers):
            if header and header[-1] in reading.words.labels.serial:
                for run in _serial(sheet, column):
                    steps = [two.number - one.number for one, two in pairwise(run)]
                    by_one = 2 * steps.count(1) > len(steps)
                    yield from _told(run, _odd_in_steps(run) if by_one else _odd_in_rising(run))
            else:
                for run in _runs(_labels(sheet, column)):
                    yield from _told(run, _odd_in_rising(run))


def _told(run: _Run, odd: Iterable[int]) -> Iterator[Outcome]:
    found = list(odd)
    for index in found:
        item = run[index]
        first = run[index - 1].text if index else "（无）"
        yield NUMBERING.at(item.place, first=first, second=item.text)
    if len(run) > len(found):
        yield Held(NUMBERING.code, len(run) - len(found))


def _odd_in_steps(run: Sequence[_Item], before: int | None = None) -> Iterator[int]:
    """The items that are not one more than the last; ``before`` is what the first one follows.

    Where what follows an odd item goes on as if it were right, nothing else is odd.
    """
    if before is None:
        before = _before_first(run)
    for index, item in enumerate(run):
        if item.number == before + 1:
            before = item.number
            continue
        yield index
        heals = index + 1 < len(run) and run[index + 1].number == before + 2
        before = before + 1 if heals or item.number == _NO_NUMBER else item.number


def _before_first(run: Sequence[_Item]) -> int:
    """What the first item follows where nothing says: the others tell if it is the odd one."""
    rest = [item.number for item in run[1:3]]
    if [two - one for one, two in pairwise(rest)] == [1]:
        return rest[0] - 2
    return run[0].number - 1 if run else 0


def _odd_in_rising(run: Sequence[_Item]) -> Iterator[int]:
    """The items that are not more than the last one; 一 begins anew, and numbers may be left out.

    Where the last one jumped and this one goes on from what was before it, the last one is odd.
    """
    before = above = 0
    for index, item in enumerate(run):
        if item.number == _NO_NUMBER:
            yield index
        elif not 1 < item.number <= above:
            before, above = (above, item.number) if item.number > 1 else (0, 1)
        elif above > before + 1 and item.number > before:
            yield index - 1
            above = item.number
        else:
            yield index


_Leveled = Iterable[tuple[int, str, Location]]
"""Texts with their level, 1 for a part's own, and their places."""


def _runs(texts: _Leveled) -> Iterator[_Run]:
    """The numbered texts, by runs of one level."""
    open_runs: list[_Run] = [[] for _ in _LEVELS]
    for outer, text, place in texts:
        level, number = _number(text)
        # A part begins anew, but for the parts that are numbered themselves.
        ended = 0 if outer == 1 and not number else level + 1
        for index in range(ended, len(_LEVELS)):
            if open_runs[index]:
                yield open_runs[index]
                open_runs[index] = []
        if number:
            open_runs[level].append(_Item(number, text, place))
    yield from filter(None, open_runs)


def _number(text: str) -> tuple[int, int]:
    """The level of a text that begins with a number, and the number; 0 where it does not."""
    for level, pattern in enumerate(_LEVELS):
        match = pattern.match(text)
        if match is not None:
            return level, _WORDS.get(match[1], _NO_NUMBER)
    return len(_LEVELS), 0


def _headings(reading: Reading) -> _Leveled:
    for block in reading.document.blocks():
        if isinstance(block, Heading):
            yield block.level, block.text, of_heading(block)


def _entries(reading: Reading) -> _Leveled:
    for block in reading.document.blocks():
        if isinstance(block, Contents):
            for entry in block.entries:
                yield entry.level, entry.label, of_entry(entry)


def _labels(sheet: Sheet, column: int) -> _Leveled:
    for row in sheet.rows:
        text = sheet.texts[row][column].strip()
        if _number(text)[1]:
            yield 0, text, sheet.place(row, column, text)


def _serial(sheet: Sheet, column: int) -> Iterator[_Run]:
    """The rows that a column counts; 1 with 2 after it begins anew."""
    run: _Run = []
    for row in sheet.rows:
        text = sheet.texts[row][column].strip()
        if text.isdecimal():
            label = sheet.row_label(row, column) or sheet.row_label(row)
            place = sheet.place(row, column, f"{label}／{sheet.headers[column][-1]}")
            run.append(_Item(int(text), text, place))
    begins = [
        at for at, (one, two) in enumerate(pairwise(run)) if (one.number, two.number) == (1, 2)
    ]
    for start, end in pairwise(sorted({0, *begins, len(run)})):
        yield run[start:end]


CHECKS = (numbers_follow_each_other,)
