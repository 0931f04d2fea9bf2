"""A JSON Schema of the YAML input, so that an editor completes and checks while one types."""

from __future__ import annotations

import json
from typing import Any

from discloser.model.disclosure import Disclosure
from discloser.model.supplement import ASKED, CORE_TITLE, DECLARED, Required, ValueType
from discloser.model.values import ASKED_BY_PACK, Kind

ADDRESS = "https://json-schema.org/draft/2020-12/schema"
_AMOUNT = r"^(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?$"
_MARKS = frozenset({DECLARED, "kinds", "allowed", ASKED, CORE_TITLE, ASKED_BY_PACK})
_DAY = r"^[12]\d{3}-\d{1,2}-\d{1,2}$"
_FORMS: dict[ValueType, dict[str, Any]] = {
    ValueType.DATE: {"type": "string", "pattern": _DAY},
    ValueType.CODE: {"type": ["string", "number"]},
    ValueType.NUMBER: {"type": ["number", "string"]},
    ValueType.COUNT: {"type": ["integer", "string"]},
}
"""What the reader takes for the types that a model says otherwise."""
_MONTH = r"^[12]\d{3}-(0?[1-9]|1[0-2])$"


def json_schema(form: type[Disclosure] = Disclosure) -> str:
    """The schema as JSON text, the same each time; ``form`` has what a pack asks for besides."""
    schema = form.model_json_schema()
    return json.dumps({"$schema": ADDRESS, **_tidy(schema)}, ensure_ascii=False, indent=2) + "\n"


def _tidy(part: Any) -> Any:
    """Say of every value what the reader of YAML takes, which is more than the model holds."""
    if isinstance(part, list):
        return [_tidy(each) for each in part]
    if not isinstance(part, dict):
        return part
    if "properties" in part:
        # Docstrings are for those who read the code.
        part = {name: value for name, value in part.items() if name != "description"}
    if "enum" in part and "description" in part:
        part = {name: value for name, value in part.items() if name != "description"}
    tidy = {name: _tidy(value) for name, value in part.items() if name not in _MARKS}
    kinds, allowed = part.get("kinds"), part.get("allowed", [])
    if isinstance(kinds, list):
        said = part.get("description", "") if ASKED_BY_PACK in part or ASKED in part else ""
        tidy["description"] = f"{said}{_used_in(kinds, allowed)}"
    elif part.get(ASKED_BY_PACK) and not tidy.get("description"):
        tidy["description"] = "哪种公开要填，由模板包定。"
    told = part.get(DECLARED)
    return _declared(tidy, told) if isinstance(told, dict) else _value(tidy)


def _declared(part: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """A field of a pack, with what is said of it; what may be blank may be nothing."""
    needed = "必填。" if told["required"] == Required.ALWAYS else ""
    unit = f"单位：{told['unit']}。" if told["unit"] else ""
    says = str(part.get("description") or "")
    text = f"{needed}{says}{'' if not says or says.endswith('。') else '。'}{unit}"
    kept: dict[str, Any]
    kept = {name: part[name] for name in ("title", "examples", "default") if name in part}
    kept |= {"description": text} if text else {}
    form = _FORMS.get(ValueType(told["type"]))
    if form is None:
        return _value(part | kept)
    may_be_blank = "default" in part
    return kept | ({"anyOf": [form, {"type": "null"}]} if may_be_blank else form)


def _used_in(kinds: list[Any], allowed: list[Any]) -> str:
    if not kinds:
        return "由程序算，一般不填。"
    said = f"只用于{_labels(kinds)}"
    return f"{said}；公开的表要列的，{_labels(allowed)}也可以填。" if allowed else f"{said}。"


def _labels(kinds: list[Any]) -> str:
    return "、".join(Kind(str(kind)).label for kind in kinds)


def _value(part: dict[str, Any]) -> dict[str, Any]:
    if _is_amount(part):
        kept = {name: part[name] for name in part if name in ("title", "description")}
        least = {"minimum": 0} if not _may_be_negative(part) else {}
        amount = {"type": "string", "pattern": _AMOUNT} if least else {"type": "string"}
        return kept | {"anyOf": [{"type": "number", **least}, amount, *_null(part)]}
    if part.get("format") == "date":
        rest = {name: value for name, value in part.items() if name != "format"}
        return rest | {"type": "string", "pattern": _MONTH}
    if part.get("type") == "boolean":
        rest = {name: value for name, value in part.items() if name not in ("type", "default")}
        return rest | {"enum": ["是", "否", True, False]}
    if part.get("type") == "string" and "pattern" not in part and "enum" not in part:
        # An editor takes 100 for a number; the reader keeps it as the text it is.
        return part | {"type": ["string", "number"]}
    return part


def _is_amount(part: dict[str, Any]) -> bool:
    return {"type": "number"} in [
        {"type": option.get("type")} for option in part.get("anyOf", []) if "$ref" not in option
    ]


def _may_be_negative(part: dict[str, Any]) -> bool:
    """An amount is not negative; a deviation may be."""
    return str(part.get("default")) == "0" and part.get("title") == "偏差度"


def _null(part: dict[str, Any]) -> list[dict[str, str]]:
    return [option for option in part.get("anyOf", []) if option.get("type") == "null"]
