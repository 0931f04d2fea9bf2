"""Open a workbook (.xlsx, .xlsm, .xls, .ods) safely, and give the cells of its sheets.

python-calamine reads the cells: it takes all formats and is fast. It knows neither formulas
nor what a hostile file can hold, so the package is looked at first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from discloser.finding import Finding, has_errors
from discloser.location import Location
from discloser.read.file import file_content
from discloser.read.workbook_package import BROKEN, NO_WORKBOOK, PASSWORD, Package
from discloser.read.workbook_values import CellValue

_FILE_PASS = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
"""A .xls with a password: FILEPASS stands behind the BOF (and WRITEPROT) of the workbook.

Source: [MS-XLS] 2.1.7.20.3 and 2.4.117.
"""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Cells:
    """A sheet: its rows of values from A1 on, its merged ranges, and whether it is hidden."""

    name: str
    rows: list[list[CellValue]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """An open workbook. A sheet's cells are read when they are asked for."""

    file: str
    sheets: Mapping[str, Callable[[], Cells]]
    package: Package | None = None
    """What the reader of cells does not tell; only .xlsx says it."""


def open_workbook(path: Path, file: str) -> tuple[Book | None, tuple[Finding, ...]]:
    """Open the workbook at ``path``; ``file`` is what findings call it."""
    place = Location(file)
    data = file_content(path, file)
    if isinstance(data, Finding):
        return None, (data,)
    package, findings = _inspect(data, file)
    if has_errors(findings):
        return None, findings
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError:
        return None, (PASSWORD.at(place, file=file),)
    except (CalamineError, OSError, ValueError):
        return None, (NO_WORKBOOK.at(place, file=file, detail=""),)
    sheets = {
        meta.name: _reader(book, meta.name, meta.visible is not SheetVisibleEnum.Visible)
        for meta in book.sheets_metadata
    }
    return Book(file, sheets, package), findings


def _inspect(data: bytes, file: str) -> tuple[Package | None, tuple[Finding, ...]]:
    """Look at a file before it is opened; the package of a zipped one comes back."""
    place = Location(file)
    if data.startswith(b"PK"):
        try:
            package = Package(data)
            return package, package.look_into(file)
        except BROKEN:
            return None, (NO_WORKBOOK.at(place, file=file, detail="（文件已损坏）"),)
    if data.startswith(_OLE):
        is_package = "EncryptedPackage".encode("utf-16-le") in data
        encrypted = is_package or _FILE_PASS.search(data) is not None
        return None, (PASSWORD.at(place, file=file),) if encrypted else ()
    return None, (NO_WORKBOOK.at(place, file=file, detail=_looks_like(data)),)


def _reader(book: CalamineWorkbook, name: str, hidden: bool) -> Callable[[], Cells]:
    def read() -> Cells:
        sheet = book.get_sheet_by_name(name)
        merged = tuple((*start, *end) for start, end in sheet.merged_cell_ranges or ())
        rows = cast("list[list[CellValue]]", sheet.to_python(skip_empty_area=False))
        return Cells(name, rows, merged, hidden)

    return read


def _looks_like(data: bytes) -> str:
    if not data.strip():
        return "（文件是空的）"
    if data.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml", b"<tabl"):
        return "（其实是网页，只是改了扩展名）"
    return ""
