"""The rows that a draft has on each sheet of the entry workbook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import HOLDER
from discloser.model.values import Kind
from discloser.read.workbook_columns import Column
from discloser.read.workbook_layout import (
    FUNCTION_PART,
    Owner,
    Shape,
    Sheet,
)
from discloser.read.workbook_plan import layout

Asks = Callable[[Sheet, Column], bool]
"""Whether a pack has a use for a column."""


def all_asked(_sheet: Sheet, _column: Column) -> bool:
    """A pack that has a use for everything: one that is not known."""
    return True


def asked_by(used: Collection[FieldPath]) -> Asks:
    """What a pack has a use for: of the fields that it declares, the ``used`` and required ones."""

    def asks(sheet: Sheet, column: Column) -> bool:
        if not (sheet.is_declared or column.path[:1] == (HOLDER,)):
            return True
        base: FieldPath = (*sheet.owner_path, *sheet.lists[0][1])
        if sheet.shape is Shape.ROWS:
            return base in used or any(path[: len(base)] == base for path in used)
        return column.required or (*base, *column.path) in used

    return asks


def sheets_for(
    kind: Kind,
    draft: Mapping[str, Any],
    form: type[Disclosure] = Disclosure,
    asks: Asks = all_asked,
) -> list[Sheet]:
    """The sheets that a kind of disclosure needs, and those that the draft uses besides."""
    return [
        sheet
        for sheet in layout(form)
        if (kind in sheet.kinds and any(asks(sheet, column) for column in sheet.columns))
        or any(True for _ in items(sheet, draft))
    ]


def columns_for(
    sheet: Sheet, kind: Kind, draft: Mapping[str, Any], asks: Asks = all_asked
) -> list[Column]:
    """The columns (of a form: the entries) that a kind needs or the draft uses."""
    used = {
        path
        for _, _, item in items(sheet, draft)
        for path in ([item[0]] if sheet.shape is Shape.FIELDS else _paths(item))
    }
    return [
        column
        for column in sheet.columns
        if (kind in column.kinds and asks(sheet, column)) or column.path in used
    ]


def items(sheet: Sheet, draft: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Everything that a sheet holds of a draft: whose it is, of which list, and the item.

    The item of a form is its path with its value, that of a mapping its key with its value.
    """
    for owner, part in _owners(sheet, draft):
        if sheet.shape is Shape.FIELDS:
            for column in sheet.columns:
                value = get(part, column.path)
                if value is not None:
                    yield owner, "", (column.path, value)
            continue
        for title, path in sheet.lists:
            held = get(part, path)
            if sheet.shape is Shape.RECORD:
                names = [column.path[0] for column in sheet.columns]
                told = {n: held[n] for n in names if n in held} if isinstance(held, Mapping) else {}
                yield from [(owner, title, told)] if any(told.values()) else []
            elif isinstance(held, Mapping):
                yield from ((owner, title, pair) for pair in held.items())
            elif isinstance(held, list):
                yield from ((owner, title, item) for item in held)


def get(part: Any, path: FieldPath) -> Any:
    """The value at ``path`` in a draft, or None."""
    for step in path:
        if not isinstance(part, Mapping):
            return None
        part = part.get(str(step))
    return part


def owners_of(sheet: Sheet, draft: Mapping[str, Any]) -> list[str]:
    """All that a sheet with a row for each owner has rows for; items are those of the ledger."""
    names = [owner for owner, _ in _owners(sheet, draft)]
    if sheet.owner is Owner.FUNCTION:
        spent = (line.get("function") for line in _list(draft, "expenditure"))
        names += [str(code) for code in spent if code]
    return list(dict.fromkeys(filter(None, names)))


def unit_keys(draft: Mapping[str, Any]) -> dict[str, str]:
    """What the ledger calls each unit, with what a cell shows for it."""
    shown: dict[str, str] = {}
    for unit in _list(draft, "units"):
        name, code = unit.get("name") or "", unit.get("code") or ""
        shown[code or name] = f"{code} {name}".strip()
    return shown


def _owners(sheet: Sheet, draft: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if sheet.owner is Owner.PROJECT:
        for project in _list(draft, "projects"):
            yield str(project.get("name") or ""), project
        return
    if sheet.owner is Owner.EACH_UNIT:
        shown = list(unit_keys(draft).values())
        yield from zip(shown, _list(draft, "units"), strict=False)
        return
    if sheet.owner is Owner.FUNCTION:
        held = draft.get(FUNCTION_PART)
        for code, part in held.items() if isinstance(held, Mapping) else ():
            yield str(code), part if isinstance(part, Mapping) else {}
        return
    if not (sheet.owner is Owner.UNIT and sheet.shape is Shape.FIELDS):
        yield "", draft
    if sheet.owner is Owner.UNIT:
        shown = list(unit_keys(draft).values())
        for name, unit in zip(shown, _list(draft, "units"), strict=False):
            yield name, unit.get("own") or {}


def _paths(item: Any) -> Iterator[FieldPath]:
    if isinstance(item, Mapping):
        yield from ((name,) for name, value in item.items() if value is not None)


def _list(draft: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = draft.get(name)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []
