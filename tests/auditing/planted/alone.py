"""Whether the number that a fault changed has anything in the document that it could be held to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from discloser.document.nodes import Document, Heading, Paragraph, Table

_NUMBER = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?")
_MOST_PARTS = 5
_MOST_NUMBERS = 14
"""Of a longer paragraph only the numbers next to the changed one are added up."""
_WORDS = 4
_LONG = 3
"""A number of fewer digits says nothing by being printed again."""


@dataclass(frozen=True)
class _Said:
    """A number of a text, with what stands before and behind it."""

    start: int
    value: Decimal
    text: str
    before: str
    unit: str

    @property
    def is_long(self) -> bool:
        """Whether it is no chance that it is printed twice."""
        return len(re.sub(r"[,.]", "", self.text).strip("0")) >= _LONG


def is_alone(sound: Document, faulty: Document) -> bool:
    """Whether nothing in the document tells what the changed number should be.

    The words before it stand before no other number, a number of some digits is printed nowhere
    else, and no others of its unit in its paragraph make it a sum, or a part of one; a count is in
    no list of 其中.
    """
    before, after = list(_texts(sound)), list(_texts(faulty))
    changed = [i for i, pair in enumerate(zip(before, after, strict=False)) if len(set(pair)) > 1]
    if len(before) != len(after) or len(changed) != 1:
        return False
    own = before[changed[0]]
    number = _changed(own, after[changed[0]])
    if number is None:
        return False
    texts = [text for i, text in enumerate(before) if i != changed[0]]
    elsewhere = [each for text in texts for each in _numbers(text)]
    beside = [each for each in _numbers(own) if each.start != number.start]
    if any(each.before == number.before for each in (*elsewhere, *beside)):
        return False
    if number.is_long and any(each.value == number.value for each in (*elsewhere, *beside)):
        return False
    sentence = re.split("[。；]", own[: number.start])[-1]
    if "其中" in sentence or re.match(r"[^。；]{0,8}其中", own[number.start + len(number.text) :]):
        return False
    near = sorted(beside, key=lambda each: abs(each.start - number.start))[:_MOST_NUMBERS]
    others = [each.value for each in near if each.unit == number.unit and each.value]
    return not number.value or not _is_in_a_sum(number.value, others)


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks():
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from (cell.text for row in block.body for cell in row)
            yield from block.notes


def _numbers(text: str) -> list[_Said]:
    return [
        _Said(
            match.start(),
            Decimal(match[0].replace(",", "")),
            match[0],
            text[max(0, match.start() - _WORDS) : match.start()],
            text[match.end() : match.end() + 1],
        )
        for match in _NUMBER.finditer(text)
    ]


def _changed(before: str, after: str) -> _Said | None:
    """The number of a text that another one has otherwise."""
    same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    found = (n for n in _numbers(before) if n.start <= same <= n.start + len(n.text))
    return next(found, None)


def _is_in_a_sum(value: Decimal, others: list[Decimal]) -> bool:
    counts = range(2, min(_MOST_PARTS, len(others)) + 1)
    sums = {sum(parts) for count in counts for parts in combinations(others, count)}
    if value in sums:
        return True
    wholes = {
        whole - sum(parts)
        for i, whole in enumerate(others)
        for count in range(1, min(_MOST_PARTS, len(others)))
        for parts in combinations(others[:i] + others[i + 1 :], count)
    }
    return value in wholes
