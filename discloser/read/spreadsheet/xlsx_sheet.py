"""The cells of one sheet in OOXML, from its events: bounded, whatever the part claims."""

from __future__ import annotations

import math
import re
from datetime import datetime

from discloser.finding import Finding
from discloser.read.spreadsheet.address import column_letters, position
from discloser.read.spreadsheet.cell import Area, Areas, Cell, Row, Value, far_cell
from discloser.read.spreadsheet.number_format import GENERAL, NumberFormat
from discloser.read.spreadsheet.package import local, parse
from discloser.read.spreadsheet.rules import MAX_COLUMNS, MAX_ROWS

_NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?\s*", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL, _VALUE, _FORMULA, _ROW, _TEXT, _ASIDE = "c", "v", "f", "row", "t", "rPh"


class SheetReader:
    """Reads a sheet; ``at`` is the address of the last cell, for where it breaks off."""

    def __init__(
        self, file: str, name: str, strings: list[str], formats: list[NumberFormat]
    ) -> None:
        self.rows: dict[int, Row] = {}
        self.at = ""
        self._file, self._name = file, name
        self._strings, self._formats = strings, formats
        self._areas = Areas()
        self._far: Finding | None = None
        self._known: dict[tuple[str | None, str | None, str], Cell] = {}
        self._columns: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._row, self._digits, self._cells = -1, "", dict[int, Cell]()
        self._column = -1
        self._cell: dict[str, str] | None = None
        self._pieces: list[str] = []
        self._value: str | None = None
        self._has_formula = False
        self._aside = 0

    @property
    def merged(self) -> tuple[Area, ...]:
        """The merged ranges."""
        return tuple(self._areas)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was met: content beyond the bounds."""
        return (self._far,) if self._far is not None else ()

    def read(self, data: bytes) -> None:
        """Read all cells. Raises what :mod:`.guard` knows."""
        parse(data, self._start, self._end, self._pieces.append)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._names.get(name) or self._names.setdefault(name, local(name))
        if tag == _CELL:
            self._cell = attributes
            self._value, self._has_formula = None, False
            self._pieces.clear()
        elif tag in (_VALUE, _TEXT):
            self._pieces.clear()
        elif tag == _FORMULA:
            self._has_formula = True
        elif tag == _ROW:
            self._begin_row(attributes.get("r"))
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == _ASIDE:
            self._aside += 1

    def _end(self, name: str) -> None:
        tag = self._names.get(name) or self._names.setdefault(name, local(name))
        if tag == _VALUE:
            self._value = "".join(self._pieces)
        elif tag == _TEXT:
            if self._cell is not None and not self._aside:
                self._value = (self._value or "") + "".join(self._pieces)
        elif tag == _CELL:
            self._end_cell()
        elif tag == _ASIDE:
            self._aside -= 1

    def _begin_row(self, number: str | None) -> None:
        self._row = int(number) - 1 if number else self._row + 1
        if self._row < 0:
            raise ValueError("row")
        self._digits, self._cells, self._column = str(self._row + 1), {}, -1

    def _end_cell(self) -> None:
        cell, value = self._cell, self._value
        if cell is None:
            return
        address = cell.get("r")
        column = self._column + 1 if address is None else self._column_of(address)
        self._column = column
        self._cell = None
        if not value and not self._has_formula:
            return
        if self._row >= MAX_ROWS or column >= MAX_COLUMNS:
            self._say_far(column)
            return
        self.at = f"{column_letters(column)}{self._digits}" if address is None else address
        key = (cell.get("t"), cell.get("s"), value or "")
        made = None if self._has_formula else self._known.get(key)
        if made is None:
            made = self._made(*key)
            if not self._has_formula:
                self._known[key] = made
        if made.value != "" or made.is_open or made.error:
            if not self._cells:
                self._cells = dict(self.rows.get(self._row, {}))
                self.rows[self._row] = self._cells
            self._cells[column] = made

    def _column_of(self, address: str) -> int:
        """The column of an address; an address of another row than its row's is followed, too."""
        digits = self._digits
        letters = address[: -len(digits)]
        if address.endswith(digits) and letters in self._columns:
            return self._columns[letters]
        row, column = position(address)
        if row != self._row:
            self._row, self._digits, self._cells = row, str(row + 1), {}
        else:
            self._columns[letters] = column
        return column

    def _made(self, kind: str | None, style: str | None, text: str) -> Cell:
        number_format = self._formats[int(style)] if style and self._formats else GENERAL
        if self._has_formula and not text and kind != "str":
            return Cell("", is_open=True)
        if kind == "e":
            return Cell("", error=text)
        if kind in (None, "n"):
            return number_cell(text, number_format)
        if kind == "d":
            return Cell(datetime.fromisoformat(text.strip()), number_format, text=text.strip())
        return Cell(self._value_of(kind, text), number_format)

    def _value_of(self, kind: str, text: str) -> Value:
        """A text or a truth value."""
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "s":
            index = int(text)
            if index < 0:
                raise IndexError(text)
            return self._strings[index]
        if kind in ("str", "inlineStr"):
            return unescaped(text)
        raise ValueError(kind)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = position(first)
        bottom, right = position(last or first)
        self._areas.add((top, left, bottom, right))

    def _say_far(self, column: int) -> None:
        if self._far is None:
            self._far = far_cell(self._file, self._name, self._row, column)


def unescaped(text: str) -> str:
    """A text with the characters that OOXML writes as ``_x000A_``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def number_cell(text: str, number_format: NumberFormat) -> Cell:
    """A number, or the date or time that it is shown as."""
    if _NUMBER.fullmatch(text) is None or not math.isfinite(number := float(text)):
        raise ValueError(text)
    return numbered(number, number_format)


def numbered(number: float, number_format: NumberFormat) -> Cell:
    """The cell of a number: a date where its format shows one."""
    value: Value = number
    if number_format.is_date:
        moment = number_format.moment(number)
        value = moment if moment is not None else number
        return Cell(value, number_format, number=number)
    return Cell(value, number_format)
