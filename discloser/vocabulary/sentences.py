"""Phrases: what the words before an amount name, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from discloser.compute.catalogue import Conditions
from discloser.compute.ledger import Column
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import HOLDER
from discloser.model.values import Flag, Kind
from discloser.vocabulary.labels import BookPart

_LONGEST_PATTERN, _MOST_REPEATS = 100, 3
_TABLE_AND_COLUMN = 2
_REPEATED_GROUP = re.compile(r"(?<!\\)\)\s*[*+{]")
_REPEAT = re.compile(r"(?<!\\)[*+{]")


def _pattern(text: str) -> str:
    """A pattern that compiles, and that no text keeps busy for long."""
    try:
        re.compile(text)
    except re.error as error:
        raise PydanticCustomError("pattern", f"不是能用的句式：{error}") from error
    if len(text) > _LONGEST_PATTERN:
        raise PydanticCustomError("pattern", f"句式最多 {_LONGEST_PATTERN} 个字")
    if _REPEATED_GROUP.search(text) or len(_REPEAT.findall(text)) > _MOST_REPEATS:
        raise PydanticCustomError(
            "pattern", f"重复（*、+、{{}}）最多 {_MOST_REPEATS} 处，括号后面只能用 ?"
        )
    return text


def _input_field(name: str) -> str:
    """A field of the input that holds an amount, such as ``procurement.goods``; or nothing.

    What a pack declares itself is ``supplement`` with its name; of a table that it declares, what
    a column adds up to, by the column's name behind the table's.
    """
    part, _, field = name.partition(".")
    steps = field.split(".")
    if part == HOLDER and len(steps) <= _TABLE_AND_COLUMN and all(map(str.isidentifier, steps)):
        return name
    known = Disclosure.model_fields.get(part)
    record = known.annotation if known is not None else None
    if name and not (isinstance(record, type) and field in _amounts_of(record)):
        raise PydanticCustomError("field", "输入里没有这个数，要写 procurement.goods 这样的字段")
    return name


def _amounts_of(record: type) -> set[str]:
    """The amounts of a record of the input, with its sums."""
    fields: Mapping[str, FieldInfo] = getattr(record, "model_fields", {})
    amounts = {name for name, field in fields.items() if _holds_amount(field.annotation)}
    sums: Mapping[str, tuple[str, ...]] = getattr(record, "SUMS", {})
    return amounts | {name for name, parts in sums.items() if amounts.issuperset(parts)}


def _holds_amount(annotation: object) -> bool:
    return annotation is Decimal or any(map(_holds_amount, get_args(annotation)))


Pattern = Annotated[str, AfterValidator(_pattern)]
InputField = Annotated[str, AfterValidator(_input_field)]


class Entry(BaseModel):
    """An entry of a vocabulary."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class PhraseWords(Entry):
    """The words before an amount, and what they may name."""

    phrase: Pattern = Field(title="金额前面的话（正则表达式，从右往左对齐到金额）")
    means: tuple[str, ...] = Field(default=(), title="可能的口径")
    parts: tuple[BookPart, ...] = Field(default=(), title="不是口径的，写台账和筛选条件")
    field: InputField = Field(
        default="",
        title="只在输入里填的数，如 procurement.goods；明细表的一栏合计写 supplement.表.栏",
    )
    less: InputField = Field(
        default="", title="从口径里减去的、输入里填的数，如 three_public.foreign_reception"
    )
    scoped: Flag = Field(default=True, title="受所在一节说的资金限制")
    of_project: Flag = Field(default=False, title="只用在标题是项目名称的一节里，只算这个项目的")
    under: str = Field(default="", title="所在各级标题里要有的词")
    kinds: tuple[Kind, ...] = Field(default=tuple(Kind), title="用于哪种公开，不写就是都用")
    specimen: str = Field(title="例句，到金额为止")
    seen: str = Field(default="", title="见于")

    @model_validator(mode="after")
    def _names_something(self) -> PhraseWords:
        if not (self.means or self.parts or self.field):
            raise PydanticCustomError("phrase", "要写 means、parts 或 field，说明指的是哪个数")
        return self


class ScopeWords(Entry):
    """A word of headings, and the money that the section below is about."""

    word: str = Field(title="标题中的词")
    where: Conditions = Field(title="筛选条件")


class QuantityWords(Entry):
    """The end of the words before an amount, and which of a line's amounts it names."""

    phrase: Pattern = Field(
        title="话的末尾（正则表达式），{last_year} 代表上年的各种叫法和上年的年份"
    )
    column: Column = Field(
        title="amount 本年数，initial_budget 年初预算数，adjusted_budget 全年预算数，prior 上年数"
    )
