"""Results of formulas that a change has made untrue: they are taken out, never left to be read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from discloser.entry.package.formulas import At, SheetFormulas
from discloser.entry.package.workbook import WorkbookPackage
from discloser.entry.package.xml import child
from discloser.read.spreadsheet.address import column_letters, position
from discloser.read.spreadsheet.cell import Area
from discloser.read.spreadsheet.rules import MAX_COLUMNS, MAX_ROWS
from discloser.read.workbook_layout import OWN_SHEETS

_ELSEWHERE = frozenset({"INDIRECT(", "OFFSET("})
"""Functions whose cells are known only when they are computed."""
_RANGE = re.compile(
    r"(?:'(?P<quoted>(?:[^']|'')+)'!|(?P<sheet>[^'!:]+)!)?"
    r"(?P<from>\$?[A-Za-z]{1,3}\$?\d+|\$?[A-Za-z]{1,3}(?=:)|\$?\d+(?=:))"
    r"(?::(?P<to>\$?[A-Za-z]{1,3}\$?\d+|\$?[A-Za-z]{1,3}|\$?\d+))?"
)
_MANY = 30
"""So often formulas are gone through that depend on each other in no order; then all are taken."""


def forget_stale_results(package: WorkbookPackage, changed: Mapping[str, Collection[At]]) -> None:
    """Take out the stored results of all formulas that depend on the ``changed`` cells.

    Where it cannot be told what a formula depends on, it is taken to depend on them; so are all
    formulas of the sheets that the program makes, which nobody reads as input.
    """
    for name in package.sheet_parts:
        sheet = package.known_sheet(name) if name.strip() in OWN_SHEETS else None
        for at in SheetFormulas(sheet).at() if sheet is not None else ():
            _forget(package, name, at)
    for name, at in _Dependents(package, changed).found():
        _forget(package, name, at)


def _forget(package: WorkbookPackage, name: str, at: At) -> None:
    sheet = package.known_sheet(name)
    element = sheet.known(*at) if sheet is not None else None
    value = child(element, "v") if element is not None else None
    if element is None or value is None:
        return
    if value.text or name.strip() not in OWN_SHEETS:  # an empty text is a result of an input, too
        package.sheet(name)
        element.attrib.pop("t", "")
        element.remove(value)


@dataclass(slots=True)
class _Changed:
    """Cells of a sheet, to be asked by ranges."""

    columns: dict[int, list[int]] = field(default_factory=dict)
    all: bool = False

    def add(self, cells: Iterable[At]) -> None:
        for row, column in cells:
            rows = self.columns.setdefault(column, [])
            at = bisect_left(rows, row)
            if at == len(rows) or rows[at] != row:
                rows.insert(at, row)

    def meets(self, area: Area) -> bool:
        if self.all:
            return True
        top, left, bottom, right = area
        for column, rows in self.columns.items():
            if left <= column <= right:
                at = bisect_left(rows, top)
                if at < len(rows) and rows[at] <= bottom:
                    return True
        return False


class _Dependents:
    """The formulas of a workbook, and which of them depend on changed cells."""

    def __init__(self, package: WorkbookPackage, changed: Mapping[str, Collection[At]]) -> None:
        self._package = package
        self._changed: dict[str, _Changed] = {}
        for name, cells in changed.items():
            self._add(name, cells)
        for name in package.sheet_parts:
            if name.strip() in OWN_SHEETS:
                self._changed[name.casefold()] = _Changed(all=True)
        self._uses: dict[tuple[str, At], tuple[tuple[str, Area], ...] | None] = {}

    def found(self) -> Iterator[tuple[str, At]]:
        """The cells of the formulas that depend on what was changed, one by another."""
        left = list(self._formulas())
        for turn in range(_MANY):
            rest = []
            for name, at, words in left:
                if self._is_touched(name, at, words):
                    self._add(name, (at,))
                    yield name, at
                else:
                    rest.append((name, at, words))
            if len(rest) == len(left):
                return
            left = rest[::-1]
            if turn == _MANY - 1:
                yield from ((name, at) for name, at, _ in left)

    def _add(self, name: str, cells: Iterable[At]) -> None:
        self._changed.setdefault(name.casefold(), _Changed()).add(cells)

    def _formulas(self) -> Iterator[tuple[str, At, str]]:
        for name in self._package.sheet_parts:
            is_own = name.strip() in OWN_SHEETS
            sheet = None if is_own else self._package.known_sheet(name)
            formulas = SheetFormulas(sheet) if sheet is not None else None
            for at in formulas.at() if formulas is not None else ():
                yield name, at, formulas.words(at) if formulas is not None else ""

    def _is_touched(self, name: str, at: At, words: str) -> bool:
        if not self._may_touch(name, words):
            return False
        key = (name, at)
        if key not in self._uses:
            self._uses[key] = self._areas(name, words)
        areas = self._uses[key]
        if areas is None:
            return True
        return any(
            sheet in self._changed and self._changed[sheet].meets(area) for sheet, area in areas
        )

    def _may_touch(self, name: str, words: str) -> bool:
        """Whether a formula says anything that could mean a changed cell; most do not."""
        if name.casefold() in self._changed or self._unclear.search(words):
            return True
        said = words.casefold()
        return any(sheet.replace("'", "''") in said for sheet in self._changed)

    @cached_property
    def _unclear(self) -> re.Pattern[str]:
        """What a formula can name cells by that does not name their sheet."""
        names = [re.escape(name) for name in self._package.names if not name.startswith("_xlnm")]
        return re.compile("|".join([r"\[", r"INDIRECT\(", r"OFFSET\(", *names]), re.IGNORECASE)

    def _areas(self, name: str, words: str) -> tuple[tuple[str, Area], ...] | None:
        """The ranges that a formula names, or None where that cannot be told."""
        found: list[tuple[str, Area]] = []
        try:
            tokens = Tokenizer(f"={words}").items
        except TokenizerError:
            return None
        for token in tokens:
            if token.type == Token.FUNC and token.value.upper() in _ELSEWHERE:
                return None
            if token.type != Token.OPERAND and ":" in token.value:
                return None  # a range whose ends are computed
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                area = self._area(name, token.value)
                if area is None:
                    return None
                found += area
        return tuple(found)

    def _area(self, name: str, words: str) -> list[tuple[str, Area]] | None:
        match = _RANGE.fullmatch(words)
        if match is None:
            return self._named(name, words)
        sheet = (match["quoted"] or "").replace("''", "'") or match["sheet"] or name
        first, last = match["from"].replace("$", ""), (match["to"] or "").replace("$", "")
        top, left = position(_whole(first, "A", 1))
        bottom, right = position(_whole(last or first, column_letters(MAX_COLUMNS), MAX_ROWS + 1))
        area = (min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        return [(sheet.casefold(), area)]

    def _named(self, name: str, words: str) -> list[tuple[str, Area]] | None:
        """The ranges that a name of the workbook stands for, or None where it is none."""
        names = {known.casefold(): meant for known, meant in self._package.names.items()}
        meant = names.get(words.rpartition("!")[2].casefold())
        if meant is None or any(known in meant.casefold() for known in names):
            return None
        areas = self._areas(name, meant)
        return list(areas) if areas is not None else None


def _whole(end: str, letters: str, number: int) -> str:
    """An end of a range as a cell: whole columns have no row, whole rows no column."""
    if end.isdigit():
        return f"{letters}{end}"
    return end if end[-1].isdigit() else f"{end}{number}"
