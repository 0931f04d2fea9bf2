"""What a template says and the clerk typed again: 主要原因是：, （二）, a full stop at the end.

The template's words stand; those of the text that only repeat them are left out where the two
meet, so that it holds for every field and every pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.texts import texts
from discloser.read.words import read_words

REPEATED = Rule(
    "C009",
    "模板已有的话",
    "填的“{dropped}”模板里已有，印出来时没有重复。",
    "不用处理；以后不填这几个字。",
    Severity.NOTE,
)


@dataclass(frozen=True, slots=True)
class Echo:
    """A text of the input, and the words of it that were left out."""

    text: str
    dropped: str


class _LeadIn(BaseModel):
    """Words of a template, and those of a text behind them that only repeat them."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    before: str
    typed: str


class _Tail(BaseModel):
    """Words of a template, and those at the end of a text before them that only repeat them."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    behind: str
    typed: str


class _Words(BaseModel):
    """The vocabulary of ``lead_ins.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    leading: tuple[_LeadIn, ...]
    trailing: tuple[_Tail, ...]


def without_echoes(before: str, text: str, behind: str) -> tuple[str, list[Echo]]:
    """A text without what the template's words before and behind it say already."""
    rest, dropped = text.strip(), []
    while words := _repeated_at_start(before.rstrip(), rest):
        dropped.append(words)
        rest = rest[len(words) :].lstrip()
    if words := _repeated_at_end(behind, rest):
        dropped.append(words)
        rest = rest[: -len(words)].rstrip()
    if not dropped or not rest:
        return text, []
    return rest, [Echo(text, words.strip()) for words in dropped]


def without_title(title: str, text: str) -> tuple[str, list[Echo]]:
    """A text without the title that stands above it, typed again before a colon."""
    match = re.match(rf"\s*{re.escape(title)}\s*[：:]\s*", text)
    if match is None or not text[match.end() :].strip():
        return text, []
    return text[match.end() :], [Echo(text, match[0].strip())]


def echo_findings(
    echoes: Iterable[Echo], disclosure: Disclosure, sources: SourceMap
) -> Iterator[Finding]:
    """A note for each text of the input of which words were left out, once."""
    dropped = {(echo.text.strip(), echo.dropped): None for echo in echoes}
    fields: dict[str, list[FieldPath]] = {}
    for path, text in texts(disclosure):
        fields.setdefault(text.strip(), []).append(path)
    for text, words in dropped:
        for path in fields.get(text, ()):
            yield REPEATED.at(sources.find(path), dropped=words)


def _repeated_at_start(before: str, text: str) -> str:
    for printed, typed in _leading() if before else ():
        if printed.search(before):
            match = typed.match(text)
            if match is not None and match[0]:
                return match[0]
    return ""


def _repeated_at_end(behind: str, text: str) -> str:
    for printed, typed in _trailing() if behind else ():
        if printed.match(behind):
            match = typed.search(text)
            if match is not None and match[0]:
                return match[0]
    return ""


_Pair = tuple[re.Pattern[str], re.Pattern[str]]
"""Words of a template, where they meet a text, and those of the text that repeat them."""


@cache
def _leading() -> tuple[_Pair, ...]:
    leads = _words().leading
    return tuple((re.compile(f"(?:{each.before})$"), re.compile(each.typed)) for each in leads)


@cache
def _trailing() -> tuple[_Pair, ...]:
    tails = _words().trailing
    return tuple((re.compile(each.behind), re.compile(f"(?:{each.typed})$")) for each in tails)


def _words() -> _Words:
    words: _Words = read_words(_Words, __package__ or "", "lead_ins.yaml")
    return words
