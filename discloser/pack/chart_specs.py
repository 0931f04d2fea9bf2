"""What a pack says about its charts, as written in ``charts/*.yaml``."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from discloser.compute.catalogue import Conditions, known_in
from discloser.compute.ledger import DIMENSIONS
from discloser.document.nodes import ChartKind
from discloser.money import MoneyUnit
from discloser.pack.specs import Spec

MOST_POINTS = 40
"""No chart of a document that is read on paper has room for more."""


class ChartValue(StrEnum):
    """Which of an amount's numbers a series shows."""

    AMOUNT = "amount"
    INITIAL_BUDGET = "initial_budget"
    ADJUSTED_BUDGET = "adjusted_budget"
    PRIOR = "prior"


class PointSpec(Spec):
    """A point of a chart: the amount of a measure, or with ``each`` a point for each of its parts.

    ``label`` is a text template, in which ``name`` is the measure's label or that of the part.
    """

    label: str = Field(default="{{ name }}", title="名称，不写就同口径的；文字里可以用 name")
    measure: str = Field(title="口径")
    where: Conditions = Field(default_factory=dict, title="筛选条件")
    each: str = Field(default="", title="按什么分，每组一个，如 function_class")

    @model_validator(mode="after")
    def _known_dimension(self, info: ValidationInfo) -> PointSpec:
        if self.each and self.each not in known_in(info, "dimensions", DIMENSIONS):
            raise PydanticCustomError("dimension", f"没有“{self.each}”这个分组字段")
        return self


class SeriesSpec(Spec):
    """A series of a chart: which number of each point's amount it shows."""

    label: str = Field(default="", title="名称，如 {{ year }}年度")
    value: ChartValue = Field(
        default=ChartValue.AMOUNT,
        title="取哪一个数：amount 本年数，initial_budget 年初预算数，adjusted_budget 全年预算数，"
        "prior 上年数",
    )
    when: str = Field(default="", title="什么情况下才印")


class ChartSpec(Spec):
    """A chart of amounts. It is printed where more than one of its points is not zero.

    Points that are zero in all series are left out. What cannot be read in its kind, as a pie of
    more than five parts, of several series or of a negative amount, is printed as bars.
    ``whole`` is the measure whose share each point has.
    """

    title: str = Field(title="图题")
    number: str = Field(default="图{{ index }}", title="图号；文字里的 index 是第几张图")
    kind: ChartKind = Field(
        default=ChartKind.BAR,
        title="样式：bar 柱状图，stacked 堆积图，pie 饼图，line 折线图；放不下的印成柱状图",
    )
    points: tuple[PointSpec, ...] = Field(title="各项", min_length=1, max_length=MOST_POINTS)
    series: tuple[SeriesSpec, ...] = Field(
        default=(SeriesSpec(),), title="各系列，不写就只有本年数", min_length=1, max_length=5
    )
    whole: str = Field(default="", title="印各项占哪个口径的比重，不写就不印比重")
    whole_label: str = Field(default="", title="那个口径叫什么，不写就同口径的名称")
    money_unit: MoneyUnit = Field(default=MoneyUnit.WAN_YUAN, title="金额单位")
    when: str = Field(default="", title="什么情况下才印")

    @model_validator(mode="after")
    def _one_whole(self) -> ChartSpec:
        if self.whole and len(self.series) > 1:
            raise PydanticCustomError("whole", "有几个系列的图不印比重，不能写 whole")
        return self
