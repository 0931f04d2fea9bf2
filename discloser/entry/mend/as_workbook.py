"""An input of any form as a workbook that can be mended in place."""

from __future__ import annotations

from pathlib import Path

from discloser.entry.convert import convert
from discloser.entry.copied import copied
from discloser.entry.package.workbook import DAMAGED, WorkbookPackage
from discloser.finding import Finding
from discloser.location import Location
from discloser.read import WORKBOOKS
from discloser.read.file import file_content
from discloser.read.foreign import foreign
from discloser.read.spreadsheet import open_spreadsheet
from discloser.read.spreadsheet.rules import NO_WORKBOOK


def as_workbook(path: Path, roots: tuple[Path, ...]) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The input at ``path`` as an .xlsx or .xlsm.

    Such a file is taken as it is; of an .xls, .et or .ods a new one is made with its values, and
    of YAML the entry workbook, so that a YAML file with errors has to be put right first.
    """
    file = str(path)
    if path.suffix.lower() not in WORKBOOKS:
        return convert(path, path.with_suffix(".xlsx"), roots)
    data = foreign(path, file, is_workbook=True) or file_content(path, file)
    if isinstance(data, Finding):
        return None, (data,)
    book, findings = open_spreadsheet(data, file)
    if book is None:
        return None, findings
    try:
        return data if _is_package(data) else copied(book), findings
    except DAMAGED:
        place = Location(file)
        return None, (*findings, NO_WORKBOOK.at(place, file=file, detail="（文件已损坏）"))


def _is_package(data: bytes) -> bool:
    try:
        return bool(WorkbookPackage(data).sheet_parts)
    except DAMAGED:
        return False
