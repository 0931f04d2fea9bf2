"""What the document says of performance targets against the projects that have some (B18, P13)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discloser.check.registry import Reading, tree_check
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location
from discloser.model.performance import ProjectTargets
from discloser.model.values import Kind

ALL_TARGETED = Rule(
    "B18",
    "没有绩效目标的项目写成有",
    "文中写“{words}”，但 {count} 个项目里有 {missing} 个没有绩效目标，如“{name}”。",
    "请给这些项目补上绩效指标；模板里应写明多少个项目有绩效目标。",
    source="项目全部编制绩效目标的才写“均”",
)
NO_TARGETS = Rule(
    "P13",
    "项目没有绩效目标",
    "{count} 个项目里有 {missing} 个没有绩效指标，如“{name}”，项目绩效目标表里是空的。",
    "请给这些项目补上绩效指标。",
    Severity.WARNING,
    source="项目支出全部编制绩效目标，与预算同步公开",
)
_ALL = re.compile(r"项目(?:全部|均)[^，。；]{0,12}(?:编制|设置|制定)了?绩效(?:目标|指标)")


@tree_check(kind=Kind.BUDGET, of_words=True)
def only_all_projects_are_called_all(reading: Reading) -> Iterator[Finding]:
    """B18: 项目全部编制绩效目标的才写“均”."""
    names, missing = _projects(reading)
    for passage in reading.passages if missing else ():
        if match := _ALL.search(passage.text):
            yield ALL_TARGETED.at(
                *_places(reading, missing),
                passage.place(match.start()),
                words=match[0],
                count=len(names),
                missing=len(missing),
                name=missing[0],
            )


@tree_check(kind=Kind.BUDGET, of_words=True)
def projects_have_targets(reading: Reading) -> Iterator[Finding]:
    """P13: 项目支出全部编制绩效目标，与预算同步公开."""
    names, missing = _projects(reading)
    if missing and "project_targets" in reading.sheets:
        yield NO_TARGETS.at(
            *_places(reading, missing), count=len(names), missing=len(missing), name=missing[0]
        )


def _projects(reading: Reading) -> tuple[list[str], list[str]]:
    """The declared projects that money is spent on, and those among them without an indicator.

    X02 tells the ones that are not declared.
    """
    declared = reading.figures.disclosure.projects
    spending = {project.name for project in reading.figures.projects}
    names = list(dict.fromkeys(each.name for each in declared if each.name in spending))
    targeted = {each.name for each in declared if _has(each)}
    return names, [name for name in names if name not in targeted]


def _has(targets: ProjectTargets) -> bool:
    return bool(targets.cost or targets.output or targets.benefit or targets.satisfaction)


def _places(reading: Reading, names: list[str]) -> Iterator[Location]:
    declared = [project.name for project in reading.figures.disclosure.projects]
    for name in names:
        yield reading.sources.find(("projects", declared.index(name), "name"))
