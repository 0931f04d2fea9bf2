"""Where the fields of a workbook's draft stand, made only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from discloser.location import FieldPath, Location
from discloser.read.spreadsheet.address import cell_name

_Column = tuple[int, str]
"""Which column, counted from zero, and its title; in a form, that of the row."""
_Cell = tuple[str, int, _Column]
"""A sheet, a row counted from zero, and a column."""


class CellPlaces(Mapping[FieldPath, Location]):
    """The places of a draft's fields: single cells, and lists whose items are rows.

    Two thousand rows have some twenty thousand places, of which a report names a few.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._cells: dict[FieldPath, _Cell] = {}
        self._lists: dict[FieldPath, tuple[str, list[int], Mapping[str | int, _Column]]] = {}

    def add_cell(self, path: FieldPath, sheet: str, row: int, column: _Column) -> None:
        """Say where a field stands; of the fields around it, the first one's place is kept."""
        self._cells[path] = (sheet, row, column)
        for length in range(1, len(path)):
            self._cells.setdefault(path[:length], (sheet, row, (column[0], "")))

    def add_free(self, path: FieldPath, sheet: str, row: int, column: int) -> None:
        """Say where what is still missing of the list or mapping at ``path`` can be added."""
        self._cells[path] = (sheet, row, (column, ""))

    def rows(self, path: FieldPath, sheet: str, columns: Mapping[str | int, _Column]) -> list[int]:
        """The rows of the items of the list at ``path``, to be added to in their order.

        ``columns`` says in which column each field of an item stands, with the column's title.
        """
        return self._lists.setdefault(path, (sheet, [], columns))[1]

    def __getitem__(self, path: FieldPath) -> Location:
        sheet, row, (column, title) = self._cells.get(path) or self._in_list(path)
        cell = cell_name(row, column)
        return Location(self._file, sheet=sheet, cell=cell, path=path, label=title)

    def _in_list(self, path: FieldPath) -> _Cell:
        if path[:-1] in self._lists and isinstance(path[-1], int):
            sheet, rows, columns = self._lists[path[:-1]]
            if 0 <= path[-1] < len(rows):
                first = min((at for at, _ in columns.values()), default=0)
                return sheet, rows[path[-1]], (first, "")
        elif path[:-2] in self._lists and isinstance(path[-2], int):
            sheet, rows, columns = self._lists[path[:-2]]
            if 0 <= path[-2] < len(rows) and path[-1] in columns:
                return sheet, rows[path[-2]], columns[path[-1]]
        raise KeyError(path)

    def __iter__(self) -> Iterator[FieldPath]:
        yield from self._cells
        for path, (_, rows, columns) in self._lists.items():
            for index in range(len(rows)):
                item = (*path, index)
                listed = (item, *((*item, name) for name in columns))
                yield from (each for each in listed if each not in self._cells)

    def __len__(self) -> int:
        return sum(1 for _ in self)
