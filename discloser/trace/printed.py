"""The numbers of a document as its reader sees them, each with its unit and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from discloser.check.reader.sheet import Sheet
from discloser.document.nodes import Chart, Document, Heading, Inline, Paragraph, Table
from discloser.document.number import Number, Origin

NEAR = 28
"""So many characters before and behind something are shown of its sentence."""
_UNIT = re.compile(r"万元|元|%")


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number of a sentence or a cell, its unit, and what a reader calls its place."""

    number: Number
    unit: str
    place: str

    @property
    def text(self) -> str:
        """The number with its unit; empty where nothing is printed."""
        text = self.number.text
        return text if not text or text.endswith(self.unit) else f"{text}{self.unit}"

    @property
    def origin(self) -> Origin:
        """Where it comes from."""
        return self.number.origin or Origin()


def printed_numbers(document: Document) -> Iterator[PrintedNumber]:
    """Every number of the sentences, charts and cells of a document, in reading order."""
    heading = ""
    for block in document.blocks():
        match block:
            case Heading():
                heading = block.text
                yield from _in_text(block.content, block.text, heading)
            case Paragraph():
                yield from _in_text(block.content, block.text, heading)
            case Chart():
                yield from _in_chart(block)
            case Table():
                unit = block.money_unit.value
                for number, place in Sheet(block).numbers():
                    yield PrintedNumber(number, unit, place)


def _in_chart(chart: Chart) -> Iterator[PrintedNumber]:
    for index, category in enumerate(chart.categories):
        for series in chart.series:
            named = filter(None, (category, series.label))
            place = f"{chart.caption}：{'·'.join(named)}"
            yield PrintedNumber(series.numbers[index], chart.unit, place)
        for share in chart.shares[index : index + 1]:
            place = f"{chart.caption}：{category}·占比"
            yield PrintedNumber(share, share.format.suffix, place)


def in_sentence(heading: str, text: str, position: int) -> str:
    """The place of something in a sentence: the heading above, and the words around it."""
    begin = max(0, position - NEAR)
    return f"{heading or '正文'}：“…{text[begin : position + NEAR]}…”"


def _in_text(content: Sequence[Inline], text: str, heading: str) -> Iterator[PrintedNumber]:
    position = 0
    for inline in content:
        end = position + len(inline.text)
        if isinstance(inline, Number):
            yield PrintedNumber(
                inline, _unit(inline, text[end:]), in_sentence(heading, text, position)
            )
        position = end


def _unit(number: Number, behind: str) -> str:
    """The unit that a number has itself, or that stands behind it."""
    unit = _UNIT.match(behind)
    return number.format.suffix or (unit[0] if unit is not None else "")
