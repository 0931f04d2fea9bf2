"""A small part of a sheet around a cell, as a person sees it: titles, rows, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from discloser.entry.mend.book import EntryBook
from discloser.entry.mend.shown import shown_text
from discloser.entry.mend.slots import slot, slot_at
from discloser.finding import Finding
from discloser.read.excel_table import Table
from discloser.read.spreadsheet.address import cell_name, column_letters
from discloser.read.spreadsheet.cell import Grid
from discloser.read.workbook_columns import NUMBERS

_ALONE = 3
"""So many columns on either side are shown of a sheet whose titles are not known."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: its address, what it shows, whether it is to be filled in, what is said of it.

    ``is_number`` says that it belongs to the right; of merged cells only the first shows something.
    """

    cell: str
    text: str
    is_number: bool
    may_edit: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row by its number, counted from 1, with a cell for each column."""

    number: int
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """Some rows of a sheet. ``columns`` are the letters, ``titles`` what the sheet calls them.

    ``cell`` is the one that was asked for; of merged cells, the one that is shown.
    """

    sheet: str
    cell: str
    columns: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[ShownRow, ...]


class CellFindings:
    """The findings of a workbook by the cells that they are about, to be asked many times.

    Those of merged cells stand at the one that is shown.
    """

    def __init__(self, book: EntryBook, findings: Iterable[Finding] = ()) -> None:
        self._found: dict[tuple[str, int, int], list[Finding]] = {}
        for finding in findings:
            for place in finding.locations:
                name = book.called(place.sheet or "") if place.file == book.file else None
                row, column = place.row_and_column
                if name is not None and row:
                    at = (name, *book.shown(name, row - 1, column - 1))
                    known = self._found.setdefault(at, [])
                    if finding not in known:
                        known.append(finding)

    def at(self, name: str, row: int, column: int) -> tuple[Finding, ...]:
        """The findings of a cell, counted from 0, of the sheet that is so called."""
        return tuple(self._found.get((name, row, column), ()))


def around(
    book: EntryBook,
    sheet: str,
    cell: str,
    told: CellFindings | None = None,
    *,
    rows: int = 2,
    columns: int | None = None,
) -> tuple[Around | None, tuple[Finding, ...]]:
    """The cells around one: ``rows`` above and below it, ``columns`` on either side of it.

    Without ``columns`` all that have a title are shown. Of a form the name of each entry stands
    beside it in any case.
    """
    asked = slot_at(book, sheet, cell)
    if isinstance(asked, Finding):
        return None, (asked,)
    name, grid = asked.sheet, book.grid(asked.sheet)
    table = book.filled.tables.get(name.strip())
    first = table.header + 1 if table is not None and asked.row > table.header else 0
    shown = _columns(table, grid, asked.at, columns)
    told = told or CellFindings(book)
    made = tuple(
        ShownRow(row + 1, tuple(_shown(book, name, row, at, told) for at in shown))
        for row in range(max(first, asked.row - rows), asked.row + rows + 1)
    )
    titles = tuple(table.title(at) if table is not None else "" for at in shown)
    return Around(name, asked.address, tuple(map(column_letters, shown)), titles, made), ()


def _columns(table: Table | None, grid: Grid, at: int, beside: int | None) -> list[int]:
    """The columns that are shown: all with a title, or those beside one with what names the row."""
    if table is None:
        near = beside if beside is not None else _ALONE
        return list(range(max(0, at - near), at + near + 1))
    titled = set(grid.rows.get(table.header, ())) | {at}
    if beside is None:
        return sorted(titled)
    near_ones = {each for each in titled if abs(each - at) <= beside}
    return sorted({min(titled)} | near_ones)


def _shown(book: EntryBook, name: str, row: int, at: int, told: CellFindings) -> ShownCell:
    is_first = book.shown(name, row, at) == (row, at)
    what = slot(book, name, *book.shown(name, row, at))
    cell = book.cell(name, row, at) if is_first else None
    is_number = what.column is not None and what.column.kind in NUMBERS
    is_number |= cell is not None and isinstance(cell.value, float)
    findings = told.at(name, row, at)
    return ShownCell(cell_name(row, at), shown_text(cell), is_number, not what.fixed, findings)
