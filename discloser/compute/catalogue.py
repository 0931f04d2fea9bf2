"""The catalogue of measures as it is written in YAML: the standard one, and those of packs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from discloser.compute.ledger import DIMENSIONS, Side, Where
from discloser.compute.measure import Measure, Measures, Selection
from discloser.finding import Finding
from discloser.read.yaml import read_yaml
from discloser.validation import nearest, validate


def known_in(info: ValidationInfo, what: str, standard: Collection[str]) -> Collection[str]:
    """The ``books`` or ``dimensions`` of the pack that is read, or those of every pack."""
    known: Collection[str] = (info.context or {}).get(what, standard)
    return known


def _check_dimensions(conditions: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
    known = known_in(info, "dimensions", DIMENSIONS)
    for name in conditions:
        dimension = name.removeprefix("not_")
        if dimension not in known:
            hint = nearest(dimension, list(known))
            raise PydanticCustomError("dimension", f"没有“{dimension}”这个筛选字段，{hint}")
    return conditions


def _check_book(name: Any, info: ValidationInfo) -> Any:
    """A book of the ledger, or a line table that the pack declares."""
    known = [*Side, *known_in(info, "books", ())]
    if name not in known:
        expected = "、".join(f"'{each}'" for each in known)
        raise PydanticKnownError("enum", {"expected": expected})
    return Side(name) if name in list(Side) else name


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Values = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Conditions = Annotated[dict[str, Values], AfterValidator(_check_dimensions)]
"""A filter as written in YAML: dimension to value or values."""
BookName = Annotated[str, BeforeValidator(_check_book)]
"""A book as written in YAML: one of the three, or a line table that the pack declares."""


class MeasureSpec(BaseModel):
    """A measure as written in the catalogue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str = Field(title="中文名称")
    of: BookName | None = Field(default=None, title="台账，或 fields.yaml 里的一张明细表")
    where: Conditions = Field(default_factory=dict, title="筛选条件")
    sum: tuple[str, ...] = Field(default=(), title="相加的口径")
    source: str = Field(default="", title="口径出处")

    @model_validator(mode="after")
    def _one_form(self) -> MeasureSpec:
        if bool(self.sum) == bool(self.of):
            raise PydanticCustomError("measure", "要么写 of（和 where），要么写 sum")
        return self

    def named(self, name: str) -> Measure:
        """The measure that it describes."""
        named = {name.removeprefix("not_") for name in self.where}
        own = ((self.of, Where.of(self.where, named)),) if self.of is not None else ()
        return Measure(name, self.label, Selection(own), self.source, self.sum)


class MeasureFile(RootModel[dict[str, MeasureSpec]]):
    """A catalogue of measures by name."""

    def measures(self) -> Iterator[Measure]:
        """The measures in the file's order."""
        return (spec.named(name) for name, spec in self.root.items())


def read_measures(text: str, file: str) -> tuple[tuple[Measure, ...], tuple[Finding, ...]]:
    """Read a catalogue of measures from YAML."""
    draft, sources, findings = read_yaml(text, file)
    if findings:
        return (), findings
    model, findings, _ = validate(MeasureFile, draft or {}, sources)
    return (tuple(model.measures()) if model is not None else ()), findings


@cache
def standard_measures() -> Measures:
    """The standard catalogue.

    Raises:
        ValueError: if the catalogue itself is faulty.
    """
    text = (files("discloser.compute") / "measures.yaml").read_text(encoding="utf-8")
    measures, findings = read_measures(text, "measures.yaml")
    if findings:
        raise ValueError(
            "; ".join(f"{finding.location}: {finding.message}" for finding in findings)
        )
    return Measures(measures)
