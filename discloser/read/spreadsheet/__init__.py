"""Foreign spreadsheets (.xlsx, .xlsm, .xls, .et, .ods): bytes in, sheets of cells or findings out.

This room knows nothing of our own entry workbook. Nothing that a file claims is allocated
before it is looked at, and every library is called under one guard (:mod:`.guard`).
"""

from __future__ import annotations

from pathlib import PurePosixPath

from discloser.finding import Finding
from discloser.location import Location
from discloser.read.spreadsheet.cell import Book
from discloser.read.spreadsheet.guard import Refused, guarded
from discloser.read.spreadsheet.ods import CONTENT, open_ods
from discloser.read.spreadsheet.package import Package
from discloser.read.spreadsheet.rules import EXTERNAL_LINKS, MACROS, NO_WORKBOOK, PASSWORD
from discloser.read.spreadsheet.xlsx import open_xlsx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MANIFEST = "META-INF/manifest.xml"


def open_spreadsheet(data: bytes, file: str) -> tuple[Book | None, tuple[Finding, ...]]:
    """Open a spreadsheet of any format; ``file`` is what findings call it.

    What is wrong with a sheet is told when the sheet is read.
    """
    place = Location(file)
    notes: list[Finding] = []

    def broken() -> Finding:
        return NO_WORKBOOK.at(place, file=file, detail="（文件已损坏）")

    def read() -> Book:
        if data.startswith(b"PK"):
            return _unpack(data, file, notes)
        if data.startswith(_OLE):
            from discloser.read.spreadsheet.xls import open_xls

            return open_xls(data, file)
        raise Refused(NO_WORKBOOK.at(place, file=file, detail=_looks_like(data)))

    result = guarded(read, broken)
    if isinstance(result, Finding):
        return None, (*notes, result)
    return result, tuple(notes)


def _unpack(data: bytes, file: str, notes: list[Finding]) -> Book:
    place = Location(file)
    package = Package(data, file)
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise Refused(PASSWORD.at(place, file=file))
    if any(PurePosixPath(name).name == "workbook.bin" for name in package.names):
        raise Refused(NO_WORKBOOK.at(place, file=file, detail="（是二进制的 .xlsb）"))
    if CONTENT in package:
        return open_ods(package, file)
    if not any(name.lower().endswith(".xml") and "xl" in name for name in package.names):
        raise Refused(NO_WORKBOOK.at(place, file=file, detail="（不是表格文件）"))
    if any("externalLinks/" in name for name in package.names):
        raise Refused(EXTERNAL_LINKS.at(place, file=file))
    if any(PurePosixPath(name).name == "vbaProject.bin" for name in package.names):
        notes.append(MACROS.at(place, file=file))
    return open_xlsx(package, file)


def _looks_like(data: bytes) -> str:
    if not data.strip():
        return "（文件是空的）"
    if data.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml", b"<tabl"):
        return "（其实是网页，只是改了扩展名）"
    return ""
