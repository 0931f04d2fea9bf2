"""Where more can be added to the lists, mappings and forms of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from discloser.location import FieldPath
from discloser.read.workbook_layout import Shape, Sheet


def open_ends(sheet: Sheet, owners: Iterable[FieldPath], draft: Any) -> Iterator[FieldPath]:
    """The paths that what is missing of a sheet is looked for at.

    They are the next item of each list, each mapping, and each part of a form.
    """
    for owner in owners:
        for path in _parts(sheet):
            base = (*owner, *path)
            is_list = sheet.shape in (Shape.ROWS, Shape.ITEMS)
            yield (*base, len(_list_at(draft, base))) if is_list else base


def _parts(sheet: Sheet) -> set[FieldPath]:
    """The lists or mappings of a sheet; of a form, the parts that its entries belong to."""
    if sheet.shape is Shape.FIELDS:
        return {entry.path[:1] for entry in sheet.columns}
    return {path for _, path in sheet.lists}


def _list_at(draft: Any, path: FieldPath) -> list[Any]:
    for step in path:
        draft = draft[step] if isinstance(step, int) else draft.get(step, {})
    return draft or []
