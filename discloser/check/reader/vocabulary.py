"""The reader's vocabulary: names of national tables, labels of rows and columns, phrases.

It is data: the national base lies beside this module, a pack adds its own words to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from discloser.compute.ledger import Column, Side
from discloser.compute.measure import Conditions
from discloser.finding import Finding
from discloser.model.values import Flag, Kind
from discloser.read.yaml import read_yaml
from discloser.validation import validate

_BASE = ("tables", "labels", "phrases")


class Shape(StrEnum):
    """How the rows and columns of a table are read."""

    BALANCE = "balance"
    UNITS = "units"
    FUNCTION = "function"
    PAIRS = "pairs"
    ECONOMIC = "economic"
    COLUMNS = "columns"
    BOOKS = "books"
    PROJECTS = "projects"
    FORM = "form"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TableWords(_Entry):
    """A national table: the titles it bears, and what it is about."""

    titles: tuple[str, ...] = Field(title="表名")
    shape: Shape = Field(title="读法")
    of: Side | None = Field(default=None, title="台账")
    where: Conditions = Field(default_factory=dict, title="筛选条件")
    labels: str = Field(default="", title="列名用哪一组")
    seen: str = Field(default="", title="见于")

    @property
    def has_amounts(self) -> bool:
        """Whether it is said what its amounts are."""
        return self.shape is not Shape.FORM or bool(self.labels)


class BookPart(_Entry):
    """A part of one book of the ledger."""

    of: Side = Field(title="台账")
    where: Conditions = Field(default_factory=dict, title="筛选条件")


class CountedWith(_Entry):
    """Where money is counted that a table has no line for."""

    labels: frozenset[str] = Field(title="算在哪一行")
    unless: frozenset[str] = Field(title="除非有这些行")


Labels = Mapping[str, Conditions]


class LabelWords(_Entry):
    """What labels of rows and columns mean."""

    funds: dict[str, Conditions] = Field(default_factory=dict, title="资金")
    expenditure: dict[str, Conditions] = Field(default_factory=dict, title="支出")
    receipts: dict[str, Conditions] = Field(default_factory=dict, title="收入")
    three_public: dict[str, Conditions] = Field(default_factory=dict, title="“三公”经费")
    overall: dict[str, Conditions] = Field(default_factory=dict, title="整体绩效目标")
    balance: dict[str, tuple[BookPart, ...]] = Field(default_factory=dict, title="收支合计")
    columns: dict[Kind, dict[str, Column]] = Field(default_factory=dict, title="列")
    neutral: frozenset[str] = Field(default=frozenset(), title="不缩小范围的词")
    carrying: frozenset[str] = Field(default=frozenset(), title="结转行")
    undivided: frozenset[str] = Field(default=frozenset(), title="未细化")
    totals: frozenset[str] = Field(default=frozenset(), title="合计")
    counted_with: dict[str, CountedWith] = Field(default_factory=dict, title="没有单列的算在")
    unit_codes: frozenset[str] = Field(default=frozenset(), title="单位代码的表头")

    def group(self, name: str) -> Labels:
        """The labels of one group.

        Raises:
            KeyError: if there is no such group.
        """
        groups: dict[str, Labels] = {
            "funds": self.funds,
            "expenditure": self.expenditure,
            "receipts": self.receipts,
            "three_public": self.three_public,
            "overall": self.overall,
            "this_year_funds": self.this_year_funds,
        }
        return groups[name]

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
            made[name] = mine | others
        return LabelWords.model_construct(**made)


def _compilable(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise PydanticCustomError("pattern", f"不是能用的句式：{error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compilable)]


class PhraseWords(_Entry):
    """The words before an amount, and what they may name."""

    phrase: Pattern = Field(title="句式")
    means: tuple[str, ...] = Field(default=(), title="口径")
    parts: tuple[BookPart, ...] = Field(default=(), title="台账")
    field: str = Field(default="", title="填报的数")
    scoped: Flag = Field(default=True, title="受所在一节限制")
    under: str = Field(default="", title="标题中有")
    kinds: tuple[Kind, ...] = Field(default=tuple(Kind), title="公开种类")
    specimen: str = Field(title="例句")
    seen: str = Field(default="", title="见于")


class ScopeWords(_Entry):
    """A word of headings, and the money that the section below is about."""

    word: str = Field(title="标题中的词")
    where: Conditions = Field(title="筛选条件")


class QuantityWords(_Entry):
    """The end of the words before an amount, and which of a line's amounts it names."""

    phrase: Pattern = Field(title="句式")
    column: Column = Field(title="哪一个数")


class Words(_Entry):
    """A file of words: the base's three files together, or a pack's ``vocabulary.yaml``."""

    tables: dict[Kind, dict[str, TableWords]] = Field(default_factory=dict, title="表")
    labels: LabelWords = Field(default_factory=LabelWords, title="行名列名")
    phrases: tuple[PhraseWords, ...] = Field(default=(), title="句式")
    scopes: dict[Kind, tuple[ScopeWords, ...]] = Field(default_factory=dict, title="标题的范围")
    quantities: dict[Kind, tuple[QuantityWords, ...]] = Field(
        default_factory=dict, title="数的名称"
    )

    def joined(self, more: Words) -> Words:
        """These words and a pack's, which go before them."""
        tables = {
            kind: {
                **self.tables.get(kind, {}),
                **{
                    role: _with_titles(self.tables.get(kind, {}).get(role), words)
                    for role, words in more.tables.get(kind, {}).items()
                },
            }
            for kind in Kind
        }
        return Words(
            tables=tables,
            labels=self.labels.joined(more.labels),
            phrases=(*more.phrases, *self.phrases),
            scopes={k: (*more.scopes.get(k, ()), *self.scopes.get(k, ())) for k in Kind},
            quantities={
                k: (*more.quantities.get(k, ()), *self.quantities.get(k, ())) for k in Kind
            },
        )


def _with_titles(known: TableWords | None, words: TableWords) -> TableWords:
    if known is None:
        return words
    return words.model_copy(update={"titles": (*known.titles, *words.titles)})


def read_words(text: str, file: str) -> tuple[Words | None, tuple[Finding, ...]]:
    """Read a file of words from YAML."""
    draft, sources, findings = read_yaml(text, file)
    if findings:
        return None, findings
    words, problems, _ = validate(Words, draft or {}, sources)
    return words, problems


@cache
def national_words() -> Words:
    """The words of the national forms.

    Raises:
        ValueError: if the files beside this module are faulty.
    """
    joined: dict[str, Any] = {}
    for name in _BASE:
        text = (files("discloser.check.reader") / f"{name}.yaml").read_text(encoding="utf-8")
        draft, _, findings = read_yaml(text, f"{name}.yaml")
        if findings:
            raise ValueError("; ".join(f"{f.location}: {f.message}" for f in findings))
        joined |= draft or {}
    return Words.model_validate(joined)
