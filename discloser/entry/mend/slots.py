"""What a cell of an entry workbook is: whose column, or why it is not to be filled in."""

from __future__ import annotations

from dataclasses import dataclass

from discloser.entry.columns import columns_before, columns_behind, form_columns
from discloser.entry.mend.book import EntryBook
from discloser.entry.mend.rules import NO_SUCH_CELL, NO_SUCH_SHEET
from discloser.finding import Finding
from discloser.location import Location
from discloser.read.excel_table import Table
from discloser.read.spreadsheet.address import cell_name, position
from discloser.read.spreadsheet.rules import MAX_COLUMNS, MAX_ROWS
from discloser.read.workbook_columns import Column
from discloser.read.workbook_layout import (
    CONTENT,
    ITEM,
    LAST_AMOUNT,
    OWN_SHEETS,
    REMARK,
    Owner,
    Shape,
    Sheet,
    plain,
)
from discloser.read.workbook_values import shortest

_OWN = "这张表由程序生成"
_FOREIGN = "这张表不是填报表里的"
_ABOVE = "这里是表头以上的部分"
_TITLE = "这是表头"
_LABEL = "这是事项的名称"
_REMARK = "这是怎么填的说明"
_NO_ITEM = "这一行没有认得的事项"
_LAST = "这一列是上年的数，只供参考"


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell, counted from 0, with its title and the column of the layout that it stands in.

    Of merged cells it is the first. ``fixed`` says why it is not to be filled in, and is empty
    where it is; ``sheet`` is the sheet's name as it is written.
    """

    file: str
    sheet: str
    row: int
    at: int
    title: str = ""
    column: Column | None = None
    fixed: str = ""

    @property
    def only_shows(self) -> bool:
        """Whether its column is there to be looked at, whatever stands in it."""
        return self.fixed in (_REMARK, _LAST)

    @property
    def address(self) -> str:
        """The cell's address."""
        return cell_name(self.row, self.at)

    @property
    def place(self) -> Location:
        """Where the cell is."""
        return Location(self.file, sheet=self.sheet, cell=self.address, label=self.title)


def slot_at(book: EntryBook, sheet: str, cell: str) -> Slot | Finding:
    """What the cell at an address is, or why there is none."""
    name = book.called(sheet)
    if name is None:
        known = "、".join(book.names)
        return NO_SUCH_SHEET.at(Location(book.file), sheet=sheet, known=known)
    try:
        row, column = position(cell.strip())
    except ValueError:
        row, column = MAX_ROWS, MAX_COLUMNS
    if row >= MAX_ROWS or column >= MAX_COLUMNS:
        place = Location(book.file, sheet=name)
        return NO_SUCH_CELL.at(place, cell=cell, rows=MAX_ROWS, columns=MAX_COLUMNS)
    return slot(book, name, *book.shown(name, row, column))


def slot(book: EntryBook, name: str, row: int, at: int) -> Slot:
    """What a cell of a sheet is, by the sheet's name as it is written."""
    sheet = book.filled.sheets.get(name.strip())
    table = book.filled.tables.get(name.strip())
    title, column, fixed = "", None, ""
    if sheet is None:
        fixed = _OWN if name.strip() in OWN_SHEETS else _FOREIGN
    elif table is not None:
        title, column, fixed = _in_table(sheet, table, row, at)
    if (name.strip(), cell_name(row, at)) in book.complained_of and sheet is not None:
        fixed = ""
    return Slot(book.file, name, row, at, title, column, fixed)


def _in_table(sheet: Sheet, table: Table, row: int, at: int) -> tuple[str, Column | None, str]:
    """The title, the column of the layout, and why a cell is not to be filled in."""
    title = next((known for known, column in table.columns.items() if column == at), "")
    shown = table.title(at)
    if row <= table.header:
        return shown, None, _ABOVE if row < table.header else _TITLE if title else ""
    if sheet.shape is Shape.FIELDS:
        return _in_form(sheet, table, row, title) if title else (shown, None, "")
    if sheet.is_ledger and shown == LAST_AMOUNT:
        return shown, None, _LAST
    columns = (*columns_before(sheet), *sheet.columns, *columns_behind(sheet))
    return shown, next((each for each in columns if each.title == title), None), ""


def _in_form(sheet: Sheet, table: Table, row: int, title: str) -> tuple[str, Column | None, str]:
    if title == REMARK:
        return title, None, _REMARK
    if title == CONTENT:
        label = item_at(table, row)
        entry = sheet.by_title().get(plain(label))
        return (label, entry, "") if entry is not None else (label, None, _NO_ITEM)
    fixed = _LABEL if title == ITEM and sheet.owner is Owner.DEPARTMENT else ""
    column = next((each for each in form_columns(sheet) if each.title == title), None)
    return title, column, fixed


def item_at(table: Table, row: int) -> str:
    """What a row of a form is called."""
    cell = table.cells.cell(row, table.columns.get(ITEM, -1))
    return shortest(cell.value) if cell is not None else ""
