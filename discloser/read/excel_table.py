"""A sheet of a filled-in workbook as a table: its titles found, its cells as tidy texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from discloser.finding import Finding
from discloser.location import Location
from discloser.read.code_names import another_codes_name
from discloser.read.excel_rules import (
    BAD_CELL,
    CODE_DIGITS,
    CODE_NUMBER,
    CODE_REPAIRED,
    FORMULA,
    INVISIBLE,
    MERGED,
    NAME_OF_ANOTHER,
    NO_COLUMN,
    NO_HEADER,
    NUMBER_IN_TEXT,
    PERCENT,
    TOTAL_ROW,
    UNKNOWN_COLUMN,
)
from discloser.read.workbook import Book, Cells
from discloser.read.workbook_columns import Column, ValueKind
from discloser.read.workbook_layout import Shape, Sheet, plain
from discloser.read.workbook_package import Package
from discloser.read.workbook_places import cell_name
from discloser.read.workbook_values import (
    CellValue,
    as_percent,
    is_too_long_a_code,
    number_text,
    plain_reader,
    shortest,
    unit_reader,
    without_invisible,
)

_HEADER_WITHIN = 12
_LEAST_TITLES = 2
_UNTITLED = "（没有标题）"
_LARGEST_PERCENTAGE = 10
"""As a number: no amount in a cell that shows percentages is larger."""
_TOTAL_WORDS = frozenset({"合计", "总计", "小计", "总合计", "本页合计"})
_ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!"})
_ASKED = frozenset({ValueKind.CODE, ValueKind.UNIT, ValueKind.CLASSIFIED, ValueKind.TEXT})
"""Where a number in the cell may not be what was typed."""
_CODES = frozenset({ValueKind.CODE, ValueKind.UNIT, ValueKind.CLASSIFIED})


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is read: where it stands, and how its texts are tidied."""

    name: str
    column: Column
    at: int
    tidy: Callable[[str], str]


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
    package: Package | None
    faulty: set[str] = field(default_factory=set)
    row: int = 0
    """The row that is being read."""

    def place(self, row: int, column: int) -> Location:
        """The place of a cell."""
        return _place(self.file, self.sheet, row, column)

    def value(self, row: int, column: int) -> CellValue:
        """What a cell holds; "" beyond the filled part."""
        values = self.cells.rows[row]
        return values[column] if 0 <= column < len(values) else ""

    def title(self, column: int) -> str:
        """What the sheet calls a column."""
        return plain(shortest(self.value(self.header, column)))

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
                name = str(column.path[0]) if column.path else column.title
                found.append(Field(name, column, self.columns[column.title], tidy))
        return found

    def rows(self, fields: list[Field]) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows that hold something: each one's texts by the names of the fields.

        Rows that hold a total of others are left out.
        """
        columns = [(each.name, each.at, _Texts(self, each)) for each in fields]
        is_ledger = self.sheet.is_ledger
        for row in range(self.header + 1, len(self.cells.rows)):
            self.row = row
            values = self.cells.rows[row]
            found = {name: text for name, at, texts in columns if (text := texts[values[at]])}
            if not found:
                continue
            word = next(iter(found.values()))
            if is_ledger and _is_total(word):
                self.findings.append(TOTAL_ROW.at(self.place(row, fields[0].at), word=word))
                continue
            yield row, found

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
        text = field.tidy(seen.strip())
        if field.column.kind is ValueKind.CLASSIFIED and text != seen:
            self._compare_name(row, field, text, seen.strip())
        return text

    def _compare_name(self, row: int, field: Field, code: str, value: str) -> None:
        """Say where the name beside a code is another code's."""
        found = another_codes_name(field.column.listing, code, value)
        if found is not None:
            place = self.place(row, field.at)
            name, other, meant = found
            finding = NAME_OF_ANOTHER.at(
                place, value=value, code=code, name=name, other=other, meant=meant
            )
            self.findings.append(finding)

    def _number(self, row: int, field: Field, value: CellValue) -> str:
        kind = field.column.kind
        if kind is ValueKind.MONEY and isinstance(value, float):
            return self._amount(row, field, value)
        text = field.tidy(shortest(value))
        if isinstance(value, bool) or kind not in _ASKED:
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
        elif kind is ValueKind.TEXT and isinstance(value, float):
            shown = as_percent(value, self._number_format(place))
            if not shown and 0 < abs(value) < 1:
                self.findings.append(NUMBER_IN_TEXT.at(place, value=text))
            return shown or text
        return text

    def _amount(self, row: int, field: Field, value: float) -> str:
        if 0 < abs(value) <= _LARGEST_PERCENTAGE:
            place = self.place(row, field.at)
            shown = as_percent(value, self._number_format(place))
            if shown:
                self.findings.append(PERCENT.at(place, value=shown))
        return shortest(value)

    def _number_format(self, place: Location) -> str:
        if self.package is None:
            return ""
        return self.package.number_format(self.cells.name, place.cell or "")


def find_table(
    book: Book, sheet: Sheet, cells: Cells, findings: list[Finding], units: dict[str, str]
) -> Table | None:
    """Find the row of titles, and say which titles are not known."""
    known = _known_titles(sheet)
    titles = [_titles(known, values) for values in cells.rows[:_HEADER_WITHIN]]
    header = max(range(len(titles)), key=lambda row: len(titles[row]), default=0)
    if not titles or len(titles[header]) < min(_LEAST_TITLES, len(sheet.headers)):
        if any(shortest(value) for values in cells.rows for value in values):
            expected = "、".join(sheet.headers)
            place = _place(book.file, sheet, 0, 0)
            findings.append(NO_HEADER.at(place, sheet=sheet.name, titles=expected))
        return None
    table = Table(book.file, sheet, cells, header, titles[header], findings, units, book.package)
    unknown = []
    for column, value in enumerate(cells.rows[header]):
        if column not in table.columns.values() and _is_used(cells, header, column):
            title = shortest(value) or _UNTITLED
            unknown.append(table.place(header, column))
            findings.append(UNKNOWN_COLUMN.at(unknown[-1], title=title, sheet=sheet.name))
    missing = [title for title in sheet.needed if title not in table.columns]
    if missing and any(_is_used(cells, header, at) for at in table.columns.values()):
        for title in missing:
            place = unknown[0] if unknown else table.place(header, 0)
            findings.append(NO_COLUMN.at(place, sheet=sheet.name, title=title))
        return None
    _fill_merged(table)
    _find_faults(table)
    return table


def looks_like(sheet: Sheet, cells: Cells) -> bool:
    """Whether a sheet of another name has the titles of this one."""
    known = _known_titles(sheet)
    titles = max((len(_titles(known, values)) for values in cells.rows[:_HEADER_WITHIN]), default=0)
    return titles > max(_LEAST_TITLES, len(sheet.needed)) - 1


def _find_faults(table: Table) -> None:
    """Say which cells that are read hold a formula without a value, or an error."""
    if table.package is None:
        return
    read = set(table.columns.values())
    for address, error in table.package.faults(table.cells.name, table.header + 2):
        place = Location(table.file, sheet=table.sheet.name, cell=address)
        if place.row_and_column[1] - 1 in read:
            finding = BAD_CELL.at(place, value=error) if error else FORMULA.at(place)
            table.findings.append(finding)
            table.faulty.add(address)


def _known_titles(sheet: Sheet) -> dict[str, str]:
    """The titles of the layout by all that their columns may be called."""
    known = {plain(title): title for title in sheet.headers}
    if sheet.shape is not Shape.FIELDS:
        known |= {name: column.title for name, column in sheet.by_title().items()}
    return known


def _titles(known: dict[str, str], values: list[CellValue]) -> dict[str, int]:
    """The columns of a row of titles by the titles of the layout."""
    found: dict[str, int] = {}
    for at, value in enumerate(values):
        title = known.get(plain(value)) if isinstance(value, str) and value else None
        if title is not None:
            found.setdefault(title, at)
    return found


class _Texts(dict[CellValue, str]):
    """The texts of a column by what its cells hold: columns repeat themselves.

    What raised a question is asked anew in every row; 1 and 是 are equal as keys and not kept.
    """

    def __init__(self, table: Table, field: Field) -> None:
        super().__init__()
        self._table, self._field = table, field
        self._is_money = field.column.kind is ValueKind.MONEY

    def __missing__(self, value: CellValue) -> str:
        if self._is_money and isinstance(value, float) and value > _LARGEST_PERCENTAGE:
            return number_text(value)  # amounts seldom repeat themselves
        before = len(self._table.findings)
        text = self._table.text(self._table.row, self._field)
        if len(self._table.findings) == before and value not in (0, 1):
            self[value] = text
        return text


def _is_total(word: str) -> bool:
    return "计" in word and plain(word).rstrip("：:") in _TOTAL_WORDS


def _is_used(cells: Cells, header: int, column: int) -> bool:
    rows = cells.rows[header + 1 :]
    return any(row[column] != "" and shortest(row[column]) for row in rows)


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
