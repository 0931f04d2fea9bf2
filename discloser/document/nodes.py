"""The nodes of a document: sections of headings, paragraphs, tables and charts. No layout.

A node of a document that was read says in ``spot`` where it stands there; of a composed one it is
None. It is no part of what the node is: two nodes that say the same are equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from discloser.document.number import Number
from discloser.document.setting import Setting
from discloser.location import Spot
from discloser.money import MoneyUnit

BREAK = "\u2028"
"""Where a line of a title ends, as it was set: a break that is no part of what the title says."""


class Orientation(StrEnum):
    """How the pages of a section lie."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class Align(StrEnum):
    """Where the text of a table cell stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Role(StrEnum):
    """What a table cell is: a column header, a row header, or data."""

    COLUMN_HEADER = "column_header"
    ROW_HEADER = "row_header"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Text:
    """A run of plain text."""

    text: str
    strong: bool = False


Inline = Text | Number


def plain_text(inlines: tuple[Inline, ...]) -> str:
    """Join the printed text of runs."""
    return "".join(inline.text for inline in inlines)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. ``level`` 1 is a part (第一部分), 2 is 一、, 3 is （一）, 4 is 1.

    ``anchor`` is unique in the document; contents entries and bookmarks point at it.
    ``contents`` is its label in the contents list where that differs.
    """

    level: int
    content: tuple[Inline, ...]
    anchor: str
    contents: str = ""
    spot: Spot | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The printed text."""
        return plain_text(self.content)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``style`` names a paragraph style of the pack's style sheet."""

    content: tuple[Inline, ...]
    style: str = "body"
    spot: Spot | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The printed text."""
        return plain_text(self.content)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell over ``rowspan`` × ``colspan`` slots.

    ``content`` is text (line breaks separate its paragraphs) or one number. ``align`` None
    takes the alignment of the first column that the cell covers.
    """

    content: str | Number = ""
    role: Role = Role.DATA
    rowspan: int = 1
    colspan: int = 1
    align: Align | None = None
    strong: bool = False
    spot: Spot | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The printed text."""
        return self.content.text if isinstance(self.content, Number) else self.content


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A leaf column: ``width`` is its share of the table, relative to the others."""

    width: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A table: caption, a line above it, header rows that repeat, body rows, notes below.

    ``head`` and ``body`` hold each row's own cells only; a slot that a cell above spans into
    has no cell of its own (as in HTML). ``subtitle`` stands under the caption, ``subject``
    (部门名称：…) and ``unit`` (单位：万元) share one line above the table, left and right.
    ``sheet`` is the short name for the table's sheet in a workbook. ``is_empty`` says that the
    pack's words for a table without amounts are printed. ``money_unit`` is what its
    amounts are in. ``setting`` is how the table is set, once that is decided.
    """

    name: str
    sheet: str
    caption: str
    anchor: str
    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    subtitle: str = ""
    number: str = ""
    subject: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    is_empty: bool = False
    money_unit: MoneyUnit = MoneyUnit.WAN_YUAN
    setting: Setting | None = None
    spot: Spot | None = field(default=None, compare=False, repr=False)


class ChartKind(StrEnum):
    """How a chart shows its numbers: bars, bars on one another, parts of a pie, lines."""

    BAR = "bar"
    STACKED = "stacked"
    PIE = "pie"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of a chart that belong together, one for each of its categories."""

    label: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers, with its caption below (图1 …).

    ``categories`` are what the numbers of each series are about; ``unit`` is theirs. A chart of one
    series may have each number's share of a ``whole``. ``anchor`` is unique in the document.
    """

    name: str
    kind: ChartKind
    number: str
    title: str
    anchor: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = MoneyUnit.WAN_YUAN.value
    shares: tuple[Number, ...] = ()
    whole: str = ""
    spot: Spot | None = field(default=None, compare=False, repr=False)

    @property
    def caption(self) -> str:
        """Its number and title."""
        return " ".join(filter(None, (self.number, self.title)))

    @property
    def content(self) -> tuple[Inline, ...]:
        """All that it shows as one paragraph, for a reader who does not see it."""
        found: list[Inline] = [Text(f"{self.caption}：")]
        for index, category in enumerate(self.categories):
            found += [Text("；")] if index else []
            for position, series in enumerate(self.series):
                label = series.label if len(self.series) > 1 else ""
                before = "，" if position else category
                found += [Text(f"{before}{label}"), series.numbers[index]]
                found.append(Text(self.unit))
            if self.shares:
                of = f"{self.whole}的" if self.whole else ""
                found += [Text(f"，占{of}"), self.shares[index]]
        return (*found, Text("。"))

    @property
    def text(self) -> str:
        """The same without the values."""
        return plain_text(self.content)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents list: its label, its depth from 1, and the anchor it points at.

    ``numbered`` False leaves out the page number.
    """

    label: str
    level: int
    anchor: str
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents list. Writers add the page numbers."""

    title: tuple[str, ...]
    entries: tuple[ContentsEntry, ...]


Block = Heading | Paragraph | Table | Chart | PageBreak | Contents


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks on pages of one orientation; a section starts on a new page.

    ``page_numbers`` False leaves its pages without a number (the cover); ``restart`` makes its
    first page number 1.
    """

    blocks: tuple[Block, ...]
    orientation: Orientation = Orientation.PORTRAIT
    page_numbers: bool = True
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole disclosure document. ``title`` is also the name of its files."""

    title: str
    author: str
    date: date
    sections: tuple[Section, ...]
    language: str = "zh-CN"
    subject: str = ""

    def blocks(self) -> Iterator[Block]:
        """Walk all blocks in reading order."""
        for section in self.sections:
            yield from section.blocks

    def charts(self) -> Iterator[Chart]:
        """Walk all charts in reading order."""
        for block in self.blocks():
            if isinstance(block, Chart):
                yield block

    def tables(self) -> Iterator[Table]:
        """Walk all tables in reading order."""
        for block in self.blocks():
            if isinstance(block, Table):
                yield block
