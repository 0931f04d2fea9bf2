"""What a pack asks of an input beside the core: its ``fields.yaml`` as written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, RootModel, model_validator
from pydantic_core import PydanticCustomError

from discloser.compute.ledger import DIMENSIONS, LINE, Side
from discloser.compute.measure import Measure, Selection
from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import HOLDER, Book, Declared, Required, ValueType
from discloser.model.values import Flag, Kind
from discloser.money import MoneyUnit
from discloser.pack.specs import Spec
from discloser.read.workbook_layout import (
    EACH_UNIT_TITLE,
    FUNCTION_TITLE,
    LIST_TITLE,
    OWN_SHEETS,
    PROJECT_TITLE,
    UNIT_TITLE,
)
from discloser.read.workbook_plan import layout

FILE = "fields.yaml"
MOST_FIELDS, MOST_COLUMNS, LONGEST_LABEL = 200, 40, 31
"""A sheet's name, which a line table's label becomes, has 31 characters."""
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_NO_SHEET = re.compile(r"[\[\]:*?/\\']")
_RESERVED = frozenset({*dir(BaseModel), LINE, HOLDER, "index"})
_OWN_TITLES = frozenset({UNIT_TITLE, EACH_UNIT_TITLE, FUNCTION_TITLE, PROJECT_TITLE, LIST_TITLE})


class Per(StrEnum):
    """What a field or a line table hangs on: there is one for the department, or one for each."""

    DEPARTMENT = "部门"
    UNIT = "单位"
    PROJECT = "项目"
    ITEM = "功能科目"


def in_chinese(words: type[StrEnum]) -> BeforeValidator:
    """Read a choice by its Chinese word, or as the program calls it."""
    names = {member.name.lower(): member.value for member in words}
    return BeforeValidator(
        lambda value: names.get(value, value) if isinstance(value, str) else value
    )


def kinds_by_name(value: Any) -> Any:
    """One kind or several, by name or in Chinese."""
    listed = value if isinstance(value, list) else [value]
    return [(Kind.meant_by(each) or each) if isinstance(each, str) else each for each in listed]


class ColumnSpec(Spec):
    """A field that holds one value, or a column of a line table.

    ``required`` says when a blank is missed: always, where a template prints it, or never.
    ``unit`` is what a number counts (人, 平方米), or what a sentence prints an amount in.
    """

    label: Annotated[str, Field(min_length=1, max_length=LONGEST_LABEL)] = Field(title="中文名称")
    type: Annotated[ValueType, in_chinese(ValueType)] = Field(
        default=ValueType.TEXT, title="填什么"
    )
    unit: str = Field(default="", title="单位，如 人、平方米；金额写正文里按 元 还是 万元 印")
    kinds: Annotated[tuple[Kind, ...], BeforeValidator(kinds_by_name)] = Field(
        default=tuple(Kind), title="用于哪种公开，不写就是都用", min_length=1
    )
    required: Annotated[Required, in_chinese(Required)] = Field(
        default=Required.PRINTED, title="什么时候必须填：总要、要印时、可不填"
    )
    help: str = Field(default="", title="填写说明")
    example: str = Field(default="", title="例子")
    choices: tuple[Annotated[str, Field(min_length=1)], ...] = Field(default=(), title="可选的词")
    decimals: int = Field(default=2, ge=0, le=6, title="类型是 数 的最多几位小数")

    @model_validator(mode="after")
    def _fits_its_type(self) -> ColumnSpec:
        if (self.type is ValueType.CHOICE) != bool(self.choices):
            raise PydanticCustomError("choices", "type 是 选择 的要写 choices，其他的不能写")
        if len(set(self.choices)) < len(self.choices):
            raise PydanticCustomError("choices", "choices 里有重复的词")
        units = list(MoneyUnit)
        if self.type is ValueType.AMOUNT and self.unit and self.unit not in units:
            raise PydanticCustomError("unit", "金额的 unit 只能写 元 或 万元")
        if self.type is not ValueType.AMOUNT and self.unit in units:
            raise PydanticCustomError("unit", "unit 写了元或万元的，type 要写 金额")
        return self

    def declared(self) -> Declared:
        """What the fields of the model say of it."""
        decimals = self.decimals if self.type is ValueType.NUMBER else 0
        return Declared(self.type, self.unit, self.required, decimals, self.example)


def _names(named: Mapping[str, Any]) -> Mapping[str, Any]:
    for name in named:
        if not _NAME.fullmatch(name) or name in _RESERVED:
            message = f"“{name}”不能作名称：用小写英文字母开头，只有字母、数字和下划线，不用保留字"
            raise PydanticCustomError("name", "{text}", {"text": message})
    return named


class LineColumnSpec(ColumnSpec):
    """A column of a line table; ``printed`` are the labels that tables have for it beside its own.

    A label is that of the year that the document is of: ``{{ year + 1 }}`` is the next one.
    """

    printed: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(), title="表里的栏名，同中文名称不一样的才写；上面还有一级栏名的，两级连着写"
    )


Columns = Annotated[
    dict[str, LineColumnSpec], AfterValidator(_names), Field(min_length=1, max_length=MOST_COLUMNS)
]


class FieldSpec(ColumnSpec):
    """A field of a pack, or, with ``lines``, a table whose lines have these columns.

    ``per`` says what it hangs on.
    """

    per: Annotated[Per, in_chinese(Per)] = Field(
        default=Per.DEPARTMENT, title="一个部门填一份，还是每个 单位、项目、功能科目 各填一份"
    )
    lines: Columns | None = Field(default=None, title="明细表的各栏，写法同字段")
    drop: Flag = Field(default=False, title="去掉上级的这一项")

    @model_validator(mode="after")
    def _is_field_or_table(self) -> FieldSpec:
        if self.lines is None:
            return self
        if self.type is not ValueType.TEXT or self.unit or self.choices or self.example:
            text = "写了 lines 的是明细表，type、unit、choices、example 写在它的各栏里"
            raise PydanticCustomError("lines", text)
        labels = [column.label for column in self.lines.values()]
        if len(set(labels)) < len(labels):
            raise PydanticCustomError("lines", "lines 里有两栏的 label 相同，工作簿里分不清")
        if _NO_SHEET.search(self.label):
            raise PydanticCustomError("label", "明细表的 label 是工作表名，不能有 [ ] : * ? / \\ '")
        return self


class FieldsFile(
    RootModel[
        Annotated[dict[str, FieldSpec], AfterValidator(_names), Field(max_length=MOST_FIELDS)]
    ]
):
    """A pack's fields by name."""


Fields = Mapping[str, FieldSpec]


def faults_of(
    own: Fields, all_fields: Fields, taken: Collection[str]
) -> Iterator[tuple[FieldPath, str]]:
    """What is wrong with the names and labels of one file's fields among all.

    ``taken`` are the names of measures.
    """
    sheets = {sheet.name for sheet in layout()} | OWN_SHEETS
    for name, spec in own.items():
        if name in taken and spec.lines is not None:
            yield (name,), f"“{name}”已经是一个口径的名称"
        elif name in Disclosure.model_fields or name in list(Side):
            yield (name,), f"“{name}”已经是输入里的名称"
        if spec.lines is not None and spec.label in sheets:
            yield (name, "label"), f"填报表里已经有叫“{spec.label}”的工作表"
        for other, known in all_fields.items():
            is_twin = spec.per is known.per or (spec.lines is not None and known.lines is not None)
            if other < name and known.label == spec.label and is_twin:
                yield (name, "label"), f"“{spec.label}”同 {other} 的 label 一样，填报表里分不清"
        for column, its in (spec.lines or {}).items():
            if its.label in _OWN_TITLES:
                yield (name, "lines", column, "label"), f"“{its.label}”是填报表自己的栏名"


def books_in(fields: Fields) -> dict[str, Book]:
    """The declared line tables by name."""
    return {
        name: Book(
            name,
            spec.label,
            {n: (column.label, column.declared()) for n, column in spec.lines.items()},
        )
        for name, spec in fields.items()
        if spec.lines is not None
    }


def numbers_in(fields: Fields) -> dict[str, Book]:
    """The declared numbers of each unit, project or item, which measures may add up."""
    return {
        name: Book(name, spec.label, {name: (spec.label, spec.declared())})
        for name, spec in fields.items()
        if spec.lines is None and spec.per is not Per.DEPARTMENT and spec.type.is_summed
    }


def measures_in(fields: Fields) -> list[Measure]:
    """A measure for each declared line table that has an amount: all its lines."""
    return [
        Measure(name, book.label, Selection.of_books((name,)))
        for name, book in books_in(fields).items()
        if book.type_of(book.main) is ValueType.AMOUNT
    ]


def dimensions_of(fields: Fields) -> dict[str, str]:
    """What a filter may name in the declared line tables, with its Chinese description."""
    found = {**DIMENSIONS, LINE: "明细表的每一行，按输入的次序"} if fields else dict(DIMENSIONS)
    for spec in fields.values():
        for name, column in (spec.lines or {}).items():
            if not column.type.is_summed:
                found.setdefault(name, f"《{spec.label}》的{column.label}")
    return found
