"""The formulas of a worksheet: taken out of a cell without harm to those that share them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from openpyxl.formula.translate import Translator

from discloser.entry.package.sheet import PackageSheet
from discloser.entry.package.xml import Element, child
from discloser.read.spreadsheet.address import cell_name, position
from discloser.read.spreadsheet.cell import Area

At = tuple[int, int]
"""Row and column of a cell, counted from 0."""
_TOGETHER = frozenset({"array", "dataTable"})
"""The kinds of formula that compute several cells at once."""


class SheetFormulas:
    """The cells of a worksheet that have formulas."""

    def __init__(self, sheet: PackageSheet) -> None:
        self._cells = {
            at: formula
            for at, element in sheet.cells()
            if (formula := child(element, "f")) is not None
        }

    @cached_property
    def _first(self) -> Mapping[str, At]:
        """The cell that has the words of each shared formula, by the formula's number."""
        return {
            formula.get("si", ""): at
            for at, formula in self._cells.items()
            if formula.get("t") == "shared" and formula.text
        }

    def at(self) -> tuple[At, ...]:
        """The cells, in the sheet's order."""
        return tuple(self._cells)

    def words(self, at: At) -> str:
        """The formula of a cell, without ``=``, as it would stand there alone."""
        formula = self._cells[at]
        if formula.text or formula.get("t") != "shared":
            return formula.text or ""
        first = self._first.get(formula.get("si", ""))
        if first is None:
            return ""
        return _moved(self._cells[first].text or "", first, at)

    def together_with(self, at: At) -> str:
        """The range that one formula computes with this cell in it; empty where there is none."""
        for reference, (top, left, bottom, right) in self._areas:
            if top <= at[0] <= bottom and left <= at[1] <= right:
                return reference
        return ""

    @cached_property
    def _areas(self) -> list[tuple[str, Area]]:
        """The ranges of more than one cell that a formula computes at once."""
        said = (each.get("ref", "") for each in self._cells.values() if each.get("t") in _TOGETHER)
        found = [(reference, _area(reference)) for reference in said if reference]
        return [each for each in found if each[1][:2] != each[1][2:]]

    def take_out(self, at: At) -> bool:
        """Forget the formula of a cell that is to hold a value; tells whether there was one.

        Where others share it, each gets its own, so that none changes.
        """
        formula = self._cells.get(at)
        if formula is None:
            return False
        number = formula.get("si", "")
        if formula.get("t") == "shared" and self._first.get(number) == at:
            for other, sharing in self._cells.items():
                if sharing.get("si") == number and sharing.get("t") == "shared" and other != at:
                    words = self.words(other)
                    _stand_alone(sharing, words)
        del self._cells[at]
        return True


def _stand_alone(formula: Element, words: str) -> None:
    for name in ("t", "si", "ref"):
        formula.attrib.pop(name, "")
    formula.text = words


def _moved(words: str, origin: At, target: At) -> str:
    """A formula of one cell as another one has it that shares it."""
    moved = Translator(f"={words}", origin=cell_name(*origin)).translate_formula(cell_name(*target))
    return str(moved).removeprefix("=")


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    return *position(first), *position(last or first)
