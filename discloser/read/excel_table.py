"""A sheet of a filled-in workbook as a table: its titles found, its cells as tidy texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from discloser.finding import Finding, Severity
from discloser.location import Location
from discloser.read import characters
from discloser.read.cell_text import cell_text
from discloser.read.characters import one_line, plain_breaks, tidy
from discloser.read.code_names import another_codes_name
from discloser.read.excel_rules import (
    CODE_REPAIRED,
    NAME_OF_ANOTHER,
    TOTAL_ROW,
)
from discloser.read.spreadsheet.address import cell_name
from discloser.read.spreadsheet.cell import NOTHING, Cell, Grid
from discloser.read.workbook_columns import Column, ValueKind
from discloser.read.workbook_layout import (
    EACH_UNIT_TITLE,
    FUNCTION_TITLE,
    ITEM,
    LIST_TITLE,
    PROJECT_TITLE,
    UNIT_TITLE,
    Sheet,
    plain,
)
from discloser.read.workbook_values import (
    classified,
    is_total,
    plain_reader,
    unit_reader,
)

_LABELS = {
    ITEM: Column(ITEM, ()),
    LIST_TITLE: Column(LIST_TITLE, ()),
    PROJECT_TITLE: Column(PROJECT_TITLE, ("project",)),
    UNIT_TITLE: Column(UNIT_TITLE, (), ValueKind.UNIT),
    EACH_UNIT_TITLE: Column(EACH_UNIT_TITLE, (), ValueKind.UNIT),
    FUNCTION_TITLE: Column(FUNCTION_TITLE, (), ValueKind.CLASSIFIED, listing="function"),
}
"""The columns that say whose or what a row is."""
_TIDY: Mapping[ValueKind, Callable[[str], str]] = {
    ValueKind.UNIT: str,
    ValueKind.CLASSIFIED: classified,
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is read: where it stands, and how its texts are tidied."""

    name: str
    column: Column
    at: int
    tidy: Callable[[str], str]


@dataclass(slots=True)
class Table:
    """A sheet with its row of titles: which column holds what. Findings go to ``findings``.

    ``faulty`` are the cells, by row and column, that hold something which cannot be read.
    """

    file: str
    sheet: Sheet
    cells: Grid
    header: int
    columns: Mapping[str, int]
    findings: list[Finding]
    units: Mapping[str, str]
    faulty: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    """The row that is being read."""
    _labels: dict[str, Field] = field(default_factory=dict)

    def place(self, row: int, column: int) -> Location:
        """The place of a cell."""
        return Location(self.file, sheet=self.sheet.name, cell=cell_name(row, max(column, 0)))

    def title(self, column: int) -> str:
        """What the sheet calls a column."""
        cell = self.cells.cell(self.header, column)
        return plain(str(cell.value)) if cell is not None else ""

    def label(self, row: int, title: str) -> str:
        """The text in a column that says whose a row is, or nothing."""
        at = self.columns.get(title, -1)
        if title not in self._labels:
            column = _LABELS[title]
            self._labels[title] = Field(title, column, at, _TIDY.get(column.kind, one_line))
        return self.text(row, self._labels[title])

    def is_faulty(self, row: int, title: str) -> bool:
        """Whether the cell in the column called ``title`` cannot be read."""
        return (row, self.columns.get(title, -1)) in self.faulty

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
        for row in self.filled_rows():
            self.row = row
            cells = self.cells.rows[row]
            before = len(self.faulty)
            found = {
                name: text
                for name, at, texts in columns
                if (cell := cells.get(at)) is not None and (text := texts[cell])
            }
            if found or len(self.faulty) > before:
                yield row, found

    def filled_rows(self) -> Iterator[int]:
        """The rows below the titles, without those that are the sum of others."""
        read = set(self.columns.values())
        for row in self.cells.rows:
            if row <= self.header:
                continue
            total = _total(self.cells.rows[row], read)
            if total is None:
                yield row
            else:
                at, word = total
                self.findings.append(TOTAL_ROW.at(self.place(row, at), word=word))

    def text(self, row: int, field: Field) -> str:
        """The text of a cell, tidied; what is doubtful about it is a finding."""
        cell = self.cells.rows.get(row, NOTHING).get(field.at)
        if cell is None:
            return ""
        text, doubt = cell_text(cell, field.column.kind)
        if doubt is not None:
            self._doubt(row, field, doubt.at(self.place(row, field.at)))
        if not text:
            return ""
        if isinstance(cell.value, str):
            return self._typed(row, field, text)
        if field.column.kind is ValueKind.UNIT:
            return self._with_zeros(row, field, field.tidy(text))
        return field.tidy(text)

    def _doubt(self, row: int, field: Field, finding: Finding) -> None:
        self.findings.append(finding)
        if finding.severity is Severity.ERROR:
            self.faulty.add((row, field.at))

    def _typed(self, row: int, field: Field, typed: str) -> str:
        """A text as it was typed, tidied."""
        place = self.place(row, field.at)
        seen, remarks = tidy(plain_breaks(typed))
        self.findings += characters.findings((each, place) for each in remarks)
        text = field.tidy(seen.strip())
        if field.column.kind is ValueKind.CLASSIFIED and text != seen:
            found = another_codes_name(field.column.listing, text, seen.strip())
            if found is not None:
                name, other, meant = found
                words = {"value": seen.strip(), "code": text, "name": name, "other": other}
                self.findings.append(NAME_OF_ANOTHER.at(place, meant=meant, **words))
        return text

    def _with_zeros(self, row: int, field: Field, text: str) -> str:
        """A unit's code with the zeros that a number has lost."""
        if text in self.units:
            return text
        meant = [key for key in self.units if key.lstrip("0") == text]
        if len(meant) != 1:
            return text
        place = self.place(row, field.at)
        self.findings.append(CODE_REPAIRED.at(place, value=text, code=meant[0]))
        return meant[0]


class _Texts(dict[Cell, str]):
    """The texts of a column by its cells: equal cells are one, and columns repeat themselves.

    What raised a question is asked anew in every row.
    """

    def __init__(self, table: Table, field: Field) -> None:
        super().__init__()
        self._table, self._field = table, field

    def __missing__(self, cell: Cell) -> str:
        before = len(self._table.findings)
        text = self._table.text(self._table.row, self._field)
        if len(self._table.findings) == before:
            self[cell] = text
        return text


def _total(cells: Mapping[int, Cell], read: set[int]) -> tuple[int, str] | None:
    """The column and the word that say that a row is the sum of others."""
    for at, cell in cells.items():
        if isinstance(cell.value, str) and at in read and is_total(cell.value):
            return at, cell.value.strip()
    return None
