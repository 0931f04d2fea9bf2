"""Which sheet and which column of the entry workbook holds which field, made from the models.

The models say the columns: their fields, titles, kinds of value and choices. The table
``_PLAN`` says only which part of an input goes on which sheet. Reading and writing use the same
layout, so neither can drift from the models or from the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import get_args, get_origin

from pydantic import BaseModel

from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure, UnitParts
from discloser.model.performance import ProjectTargets
from discloser.model.values import Kind
from discloser.read.workbook_columns import (
    Column,
    ValueKind,
    entries,
    field_at,
    hint_of,
    key_column,
    kind_of,
    model_in,
    row_columns,
)

FORMAT_VERSION = 2
"""The version of this layout; :data:`CHANGES` says what each one changed."""

CHANGES: Mapping[int, str] = {
    1: "第一版",
    2: "“单位”加了“单位性质”一列，加了“项目说明”一张表，"
    "决算的“年终结余”加了“功能分类科目（项）”一列",
}

GUIDE = "填表说明"
SELF_CHECK = "自查"
TO_FILL = "待填"
DICTIONARY = "字典"
PROBLEMS = "问题清单"
PROOF = "核对"
OWN_SHEETS = frozenset({GUIDE, SELF_CHECK, TO_FILL, DICTIONARY, PROBLEMS, PROOF})
"""The sheets that hold no input."""

VERSION_LABEL = "表格版本"
ITEM, CONTENT, REMARK = "事项", "内容", "说明"
LAST_AMOUNT = "上年金额"
"""A column of a ledger that shows last year's amount of each line. It is not read."""
LIST_TITLE = "类别"
PROJECT_TITLE = "项目名称"
UNIT_TITLE = "所属单位"


class Shape(StrEnum):
    """What the rows of a sheet are."""

    FIELDS = "fields"
    ROWS = "rows"
    ITEMS = "items"
    MAPPING = "mapping"


class Owner(StrEnum):
    """Whose part a row is: the department's alone, a unit's where it names one, a project's."""

    DEPARTMENT = "department"
    UNIT = "unit"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: ``lists`` are the lists or mappings that its rows go to, with their titles.

    The columns of a mapping are its key and its value; those of a form are its entries.
    """

    name: str
    hint: str
    shape: Shape
    lists: tuple[tuple[str, FieldPath], ...]
    columns: tuple[Column, ...]
    owner: Owner = Owner.DEPARTMENT
    kinds: frozenset[Kind] = frozenset(Kind)
    since: int = 1

    @property
    def is_indispensable(self) -> bool:
        """Whether no disclosure can be without it."""
        is_basic = self.shape is Shape.FIELDS and any(entry.required for entry in self.columns)
        return self.owner is Owner.DEPARTMENT and (
            (is_basic and self.kinds == frozenset(Kind)) or self.lists[0][1] in _INDISPENSABLE
        )

    @property
    def needed(self) -> tuple[str, ...]:
        """The titles of the columns without which its rows cannot be understood."""
        if self.shape is Shape.FIELDS:
            own = (UNIT_TITLE,) if self.owner is Owner.UNIT else ()
            return (*own, ITEM, CONTENT)
        project = (PROJECT_TITLE,) if self.owner is Owner.PROJECT else ()
        chooser = (LIST_TITLE,) if len(self.lists) > 1 else ()
        return (*project, *chooser, *(column.title for column in self.columns if column.required))

    @property
    def is_ledger(self) -> bool:
        """Whether its rows are lines of the ledger."""
        return self.shape is Shape.ROWS and self.lists[0][1] in LEDGERS

    @property
    def book(self) -> str:
        """The book of the ledger whose lines its rows are; empty for other sheets."""
        return str(self.lists[0][1][0]) if self.is_ledger else ""

    @property
    def only_list(self) -> FieldPath | None:
        """The list that all its rows go to, where no cell has to say it."""
        only = self.owner is Owner.DEPARTMENT and len(self.lists) == 1
        return self.lists[0][1] if only else None

    @property
    def headers(self) -> tuple[str, ...]:
        """The titles in the order in which they are written."""
        if self.shape is Shape.FIELDS:
            own = (UNIT_TITLE,) if self.owner is Owner.UNIT else ()
            return (*own, ITEM, CONTENT, REMARK)
        project = (PROJECT_TITLE,) if self.owner is Owner.PROJECT else ()
        chooser = (LIST_TITLE,) if len(self.lists) > 1 else ()
        unit = (UNIT_TITLE,) if self.owner is Owner.UNIT else ()
        return (*project, *chooser, *(column.title for column in self.columns), *unit)

    def by_title(self) -> dict[str, Column]:
        """The columns, or the entries of a form, by all that they are called; see :func:`plain`."""
        return {
            plain(title): column
            for column in reversed(self.columns)
            for title in (column.title, *column.aliases)
        }


LEDGERS: tuple[FieldPath, ...] = (("receipts",), ("expenditure",), ("closing",))
_INDISPENSABLE: tuple[FieldPath, ...] = (("units",), ("receipts",), ("expenditure",))


@dataclass(frozen=True, slots=True)
class _Plan:
    """A line of the plan: a sheet, the fields or lists on it, and whose they are."""

    name: str
    paths: tuple[FieldPath, ...]
    hint: str
    owner: Owner = Owner.DEPARTMENT
    form: bool = False
    since: int = 1


_PLAN = (
    _Plan("基本信息", ((),), "每行一项，只填“内容”一列。", form=True),
    _Plan("单位", (("units",),), "本级排第一行；每个单位一行。"),
    _Plan("职责", (("duties", "items"),), "一条一行，不写序号。", Owner.UNIT),
    _Plan("内设机构", (("organs", "listed"),), "一个机构一行。", Owner.UNIT),
    _Plan("收入", (("receipts",),), "每种资金一行，上年结转另起一行；不填合计。"),
    _Plan(
        "支出",
        (("expenditure",),),
        "每个“功能科目＋经济科目”一行，项目支出每个项目一行或几行。",
    ),
    _Plan("年终结余", (("closing",),), "没有结余就不填。"),
    _Plan("项目", (("projects",),), "项目名称要和“支出”表里的一字不差。"),
    _Plan(
        "项目说明",
        (("texts",),),
        "模板包为每个项目印一页的才填；标题照模板包的要求写，如 立项依据。",
        Owner.PROJECT,
        since=2,
    ),
    _Plan(
        "绩效目标",
        (("cost",), ("output",), ("benefit",), ("satisfaction",)),
        "一个指标一行；指标值连单位一起写，如 ≥95%。",
        Owner.PROJECT,
    ),
    _Plan("年度任务", (("performance", "tasks"),), "一项任务一行。", Owner.UNIT),
    _Plan(
        "整体绩效",
        (("performance", "indicators"),),
        "一个指标一行，每行都写一、二级指标。",
        Owner.UNIT,
    ),
    _Plan(
        "评价项目",
        (("performance", "evaluated_projects"), ("performance", "key_projects")),
        "一个项目一行；没有就不填。",
        Owner.UNIT,
    ),
    _Plan("上年数", (("prior_year", "figures"),), "从下拉里选数的名称，再填上年金额。", Owner.UNIT),
    _Plan(
        "三公与其他事项",
        (("three_public",), ("procurement",), ("assets",), ("transfers",)),
        "没有的填 0；空着就是还没有填。",
        form=True,
    ),
    _Plan("原因说明", (("reasons",),), "不写“主要原因是”，句末不加标点。", Owner.UNIT),
    _Plan("科目差异原因", (("item_reasons",),), "决算数与年初预算数相同的科目不用写。"),
    _Plan("绩效自评", (("evaluation",),), "没有开展自评的不填。", form=True),
    _Plan("自评执行", (("evaluation", "execution"),), "每种资金来源一行，合计和执行率不用填。"),
    _Plan("自评任务", (("evaluation", "tasks"),), "一项任务一行。"),
    _Plan(
        "自评指标",
        (("evaluation", "indicators"),),
        "一个指标一行；分值连同预算执行率的合计 100。",
    ),
    _Plan("项目自评", (("evaluation", "projects"),), "一个项目一行。"),
    _Plan("部门评价", (("evaluation", "department_evaluations"),), "一个项目一行。"),
    _Plan("用语选择", (("options",),), "不选的用模板原来的说法。"),
    _Plan("控制数", (("control_figures",),), "财政部门批复的数，只用来核对，不印出来。"),
    _Plan("单位事项", ((),), "只在所属单位有自己的公开文档时填。", Owner.UNIT, form=True),
)


@cache
def layout() -> tuple[Sheet, ...]:
    """All input sheets in order, with every field of both kinds of disclosure."""
    claimed = {path for plan in _PLAN if plan.form for path in plan.paths if path}
    sheets = []
    for plan in _PLAN:
        if not plan.form:
            sheets.append(_table(plan))
        elif plan.owner is Owner.UNIT:
            sheets.append(_form(plan, tuple(entries(UnitParts))))
        elif plan.paths == ((),):
            # Whatever no other form has is here, so that a new field is never lost.
            rest = [e for e in entries(Disclosure) if e.path[:1] not in claimed]
            sheets.append(_form(plan, tuple(rest)))
        else:
            sheets.append(
                _form(plan, tuple(e for e in entries(Disclosure) if e.path[:1] in plan.paths))
            )
    return tuple(sheets)


def plain(title: str) -> str:
    """A title without what people and programs add: white space and a mark of required ones."""
    return "".join(title.split()).removesuffix("*").removesuffix("＊")


def _form(plan: _Plan, columns: tuple[Column, ...]) -> Sheet:
    kinds = frozenset(kind for column in columns for kind in column.kinds)
    return Sheet(
        plan.name, plan.hint, Shape.FIELDS, (("", ()),), columns, plan.owner, kinds, plan.since
    )


def _table(plan: _Plan) -> Sheet:
    root: type[BaseModel] = ProjectTargets if plan.owner is Owner.PROJECT else Disclosure
    found = [field_at(root, path) for path in plan.paths]
    lists = tuple(
        (field.title or str(path[-1]), path)
        for path, (_, field, _) in zip(plan.paths, found, strict=True)
    )
    owner, field, kinds = found[0]
    hint = hint_of(owner, str(plan.paths[0][-1]))
    title = field.title or plan.name
    columns: tuple[Column, ...]
    if get_origin(hint) is dict:
        key, value = get_args(hint)
        columns = (
            key_column(str(plan.paths[0][-1]), key),
            Column(title, (), kind_of(value), required=True),
        )
        return Sheet(
            plan.name, plan.hint, Shape.MAPPING, lists, columns, plan.owner, kinds, plan.since
        )
    item = get_args(hint)[0]
    model = model_in(item)
    if model is None:
        named = "项目名称" if len(lists) > 1 else title
        listing = "projects" if len(lists) > 1 else ""
        columns = (Column(named, (), ValueKind.TEXT, listing=listing, required=True),)
        return Sheet(
            plan.name, plan.hint, Shape.ITEMS, lists, columns, plan.owner, kinds, plan.since
        )
    columns = row_columns(model)
    return Sheet(plan.name, plan.hint, Shape.ROWS, lists, columns, plan.owner, kinds, plan.since)
