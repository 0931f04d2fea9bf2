"""Characters of a page as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

Box: TypeAlias = "tuple[float, float, float, float]"
"""Left, top, right and bottom in points, from the page's upper left corner."""
_SAME_LINE = 0.5
_WORD, _PART, _TAB = 0.2, 0.8, 2.2
"""Gaps as shares of the height of the characters: between words, between parts, to a tab."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """The height of the box."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on a page."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """The height of its characters."""
        return self.bottom - self.top

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.left, self.top, self.right, self.bottom


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[TextLine]:
    """The lines that characters form, from top to bottom; wide gaps are tabs."""
    return [_line(row, page) for row in rows_of(glyphs)]


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters that stand beside each other, from left to right."""
    rows: list[list[Glyph]] = []
    total = tallest = 0.0  # of the last row: its middles added up, its tallest character
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle[1]):
        middle = glyph.middle[1]
        if rows and middle - total / len(rows[-1]) <= min(glyph.height, tallest) * _SAME_LINE:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            total = tallest = 0.0
        total += middle
        tallest = max(tallest, glyph.height)
    for row in rows:
        row.sort(key=lambda glyph: glyph.left)
    return rows


def _line(row: Sequence[Glyph], page: int) -> TextLine:
    return TextLine(
        _text(row, tab="\t"),
        page,
        row[0].left,
        min(glyph.top for glyph in row),
        max(glyph.right for glyph in row),
        max(glyph.bottom for glyph in row),
    )


def _text(row: Sequence[Glyph], tab: str) -> str:
    parts = [row[0].text]
    for before, glyph in pairwise(row):
        gap = (glyph.left - before.right) / max(before.height, glyph.height, 1.0)
        if gap >= _TAB:
            parts.append(tab)
        elif gap >= _PART or (gap >= _WORD and _is_latin(before) and _is_latin(glyph)):
            parts.append(" ")
        parts.append(glyph.text)
    return "".join(parts)


def _is_latin(glyph: Glyph) -> bool:
    return glyph.text.isascii() and glyph.text.isalnum()


def cell_text(glyphs: Iterable[Glyph]) -> str:
    """The text in a cell, its lines as one, without the spaces that only justify it."""
    text = ""
    for row in rows_of(glyphs):
        line = _text(row, tab=" ")
        between = " " if text and _is_word(text[-1]) and _is_word(line[0]) else ""
        text += between + line
    return text if _has_words(text) else text.replace(" ", "")


def _is_word(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def _has_words(text: str) -> bool:
    """Whether a space of a text parts words, or numbers that do not belong together."""
    parts = text.split(" ")
    return any(
        a and b and a[-1].isascii() and b[0].isascii() and a[-1].isalnum() and b[0].isalnum()
        for a, b in pairwise(parts)
    )
