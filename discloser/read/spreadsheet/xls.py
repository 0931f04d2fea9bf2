"""Workbooks of Excel 97–2003 and WPS (.xls, .et), by olefile and xlrd.

olefile takes the stream out of the file: it follows no circle of sectors and no size that the
file does not have. xlrd reads its records and hands over each cell; its rectangles of cells are
not made, and what it computes from names, notes, links and drawings is left out, since nothing
here needs it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from io import BytesIO, TextIOBase
from typing import Any

import olefile
from xlrd import biffh
from xlrd import book as xlrd_book
from xlrd import sheet as xlrd_sheet

from discloser.finding import Finding
from discloser.location import Location
from discloser.read.spreadsheet.address import cell_name
from discloser.read.spreadsheet.built_in_formats import built_in
from discloser.read.spreadsheet.cell import Area, Areas, Book, Cell, Grid, Row, far_cell
from discloser.read.spreadsheet.guard import Refused, T, guarded
from discloser.read.spreadsheet.number_format import GENERAL, NumberFormat
from discloser.read.spreadsheet.rules import (
    BROKEN_PART,
    MAX_COLUMNS,
    MAX_ROWS,
    NO_WORKBOOK,
    PASSWORD,
)
from discloser.read.spreadsheet.xlsx_sheet import numbered

_STREAMS = ("Workbook", "Book")
_OLDEST = 50
"""Excel 5: older files hold one sheet, and no entry workbook is one."""


def open_xls(data: bytes, file: str) -> Book:
    """The workbook in an OLE file; raises what :mod:`.guard` knows."""
    return _known(lambda: _open(data, file))


def _known(action: Callable[[], T]) -> T:
    """Do something with xlrd, whose own error is no kind of those that the guard knows."""
    try:
        return action()
    except biffh.XLRDError as error:
        raise ValueError(str(error)) from error


def _open(data: bytes, file: str) -> Book:
    place = Location(file)
    stream = _stream(data, file)
    book = _Records(stream, place)
    version = book.getbof(biffh.XL_WORKBOOK_GLOBALS)
    if not version or version < _OLDEST:
        raise Refused(NO_WORKBOOK.at(place, file=file, detail="（版本太旧）"))
    book.biff_version = version
    book.parse_globals()
    formats = _formats(book)
    sheets: dict[str, Callable[[], Grid]] = {}
    for number, name in enumerate(book.sheet_names()):
        sheets.setdefault(name, partial(_sheet, book, number, name, file, formats))
    if not sheets:
        raise Refused(NO_WORKBOOK.at(place, file=file, detail="（没有工作表）"))
    return Book(file, sheets)


def _stream(data: bytes, file: str) -> bytes:
    """The stream of records in an OLE file."""
    with olefile.OleFileIO(BytesIO(data)) as ole:
        if ole.exists("EncryptedPackage"):
            raise Refused(PASSWORD.at(Location(file), file=file))
        for name in _STREAMS:
            if ole.exists(name):
                content = ole.openstream(name).read()
                assert isinstance(content, bytes)  # noqa: S101 - olefile has no types
                return content
    raise Refused(NO_WORKBOOK.at(Location(file), file=file, detail="（里面没有表格）"))


class _Silence(TextIOBase):
    """Where xlrd's remarks go."""

    def write(self, text: str, /) -> int:
        return len(text)


class _Records(xlrd_book.Book):  # type: ignore[misc] # xlrd has no types
    """xlrd's reader of a workbook, without what it computes beyond the cells."""

    def __init__(self, stream: bytes, place: Location) -> None:
        super().__init__()
        self._place = place
        self.biff2_8_load(file_contents=stream, logfile=_Silence(), formatting_info=True)

    def handle_filepass(self, _data: bytes) -> None:
        raise Refused(PASSWORD.at(self._place, file=self._place.file))

    def handle_name(self, _data: bytes) -> None:
        """Names are not read."""

    def handle_externsheet(self, _data: bytes) -> None:
        """Nor other workbooks."""

    handle_externname = handle_supbook = handle_writeaccess = handle_externsheet

    def names_epilogue(self) -> None:
        """Nor are names computed."""


class _Cells(xlrd_sheet.Sheet):  # type: ignore[misc] # xlrd has no types
    """xlrd's reader of a sheet, which hands over each cell and keeps none."""

    def __init__(self, book: _Records, number: int, name: str, formats: _Formats) -> None:
        super().__init__(book, book._position, name, number)
        self.put_cell = self._put
        self.rows: dict[int, Row] = {}
        self.at = ""
        self.far: tuple[int, int] | None = None
        self.areas: tuple[Area, ...] = ()
        self._formats = formats

    def _put(self, row: int, column: int, kind: int | None, value: Any, style: int) -> None:
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            is_filled = kind not in (biffh.XL_CELL_BLANK, biffh.XL_CELL_EMPTY)
            self.far = self.far or ((row, column) if is_filled else None)
            return
        self.at = cell_name(row, column)
        cell = _cell(kind, value, self._formats.get(style, GENERAL))
        if cell is not None:
            cells = self.rows.setdefault(row, {})
            assert isinstance(cells, dict)  # noqa: S101
            cells[column] = cell

    def tidy_dimensions(self) -> None:
        """There is no rectangle to be tidied."""

    def _leave_out(self, *_: object) -> None:
        """Notes, links and drawings are not read."""

    handle_hlink = handle_quicktip = handle_note = handle_obj = handle_txo = _leave_out
    handle_feat11 = handle_msodrawingetc = _leave_out


_Formats = dict[int, NumberFormat]


def _formats(book: _Records) -> _Formats:
    """The number formats by the style that a cell names."""
    own = {each.format_key: each.format_str for each in book.format_list}
    base_1904 = bool(book.datemode)
    made: dict[int, NumberFormat] = {}
    for index, style in enumerate(book.xf_list):
        key = style.format_key
        made[index] = NumberFormat(own.get(key) or built_in(key), base_1904=base_1904)
    return made


def _cell(kind: int | None, value: Any, number_format: NumberFormat) -> Cell | None:
    if kind in (biffh.XL_CELL_BLANK, biffh.XL_CELL_EMPTY) or value == "":
        return None
    if kind == biffh.XL_CELL_TEXT:
        return Cell(str(value), number_format)
    if kind == biffh.XL_CELL_ERROR:
        return Cell("", error=biffh.error_text_from_code.get(value, "#N/A"))
    if kind == biffh.XL_CELL_BOOLEAN:
        return Cell(bool(value), number_format)
    if not math.isfinite(value):
        raise ValueError(value)
    return numbered(value, number_format)


def _sheet(book: _Records, number: int, name: str, file: str, formats: _Formats) -> Grid:
    """Read a sheet's cells; what is broken is a finding of the sheet."""
    hidden = bool(book._sheet_visibility[number])
    reader: _Cells | None = None

    def read() -> _Cells:
        nonlocal reader
        book._position = book._sh_abs_posn[number]
        book.getbof(biffh.XL_WORKSHEET)
        reader = _Cells(book, number, name, formats)
        reader.read(book)
        reader.areas = _areas(reader.merged_cells)
        return reader

    def broken() -> Finding:
        at = reader.at if reader is not None else ""
        where = f"工作表“{name}”" + (f"在 {at} 附近" if at else "")
        place = Location(file, sheet=name, cell=at or "A1")
        return BROKEN_PART.at(place, where=where, part="表格数据")

    result = guarded(lambda: _known(read), broken)
    if isinstance(result, Finding):
        return Grid(name, hidden=hidden, findings=(result,), whole=False)
    findings = (far_cell(file, name, *result.far),) if result.far is not None else ()
    unseen = frozenset(row for row, look in result.rowinfo_map.items() if look.hidden)
    aside = frozenset(column for column, look in result.colinfo_map.items() if look.hidden)
    return Grid(
        name,
        result.rows,
        result.areas,
        hidden,
        findings,
        hidden_rows=unseen,
        hidden_columns=aside,
    )


def _areas(merged: list[tuple[int, int, int, int]]) -> tuple[Area, ...]:
    """Merged ranges with their last row and column, where xlrd has the ones behind."""
    areas = Areas()
    for top, bottom, left, right in merged:
        areas.add((top, left, bottom - 1, right - 1))
    return tuple(areas)
