"""Performance targets of projects: their indicators and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discloser.check.check import check
from discloser.check.indicator_costs import amount_in
from discloser.check.subject import Subject
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location
from discloser.model.performance import Indicator, ProjectTargets

DIRECTION = Rule(
    "P03",
    "指标方向不对",
    "{kind}“{name}”的指标值是“{value}”，{kind}一般用“{expected}”。",
    "请核对指标值前的符号。",
    Severity.WARNING,
)
NO_UNIT = Rule(
    "P06",
    "指标值没有单位",
    "项目“{project}”的指标“{name}”的指标值是“{value}”，没有计量单位。",
    "请补上单位，如 平方米、次、人。",
    Severity.WARNING,
)
VALUE_AS_NAME = Rule(
    "P07",
    "指标名称只有数值",
    "项目“{project}”有一个指标名称是“{name}”，只有数值。",
    "请写指标名称，把数值填到指标值。",
    Severity.WARNING,
)
SAME_INDICATOR = Rule(
    "P08",
    "指标重复",
    "项目“{project}”的{kind}里“{name}”出现了两次。",
    "请合并，或改正其中一个。",
    Severity.WARNING,
)
PROJECT_CODE = Rule(
    "P09",
    "项目编码位数不对",
    "项目“{project}”的编码“{code}”有 {length} 位，应为 {digits} 位数字。",
    "请按预算管理一体化系统核对：{parts}。",
    Severity.WARNING,
)
_KINDS = {
    "cost": "成本指标",
    "output": "产出指标",
    "benefit": "效益指标",
    "satisfaction": "满意度指标",
}
_BARE = re.compile(r"[≤<＜=＝≥>＞]?\s*\d+(?:\.\d+)?")
Found = tuple[ProjectTargets, str, Indicator, Location]


@check(DIRECTION, needs=("projects",))
def indicators_point_the_right_way(subject: Subject) -> Iterator[Finding]:
    wrong = {"cost": ("≥>＞", "≤"), "satisfaction": ("≤<＜", "≥")}
    for _, kind, item, place in _indicators(subject):
        signs, expected = wrong.get(kind, ("", ""))
        if item.value[:1] and item.value[0] in signs:
            values = {"kind": _KINDS[kind], "name": item.name, "value": item.value}
            yield DIRECTION.at(place, expected=expected, **values)


@check(NO_UNIT, needs=("projects",))
def values_have_units(subject: Subject) -> Iterator[Finding]:
    for targets, _, item, place in _indicators(subject):
        if _BARE.fullmatch(item.value.strip()):
            yield NO_UNIT.at(place, project=targets.name, name=item.name, value=item.value)


@check(VALUE_AS_NAME, needs=("projects",))
def names_are_no_values(subject: Subject) -> Iterator[Finding]:
    for targets, _, item, place in _indicators(subject):
        if _BARE.fullmatch(item.name) or amount_in(item.name) is not None:
            yield VALUE_AS_NAME.at(place, project=targets.name, name=item.name)


@check(SAME_INDICATOR, needs=("projects",))
def indicators_are_unique(subject: Subject) -> Iterator[Finding]:
    seen: set[tuple[str, str, str]] = set()
    for targets, kind, item, place in _indicators(subject):
        key = (targets.name, kind, item.name)
        if key in seen:
            yield SAME_INDICATOR.at(place, project=targets.name, kind=_KINDS[kind], name=item.name)
        seen.add(key)


@check(PROJECT_CODE, needs=("projects",))
def project_codes_are_whole(subject: Subject) -> Iterator[Finding]:
    form = subject.limits.project_code
    digits = sum(length for _, length in form)
    parts = "＋".join(f"{part} {length} 位" for part, length in form)
    for index, project in enumerate(subject.figures.disclosure.projects):
        code = project.code
        if code and (len(code) != digits or not code.isdigit()):
            place = subject.place("projects", index, "code")
            yield PROJECT_CODE.at(
                place,
                project=project.name,
                code=code,
                length=len(code),
                digits=digits,
                parts=parts,
            )


def _indicators(subject: Subject) -> Iterator[Found]:
    for index, targets in enumerate(subject.figures.disclosure.projects):
        for kind in _KINDS:
            for number, item in enumerate(getattr(targets, kind)):
                yield targets, kind, item, subject.place("projects", index, kind, number)


CHECKS = (
    indicators_point_the_right_way,
    values_have_units,
    names_are_no_values,
    indicators_are_unique,
    project_codes_are_whole,
)
