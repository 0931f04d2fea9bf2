"""Small documents rendered to Word and opened again, for the tests of the Word writer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import docx
from docx.oxml.ns import qn
from lxml import etree

from discloser.document.nodes import (
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Role,
    Row,
    Section,
    Table,
    Text,
)
from discloser.render.docx import render_docx
from tests.render.sample import sample_document, sample_style

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

PAGES = {
    "part-1": 2,
    "duties": 2,
    "duties-1": 2,
    "part-2": 3,
    "receipts": 3,
    "annex": 4,
    "table-balance": 5,
    "table-expenditure": 6,
    "table-lines": 7,
    "table-targets": 12,
}
"""A page for each anchor that the contents list of the sample names, in its order."""


@cache
def sample_file() -> bytes:
    """The sample document as a Word file."""
    return render_docx(sample_document(), sample_style(), PAGES)


def opened(data: bytes) -> WordDocument:
    """Open a Word file."""
    return docx.Document(io.BytesIO(data))


def rendered(*blocks: Block, sections: tuple[Section, ...] = ()) -> WordDocument:
    """Render ``blocks`` as one section, or ``sections``, and open the result."""
    document = Document("标题", "作者", date(2025, 3, 14), sections or (Section(blocks),))
    return opened(render_docx(document, sample_style(), {}))


def text_paragraph(text: str, style: str = "body") -> Paragraph:
    return Paragraph((Text(text),), style)


def small_table(*body: Row, head: tuple[Row, ...] = (), anchor: str = "t") -> Table:
    """A table of two columns."""
    return Table("t", "表", "情况表", anchor, (Column(), Column()), head, body)


def merged_table(rows: int) -> Table:
    """A table whose first cell covers ``rows`` rows, and one row more."""
    first: Row = (Cell("合并", Role.ROW_HEADER, rowspan=rows), Cell("1"))
    return small_table(first, *((Cell(str(n)),) for n in range(rows - 1)), (Cell("末"), Cell("行")))


def elements(word: WordDocument, tag: str) -> Iterator[etree._Element]:
    """Walk the elements of the body that are named ``tag``."""
    yield from word.element.body.iter(qn(tag))


def value(element: etree._Element | None, name: str = "w:val") -> str | None:
    """Return an attribute, or None where there is no element."""
    return None if element is None else element.get(qn(name))
