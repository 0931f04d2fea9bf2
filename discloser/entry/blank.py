"""What a pack declares, empty, as a new YAML input has it: every field that the pack uses."""

from __future__ import annotations

from typing import Any

from pydantic.fields import FieldInfo

from discloser.compose.needs.of_pack import Needs
from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import (
    HOLDER,
    Required,
    Supplement,
    ValueType,
    declared,
    lines_in,
    part_model,
)
from discloser.model.values import Kind, kinds_of

ITEMS = "item_supplements"
NO_CODE = "七位编码"
"""Stands for the code of a functional item that nobody knows yet."""
Draft = dict[str, Any]
Remarks = dict[FieldPath, str]


def with_blanks(
    draft: Draft, form: type[Disclosure], kind: Kind, needs: Needs
) -> tuple[Draft, Remarks]:
    """A draft with the declared fields that its pack uses, and what stands beside each of them.

    What the draft has stays.
    """
    made, remarks = dict(draft), Remarks()

    def part(model: Any, given: Any, path: FieldPath, star: FieldPath) -> Draft:
        held = dict(given or {})
        for name, field in _used(model, kind, needs, star):
            held.setdefault(name, _blank(field))
            remarks[(*path, name)] = _remark(field)
        return held

    department = part(form.model_fields[HOLDER].annotation, made.get(HOLDER), (HOLDER,), (HOLDER,))
    if department:
        made[HOLDER] = department
    for name in ("units", "projects"):
        model, star = part_model(form, name), (name, "*", HOLDER)
        if not list(_used(model, kind, needs, star)):
            continue
        made[name] = [
            {**each, HOLDER: part(model, each.get(HOLDER), (name, index, HOLDER), star)}
            for index, each in enumerate(made.get(name) or [{"name": None}])
        ]
    items = part_model(form, ITEMS)
    if list(_used(items, kind, needs, (ITEMS, "*"))):
        held, codes = made.get(ITEMS) or {}, _codes(made)
        if not held and not codes:
            remarks[ITEMS, NO_CODE] = f"把“{NO_CODE}”改成科目的编码，一个科目一份；没有的整段删去"
        made[ITEMS] = {
            code: part(items, held.get(code), (ITEMS, code), (ITEMS, "*"))
            for code in dict.fromkeys([*held, *codes] or [NO_CODE])
        }
    return made, remarks


def _codes(draft: Draft) -> list[str]:
    """The functional items that money is spent on."""
    lines = draft.get("expenditure") or []
    return [str(line["function"]) for line in lines if line.get("function")]


def _used(
    model: type[Supplement], kind: Kind, needs: Needs, star: FieldPath
) -> list[tuple[str, FieldInfo]]:
    return [
        (name, field)
        for name, field in model.model_fields.items()
        if kind in kinds_of(field) and ((*star, name) in needs.used or field.is_required())
    ]


def _blank(field: FieldInfo) -> Any:
    line = lines_in(field)
    return None if line is None else [dict.fromkeys(line.model_fields)]


def _remark(field: FieldInfo) -> str:
    told = declared(field)
    if told is None:
        return f"{field.title}：{field.description or '一条一行，没有就删去'}"
    unit = f"（{told.unit}）" if told.unit and told.type is not ValueType.AMOUNT else ""
    words = [f"{field.title}{unit}", field.description or ""]
    words += [_ASKED.get(told.required, ""), f"如 {told.example}" if told.example else ""]
    return "；".join(filter(None, words))


_ASKED = {Required.ALWAYS: "必填", Required.NEVER: "可以不填"}
