"""Validate plain drafts against models, and say every mistake in Chinese at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location, SourceMap

UNKNOWN_FIELD = Rule("M001", "不认识的字段", "{where}没有“{name}”这个字段。", "{hint}")
MISSING_FIELD = Rule("M002", "缺少必填字段", "{where}缺少{called}。", "请补上{called}。")
NOT_ALLOWED = Rule(
    "M003",
    "不在可选范围",
    "{where}“{label}”填的是“{value}”，不在可选范围内。",
    "可选：{allowed}。{hint}",
)
WRONG_CODE = Rule(
    "M004",
    "编码位数不对",
    "{where}“{label}”填的是“{value}”，应为{expected}。",
    "请按科目表核对编码。",
)
WRONG_TYPE = Rule(
    "M005",
    "类型不对",
    "{where}“{label}”应当是{expected}，现在是“{value}”。",
    "请改成{expected}。",
)
OUT_OF_RANGE = Rule(
    "M006", "超出范围", "{where}“{label}”填的是“{value}”，{expected}。", "请核对后重填。"
)
EMPTY = Rule("M007", "内容为空", "{where}“{label}”没有填。", "请填写{or_not}。")
AMOUNT_TEXT = Rule(
    "M010",
    "金额不是数字",
    "{where}“{label}”填的是“{value}”，不是金额。",
    "金额只写数字，如 1234567.89。",
)
AMOUNT_NEGATIVE = Rule(
    "M011",
    "金额为负",
    "{where}“{label}”填的是“{value}”，不能为负数。",
    "请核对；要冲减的，直接改原来那一行。",
)
AMOUNT_EXPONENT = Rule(
    "M012",
    "金额用了科学计数法",
    "{where}“{label}”填的是“{value}”，科学计数法会丢失精度。",
    "请写成完整的数字，如 1000。",
)
AMOUNT_PRECISION = Rule(
    "M013",
    "金额超过分位",
    "{where}“{label}”填的是“{value}”，比一分钱还细。",
    "请四舍五入到分，并核对金额单位。",
)
AMOUNT_SIZE = Rule(
    "M014",
    "金额过大",
    "{where}“{label}”填的是“{value}”，不像是一笔金额。",
    "请核对位数和金额单位。",
)
AMOUNT_MISSING = Rule(
    "M015",
    "没有填金额",
    "{where}没有填{called}。",
    "请填{called}；没有发生的，删去这一行，或者填 0。",
)
OTHER = Rule("M099", "内容有误", "{where}“{label}”填的是“{value}”，{expected}。", "请核对后重填。")

_LEDGER_AMOUNT = ("amount",)
"""What a line of the ledger has always: blank is not zero."""
_MOST = 500
"""How many mistakes of one file are said; who has more has one that they all come from."""
_SHOWN = 40
"""How much of a wrong value a message shows, in characters."""
_AMOUNT_RULES = {
    "money_text": AMOUNT_TEXT,
    "money_float": AMOUNT_TEXT,
    "money_negative": AMOUNT_NEGATIVE,
    "money_exponent": AMOUNT_EXPONENT,
    "money_precision": AMOUNT_PRECISION,
    "money_size": AMOUNT_SIZE,
}
_TYPES = {
    "int_parsing": "整数",
    "int_type": "整数",
    "int_from_float": "整数",
    "int_parsing_size": "整数",
    "float_parsing": "数字",
    "float_type": "数字",
    "decimal_parsing": "数字",
    "decimal_type": "数字",
    "bool_parsing": "“是”或“否”",
    "bool_type": "“是”或“否”",
    "string_type": "文字",
    "tuple_type": "列表（每项前加“- ”）",
    "model_type": "若干“字段: 内容”",
    "model_attributes_type": "若干“字段: 内容”",
    "dict_type": "若干“字段: 内容”",
    "date_type": "年月，如 2025-03",
    "month": "年月，如 2025-03",
    "day": "日期，如 2025-03-05",
    "code": "编码，只用数字、字母和连字符",
}
_RANGES = {
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "greater_than": "要大于 {gt}",
    "finite_number": "要是一个确定的数",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "string_too_long": "最多 {max_length} 个字",
    "decimals": "最多 {most} 位小数",
}


Model = TypeVar("Model", bound=BaseModel)


def validate(
    root: type[Model], draft: Any, sources: SourceMap, context: Mapping[str, Any] | None = None
) -> tuple[Model | None, tuple[Finding, ...], tuple[FieldPath, ...]]:
    """Validate a draft (nested dicts, lists and texts) against the model ``root``.

    Returns the model, or None with a finding for each mistake and the path of each faulty field.
    """
    try:
        return root.model_validate(draft, context=context), (), ()
    except ValidationError as error:
        details = list(_causes(error.errors(include_url=False)))[:_MOST]
    findings = tuple(_finding(root, detail, draft, sources) for detail in details)
    return None, findings, tuple(map(_path, details))


def _causes(details: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The mistakes, without the lists that are too short only because their items are wrong."""
    for detail in details:
        loc = detail["loc"]
        inside = (each["loc"] for each in details if len(each["loc"]) > len(loc))
        if detail["type"] != "too_short" or not any(each[: len(loc)] == loc for each in inside):
            yield detail


def _path(detail: ErrorDetails) -> FieldPath:
    """The way to the faulty field; a faulty key is called by its field."""
    path: FieldPath = tuple(detail["loc"])
    return path[:-1] if path[-1:] == ("[key]",) else path


def _value(draft: Any, path: FieldPath) -> Any:
    for step in path:
        try:
            draft = draft[step]
        except (KeyError, IndexError, TypeError):
            return None
    return draft


def _finding(  # noqa: PLR0911 - one return for each kind of mistake
    root: type[BaseModel], detail: ErrorDetails, draft: Any, sources: SourceMap
) -> Finding:
    path = _path(detail)
    kind = detail["type"]
    value = detail["input"] if len(path) < len(detail["loc"]) else _value(draft, path)
    place = sources.find(path)
    names = _words(root, path, place) | {"value": _show(value)}
    if kind == "extra_forbidden":
        fields = _fields(_owner(root, path[:-1]))
        return UNKNOWN_FIELD.at(place, **names, hint=_nearest(str(path[-1]), fields))
    if value is None and path[-1:] == _LEDGER_AMOUNT:
        return AMOUNT_MISSING.at(place, **names)
    if kind == "missing":
        return MISSING_FIELD.at(place, **names)
    if kind == "string_too_short" or (path and _is_blank(value) and kind not in _RANGES):
        in_line = any(isinstance(step, int) for step in path)
        return EMPTY.at(place, **names, or_not="，或把这一行整行删去" if in_line else "")
    if kind in ("enum", "literal_error"):
        allowed = _allowed(root, path) or re.findall("'([^']*)'", detail["ctx"]["expected"])
        hint = nearest(names["value"], allowed)
        return NOT_ALLOWED.at(place, **names, allowed="、".join(allowed), hint=hint)
    if kind in _AMOUNT_RULES:
        return _AMOUNT_RULES[kind].at(place, **names)
    if kind in _TYPES:
        return WRONG_TYPE.at(place, **names, expected=_TYPES[kind])
    if kind == "string_pattern_mismatch":
        digits = "".join(filter(str.isdigit, detail["ctx"]["pattern"]))
        is_key = len(path) < len(detail["loc"]) and place.sheet is None  # no field, without a title
        called = names | ({"label": "编码"} if is_key else {})
        return WRONG_CODE.at(place, **called, expected=f" {digits} 位数字")
    if kind in _RANGES:
        limits = detail.get("ctx", {})
        return OUT_OF_RANGE.at(place, **names, expected=_RANGES[kind].format(**limits))
    expected = "内容不合要求" if detail["msg"].isascii() else detail["msg"]
    return OTHER.at(place, **names, expected=expected)


def _words(root: type[BaseModel], path: FieldPath, place: Location) -> dict[str, Any]:
    """What a finding calls a field: as the sheet does in a workbook, else also by its name."""
    name = path[-1] if path else ""
    label = place.label or field_label(root, path)
    if place.sheet is not None:
        return {"where": "", "name": label, "label": label, "called": f"“{label}”"}
    around = describe(root, tuple(step for step in path[:-1] if isinstance(step, str)))
    where = f"{around}：" if around else ""
    return {"where": where, "name": name, "label": label, "called": f"“{label}”（{name}）"}


def _allowed(root: type[BaseModel], path: FieldPath) -> list[str]:
    """The choices by their Chinese names, where they have such names."""
    field = _fields(_owner(root, path[:-1])).get(str(path[-1]))
    choices = field.annotation if field is not None else None
    if not (isinstance(choices, type) and issubclass(choices, Enum)):
        return []
    return [each.label for each in choices if hasattr(each, "label")]


def nearest(name: str, known: list[str]) -> str:
    """Suggest the known name most like ``name``, in Chinese, or nothing."""
    match = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"是不是“{match[0]}”？" if match else ""


def _nearest(name: str, fields: dict[str, FieldInfo]) -> str:
    return nearest(name, list(fields)) or f"这里可以有：{'、'.join(fields)}。"


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _show(value: Any) -> str:
    if value is None:
        return "（空）"
    text = value if isinstance(value, str) else "列表" if isinstance(value, list) else "若干字段"
    text = text.replace("\r", "").replace("\n", "⏎")
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def describe(root: type[BaseModel], path: FieldPath) -> str:
    """Say a field path in Chinese: ``支出第3项``."""
    words: list[str] = []
    for length, step in enumerate(path, start=1):
        words.append(
            f"第{step + 1}项" if isinstance(step, int) else field_label(root, path[:length])
        )
    return "".join(
        word if word.startswith("第") or not index else f"·{word}"
        for index, word in enumerate(words)
    )


def field_label(root: type[BaseModel], path: FieldPath) -> str:
    """The Chinese title of a field, or its name where it has none."""
    if not path:
        return "文件"
    name = f"第{path[-1] + 1}项" if isinstance(path[-1], int) else str(path[-1])
    field = _fields(_owner(root, path[:-1])).get(name)
    return (field.title if field is not None else None) or name


def _fields(owner: type[BaseModel] | None) -> dict[str, FieldInfo]:
    return dict(owner.model_fields) if owner is not None else {}


def _owner(root: type[BaseModel], path: FieldPath) -> type[BaseModel] | None:
    """The model class at ``path``, or None where the path leads into a plain mapping."""
    owner: type[BaseModel] | None = root
    keys = 0
    for step in path:
        if isinstance(step, int):
            continue
        if keys:
            keys -= 1
            continue
        by_name = owner is not None and issubclass(owner, RootModel)
        field = _fields(owner).get("root" if by_name else step)
        owner = _model_in(field.annotation) if field is not None else None
        keys = max(0, _mappings_in(field.annotation) - by_name) if field is not None else 0
    return owner


def _mappings_in(annotation: Any) -> int:
    """How many keys lead from a field to its models: 2 for a mapping of mappings."""
    inner = max(map(_mappings_in, get_args(annotation)), default=0)
    return inner + (get_origin(annotation) is dict)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
