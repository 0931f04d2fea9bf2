"""The cells of one sheet in OOXML, from its events: bounded, whatever the part claims."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from discloser.finding import Finding
from discloser.read.spreadsheet.address import cell_name, position
from discloser.read.spreadsheet.cell import Area, Areas, Cell, Row, Value, far_cell
from discloser.read.spreadsheet.number_format import GENERAL, NumberFormat
from discloser.read.spreadsheet.package import local, parse
from discloser.read.spreadsheet.rules import MAX_COLUMNS, MAX_ROWS

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TEXTS = ("v", "t")
_TRUE = ("1", "true")
_Gathered: TypeAlias = "tuple[dict[str, str], str, bool]"
"""The attributes of a cell, its text, and whether it has a formula."""


class SheetReader:
    """Reads a sheet from the events of its XML: cells are gathered and taken row by row."""

    def __init__(
        self, file: str, name: str, strings: list[str], formats: list[NumberFormat]
    ) -> None:
        self.rows: dict[int, Row] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._file, self._name = file, name
        self._strings, self._formats = strings, formats
        self._areas = Areas()
        self._far: Finding | None = None
        self._known: dict[tuple[str | None, str | None, str], Cell] = {}
        self._columns: dict[str, int] = {}
        self._row, self._at = -1, ""
        self._tags: dict[str, str] = {}
        self._pieces: list[str] = []
        self._gathered: list[_Gathered] = []
        self._cell: dict[str, str] | None = None
        self._text, self._formula, self._aside = "", False, 0

    @property
    def merged(self) -> tuple[Area, ...]:
        """The merged ranges."""
        return tuple(self._areas)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was met: content beyond the bounds."""
        return (self._far,) if self._far is not None else ()

    @property
    def at(self) -> str:
        """The address of the last cell that was met, for where reading breaks off."""
        return self._gathered[-1][0].get("r", self._at) if self._gathered else self._at

    def read(self, data: bytes) -> None:
        """Read all cells. Raises what :mod:`.guard` knows."""
        parse(data, self._start, self._end, self._pieces.append)
        self._take_row()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._tags.get(name) or self._tags.setdefault(name, local(name))
        if tag == "c":
            self._cell, self._text, self._formula = attributes, "", False
        elif tag in _TEXTS:
            self._pieces.clear()
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._begin_row(attributes.get("r"))
            if attributes.get("hidden") in _TRUE and self._row < MAX_ROWS:
                self.hidden_rows.add(self._row)
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            self.hidden_columns.update(_columns(attributes))
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "rPh":
            self._aside += 1

    def _end(self, name: str) -> None:
        tag = self._tags.get(name)
        if tag == "v":
            self._text = "".join(self._pieces)
        elif tag == "c":
            if self._cell is not None:
                self._gathered.append((self._cell, self._text, self._formula))
            self._cell = None
        elif tag == "t" and not self._aside:
            self._text += "".join(self._pieces)
        elif tag == "row":
            self._take_row()
        elif tag == "rPh":
            self._aside -= 1

    def _begin_row(self, number: str | None) -> None:
        self._take_row()
        self._row = int(number) - 1 if number else self._row + 1
        if self._row < 0:
            raise ValueError("row")

    def _take_row(self) -> None:
        """Make the cells that were gathered; an address of another row is followed, too."""
        gathered, self._gathered = self._gathered, []
        row, digits, column = self._row, str(self._row + 1), -1
        cells: dict[int, Cell] = {}
        known, columns = self._known, self._columns
        for attributes, value, formula in gathered:
            address = attributes.get("r")
            if address is None:
                column += 1
            else:
                letters = address.removesuffix(digits)
                column = columns.get(letters, -1)
                if column < 0:
                    own, column = position(address)
                    if own != row:
                        self._keep(row, cells)
                        row, digits = own, str(own + 1)
                        cells = dict(self.rows.get(row, {}))
                    columns[address.removesuffix(digits)] = column
            if not value and not formula:
                continue
            if row >= MAX_ROWS or column >= MAX_COLUMNS:
                self._far = self._far or far_cell(self._file, self._name, row, column)
                continue
            self._at = address or cell_name(row, column)
            key = (attributes.get("t"), attributes.get("s"), value)
            made = None if formula else known.get(key)
            if made is None:
                made = known[key] = self._made(*key, formula=formula)
            if made.value != "" or made.is_open or made.error:
                cells[column] = made
        self._keep(row, cells)
        self._row = row

    def _keep(self, row: int, cells: dict[int, Cell]) -> None:
        if cells:
            self.rows[row] = {**self.rows.get(row, {}), **cells} if row in self.rows else cells

    def _made(self, kind: str | None, style: str | None, text: str, *, formula: bool) -> Cell:
        number_format = self._formats[int(style)] if style and self._formats else GENERAL
        if formula and not text and kind != "str":
            return Cell("", is_open=True)
        if kind == "e":
            return Cell("", error=text)
        if kind is None or kind == "n":
            return number_cell(text, number_format)
        if kind == "d":
            return Cell(datetime.fromisoformat(text.strip()), number_format, text=text.strip())
        return Cell(self._value_of(kind, text), number_format)

    def _value_of(self, kind: str, text: str) -> Value:
        """A text or a truth value."""
        if kind == "b":
            return text.strip() in _TRUE
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


def unescaped(text: str) -> str:
    """A text with the characters that OOXML writes as ``_x000A_``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def number_cell(text: str, number_format: NumberFormat) -> Cell:
    """A number, or the date or time that it is shown as. Raises ValueError."""
    number = float(text)
    if not math.isfinite(number) or "_" in text:
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


def _columns(attributes: Mapping[str, str]) -> range:
    """The columns that one entry of the sheet's list of widths is about, from 0."""
    first, last = (attributes.get(name, "") for name in ("min", "max"))
    if not (first.isdigit() and last.isdigit()):
        return range(0)
    return range(int(first) - 1, min(int(last), MAX_COLUMNS))
