"""Open the workbook at a path."""

from __future__ import annotations

from pathlib import Path

from discloser.finding import Finding
from discloser.read.file import file_content
from discloser.read.spreadsheet import open_spreadsheet
from discloser.read.spreadsheet.cell import Book


def open_workbook(path: Path, file: str) -> tuple[Book | None, tuple[Finding, ...]]:
    """Open the workbook at ``path``; ``file`` is what findings call it."""
    data = file_content(path, file)
    if isinstance(data, Finding):
        return None, (data,)
    return open_spreadsheet(data, file)
