"""Workbooks in OpenDocument (.ods): each cell says itself what it shows."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from functools import partial

from discloser.finding import Finding
from discloser.location import Location
from discloser.read.spreadsheet.address import cell_name
from discloser.read.spreadsheet.cell import Areas, Book, Cell, Grid, Row, far_cell
from discloser.read.spreadsheet.guard import Refused, guarded
from discloser.read.spreadsheet.package import Package, attribute, parse
from discloser.read.spreadsheet.rules import (
    BROKEN_PART,
    MAX_COLUMNS,
    MAX_ROWS,
    NO_WORKBOOK,
)

CONTENT = "content.xml"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT = f"{_SPACE}table:1.0 ", f"{_SPACE}office:1.0 ", f"{_SPACE}text:1.0 "
_STYLE = f"{_SPACE}style:1.0 "
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_SHOWN = {
    f"{_TEXT}p",
    f"{_TEXT}span",
    f"{_TEXT}a",
    f"{_TEXT}h",
    f"{_TEXT}ruby",
    f"{_TEXT}ruby-base",
}
"""The elements whose texts a cell shows; notes, drawings and the like are aside."""
_MOST_SPACES = 1_000
_ERROR = re.compile(r"#(N/A|REF!|NAME\?|DIV/0!|VALUE!|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}")
_DURATION = re.compile(r"(-?)PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d+))?S)?")
_FALSE = ("false", "collapse", "filter")


def open_ods(package: Package, file: str) -> Book:
    """The workbook in a package; all its sheets stand in one part and are read at once.

    Where the part breaks off, the sheets before that place are whole. Raises what
    :mod:`.guard` knows.
    """
    data = package.read(CONTENT)
    reader = _Reader(file)

    def broken() -> Finding:
        where = f"工作表“{reader.name}”在 {reader.at} 附近" if reader.at else "工作簿的内容"
        cell = reader.at or None
        place = Location(file, sheet=reader.name or None, cell=cell)
        return BROKEN_PART.at(place, where=where, part=CONTENT)

    result = guarded(lambda: reader.read(data), broken)
    if isinstance(result, Finding):
        if not reader.name:
            raise Refused(result)
        reader.break_off(result)
    if not reader.grids:
        raise Refused(NO_WORKBOOK.at(Location(file), file=file, detail="（没有工作表）"))
    return Book(file, {name: partial(_given, grid) for name, grid in reader.grids.items()})


def _given(grid: Grid) -> Grid:
    return grid


class _Reader:
    """Reads all sheets of a document from its events."""

    def __init__(self, file: str) -> None:
        self.grids: dict[str, Grid] = {}
        self.name, self.at = "", ""
        self._file = file
        self._depth = 0
        self._rows: dict[int, Row] = {}
        self._unseen: set[int] = set()
        self._is_unseen = False
        self._merged = Areas()
        self._findings: list[Finding] = []
        self._hidden: set[str] = set()
        self._style = ""
        self._is_hidden = False
        self._row = self._column = self._repeated = 0
        self._cells: dict[int, Cell] = {}
        self._attributes: dict[str, str] | None = None
        self._pieces: list[str] = []
        self._paragraphs = 0
        self._aside = 0

    def read(self, data: bytes) -> None:
        """Read the document. Raises what :mod:`.guard` knows."""
        parse(data, self._start, self._end, self._text)

    def break_off(self, finding: Finding) -> None:
        """Close the sheet in which the document broke off."""
        self.grids[self.name] = Grid(
            self.name, hidden=self._is_hidden, findings=(finding,), whole=False
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._attributes is not None:
            self._inside_cell(name, attributes)
        elif name == f"{_TABLE}table":
            self._depth += 1
            if self._depth == 1:
                self._begin_sheet(attributes)
        elif name == f"{_STYLE}style":
            self._style = attributes.get(f"{_STYLE}name", "")
        elif name == f"{_STYLE}table-properties":
            if attributes.get(f"{_TABLE}display") in _FALSE:
                self._hidden.add(self._style)
        elif self._depth == 1 and name == f"{_TABLE}table-row":
            self._column, self._cells = 0, {}
            self._repeated = _count(attributes, "number-rows-repeated")
            self._is_unseen = attributes.get(f"{_TABLE}visibility") in _FALSE
        elif self._depth == 1 and name in _CELLS:
            self._attributes = attributes
            self._pieces.clear()
            self._paragraphs = self._aside = 0

    def _inside_cell(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or (name not in _SHOWN and not name.startswith(_TEXT)):
            self._aside += 1
        elif name in (f"{_TEXT}p", f"{_TEXT}h"):
            if self._paragraphs:
                self._pieces.append("\n")
            self._paragraphs += 1
        elif name == f"{_TEXT}s":
            count = int(attributes.get(f"{_TEXT}c", "1"))
            self._pieces.append(" " * min(max(count, 0), _MOST_SPACES))
        elif name == f"{_TEXT}tab":
            self._pieces.append("\t")
        elif name == f"{_TEXT}line-break":
            self._pieces.append("\n")
        elif name not in _SHOWN:
            self._aside += 1

    def _text(self, piece: str) -> None:
        if self._attributes is not None and self._paragraphs and not self._aside:
            self._pieces.append(
                " ".join(piece.split("\n")) if piece.strip() or piece == " " else ""
            )

    def _end(self, name: str) -> None:
        if self._attributes is not None:
            if name in _CELLS and not self._aside:
                self._end_cell(is_covered=name == _CELLS[1])
            elif self._aside:
                self._aside -= 1
        elif name == f"{_TABLE}table":
            if self._depth == 1:
                self._end_sheet()
            self._depth -= 1
        elif self._depth == 1 and name == f"{_TABLE}table-row":
            self._end_row()

    def _begin_sheet(self, attributes: dict[str, str]) -> None:
        self.name, self.at = attributes.get(f"{_TABLE}name", ""), "A1"
        self._is_hidden = attributes.get(f"{_TABLE}style-name", "") in self._hidden
        self._rows, self._merged, self._findings, self._row = {}, Areas(), [], 0
        self._unseen = set()

    def _end_sheet(self) -> None:
        grid = Grid(
            self.name,
            self._rows,
            tuple(self._merged),
            self._is_hidden,
            tuple(self._findings),
            hidden_rows=frozenset(self._unseen),
        )
        self.grids.setdefault(self.name, grid)
        self.name = self.at = ""

    def _end_cell(self, *, is_covered: bool) -> None:
        attributes = self._attributes or {}
        self._attributes = None
        count = _count(attributes, "number-columns-repeated")
        cell = None if is_covered else _cell(attributes, "".join(self._pieces))
        first, self._column = self._column, self._column + count
        self._span(attributes, first)
        if cell is None:
            return
        if self._row + self._repeated > MAX_ROWS or self._column > MAX_COLUMNS:
            self._say_far()
            return
        self.at = cell_name(self._row, first)
        self._cells.update(dict.fromkeys(range(first, self._column), cell))

    def _span(self, attributes: dict[str, str], left: int) -> None:
        down = _count(attributes, "number-rows-spanned")
        across = _count(attributes, "number-columns-spanned")
        if down == across == 1:
            return
        self._merged.add((self._row, left, self._row + down - 1, left + across - 1))

    def _end_row(self) -> None:
        rows = range(self._row, self._row + self._repeated)
        if self._cells:
            self._rows.update(dict.fromkeys(rows, self._cells))
            self._unseen.update(rows if self._is_unseen else ())
        self._row += self._repeated

    def _say_far(self) -> None:
        if not self._findings:
            row, column = self._row + self._repeated - 1, self._column - 1
            self._findings.append(far_cell(self._file, self.name, row, column))


def _count(attributes: dict[str, str], name: str) -> int:
    count = int(attributes.get(f"{_TABLE}{name}", "1"))
    if count < 1:
        raise ValueError(name)
    return count


def _cell(attributes: dict[str, str], text: str) -> Cell | None:
    """A filled cell, or None for an empty one."""
    kind = attributes.get(f"{_OFFICE}value-type")
    formula = f"{_TABLE}formula" in attributes
    # LibreOffice says that a cell is an error in an attribute of its own.
    is_error = attribute(attributes, "value-type") == "error" or any(
        value == "error" for key, value in attributes.items() if key.endswith(" value-type")
    )
    if is_error or (formula and _ERROR.fullmatch(text.strip())):
        return Cell("", error=text.strip() or "#N/A")
    if kind is None:
        if formula and not text:
            return Cell("", is_open=True)
        return Cell(text, text=text) if text else None
    if kind == "string":
        stored = attributes.get(f"{_OFFICE}string-value")
        value = text if text or stored is None else stored
        return Cell(value, text=value) if value else None
    return _typed(kind, attributes, text)


def _typed(kind: str, attributes: dict[str, str], text: str) -> Cell:
    shown = text or None
    if kind == "boolean":
        return Cell(attributes[f"{_OFFICE}boolean-value"] == "true", text=shown)
    if kind in ("date", "time"):
        moment = _moment(kind, attributes)
        return Cell(text if moment is None else moment, text=shown)
    number = float(attributes[f"{_OFFICE}value"])
    if not math.isfinite(number):
        raise ValueError(kind)
    return Cell(number, text=shown)


def _moment(kind: str, attributes: dict[str, str]) -> datetime | timedelta | None:
    """A date or a time; None beyond the calendar."""
    try:
        if kind == "time":
            return _duration(attributes[f"{_OFFICE}time-value"])
        return datetime.fromisoformat(attributes[f"{_OFFICE}date-value"]).replace(tzinfo=None)
    except ValueError:
        return None


def _duration(text: str) -> timedelta:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    hours, minutes, seconds = (int(match[group] or 0) for group in (2, 3, 4))
    passed = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -passed if match[1] else passed
