"""Where the lines of a table leave a doubt, and what a second library reads there."""

from __future__ import annotations

import re
from io import BytesIO

from discloser.read.document.pdf_lines import Box
from discloser.read.document.pdf_tables import PageTable
from discloser.read.document.words import NUMBER
from discloser.read.spreadsheet.guard import RAISED

_TWO_NUMBERS = re.compile(rf"{NUMBER.pattern}\s+{NUMBER.pattern}")
_NEAR = 5.0


def doubts(table: PageTable) -> str:
    """What speaks against the cells of a table; empty where nothing does."""
    if any(_TWO_NUMBERS.fullmatch(text.strip()) for _, text in table.cells):
        return "一格里有两个数"
    if table.loose:
        return "有的字不在任何格子里"
    if any(glyph.text.isdigit() for glyph in table.crossing):
        return "有的数压在表格线上"
    return ""


def second_opinion(data: bytes, page: int, table: PageTable) -> list[str] | None:
    """The texts of the same table as pdfplumber reads it, in a fixed order, without spaces.

    None where it reads no such table, or fails on the file.
    """
    import pdfplumber
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(data), pages=[page]) as pdf:
            tables = pdf.pages[0].find_tables()
            near = next((each for each in tables if _is_near(each.bbox, table.box)), None)
            if near is None:
                return None
            texts = [text for row in near.extract() for text in row if text]
    except (PdfminerException, PSException, *RAISED):
        return None
    return sorted(filter(None, ("".join(text.split()) for text in texts)))


def _is_near(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))
