"""A workbook of another format as an .xlsx: its values, formats and merged cells."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import Workbook as NewWorkbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from discloser.read.cell_text import agrees
from discloser.read.spreadsheet.cell import Book, Cell, Grid

_NARROWEST, _WIDEST = 8, 60


def copied(read: Book) -> bytes:
    """A new .xlsx with every value of a workbook of any format in its cell."""
    book = NewWorkbook()
    for name, cells in read.sheets.items():
        sheet = book.create_sheet(name)
        content = cells()
        sheet.sheet_state = "hidden" if content.hidden else "visible"
        for row, filled in content.rows.items():
            for column, value in filled.items():
                _copy(sheet.cell(row + 1, column + 1), value)
        for letter, width in _widths(content).items():
            sheet.column_dimensions[letter].width = width
        for top, left, bottom, right in content.merged:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    del book[book.sheetnames[0]]
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _copy(cell: Any, read: Cell) -> None:
    """Copy a cell with its format; where only what it shows is known, that is the copy."""
    value = read.value
    if read.error:
        cell.value, cell.data_type = read.error, "e"
        return
    if read.is_open:
        cell.value = "=NA()"  # a formula without a result, as the original has
        return
    is_number = isinstance(value, float) and (read.text is None or agrees(read.text, value))
    if is_number or isinstance(value, bool):
        cell.value, cell.number_format = value, read.format.code
        return
    if not isinstance(value, str) and read.text is None:
        cell.value, cell.number_format = read.number, read.format.code
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", read.shown or str(value))
    cell.data_type = "s"  # a text may begin like a formula
    cell.number_format = "@"


def _widths(content: Grid) -> dict[str, int]:
    """The width of each column by its longest text, in characters."""
    longest: dict[str, int] = {}
    for filled in content.rows.values():
        for column, cell in filled.items():
            letter = get_column_letter(column + 1)
            shown = cell.shown or str(cell.value)
            wide = sum(1 if char.isascii() else 2 for char in shown) + 2
            longest[letter] = min(_WIDEST, max(longest.get(letter, _NARROWEST), wide))
    return longest
