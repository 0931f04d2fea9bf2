"""A filled-in entry workbook into a plain draft and the cell of each of its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from discloser.finding import Finding
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.values import Kind
from discloser.money import MoneyUnit
from discloser.read import Draft, FormOf, core_form
from discloser.read.excel_ends import open_ends
from discloser.read.excel_head import About, find_table, is_blank, looks_like
from discloser.read.excel_owners import NONE, Owners
from discloser.read.excel_rules import (
    HIDDEN_SHEET,
    NEWER_FORMAT,
    NO_SHEET,
    OLDER_FORMAT,
    OWN_SHEET,
    SHEET_GONE,
    TWICE,
    UNKNOWN_ITEM,
    UNKNOWN_LIST,
    WRONG_TEMPLATE,
)
from discloser.read.excel_table import Field, Table
from discloser.read.spreadsheet.address import cell_name
from discloser.read.spreadsheet.cell import Book, Grid
from discloser.read.workbook import open_workbook
from discloser.read.workbook_layout import (
    CHANGES,
    CONTENT,
    FORMAT_VERSION,
    GUIDE,
    ITEM,
    LIST_TITLE,
    OWN_SHEETS,
    VERSION_LABEL,
    Owner,
    Shape,
    Sheet,
    plain,
)
from discloser.read.workbook_places import CellPlaces
from discloser.read.workbook_plan import layout
from discloser.read.workbook_values import plain_reader, shortest

_LEAST_SHEETS = 3
"""With fewer sheets of the layout, a workbook is something else."""

_VERSION = re.compile(r"\d{1,4}", re.ASCII)


def read_workbook_file(
    path: Path, name: str | None = None, form_of: FormOf = core_form
) -> tuple[Draft | None, SourceMap, tuple[Finding, ...]]:
    """Read the entry workbook at ``path``; ``name`` is what findings call it.

    ``form_of`` tells by the first sheet which sheets its pack has beside those of every input.

    What can be understood without doubt is put right; what was put right is a note. The draft
    has the field names of the models, as the draft of a YAML file has.
    """
    file = name if name is not None else str(path)
    book, findings = open_workbook(path, file)
    if book is None:
        return None, SourceMap(file), findings
    filled = read_book(book, form_of)
    return filled.draft, filled.sources, (*findings, *filled.findings)


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled-in workbook as it was read: its draft, and the table that each sheet was read as.

    ``sheets`` are those of its form. A sheet whose titles could not be made out has no table.
    """

    draft: Draft | None
    sources: SourceMap
    findings: tuple[Finding, ...]
    sheets: Mapping[str, Sheet]
    tables: Mapping[str, Table]


def read_book(book: Book, form_of: FormOf = core_form) -> Filled:
    """Read an open workbook; without a draft where it is no entry workbook."""
    reading = _Reading(book, CellPlaces(book.file), form_of)
    draft = reading.draft()
    unread = frozenset(reading.unread)
    sources = SourceMap(book.file, reading.places, tuple(book.sheets), unread)
    sheets = {sheet.name: sheet for sheet in layout(form_of(draft) if draft else core_form({}))}
    return Filled(draft, sources, tuple(reading.findings), sheets, reading.tables)


@dataclass
class _Reading:
    """One pass over a workbook."""

    book: Book
    places: CellPlaces
    form_of: FormOf = core_form
    findings: list[Finding] = field(default_factory=list)
    unread: set[FieldPath] = field(default_factory=set)
    """The fields and lists of which something could not be read."""
    tables: dict[str, Table] = field(default_factory=dict)
    """What each sheet was read as, by its name."""
    _draft: Draft = field(default_factory=dict)

    @cached_property
    def _owners(self) -> Owners:
        """Whose the rows are."""
        return Owners(self._draft, self.places, self.findings, self.unread)

    def draft(self) -> Draft | None:
        """Read all sheets of the layout, in its order.

        What cannot be read is said and left out, and the rest is read all the same.
        """
        known = {name.strip(): read for name, read in self.book.sheets.items()}
        present = [sheet for sheet in layout() if sheet.name in known]
        if len(present) < _LEAST_SHEETS:
            found = "、".join(self.book.sheets) or "没有工作表"
            self.findings.append(WRONG_TEMPLATE.at(Location(self.book.file), found=found))
            return None
        version = self._version(known.get(GUIDE))
        self.places.add_cell((), present[0].name, 0, (0, ""))
        first = present[0]
        self._read_sheet(first, known[first.name]())
        sheets = layout(self.form_of(self._draft))
        present = [sheet for sheet in sheets if sheet.name in known]
        for sheet in present:
            if sheet.name != first.name:
                self._read_sheet(sheet, known[sheet.name]())
            if sheet.lists[0][1] in (("units",), ("projects",)) and not sheet.is_declared:
                self._owners.learn()
        self._all_sheets(sheets, present, version)
        return self._draft

    def _read_sheet(self, sheet: Sheet, cells: Grid) -> None:
        if cells.hidden:
            place = Location(self.book.file, sheet=sheet.name, cell="A1")
            self.findings.append(HIDDEN_SHEET.at(place, sheet=sheet.name))
        self.findings += cells.findings
        table = None
        if cells.whole:
            table = find_table(self._about(), sheet, cells, self.findings, self._owners.units)
        if table is not None:
            self.tables[sheet.name] = table
            self._read(table)
        elif not (cells.whole and is_blank(cells)):
            self._owners.miss(sheet)

    def _about(self) -> About:
        """What 基本信息, the first sheet, has said."""
        kind, unit = self._draft.get("kind"), self._draft.get("money_unit") or MoneyUnit.YUAN
        return About(
            self.book.file,
            Kind(str(kind)) if kind in list(Kind) else None,
            MoneyUnit(str(unit)) if unit in list(MoneyUnit) else None,
        )

    def _all_sheets(self, sheets: Sequence[Sheet], present: list[Sheet], version: int) -> None:
        """Say which sheets are missing or not read."""
        own = {sheet.name for sheet in present} | OWN_SHEETS
        others = [read() for name, read in self.book.sheets.items() if name.strip() not in own]
        others = [cells for cells in others if not cells.hidden and cells.rows]
        for sheet in sheets:
            if sheet in present or sheet.since > version or not self._belongs(sheet):
                continue
            like = next((cells for cells in others if looks_like(sheet, cells)), None)
            place = Location(self.book.file)
            if like:
                place = Location(self.book.file, sheet=like.name, cell="A1")
            hint = f"，“{like.name}”像是它" if like else ""
            if (sheet.is_declared or sheet.may_lack) and not like:
                continue  # it may not have been there when the workbook was made
            rule = NO_SHEET if sheet.is_indispensable or like else SHEET_GONE
            self.findings.append(rule.at(place, sheet=sheet.name, like=hint))
            if rule is NO_SHEET:
                self._owners.miss(sheet)
            others = [cells for cells in others if cells is not like]
        for cells in others:
            place = Location(self.book.file, sheet=cells.name, cell="A1")
            self.findings.append(OWN_SHEET.at(place, sheet=cells.name))

    def _belongs(self, sheet: Sheet) -> bool:
        kind = Kind.meant_by(str(self._draft.get("kind")))
        return kind in sheet.kinds if kind in list(Kind) else sheet.kinds == frozenset(Kind)

    def _version(self, read: Callable[[], Grid] | None) -> int:
        """The version that the workbook says it is; ours where it does not say."""
        for row, cells in (read().rows if read is not None else {}).items():
            texts = [(at, shortest(cells[at].value)) for at in sorted(cells)]
            label = next((at for at, text in texts if text == VERSION_LABEL), None)
            if label is None:
                continue
            text = next((text for at, text in texts if at > label and text), "")
            place = Location(self.book.file, sheet=GUIDE, cell=cell_name(row, label + 1))
            version = int(text) if _VERSION.fullmatch(text) else FORMAT_VERSION
            self._compare_versions(version, place)
            return version
        return FORMAT_VERSION

    def _compare_versions(self, version: int, place: Location) -> None:
        versions: dict[str, object] = {"version": version, "current": FORMAT_VERSION}
        if version > FORMAT_VERSION:
            self.findings.append(NEWER_FORMAT.at(place, figures=(), **versions))
        elif version < FORMAT_VERSION:
            later = [CHANGES[number] for number in range(version + 1, FORMAT_VERSION + 1)]
            changes = "；".join(later)
            self.findings.append(OLDER_FORMAT.at(place, figures=(), changes=changes, **versions))

    def _read(self, table: Table) -> None:
        match table.sheet.shape:
            case Shape.FIELDS:
                self._read_form(table)
            case Shape.ROWS:
                self._read_rows(table)
            case Shape.RECORD:
                self._read_records(table)
            case _:
                self._read_values(table)
        may_grow = (
            table.sheet.owner is not Owner.DEPARTMENT and table.sheet.shape is not Shape.RECORD
        )
        if table.sheet.shape is Shape.MAPPING or may_grow:
            self._add_free_row(table)

    def _add_free_row(self, table: Table) -> None:
        """Give the place of the first empty row to what the sheet's lists still lack."""
        free = max([table.header, *table.cells.rows]) + 1
        column = min(table.columns.values(), default=0)
        for path in open_ends(table.sheet, self._owners.all_of(table.sheet.owner), self._draft):
            self.places.add_free(path, table.sheet.name, free, column)

    def _read_form(self, table: Table) -> None:
        content = table.columns.get(CONTENT, -1)
        entries = table.sheet.by_title()
        seen: dict[FieldPath, int] = {}
        for row in sorted(table.cells.rows):
            if row <= table.header:
                continue
            title = table.label(row, ITEM)
            is_filled = table.cells.cell(row, content) is not None or (row, content) in table.faulty
            entry = entries.get(plain(title)) if title else None
            if entry is None:
                if title and is_filled:
                    place = table.place(row, table.columns.get(ITEM, 0))
                    self.findings.append(
                        UNKNOWN_ITEM.at(place, title=title, sheet=table.sheet.name)
                    )
                continue
            if not is_filled and table.sheet.owner is Owner.UNIT:
                continue
            base = self._owners.of(table, row)
            if base is None:
                continue
            path = (*base, *entry.path)
            if path in seen and is_filled:
                places = (table.place(row, content), table.place(seen[path], content))
                self.findings.append(TWICE.at(*places, name=title))
                continue
            self.places.add_cell(path, table.sheet.name, row, (content, title))
            text = table.text(row, Field(title, entry, content, plain_reader(entry)))
            if text:
                seen[path] = row
                _container(self._draft, path[:-1], {})[path[-1]] = text
            elif (row, content) in table.faulty:
                self.unread.add(path)

    def _read_rows(self, table: Table) -> None:
        fields = table.fields()
        columns = {each.column.path[0]: (each.at, table.title(each.at)) for each in fields}
        required = [each for each in fields if each.column.required]
        last: FieldPath | None = None
        known: list[Any] = []
        rows: list[int] = []
        for row, item in table.rows(fields):
            base = self._list(table, row)
            if base is None:
                continue
            if any((row, each.at) in table.faulty for each in fields):
                self.unread.add(base)
            if any((row, each.at) in table.faulty for each in required):
                continue
            if base != last:
                known, last = _container(self._draft, base, []), base
                rows = self.places.rows(base, table.sheet.name, columns)
                if not known:
                    first = min(each.at for each in fields)
                    self.places.add_cell(base, table.sheet.name, row, (first, ""))
            rows.append(row)
            known.append(item)

    def _read_records(self, table: Table) -> None:
        """Read rows that are each all that is said of its owner."""
        fields = table.fields()
        seen: dict[FieldPath, int] = {}
        for row, item in table.rows(fields):
            base = self._list(table, row)
            if base is None:
                continue
            at = table.columns.get(table.sheet.owner_title, 0)
            if base in seen:
                places = (table.place(row, at), table.place(seen[base], at))
                name = table.label(row, table.sheet.owner_title)
                self.findings.append(TWICE.at(*places, name=name))
                continue
            seen[base] = row
            self.places.add_cell(base, table.sheet.name, row, (at, ""))
            held = _container(self._draft, base, {})
            for each in fields:
                path = (*base, each.name)
                self.places.add_cell(path, table.sheet.name, row, (each.at, table.title(each.at)))
                if each.name in item:
                    held[each.name] = item[each.name]
                if (row, each.at) in table.faulty:
                    self.unread.add(path)

    def _read_values(self, table: Table) -> None:
        """Read lists of single texts, and mappings."""
        fields = table.fields()
        if not fields:  # that its columns are missing has been said
            return
        key, value = fields[0], fields[-1]
        for row, texts in table.rows(fields):
            base = self._list(table, row)
            if base is None:
                continue
            if {(row, key.at), (row, value.at)} & table.faulty:
                self.unread.add(base)
                continue
            name, text = texts.get(key.name, ""), texts.get(value.name, "")
            if not text:  # a name without its value: not yet filled in
                self.places.add_cell(
                    (*base, name), table.sheet.name, row, (value.at, table.title(value.at))
                )
                continue
            if table.sheet.shape is Shape.ITEMS:
                items = _container(self._draft, base, [])
                path = (*base, len(items))
                items.append(text)
            else:
                mapping = _container(self._draft, base, {})
                path = (*base, name)
                if name in mapping:
                    places = (table.place(row, key.at), self.places[path])
                    self.findings.append(TWICE.at(*places, name=name))
                    continue
                mapping[name] = text
            self.places.add_cell(path, table.sheet.name, row, (value.at, table.title(value.at)))

    def _list(self, table: Table, row: int) -> FieldPath | None:
        """The list that a row goes to."""
        only = table.sheet.only_list
        if only is not None:
            return only
        base = self._owners.of(table, row)
        lists = table.sheet.lists
        if base is None or len(lists) == 1:
            return None if base is None else (*base, *lists[0][1])
        chosen = table.label(row, LIST_TITLE)
        for title, path in lists:
            if plain(title) == plain(chosen):
                return (*base, *path)
        self._owners.miss(table.sheet)
        if not table.is_faulty(row, LIST_TITLE):
            place = table.place(row, table.columns.get(LIST_TITLE, 0))
            allowed = "、".join(title for title, _ in lists)
            self.findings.append(UNKNOWN_LIST.at(place, value=chosen or NONE, allowed=allowed))
        return None


def _container(draft: Any, path: FieldPath, kind: Any) -> Any:
    """The part of a draft at ``path``, made where it is missing."""
    for length, step in enumerate(path, start=1):
        if isinstance(step, int):
            draft = draft[step]
        else:
            draft = draft.setdefault(step, type(kind)() if length == len(path) else {})
    return draft
