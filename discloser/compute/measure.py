"""Measures: named selections of the ledger. The catalogue is data; packs add their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    model_validator,
)
from pydantic_core import PydanticCustomError

from discloser.compute.ledger import DIMENSIONS, Entry, Ledger, Side, Where
from discloser.finding import Finding
from discloser.read.yaml import read_yaml
from discloser.validation import nearest, validate


@dataclass(frozen=True, slots=True)
class Selection:
    """Entries of the ledger: those that match any of the parts, a book and a filter each.

    The parts of a measure must not overlap; each entry counts once all the same.
    """

    parts: tuple[tuple[Side, Where], ...]

    @staticmethod
    def everything() -> Selection:
        """All three books."""
        return Selection(tuple((side, Where()) for side in Side))

    def matches(self, entry: Entry) -> bool:
        """Tell whether an entry is selected."""
        return any(side is entry.side and where.matches(entry) for side, where in self.parts)

    def of(self, ledger: Ledger) -> Ledger:
        """The selected entries of ``ledger``."""
        return Ledger(tuple(entry for entry in ledger if self.matches(entry)))

    def __and__(self, other: Selection) -> Selection:
        return Selection(
            tuple(
                (side, where & narrower)
                for side, where in self.parts
                for other_side, narrower in other.parts
                if side is other_side
            )
        )


def _check_dimensions(conditions: dict[str, Any]) -> dict[str, Any]:
    for name in conditions:
        dimension = name.removeprefix("not_")
        if dimension not in DIMENSIONS:
            hint = nearest(dimension, list(DIMENSIONS))
            raise PydanticCustomError("dimension", f"没有“{dimension}”这个筛选字段，{hint}")
    return conditions


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Values = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Conditions = Annotated[dict[str, Values], AfterValidator(_check_dimensions)]
"""A filter as written in YAML: dimension to value or values."""


class SelectionSpec(BaseModel):
    """A selection as written in YAML: a measure's name, or a book and a filter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: str = Field(default="", title="口径")
    of: Side | None = Field(default=None, title="台账")
    where: Conditions = Field(default_factory=dict, title="筛选条件")


class MeasureSpec(BaseModel):
    """A measure as written in the catalogue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str = Field(title="中文名称")
    of: Side | None = Field(default=None, title="台账")
    where: Conditions = Field(default_factory=dict, title="筛选条件")
    sum: tuple[str, ...] = Field(default=(), title="相加的口径")
    source: str = Field(default="", title="口径出处")

    @model_validator(mode="after")
    def _one_form(self) -> MeasureSpec:
        if bool(self.sum) == bool(self.of):
            raise PydanticCustomError("measure", "要么写 of（和 where），要么写 sum")
        return self


class MeasureFile(RootModel[dict[str, MeasureSpec]]):
    """A catalogue of measures by name."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A named selection, with its Chinese label and the source of its definition."""

    name: str
    label: str
    selection: Selection
    source: str = ""
    sum: tuple[str, ...] = ()


class Measures(Mapping[str, Measure]):
    """Measures by name."""

    def __init__(self, specs: Mapping[str, MeasureSpec]) -> None:
        self._specs = dict(specs)

    def __getitem__(self, name: str) -> Measure:
        spec = self._specs[name]
        return Measure(name, spec.label, self._selection(spec), spec.source, spec.sum)

    def __iter__(self) -> Any:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)

    @property
    def specs(self) -> Mapping[str, MeasureSpec]:
        """The measures as they are written."""
        return self._specs

    def with_more(self, specs: Mapping[str, MeasureSpec]) -> Measures:
        """These measures and a pack's own; a pack's goes before a standard one of its name."""
        return Measures(self._specs | dict(specs)) if specs else self

    def select(self, spec: SelectionSpec) -> Selection:
        """The selection that a spec describes, all books where it names none.

        Raises:
            KeyError: if the spec names an unknown measure.
        """
        base = self[spec.measure].selection if spec.measure else Selection.everything()
        sides = (spec.of,) if spec.of is not None else tuple(Side)
        where = Where.of(spec.where)
        return base & Selection(tuple((side, where) for side in sides))

    def _selection(self, spec: MeasureSpec) -> Selection:
        if spec.of is not None:
            return Selection(((spec.of, Where.of(spec.where)),))
        return union(self[name].selection for name in spec.sum)


def union(selections: Iterable[Selection]) -> Selection:
    """The selection of everything that any of ``selections`` selects."""
    return reduce(lambda a, b: Selection(a.parts + b.parts), selections, Selection(()))


def read_measures(text: str, file: str) -> tuple[dict[str, MeasureSpec], tuple[Finding, ...]]:
    """Read a catalogue of measures from YAML."""
    draft, sources, findings = read_yaml(text, file)
    if findings:
        return {}, findings
    model, findings, _ = validate(MeasureFile, draft or {}, sources)
    return (model.root if model is not None else {}), findings


@cache
def standard_measures() -> Measures:
    """The standard catalogue.

    Raises:
        ValueError: if the catalogue itself is faulty.
    """
    text = (files("discloser.compute") / "measures.yaml").read_text(encoding="utf-8")
    specs, findings = read_measures(text, "measures.yaml")
    if findings:
        raise ValueError(
            "; ".join(f"{finding.location}: {finding.message}" for finding in findings)
        )
    return Measures(specs)
