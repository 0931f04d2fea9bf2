"""The columns that the models' fields make: titles, kinds of value, choices, drop-downs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from discloser.location import FieldPath
from discloser.model.ledger import Line
from discloser.model.supplement import ASKED, Declared, Required, ValueType, core_title, declared
from discloser.model.values import (
    Count,
    Day,
    EconomicItem,
    Flag,
    FunctionItem,
    Kind,
    Money,
    Month,
    kinds_of,
)


class ValueKind(StrEnum):
    """How the text of a cell is understood."""

    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    COUNT = "count"
    CODE = "code"
    CLASSIFIED = "classified"
    UNIT = "unit"
    CHOICE = "choice"
    FLAG = "flag"
    MONTH = "month"
    DAY = "day"
    NAMED = "named"


NUMBERS = frozenset({ValueKind.MONEY, ValueKind.NUMBER, ValueKind.COUNT})
"""What is held as a number."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet, or an entry of a form.

    ``path`` leads from the row's item to the field. ``listing`` names the list that the
    drop-down shows, where the choices are not fixed.
    """

    title: str
    path: FieldPath
    kind: ValueKind = ValueKind.TEXT
    choices: tuple[str, ...] = ()
    listing: str = ""
    required: bool = False
    kinds: frozenset[Kind] = frozenset(Kind)
    aliases: tuple[str, ...] = ()
    default: str = ""
    help: str = ""
    if_printed: bool = False
    """Whether it must be filled in where a document prints it, as its pack says."""
    is_long: bool = False
    """Whether it is a text of sentences, not a name or a word."""


ACTUAL_AMOUNT = "决算数"
"""What a final account calls the amount of a line."""
BUDGETED_AMOUNT = "预算数"
"""What a budget may call it."""
_ALIASES = {"amount": (ACTUAL_AMOUNT, BUDGETED_AMOUNT)}
_EARLIER = {
    "general_equipment": ("单价50万元以上通用设备",),
    "special_equipment": ("单价100万元以上专用设备",),
}
"""Titles that workbooks of earlier releases have."""
_LEDGER_ORDER: tuple[str | int, ...] = (
    "fund",
    "kind",
    "carried_over",
    "amount",
    "initial_budget",
    "adjusted_budget",
)
_LONG = frozenset(
    {
        *("duties", "content", "result", "note", "cause", "text", "units_note", "basis", "goal"),
        *("goal_result", "achievements", "problems", "finance_evaluation", "difference_reason"),
        *("foreign_visitors", "domestic_purpose", "other_description"),
    }
)
"""The core's fields whose texts are sentences."""
_ECONOMIC = {"department_economic", "government_economic"}
_DECLARED = {
    ValueType.CODE: (ValueKind.CODE, ""),
    ValueType.FUNCTION: (ValueKind.CLASSIFIED, "function"),
    ValueType.DEPARTMENT_ECONOMIC: (ValueKind.CLASSIFIED, "department_economic"),
    ValueType.GOVERNMENT_ECONOMIC: (ValueKind.CLASSIFIED, "government_economic"),
    ValueType.UNIT: (ValueKind.UNIT, "units"),
    ValueType.PROJECT: (ValueKind.TEXT, "projects"),
}
"""How a declared type is understood, where its type alone does not tell, and from which list."""


def entries(
    model: type[BaseModel],
    path: FieldPath = (),
    titles: tuple[str, ...] = (),
    kinds: frozenset[Kind] = frozenset(Kind),
    of_core: tuple[str, ...] = (),
) -> Iterator[Column]:
    """The single values of a model and of the models inside it.

    ``of_core`` are the titles of what is around them as the core has them.
    """
    for name, field in model.model_fields.items():
        hint = hint_of(model, name)
        inner = model_in(hint)
        words = (*titles, field.title or name)
        called = (*of_core, core_title(field) or name)
        belongs = kinds & kinds_of(field)
        if get_origin(hint) in (tuple, dict):
            continue
        if inner is not None:
            yield from entries(inner, (*path, name), words, belongs, called)
        else:
            column = _column(model, name, (*path, name), "·".join(words), belongs)
            formerly = "·".join(called)
            aliases = (*column.aliases, formerly) if formerly != column.title else column.aliases
            yield replace(column, aliases=aliases)


def row_columns(model: type[BaseModel]) -> tuple[Column, ...]:
    """The columns of a list's items; amounts stand at the right of a ledger."""
    columns = tuple(_row_columns(model))
    return tuple(sorted(columns, key=_rank)) if issubclass(model, Line) else columns


def _row_columns(model: type[BaseModel]) -> Iterator[Column]:
    for name in model.model_fields:
        hint = hint_of(model, name)
        if get_origin(hint) is tuple or model_in(hint) is not None:
            continue  # on a sheet of its own
        yield column_of(model, name)


@cache
def column_of(model: type[BaseModel], name: str) -> Column:
    """The column of a model's field."""
    field = model.model_fields[name]
    return _column(model, name, (name,), field.title or name, kinds_of(field))


def _rank(column: Column) -> int:
    """Amounts stand at the right of a ledger; all else keeps the model's order."""
    return _LEDGER_ORDER.index(column.path[0]) if column.path[0] in _LEDGER_ORDER else -1


def key_column(name: str, hint: Any) -> Column:
    """The column of a mapping's keys."""
    if hint == FunctionItem:
        return Column(
            "功能分类科目（项）", (), ValueKind.CLASSIFIED, listing="function", required=True
        )
    if name == "options":
        return Column("选择项", (), ValueKind.NAMED, listing="options", required=True)
    return Column("数的名称", (), ValueKind.NAMED, listing="figures", required=True)


def _column(
    model: type[BaseModel], name: str, path: FieldPath, title: str, kinds: frozenset[Kind]
) -> Column:
    field = model.model_fields[name]
    hint = hint_of(model, name)
    kind = kind_of(hint)
    listing = ""
    told = declared(field)
    if told is not None:
        kind, listing = _DECLARED.get(told.type, (kind, ""))
    elif kind is ValueKind.CLASSIFIED:
        listing = name if name in _ECONOMIC else "function"
    elif name == "unit" and issubclass(model, Line):
        kind, listing = ValueKind.UNIT, "units"
    elif name == "project" and issubclass(model, Line):
        listing = "projects"
    elif name == "code":
        kind = ValueKind.CODE
    elif hint is Kind:
        kind = ValueKind.NAMED
    elif name == "pack":
        listing = "packs"
    return Column(
        title,
        path,
        kind,
        _choices(hint),
        listing,
        field.is_required(),
        kinds,
        _ALIASES.get(name, ()) if issubclass(model, Line) else _earlier(model, name, title),
        _default(field),
        _help(field, told),
        _is_asked_if_printed(field, told),
        told.type is ValueType.LONG_TEXT if told is not None else name in _LONG,
    )


def _is_asked_if_printed(field: FieldInfo, told: Declared | None) -> bool:
    if told is not None:
        return told.required is Required.PRINTED
    extra = field.json_schema_extra
    return isinstance(extra, dict) and extra.get(ASKED) == Required.PRINTED.value


def _help(field: FieldInfo, told: Declared | None) -> str:
    """What a pack says of how a field is filled in."""
    is_counted = told is not None and told.unit and told.type is not ValueType.AMOUNT
    unit = f"单位：{told.unit}。" if told is not None and is_counted else ""
    example = f"例：{field.examples[0]}。" if field.examples else ""
    says = field.description or ""
    return f"{says}{'' if not says or says.endswith('。') else '。'}{unit}{example}"


def _earlier(model: type[BaseModel], name: str, title: str) -> tuple[str, ...]:
    """What earlier releases called an entry, which may stand behind the names of its parts.

    What the core calls it is read too where its pack calls it otherwise.
    """
    field = model.model_fields[name]
    parts = title.removesuffix(field.title or name)
    earlier = [*_EARLIER.get(name, ())]
    if core_title(field) not in (None, field.title):
        earlier.append(core_title(field) or name)
    return tuple(called for each in earlier for called in (parts + each, each))


def _default(field: FieldInfo) -> str:
    """What an empty cell stands for, where that is worth saying."""
    value = field.default
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.value if isinstance(value, StrEnum) else ""


def kind_of(hint: Any) -> ValueKind:
    """How a value of a type is understood."""
    named: tuple[tuple[Any, ValueKind], ...] = (
        (Money, ValueKind.MONEY),
        (Count, ValueKind.COUNT),
        (Flag, ValueKind.FLAG),
        (Month, ValueKind.MONTH),
        (Day, ValueKind.DAY),
        (FunctionItem, ValueKind.CLASSIFIED),
        (EconomicItem, ValueKind.CLASSIFIED),
    )
    options = _options(hint)
    for known, kind in named:
        if known in options:
            return kind
    types = {_bare(option) for option in options}
    if Decimal in types:
        return ValueKind.NUMBER
    if int in types:
        return ValueKind.COUNT
    return ValueKind.CHOICE if _choices(hint) else ValueKind.TEXT


def _choices(hint: Any) -> tuple[str, ...]:
    for option in map(_bare, _options(hint)):
        if option is Kind:
            return tuple(f"{kind.label} {kind}" for kind in Kind)
        if isinstance(option, type) and issubclass(option, StrEnum):
            return tuple(member.value for member in option)
    return ("是", "否") if Flag in _options(hint) else ()


def _options(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) in (Union, UnionType):
        return tuple(option for option in get_args(hint) if option is not NoneType)
    return (hint,)


def _bare(hint: Any) -> Any:
    return hint.__origin__ if hasattr(hint, "__metadata__") else hint


def model_in(hint: Any) -> type[BaseModel] | None:
    """The model that a type is, alone or beside None."""
    for option in map(_bare, _options(hint)):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def hint_of(model: type[BaseModel], name: str) -> Any:
    """A field's type; the mark around a whole list (its least length) is left out."""
    hint = _hints(model)[name]
    bare = _bare(hint)
    return bare if get_origin(bare) in (tuple, dict) else hint


def field_at(
    root: type[BaseModel], path: FieldPath
) -> tuple[type[BaseModel], FieldInfo, frozenset[Kind]]:
    """The field at ``path``, the model that has it, and the kinds that it belongs to."""
    kinds = frozenset(Kind)
    for step in path[:-1]:
        kinds &= kinds_of(root.model_fields[str(step)])
        inner = model_in(hint_of(root, str(step)))
        if inner is None:
            raise LookupError(f"no model at {path}")
        root = inner
    field = root.model_fields[str(path[-1])]
    return root, field, kinds & kinds_of(field)
