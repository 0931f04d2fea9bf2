"""The form of a pack's inputs: the core's models with what the pack declares in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from pydantic import ConfigDict, Field, create_model

from discloser.model.disclosure import Disclosure, Unit, UnitParts
from discloser.model.ledger import Line, ReceiptLine
from discloser.model.performance import ProjectTargets
from discloser.model.supplement import (
    DECLARED,
    HOLDER,
    DeclaredLine,
    Required,
    Supplement,
    ValueType,
)
from discloser.model.values import (
    Code,
    Count,
    Day,
    EconomicItem,
    Flag,
    FunctionItem,
    Fund,
    Kind,
    Label,
    Money,
    Month,
    number_type,
)
from discloser.pack.fields import ColumnSpec, Fields, FieldsFile, Per
from discloser.pack.uses import Uses, UsesFile, with_uses

_TYPES: Mapping[ValueType, Any] = {
    ValueType.TEXT: Label,
    ValueType.LONG_TEXT: Label,
    ValueType.AMOUNT: Money,
    ValueType.COUNT: Count,
    ValueType.DATE: Day,
    ValueType.MONTH: Month,
    ValueType.YES_NO: Flag,
    ValueType.CODE: Code,
    ValueType.FUNCTION: FunctionItem,
    ValueType.DEPARTMENT_ECONOMIC: EconomicItem,
    ValueType.GOVERNMENT_ECONOMIC: EconomicItem,
    ValueType.FUND: Fund,
    ValueType.UNIT: Label,
    ValueType.PROJECT: Label,
}


class _Strict(Supplement):
    """A part that has what its pack declares and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class _LenientLine(DeclaredLine):
    """A line that may have columns which its pack has no more."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


def input_form(
    fields: Fields,
    uses: Uses,
    kind: Kind,
    *,
    lenient: bool = False,
    asked: frozenset[str] = frozenset(),
) -> type[Disclosure]:
    """The model of an input of one kind with the fields of a pack, and its uses of the core's.

    The same fields and uses give the same model. ``asked`` are the fields of receipts that this
    kind may have and that the pack's tables list. A ``lenient`` one reads over what it does not
    know and asks for nothing: an earlier input may have been made with other fields.
    """
    told = {name: spec.model_dump(mode="json") for name, spec in fields.items()}
    used = {name: use.model_dump(mode="json") for name, use in uses.items()}
    return _form(json.dumps([told, used]), kind, lenient, asked)


@lru_cache(maxsize=64)
def _form(told: str, kind: Kind, lenient: bool, asked: frozenset[str]) -> type[Disclosure]:
    fields, uses = json.loads(told)
    own = FieldsFile.model_validate(fields).root
    return _Maker(own, UsesFile.model_validate(uses).root, kind, lenient, asked).form()


@dataclass(frozen=True, slots=True)
class _Maker:
    fields: Fields
    uses: Uses
    kind: Kind
    lenient: bool
    asked: frozenset[str]
    made: dict[Any, Any] = field(default_factory=dict)
    """The lines and the choices that are made: a unit's own document has the department's."""

    def form(self) -> type[Disclosure]:
        of_department = self._part("Supplement", Per.DEPARTMENT, asks=True)
        own = self._made(
            "UnitParts",
            with_uses(UnitParts, self.uses, self.kind, lenient=True),
            self._part("OwnSupplement", Per.DEPARTMENT, asks=False),
        )
        unit = self._made(
            "Unit",
            Unit,
            self._part("UnitSupplement", Per.UNIT, asks=True),
            own=(own, Field(default=own(), title=Unit.model_fields["own"].title)),
        )
        project = self._made(
            "ProjectTargets",
            ProjectTargets,
            self._part("ProjectSupplement", Per.PROJECT, asks=True),
        )
        item = self._part("ItemSupplement", Per.ITEM, asks=True)
        titles = {name: field.title for name, field in Disclosure.model_fields.items()}
        units = Annotated[tuple[unit, ...], Field(min_length=1)]  # type: ignore[valid-type]
        receipt = _asking(ReceiptLine, self.asked)
        return self._made(
            "Disclosure",
            with_uses(Disclosure, self.uses, self.kind, lenient=self.lenient),
            of_department,
            receipts=(
                tuple[receipt, ...],  # type: ignore[valid-type]
                Field(default=(), title=titles["receipts"]),
            ),
            units=(units, Field(title=titles["units"])),
            projects=(
                tuple[project, ...],  # type: ignore[valid-type]
                Field(default=(), title=titles["projects"]),
            ),
            item_supplements=(
                dict[FunctionItem, item],  # type: ignore[valid-type]
                Field(default_factory=dict, title=titles["item_supplements"]),
            ),
        )

    def _made(self, name: str, base: type[Any], part: type[Supplement], **fields: Any) -> type[Any]:
        """A model of the core with the part that its pack declares, and other fields in place."""
        title = base.model_fields[HOLDER].title
        asks = any(field.is_required() for field in part.model_fields.values())
        if asks:  # so that what is missing is told field by field
            held = Field(default_factory=dict, validate_default=True, title=title)
        else:
            held = Field(default=part(), title=title)
        return create_model(
            name, __base__=base, __module__=__name__, **{HOLDER: (part, held), **fields}
        )

    def _part(self, name: str, per: Per, *, asks: bool) -> type[Supplement]:
        """What the pack declares of each department, unit, project or functional item."""
        made: dict[str, Any] = {}
        for called, spec in self.fields.items():
            if spec.per is per:
                made[called] = self._field(called, spec, spec.lines, asks=asks)
        base = Supplement if self.lenient else _Strict
        return create_model(name, __base__=base, __module__=__name__, **made)

    def _field(
        self,
        name: str,
        spec: ColumnSpec,
        lines: Mapping[str, ColumnSpec] | None,
        *,
        asks: bool,
        within: str = "",
    ) -> tuple[Any, Any]:
        is_asked = (
            asks
            and not self.lenient
            and spec.required is Required.ALWAYS
            and self.kind in spec.kinds
        )
        extra: dict[str, Any] = {}
        if set(spec.kinds) != set(Kind):
            extra["kinds"] = [kind.value for kind in spec.kinds]
        words: dict[str, Any] = {"title": spec.label, "description": spec.help or None}
        if lines is not None:
            columns: dict[str, Any]
            columns = {
                n: self._field(n, column, None, asks=True, within=name)
                for n, column in lines.items()
            }
            base = _LenientLine if self.lenient else DeclaredLine
            made = create_model(f"{_camel(name)}Row", __base__=base, __module__=__name__, **columns)
            line = self.made.setdefault(name, made)
            least = {"min_length": 1} if is_asked else {"default": ()}
            words |= {"json_schema_extra": extra}
            return tuple[line, ...], Field(**words, **least)  # type: ignore[valid-type]
        told = spec.declared()
        words["json_schema_extra"] = extra | {DECLARED: told.metadata()}
        if spec.example:
            words["examples"] = [spec.example]
        hint = self.made.setdefault(
            (within, name), _hint(spec, f"{_camel(within)}{_camel(name)}Choice")
        )
        if is_asked:
            return hint, Field(**words)
        return hint | None, Field(default=None, **words)


def _asking(line: type[Line], names: frozenset[str]) -> type[Line]:
    """A ledger line of which some fields are asked for in every kind."""
    if not names:
        return line
    fields = line.model_fields
    asked: dict[str, Any] = {
        name: (fields[name].annotation, Field(default=None, title=fields[name].title))
        for name in sorted(names)
    }
    return create_model(line.__name__, __base__=line, __module__=__name__, **asked)


def _hint(spec: ColumnSpec, called: str) -> Any:
    if spec.type is ValueType.NUMBER:
        return number_type(spec.decimals)
    if spec.type is ValueType.CHOICE:
        members = [(f"c{number}", choice) for number, choice in enumerate(spec.choices)]
        return StrEnum(called, members)
    return _TYPES[spec.type]


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
