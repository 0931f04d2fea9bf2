"""The code of a number format in its parts: sections, and what stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<wide>.)|\*(?P<fill>.)'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<bracket>[^\]]*)\]?"
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)"
    r"|(?P<exponent>E[+-])|(?P<date>y+|m+|d+|h+|s+|e+|a{3,4})|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
PLACES = frozenset("0#?")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_COLOR = re.compile(
    r"(?i)black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|[黑蓝青绿洋红白黄]+色?"
)
_MOST_SECTIONS, _LONGEST = 4, 255
_OF_THE_SYSTEM = ("-F400", "-F800")
"""Long dates and times as the computer is set to show them."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a section: its kind and its text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Section:
    """One of the sections between semicolons."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None
    known: bool = True

    @cached_property
    def is_date(self) -> bool:
        """Whether it shows a date or a time."""
        return any(token.kind in ("date", "elapsed", "noon") for token in self.tokens)

    @cached_property
    def is_general(self) -> bool:
        """Whether it shows a number as a cell without a format does."""
        return any(token.kind == "general" for token in self.tokens)

    @cached_property
    def is_text(self) -> bool:
        """Whether it shows a text."""
        return any(token.kind == "place" and token.text == "@" for token in self.tokens)


@lru_cache(maxsize=4096)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format's code, at least one."""
    if len(code) > _LONGEST:
        return (Section((), known=False),)
    parts: list[list[Token]] = [[]]
    conditions: list[tuple[str, float] | None] = [None]
    known = [True]
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "other", match[match.lastgroup or "other"]
        if kind == "other" and text == ";":
            parts.append([])
            conditions.append(None)
            known.append(True)
        elif kind == "bracket":
            condition = _CONDITION.fullmatch(text)
            currency = _CURRENCY.fullmatch(text)
            if condition is not None:
                conditions[-1] = (condition[1], float(condition[2]))
            elif currency is not None and not text.upper().endswith(_OF_THE_SYSTEM):
                parts[-1].append(Token("literal", currency[1]))
            else:
                known[-1] &= _COLOR.fullmatch(text) is not None
        elif kind != "fill":
            parts[-1].append(_token(kind, text))
    made = [
        Section(tuple(tokens), condition, is_known and len(parts) <= _MOST_SECTIONS)
        for tokens, condition, is_known in zip(parts, conditions, known, strict=True)
    ]
    return tuple(made)


def _token(kind: str, text: str) -> Token:
    if kind in ("quoted", "escaped"):
        return Token("literal", text)
    if kind == "wide":
        return Token("literal", " ")
    if kind == "other":
        is_mark = text in PLACES or text in ".,%/@"
        return Token("place" if is_mark else "literal", text)
    return Token(kind, text.lower() if kind in ("date", "elapsed") else text)
