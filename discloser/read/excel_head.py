"""From a sheet's cells to its table: the titles are found, and merged cells are filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from discloser.finding import Finding
from discloser.location import Location
from discloser.model.values import Kind
from discloser.money import MoneyUnit
from discloser.read.excel_rules import (
    MERGED,
    MERGED_VALUE,
    NO_COLUMN,
    NO_HEADER,
    OTHER_UNIT,
    SAME_TITLE,
    UNKNOWN_COLUMN,
)
from discloser.read.excel_table import Table
from discloser.read.spreadsheet.address import cell_name
from discloser.read.spreadsheet.cell import NOTHING, Area, Cell, Grid, Row
from discloser.read.workbook_columns import NUMBERS, Column, ValueKind
from discloser.read.workbook_layout import CONTENT, LAST_AMOUNT, Shape, Sheet
from discloser.read.workbook_titles import columns_of, likely, unit_above, unit_in_title
from discloser.read.workbook_values import shortest

_HEADER_WITHIN = 12
_LEAST_TITLES = 2
_UNTITLED = "（没有标题）"
_SAMPLE = 50
"""So many cells of an unknown column are looked at."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the workbook when a sheet is read."""

    file: str
    kind: Kind | None = None
    money_unit: MoneyUnit | None = None


def is_blank(cells: Grid) -> bool:
    """Whether a sheet holds nothing."""
    return not any(_is_filled(cell) for row in cells.rows.values() for cell in row.values())


def looks_like(sheet: Sheet, cells: Grid) -> bool:
    """Whether a sheet of another name has the titles of this one."""
    titles = max((len(columns_of(sheet, row, None)) for _, row in _first_rows(cells)), default=0)
    return titles > max(_LEAST_TITLES, len(sheet.needed)) - 1


def find_table(
    about: About, sheet: Sheet, cells: Grid, findings: list[Finding], units: Mapping[str, str]
) -> Table | None:
    """Find the row of titles, and say which titles are not known, are missing or disagree."""
    found = {row: columns_of(sheet, values, about.kind) for row, values in _first_rows(cells)}
    header = max(found, key=lambda row: len(found[row]), default=0)
    titles = found.get(header, {})
    if len(titles) < min(_LEAST_TITLES, len(sheet.headers)):
        if not is_blank(cells):
            place = Location(about.file, sheet=sheet.name, cell="A1")
            words = "、".join(sheet.headers)
            findings.append(NO_HEADER.at(place, sheet=sheet.name, titles=words))
        return None
    columns = {title: at[0] for title, at in titles.items()}
    table = Table(about.file, sheet, cells, header, columns, findings, units)
    head = _Head(about, table, titles)
    if not head.is_sound():
        return None
    table.cells = _filled(table)
    return table


@dataclass(frozen=True, slots=True)
class _Head:
    """A row of titles that is to be judged."""

    about: About
    table: Table
    titles: Mapping[str, list[int]]

    def is_sound(self) -> bool:
        """Say what is wrong with the titles; tell whether the sheet can be read."""
        before = len(self.table.findings)
        table = self.table
        used = set(_used(table.cells, table.header)) - self._shown_only()
        if not used & set(table.columns.values()):
            self._unknown(used)
            return True
        self._twice(used)
        self._units(used)
        self._missing(used)
        is_sound = len(table.findings) == before
        self._unknown(used - set(self._alike(used)))
        return is_sound

    def _shown_only(self) -> set[int]:
        """The columns of a ledger that only show something to those who fill it in."""
        columns = self.table.cells.rows[self.table.header] if self.table.sheet.is_ledger else ()
        return {at for at in columns if self.table.title(at) == LAST_AMOUNT}

    def _twice(self, used: set[int]) -> None:
        table = self.table
        for title, at in self.titles.items():
            twins = [each for each in at if each in used]
            if len(twins) > 1:
                places = [table.place(table.header, each) for each in twins]
                finding = SAME_TITLE.at(*places, sheet=table.sheet.name, title=title)
                table.findings.append(finding)
                return

    def _units(self, used: set[int]) -> None:
        """Say where a title, or a line above the titles, has another unit than the workbook."""
        table, known = self.table, self.about.money_unit
        money = [column for column in table.sheet.columns if column.kind is ValueKind.MONEY]
        if known is None or not money or table.sheet.shape is Shape.FIELDS:
            return
        said = [
            (table.place(table.header, at), unit_in_title(table.title(at)))
            for column in money
            if (at := table.columns.get(column.title)) is not None and at in used
        ]
        for row, values in _first_rows(table.cells):
            above = unit_above(values) if row < table.header else None
            if above is not None:
                said.append((table.place(row, above[0]), above[1]))
        wrong = [(place, unit) for place, unit in said if unit and unit != known]
        if wrong:
            places = [place for place, _ in wrong]
            words = {"unit": wrong[0][1], "money_unit": known.value, "sheet": table.sheet.name}
            table.findings.append(OTHER_UNIT.at(*places, **words))

    def _missing(self, used: set[int]) -> None:
        """Say which column is missing, and which unknown one may be it."""
        table = self.table
        alike = {column.title: at for at, column in self._alike(used).items()}
        needed = [title for title in table.sheet.needed if title not in table.columns]
        unknown = sorted(used - self._known())
        for title in dict.fromkeys((*alike, *needed)):
            at = alike.get(title, unknown[0] if unknown else 0)
            like = f"，“{self._shown(at)}”像是它" if title in alike else ""
            optional = "" if title in needed else f"；若是自己加的列，请另加一列“{title}”，可以空着"
            place = table.place(table.header, at)
            words = {"sheet": table.sheet.name, "title": title, "like": like, "else_": optional}
            table.findings.append(NO_COLUMN.at(place, **words))

    def _alike(self, used: set[int]) -> dict[int, Column]:
        """The unknown columns that look like missing ones."""
        table = self.table
        if table.sheet.shape is Shape.FIELDS:
            return {}
        missing = [column for column in table.sheet.columns if self._is_missing(column)]
        found: dict[int, Column] = {}
        for at in sorted(used - self._known()):
            texts = [shortest(cell.value) for cell in _column(table.cells, table.header, at)]
            column = likely(missing, table.title(at), texts, self._gap(at), table.units)
            if column is not None:
                found[at] = column
                missing.remove(column)
        return found

    def _is_missing(self, column: Column) -> bool:
        kind = self.about.kind
        belongs = kind is None or kind in column.kinds
        return belongs and column.title not in self.table.columns

    def _gap(self, at: int) -> frozenset[str]:
        """The titles of the layout that stand between those beside a column."""
        table, order = self.table, self.table.sheet.headers
        beside = [order.index(title) for title, column in table.columns.items() if column < at]
        behind = [order.index(title) for title, column in table.columns.items() if column > at]
        is_near = at - 1 in table.columns.values() or not beside
        first, last = max(beside, default=-1), min(behind, default=len(order))
        is_inside = bool(behind) or self._shown(at) == _UNTITLED  # one's own stand at the end
        return frozenset(order[first + 1 : last]) if is_near and is_inside else frozenset()

    def _unknown(self, columns: Iterable[int]) -> None:
        table = self.table
        for at in sorted(set(columns) - self._known()):
            place = table.place(table.header, at)
            words = {"title": self._shown(at), "sheet": table.sheet.name}
            table.findings.append(UNKNOWN_COLUMN.at(place, **words))

    def _known(self) -> set[int]:
        return {each for at in self.titles.values() for each in at}

    def _shown(self, at: int) -> str:
        cell = self.table.cells.cell(self.table.header, at)
        return shortest(cell.value) if cell is not None and _is_filled(cell) else _UNTITLED


def _first_rows(cells: Grid) -> Iterator[tuple[int, Row]]:
    return ((row, cells.rows[row]) for row in range(_HEADER_WITHIN) if row in cells.rows)


def _is_filled(cell: Cell) -> bool:
    return bool(cell.error) or cell.is_open or bool(shortest(cell.value))


def _used(cells: Grid, header: int) -> Iterator[int]:
    """The columns that hold something below the titles."""
    seen: set[int] = set()
    for row, values in cells.rows.items():
        if row <= header:
            continue
        for at in values.keys() - seen:
            if _is_filled(values[at]):
                seen.add(at)
                yield at


def _column(cells: Grid, header: int, at: int) -> list[Cell]:
    found = []
    for row, values in cells.rows.items():
        if row > header and at in values and _is_filled(values[at]):
            found.append(values[at])
            if len(found) == _SAMPLE:
                break
    return found


def _filled(table: Table) -> Grid:
    """The cells with each merged range as it is meant; what is hidden under one is not read.

    What may stand for several rows is given to each; an amount, a number or a count is not.
    """
    areas = [area for area in table.cells.merged if area[2] > table.header]
    if not areas:
        return table.cells
    rows: dict[int, dict[int, Cell]] = {
        row: dict(values) for row, values in table.cells.rows.items()
    }
    last = max(rows, default=0)
    for area in areas:
        _fill(table, rows, area, last)
    filled = {row: rows[row] for row in sorted(rows)}
    cells = table.cells
    return Grid(cells.name, filled, (), cells.hidden, cells.findings, cells.whole)


def _fill(table: Table, rows: dict[int, dict[int, Cell]], area: Area, last: int) -> None:
    top, left, bottom, right = area
    if top <= table.header:
        return
    cell = rows.get(top, NOTHING).get(left)
    for row in range(top, min(bottom, last) + 1):
        for at in [each for each in rows.get(row, ()) if left <= each <= right]:
            if (row, at) != (top, left):
                del rows[row][at]
    if cell is None or not _is_filled(cell):
        return
    covered = {at: title for title, at in table.columns.items() if left <= at <= right}
    once = [title for title in covered.values() if _is_once(table, title)]
    name = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
    place = table.place(top, left)
    if once and (bottom > top or len(covered) > 1):
        table.findings.append(MERGED_VALUE.at(place, area=name, title=once[0]))
        table.faulty.update(
            (row, at) for row in range(top, min(bottom, last) + 1) for at in covered
        )
        rows[top].pop(left, None)
    elif left in covered and bottom > top and not _is_single(table, covered[left]):
        table.findings.append(MERGED.at(place, area=name))
        for row in range(top + 1, min(bottom, last) + 1):
            rows.setdefault(row, {})[left] = cell


def _is_once(table: Table, title: str) -> bool:
    if table.sheet.shape is Shape.FIELDS:
        return title == CONTENT
    columns = {column.title: column for column in table.sheet.columns}
    return title in columns and columns[title].kind in NUMBERS  # must not be repeated over rows


def _is_single(table: Table, title: str) -> bool:
    """Whether each filled cell is an item of its own, so that a taller one is still one item."""
    return table.sheet.shape is Shape.ITEMS and title == table.sheet.columns[0].title
