"""What every format of spreadsheet is read into: sheets of few or many cells, row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TypeAlias

from discloser.finding import Finding
from discloser.location import Location
from discloser.read.spreadsheet.address import cell_name
from discloser.read.spreadsheet.number_format import GENERAL, NumberFormat
from discloser.read.spreadsheet.rules import (
    FAR_CELL,
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_MERGED_ROWS,
    MAX_ROWS,
)

Value: TypeAlias = "str | float | bool | datetime | time | timedelta"
"""What a cell stores."""


@dataclass(slots=True, eq=False)
class Cell:
    """A filled cell.

    ``value`` is what is stored, dates as such where the format shows one; ``error`` the error
    that it shows, such as ``#N/A``; ``is_open`` says that its formula has no stored result.
    """

    value: Value
    format: NumberFormat = GENERAL
    error: str = ""
    is_open: bool = False
    number: float | None = None
    """The number behind a date or time."""
    text: str | None = None
    """What the file itself says that the cell shows; .ods does."""

    @property
    def shown(self) -> str | None:
        """What the cell shows, or None where that cannot be told exactly."""
        if self.error:
            return self.error
        if self.text is not None:
            return self.text
        if isinstance(self.value, str):
            return self.format.show_text(self.value)
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        number = self.number if self.number is not None else self.value
        return self.format.show(number) if isinstance(number, int | float) else None


Row: TypeAlias = "Mapping[int, Cell]"
"""The filled cells of a row by their column, counted from 0."""
Area: TypeAlias = "tuple[int, int, int, int]"
"""First row, first column, last row, last column of a merged range, counted from 0."""
NOTHING: Row = {}


class Areas(list[Area]):
    """Merged ranges as they are met. Real ones lie side by side; more is refused."""

    _rows = 0

    def add(self, area: Area) -> None:
        """Keep a range. Raises ValueError for one upside down, and for too many."""
        top, left, bottom, right = area
        self._rows += min(bottom, MAX_ROWS) - top + 1
        if not (0 <= top <= bottom and 0 <= left <= right):
            raise ValueError("merged range")
        if len(self) >= MAX_MERGED or self._rows > MAX_MERGED_ROWS:
            raise ValueError("merged ranges")
        self.append(area)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its filled rows by number from 0 in their order, and its merged ranges.

    ``hidden_rows`` and ``hidden_columns`` are those that the sheet does not show, a filter's among
    them. ``findings`` say what was met when reading it; where it is not ``whole``, cells are
    missing.
    """

    name: str
    rows: Mapping[int, Row] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    findings: tuple[Finding, ...] = ()
    whole: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell there, if it is filled."""
        return self.rows.get(row, NOTHING).get(column)


@dataclass(frozen=True, slots=True)
class Book:
    """An open workbook. A sheet's cells are read when they are asked for."""

    file: str
    sheets: Mapping[str, Callable[[], Grid]]


def far_cell(file: str, sheet: str, row: int, column: int) -> Finding:
    """Say that a cell, counted from 0, lies beyond what is read."""
    address = cell_name(row, column)
    place = Location(file, sheet=sheet, cell=address)
    return FAR_CELL.at(place, sheet=sheet, cell=address, rows=MAX_ROWS, columns=MAX_COLUMNS)
