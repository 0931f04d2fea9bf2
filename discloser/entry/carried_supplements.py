"""What a new input takes from an earlier one of what its pack declares: words, not numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from discloser.model.disclosure import Disclosure
from discloser.model.supplement import HOLDER, ValueType, declared, lines_in, part_model

ITEMS = "item_supplements"
_OF_A_YEAR = frozenset({ValueType.DATE, ValueType.MONTH})
"""What is said anew each year, as numbers are."""


def carried_supplements(
    draft: Mapping[str, Any], earlier: Mapping[str, Any], form: type[Disclosure]
) -> dict[str, Any]:
    """A new draft with the declared words of an earlier one.

    Numbers and dates are empty, to be filled in; what the new ``form`` does not know is left out.
    """
    made = dict(draft)
    for name in ("units", "projects"):
        model = part_model(form, name)
        if made.get(name):
            made[name] = [_with(each, _kept(each.get(HOLDER), model)) for each in made[name]]
    department = form.model_fields[HOLDER].annotation
    if isinstance(department, type) and issubclass(department, BaseModel):
        made = _with(made, _kept(earlier.get(HOLDER), department))
    model, items = part_model(form, ITEMS), earlier.get(ITEMS)
    kept = {code: _kept(part, model) for code, part in (items or {}).items()}
    kept = {code: part for code, part in kept.items() if part}
    return made | ({ITEMS: kept} if kept else {})


def _with(holder: Mapping[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in holder.items() if name != HOLDER}
    return rest | ({HOLDER: part} if part else {})


def _kept(held: Any, model: type[BaseModel]) -> dict[str, Any]:
    """The declared words of a part or a line; what changes each year is empty."""
    made: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        value = held.get(name) if isinstance(held, Mapping) else None
        line, told = lines_in(field), declared(field)
        if line is not None and isinstance(value, list):
            made[name] = [kept for each in value if (kept := _kept(each, line))]
        elif told is not None and value is not None:
            is_of_a_year = told.type.is_summed or told.type in _OF_A_YEAR
            made[name] = None if is_of_a_year else value
    return made if any(value for value in made.values()) else {}
