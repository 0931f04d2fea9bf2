"""Lines of a page as paragraphs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from discloser.location import Spot
from discloser.read.document import words
from discloser.read.document.pdf_lines import TextLine
from discloser.read.document.raw import Line

Edges: TypeAlias = "tuple[float, float]"
"""Where long lines begin and end."""
_FULL = 2.0
_INDENT = 1.0
_SAME_SIZE = 0.15
_LEADING = 2.6


def paragraphs(
    lines: Sequence[TextLine], edges: Mapping[int, Edges], titles: Collection[str] = ()
) -> Iterator[Line]:
    """The paragraphs that lines form; ``edges`` is where long lines begin and end on each page.

    A line goes on in the next one where it is full, and the next is neither indented nor the
    beginning of a section; a title goes on in the middle. One of the ``titles`` that the file
    itself lists goes on until it is whole, wherever its lines end.
    """
    group: list[TextLine] = []
    for line in lines:
        if group and not (_goes_on(group[-1], line, edges) or _is_listed([*group, line], titles)):
            yield _paragraph(group)
            group = []
        group.append(line)
    if group:
        yield _paragraph(group)


def _goes_on(line: TextLine, following: TextLine, edges: Mapping[int, Edges]) -> bool:
    size = line.height
    if "\t" in line.text or "\t" in following.text or line.page not in edges:
        return False
    ended = line.text.endswith(("。", "：", ":", "；")) or words.level_of(line.text)
    if words.is_led(line.text) or (ended and words.begins_item(following.text)):
        return False
    if abs(size - following.height) > size * _SAME_SIZE or words.is_note(following.text):
        return False
    left, right = edges[line.page]
    below = following.top - line.bottom if following.page == line.page else 0
    if line.right < right - size * _FULL or below > size * _LEADING:
        return False
    is_indented = following.left > left + size * _INDENT
    return not is_indented or _is_title(line, following, (left + right) / 2)


def _is_listed(lines: Sequence[TextLine], titles: Collection[str]) -> bool:
    """Whether lines are the beginning of a title, or all of it."""
    text = words.bare("".join(line.text for line in lines))
    return any(title.startswith(text) for title in titles)


def _is_title(line: TextLine, following: TextLine, middle: float) -> bool:
    """Whether a line is the rest of a title that stands in the middle."""
    off = abs((following.left + following.right) / 2 - middle)
    return off <= line.height and not line.text.endswith("。")


def _paragraph(lines: Sequence[TextLine]) -> Line:
    text = lines[0].text
    for line in lines[1:]:
        between = " " if _is_word(text[-1]) and _is_word(line.text[0]) else ""
        text += between + line.text
    first = [line for line in lines if line.page == lines[0].page]
    box = (
        min(line.left for line in first),
        first[0].top,
        max(line.right for line in first),
        first[-1].bottom,
    )
    return Line(text, Spot(page=lines[0].page, box=box))


def _is_word(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()
