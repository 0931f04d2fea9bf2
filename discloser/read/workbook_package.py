"""What a zipped workbook (.xlsx, .xlsm, .ods) holds, looked at before anything is read from it.

python-calamine keeps a sheet as one rectangle from its first to its last filled cell, so two
cells far apart can take all memory. The addresses of all cells are therefore looked at first.
Programs write them in one form, which is counted and not parsed; any other form is parsed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree import ElementTree

from discloser.finding import Finding, Rule, Severity
from discloser.location import Location

MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 50_000, 256

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

BROKEN = (
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

_BOOK, _LINKS, _STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_MANIFEST, _CONTENT = "META-INF/manifest.xml", "content.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SHAPES = bytes.maketrans(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"9999999999AAAAAAAAAAAAAAAAAAAAAAAAAA"
)
_NEAR, _FIVE_DIGITS = b'<c r="A9', b'<c r="A99999'
"""A cell in the columns A to Z as programs write it, and one in a row of five digits."""
_NO_MARK = bytes(set(range(256)) - set(b'<fe="'))
"""All bytes that are in no mark of a formula (``<f``) or of an error (``="e"``)."""
_ADDRESS = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_LETTERS = 26


class Package:
    """The parts of a zipped workbook; a sheet's part is unpacked once."""

    def __init__(self, data: bytes) -> None:
        """Raises what :data:`BROKEN` lists."""
        self._zip = zipfile.ZipFile(BytesIO(data))
        self._sheets: dict[str, bytes] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._zip.namelist())

    def look_into(self, file: str) -> tuple[Finding, ...]:
        """Say what speaks against reading it, and what is left aside. Raises as ``__init__``."""
        place = Location(file)
        names = self.names
        if sum(part.file_size for part in self._zip.infolist()) > MAX_UNPACKED:
            return (BOMB.at(place, file=file, limit=MAX_UNPACKED // 1024**2),)
        if "xl/workbook.bin" in names:
            return (NO_WORKBOOK.at(place, file=file, detail="（是二进制的 .xlsb）"),)
        if not {_BOOK, _CONTENT} & names:
            return (NO_WORKBOOK.at(place, file=file, detail="（不是表格文件）"),)
        if _MANIFEST in names and b"encryption-data" in self._zip.read(_MANIFEST):
            return (PASSWORD.at(place, file=file),)
        findings = []
        if any(name.startswith("xl/externalLinks/") for name in names):
            findings.append(EXTERNAL_LINKS.at(place, file=file))
        if any(PurePosixPath(name).name == "vbaProject.bin" for name in names):
            findings.append(MACROS.at(place, file=file))
        far = self._far_cell_of_ods(file) if _CONTENT in names else self._far_cell(file)
        return (*findings, *([far] if far is not None else []))

    def faults(self, sheet: str, first_row: int) -> Iterator[tuple[str, str]]:
        """The cells from a row on that are read as empty, though a formula or an error is there.

        Gives each one's address with its error, or with "" where no value is stored.
        """
        data = self._sheets.get(self._parts.get(sheet, ""), b"")
        before = max(0, data.find(b'<row r="%d"' % (first_row - 1)))
        start, end = data.find(b"</row>", before), data.rfind(b"sheetData")
        # Parsing takes longer than all the rest of reading, and is seldom needed.
        marks = data[start:end].translate(None, _NO_MARK)
        if b"<f" not in marks and b'="e"' not in marks:
            return
        for cell in _cells(data):
            texts = {_tag(child): child.text for child in cell}
            value = texts.get("v") or ""
            is_open = "f" in texts and not value and cell.get("t") != "str"
            if (cell.get("t") == "e" or is_open) and _position(cell, (0, 0))[0] >= first_row:
                yield cell.get("r", ""), value

    def number_format(self, sheet: str, address: str) -> str:
        """How the number in a cell is shown, where the workbook says so itself: ``0.00%``."""
        data = self._sheets.get(self._parts.get(sheet, ""), b"")
        cell = re.search(rb'<c r="%s"[^>]* s="(\d+)"' % address.encode(), data)
        if cell is None or "xl/styles.xml" not in self.names:
            return ""
        styles = ElementTree.fromstring(self._zip.read("xl/styles.xml"))  # noqa: S314
        uses = [use.get("numFmtId", "0") for use in styles.iterfind("{*}cellXfs/{*}xf")]
        number = uses[int(cell[1])] if int(cell[1]) < len(uses) else "0"
        own = {
            each.get("numFmtId"): each.get("formatCode", "")
            for each in styles.iterfind("{*}numFmts/{*}numFmt")
        }
        return own.get(number, {"9": "0%", "10": "0.00%"}.get(number, ""))

    @cached_property
    def _parts(self) -> dict[str, str]:
        """The name of each sheet with its part."""
        if _BOOK not in self.names:
            return {}
        book = ElementTree.fromstring(self._zip.read(_BOOK))  # noqa: S314
        targets = self._targets()
        return {
            element.get("name", ""): targets.get(element.get(_RELATION, ""), "")
            for element in book.iter()
            if _tag(element) == "sheet"
        }

    def _targets(self) -> dict[str, str]:
        """The parts that the workbook names, by their relation."""
        if _LINKS not in self.names:
            return {}
        links = ElementTree.fromstring(self._zip.read(_LINKS))  # noqa: S314
        return {
            link.get("Id", ""): f"xl/{link.get('Target', '').removeprefix('/').removeprefix('xl/')}"
            for link in links
        }

    def _far_cell(self, file: str) -> Finding | None:
        """The first cell far out, in any part that may be read as a sheet."""
        wanted = {_base(target) for target in self._targets().values()}
        for part in self._zip.infolist():
            if _base(part.filename) not in wanted:
                continue
            data = self._zip.read(part)  # a part that is larger than it says is broken
            if part.filename != _STRINGS:
                self._sheets[part.filename] = data
            address = "" if _all_near(data) else _far_address(data)
            if address:
                names = {target: name for name, target in self._parts.items()}
                return _far(file, names.get(part.filename, part.filename), address)
        return None

    def _far_cell_of_ods(self, file: str) -> Finding | None:
        """The same for .ods, where equal cells and rows are written once with their number."""
        sheet, row, column, far = "", 0, 0, 0
        content = BytesIO(self._zip.read(_CONTENT))
        for event, element in ElementTree.iterparse(content, ("start", "end")):  # noqa: S314
            tag = element.tag.removeprefix(_TABLE)
            if event == "start":
                if tag == "table":
                    sheet, row = element.get(f"{_TABLE}name", ""), 0
                elif tag == "table-row":
                    column, far = 0, 0
            elif tag in ("table-cell", "covered-table-cell"):
                column += int(element.get(f"{_TABLE}number-columns-repeated", "1"))
                has_value = any(name.startswith(_OFFICE) for name in element.keys())  # noqa: SIM118
                far = column if has_value or len(element) else far
            elif tag == "table-row":
                row += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                if far and (row > MAX_ROWS or far > MAX_COLUMNS):
                    return _far(file, sheet, f"第 {row} 行第 {far} 列")
                element.clear()
        return None


def _all_near(data: bytes) -> bool:
    """Whether every cell has an address up to Z9999 in the form that programs write.

    Whatever the reader takes for a cell begins with ``<c`` or has a prefix before its ``c``,
    and stands between the first and the last mention of the sheet's data.
    """
    region = data[data.find(b"sheetData") : data.rfind(b"sheetData")].translate(_SHAPES)
    return (
        region.count(b"<c") == region.count(_NEAR)
        and _FIVE_DIGITS not in region
        and not any(name.startswith(b"c") for name in region.split(b":")[1:])
    )


def _far_address(data: bytes) -> str:
    """The address of the first filled cell beyond the limits, or nothing."""
    row, column = 0, 0
    for element in _cells_and_rows(data):
        if _tag(element) == "row":
            row, column = int(element.get("r") or row + 1), 0
            continue
        row, column = _position(element, (row, column + 1))
        filled = any(child.text or len(child) for child in element)
        if filled and (row > MAX_ROWS or column > MAX_COLUMNS):
            return element.get("r") or f"第 {row} 行第 {column} 列"
    return ""


def _cells_and_rows(data: bytes) -> Iterator[ElementTree.Element]:
    """The cells of a sheet; a row comes before its cells."""
    for event, element in ElementTree.iterparse(BytesIO(data), ("start", "end")):  # noqa: S314
        tag = _tag(element)
        if (event, tag) in (("start", "row"), ("end", "c")):
            yield element
        if event == "end" and tag in ("c", "row"):
            element.clear()


def _cells(data: bytes) -> Iterator[ElementTree.Element]:
    return (element for element in _cells_and_rows(data) if _tag(element) == "c")


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _position(cell: ElementTree.Element, following: tuple[int, int]) -> tuple[int, int]:
    """Row and column of a cell from 1; without an address it follows the one before."""
    match = _ADDRESS.fullmatch(cell.get("r", ""))
    if match is None:
        return following
    column = 0
    for letter in match[1].upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _far(file: str, sheet: str, cell: str) -> Finding:
    is_address = _ADDRESS.fullmatch(cell) is not None
    place = Location(file, sheet=sheet, cell=cell if is_address else None)
    return FAR_CELL.at(place, sheet=sheet, cell=cell, rows=MAX_ROWS, columns=MAX_COLUMNS)


def _base(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].lower()
