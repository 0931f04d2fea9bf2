"""Reads rendered files back into the grids of their tables, in the tree's order."""

from __future__ import annotations

from tests.render.docx_reader import Grid
from tests.render.docx_reader import read_tables as read_docx


def docx_grids(content: bytes) -> list[Grid]:
    """Return each table of a DOCX file."""
    return read_docx(content)


def xlsx_grids(content: bytes) -> list[Grid]:
    """Return each table of an XLSX file."""
    raise NotImplementedError
