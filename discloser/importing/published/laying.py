"""What documents say, laid under a draft: it fills what the draft lacks and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from discloser.importing.published.parts import Published
from discloser.location import FieldPath
from discloser.money import MoneyUnit
from discloser.read.unit_forms import find_unit

_AT_UNIT = 2
"""The steps of a path that lead to a unit or a project."""


def laid(
    draft: Mapping[str, Any], read: Iterable[Published]
) -> tuple[dict[str, Any], dict[FieldPath, str]]:
    """Fill what a draft lacks with what documents say; and where each part of it is from."""
    made = dict(draft)
    marks: dict[FieldPath, str] = {}
    unit = MoneyUnit(draft.get("money_unit") or MoneyUnit.YUAN)
    for published in read:
        laying = _Laying(published, unit)
        for name, part in published.draft.items():
            made[name] = laying.under(name, made.get(name), part)
        for path in published.spots:
            there = laying.moved(path)
            if there is not None and there not in marks and laying.is_from(path, there, made):
                marks[there] = published.where(path, Path(published.file).name)
    return made, marks


class _Laying:
    """One document's parts on their way under a draft."""

    def __init__(self, published: Published, unit: MoneyUnit) -> None:
        self._published = published
        self._unit = unit
        self._moved: dict[FieldPath, FieldPath | None] = {}

    def under(self, name: str, known: Any, part: Any) -> Any:
        """A part of the draft, with what the document says of it where it says nothing."""
        if name == "projects":
            return self._projects(known or [], part)
        if name == "units":
            return self._units(known or [], part)
        return self._filled(known, part, (name,))

    def _filled(self, known: Any, part: Any, path: FieldPath) -> Any:
        if isinstance(part, Mapping):
            below = dict(known) if isinstance(known, Mapping) else {}
            own = {n: self._filled(below.get(n), each, (*path, n)) for n, each in part.items()}
            return {**below, **own}
        if known not in (None, "", []):
            return known
        return self._in_unit(part) if path in self._published.money else part

    def _in_unit(self, yuan: str) -> str:
        return format((Decimal(yuan) / self._unit.yuan).normalize() or Decimal(0), "f")

    def _projects(self, known: list[dict[str, Any]], part: list[dict[str, Any]]) -> Any:
        """The projects that there are, with their targets; the document's where there are none."""
        if not known:
            return part
        places = {each["name"]: at for at, each in enumerate(known)}
        made = list(known)
        for at, each in enumerate(part):
            there = places.get(each["name"])
            self._moved["projects", at] = None if there is None else ("projects", there)
            if there is not None:
                made[there] = {**each, **made[there]}
        return made

    def _units(self, known: list[dict[str, Any]], part: list[dict[str, Any]]) -> Any:
        """The units that there are, as the document lists them, and those that no line names.

        Those of last year's document stand alone: which of them there are this year it cannot know.
        """
        if not known:
            return part
        if not self._published.is_own:
            self._moved |= {("units", at): None for at in range(len(part))}
            return known
        made = [dict(each) for each in known]
        places = {str(at): each.get("name") or "" for at, each in enumerate(made)}
        for at, each in enumerate(part):
            there = _same_unit(each["name"], places, is_first=at == 0)
            if there is None:
                self._moved["units", at] = ("units", len(made))
                made.append(each)
                continue
            own = made[there]
            is_other = own.get("name") not in (None, "", each["name"])
            field = "listed_as" if is_other else "name"
            self._moved["units", at, "name"] = ("units", there, field)
            made[there] = {**{n: v for n, v in each.items() if n != "name"}, **own}
            made[there].setdefault(field, each["name"])
        return made

    def moved(self, path: FieldPath) -> FieldPath | None:
        """Where a part of the document stands in the draft; None where it was not taken."""
        if path in self._moved:
            return self._moved[path]
        there = self._moved.get(path[:_AT_UNIT], path[:_AT_UNIT])
        return None if there is None else (*there, *path[_AT_UNIT:])

    def is_from(self, path: FieldPath, there: FieldPath, made: Any) -> bool:
        """Whether the draft has what the document says, where that is a value."""
        said, has = _at(self._published.draft, path), _at(made, there)
        return bool(has == (self._in_unit(said) if path in self._published.money else said))


def _same_unit(name: str, places: Mapping[str, str], *, is_first: bool) -> int | None:
    """The unit that a list means: by its name, or the department itself in other words."""
    found = find_unit(name, places).key
    if found is not None:
        return int(found)
    own = places["0"]
    return 0 if is_first and own and name.startswith(own) else None


def _at(part: Any, path: FieldPath) -> Any:
    for step in path:
        try:
            part = part[step]
        except (KeyError, IndexError, TypeError):
            return None
    return part
