"""What stands in the cells of a finished PDF, line by line, and how full its pages are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber  # type: ignore[import-untyped]

from discloser.document.style import Page
from discloser.render.css import POINTS_PER_MM

SPARSE = 0.4
"""A page that is filled less is hardly worth its paper."""
_NUMBER = re.compile(r"[≤≥]?\d[\d,.]+(?:[万亿]?元|%)")
_OVER = 1.0
"""How far characters may stand out of the text area, in points."""
_COVER = 2
"""The pages of cover and contents."""
_MARKS = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its first line, the lines of its cells, the share of it that is filled."""

    first: str
    cells: tuple[tuple[str, ...], ...]
    filled: float


def sheets(pdf: bytes, page: Page) -> Iterator[Sheet]:
    """The pages of a PDF, in the paper of a style."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        for made in document.pages:
            lies = made.width > made.height
            edges = page.landscape_margins if lies else page.margins
            top = edges.top_mm * POINTS_PER_MM
            room = float(made.height) - top - edges.bottom_mm * POINTS_PER_MM
            bottoms = (char["bottom"] for char in made.chars)
            lowest = max((y for y in bottoms if y < top + room + _OVER), default=top + _OVER)
            text = made.crop((0, top - _OVER, made.width, lowest + _OVER)).extract_text()
            first = text.split("\n")[0].replace(" ", "")
            yield Sheet(first, tuple(filter(None, _cells(made))), (lowest - top) / room)
            made.close()


def _cells(page: Any) -> Iterator[tuple[str, ...]]:
    for table in page.extract_tables():
        for row in table:
            for cell in filter(None, row):
                yield tuple(line.replace(" ", "") for line in cell.split("\n") if line.strip())


def stub_cells(found: Collection[Sheet]) -> int:
    """Cells whose last line is one character though the line before it holds more."""
    return sum(
        len(lines) > 1 and len(_MARKS.sub("", lines[-1])) == 1 < len(lines[-2])
        for sheet in found
        for lines in sheet.cells
    )


def cut_numbers(found: Collection[Sheet]) -> int:
    """Line ends of cells that lie inside a number with its unit."""
    return sum(map(_cuts, (lines for sheet in found for lines in sheet.cells)))


def _cuts(lines: tuple[str, ...]) -> int:
    ends, place = set(), 0
    for line in lines[:-1]:
        place += len(line)
        ends.add(place)
    matches = list(_NUMBER.finditer("".join(lines)))
    return sum(any(m.start() < end < m.end() for m in matches) for end in ends)


def spills(found: list[Sheet], titles: Collection[str]) -> int:
    """Pages that hold the end of a table alone, and little of it."""
    return sum(
        sheet.filled < SPARSE and bool(sheet.cells) and not _begins(sheet, titles)
        for sheet in found[1:]
    )


def gaps(found: list[Sheet], titles: Collection[str]) -> int:
    """Pages that are hardly filled though what follows is not a part or a table of its own."""
    return sum(
        sheet.filled < SPARSE and not _begins(following, titles)
        for sheet, following in pairwise(found[_COVER:])
    )


def _begins(sheet: Sheet, titles: Collection[str]) -> bool:
    """Whether a page begins with a title."""
    return any(
        title.startswith(sheet.first) or sheet.first.startswith(title) for title in titles if title
    )
