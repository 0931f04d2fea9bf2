"""What is wrong with the pages of a PDF that a reader of its text would not see.

What could not be read is said with how much of it there is, so that nothing is claimed about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from discloser.finding import Finding
from discloser.location import Location, Spot
from discloser.read.document.rules import BLANK, NO_TEXT, OUTSIDE, SCAN, TURNED

FEWEST_CHARACTERS = 50
"""A page with fewer is a scan, unless most pages have more."""
_BEYOND = 2.0
"""How far a character may reach over the edge of its page, in points."""
_FEWEST_OUTSIDE = 2
_PRIVATE = range(0xE000, 0xF900)
_REPLACED = "\ufffd"


class Character(Protocol):
    """A character of a page as the library gives it."""

    unicode_char: str | None
    upright: bool
    bbox: tuple[float, float, float, float]


@dataclass(slots=True)
class Lost:
    """How many characters of a page were not read, and why; the words that lie beyond its edge."""

    turned: int = 0
    without_text: int = 0
    outside: str = ""

    def count(self, char: Character, width: float, height: float) -> None:
        """Count a character."""
        text = char.unicode_char or ""
        if text.isspace():
            return
        if not text or text == _REPLACED or ord(text[0]) in _PRIVATE or not text.isprintable():
            self.without_text += 1
        elif not char.upright:
            self.turned += 1
        elif _is_outside(char.bbox, width, height):
            self.outside += text


def _is_outside(box: tuple[float, float, float, float], width: float, height: float) -> bool:
    left, top, right, bottom = box
    return left < -_BEYOND or top < -_BEYOND or right > width + _BEYOND or bottom > height + _BEYOND


class ReadPage(Protocol):
    """A page with how much was read on it."""

    number: int
    characters: int
    lost: Lost

    @property
    def has_tables(self) -> bool:
        """Whether ruled lines make a table on it."""


def page_faults(pages: Sequence[ReadPage], data: bytes, file: str) -> Iterator[Finding]:
    """What is wrong with each page; all are scans where the file has hardly any text."""
    few = [page for page in pages if page.characters < FEWEST_CHARACTERS and not page.has_tables]
    is_scan = len(few) * 2 > len(pages)
    unread = [page for page in few if is_scan or not page.characters]
    empty = _without_content(data, [page.number for page in unread if not page.characters])
    scans = {page.number for page in unread}
    for page in pages:
        place, lost = Location(file, spot=Spot(page=page.number)), page.lost
        if lost.turned > max(page.characters, 1):
            yield TURNED.at(place, count=lost.turned)
        elif lost.without_text > max(page.characters, 1):
            yield NO_TEXT.at(place, count=lost.without_text)
        elif page.number in empty:
            yield BLANK.at(place)
        elif page.number in scans:
            yield SCAN.at(place)
        elif lost.without_text:
            yield NO_TEXT.at(place, count=lost.without_text)
        if len(lost.outside) >= _FEWEST_OUTSIDE:
            yield OUTSIDE.at(place, text=lost.outside[:20], count=len(lost.outside))


def _without_content(data: bytes, numbers: Sequence[int]) -> frozenset[int]:
    """Which pages draw nothing that could hold a picture: no image and no form."""
    if not numbers:
        return frozenset()
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return frozenset(n for n in numbers if _draws_nothing(pdf.pages[n - 1]))
    except (pikepdf.PdfError, IndexError, ValueError, TypeError, AttributeError):
        return frozenset()


def _draws_nothing(page: object) -> bool:
    import pikepdf

    drawn = {"Do", "sh", "BI", "INLINE IMAGE", "EI", "f", "F", "f*", "B", "B*", "S", "s"}
    return not any(
        str(each.operator) in drawn
        for each in pikepdf.parse_content_stream(page)  # type: ignore[arg-type]
    )
