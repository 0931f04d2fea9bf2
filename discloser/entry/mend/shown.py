"""What a cell says: as it is shown, and as a person would type it."""

from __future__ import annotations

from discloser.read.cell_text import cell_text
from discloser.read.spreadsheet.cell import Cell
from discloser.read.workbook_columns import NUMBERS, Column
from discloser.read.workbook_values import exact_number, number_text, plain_reader, shortest


def shown_text(cell: Cell | None) -> str:
    """What a cell shows; the value where that cannot be told, nothing for an open formula."""
    if cell is None or cell.is_open:
        return ""
    shown = cell.shown
    return shown if shown is not None else shortest(cell.value)


def typed_text(cell: Cell | None, column: Column | None) -> str:
    """What a person would type to get what a cell says; what it shows where that is in doubt."""
    if cell is None or cell.is_open or cell.error:
        return ""
    if column is None:
        return shortest(cell.value) if isinstance(cell.value, float) else shown_text(cell)
    text, doubt = cell_text(cell, column.kind)
    return text if text or doubt is None else shown_text(cell)


def said_text(cell: Cell | None, column: Column | None) -> str:
    """What a cell says, so that two ways to write the same are the same."""
    text = typed_text(cell, column).strip()
    if column is None or not text:
        return text
    said = plain_reader(column)(text)
    number = exact_number(said) if column.kind in NUMBERS else None
    return said if number is None else number_text(float(number))
