"""Where the fields of a workbook's draft stand, made only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from discloser.location import FieldPath, Location


def cell_name(row: int, column: int) -> str:
    """The address of a cell counted from zero: ``F37``."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


class CellPlaces(Mapping[FieldPath, Location]):
    """The places of a draft's fields: single cells, and rows whose columns are fields.

    Two thousand rows have some twenty thousand places, of which a report names a few.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._cells: dict[FieldPath, tuple[str, int, int]] = {}
        self._rows: dict[FieldPath, tuple[str, int, Mapping[str | int, int]]] = {}

    def add_cell(self, path: FieldPath, sheet: str, row: int, column: int) -> None:
        """Say where a field stands; of the fields around it, the first one's place is kept."""
        self._cells[path] = (sheet, row, column)
        for length in range(1, len(path)):
            self._cells.setdefault(path[:length], (sheet, row, column))

    def add_row(
        self, path: FieldPath, sheet: str, row: int, columns: Mapping[str | int, int]
    ) -> None:
        """Say in which row an item stands, and in which column each of its fields."""
        self._rows[path] = (sheet, row, columns)

    def __getitem__(self, path: FieldPath) -> Location:
        if path in self._rows:
            sheet, row, columns = self._rows[path]
            return self._at(path, sheet, row, min(columns.values(), default=0))
        if path and path[:-1] in self._rows:
            sheet, row, columns = self._rows[path[:-1]]
            if path[-1] in columns:
                return self._at(path, sheet, row, columns[path[-1]])
        sheet, row, column = self._cells[path]
        return self._at(path, sheet, row, column)

    def _at(self, path: FieldPath, sheet: str, row: int, column: int) -> Location:
        return Location(self._file, sheet=sheet, cell=cell_name(row, column), path=path)

    def __iter__(self) -> Iterator[FieldPath]:
        yield from self._cells
        for path, (_, _, columns) in self._rows.items():
            if path not in self._cells:
                yield path
            yield from ((*path, name) for name in columns if (*path, name) not in self._cells)

    def __len__(self) -> int:
        return sum(1 for _ in self)
