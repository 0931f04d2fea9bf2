"""The catalogue of measures as it is written in YAML: the standard one, and those of packs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    RootModel,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from discloser.compute.ledger import DIMENSIONS, Side, Where
from discloser.compute.measure import Measure, Measures, Selection
from discloser.finding import Finding
from discloser.model.supplement import Book, Declared, ValueType
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

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    label: str = Field(title="中文名称")
    of: BookName | None = Field(default=None, title="台账，或 fields.yaml 里的一张明细表")
    value: str = Field(
        default="", title="明细表里相加的一栏；是人数、件数的，只能这样相加，不写就是金额"
    )
    where: Conditions = Field(default_factory=dict, title="筛选条件")
    sum: tuple[str, ...] = Field(default=(), title="相加的口径")
    source: str = Field(default="", title="口径出处")
    _counted: tuple[str, Declared] | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _one_form(self) -> MeasureSpec:
        if bool(self.sum) == bool(self.of):
            raise PydanticCustomError("measure", "要么写 of（和 where），要么写 sum")
        return self

    @model_validator(mode="after")
    def _adds_up(self, info: ValidationInfo) -> MeasureSpec:
        book = self._book(known_in(info, "books", ()))
        column = self.value or (book.main if book is not None else "")
        counts = [n for n in book.summed if book.type_of(n) is not ValueType.AMOUNT] if book else []
        is_amount = book is None or book.type_of(column) is ValueType.AMOUNT
        if self.value and (column not in counts):
            hint = nearest(column, counts) or "只能写 of 的明细表里 个数、数 的一栏"
            text = f"value 写的是“{column}”，不是能相加的个数，{hint}"
            raise PydanticCustomError("counted", "{text}", {"text": text})
        if not is_amount and not column:
            text = f"《{book.label if book else ''}》没有能相加的栏"
            raise PydanticCustomError("counted", "{text}", {"text": text})
        self._counted = None if is_amount or book is None else (column, book.columns[column][1])
        return self

    def _book(self, books: Collection[str]) -> Book | None:
        """The declared table that it selects from."""
        return books.get(self.of) if isinstance(books, Mapping) and self.of is not None else None

    def named(self, name: str) -> Measure:
        """The measure that it describes."""
        named = {name.removeprefix("not_") for name in self.where}
        own = ((self.of, Where.of(self.where, named)),) if self.of is not None else ()
        value, told = self._counted or ("", None)
        return Measure(name, self.label, Selection(own), self.source, self.sum, value, told)


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
