"""Whose the rows of a workbook's sheets are: the department's, a unit's, a project's, an item's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from discloser.finding import Finding
from discloser.location import FieldPath
from discloser.read import Draft
from discloser.read.excel_rules import NO_PROJECT, NO_SUCH_UNIT
from discloser.read.excel_table import Table
from discloser.read.unit_forms import find_unit
from discloser.read.workbook_layout import FUNCTION_PART, Owner, Shape, Sheet
from discloser.read.workbook_places import CellPlaces

NONE = "（空）"
_PARTS = {
    Owner.PROJECT: "projects",
    Owner.EACH_UNIT: "units",
    Owner.FUNCTION: FUNCTION_PART,
}
"""The part of an input that an owner's rows stand in."""


@dataclass
class Owners:
    """What is known of the owners while a workbook is read into ``draft``.

    ``unread`` gathers the fields and lists of which something could not be read.
    """

    draft: Draft
    places: CellPlaces
    findings: list[Finding]
    unread: set[FieldPath]
    units: dict[str, str] = field(default_factory=dict)
    _unit_numbers: dict[str, int] = field(default_factory=dict)
    _project_numbers: dict[str, int] = field(default_factory=dict)

    def learn(self) -> None:
        """Keep what other sheets call the units and the projects."""
        for index, unit in enumerate(_items(self.draft, "units")):
            name = str(unit.get("name") or "")
            key = str(unit.get("code") or name)
            self.units.setdefault(key, name)
            self._unit_numbers.setdefault(key, index)
        for index, project in enumerate(_items(self.draft, "projects")):
            self._project_numbers.setdefault(str(project.get("name") or ""), index)

    def all_of(self, owner: Owner) -> Iterator[FieldPath]:
        """The parts of the draft that rows of such an owner may belong to."""
        if owner in (Owner.DEPARTMENT, Owner.UNIT):
            yield ()
        match owner:
            case Owner.UNIT:
                yield from (("units", index, "own") for index in self._unit_numbers.values())
            case Owner.EACH_UNIT:
                yield from (("units", index) for index in self._unit_numbers.values())
            case Owner.PROJECT:
                yield from (("projects", index) for index in self._project_numbers.values())
            case Owner.FUNCTION:
                known = self.draft.get(FUNCTION_PART)
                codes = known if isinstance(known, dict) else ()
                yield from ((FUNCTION_PART, code) for code in codes)

    def of(self, table: Table, row: int) -> FieldPath | None:
        """The part of the draft that a row belongs to."""
        match table.sheet.owner:
            case Owner.DEPARTMENT:
                return ()
            case Owner.PROJECT:
                return self._project(table, row)
            case Owner.FUNCTION:
                return self._item(table, row)
        return self._unit(table, row)

    def miss(self, sheet: Sheet) -> None:
        """Remember that a sheet's part of the input is not there."""
        if sheet.shape is Shape.FIELDS:
            base: FieldPath = ("units",) if sheet.owner is Owner.UNIT else ()
            self.unread.update((*base, *entry.path) for entry in sheet.columns)
        elif sheet.owner in _PARTS:
            self.unread.add((_PARTS[sheet.owner], *sheet.lists[0][1]))
        else:
            self.unread.update(path for _, path in sheet.lists)

    def _unit(self, table: Table, row: int) -> FieldPath | None:
        """The unit that a row belongs to, or else the department where it names none."""
        owner, title = table.sheet.owner, table.sheet.owner_title
        name = table.label(row, title)
        is_faulty = table.is_faulty(row, title)
        may_be_department = owner is Owner.UNIT and table.sheet.shape is not Shape.FIELDS
        if not name and not is_faulty and may_be_department:
            return ()
        key = find_unit(name, self.units).key
        if key in self._unit_numbers:
            own = ("own",) if owner is Owner.UNIT else ()
            return ("units", self._unit_numbers[key], *own)
        self.miss(table.sheet)
        if not is_faulty and ("units",) not in self.unread:
            place = table.place(row, table.columns.get(title, 0))
            known = "、".join(self.units)
            self.findings.append(
                NO_SUCH_UNIT.at(place, title=title, name=name or NONE, known=known)
            )
        return None

    def _project(self, table: Table, row: int) -> FieldPath | None:
        """The project that a row belongs to."""
        title = table.sheet.owner_title
        name = table.label(row, title)
        if name in self._project_numbers:
            return ("projects", self._project_numbers[name])
        self.miss(table.sheet)
        if not table.is_faulty(row, title) and ("projects",) not in self.unread:
            place = table.place(row, table.columns.get(title, 0))
            self.findings.append(NO_PROJECT.at(place, name=name or NONE))
        return None

    def _item(self, table: Table, row: int) -> FieldPath:
        """The functional item that a row belongs to; its code is judged with the model."""
        title = table.sheet.owner_title
        path: FieldPath = (FUNCTION_PART, table.label(row, title))
        self.places.add_cell(path, table.sheet.name, row, (table.columns.get(title, 0), title))
        return path


def _items(draft: Draft, name: str) -> list[dict[str, Any]]:
    items = draft.get(name)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
