"""What a pack declares, as templates see it: values that know how they are printed, and from where.

A blank that is to be printed is missed, as in the other parts of an input.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from discloser.compose.records import Miss
from discloser.compose.runs import Printable, Worded
from discloser.compose.views import Amount, Formats, unit_view
from discloser.compute.figures import Figures
from discloser.document.number import Number, NumberFormat, Origin, Trim
from discloser.location import FieldPath
from discloser.model.disclosure import Unit
from discloser.model.supplement import (
    HOLDER,
    Declared,
    DeclaredLine,
    Required,
    Supplement,
    ValueType,
    declared,
    part_model,
)
from discloser.pack.unknown import Unknown


class Counted(int, Printable):
    """A whole number that knows where it comes from; it counts and compares as any other."""

    origin: Origin

    def number(self) -> Number:
        """The number that it prints as."""
        return Number(Decimal(int(self)), NumberFormat(0), origin=self.origin)


class Measured(Decimal, Printable):
    """A number with decimals that knows where it comes from."""

    origin: Origin
    format: NumberFormat

    @classmethod
    def of(cls, number: Decimal, shown: NumberFormat, origin: Origin) -> Measured:
        """A number in a format."""
        made = cls(number)
        made.format, made.origin = shown, origin
        return made

    def number(self) -> Number:
        """The number that it prints as."""
        return Number(Decimal(self), self.format, origin=self.origin)


class DayOf(date, Worded):
    """A day that prints as 2025年3月5日."""

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月{self.day}日"


class MonthOf(date, Worded):
    """A month that prints as 2025年3月."""

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月"


@dataclass(frozen=True, slots=True)
class YesNo(Worded):
    """A truth that prints as 是 or 否, and that a condition can ask."""

    is_true: bool

    def __str__(self) -> str:
        return "是" if self.is_true else "否"

    def __bool__(self) -> bool:
        return self.is_true


@dataclass(frozen=True, slots=True)
class Coded(Worded):
    """A code that prints as it is typed, with its name."""

    code: str
    name: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class UnitOf(Worded):
    """A unit that a line names: it prints as the unit's name."""

    code: str
    name: str

    def __str__(self) -> str:
        return self.name


def plain_number(told: Declared) -> NumberFormat:
    """How a declared number that is no amount is printed: without zeros that say nothing."""
    return NumberFormat(told.decimals, trim=Trim.ZEROS)


@dataclass(frozen=True, slots=True)
class Shower:
    """Makes the views of declared parts; ``miss`` is told of what is blank and to be printed.

    ``code_name`` tells what a code of a dimension is called.
    """

    formats: Formats
    miss: Miss
    figures: Figures
    code_name: Callable[[str, str], str]

    def part(self, part: Supplement | DeclaredLine, path: FieldPath, *titles: str) -> View:
        """The view of a declared part, or of a line, at ``path``."""
        return View(part, path, titles, self)

    def value(self, value: Any, told: Declared, path: FieldPath, titles: tuple[str, ...]) -> Any:
        """A value as it is printed."""
        label = titles[-1]
        if value is None:
            if told.required is Required.NEVER:
                return ""
            self.miss(path, "·".join(titles))
            return Unknown(label)
        make = _MAKERS.get(told.type)
        return str(value) if make is None else make(value, told, Origin(label, (path,)), self)


def _amount(value: Any, told: Declared, origin: Origin, show: Shower) -> Amount:
    unit, formats = told.money_unit, show.formats
    label = origin.formula
    return Amount(value, formats.text, formats, label=label, unit=unit, origin=origin)


def _count(value: Any, _told: Declared, origin: Origin, _show: Shower) -> Counted:
    made = Counted(value)
    made.origin = origin
    return made


def _number(value: Any, told: Declared, origin: Origin, _show: Shower) -> Measured:
    return Measured.of(value, plain_number(told), origin)


def _unit(value: Any, _told: Declared, _origin: Origin, show: Shower) -> UnitOf:
    unit = unit_view(show.figures, value)
    return UnitOf(unit.code, unit.name)


def _coded(dimension: str, value: Any, _told: Declared, _origin: Origin, show: Shower) -> Coded:
    return Coded(value, show.code_name(dimension, value))


CODED = {
    ValueType.FUNCTION: "function_item",
    ValueType.DEPARTMENT_ECONOMIC: "economic_item",
    ValueType.GOVERNMENT_ECONOMIC: "government_item",
}
"""The dimension of the ledger that a declared code is of."""
_MAKERS: Mapping[ValueType, Callable[[Any, Declared, Origin, Shower], Any]] = {
    ValueType.AMOUNT: _amount,
    ValueType.COUNT: _count,
    ValueType.NUMBER: _number,
    ValueType.DATE: lambda value, *_: DayOf(value.year, value.month, value.day),
    ValueType.MONTH: lambda value, *_: MonthOf(value.year, value.month, 1),
    ValueType.YES_NO: lambda value, *_: YesNo(value),
    ValueType.UNIT: _unit,
    **{of: partial(_coded, dimension) for of, dimension in CODED.items()},
}


class View:
    """A declared part, or a line of a declared table, as templates see it."""

    __slots__ = ("_part", "_path", "_show", "_titles")

    def __init__(
        self,
        part: Supplement | DeclaredLine,
        path: FieldPath,
        titles: tuple[str, ...],
        show: Shower,
    ) -> None:
        self._part = part
        self._path = path
        self._titles = titles
        self._show = show

    def __getattr__(self, name: str) -> Any:
        field = type(self._part).model_fields.get(name)
        if name.startswith("_") or field is None:
            raise AttributeError(name)
        value = getattr(self._part, name, None)
        path, titles = (*self._path, name), (*self._titles, field.title or name)
        told = declared(field)
        if told is not None:
            return self._show.value(value, told, path, titles)
        return tuple(
            self._show.part(line, (*path, index), *titles[:-1], f"{titles[-1]}第{index + 1}行")
            for index, line in enumerate(value or ())
        )

    def __dir__(self) -> list[str]:
        return list(type(self._part).model_fields)


class Holder:
    """A unit of the input, with what its pack asks of it in the form for templates."""

    __slots__ = ("_unit", "supplement")

    def __init__(self, unit: Unit, supplement: View) -> None:
        self._unit = unit
        self.supplement = supplement

    def __getattr__(self, name: str) -> Any:
        if name in Unit.model_fields or isinstance(getattr(Unit, name, None), property):
            return getattr(self._unit, name)
        raise AttributeError(name)

    def __dir__(self) -> list[str]:
        return [*Unit.model_fields, "in_list"]


class Supplements:
    """The views of all that a disclosure holds beside the core."""

    def __init__(self, figures: Figures, show: Shower) -> None:
        self._disclosure = figures.disclosure
        self._books = figures.books
        self._show = show
        self._units = {key: index for index, key in enumerate(figures.units)}
        projects = enumerate(self._disclosure.projects)
        self._projects = {project.name: index for index, project in projects}

    def of_department(self) -> View:
        """That of the department, or of the unit whose own document it is."""
        return self._show.part(self._disclosure.supplement, (HOLDER,))

    def units(self) -> tuple[Holder, ...]:
        """All units."""
        return tuple(
            Holder(unit, self._of_unit(index)) for index, unit in enumerate(self._disclosure.units)
        )

    def of_unit(self, key: str) -> View:
        """That of the unit that ledger lines call ``key``."""
        index = self._units.get(key)
        return self._blank(("units",), key) if index is None else self._of_unit(index)

    def of_project(self, name: str) -> View:
        """That of a project; nothing is said of one that is not listed among the projects."""
        index = self._projects.get(name)
        if index is None:
            return self._blank(("projects", len(self._projects), HOLDER), name)
        part = self._disclosure.projects[index].supplement
        return self._show.part(part, ("projects", index, HOLDER), name)

    def of_item(self, code: str, name: str) -> View:
        """That of a functional item."""
        part = self._disclosure.item_supplements.get(code)
        title = f"{code} {name}".strip()
        if part is None:
            return self._blank(("item_supplements", code), title)
        return self._show.part(part, ("item_supplements", code), title)

    def line(self, path: FieldPath) -> View:
        """The line of a declared table at ``path``."""
        found: Any = self._disclosure
        for step in path:
            is_field = isinstance(step, str) and not isinstance(found, Mapping)
            found = getattr(found, str(step)) if is_field else found[step]
        name, number = str(path[-2]), int(path[-1]) + 1
        return self._show.part(found, path, f"{self._books[name].label}第{number}行")

    def _of_unit(self, index: int) -> View:
        unit = self._disclosure.units[index]
        return self._show.part(unit.supplement, ("units", index, HOLDER), unit.name)

    def _blank(self, path: FieldPath, title: str) -> View:
        """The view of what the input says nothing of, and should say at ``path``."""
        model = part_model(type(self._disclosure), str(path[0]))
        return self._show.part(model.model_construct(), path, title)
