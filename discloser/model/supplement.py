"""What packs declare beside the core of an input (补充资料): the parts that hold it, and its books.

The core has empty parts; a pack makes models of them with fields of its own
(:mod:`discloser.pack.form`). Whoever goes through an input finds the declarations on the fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from discloser.location import FieldPath
from discloser.model.values import Part
from discloser.money import MoneyUnit

DECLARED = "declared"
"""The key of a field's metadata that holds its :class:`Declared`, as a mapping."""
ASKED = "asked"
"""The key of the metadata of a field of the core that says when its pack asks for it."""
CORE_TITLE = "core_title"
"""The key of what the core calls a field that its pack calls otherwise."""
HOLDER = "supplement"
"""The field of the department, a unit, a project or a functional item that holds its part."""


class ValueType(StrEnum):
    """What a declared field or column holds."""

    TEXT = "文字"
    LONG_TEXT = "长文字"
    AMOUNT = "金额"
    COUNT = "个数"
    NUMBER = "数"
    DATE = "日期"
    MONTH = "年月"
    CHOICE = "选择"
    YES_NO = "是否"
    CODE = "编码"
    FUNCTION = "功能科目"
    DEPARTMENT_ECONOMIC = "部门经济科目"
    GOVERNMENT_ECONOMIC = "政府经济科目"
    FUND = "资金来源"
    UNIT = "单位"
    PROJECT = "项目"

    @property
    def is_summed(self) -> bool:
        """Whether its values can be added up."""
        return self in (ValueType.AMOUNT, ValueType.COUNT, ValueType.NUMBER)


class Required(StrEnum):
    """When a declared field must be filled in."""

    ALWAYS = "总要"
    PRINTED = "要印时"
    NEVER = "可不填"


@dataclass(frozen=True, slots=True)
class Declared:
    """What a pack says of a field beside its title: ``unit`` such as 人, the places of a number."""

    type: ValueType
    unit: str = ""
    required: Required = Required.PRINTED
    decimals: int = 0
    example: str = ""

    @property
    def money_unit(self) -> MoneyUnit:
        """What a sentence prints an amount in."""
        return MoneyUnit(self.unit) if self.unit in list(MoneyUnit) else MoneyUnit.WAN_YUAN

    def metadata(self) -> dict[str, Any]:
        """As a field's metadata holds it."""
        return {
            "type": self.type.value,
            "unit": self.unit,
            "required": self.required.value,
            "decimals": self.decimals,
            "example": self.example,
        }


def declared(field: FieldInfo) -> Declared | None:
    """What a pack says of a field; None for a field of the core, and for a line table."""
    extra = field.json_schema_extra
    found: Any = extra.get(DECLARED) if isinstance(extra, dict) else None
    if not isinstance(found, dict):
        return None
    return Declared(
        ValueType(found["type"]),
        found["unit"],
        Required(found["required"]),
        found["decimals"],
        found["example"],
    )


def asked_when(field: FieldInfo) -> Required:
    """When a field of the core is missed: as its pack says, else if it is blank and printed."""
    extra = field.json_schema_extra
    said = extra.get(ASKED) if isinstance(extra, dict) else None
    if said is not None:
        return Required(str(said))
    is_blank = field.default is None and not field.is_required()
    return Required.PRINTED if is_blank else Required.NEVER


def core_title(field: FieldInfo) -> str | None:
    """What the core calls a field, whatever its pack calls it."""
    extra = field.json_schema_extra
    said = extra.get(CORE_TITLE) if isinstance(extra, dict) else None
    return str(said) if said is not None else field.title


class Supplement(Part):
    """What a pack declares, of one holder. The core's own is read over: no pack says what it is."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class DeclaredLine(Part):
    """A line of a table that a pack declares."""


@dataclass(frozen=True, slots=True)
class Book:
    """A declared line table: its columns by name, each with its title and its declaration."""

    name: str
    label: str
    columns: Mapping[str, tuple[str, Declared]]

    @property
    def summed(self) -> tuple[str, ...]:
        """The columns that can be added up, amounts first."""
        numbers = [name for name, (_, each) in self.columns.items() if each.type.is_summed]
        return tuple(sorted(numbers, key=lambda n: self.type_of(n) is not ValueType.AMOUNT))

    @property
    def main(self) -> str:
        """The column that is meant where none is named: ``amount``, or the first that is summed."""
        return "amount" if "amount" in self.summed else next(iter(self.summed), "")

    def type_of(self, column: str) -> ValueType | None:
        """What a column holds; None where there is no such column."""
        found = self.columns.get(column)
        return found[1].type if found is not None else None


def lines_in(field: FieldInfo) -> type[DeclaredLine] | None:
    """The line of a field that is a declared table; None for any other field."""
    if get_origin(field.annotation) is not tuple:
        return None
    item = get_args(field.annotation)[0]
    return item if isinstance(item, type) and issubclass(item, DeclaredLine) else None


def book_of(name: str, field: FieldInfo) -> Book | None:
    """The book that a field is; None where it is no line table."""
    line = lines_in(field)
    if line is None:
        return None
    columns = {
        column: (inner.title or column, told)
        for column, inner in line.model_fields.items()
        if (told := declared(inner)) is not None
    }
    return Book(name, field.title or name, columns)


def books_of(form: type[BaseModel]) -> dict[str, Book]:
    """All declared line tables of a form of input, wherever they hang, by name."""
    found: dict[str, Book] = {}
    for holder in _supplements(form, set()):
        for name, field in holder.model_fields.items():
            book = book_of(name, field)
            if book is not None:
                found.setdefault(name, book)
    return found


def _supplements(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[Supplement]]:
    """The models of declared parts below a model, the nearest first."""
    if model in seen:
        return
    seen.add(model)
    below = []
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            if issubclass(inner, Supplement):
                yield inner
            else:
                below.append(inner)
    for inner in below:
        yield from _supplements(inner, seen)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and annotation is not NoneType:
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for inner in get_args(annotation):
        yield from _models_in(inner)


def model_within(annotation: Any) -> type[BaseModel] | None:
    """The model in a type: alone, beside None, in a list or in a mapping."""
    return next(_models_in(annotation), None)


def part_model(form: type[BaseModel], part: str) -> type[Supplement]:
    """The declared part of each of a form's ``units``, ``projects`` or ``item_supplements``."""
    models = list(_models_in(form.model_fields[part].annotation))
    held = models[0].model_fields.get(HOLDER)
    found = models if held is None else list(_models_in(held.annotation))
    return next(model for model in found if issubclass(model, Supplement))


def unit_of(told: Declared) -> str:
    """What a number of the input is counted in: 元, or what its pack says."""
    return MoneyUnit.YUAN.value if told.type is ValueType.AMOUNT else told.unit


def declared_at(holder: Any, path: FieldPath) -> tuple[str, Declared, Decimal | int] | None:
    """The title, the declaration and the value of a declared number at a path of an input."""
    for step in path[:-1]:
        if isinstance(holder, tuple):
            holder = holder[step] if isinstance(step, int) and step < len(holder) else None
        elif isinstance(holder, Mapping):
            holder = holder.get(step)
        else:
            holder = getattr(holder, str(step), None)
    field = type(holder).model_fields.get(str(path[-1])) if isinstance(holder, Part) else None
    told = declared(field) if field is not None else None
    value = getattr(holder, str(path[-1])) if told is not None else None
    if field is None or told is None or not isinstance(value, Decimal | int):
        return None
    return field.title or str(path[-1]), told, value
