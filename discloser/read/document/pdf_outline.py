"""The outline of a PDF: the headings that the program that made the file knew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import OutlineStructureError

from discloser.read.document import words

if TYPE_CHECKING:
    from pikepdf.models.outlines import OutlineItem

_DEEPEST = 4


def outline(data: bytes) -> dict[str, int]:
    """The titles of the outline without white space, each with its level from 1 to 4.

    A file without an outline, or with a broken one, has none; its text is read all the same.
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as found:
            titles: dict[str, int] = {}
            for title, level in _walk(found.root, 1):
                titles.setdefault(words.bare(title), min(level, _DEEPEST))
            return titles
    except (
        pikepdf.PdfError,
        OutlineStructureError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ):
        return {}


def _walk(items: Iterable[OutlineItem], level: int) -> Iterator[tuple[str, int]]:
    for item in items:
        yield item.title, level
        yield from _walk(item.children, level + 1)
