"""One worksheet of a package: its cells as elements, found by their addresses or made."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from discloser.entry.package.xml import Element, child, local, new
from discloser.read.spreadsheet.address import cell_name, position
from discloser.read.spreadsheet.cell import Area


@dataclass(slots=True)
class _Row:
    """A row and its cells by their columns, counted from 0."""

    element: Element
    cells: dict[int, Element] = field(default_factory=dict)


class PackageSheet:
    """A worksheet's part. Rows and columns are counted from 0, addresses are ``F37``.

    Raises ``ValueError`` where the part is no worksheet, or an address in it is none.
    """

    def __init__(self, part: str, root: Element) -> None:
        self.part = part
        self.root = root
        data = child(root, "sheetData")
        if data is None:
            raise ValueError("工作表里没有内容")
        self._data = data
        self._rows = dict(_numbered(data))
        self._order = sorted(self._rows)
        self._merged = tuple(self._merged_areas())

    def _inside(self, name: str) -> Iterator[Element]:
        return (each for group in self.root if local(group) == name for each in group)

    def shown(self, address: str) -> str:
        """The cell that is shown for another one: of merged cells, the first."""
        row, column = position(address)
        for top, left, bottom, right in self._merged:
            if top <= row <= bottom and left <= column <= right:
                return cell_name(top, left)
        return cell_name(row, column)

    def known(self, row: int, column: int) -> Element | None:
        """The element of a cell, if there is one."""
        return self._rows[row].cells.get(column) if row in self._rows else None

    def style(self, row: int, column: int) -> str:
        """The number of a cell's format: its own, or the one that it has when it is made."""
        known = self.known(row, column)
        return known.get("s", "0") if known is not None else self._usual_style(row, column)

    def cell(self, row: int, column: int) -> Element:
        """The element of a cell, made where it is missing, in the format of its row or column."""
        line = self._row(row)
        if column not in line.cells:
            made = new(self._data, "c", r=cell_name(row, column))
            style = self._usual_style(row, column)
            if style != "0":
                made.set("s", style)
            behind = min((at for at in line.cells if at > column), default=None)
            if behind is None:
                line.element.append(made)
            else:
                line.cells[behind].addprevious(made)
            line.cells[column] = made
            line.element.attrib.pop("spans", "")  # it may no longer be true, and nobody needs it
            self._extend(row, column)
        return line.cells[column]

    def cells(self) -> Iterator[tuple[tuple[int, int], Element]]:
        """All cells that there are, with row and column."""
        for row, line in self._rows.items():
            for column, element in line.cells.items():
                yield (row, column), element

    def _row(self, number: int) -> _Row:
        if number not in self._rows:
            made = new(self._data, "row", r=number + 1)
            at = bisect(self._order, number)
            if at < len(self._order):
                self._rows[self._order[at]].element.addprevious(made)
            else:
                self._data.append(made)
            insort(self._order, number)
            self._rows[number] = _Row(made)
        return self._rows[number]

    def _usual_style(self, row: int, column: int) -> str:
        """The format that a cell has where it is not there: its row's, its column's.

        Where neither has one, a row that goes on with a table looks as the row above it.
        """
        line = self._rows.get(row)
        if line is not None and line.element.get("customFormat") in ("1", "true"):
            return line.element.get("s", "0")
        style = next((each[2] for each in self._columns if each[0] <= column <= each[1]), "0")
        if style != "0":
            return style
        above = self.known(row - 1, column)
        return above.get("s", "0") if above is not None else "0"

    @cached_property
    def _columns(self) -> list[tuple[int, int, str]]:
        """The first and last column of each group of columns, and their format."""
        return [
            (int(each.get("min", "1")) - 1, int(each.get("max", "1")) - 1, each.get("style", "0"))
            for each in self._inside("cols")
        ]

    def _extend(self, row: int, column: int) -> None:
        """Keep what the sheet says of its used range true."""
        said = child(self.root, "dimension")
        if said is None:
            return
        first, _, last = said.get("ref", "A1").partition(":")
        (top, left), (bottom, right) = position(first), position(last or first)
        if top <= row <= bottom and left <= column <= right:
            return
        begin = cell_name(min(top, row), min(left, column))
        end = cell_name(max(bottom, row), max(right, column))
        said.set("ref", begin if begin == end else f"{begin}:{end}")

    def _merged_areas(self) -> Iterator[Area]:
        for each in self._inside("mergeCells"):
            first, _, last = each.get("ref", "A1").partition(":")
            yield *position(first), *position(last or first)


def _numbered(data: Element) -> Iterator[tuple[int, _Row]]:
    """The rows of a sheet with their numbers; what does not say its own follows the one before."""
    number = -1
    for each in data:
        if local(each) != "row":
            continue
        said = each.get("r")
        number = int(said) - 1 if said else number + 1
        row, column = _Row(each), -1
        for cell in each:
            if local(cell) == "c":
                address = cell.get("r")
                own, column = position(address) if address else (number, column + 1)
                if own == number:
                    row.cells[column] = cell
        yield number, row
