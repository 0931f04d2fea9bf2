"""The narrative as a reader sees it: passages with their amounts, percentages and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from discloser.check.reader.places import DOCUMENT
from discloser.check.reader.printed import NUMBER, PERCENT, Printed, Term
from discloser.document.nodes import Chart, Document, Heading, Inline, Paragraph, Table, Text
from discloser.document.number import Number
from discloser.location import Location, Spot

_AMOUNT = re.compile(rf"({NUMBER})(?=万元)")
_PERCENT = re.compile(rf"({NUMBER})(?=\s?[{PERCENT}])")
_COUNT = re.compile(r"(\d+)(?=个|辆|套|台|人次|项)")
_THRESHOLD = re.compile(r"万元(?:\d+)?(?:（含）|\(含\))?(?:以上|以下|及[\d.]+万元)")
_BREAK = re.compile(r"[。；;]")
EXCERPT = 24
CHART = "chart"
"""The style of a passage that says what a chart shows."""

_LIST_LEAD = ("如下：", "如下:")
_LIST_ITEM = re.compile(r"\d+[.、．]|[（(][一二三四五六七八九十]+[）)]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a passage: its printed interval and its span."""

    printed: Printed
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A paragraph, a chart in words or a note under its heading; ``of_table`` is a note's table.

    ``lead`` is the line that the list begins with of which the paragraph is an item.
    """

    text: str
    content: tuple[Inline, ...]
    heading: str
    part: str
    style: str = "body"
    of_table: str = ""
    headings: tuple[str, ...] = ()
    lead: str = ""
    spot: Spot | None = None

    @property
    def path(self) -> str:
        """All headings above it."""
        return "／".join(self.headings)

    @cached_property
    def amounts(self) -> list[Mention]:
        """The amounts in 万元, without thresholds such as 100万元以上."""
        found = self._mentions(_AMOUNT)
        return [m for m in found if not _THRESHOLD.match(self.text, m.end)]

    @cached_property
    def percents(self) -> list[Mention]:
        """The percentages."""
        return self._mentions(_PERCENT)

    @cached_property
    def counts(self) -> list[Mention]:
        """The counts: 3个, 5辆."""
        return self._mentions(_COUNT)

    def counts_in(self, unit: str) -> list[Mention]:
        """The numbers before a unit that no other sentence counts in, such as 人 or 平方米."""
        return self._mentions(re.compile(rf"({NUMBER})(?={re.escape(unit)})"))

    def _mentions(self, pattern: re.Pattern[str]) -> list[Mention]:
        spans = list(self._numbers())
        found = []
        for match in pattern.finditer(self.text):
            number = next((n for start, n in spans if start == match.start(1)), None)
            decimals = number.format.decimals if number is not None else None
            printed = Printed.read(match[1], decimals)
            if printed is not None:
                found.append(Mention(printed, match.start(1), match.end(1)))
        return found

    def _numbers(self) -> Iterator[tuple[int, Number]]:
        position = 0
        for inline in self.content:
            if isinstance(inline, Number):
                yield position, inline
            position += len(inline.text)

    def before(self, mention: Mention) -> str:
        """The text before a number, back to the last full stop or semicolon."""
        text = self.text[: mention.start]
        ends = [match.end() for match in _BREAK.finditer(text)]
        return text[ends[-1] :] if ends else text

    def after(self, mention: Mention) -> str:
        """The text behind a number."""
        return self.text[mention.end :]

    def place(self, start: int = 0) -> Location:
        """Where something of the passage stands: its heading and a few words."""
        begin = max(0, start - EXCERPT // 2)
        words = self.text[begin : begin + EXCERPT]
        heading = self.heading or self.part or "正文"
        return Location(DOCUMENT, sheet=heading, cell=f"“{words}…”", spot=self.spot)

    def term(self, mention: Mention, label: str) -> Term:
        """A number as a side of a relation."""
        return Term(label, mention.printed, (self.place(mention.start),))


def passages(document: Document) -> Iterator[Passage]:
    """All paragraphs, charts and tables' notes of a document in order, with their headings."""
    heading = part = lead = ""
    above: list[tuple[int, str]] = []
    for block in document.blocks():
        match block:
            case Heading():
                heading, lead = block.text, ""
                part = block.text if block.level == 1 else part
                above = [known for known in above if known[0] < block.level]
                above.append((block.level, heading))
            case Paragraph():
                headings = tuple(text for _, text in above)
                lead = lead if _LIST_ITEM.match(block.text) else ""
                yield Passage(
                    block.text,
                    block.content,
                    heading,
                    part,
                    block.style,
                    headings=headings,
                    lead=lead,
                    spot=block.spot,
                )
                if block.text.endswith(_LIST_LEAD):
                    lead = block.text
            case Chart():
                headings = tuple(text for _, text in above)
                yield Passage(
                    block.text,
                    block.content,
                    heading,
                    part,
                    CHART,
                    headings=headings,
                    spot=block.spot,
                )
            case Table():
                caption = block.caption or block.sheet
                for note in block.notes:
                    content = (Text(note),)
                    yield Passage(
                        note,
                        content,
                        caption,
                        part,
                        "note",
                        block.name,
                        (caption,),
                        spot=block.spot,
                    )


def is_zero(mention: Mention) -> bool:
    """Tell whether a number prints as zero."""
    return mention.printed.value == Decimal(0)
