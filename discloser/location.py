"""Where a value came from: a file, and a line or a cell in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

_CELL = re.compile(r"(?P<column>[A-Z]+)(?P<row>\d+)")
FieldPath = tuple[str | int, ...]
"""The way to a value inside an input, as keys and zero-based list positions."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands in a document that was read: a page, a paragraph or a cell.

    Numbers count from 1, zero where the format has no such thing. ``box`` is left, top, right and
    bottom on the page in points, from its upper left corner; ``row`` and ``column`` are those of
    ``table``, the document's how-manieth; ``cell`` is the address in ``sheet``. ``file`` is which
    of several files it stands in, where they were put together to one document.
    """

    page: int = 0
    box: tuple[float, float, float, float] | None = None
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""
    file: str = field(default="", compare=False)

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.sheet}!{self.cell}" if self.cell else f"工作表“{self.sheet}”"
        if self.page:
            return f"第{self.page}页"
        if self.table:
            inside = f"第{self.row}行第{self.column}格" if self.row else ""
            return f"第{self.table}个表{inside}"
        return f"第{self.paragraph}段"


@dataclass(frozen=True, slots=True)
class Location:
    """A place that a person can open: file, then line and column, or sheet and cell.

    ``line`` and ``column`` count from 1; ``cell`` is an Excel address such as ``F37``;
    ``path`` is the field path inside the input; ``label`` what a workbook calls the value: the
    title of its column, or of its row in a form; ``spot`` where it is in a document that was read.
    """

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    path: FieldPath = ()
    label: str = ""
    spot: Spot | None = None

    @property
    def position(self) -> str:
        """File and place in the form editors open: ``file:line:column`` or ``file 支出!F37``.

        In a document: ``公开文档《支出总体情况表》合计``, in one that was read with the page.
        """
        if self.is_in_document:
            page = f"（{self.spot}）" if self.spot is not None else ""
            return f"{self.file}《{self.sheet}》{self.cell}{page}"
        if self.spot is not None:
            return f"{self.file} {self.spot}"
        if self.sheet is not None:
            return f"{self.file} {self.sheet}!{self.cell or ''}"
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)

    @property
    def is_in_document(self) -> bool:
        """Whether the place is in a composed document, whose cells are called by their titles."""
        return self.sheet is not None and bool(self.cell) and not _CELL.fullmatch(self.cell or "")

    @property
    def field(self) -> str:
        """The field path as one reads it: ``expenditure[3].amount`` (list positions from 1)."""
        return format_path(self.path)

    @property
    def row_and_column(self) -> tuple[int, int]:
        """Line and column, or a cell's row and column, from 1; zeros where unknown."""
        match = _CELL.match(self.cell or "")
        if match is None:
            return self.line or 0, self.column or 0
        column = 0
        for letter in match["column"]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(match["row"]), column

    def __str__(self) -> str:
        return self.position


def format_path(path: FieldPath) -> str:
    """Write a field path with dots, and list positions counted from 1 in brackets."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def areas(places: Iterable[Location]) -> list[str]:
    """Write cells in few words, a run of rows as one range: ``支出!G5:G119``, ``G121``.

    The sheet stands before its first cell. What is no cell of a sheet is left out. Columns are
    in the order of their first cells.
    """
    columns: dict[tuple[str, str], set[int]] = {}
    for place in places:
        letters = re.match("[A-Z]+", place.cell or "")
        if place.sheet is not None and letters is not None and not place.is_in_document:
            rows = columns.setdefault((place.sheet, letters[0]), set())
            rows.add(place.row_and_column[0])
    texts = []
    before = ""
    for (sheet, column), rows in columns.items():
        for first, last in _runs(rows):
            area = f"{column}{first}" + (f":{column}{last}" if last > first else "")
            texts.append(area if sheet == before else f"{sheet}!{area}")
            before = sheet
    return texts


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in sorted(rows):
        if runs and runs[-1][1] == row - 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return runs


class _Renamed(Mapping[FieldPath, Location]):
    """Places of which some are called otherwise than they are written."""

    def __init__(
        self, places: Mapping[FieldPath, Location], written: Mapping[FieldPath, FieldPath]
    ) -> None:
        self._places = places
        self._written = written

    def __getitem__(self, path: FieldPath) -> Location:
        return self._places[self._written.get(path, path)]

    def __iter__(self) -> Iterator[FieldPath]:
        called = {written: path for path, written in self._written.items()}
        return (called.get(path, path) for path in self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Where each field of an input came from; of a workbook also its sheets in their order.

    ``unread`` are the fields and lists of which something stands in the input that could not be
    read; findings have said so.
    """

    file: str
    places: Mapping[FieldPath, Location] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    unread: frozenset[FieldPath] = frozenset()

    def find(self, path: FieldPath) -> Location:
        """Return the place of ``path``, or of the nearest field around it."""
        for length in range(len(path), -1, -1):
            place = self.places.get(path[:length])
            if place is not None:
                # A part that has moved is still called as it is written.
                called = (place.path or path[:length]) + path[length:]
                return place if place.path == called else replace(place, path=called)
        return Location(self.file, path=path)

    def moved(self, base: FieldPath, names: Iterable[str]) -> SourceMap:
        """The map of an input whose fields ``names`` are those that stand below ``base``."""
        parts = {(name,) for name in names}
        places = {path: place for path, place in self.places.items() if path[:1] not in parts}
        places |= {part: self.find((*base, *part)) for part in parts}
        places |= {
            path[len(base) :]: place
            for path, place in self.places.items()
            if path[: len(base)] == base and path[len(base) : len(base) + 1] in parts
        }
        return replace(self, places=places)

    def with_below(self, base: FieldPath, other: SourceMap) -> SourceMap:
        """The map of this input with the places of another file's fields below ``base``."""
        below = {(*base, *path): place for path, place in other.places.items() if path}
        return replace(self, places={**self.places, **below})

    def renamed(self, written: Mapping[FieldPath, FieldPath]) -> SourceMap:
        """The map of the same input with some fields called otherwise than they are written."""
        return replace(self, places=_Renamed(self.places, written)) if written else self

    def without(self, items: Collection[FieldPath]) -> SourceMap:
        """The map of the same input without some fields or list items.

        The items behind a removed one are numbered as they are numbered without it.
        """
        removed: dict[FieldPath, list[int]] = {}
        for path in items:
            if path and isinstance(path[-1], int):
                removed.setdefault(path[:-1], []).append(path[-1])

        def shift(path: FieldPath) -> FieldPath:
            for length, step in enumerate(path):
                gone = removed.get(path[:length])
                if gone is not None and isinstance(step, int):
                    before = sum(index < step for index in gone)
                    return (*path[:length], step - before, *path[length + 1 :])
            return path

        kept = {
            path: place
            for path, place in self.places.items()
            if not any(path[:length] in items for length in range(len(path) + 1))
        }
        moved = {shift(path): place for path, place in kept.items()}
        return SourceMap(self.file, moved, self.sheets, self.unread)
