"""A sheet of a filled-in workbook as a table: its titles found, its cells as tidy texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from discloser.finding import Finding
from discloser.location import Location
from discloser.read.excel_rules import (
    BAD_CELL,
    CODE_DIGITS,
    CODE_NUMBER,
    CODE_REPAIRED,
    FORMULA,
    INVISIBLE,
    MERGED,
    NO_HEADER,
    NUMBER_IN_TEXT,
    TOTAL_ROW,
    UNKNOWN_COLUMN,
)
from discloser.read.workbook import Book, Cells
from discloser.read.workbook_columns import Column, ValueKind
from discloser.read.workbook_layout import Shape, Sheet, plain
from discloser.read.workbook_places import cell_name
from discloser.read.workbook_values import (
    CellValue,
    is_too_long_a_code,
    plain_reader,
    shortest,
    unit_reader,
    without_invisible,
)

_HEADER_WITHIN = 12
_LEAST_TITLES = 2
_TOTAL_WORDS = frozenset({"合计", "总计", "小计", "总合计", "本页合计"})
_LONGEST_TOTAL = 10
_ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!"})
_ASKED = frozenset({ValueKind.CODE, ValueKind.UNIT, ValueKind.CLASSIFIED, ValueKind.TEXT})
"""Where a number in the cell may not be what was typed."""
_CODES = frozenset({ValueKind.CODE, ValueKind.UNIT, ValueKind.CLASSIFIED})


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is read: where it stands, and how its texts are tidied.

    ``known`` has the texts of cells that raised no question: columns repeat themselves.
    """

    name: str
    column: Column
    at: int
    tidy: Callable[[str], str]
    known: dict[CellValue, str] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """A sheet with its row of titles: which column holds what. Findings go to ``findings``."""

    file: str
    sheet: Sheet
    cells: Cells
    header: int
    columns: dict[str, int]
    findings: list[Finding]
    units: dict[str, str]
    faulty: set[str] = field(default_factory=set)

    def place(self, row: int, column: int) -> Location:
        """The place of a cell."""
        return _place(self.file, self.sheet, row, column)

    def value(self, row: int, column: int) -> CellValue:
        """What a cell holds; "" beyond the filled part."""
        values = self.cells.rows[row]
        return values[column] if 0 <= column < len(values) else ""

    def label(self, row: int, title: str) -> str:
        """The text in the column called ``title``, or nothing."""
        return shortest(self.value(row, self.columns.get(title, -1)))

    def fields(self) -> list[Field]:
        """The columns of the layout that the sheet has."""
        found = []
        for column in self.sheet.columns:
            if column.title in self.columns:
                is_unit = column.kind is ValueKind.UNIT
                tidy = unit_reader(self.units) if is_unit else plain_reader(column)
                name = str(column.path[0]) if column.path else ""
                found.append(Field(name, column, self.columns[column.title], tidy))
        return found

    def rows(self, columns: list[int]) -> Iterator[int]:
        """The rows that hold something, without those that hold a total of others."""
        is_ledger = self.sheet.is_ledger
        for row in range(self.header + 1, len(self.cells.rows)):
            values = self.cells.rows[row]
            word: CellValue = ""
            for at in columns:
                if at < len(values) and values[at] != "":
                    word = values[at]
                    break
            else:
                continue
            if is_ledger and isinstance(word, str) and _is_total(word):
                self.findings.append(TOTAL_ROW.at(self.place(row, columns[0]), word=word))
                continue
            yield row

    def texts(self, row: int, fields: list[Field]) -> dict[str, str]:
        """The texts of a row by the names of its fields, without empty ones."""
        values = self.cells.rows[row]
        width = len(values)
        found: dict[str, str] = {}
        for each in fields:
            value = values[each.at] if each.at < width else ""
            if value == "":
                continue
            text = each.known.get(value) if isinstance(value, str) else self.text(row, each)
            if text is None:
                before = len(self.findings)
                text = self.text(row, each)
                if len(self.findings) == before:
                    each.known[value] = text
            if text:
                found[each.name] = text
        return found

    def text(self, row: int, field: Field) -> str:
        """The text of a cell, tidied; what is doubtful about it is a finding."""
        value = self.value(row, field.at)
        if value == "":
            return ""
        if not isinstance(value, str):
            return self._number(row, field, value)
        if value in _ERRORS:
            self.findings.append(BAD_CELL.at(self.place(row, field.at), value=value))
            return ""
        seen = without_invisible(value)
        if seen != value:
            self.findings.append(INVISIBLE.at(self.place(row, field.at)))
        return field.tidy(seen.strip())

    def _number(self, row: int, field: Field, value: CellValue) -> str:
        kind = field.column.kind
        if kind is ValueKind.MONEY and isinstance(value, float):
            return shortest(value)
        text = field.tidy(shortest(value))
        if isinstance(value, bool):
            return text
        if kind not in _ASKED:
            return text
        place = self.place(row, field.at)
        if kind in _CODES and is_too_long_a_code(value):
            self.findings.append(CODE_DIGITS.at(place, value=text))
        elif kind is ValueKind.CODE:
            self.findings.append(CODE_NUMBER.at(place, value=text))
        elif kind is ValueKind.UNIT and text not in self.units:
            # A number has lost the zeros that its code begins with.
            meant = [key for key in self.units if key.lstrip("0") == text]
            if len(meant) == 1:
                self.findings.append(CODE_REPAIRED.at(place, value=text, code=meant[0]))
                return meant[0]
        elif kind is ValueKind.TEXT and isinstance(value, float) and 0 < abs(value) < 1:
            self.findings.append(NUMBER_IN_TEXT.at(place, value=text))
        return text


def find_table(
    book: Book, sheet: Sheet, cells: Cells, findings: list[Finding], units: dict[str, str]
) -> Table | None:
    """Find the row of titles, and say which titles are not known."""
    titles = [_titles(sheet, values) for values in cells.rows[:_HEADER_WITHIN]]
    header = max(range(len(titles)), key=lambda row: len(titles[row]), default=0)
    if not titles or len(titles[header]) < min(_LEAST_TITLES, len(sheet.headers)):
        if any(shortest(value) for values in cells.rows for value in values):
            expected = "、".join(sheet.headers)
            place = _place(book.file, sheet, 0, 0)
            findings.append(NO_HEADER.at(place, sheet=sheet.name, titles=expected))
        return None
    table = Table(book.file, sheet, cells, header, titles[header], findings, units)
    for column, value in enumerate(cells.rows[header]):
        title = shortest(value)
        if title and column not in table.columns.values() and _is_used(cells, header, column):
            place = table.place(header, column)
            findings.append(UNKNOWN_COLUMN.at(place, title=title, sheet=sheet.name))
    _fill_merged(table)
    for reference, error in book.faults(cells.name, header + 2):
        place = Location(book.file, sheet=sheet.name, cell=reference)
        findings.append(BAD_CELL.at(place, value=error) if error else FORMULA.at(place))
        table.faulty.add(reference)
    return table


def _titles(sheet: Sheet, values: list[CellValue]) -> dict[str, int]:
    """The columns of a row of titles by the titles of the layout."""
    known = {plain(title): title for title in sheet.headers}
    found: dict[str, int] = {}
    for at, value in enumerate(values):
        if not isinstance(value, str) or not value:
            continue
        column = sheet.column(value) if sheet.shape is not Shape.FIELDS else None
        title = column.title if column is not None else known.get(plain(value))
        if title is not None:
            found.setdefault(title, at)
    return found


def _is_total(word: str) -> bool:
    return len(word) < _LONGEST_TOTAL and plain(word) in _TOTAL_WORDS


def _is_used(cells: Cells, header: int, column: int) -> bool:
    return any(column < len(row) and row[column] != "" for row in cells.rows[header + 1 :])


def _fill_merged(table: Table) -> None:
    """Give every row of a merged range its value; merged titles above the header stay."""
    rows = table.cells.rows
    for top, left, bottom, right in table.cells.merged:
        if top <= table.header or bottom == top or top >= len(rows):
            continue
        value = table.value(top, left)
        if value == "" or left not in table.columns.values():
            continue
        area = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
        table.findings.append(MERGED.at(table.place(top, left), area=area))
        for row in range(top + 1, min(bottom + 1, len(rows))):
            rows[row][left] = value


def _place(file: str, sheet: Sheet, row: int, column: int) -> Location:
    return Location(file, sheet=sheet.name, cell=cell_name(row, max(column, 0)))
