"""The limits that documents are held to, and that their sentences print: typed parameters.

``limits.yaml`` beside this file has the national ones; a pack's parameters lie over them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    RootModel,
    create_model,
)
from pydantic_core import PydanticCustomError

from discloser.model.evaluation import FULL_SCORE, Grade
from discloser.model.values import EconomicItem, FunctionItem, Kind
from discloser.money import MoneyUnit
from discloser.parameters.parameter import Parameter, values_of
from discloser.read.yaml import read_yaml_file
from discloser.validation import validate

FOLDER = Path(__file__).parent
"""Where the national limits lie."""
_FILE = "limits.yaml"
THRESHOLD = r"[0-9]{1,12}(?:\.[0-9]{1,6})?(?:万元|元)"
"""How an amount from which on something counts is written, in texts too."""
_PERCENT = re.compile(r"(?P<number>\d+(?:\.\d+)?)%", re.ASCII)
_MONTH = re.compile(r"(?P<year>上年|本年|次年)(?P<month>[1-9]|1[0-2])月", re.ASCII)
_CODE_PART = re.compile(r"(?P<name>\D+)(?P<digits>[1-9]\d?)位", re.ASCII)
_YEARS = {"上年": -1, "本年": 0, "次年": 1}


@dataclass(frozen=True, slots=True)
class Threshold:
    """An amount from which on something counts: as it is printed (100万元), and in 元."""

    text: str
    yuan: Decimal

    def __str__(self) -> str:
        return self.text

    @staticmethod
    def read(value: Any) -> Threshold:
        """Read it as written.

        Raises:
            PydanticCustomError: if it is no amount with its unit.
        """
        text = str(value)
        if not re.fullmatch(THRESHOLD, text):
            raise PydanticCustomError("threshold", "要写成带单位的数，如 100万元")
        unit = next(unit for unit in reversed(MoneyUnit) if text.endswith(unit))
        return Threshold(text, Decimal(text.removesuffix(unit)) * unit.yuan)


@dataclass(frozen=True, slots=True, order=True)
class RelativeMonth:
    """A month by how many years it lies after the fiscal year."""

    years: int
    month: int

    def of(self, year: int) -> date:
        """Its first day for a fiscal year."""
        return date(year + self.years, self.month, 1)

    @staticmethod
    def read(value: Any) -> RelativeMonth:
        """Read it as written.

        Raises:
            PydanticCustomError: if it is no month of last year, this year or next year.
        """
        match = _MONTH.fullmatch(str(value))
        if match is None:
            raise PydanticCustomError("relative_month", "要写成 上年12月、本年6月、次年6月 的样子")
        return RelativeMonth(_YEARS[match["year"]], int(match["month"]))


def _read_percent(value: Any) -> Decimal:
    match = _PERCENT.fullmatch(str(value))
    percent = Decimal(match["number"]) if match is not None else Decimal(0)
    if not 0 < percent <= FULL_SCORE:
        raise PydanticCustomError("percent", "要写成 100% 以内的百分比，如 90%")
    return percent / 100


def _read_code_part(value: Any) -> tuple[str, int]:
    match = _CODE_PART.fullmatch(str(value))
    if match is None:
        raise PydanticCustomError("code_part", "要写成名称和位数，如 年度2位")
    return match["name"], int(match["digits"])


def _in_order(
    span: tuple[RelativeMonth, RelativeMonth],
) -> tuple[RelativeMonth, RelativeMonth]:
    if span[0] > span[1]:
        raise PydanticCustomError("span", "要先写最早的月份，再写最晚的月份")
    return span


def _falling(grades: dict[Grade, Decimal]) -> dict[Grade, Decimal]:
    scores = [grades.get(grade) for grade in Grade]
    known = [score for score in scores[:-1] if score is not None]
    if len(known) < len(scores) - 1 or scores[-1] is not None:
        raise PydanticCustomError("grades", "除“差”以外，每个等级各写一个最低分")
    if sorted(set(known), reverse=True) != known:
        raise PydanticCustomError("grades", "最低分要一级比一级小")
    return grades


def _by_kind(spans: dict[Kind, Span]) -> dict[Kind, Span]:
    if set(spans) != set(Kind):
        raise PydanticCustomError("kinds", "budget（预算）、final_account（决算）都要写")
    return spans


Amount = Annotated[Threshold, PlainValidator(Threshold.read)]
Rate = Annotated[Decimal, PlainValidator(_read_percent)]
Month = Annotated[RelativeMonth, PlainValidator(RelativeMonth.read)]
Span = Annotated[tuple[Month, Month], AfterValidator(_in_order)]
Score = Annotated[Decimal, Field(gt=0, le=FULL_SCORE)]
CodePart = Annotated[tuple[str, int], PlainValidator(_read_code_part)]


class Limits(BaseModel):
    """The limits of one fiscal year. Each field is a parameter of the same name."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    large_project: Amount
    general_equipment: Amount
    special_equipment: Amount
    evaluation_grades: Annotated[dict[Grade, Score], AfterValidator(_falling)]
    execution_points: Score
    execution_full_rates: Annotated[tuple[Rate, ...], Field(min_length=1)]
    project_code: Annotated[tuple[CodePart, ...], Field(min_length=1)]
    reason_length: Annotated[int, Field(ge=1)]
    equal_items: tuple[tuple[FunctionItem, EconomicItem], ...]
    publication_months: Annotated[dict[Kind, Span], AfterValidator(_by_kind)]
    evaluation_months: Span

    def grade(self, score: Decimal) -> Grade:
        """The grade of a score."""
        reached = (grade for grade, least in self.evaluation_grades.items() if score >= least)
        return min(reached, key=list(Grade).index, default=Grade.POOR)

    @property
    def grades_in_words(self) -> str:
        """The grades with their least scores: 优 90 分以上，良 80 分以上，…"""
        least = self.evaluation_grades
        parts = [f"{grade} {least[grade]:f} 分以上" for grade in Grade if grade in least]
        return "，".join([*parts, f"其余为{Grade.POOR}"])


THRESHOLDS = tuple(
    name for name, field in Limits.model_fields.items() if field.annotation is Threshold
)
"""The limits from which on something counts."""


def _dated(name: str, annotation: Any) -> tuple[Any, Any]:
    """The field of a parameters' file in which a limit's values are of its type."""
    made = create_model(
        f"Dated_{name}",
        __base__=Parameter,
        since=(dict[int, annotation], Field(title="自哪一年起的取值", min_length=1)),
        options=(tuple[annotation, ...], Field(default=(), title="输入可以选择的取值")),
    )
    return (made | None, Field(default=None, title=name))


_fields: Any = {
    name: _dated(name, annotation)
    for name, annotation in get_type_hints(Limits, include_extras=True).items()
    if name in Limits.model_fields
}
LimitsFile: type[BaseModel] = create_model(
    "LimitsFile", __config__=ConfigDict(defer_build=True), **_fields
)
"""A file of parameters of which those that are limits have values of the limits' types."""


class ParameterFile(RootModel[dict[str, Parameter]]):
    """A file of parameters by name."""


@cache
def national_parameters() -> Mapping[str, Parameter]:
    """The national limits as parameters.

    Raises:
        ValueError: if the file beside this module is faulty, which a test would have shown.
    """
    draft, sources, findings = read_yaml_file(FOLDER / _FILE)
    file, problems, _ = validate(ParameterFile, draft or {}, sources)
    if file is None or findings:
        raise ValueError("; ".join(f"{p.location}: {p.message}" for p in (*findings, *problems)))
    return file.root


def limits_of(
    parameters: Mapping[str, Parameter], year: int, chosen: Mapping[str, str] | None = None
) -> Limits:
    """The limits of a fiscal year; ``chosen`` are the parameters that an input chooses.

    Raises:
        ValueError: if a parameter is missing or has no sense, which reading a pack has told.
    """
    return Limits.model_validate(values_of(parameters, year, chosen or {}))


@cache
def national_limits(year: int) -> Limits:
    """The national limits of a fiscal year."""
    return limits_of(national_parameters(), year)
