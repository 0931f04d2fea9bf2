"""Where the nodes of a document stand, in words that its reader finds."""

from __future__ import annotations

from discloser.document.nodes import ContentsEntry, Heading, Paragraph, Table
from discloser.location import Location

DOCUMENT = "公开文档"
"""What stands for the file in the place of something in the composed document."""


def of_heading(heading: Heading) -> Location:
    """Where a heading stands."""
    return Location(DOCUMENT, sheet=heading.text, cell="标题", spot=heading.spot)


def of_cover(line: Paragraph) -> Location:
    """Where a line of the cover stands."""
    return Location(DOCUMENT, sheet="封面", cell=line.text, spot=line.spot)


def of_entry(entry: ContentsEntry) -> Location:
    """Where an entry of the contents list stands."""
    return Location(DOCUMENT, sheet="目录", cell=entry.label)


def of_title(table: Table, words: str = "表题") -> Location:
    """Where the title of a table stands, or the ``words`` beside it."""
    return Location(DOCUMENT, sheet=table.caption or table.sheet, cell=words, spot=table.spot)
