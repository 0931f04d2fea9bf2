"""Open a workbook (.xlsx, .xlsm, .xls, .ods) safely, and give the cells of its sheets.

python-calamine reads the cells: it takes all formats and is fast. It knows neither formulas
nor what a hostile file can hold, so the package is looked at first.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import cast
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from discloser.finding import Finding, Rule, Severity, has_errors
from discloser.location import Location
from discloser.read.workbook_values import CellValue
from discloser.read.yaml import NO_FILE, NOT_A_FILE, TOO_LARGE, UNREADABLE

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 100_000, 702

NO_WORKBOOK = Rule(
    "E001",
    "不是工作簿",
    "“{file}”不是能读的 Excel 工作簿{detail}。",
    "请用 WPS 或 Excel 打开，“另存为”Excel 工作簿（.xlsx）再试。",
)
PASSWORD = Rule(
    "E002",
    "工作簿有密码",
    "“{file}”设了打开密码，读不了。",
    "请在 WPS 或 Excel 里取消打开密码（文件→信息→保护工作簿），保存后再试。",
)
BOMB = Rule(
    "E003",
    "工作簿展开后过大",
    "“{file}”展开后超过 {limit} MB，不像是一份部门的数据。",
    "请检查是否选错了文件，或把数据复制到一份新的填报表里。",
)
FAR_CELL = Rule(
    "E004",
    "内容离表格太远",
    "工作表“{sheet}”在 {cell} 还有内容，超出了 {rows} 行 {columns} 列。",
    "请删去那里的内容（Ctrl+End 可以跳到最远的单元格）。",
)
EXTERNAL_LINKS = Rule(
    "E005",
    "引用了别的工作簿",
    "“{file}”里有引用别的工作簿的公式或链接，数会随别的文件变。",
    "请用“数据→编辑链接→断开链接”改成数值，再试。",
)
MACROS = Rule(
    "E006",
    "工作簿带宏",
    "“{file}”带有宏；这里不运行宏，只读单元格里的内容。",
    "不用处理；以后请存成不带宏的 .xlsx。",
    Severity.NOTE,
)

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged package raises."""
_LETTERS = 2
"""The letters of the last column that is taken."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FAR = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]{0,2}\d{6})')
_ODD_REFERENCES = (b" r='", b" r =", b"\tr=", b"\nr=")
"""Addresses written otherwise than programs write them."""
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']\d{4,}""")
_SHEET_XML = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")


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
    faults: Callable[[str, int], tuple[tuple[str, str], ...]] = field(default=lambda *_: ())


def open_workbook(path: Path, file: str) -> tuple[Book | None, tuple[Finding, ...]]:
    """Open the workbook at ``path``; ``file`` is what findings call it."""
    place = Location(file)
    data = _content(path, file)
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
    faults = _Faults(package) if package is not None and _is_xlsx(package) else None
    return Book(file, sheets, faults.find if faults else lambda *_: ()), findings


def _inspect(data: bytes, file: str) -> tuple[zipfile.ZipFile | None, tuple[Finding, ...]]:
    """Look at a file before it is opened; the package of a zipped one comes back."""
    place = Location(file)
    if data.startswith(b"PK"):
        try:
            package = zipfile.ZipFile(BytesIO(data))
            return package, _look_into(package, file)
        except _BROKEN:
            return None, (NO_WORKBOOK.at(place, file=file, detail="（文件已损坏）"),)
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return None, (PASSWORD.at(place, file=file),) if encrypted else ()
    return None, (NO_WORKBOOK.at(place, file=file, detail=_looks_like(data)),)


def _reader(book: CalamineWorkbook, name: str, hidden: bool) -> Callable[[], Cells]:
    def read() -> Cells:
        sheet = book.get_sheet_by_name(name)
        merged = tuple((*start, *end) for start, end in sheet.merged_cell_ranges or ())
        rows = cast("list[list[CellValue]]", sheet.to_python(skip_empty_area=False))
        return Cells(name, rows, merged, hidden)

    return read


def _content(path: Path, file: str) -> bytes | Finding:
    place = Location(file)
    try:
        if path.is_dir():
            return NOT_A_FILE.at(place, file=file)
        if path.stat().st_size > MAX_BYTES:
            return TOO_LARGE.at(place, limit=MAX_BYTES // 1024**2)
        return path.read_bytes()
    except FileNotFoundError:
        return NO_FILE.at(place, file=file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "文件名有误"
        return UNREADABLE.at(place, file=file, reason=reason)


def _looks_like(data: bytes) -> str:
    if not data.strip():
        return "（文件是空的）"
    if data.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml", b"<tabl"):
        return "（其实是网页，只是改了扩展名）"
    return ""


def _look_into(package: zipfile.ZipFile, file: str) -> tuple[Finding, ...]:
    """What a zipped workbook holds that a plain one does not."""
    place = Location(file)
    parts = package.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        return (BOMB.at(place, file=file, limit=MAX_UNPACKED // 1024**2),)
    names = {part.filename for part in parts}
    if not ({"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & names):
        return (NO_WORKBOOK.at(place, file=file, detail="（不是表格文件）"),)
    if "META-INF/manifest.xml" in names and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        return (PASSWORD.at(place, file=file),)
    findings: list[Finding] = []
    if any(name.startswith("xl/externalLinks/") for name in names):
        findings.append(EXTERNAL_LINKS.at(place, file=file))
    if any(PurePosixPath(name).name == "vbaProject.bin" for name in names):
        findings.append(MACROS.at(place, file=file))
    for part in parts:
        if part.filename == "xl/sharedStrings.xml":
            package.read(part)  # a part that is larger than it says is broken
        if _SHEET_XML.fullmatch(part.filename):
            findings += _far_cells(package.read(part), package, part.filename, file)
    if "content.xml" in names and _REPEATED.search(content := package.read("content.xml")):
        findings += _far_repeats(content, file)
    return tuple(findings)


def _far_cells(data: bytes, package: zipfile.ZipFile, part: str, file: str) -> list[Finding]:
    """A cell far out makes the reader take all memory for the cells before it."""
    if _FAR.search(data) is None and not any(odd in data for odd in _ODD_REFERENCES):
        return []
    for reference, value in _cells(data):
        match = _CELL.fullmatch(reference)
        far = match is None or len(match[1]) > _LETTERS or int(match[2]) > MAX_ROWS
        if far and value:
            name = _sheet_names(package).get(part, part)
            place = Location(file, sheet=name, cell=reference)
            return [_far(place, name, reference)]
    return []


def _far_repeats(content: bytes, file: str) -> list[Finding]:
    """The same for .ods, where equal cells and rows are written once with their number."""
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    sheet, row, column = "", 0, 0
    filled = False
    far = 0
    for event, element in ElementTree.iterparse(BytesIO(content), ("start", "end")):  # noqa: S314
        tag = element.tag.removeprefix(table)
        if event == "start":
            if tag == "table":
                sheet, row = element.get(f"{table}name", ""), 0
            elif tag == "table-row":
                column, filled, far = 0, False, 0
            continue
        if tag in ("table-cell", "covered-table-cell"):
            column += int(element.get(f"{table}number-columns-repeated", "1"))
            if len(element):
                filled, far = True, column
        elif tag == "table-row":
            row += int(element.get(f"{table}number-rows-repeated", "1"))
            if filled and (row > MAX_ROWS or far > MAX_COLUMNS):
                place = Location(file, sheet=sheet)
                where = f"第 {row} 行第 {far} 列"
                return [_far(place, sheet, where)]
            element.clear()
    return []


def _far(place: Location, sheet: str, cell: str) -> Finding:
    return FAR_CELL.at(place, sheet=sheet, cell=cell, rows=MAX_ROWS, columns=MAX_COLUMNS)


def _cells(data: bytes) -> list[tuple[str, bool]]:
    """Every cell of a sheet's XML with whether it has a value."""
    found = []
    for _, element in ElementTree.iterparse(BytesIO(data)):  # noqa: S314
        if element.tag.endswith("}c"):
            value = any(child.text or len(child) for child in element)
            found.append((element.get("r", ""), value))
            element.clear()
    return found


def _is_xlsx(package: zipfile.ZipFile) -> bool:
    return "xl/workbook.xml" in package.namelist()


def _sheet_names(package: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet with the sheet's name."""
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    try:
        links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {
        link.get("Id", ""): f"xl/{link.get('Target', '').removeprefix('/xl/')}" for link in links
    }
    return {
        targets.get(element.get(relation, ""), ""): element.get("name", "")
        for element in book.iter()
        if element.tag.endswith("}sheet")
    }


class _Faults:
    """Cells that the reader of cells gives as empty, though a formula or an error is there."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._parts: dict[str, str] | None = None

    def find(self, sheet: str, first_row: int) -> tuple[tuple[str, str], ...]:
        """The faulty cells from a row on: address, and the error; "" for no stored value."""
        if self._parts is None:
            self._parts = {name: part for part, name in _sheet_names(self._package).items()}
        part = self._parts.get(sheet, "")
        data = self._package.read(part) if part in self._package.NameToInfo else b""
        # Parsing takes longer than all the rest of reading, and is seldom needed.
        start = max(0, data.find(b'<row r="%d"' % first_row))
        if all(data.find(mark, start) < 0 for mark in (b"<f>", b"<f ", b"<f/", b't="e"')):
            return ()
        found = []
        for _, element in ElementTree.iterparse(BytesIO(data)):  # noqa: S314
            if element.tag.endswith("}c"):
                texts = {child.tag.rpartition("}")[2]: child.text for child in element}
                reference, value = element.get("r", ""), texts.get("v") or ""
                is_error = element.get("t") == "e"
                is_open = "f" in texts and not value and element.get("t") != "str"
                if (is_error or is_open) and _row(reference) >= first_row:
                    found.append((reference, value))
                element.clear()
        return tuple(found)


def _row(reference: str) -> int:
    match = _CELL.fullmatch(reference)
    return int(match[2]) if match is not None else 0
