"""From a plain draft to a :class:`Disclosure`, with every mistake as a finding at its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from discloser.finding import Finding
from discloser.location import FieldPath, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.values import MoneyUnit
from discloser.validation import validate


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a draft.

    ``complete`` is False where faulty parts were left out of ``disclosure`` so that the rest
    could be checked too; checks that need every line then have no say. ``sources`` places the
    fields of ``disclosure``.
    """

    disclosure: Disclosure | None
    sources: SourceMap
    findings: tuple[Finding, ...] = ()
    complete: bool = True


def build(draft: Any, sources: SourceMap) -> Built:
    """Turn a draft (nested dicts, lists and texts) into a disclosure.

    All mistakes are reported at once. Faulty parts are then taken out and the rest is built,
    so that its own mistakes can be found in the same run.
    """
    context = {"money_unit": _money_unit(draft)}
    disclosure, findings, paths = validate(Disclosure, draft, sources, context)
    if disclosure is not None:
        return Built(disclosure, sources)
    faulty = {_outer_item(path) for path in paths}
    rest, _, _ = validate(Disclosure, _without(draft, faulty), sources, context)
    return Built(rest, _shifted(sources, faulty), findings, complete=False)


def _money_unit(draft: Any) -> MoneyUnit:
    unit = draft.get("money_unit") if isinstance(draft, dict) else None
    return MoneyUnit(unit) if unit in list(MoneyUnit) else MoneyUnit.YUAN


def _outer_item(path: FieldPath) -> FieldPath:
    """The list item around a field, or the field itself."""
    for length, step in enumerate(path, start=1):
        if isinstance(step, int):
            return path[:length]
    return path


def _without(value: Any, faulty: set[FieldPath], path: FieldPath = ()) -> Any:
    """Copy a draft without the faulty fields and list items."""
    if isinstance(value, dict):
        return {
            key: _without(child, faulty, (*path, key))
            for key, child in value.items()
            if (*path, key) not in faulty
        }
    if isinstance(value, list):
        return [
            _without(child, faulty, (*path, index))
            for index, child in enumerate(value)
            if (*path, index) not in faulty
        ]
    return value


def _shifted(sources: SourceMap, faulty: set[FieldPath]) -> SourceMap:
    """Number the places of list items as they are numbered without the faulty ones."""
    removed: dict[FieldPath, list[int]] = {}
    for path in faulty:
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
        path: place for path, place in sources.places.items() if _outer_item(path) not in faulty
    }
    return SourceMap(sources.file, {shift(path): place for path, place in kept.items()})


