"""What a line of a title may not cut: numbers, names, words; and how wide they are.

A title is a row of atoms. Years, numbers with what they are of, titles in 《》, a department's
name and the usual words of the field (``title_words.txt``) stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from discloser.render.advances import ems

_YEAR = r"(?:\d{4}(?:[—–～~-]\d{4})?|[〇○零一二三四五六七八九]{4})年(?:度|\d{1,2}月(?:\d{1,2}日)?)?"
_UNIT = (
    r"[万亿]?元|[万亿]?(?:人次|平方米|公里|小时|分钟|个工作日|个百分点|个月)"
    r"|[万亿]?[%％‰个项次人台辆天日月年册份件条篇场期户家名套处座张吨亩]|以[上下]"
)
NUMBER = rf"[≤≥＜＞<>±＋－+-]*\d[\d,.]*(?:[×*/:-][\d,.]+)*(?:{_UNIT})?"
_COUNT = "[一二三四五六七八九十百]+"
_NUMERAL = rf"第{_COUNT}部分|{_COUNT}、|（{_COUNT}）|\d+[.、](?!\d)"
_LATIN = r"[A-Za-z][!-~]*"
_TITLE = r"《[^》]{1,12}》|“[^”]{1,6}”|（[^）]{1,4}）"
_BRACKETS_FROM = 6
"""In lines of fewer characters what stands in brackets is broken, too."""
_PLACE = r"[\u4e00-\u9fff]{2,4}?(?:省|自治区|自治州|市|区|县|旗)(?![\u4e00-\u9fff]?[域县区市内])"
OPENING = "（(《〈“‘【「『"
CLOSING = "，。、；：？！）)》〉”’】」』％%…—"

LONGEST = 40
"""No word has more characters."""
NONE, WORD, INSIDE, TORN = 0.0, 1.0, 12.0, 20.0
"""What it costs to break a line: between atoms, beside a word, inside a name, inside a word."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch of a text that a line holds whole, and what it costs to break before it."""

    text: str
    cost: float = NONE

    @property
    def width(self) -> float:
        """The width in sizes of the face."""
        return ems(self.text)


@cache
def _words() -> frozenset[str]:
    text = files("discloser.render").joinpath("title_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@cache
def _pattern(names: tuple[str, ...], longest: int) -> re.Pattern[str]:
    """All kinds of atoms, names first, then the longest word that a line has room for."""
    words = (word for word in _words() if len(word) <= longest)
    listed = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
    named = "|".join(map(re.escape, sorted(filter(None, names), key=len, reverse=True)))
    kinds = {
        "name": named or r"(?!)",
        "year": _YEAR,
        "numeral": _NUMERAL,
        "number": NUMBER,
        "latin": _LATIN,
        "word": listed or r"(?!)",
        "title": _TITLE if longest >= _BRACKETS_FROM else r"(?!)",
        "mark": r"[，。、；：？！…—\s]",
        "other": r"(?s:.)",
    }
    return re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in kinds.items()))


def atoms(text: str, names: Sequence[str] = (), longest: int = LONGEST) -> list[Atom]:
    """The atoms of a line of text, in which ``names`` are cut only where they must be.

    Words of more than ``longest`` characters are taken for the words that they are made of.
    """
    found: list[Atom] = []
    before = ""
    for match in _pattern(tuple(names), longest).finditer(text):
        kind = match.lastgroup or "other"
        parts = list(_parts(match.group())) if kind == "name" else [Atom(match.group())]
        cost = _cost(before, kind) if found else NONE
        found += [Atom(parts[0].text, cost), *parts[1:]]
        before = kind
    return _glued(found)


def _cost(before: str, kind: str) -> float:
    if before == "numeral":
        return TORN
    if before == "mark" or "name" in (before, kind):
        return NONE
    if "other" in (before, kind):
        return TORN if before == kind else INSIDE
    # A name stands apart, and so does a year; a word belongs to the words beside it.
    return WORD if before == kind == "word" else NONE


def _parts(name: str) -> Iterator[Atom]:
    """A name in places, words and what is left, where it may be cut if no line has room."""
    rest = 0
    pattern = re.compile(f"{_PLACE}|{_pattern((), LONGEST).pattern}")
    for match in pattern.finditer(name):
        is_known = match.lastgroup not in (None, "other")
        is_place = match.lastgroup is None
        cost = INSIDE if is_known or is_place or rest else TORN
        yield Atom(match.group(), cost)
        rest = is_place or is_known


def _glued(found: Sequence[Atom]) -> list[Atom]:
    """Atoms with the marks that may not begin or end a line at their neighbours."""
    glued: list[Atom] = []
    for atom in found:
        last = glued[-1] if glued else None
        sticks = last is not None and (
            last.text[-1] in OPENING or atom.text[0] in CLOSING or atom.text.isspace()
        )
        if last is not None and sticks:
            glued[-1] = Atom(last.text + atom.text, last.cost)
        else:
            glued.append(atom)
    return glued
