"""Reads rendered files back into the grids of their tables, in the document's order."""

from __future__ import annotations

from collections.abc import Callable

from tests.render.docx_reader import read_tables as read_docx
from tests.render.xlsx_reader import read_tables as read_xlsx

Grid = list[list[str]]


def docx_grids(content: bytes) -> list[Grid]:
    """Return each table of a DOCX file."""
    return read_docx(content)


def xlsx_grids(content: bytes) -> list[Grid]:
    """Return each table of an XLSX file, as a reader sees it."""
    return [table.texts for table in read_xlsx(content).values()]


GRIDS: dict[str, Callable[[bytes], list[Grid]]] = {"docx": docx_grids, "xlsx": xlsx_grids}
