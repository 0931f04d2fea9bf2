"""Performance targets of projects: their indicators and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from discloser.check.registry import Subject, check
from discloser.compute.ledger import Column, Ledger, Side
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location
from discloser.model.performance import Indicator, ProjectTargets
from discloser.model.values import Kind
from discloser.money import yuan_text

COST = Rule(
    "B14",
    "成本指标超过项目金额",
    "项目“{project}”的{what}是 {cost} 元，项目{called}是 {amount} 元，多 {difference} 元。",
    "请核对成本指标的数和单位（元、万元），或核对项目金额。",
    Severity.WARNING,
    source="成本指标值之和≤项目金额（换算为同一单位）；单个成本指标≤项目金额",
)
DIRECTION = Rule(
    "P03",
    "指标方向不对",
    "{kind}“{name}”的指标值是“{value}”，{kind}一般用“{expected}”。",
    "请核对指标值前的符号。",
    Severity.WARNING,
    source="指标值符号方向：成本 ≤；满意度 ≥",
)
NO_UNIT = Rule(
    "P06",
    "指标值没有单位",
    "项目“{project}”的指标“{name}”的指标值是“{value}”，没有计量单位。",
    "请补上单位，如 平方米、次、人。",
    Severity.WARNING,
    source="定量指标值应有计量单位",
)
VALUE_AS_NAME = Rule(
    "P07",
    "指标名称只有数值",
    "项目“{project}”有一个指标名称是“{name}”，只有数值。",
    "请写指标名称，把数值填到指标值。",
    Severity.WARNING,
    source="三级指标名称应说明考核什么",
)
SAME_INDICATOR = Rule(
    "P08",
    "指标重复",
    "项目“{project}”的{kind}里“{name}”出现了两次。",
    "请合并，或改正其中一个。",
    Severity.WARNING,
    source="同一项目的指标不重复",
)
PROJECT_CODE = Rule(
    "P09",
    "项目编码位数不对",
    "项目“{project}”的编码“{code}”有 {length} 位，应为 21 位数字。",
    "请按预算管理一体化系统核对：行政区划 6 位＋年度 2 位＋顺序号 13 位。",
    Severity.WARNING,
    source="项目编码 21 位：行政区划 6 位＋年度 2 位＋顺序号 13 位",
)
_KINDS = {
    "cost": "成本指标",
    "output": "产出指标",
    "benefit": "效益指标",
    "satisfaction": "满意度指标",
}
_AMOUNT = re.compile(r"(?:不超过|[≤<＜=＝≥>＞])?\s*(\d+(?:\.\d+)?)\s*(亿元|万元|元|万|亿)")
_BARE = re.compile(r"[≤<＜=＝≥>＞]?\s*\d+(?:\.\d+)?")
_UNITS = {"元": 1, "万元": 10**4, "万": 10**4, "亿元": 10**8, "亿": 10**8}
_CODE_LENGTH = 21
_HALF_STEP = 50
"""Project amounts are approved in 万元 with two decimals: each stands for ±50 元."""
_BUDGETS = (Column.INITIAL_BUDGET, Column.ADJUSTED_BUDGET)
Found = tuple[ProjectTargets, str, Indicator, Location]


@check("projects", "expenditure")
def costs_stay_below_the_project(subject: Subject) -> Iterator[Finding]:
    """B14: 成本指标值之和≤项目金额（换算为同一单位）；单个成本指标≤项目金额.

    Targets are set with the budget: a final account's are held to it, not to what was spent.
    """
    budgets = _project_budgets(subject)
    called = "预算数" if subject.figures.disclosure.kind is Kind.FINAL_ACCOUNT else "金额"
    for index, targets in enumerate(subject.figures.disclosure.projects):
        amount = budgets.get(targets.name)
        costs = [(item.name, cost) for item in targets.cost if (cost := _cost(item)) is not None]
        whole = sum((cost for _, cost in costs), Decimal(0))
        if amount is None or whole <= amount + _HALF_STEP:
            continue
        name, largest = max(costs, key=lambda item: item[1])
        single = largest > amount + _HALF_STEP
        value = largest if single else whole
        yield COST.at(
            subject.place("projects", index, "cost"),
            project=targets.name,
            called=called,
            what=f"成本指标“{name}”" if single else f"{len(costs)} 个成本指标合计",
            cost=yuan_text(value),
            amount=yuan_text(amount),
            difference=yuan_text(value - amount),
        )


def _project_budgets(subject: Subject) -> dict[str, Decimal]:
    """The budget of each project in 元: the larger of a final account's two, where it has one."""
    lines = subject.figures.ledger.side(Side.EXPENDITURE)
    budgets = {}
    for (name,), of_project in lines.group(("project",)).items():
        planned = [of_project.total(column) for column in _BUDGETS if _has(of_project, column)]
        budgets[name] = max(planned, default=of_project.total())
    return budgets


def _has(lines: Ledger, column: Column) -> bool:
    return any(column in entry.amounts for entry in lines)


def _cost(indicator: Indicator) -> Decimal | None:
    match = _AMOUNT.fullmatch(indicator.value.strip())
    return Decimal(match[1]) * _UNITS[match[2]] if match is not None else None


@check("projects")
def indicators_point_the_right_way(subject: Subject) -> Iterator[Finding]:
    """P03: 指标值符号方向：成本 ≤；满意度 ≥."""
    wrong = {"cost": ("≥>＞", "≤"), "satisfaction": ("≤<＜", "≥")}
    for _, kind, item, place in _indicators(subject):
        signs, expected = wrong.get(kind, ("", ""))
        if item.value[:1] and item.value[0] in signs:
            values = {"kind": _KINDS[kind], "name": item.name, "value": item.value}
            yield DIRECTION.at(place, expected=expected, **values)


@check("projects")
def values_have_units(subject: Subject) -> Iterator[Finding]:
    """P06: 定量指标值应有计量单位."""
    for targets, _, item, place in _indicators(subject):
        if _BARE.fullmatch(item.value.strip()):
            yield NO_UNIT.at(place, project=targets.name, name=item.name, value=item.value)


@check("projects")
def names_are_no_values(subject: Subject) -> Iterator[Finding]:
    """P07: 三级指标名称应说明考核什么."""
    for targets, _, item, place in _indicators(subject):
        if _BARE.fullmatch(item.name) or _AMOUNT.fullmatch(item.name):
            yield VALUE_AS_NAME.at(place, project=targets.name, name=item.name)


@check("projects")
def indicators_are_unique(subject: Subject) -> Iterator[Finding]:
    """P08: 同一项目的指标不重复."""
    seen: set[tuple[str, str, str]] = set()
    for targets, kind, item, place in _indicators(subject):
        key = (targets.name, kind, item.name)
        if key in seen:
            yield SAME_INDICATOR.at(place, project=targets.name, kind=_KINDS[kind], name=item.name)
        seen.add(key)


@check("projects")
def project_codes_are_whole(subject: Subject) -> Iterator[Finding]:
    """P09: 项目编码 21 位：行政区划 6 位＋年度 2 位＋顺序号 13 位."""
    for index, project in enumerate(subject.figures.disclosure.projects):
        code = project.code
        if code and (len(code) != _CODE_LENGTH or not code.isdigit()):
            place = subject.place("projects", index, "code")
            yield PROJECT_CODE.at(place, project=project.name, code=code, length=len(code))


def _indicators(subject: Subject) -> Iterator[Found]:
    for index, targets in enumerate(subject.figures.disclosure.projects):
        for kind in _KINDS:
            for number, item in enumerate(getattr(targets, kind)):
                yield targets, kind, item, subject.place("projects", index, kind, number)
