"""National tables: the titles that each bears, and how its rows and columns are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from discloser.compute.catalogue import BookName, Conditions
from discloser.compute.ledger import fund_dimensions
from discloser.model.supplement import ValueType
from discloser.model.values import Fund
from discloser.vocabulary.forms import FormWords
from discloser.vocabulary.labels import LabelGroup
from discloser.vocabulary.names import title

_NARROWER = (
    *("一般公共预算", "政府性基金", "国有资本经营", "社会保险基金", "财政专户", "财政拨款"),
    *("基本", "项目", "人员类", "运转类", "采购", "购买服务", "转移支付", "经济分类", "“三公”"),
)
"""What money, or what part of it, a table is of."""
_JOINING = (
    *("预算", "决算", "支出", "收入", "收支", "资金", "经费", "管理", "安排", "情况", "明细"),
    *("部门", "单位", "本级", "省", "市", "县", "区", "本年", "当年"),
    *("分", "按", "类", "的", "和", "及", "、", "（", "）"),
)
"""What stands between such words and a title: 政府采购|预算|支出预算表."""
_NARROWING_END = re.compile(f"(?:{'|'.join(map(re.escape, (*_NARROWER, *_JOINING)))})+$")


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
    PROJECT = "project"
    LINES = "lines"
    FORM = "form"
    EVALUATION = "evaluation"


_OF_ONE_PROJECT = frozenset({Shape.PROJECT, Shape.EVALUATION})
"""The shapes of tables before whose title a project's name stands."""


class LineWords(BaseModel):
    """A column of a declared line table, as a table that prints its lines heads it.

    ``name`` is ``amount`` for the amount that is meant where none is named.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: str = Field(title="明细表的哪一栏，写它在 fields.yaml 里的名称")
    type: ValueType = Field(title="填的是什么，写法同 fields.yaml")

    choices: tuple[str, ...] = Field(default=(), title="只能填的词")

    @property
    def is_counted(self) -> bool:
        """Whether it is a number and no amount of money."""
        return self.type.is_summed and self.type is not ValueType.AMOUNT


class TableWords(BaseModel):
    """A national table: the titles it bears, and what it is about.

    ``columns`` and ``rows`` are labels of this table alone; ``lines`` are those of a table that
    prints a declared line table, by what its columns hold. A pack that adds to a known table
    writes only what it adds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    titles: tuple[str, ...] = Field(default=(), title="表名")
    shape: Shape | None = Field(
        default=None,
        title="读法：balance 左收右支，function 一行一个功能科目，books 一行里有收、支、结转，"
        "pairs 一行一对经济科目，economic 几栏经济科目并排，units 一行一个单位，"
        "projects 一行一个项目，project 一个项目一张表、表题前面是项目名称，"
        "lines 逐笔列出、一行里写明单位、项目、功能科目、经济科目，"
        "columns 全看栏名（或一行一项、全看行名），form 表单，evaluation 绩效自评表；"
        "已有的表不用写",
    )
    of: BookName | None = Field(
        default=None, title="金额在哪本台账：receipts、expenditure、closing，不写就是都有"
    )
    where: Conditions = Field(default_factory=dict, title="筛选条件")
    labels: LabelGroup | None = Field(default=None, title="栏名按 labels 的哪一组读")
    columns: dict[str, Conditions] = Field(default_factory=dict, title="只在这张表里用的栏名")
    rows: dict[str, Conditions] = Field(default_factory=dict, title="只在这张表里用的行名")
    lines: dict[str, LineWords] = Field(
        default_factory=dict, title="印明细表的，栏名说的是它的哪一栏；照 fields.yaml 认，不用写"
    )
    form: FormWords = Field(default_factory=FormWords, title="表式：应有的栏和行")
    seen: str = Field(default="", title="见于")

    @property
    def has_amounts(self) -> bool:
        """Whether it is said what its amounts are."""
        return self.shape is not Shape.FORM or self.labels is not None or bool(self.rows)

    @property
    def counted(self) -> frozenset[str]:
        """The columns of its lines that are numbers and no amounts of money."""
        return frozenset(each.name for each in self.lines.values() if each.is_counted)

    def joined(self, more: TableWords) -> TableWords:
        """These words and more about the same table; what is said twice is as the later says."""
        changed: dict[str, Any] = {name: getattr(more, name) for name in more.model_fields_set}
        changed["titles"] = tuple(dict.fromkeys((*self.titles, *more.titles)))
        changed["columns"] = {**self.columns, **more.columns}
        changed["rows"] = {**self.rows, **more.rows}
        changed["lines"] = {**self.lines, **more.lines}
        changed["form"] = self.form.joined(more.form)
        return self.model_copy(update=changed)


def role_of(printed: str, tables: Mapping[str, TableWords]) -> str:
    """The national table that bears a title: the one whose longest title ends it; or nothing.

    What stands before that may be whose table it is, not what narrows it: a 政府采购支出预算表 is
    no 支出预算表, but that of a 采购中心 is.
    """
    bare = title(printed)
    found = [
        (len(known), role)
        for role, table in tables.items()
        for known in table.titles
        if bare.endswith(known)
    ]
    length, role = max(found, default=(0, ""))
    at = len(bare) - length
    return role if role and not _is_narrowed(tables[role], bare[:at], bare[at:]) else ""


def _is_narrowed(table: TableWords, before: str, known: str) -> bool:
    """Whether the words before a title take a part of what the table is about.

    They do not where they say what the table is about anyway, nor where they are a project's name.
    """
    if table.shape in _OF_ONE_PROJECT:
        return False
    end = _NARROWING_END.search(before)
    narrower = (word for word in _NARROWER if end is not None and word in end.group())
    return any(word not in known and not _is_about(table, word) for word in narrower)


def _is_about(table: TableWords, word: str) -> bool:
    """Whether everything that a table is about is what a word says."""
    return any(
        all(any(word in name for name in _names_of(value)) for value in values)
        for key, values in table.where.items()
        if not key.startswith("not_")
    )


def _names_of(value: str) -> Iterator[str]:
    """A value of a condition, and the group of money that it belongs to."""
    yield value
    if value in list(Fund):
        yield fund_dimensions(Fund(value))["fund_group"]
