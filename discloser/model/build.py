"""From a plain draft to a :class:`Disclosure`, with every mistake as a finding at its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from discloser.finding import Finding
from discloser.location import FieldPath, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.money import MoneyUnit
from discloser.validation import validate


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a draft.

    ``left_out`` names the fields of ``disclosure`` that have lost faulty parts so that the rest
    could be checked too; checks that need such a field whole then have no say. ``sources``
    places the fields of ``disclosure``.
    """

    disclosure: Disclosure | None
    sources: SourceMap
    findings: tuple[Finding, ...] = ()
    left_out: frozenset[str] = frozenset()

    @property
    def complete(self) -> bool:
        """Whether nothing was left out."""
        return not self.findings and not self.left_out and self.disclosure is not None


def build(
    draft: Any,
    sources: SourceMap,
    told: frozenset[FieldPath] = frozenset(),
    form: type[Disclosure] = Disclosure,
    lenient: type[Disclosure] | None = None,
) -> Built:
    """Turn a draft (nested dicts, lists and texts) into a disclosure of the ``form`` of its pack.

    What is left of a faulty draft is of the ``lenient`` form, which asks for less.

    All mistakes are reported at once, but for those of the fields in ``told``, which have been,
    and for what is missing because reading could not read it. Faulty parts are then taken out
    and the rest is built, so that its own mistakes can be found in the same run.
    """
    context = {"money_unit": _money_unit(draft)}
    unread = sources.unread
    left_out = frozenset(str(path[0]) for path in unread)
    draft = _with_a_unit(draft) if any(path[:1] == ("units",) for path in unread) else draft
    disclosure, findings, paths = validate(form, draft, sources, context)
    if disclosure is not None:
        return Built(disclosure, sources, (), left_out)
    said = [
        finding
        for finding, path in zip(findings, paths, strict=True)
        if path not in told and not any(gone[: len(path)] == path for gone in unread)
    ]
    faulty = {_outer_item(path) for path in paths}
    left_out |= {str(path[0]) for path in faulty if path}
    form = lenient or form
    rest, _, lacking = validate(form, _without(draft, faulty), sources, context)
    if rest is None:  # a part without what it must have is left out whole
        faulty |= {path[:1] for path in lacking}
        rest, _, _ = validate(form, _without(draft, faulty), sources, context)
    return Built(rest, sources.without(faulty), tuple(said), left_out)


def _with_a_unit(draft: Any) -> Any:
    """A draft whose list of units could not be read, with one in it, so that the rest is built."""
    if not isinstance(draft, dict) or draft.get("units"):
        return draft
    department = draft.get("department")
    name = department.get("name") if isinstance(department, dict) else None
    return {**draft, "units": [{"name": name or "本级"}]}


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
