"""What a cell stores for what a person typed: a number, a date, or the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from discloser.read.cell_text import cell_text
from discloser.read.spreadsheet.cell import Cell
from discloser.read.spreadsheet.number_format import NumberFormat
from discloser.read.spreadsheet.xlsx_sheet import numbered
from discloser.read.workbook_columns import NUMBERS, Column, ValueKind
from discloser.read.workbook_values import exact_number, number_text, plain_reader

_FORMATS = {ValueKind.MONEY: 4, ValueKind.COUNT: 1, ValueKind.NUMBER: 0}
"""The built-in number formats ``#,##0.00``, ``0`` and General."""
_TEXT = 49
"""The built-in format of texts, ``@``. Source: ECMA-376 part 1, 18.8.30."""
_DAY_ZERO = (date(1899, 12, 30), date(1904, 1, 1))
"""The days from which workbooks count, of today and of old Macs."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a cell stores: a number, or a text that is empty where the cell is to be cleared.

    ``format`` is the built-in number format that it needs, where its own would show something
    else than what was typed.
    """

    value: str | Decimal | int
    format: int | None = None

    def is_in(self, cell: Cell | None) -> bool:
        """Whether a cell stores the same already."""
        if self.format is not None:
            return False
        if cell is None:
            return self.value == ""
        if cell.error or cell.is_open:
            return False
        if isinstance(self.value, str):
            return cell.value == self.value
        held = cell.number if cell.number is not None else cell.value
        is_number = isinstance(held, int | float) and not isinstance(held, bool)
        return is_number and held == float(self.value)


def stored(typed: str, column: Column | None, own: NumberFormat, before: Cell | None) -> Stored:
    """What a cell of a column stores for what was typed; ``own`` is the cell's number format.

    An amount or a count is stored as a number, a day or month as a date where the cell shows
    dates; in a column that is not of the layout, a number where there was one. All else is text.
    """
    if not typed.strip():
        return Stored("")
    kind = column.kind if column is not None else ValueKind.TEXT
    number = _number(typed, column, own, before)
    if number is not None:
        reading = cell_text(numbered(float(number), own), kind)
        is_shown = column is None or reading == (number_text(float(number)), None)
        return Stored(number, None if is_shown else _FORMATS[kind])
    days = _days(typed, column, own)
    if days is not None:
        return Stored(days)
    is_shown = cell_text(Cell(typed, own), kind) == cell_text(Cell(typed), kind)
    return Stored(typed, None if is_shown else _TEXT)


def _number(
    typed: str, column: Column | None, own: NumberFormat, before: Cell | None
) -> Decimal | int | None:
    if column is None:
        was_number = before is not None and isinstance(before.value, float)
        number = exact_number(typed) if was_number and not own.is_date else None
        return number if number is None or str(number) == typed else None
    if column.kind not in NUMBERS or not any(char.isdigit() for char in typed):
        return None
    return exact_number(plain_reader(column)(typed))


def _days(typed: str, column: Column | None, own: NumberFormat) -> int | None:
    """The number of a day or a month in a cell that shows dates."""
    if column is None or column.kind not in (ValueKind.DAY, ValueKind.MONTH) or not own.is_date:
        return None
    text = plain_reader(column)(typed)
    try:
        day = date.fromisoformat(text if column.kind is ValueKind.DAY else f"{text}-01")
    except ValueError:
        return None
    for zero in _DAY_ZERO:
        number = (day - zero).days
        moment = own.moment(number)
        if isinstance(moment, datetime) and moment.date() == day:
            is_read = cell_text(numbered(number, own), column.kind) == (text, None)
            return number if is_read else None
    return None
