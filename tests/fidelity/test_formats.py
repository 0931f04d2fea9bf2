"""DOCX, XLSX and PDF print the same document: the tree's."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from functools import cache

import pytest
from pypdf import PdfReader

from discloser.document.grid import table_grid
from discloser.document.nodes import Contents, Document, Heading, Paragraph
from tests.fidelity.readers import GRIDS
from tests.fidelity.rendered import Case, composed, rendered

_PAGE_NUMBER = re.compile(r"[—–-]\s*\d+\s*[—–-]")
_NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*\.\d{2}(?!\d)")


@cache
def _pdf_text(case: Case) -> str:
    """The text of the PDF without page numbers."""
    pages = PdfReader(io.BytesIO(rendered(case)["pdf"])).pages
    return "\n".join(_PAGE_NUMBER.sub("", page.extract_text()) for page in pages)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _texts(document: Document) -> list[str]:
    found: list[str] = []
    for block in document.blocks():
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Contents(title=title, entries=entries):
                found += [*title, *(entry.label for entry in entries)]
            case _:
                pass
    for table in document.tables():
        found += [table.caption, table.subtitle, table.number, table.subject, table.unit]
        found += table.notes
    return [text for text in found if text]


@pytest.mark.parametrize("suffix", GRIDS)
def test_every_table_slot_of_the_file_is_the_tree_s(case: Case, suffix: str) -> None:
    grids = GRIDS[suffix](rendered(case)[suffix])
    tables = list(composed(case).tables())
    assert len(tables) == len(grids)
    for table, grid in zip(tables, grids, strict=True):
        assert grid == table_grid(table).texts(), table.name


def test_every_line_of_text_stands_in_the_pdf(case: Case) -> None:
    texts = _texts(composed(case))
    assert len(texts) > 50
    printed = _bare(_pdf_text(case))
    assert [text for text in texts if _bare(text) not in printed] == []


def test_every_amount_of_the_tables_stands_in_the_pdf(case: Case) -> None:
    cells = [
        cell
        for table in composed(case).tables()
        for row in table_grid(table).texts()
        for cell in row
        if cell
    ]
    printed = Counter(_NUMBER.findall(_pdf_text(case)))
    wanted = Counter(cell for cell in cells if _NUMBER.fullmatch(cell))
    assert sum(wanted.values()) > 100
    assert wanted - printed == Counter()
