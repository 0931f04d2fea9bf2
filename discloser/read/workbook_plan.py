"""Which sheet of the entry workbook holds which part of an input: the plan of all sheets.

The table ``_PLAN`` says only which part goes on which sheet; what a pack declares has sheets of its
own. The models say the columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args, get_origin

from pydantic import BaseModel

from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure, UnitParts
from discloser.model.supplement import HOLDER, lines_in
from discloser.model.values import ASKED_BY_PACK, Kind, kinds_of
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
from discloser.read.workbook_layout import FUNCTION_PART, Owner, Shape, Sheet


@dataclass(frozen=True, slots=True)
class _Plan:
    """A line of the plan: a sheet, the fields or lists on it, and whose they are."""

    name: str
    paths: tuple[FieldPath, ...]
    hint: str
    owner: Owner = Owner.DEPARTMENT
    form: bool = False
    since: int = 1
    declared: bool = False


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


_DECLARED_FORM = _Plan(
    "补充资料", ((HOLDER,),), "没有的填 0 或“无”；空着就是还没有填。", form=True, declared=True
)
_BEFORE_LAST = 3
"""So many sheets stand behind those that a pack adds."""
_OF_EACH = (
    (Owner.EACH_UNIT, "单位补充资料", "每个单位一行。"),
    (Owner.PROJECT, "项目补充资料", "每个项目一行。"),
    (Owner.FUNCTION, "科目补充资料", "每个功能分类科目（项）一行。"),
)
_ROW_BY_ROW = "一条一行；没有就不填。"


@lru_cache(maxsize=32)
def layout(form: type[Disclosure] = Disclosure) -> tuple[Sheet, ...]:
    """All input sheets in order, with every field of both kinds of disclosure.

    ``form`` is the input's own model, with what its pack asks for.
    """
    plans = (*_PLAN[:-_BEFORE_LAST], *_declared(form), *_PLAN[-_BEFORE_LAST:])
    claimed = {
        path for plan in (*plans, _DECLARED_FORM) if plan.form for path in plan.paths if path
    }
    sheets = []
    for plan in plans:
        if not plan.form:
            sheets.append(_table(plan, _root(form, plan.owner)))
        elif plan.owner is Owner.UNIT:
            parts = model_in(hint_of(_root(form, Owner.EACH_UNIT), "own"))
            sheets.append(_form(form, plan, tuple(entries(parts or UnitParts))))
        elif plan.paths == ((),):
            # Whatever no other form has is here, so that a new field is never lost.
            rest = [e for e in entries(form) if e.path[:1] not in claimed]
            sheets.append(_form(form, plan, tuple(rest)))
        else:
            sheets.append(
                _form(form, plan, tuple(e for e in entries(form) if e.path[:1] in plan.paths))
            )
    return tuple(sheets)


def _declared(form: type[Disclosure]) -> Iterator[_Plan]:
    """The sheets of what a pack asks for: one for single values, one for each line table."""
    if any(entry.path[:1] == (HOLDER,) for entry in entries(form)):
        yield _DECLARED_FORM
    yield from _declared_tables(form, Owner.UNIT, (HOLDER,))
    for owner, name, hint in _OF_EACH:
        base: FieldPath = () if owner is Owner.FUNCTION else (HOLDER,)
        root = _root(form, owner)
        part = model_in(hint_of(root, HOLDER)) if base else root
        if part is not None and tuple(row_columns(part)):
            yield _Plan(name, (base,), hint, owner, declared=True)
        yield from _declared_tables(root, owner, base)


def _declared_tables(root: type[BaseModel], owner: Owner, base: FieldPath) -> Iterator[_Plan]:
    part = model_in(hint_of(root, HOLDER)) if base else root
    for name, field in part.model_fields.items() if part is not None else ():
        if lines_in(field) is not None:
            hint = field.description or _ROW_BY_ROW
            yield _Plan(field.title or name, ((*base, name),), hint, owner, declared=True)


def _root(form: type[Disclosure], owner: Owner) -> type[BaseModel]:
    """The model that the fields of a sheet are fields of."""
    part = {Owner.PROJECT: "projects", Owner.EACH_UNIT: "units", Owner.FUNCTION: FUNCTION_PART}
    if owner not in part:
        return form
    found = model_in(get_args(hint_of(form, part[owner]))[-1 if owner is Owner.FUNCTION else 0])
    if found is None:
        raise LookupError(f"no model for {owner}")
    return found


def _form(form: type[BaseModel], plan: _Plan, columns: tuple[Column, ...]) -> Sheet:
    kinds = frozenset(kind for column in columns for kind in column.kinds)
    return Sheet(
        plan.name,
        plan.hint,
        Shape.FIELDS,
        (("", ()),),
        columns,
        plan.owner,
        kinds,
        plan.since,
        plan.declared,
        _may_lack(form, plan),
    )


def _may_lack(form: type[BaseModel], plan: _Plan) -> bool:
    """Whether all of a sheet is parts of the core of which no pack says whose kind they are."""
    fields = [form.model_fields.get(str(path[0])) for path in plan.paths if path]
    return bool(fields) and all(
        field is not None
        and isinstance(field.json_schema_extra, dict)
        and ASKED_BY_PACK in field.json_schema_extra
        and kinds_of(field) == frozenset(Kind)
        for field in fields
    )


def _record(plan: _Plan, part: type[BaseModel]) -> Sheet:
    """A sheet with a row for each owner."""
    columns = row_columns(part)
    kinds = frozenset(kind for column in columns for kind in column.kinds)
    lists = ((plan.name, plan.paths[0]),)
    return Sheet(
        plan.name, plan.hint, Shape.RECORD, lists, columns, plan.owner, kinds, is_declared=True
    )


def _table(plan: _Plan, root: type[BaseModel]) -> Sheet:
    if plan.paths in (((),), ((HOLDER,),)):
        part = model_in(hint_of(root, HOLDER)) if plan.paths[0] else root
        return _record(plan, part or root)
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
        name, kind = str(plan.paths[0][-1]), kind_of(value)
        is_long = kind is ValueKind.TEXT and name != "options"
        columns = (
            key_column(name, key),
            Column(title, (), kind, required=True, is_long=is_long),
        )
        return Sheet(
            plan.name,
            plan.hint,
            Shape.MAPPING,
            lists,
            columns,
            plan.owner,
            kinds,
            plan.since,
            may_lack=_may_lack(root, plan),
        )
    item = get_args(hint)[0]
    model = model_in(item)
    if model is None:
        named = "项目名称" if len(lists) > 1 else title
        listing = "projects" if len(lists) > 1 else ""
        columns = (Column(named, (), listing=listing, required=True, is_long=not listing),)
        return Sheet(
            plan.name, plan.hint, Shape.ITEMS, lists, columns, plan.owner, kinds, plan.since
        )
    columns = row_columns(model)
    return Sheet(
        plan.name,
        plan.hint,
        Shape.ROWS,
        lists,
        columns,
        plan.owner,
        kinds,
        plan.since,
        plan.declared,
        _may_lack(root, plan),
    )
