"""A filled-in entry workbook into a plain draft and the cell of each of its values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from discloser.finding import Finding, Severity
from discloser.location import FieldPath, Location, SourceMap
from discloser.read import Draft
from discloser.read.excel_rules import (
    AMOUNT_BLANK,
    BAD_CELL,
    CODE_DIGITS,
    CODE_NUMBER,
    CODE_REPAIRED,
    FORMULA,
    HIDDEN_SHEET,
    INVISIBLE,
    MERGED,
    NEWER_FORMAT,
    NO_HEADER,
    NO_PROJECT,
    NO_SUCH_UNIT,
    NUMBER_IN_TEXT,
    OLDER_FORMAT,
    TOTAL_ROW,
    TWICE,
    UNKNOWN_COLUMN,
    UNKNOWN_ITEM,
    UNKNOWN_LIST,
    WRONG_TEMPLATE,
)
from discloser.read.workbook import Book, Cells, open_workbook
from discloser.read.workbook_layout import (
    CHANGES,
    CONTENT,
    DICTIONARY,
    FORMAT_VERSION,
    GUIDE,
    ITEM,
    LIST_TITLE,
    OWN_SHEETS,
    PROJECT_TITLE,
    UNIT_TITLE,
    VERSION_LABEL,
    Column,
    Owner,
    Shape,
    Sheet,
    ValueKind,
    layout,
    plain,
)
from discloser.read.workbook_places import CellPlaces, cell_name
from discloser.read.workbook_values import (
    CellValue,
    is_too_long_a_code,
    plain_reader,
    shortest,
    unit_reader,
    without_invisible,
)

_HEADER_WITHIN = 12
_TOTAL_WORDS = frozenset({"合计", "总计", "小计", "总合计", "本页合计"})
_ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!"})
_CODES = frozenset({ValueKind.CODE, ValueKind.UNIT, ValueKind.CLASSIFIED})
Cell = tuple[int, int]


def read_workbook_file(
    path: Path, name: str | None = None
) -> tuple[Draft | None, SourceMap, tuple[Finding, ...]]:
    """Read the entry workbook at ``path``; ``name`` is what findings call it.

    What can be understood without doubt is put right; what was put right is a note. The draft
    has the field names of the models, as the draft of a YAML file has.
    """
    file = name if name is not None else str(path)
    book, findings = open_workbook(path, file)
    if book is None:
        return None, SourceMap(file), findings
    reading = _Reading(book)
    draft = reading.draft()
    found = (*findings, *reading.findings)
    return draft, SourceMap(file, reading.places), found


@dataclass
class _Table:
    """A sheet with its header row found: which column holds what."""

    sheet: Sheet
    cells: Cells
    header: int
    columns: dict[str, int]

    def text(self, row: int, title: str) -> str:
        column = self.columns.get(title)
        values = self.cells.rows[row]
        return shortest(values[column]) if column is not None and column < len(values) else ""


@dataclass
class _Reading:
    """One pass over a workbook."""

    book: Book
    places: CellPlaces = field(init=False)
    findings: list[Finding] = field(default_factory=list)
    _draft: Draft = field(default_factory=dict)
    _units: dict[str, str] = field(default_factory=dict)
    _unit_places: dict[str, int] = field(default_factory=dict)
    _projects: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = CellPlaces(self.book.file)

    def draft(self) -> Draft | None:
        """Read all sheets of the layout, in its order."""
        known = {name.strip(): read for name, read in self.book.sheets.items()}
        present = [sheet for sheet in layout() if sheet.name in known]
        if len(present) < 3:
            found = "、".join(self.book.sheets) or "没有工作表"
            self._add(WRONG_TEMPLATE, Location(self.book.file), found=found)
            return None
        self._version(known.get(GUIDE))
        for sheet in present:
            cells = known[sheet.name]()
            if cells.hidden:
                self._add(HIDDEN_SHEET, self._place(sheet, 0, 0), sheet=sheet.name)
            table = self._table(sheet, cells)
            if table is not None:
                self._read(table)
            if sheet.lists[0][1] == ("units",):
                self._learn_units()
            elif sheet.lists[0][1] == ("projects",):
                self._learn_projects()
        self.places.add_cell((), present[0].name, 0, 0)
        return self._draft

    def _version(self, read: Callable[[], Cells] | None) -> None:
        for row, values in enumerate(read().rows if read is not None else ()):
            texts = [shortest(value) for value in values]
            if VERSION_LABEL not in texts:
                continue
            column = texts.index(VERSION_LABEL)
            text = next(filter(None, texts[column + 1 :]), "")
            place = Location(self.book.file, sheet=GUIDE, cell=cell_name(row, column + 1))
            version = int(text) if text.isdecimal() else FORMAT_VERSION
            if version > FORMAT_VERSION:
                self._add(NEWER_FORMAT, place, version=version, current=FORMAT_VERSION)
            elif version < FORMAT_VERSION:
                later = [CHANGES[n] for n in range(version + 1, FORMAT_VERSION + 1)]
                self._add(
                    OLDER_FORMAT,
                    place,
                    version=version,
                    current=FORMAT_VERSION,
                    changes="；".join(later),
                )
            return

    def _table(self, sheet: Sheet, cells: Cells) -> _Table | None:
        """Find the row of titles, and say which titles are not known."""
        best, header = 0, 0
        for row, values in enumerate(cells.rows[:_HEADER_WITHIN]):
            hits = len(_titles(sheet, values))
            if hits > best:
                best, header = hits, row
        if best < min(2, len(sheet.headers)):
            if any(shortest(value) for values in cells.rows for value in values):
                titles = "、".join(sheet.headers)
                self._add(NO_HEADER, self._place(sheet, 0, 0), sheet=sheet.name, titles=titles)
            return None
        values = cells.rows[header]
        columns = _titles(sheet, values)
        for column, value in enumerate(values):
            title = shortest(value)
            filled = any(
                column < len(row) and row[column] != "" for row in cells.rows[header + 1 :]
            )
            if title and column not in columns.values() and filled:
                place = self._place(sheet, header, column)
                self._add(UNKNOWN_COLUMN, place, title=title, sheet=sheet.name)
        _fill_merged(cells, header, self._merged_note(sheet, columns))
        for reference in self.book.empty_formulas(cells.name, header + 2):
            place = Location(self.book.file, sheet=sheet.name, cell=reference)
            self._add(FORMULA, place)
        return _Table(sheet, cells, header, columns)

    def _merged_note(self, sheet: Sheet, columns: dict[str, int]) -> Callable[[Cell, Cell], None]:
        def note(start: Cell, end: Cell) -> None:
            if start[1] in columns.values():
                area = f"{cell_name(*start)}:{cell_name(*end)}"
                self._add(MERGED, self._place(sheet, *start), area=area)

        return note

    def _read(self, table: _Table) -> None:
        if table.sheet.shape is Shape.FIELDS:
            self._read_form(table)
        elif table.sheet.shape is Shape.ROWS:
            self._read_rows(table)
        else:
            self._read_values(table)

    def _read_form(self, table: _Table) -> None:
        content = table.columns.get(CONTENT, -1)
        seen: dict[FieldPath, int] = {}
        for row in range(table.header + 1, len(table.cells.rows)):
            title = table.text(row, ITEM)
            value = _at(table.cells, row, content)
            if not title:
                continue
            entry = table.sheet.column(title)
            base = self._owner(table, row) if value != "" else ()
            if entry is None:
                if value != "":
                    place = self._place(table.sheet, row, table.columns[ITEM])
                    self._add(UNKNOWN_ITEM, place, title=title, sheet=table.sheet.name)
                continue
            if base is None:
                continue
            path = (*base, *entry.path)
            if table.sheet.owner is Owner.DEPARTMENT:
                self.places.add_cell(path, table.sheet.name, row, content)
            text = self._text(table, entry, plain_reader(entry), row, content)
            if not text:
                continue
            if path in seen:
                first = self._place(table.sheet, seen[path], content)
                self._add(TWICE, self._place(table.sheet, row, content), first, name=title)
                continue
            seen[path] = row
            self.places.add_cell(path, table.sheet.name, row, content)
            _container(self._draft, path[:-1], {})[path[-1]] = text

    def _read_rows(self, table: _Table) -> None:
        sheet = table.sheet
        readers = self._readers(table)
        columns = {column.path[0]: at for column, _, at in readers}
        money = [column for column in sheet.columns if column.kind is ValueKind.MONEY]
        blank: list[Location] = []
        for row in self._rows(table, [at for _, _, at in readers]):
            item: Draft = {}
            for column, reader, at in readers:
                text = self._text(table, column, reader, row, at)
                if text:
                    item[str(column.path[0])] = text
            base = self._list(table, row)
            if base is None or not item:
                continue
            if any(column.required and str(column.path[0]) not in item for column in money):
                for column in money:
                    name = str(column.path[0])
                    if column.required and name not in item and name in columns:
                        item[name] = "0"
                        blank.append(self._place(sheet, row, columns[name]))
            items = _container(self._draft, base, [])
            self.places.add_row((*base, len(items)), sheet.name, row, columns)
            self.places.add_cell(base, sheet.name, row, min(columns.values()))
            items.append(item)
        if blank:
            self._add(AMOUNT_BLANK, *blank[:20], count=len(blank))

    def _read_values(self, table: _Table) -> None:
        """Read lists of single texts, and mappings."""
        sheet = table.sheet
        readers = self._readers(table)
        if not readers:
            return
        value_column = readers[-1][2]
        for row in self._rows(table, [at for _, _, at in readers]):
            texts = [self._text(table, column, reader, row, at) for column, reader, at in readers]
            base = self._list(table, row)
            if base is None or not any(texts):
                continue
            if sheet.shape is Shape.ITEMS:
                items = _container(self._draft, base, [])
                path = (*base, len(items))
                items.append(texts[0])
            else:
                mapping = _container(self._draft, base, {})
                path = (*base, texts[0])
                if len(texts) < 2 or not texts[1]:
                    continue  # a name without its value: last year's list, not yet filled in
                if texts[0] in mapping:
                    first = self.places[path]
                    place = self._place(sheet, row, readers[0][2])
                    self._add(TWICE, place, first, name=texts[0])
                    continue
                mapping[texts[0]] = texts[1]
            self.places.add_cell(path, sheet.name, row, value_column)

    def _readers(self, table: _Table) -> list[tuple[Column, Callable[[str], str], int]]:
        found = []
        for column in table.sheet.columns:
            if column.title in table.columns:
                is_unit = column.kind is ValueKind.UNIT
                reader = unit_reader(self._units) if is_unit else plain_reader(column)
                found.append((column, reader, table.columns[column.title]))
        return found

    def _rows(self, table: _Table, columns: list[int]) -> list[int]:
        """The rows that hold something, without those that hold a total of others."""
        found = []
        labels = [column.kind is not ValueKind.MONEY for column in table.sheet.columns]
        for row in range(table.header + 1, len(table.cells.rows)):
            values = table.cells.rows[row]
            filled = [v for at in columns if at < len(values) and (v := values[at]) != ""]
            if not filled:
                continue
            if table.sheet.is_ledger and any(labels):
                word = next((v for v in filled if isinstance(v, str)), "")
                if plain(word) in _TOTAL_WORDS:
                    self._add(TOTAL_ROW, self._place(table.sheet, row, columns[0]), word=word)
                    continue
            found.append(row)
        return found

    def _list(self, table: _Table, row: int) -> FieldPath | None:
        """The list that a row goes to."""
        base = self._owner(table, row)
        lists = table.sheet.lists
        if base is None or len(lists) == 1:
            return None if base is None else (*base, *lists[0][1])
        chosen = table.text(row, LIST_TITLE)
        for title, path in lists:
            if plain(title) == plain(chosen):
                return (*base, *path)
        place = self._place(table.sheet, row, table.columns.get(LIST_TITLE, 0))
        allowed = "、".join(title for title, _ in lists)
        self._add(UNKNOWN_LIST, place, value=chosen or "（空）", allowed=allowed)
        return None

    def _owner(self, table: _Table, row: int) -> FieldPath | None:
        """The part of the draft that a row belongs to."""
        if table.sheet.owner is Owner.PROJECT:
            name = table.text(row, PROJECT_TITLE)
            if name in self._projects:
                return ("projects", self._projects[name])
            place = self._place(table.sheet, row, table.columns.get(PROJECT_TITLE, 0))
            self._add(NO_PROJECT, place, name=name or "（空）")
            return None
        name = table.text(row, UNIT_TITLE) if table.sheet.owner is Owner.UNIT else ""
        if not name and not (table.sheet.shape is Shape.FIELDS and UNIT_TITLE in table.columns):
            return ()
        key = unit_reader(self._units)(name)
        if key in self._unit_places:
            return ("units", self._unit_places[key], "own")
        place = self._place(table.sheet, row, table.columns.get(UNIT_TITLE, 0))
        self._add(NO_SUCH_UNIT, place, name=name or "（空）", known="、".join(self._units))
        return None

    def _learn_units(self) -> None:
        for index, unit in enumerate(_items(self._draft, "units")):
            name = str(unit.get("name") or "")
            key = str(unit.get("code") or name)
            self._units.setdefault(key, name)
            self._unit_places.setdefault(key, index)

    def _learn_projects(self) -> None:
        for index, project in enumerate(_items(self._draft, "projects")):
            self._projects.setdefault(str(project.get("name") or ""), index)

    def _text(
        self, table: _Table, column: Column, reader: Callable[[str], str], row: int, at: int
    ) -> str:
        """The text of a cell, tidied; what is doubtful about it is a finding."""
        value = _at(table.cells, row, at)
        if isinstance(value, str):
            if not value:
                return ""
            if value in _ERRORS:
                self._add(BAD_CELL, self._place(table.sheet, row, at), value=value)
                return ""
            tidy = without_invisible(value)
            if tidy != value:
                self._add(INVISIBLE, self._place(table.sheet, row, at))
            return reader(tidy.strip())
        text = reader(shortest(value))
        if isinstance(value, bool):
            return text
        if column.kind in _CODES:
            return self._code(table, column, text, value, row, at)
        if column.kind is ValueKind.TEXT and isinstance(value, float) and 0 < abs(value) < 1:
            self._add(NUMBER_IN_TEXT, self._place(table.sheet, row, at), value=text)
        return text

    def _code(
        self, table: _Table, column: Column, text: str, value: CellValue, row: int, at: int
    ) -> str:
        """A code that the workbook holds as a number: its leading zeros are gone."""
        place = self._place(table.sheet, row, at)
        if is_too_long_a_code(value):
            self._add(CODE_DIGITS, place, value=text)
        elif column.kind is ValueKind.CODE:
            self._add(CODE_NUMBER, place, value=text)
        elif column.kind is ValueKind.UNIT and text not in self._units:
            meant = [key for key in self._units if key.lstrip("0") == text]
            if len(meant) == 1:
                self._add(CODE_REPAIRED, place, value=text, code=meant[0])
                return meant[0]
        return text

    def _place(self, sheet: Sheet, row: int, column: int) -> Location:
        return Location(self.book.file, sheet=sheet.name, cell=cell_name(row, max(column, 0)))

    def _add(self, rule: Any, *places: Location, **values: object) -> None:
        self.findings.append(rule.at(*places, **values))


def _titles(sheet: Sheet, values: list[CellValue]) -> dict[str, int]:
    """The columns of a row of titles by the titles of the layout."""
    special = {plain(title): title for title in sheet.headers}
    found: dict[str, int] = {}
    for at, value in enumerate(values):
        if not isinstance(value, str) or not value:
            continue
        column = sheet.column(value) if sheet.shape is not Shape.FIELDS else None
        title = column.title if column is not None else special.get(plain(value))
        if title is not None:
            found.setdefault(title, at)
    return found


def _fill_merged(cells: Cells, header: int, note: Callable[[Cell, Cell], None]) -> None:
    """Give every row of a merged range its value; merged titles above the header stay."""
    for top, left, bottom, right in cells.merged:
        if top <= header or bottom == top or top >= len(cells.rows):
            continue
        value = _at(cells, top, left)
        if value == "":
            continue
        note((top, left), (bottom, right))
        for row in range(top + 1, min(bottom + 1, len(cells.rows))):
            if left < len(cells.rows[row]):
                cells.rows[row][left] = value


def _at(cells: Cells, row: int, column: int) -> CellValue:
    values = cells.rows[row]
    return values[column] if 0 <= column < len(values) else ""


def _container(draft: Any, path: FieldPath, kind: Any) -> Any:
    """The part of a draft at ``path``, made where it is missing."""
    for length, step in enumerate(path, start=1):
        if isinstance(step, int):
            draft = draft[step]
        else:
            draft = draft.setdefault(step, type(kind)() if length == len(path) else {})
    return draft


def _items(draft: Draft, name: str) -> list[dict[str, Any]]:
    items = draft.get(name)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
