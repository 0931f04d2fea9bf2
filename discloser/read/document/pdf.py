"""PDF files: the characters and ruled lines of each page, as lines of text and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from discloser.document.nodes import Orientation
from discloser.location import Location, Spot
from discloser.read.document.pdf_bounds import bound_pages
from discloser.read.document.pdf_doubt import doubts, second_opinion
from discloser.read.document.pdf_faults import Lost, page_faults
from discloser.read.document.pdf_lines import Glyph, TextLine, lines_of
from discloser.read.document.pdf_outline import outline
from discloser.read.document.pdf_pages import without_furniture
from discloser.read.document.pdf_paragraphs import Edges, paragraphs
from discloser.read.document.pdf_tables import PageTable, page_tables, raw_tables, same_columns
from discloser.read.document.pdf_upright import upright
from discloser.read.document.raw import Found, NewSection
from discloser.read.document.rules import (
    DOUBTFUL,
    LOCKED,
    NO_LIBRARY,
)
from discloser.read.spreadsheet.guard import Refused

if TYPE_CHECKING:
    from tablers import Document as PdfDocument
    from tablers import Page as PdfPage

_MOST_OPINIONS = 20
_NOT_ASKED = "有疑问的表太多，没有再核对"
_LONG = 20
"""Characters of a line that tells where text begins and ends."""


@dataclass(slots=True)
class Page:
    """What stands on a page: its tables, and the lines outside them, from top to bottom."""

    number: int
    width: float
    height: float
    characters: int
    lost: Lost
    lines: list[TextLine] = field(default_factory=list)
    tables: list[PageTable] = field(default_factory=list)

    @property
    def has_tables(self) -> bool:
        """Whether ruled lines make a table on it."""
        return bool(self.tables)

    @property
    def orientation(self) -> Orientation:
        """How the page lies."""
        return Orientation.LANDSCAPE if self.width > self.height else Orientation.PORTRAIT


def read_pdf(data: bytes, file: str) -> Found:
    """Everything on the pages of a PDF, in reading order."""
    try:
        from tablers import Document
    except ImportError as error:
        raise Refused(NO_LIBRARY.at(Location(file))) from error
    found = Found()
    try:
        bound_pages(data, file)
        with Document(bytes=data) as document:
            is_turned = any(page.rotation_degrees for page in document.pages())
        seen = upright(data) if is_turned else data
        with Document(bytes=seen) as document:
            pages = list(_pages(document, seen, file, found))
    except RuntimeError as error:
        if "password" in str(error).lower():
            raise Refused(LOCKED.at(Location(file), file=file)) from error
        raise
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a fault inside the library is called
            raise
        raise ValueError("the library failed") from error
    found.outline = outline(data)
    found.findings.extend(page_faults(pages, data, file))
    _assemble(without_furniture(pages), found)
    return found


def _pages(document: PdfDocument, data: bytes, file: str, found: Found) -> Iterator[Page]:
    asked = 0
    for number, page in enumerate(document.pages(), start=1):
        lost = Lost()
        glyphs = _glyphs(page, lost)
        tables, outside = page_tables(page, glyphs, number)
        for table in tables:
            why = doubts(table)
            if why:
                opinion = _opinion(data, table) if asked < _MOST_OPINIONS else _NOT_ASKED
                asked += 1
                place = Location(file, spot=Spot(page=number, box=table.box))
                found.findings.append(DOUBTFUL.at(place, why=why, opinion=opinion))
        lines = lines_of(outside, number)
        yield Page(number, page.width, page.height, len(glyphs), lost, lines, tables)


def _opinion(data: bytes, table: PageTable) -> str:
    """What a second library reads in a doubtful table, in words."""
    other = second_opinion(data, table.page, table)
    if other is None:
        return "用另一个程序核对不了"
    return "另一个程序读出来一样" if other == table.texts else "另一个程序读出来不一样，没有采用"


def _glyphs(page: PdfPage, lost: Lost) -> list[Glyph]:
    """The printed characters of a page; one that is printed twice to look bold stands once.

    What is not among them is counted as ``lost``.
    """
    page.extract_objects()
    objects = page.objects
    glyphs: dict[tuple[str, int, int], Glyph] = {}
    for char in objects.chars if objects is not None else ():
        text = char.unicode_char
        lost.count(char, page.width, page.height)
        if text and text.isprintable() and not text.isspace() and char.upright:
            left, top, right, bottom = char.bbox
            glyphs.setdefault(
                (text, round(left), round(top)), Glyph(text, left, top, right, bottom)
            )
    return list(glyphs.values())


def _assemble(pages: Sequence[Page], found: Found) -> None:
    """Tell of the pages one after the other; a table goes on over a page's edge."""
    orientation: Orientation | None = None
    table: list[PageTable] = []
    waiting: list[TextLine] = []
    edges = _edges(pages)

    def flush() -> None:
        found.raws.extend(raw_tables(table) if table else ())
        found.raws.extend(paragraphs(waiting, edges, found.outline))
        table.clear()
        waiting.clear()

    for page in pages:
        if page.orientation is not orientation:
            flush()
            orientation = page.orientation
            found.raws.append(NewSection(orientation))
        items: list[TextLine | PageTable] = [*page.lines, *page.tables]
        for item in sorted(items, key=lambda item: item.top):
            if isinstance(item, TextLine):
                waiting.append(item)
                continue
            if waiting or not table or not same_columns(table[-1], item):
                flush()
            table.append(item)
    flush()


def _edges(pages: Sequence[Page]) -> dict[int, Edges]:
    """For each page where long lines of text begin and end on pages of its width."""
    long: dict[int, list[TextLine]] = {}
    for page in pages:
        lines = [line for line in page.lines if len(line.text) >= _LONG and "\t" not in line.text]
        long.setdefault(round(page.width), []).extend(lines)
    return {
        page.number: (min(line.left for line in lines), max(line.right for line in lines))
        for page in pages
        if (lines := long[round(page.width)])
    }
