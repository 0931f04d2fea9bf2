"""What two versions of a workbook say differently, as a clerk reads it: row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeAlias

from discloser.entry.columns import columns_before, columns_behind, form_columns
from discloser.entry.mend.book import EntryBook
from discloser.entry.mend.shown import said_text, shown_text
from discloser.read.excel_table import Table
from discloser.read.spreadsheet.address import cell_name, column_letters
from discloser.read.spreadsheet.cell import Cell, Grid
from discloser.read.workbook_columns import NUMBERS, Column
from discloser.read.workbook_layout import CONTENT, OWN_SHEETS, REMARK, Shape, Sheet, plain

_ALIKE = 0.6
"""Below this likeness two rows are one that went and one that came."""
_MOST_COMPARED = 4_000
"""So many pairs of rows are looked at for likeness; of more, those in the same place alone."""
_Key: TypeAlias = "tuple[str, ...]"


class Change(StrEnum):
    """What has become of a row."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell of a changed row: its column's title, and what it showed and shows.

    The addresses are those of the two versions, empty where the row was or is not there.
    """

    title: str
    old: str
    new: str
    old_cell: str = ""
    new_cell: str = ""


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that was changed, added or removed, with its cells that differ.

    ``label`` says which row it is, in the words of its cells; of a form, what the entry is called.
    """

    sheet: str
    change: Change
    label: str
    cells: tuple[ChangedCell, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a sheet: what its cells say and show by the titles, and where.

    ``key`` is what it is about, empty where nothing tells; ``owner`` whose it is. ``long`` are the
    titles of texts that are sentences.
    """

    number: int
    key: _Key
    owner: _Key
    label: str
    cells: Mapping[str, _Cell]
    long: frozenset[str] = frozenset()

    @property
    def said(self) -> _Key:
        """All that it says."""
        return tuple(f"{title}\n{cell.said}" for title, cell in sorted(self.cells.items()))


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a cell says, what it shows, and its address."""

    said: str = ""
    shown: str = ""
    address: str = ""


_NO_CELL = _Cell()


def differences(old: EntryBook, new: EntryBook) -> tuple[ChangedRow, ...]:
    """What differs in the sheets that hold input, in the order of the new version.

    Rows are matched by what they are about, not by where they stand; what only moved is the same.
    """
    names = [*new.names, *(name for name in old.names if new.called(name) is None)]
    found: list[ChangedRow] = []
    for name in names:
        if name.strip() not in OWN_SHEETS:
            found += _of_sheet(name, _lines(old, name, new), _lines(new, name, old))
    return tuple(found)


def _of_sheet(name: str, old: list[_Line], new: list[_Line]) -> Iterator[ChangedRow]:
    matched = _matched(old, new)
    taken = {id(line) for line in matched.values()}
    for line in new:
        before = matched.get(id(line))
        cells = tuple(_cells(before, line))
        if cells:
            change = Change.ADDED if before is None else Change.CHANGED
            yield ChangedRow(name, change, line.label, cells)
    for line in old:
        if id(line) not in taken:
            yield ChangedRow(name, Change.REMOVED, line.label, tuple(_cells(line, None)))


def _cells(old: _Line | None, new: _Line | None) -> Iterator[ChangedCell]:
    before, after = (line.cells if line is not None else {} for line in (old, new))
    for title in dict.fromkeys((*after, *before)):
        one, other = before.get(title, _NO_CELL), after.get(title, _NO_CELL)
        if one.said != other.said:
            yield ChangedCell(title, one.shown, other.shown, one.address, other.address)


def _matched(old: list[_Line], new: list[_Line]) -> dict[int, _Line]:
    """The old row of each new one: the same, else of the same key, else much like it."""
    matched: dict[int, _Line] = {}
    for by in (lambda line: (line.key, line.said), lambda line: line.key):
        waiting: dict[object, list[_Line]] = {}
        taken = {id(line) for line in matched.values()}
        for line in old:
            if id(line) not in taken and by(line):
                waiting.setdefault(by(line), []).append(line)
        for line in new:
            if id(line) not in matched and waiting.get(by(line)):
                matched[id(line)] = waiting[by(line)].pop(0)
    taken = {id(line) for line in matched.values()}
    old_rest = [line for line in old if id(line) not in taken]
    new_rest = [line for line in new if id(line) not in matched]
    are_few = len(old_rest) * len(new_rest) <= _MOST_COMPARED
    pairs = [
        (likeness, -abs(one.number - other.number), at, one, other)
        for at, other in enumerate(new_rest)
        for one in old_rest
        if (are_few or one.number == other.number) and (likeness := _likeness(one, other)) >= _ALIKE
    ]
    taken = set()
    for *_, one, other in sorted(pairs, key=lambda pair: (-pair[0], -pair[1], pair[2])):
        if id(one) not in taken and id(other) not in matched:
            matched[id(other)] = one
            taken.add(id(one))
    return matched


def _likeness(one: _Line, other: _Line) -> float:
    """How much two rows of the same owner have in common, of all that either says."""
    titles = one.cells.keys() | other.cells.keys()
    if one.owner != other.owner or not titles:
        return 0.0
    alike = 0.0
    for title in titles:
        before, after = (line.cells.get(title, _NO_CELL).said for line in (one, other))
        if before == after:
            alike += 1
        elif title in one.long:
            alike += SequenceMatcher(None, before, after).ratio()
    return alike / len(titles)


def _lines(book: EntryBook, name: str, other: EntryBook) -> list[_Line]:
    """The rows of a sheet; by bare cells where the titles of either version are not known."""
    own = book.called(name)
    if own is None:
        return []
    table, theirs = (each.filled.tables.get(name.strip()) for each in (book, other))
    if table is None or (theirs is None and other.called(name) is not None):
        return list(_bare_lines(book.grid(own)))
    is_form = table.sheet.shape is Shape.FIELDS
    return list(_form_lines(table) if is_form else _table_lines(table))


def _bare_lines(grid: Grid) -> Iterator[_Line]:
    for row, cells in grid.rows.items():
        columns = {column_letters(at): (at, None) for at in cells}
        yield _Line(row, (), (), f"第 {row + 1} 行", _said(row, cells, columns))


def _table_lines(table: Table) -> Iterator[_Line]:
    sheet = table.sheet
    owners = (*columns_before(sheet), *columns_behind(sheet))
    known = {column.title: column for column in (*owners, *sheet.columns)}
    present = sorted(table.columns.items(), key=lambda each: each[1])
    columns = {table.title(at): (at, known.get(title)) for title, at in present}
    own = {
        each.title: table.title(table.columns[each.title])
        for each in known.values()
        if each.title in table.columns
    }
    keys, whose = (
        [own[each.title] for each in group if each.title in own] for group in (_keys(sheet), owners)
    )
    long = frozenset(
        own[title] for title, column in known.items() if column.is_long and title in own
    )
    for row, cells in table.cells.rows.items():
        said = _said(row, cells, columns) if row > table.header else {}
        if said:
            key, owner = (
                tuple(said.get(title, _NO_CELL).said for title in group)
                for group in ((*whose, *keys), whose)
            )
            shown = (said[title].shown for title in (*whose, *keys) if title in said)
            yield _Line(row, key, owner, " ".join(dict.fromkeys(shown)), said, long)


def _keys(sheet: Sheet) -> list[Column]:
    """The columns that say what a row is about, beside whose it is."""
    about = [column for column in sheet.columns if column.kind not in NUMBERS]
    if sheet.shape is Shape.RECORD:
        return []
    if sheet.shape is Shape.MAPPING:
        return about[:1]
    if sheet.is_ledger:
        return about
    return [each for each in about if each.required] or about[:1]


def _form_lines(table: Table) -> Iterator[_Line]:
    entries, content = table.sheet.by_title(), table.columns.get(CONTENT, -1)
    naming = [each for each in form_columns(table.sheet) if each.title not in (CONTENT, REMARK)]
    for row, cells in table.cells.rows.items():
        texts = [said_text(cells.get(table.columns.get(each.title, -1)), each) for each in naming]
        label = " ".join(filter(None, texts))
        if row > table.header and label:
            entry = entries.get(plain(texts[-1]))
            said = _said(row, cells, {texts[-1] or CONTENT: (content, entry)})
            yield _Line(row, (label,), (label,), label, said)


def _said(
    row: int, cells: Mapping[int, Cell], columns: Mapping[str, tuple[int, Column | None]]
) -> dict[str, _Cell]:
    """What the filled cells of a row say."""
    return {
        title: _Cell(said, shown_text(cells[at]) or said, cell_name(row, at))
        for title, (at, column) in columns.items()
        if at in cells and (said := said_text(cells[at], column))
    }
