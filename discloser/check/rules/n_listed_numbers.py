"""What a sentence lists as parts of a number, and how many names follow a count (N33, N34).

By arithmetic alone: what the numbers are of need not be known, only that they have one unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pydantic import BaseModel, ConfigDict

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.printed import NUMBER, Printed, added
from discloser.check.reader.prose import Passage
from discloser.check.subject import Reading
from discloser.finding import Rule, Severity
from discloser.read.words import read_words

PARTS = Rule(
    "N33",
    "文中“其中”各项加起来不对",
    "“{whole}”的“其中”{problem}。",
    "请核对前面的数和其中的各项。",
)
LENGTH = Rule(
    "N34",
    "个数与后面列的不同",
    "写的是{number}个，后面列了{listed}个：{names}。",
    "请核对个数和清单；名称里有顿号的，不用改。",
    Severity.WARNING,
)
_AROUND = 16
_FEWEST = 2
_LONGEST_NAME = 30
_CHINESE = {name: number for number, name in enumerate("一二三四五六七八九十", start=1)}
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_WHOLE_GAP = r"[^，。；：、\d]{0,6}"
"""What may stand between a number's unit and 其中."""


class _Listed(BaseModel):
    """The vocabulary of ``listed.yaml``."""

    model_config = ConfigDict(frozen=True)
    units: tuple[str, ...]
    complete: tuple[tuple[str, ...], ...]
    others: tuple[str, ...]
    not_parts: tuple[str, ...]
    counted: tuple[str, ...]
    not_names: tuple[str, ...]
    separators: tuple[str, ...]
    ambiguous: tuple[str, ...]


@cache
def _words() -> _Listed:
    words: _Listed = read_words(_Listed, __package__ or "", "listed.yaml")
    return words


@cache
def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))


@cache
def _opening() -> re.Pattern[str]:
    """A number with its unit, and 其中 behind it."""
    units = _any(_words().units)
    return re.compile(
        rf"(?<![\d.])(?P<number>{NUMBER})(?P<unit>{units}){_WHOLE_GAP}[，,。；（(]?其中[：:，,]?"
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """An item of a list, with its words and its number."""

    words: str
    printed: Printed


@document_check(PARTS, says_all=True)
def listed_numbers_come_to_their_whole(reading: Reading) -> Iterator[Outcome]:
    placed = {
        (id(claim.passage), claim.mention.start)
        for claim in reading.reader.claims
        if claim.meanings
    }
    told = {
        (id(count.passage), count.mention.start) for count in reading.reader.counts if count.parts
    }
    for passage in reading.passages:
        for match in _opening().finditer(passage.text):
            # what a rule knows by name, it tells
            if not {(id(passage), match.start("number"))} & (placed | told):
                yield from _held(passage, match)


def _held(passage: Passage, match: re.Match[str]) -> Iterator[Outcome]:
    whole, unit = Printed.read(match["number"]), match["unit"]
    listed = re.split(r"[。；;\n]", passage.text[match.end() :], maxsplit=1)[0]
    before_next, *nested = re.split("其中", listed, maxsplit=1)
    parts = list(_parts(before_next, unit))
    if whole is None or not parts:
        return
    problem = _problem(whole, unit, parts, is_all=not nested and _is_complete(parts))
    if problem:
        begin = max(0, match.start() - _AROUND)
        told = passage.text[begin : match.end("unit")]
        yield PARTS.at(passage.place(match.start("number")), whole=told, problem=problem)
    else:
        yield Held(PARTS.code)


def _parts(text: str, unit: str) -> Iterator[_Part]:
    """The items that have a number in a unit, and say of no change or other year."""
    for item in re.split("[，,、；]", text):
        found = re.search(rf"(?<![\d.])({NUMBER}){re.escape(unit)}", item)
        if found is None or any(word in item for word in _words().not_parts):
            continue
        printed = Printed.read(found[1])
        if printed is not None:
            yield _Part(item, printed)


def _is_complete(parts: list[_Part]) -> bool:
    """Whether a list says that it is all there is."""
    words = _words()
    if any(other in parts[-1].words for other in words.others):
        return True
    return any(
        all(any(name in part.words for part in parts) for name in names) for names in words.complete
    )


def _problem(whole: Printed, unit: str, parts: list[_Part], *, is_all: bool) -> str:
    greater = next((part for part in parts if part.printed.low > whole.high), None)
    if greater is not None:
        return f"有{greater.printed}{unit}，比它还多"
    summed = added(part.printed for part in parts)
    is_more = len(parts) >= _FEWEST and summed.low > whole.high
    if is_more or (is_all and not summed.agrees(whole)):
        return f"各项加起来是{summed}{unit}"
    return ""


@cache
def _count() -> re.Pattern[str]:
    between = _any(_words().counted)
    return re.compile(
        rf"(?<![\d.])(?P<number>\d{{1,2}}|[一二三四五六七八九十])个[^，。；：、\d]{{0,8}}"
        rf"(?:[，,]?(?:{between}))?[：:](?P<list>[^。；;：:\n]+)(?=[。；;])"
    )


@document_check(LENGTH, says_all=True)
def counts_are_those_of_the_names_behind_them(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for match in _count().finditer(passage.text):
            names = _names(match["list"])
            if not names or any(len(n) > _LONGEST_NAME or re.search(r"\d", n) for n in names):
                continue
            number = _CHINESE.get(match["number"]) or int(match["number"])
            more = sum(match["list"].count(word) for word in _words().ambiguous)
            if len(names) <= number <= len(names) + more:
                yield Held(LENGTH.code)
            else:
                place = passage.place(match.start("number"))
                shown = "、".join(names[:6])
                yield LENGTH.at(
                    place, figures=(), number=Decimal(number), listed=len(names), names=shown
                )


def _names(text: str) -> list[str]:
    bare = _BRACKETS.sub("", text)
    pattern = f"[{''.join(_words().separators)}]"
    names = (name.strip() for name in re.split(pattern, bare))
    return [name for name in names if name and not name.startswith(_words().not_names)]


CHECKS = (listed_numbers_come_to_their_whole, counts_are_those_of_the_names_behind_them)
