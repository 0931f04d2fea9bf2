"""What a PDF has, found in the file itself."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pdfplumber
import pikepdf

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each font of type 3
_FILLING = re.compile(r"[\s.…·—\ufffd-]")
_SAME_LINE = 6
"""Points between the feet of characters of one line."""
_CONTENTS = 1
"""The contents are on the second page."""


@dataclass(frozen=True)
class Found:
    """What a PDF has besides its pages."""

    pages: int
    headers: int
    cells: int
    merged: int
    bookmarks: int
    language: str
    is_ua: bool
    numbered: int

    @property
    def row(self) -> tuple[str, ...]:
        """Its cells in the table of the race."""
        tags = f"{self.headers} TH, {self.cells} TD" if self.cells else "none"
        return (
            tags,
            str(self.merged),
            str(self.numbered) if self.numbered else "none",
            str(self.bookmarks),
            self.language or "none",
            "yes" if self.is_ua else "no",
        )


HEAD = (
    "table tags", "merged cells", "numbered lines of the contents", "bookmarks", "language",
    "says PDF/UA",
)  # fmt: skip


def inspect(data: bytes) -> Found:
    """Look into a PDF."""
    with pikepdf.open(BytesIO(data)) as pdf:
        kinds: Counter[str] = Counter()
        merged = 0
        for element in _elements(pdf.Root.get("/StructTreeRoot")):
            kinds[str(element.get("/S"))] += 1
            merged += _spans(element)
        with pdf.open_outline() as outline:
            bookmarks = _count(outline.root)
        with pdf.open_metadata() as metadata:
            is_ua = "pdfuaid:part" in metadata
        language = str(pdf.Root.get("/Lang", ""))
        pages = len(pdf.pages)
    return Found(
        pages, kinds["/TH"], kinds["/TD"], merged, bookmarks, language, is_ua, _numbered(data)
    )


def _elements(root: Any) -> Iterator[Any]:
    """Walk the structure tree."""
    waiting = [root] if root is not None else []
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting += [one for one in element if isinstance(one, pikepdf.Object)]
        elif isinstance(element, pikepdf.Dictionary):
            yield element
            kids = element.get("/K")
            if isinstance(kids, pikepdf.Object):
                waiting.append(kids)


def _spans(element: Any) -> bool:
    attributes = element.get("/A", [])
    each = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return any(
        int(one.get(name, 1)) > 1
        for one in each
        if isinstance(one, pikepdf.Dictionary)
        for name in ("/RowSpan", "/ColSpan")
    )


def _count(items: Sequence[Any]) -> int:
    return len(items) + sum(_count(item.children) for item in items)


def _numbered(data: bytes) -> int:
    """How many lines of the contents page, but the page's own number, end in a number."""
    with pdfplumber.open(BytesIO(data)) as pdf:
        text = pdf.pages[_CONTENTS].extract_text(y_tolerance=_SAME_LINE) or ""
    lines = [_FILLING.sub("", line) for line in text.splitlines()]
    return sum(line[-1:].isdigit() and not line.isdigit() for line in lines)
