"""What labels of rows and columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from discloser.compute.catalogue import Conditions
from discloser.compute.ledger import Column, Side
from discloser.model.values import Kind

Labels = Mapping[str, Conditions]


class LabelGroup(StrEnum):
    """The labels that a table's columns are read with."""

    FUNDS = "funds"
    EXPENDITURE = "expenditure"
    RECEIPTS = "receipts"
    THREE_PUBLIC = "three_public"
    OVERALL = "overall"
    THIS_YEAR_FUNDS = "this_year_funds"
    ECONOMIC = "economic"


class LineColumn(StrEnum):
    """What the texts of a column say of a row that is a line of the ledger."""

    UNIT = "unit"
    PROJECT = "project"
    CATEGORY = "category"
    FUNCTION = "function"
    ECONOMIC = "economic"
    GOVERNMENT = "government"


class Score(StrEnum):
    """What a label of a self-evaluation stands above or beside."""

    POINTS = "points"
    SCORE = "score"
    RATE = "rate"
    TOTAL = "total"


class BookPart(BaseModel):
    """A part of one book of the ledger."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    of: Side = Field(title="台账")
    where: Conditions = Field(default_factory=dict, title="筛选条件")


class CountedWith(BaseModel):
    """Where money is counted that a table has no line for."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    labels: frozenset[str] = Field(title="算在哪一行")
    unless: frozenset[str] = Field(title="除非有这些行")


class TextColumns(BaseModel):
    """The columns that hold texts and codes, by what these are."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    named: frozenset[str] = Field(default=frozenset(), title="不是金额的栏名")
    code_endings: tuple[str, ...] = Field(default=(), title="写编码的栏名的末尾")
    name_endings: tuple[str, ...] = Field(default=(), title="写名称的栏名的末尾")
    code_parts: frozenset[str] = Field(default=frozenset(), title="一个编码分几栏的栏名")
    codes: frozenset[str] = Field(default=frozenset(), title="一个编码一栏的栏名")
    code_names: tuple[str, ...] = Field(default=(), title="编码名称一栏的栏名的末尾")
    items: frozenset[str] = Field(default=frozenset(), title="收支总表里行名一栏的栏名")
    projects: tuple[str, ...] = Field(default=(), title="项目一栏的栏名里的词")
    types: frozenset[str] = Field(default=frozenset(), title="项目性质一栏的栏名")
    column_numbers: frozenset[str] = Field(default=frozenset(), title="栏次一行的行名")
    indicators: frozenset[str] = Field(default=frozenset(), title="绩效指标名称一栏的栏名")
    indicator_values: frozenset[str] = Field(default=frozenset(), title="绩效指标值一栏的栏名")

    @property
    def endings(self) -> tuple[str, ...]:
        """How the labels of columns end that hold no amounts."""
        return (*self.code_endings, *self.name_endings)

    def joined(self, more: TextColumns) -> TextColumns:
        """These words and a pack's."""
        names = type(self).model_fields
        return TextColumns.model_validate(
            {name: (*getattr(self, name), *getattr(more, name)) for name in names}
        )


class LabelWords(BaseModel):
    """What labels of rows and columns mean, by the group that a table is read with."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    funds: dict[str, Conditions] = Field(default_factory=dict, title="资金来源")
    expenditure: dict[str, Conditions] = Field(default_factory=dict, title="支出表的栏")
    receipts: dict[str, Conditions] = Field(default_factory=dict, title="收入表的栏")
    three_public: dict[str, Conditions] = Field(default_factory=dict, title="“三公”经费表的栏")
    overall: dict[str, Conditions] = Field(default_factory=dict, title="整体绩效目标表的行")
    balance: dict[str, tuple[BookPart, ...]] = Field(
        default_factory=dict, title="收支表的合计行，哪几本台账相加"
    )
    columns: dict[Kind, dict[str, Column]] = Field(
        default_factory=dict,
        title="栏名说的是哪个数：amount、initial_budget、adjusted_budget，按公开种类",
    )
    lines: dict[str, LineColumn] = Field(
        default_factory=dict,
        title="逐笔列出的表里，栏名下面写的是什么：unit 单位，project 项目，category 支出性质，"
        "function 功能科目编码，economic 部门经济科目编码，government 政府经济科目编码",
    )
    no_value: frozenset[str] = Field(default=frozenset(), title="没有数的格写什么")
    neutral: frozenset[str] = Field(default=frozenset(), title="不缩小范围的栏名")
    carrying: frozenset[str] = Field(default=frozenset(), title="下面各行都是上年结转的行名")
    undivided: frozenset[str] = Field(default=frozenset(), title="没有经济科目的行名")
    totals: frozenset[str] = Field(default=frozenset(), title="合计的行名")
    counted_with: dict[str, CountedWith] = Field(
        default_factory=dict, title="没有单列一行的钱算在哪一行"
    )
    unit_codes: frozenset[str] = Field(default=frozenset(), title="单位代码一栏的栏名")
    values: dict[str, LabelGroup] = Field(
        default_factory=dict, title="写着资金、支出性质的栏：栏里的词是 labels 的哪一组"
    )
    scores: dict[str, Score] = Field(
        default_factory=dict, title="自评表里分值、得分、执行率、总分的名称"
    )
    evaluated: dict[str, Conditions] = Field(default_factory=dict, title="自评表里资金的行名")
    serial: frozenset[str] = Field(default=frozenset(), title="数行数的栏名")
    texts: TextColumns = Field(default_factory=TextColumns, title="不是金额的栏")
    government_items: frozenset[str] = Field(
        default=frozenset(), title="栏名里有这些词的，编码是政府预算经济分类的"
    )
    of_which: frozenset[str] = Field(default=frozenset(), title="引出其中一部分的话")
    funds_counted_with: dict[Kind, dict[str, CountedWith]] = Field(
        default_factory=dict, title="没有单列的资金算在哪一项里，unless 是表里有的词"
    )

    def group(self, name: LabelGroup) -> Labels:
        """The labels of one group."""
        if name is LabelGroup.THIS_YEAR_FUNDS:
            return self.this_year_funds
        if name is LabelGroup.ECONOMIC:  # which are names of the code table besides
            return self.expenditure
        labels: Labels = getattr(self, name.value)
        return labels

    @cached_property
    def this_year_funds(self) -> Labels:
        """The funds where a table shows last year's money in a column of its own."""
        current = {
            label: {**conditions, "carried_over": ("否",)}
            for label, conditions in self.funds.items()
        }
        return {**current, "上年结转结余": {"carried_over": ("是",)}}

    def joined(self, more: LabelWords) -> LabelWords:
        """These words and more; the later ones go before."""
        made: dict[str, Any] = {}
        for name in type(self).model_fields:
            mine, others = getattr(self, name), getattr(more, name)
            made[name] = mine | others if not isinstance(mine, TextColumns) else mine.joined(others)
        made["funds_counted_with"] = {
            kind: {**self.funds_counted_with.get(kind, {}), **more.funds_counted_with.get(kind, {})}
            for kind in Kind
        }
        made["columns"] = {
            kind: {**self.columns.get(kind, {}), **more.columns.get(kind, {})} for kind in Kind
        }
        return LabelWords.model_construct(**made)
