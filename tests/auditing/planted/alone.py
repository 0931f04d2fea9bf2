"""Whether the number that a fault changed has anything in the document that it could be held to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from discloser.document.nodes import Document, Heading, Paragraph, Table

_NUMBER = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?")
_MOST_PARTS = 5
_MOST_NUMBERS = 14
"""Of a longer paragraph only the numbers next to the changed one are added up."""


def is_alone(sound: Document, faulty: Document) -> bool:
    """Whether no other text prints the changed number, and no others beside it make it a sum.

    Numbers that nothing repeats and that are neither the sum of others of their paragraph nor a
    part of one can be told from their own words alone.
    """
    before, after = list(_texts(sound)), list(_texts(faulty))
    changed = [i for i, pair in enumerate(zip(before, after, strict=False)) if len(set(pair)) > 1]
    if len(before) != len(after) or len(changed) != 1:
        return False
    own = before[changed[0]]
    at, value = _changed(own, after[changed[0]])
    if value is None:
        return False
    others = [text for i, text in enumerate(before) if i != changed[0]]
    if any(value == number for text in others for _, number in _numbers(text)):
        return False
    beside = [number for start, number in _numbers(own) if start != at]
    near = sorted(_numbers(own), key=lambda each: abs(each[0] - at))[1:_MOST_NUMBERS]
    return value not in beside and not _is_in_a_sum(value, [number for _, number in near])


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks():
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from (cell.text for row in block.body for cell in row)
            yield from block.notes


def _numbers(text: str) -> list[tuple[int, Decimal]]:
    found = _NUMBER.finditer(text)
    return [(match.start(), Decimal(match[0].replace(",", ""))) for match in found]


def _changed(before: str, after: str) -> tuple[int, Decimal | None]:
    """The number of a text that another one has otherwise, and where it begins."""
    same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    for match in _NUMBER.finditer(before):
        if match.start() <= same <= match.end():
            return match.start(), Decimal(match[0].replace(",", ""))
    return 0, None


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
