"""What the samples say of the fields that a pack declares: every type and every choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import Any, get_args

from pydantic.fields import FieldInfo

from discloser.model.disclosure import Disclosure
from discloser.model.supplement import (
    HOLDER,
    Supplement,
    ValueType,
    declared,
    lines_in,
    part_model,
)
from discloser.model.values import Fund, Kind, kinds_of
from discloser.specimen.sample_lines import APPROPRIATIONS

Parts = dict[str, Any]
_NUMBERS = "一二三四五六七八九十"
_LEAST_LINES = 2
_MOST, _STEP, _MANY = 5_000_000, 1_100, 2_000
_OF_WHICH = "其中"
_FUNCTION = "2010301"
"""行政运行, for a line that must name an item where nothing is spent."""


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills in what a form declares of a kind; lines name the units, projects and functional items.

    What is not ``whole`` has only the fields that must be there.
    """

    form: type[Disclosure]
    kind: Kind
    year: int
    units: Sequence[str]
    projects: Sequence[str]
    functions: Sequence[str]
    whole: bool = True
    _numbers: Iterator[int] = field(default_factory=count)
    """Each amount and each count is another one, the later the smaller: parts follow wholes."""

    def fill(self, draft: Parts) -> Parts:
        """A draft with all that its pack asks for."""
        held = self.form.model_fields[HOLDER].annotation
        department = self._part(held) if isinstance(held, type) else {}
        made = {**draft, **({HOLDER: department} if department else {})}
        for name in ("units", "projects"):
            part = part_model(self.form, name)
            if self._part(part) and name in made:
                made[name] = [
                    {**each, HOLDER: self._part(part, number)}
                    for number, each in enumerate(made[name])
                ]
        own = self._part(held, 1) if isinstance(held, type) else {}
        if own:
            made["units"] = [
                {**unit, "own": {**unit["own"], HOLDER: own}} if "own" in unit else unit
                for unit in made["units"]
            ]
        items = self._part(part_model(self.form, "item_supplements"))
        if items:  # of the items that lines name
            made["item_supplements"] = dict.fromkeys(self.functions or [_FUNCTION], items)
        return made

    def _part(self, part: type[Supplement], number: int = 0) -> Parts:
        """The fields of a part; another ``number`` makes other values."""
        fields = {
            name: field
            for name, field in part.model_fields.items()
            if self.kind in kinds_of(field) and (self.whole or field.is_required())
        }
        made = {name: self._field(field, number) for name, field in fields.items()}
        return made | _wholes(fields, made)

    def _field(self, field: FieldInfo, number: int) -> Any:
        line = lines_in(field)
        if line is None:
            return self._value(field, number)
        columns = line.model_fields
        choices = [len(_choices(column)) for column in columns.values()]
        return [
            {name: self._value(column, number) for name, column in columns.items()}
            for number in range(max([_LEAST_LINES, *choices]))
        ]

    def _value(self, field: FieldInfo, number: int) -> str:
        told = declared(field)
        if told is None:
            raise ValueError(f"{field.title} is not declared")
        choices = _choices(field)
        if choices:
            return choices[number % len(choices)]
        word = _NUMBERS[number % len(_NUMBERS)]
        values: Mapping[ValueType, str] = {
            ValueType.TEXT: f"样例{word}",
            ValueType.LONG_TEXT: f"按规定做好第{word}项工作。",
            ValueType.AMOUNT: str(_MOST - _STEP * next(self._numbers)),
            ValueType.COUNT: str(_MANY - next(self._numbers)),
            ValueType.NUMBER: "1.5" if told.decimals else "2",
            ValueType.DATE: f"{self.year}-03-05",
            ValueType.MONTH: f"{self.year}-03",
            ValueType.YES_NO: "是" if number % 2 == 0 else "否",
            ValueType.CODE: "ABCDEFGHIJ"[number % 10] * 2,
            ValueType.FUNCTION: _of(self.functions, number) or _FUNCTION,
            ValueType.DEPARTMENT_ECONOMIC: ("30201", "30202")[number % 2],
            ValueType.GOVERNMENT_ECONOMIC: "50201",
            ValueType.UNIT: _of(self.units, number),
            ValueType.PROJECT: _of(self.projects, number) or "样例项目",
        }
        return values[told.type]


def _wholes(fields: Mapping[str, FieldInfo], made: Parts) -> Parts:
    """The numbers before several that are called 其中…: what these come to."""
    parts: dict[str, list[str]] = {}
    whole = ""
    for name, told in fields.items():
        is_part = (told.title or "").startswith(_OF_WHICH)
        whole = whole if is_part else name
        if is_part and whole and _is_counted(told) and _is_counted(fields[whole]):
            parts.setdefault(whole, []).append(name)
    return {
        whole: str(sum(int(made[name]) for name in names))
        for whole, names in parts.items()
        if len(names) > 1
    }


def _is_counted(field: FieldInfo) -> bool:
    told = declared(field)
    return told is not None and told.type is ValueType.COUNT and lines_in(field) is None


def _of(names: Sequence[str], number: int) -> str:
    return names[number % len(names)] if names else ""


def _choices(field: FieldInfo) -> tuple[str, ...]:
    """The words that a field may hold, where it has a fixed choice; of funds, appropriations."""
    for option in (field.annotation, *get_args(field.annotation)):
        if isinstance(option, type) and issubclass(option, StrEnum):
            members = APPROPRIATIONS if option is Fund else option
            return tuple(member.value for member in members)
    return ()
