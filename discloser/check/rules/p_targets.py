"""What the document says of performance targets against the projects that have some (B18, P13)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import proof_check
from discloser.check.compare import Missing
from discloser.check.declared_projects import places_of_projects, targeted_projects
from discloser.check.outcome import Outcome, Unchecked
from discloser.check.subject import Proof
from discloser.finding import Rule, Severity
from discloser.model.values import Kind

NO_TARGETS = Rule(
    "P13",
    "项目没有绩效目标",
    "{count} 个项目里有 {missing} 个没有绩效指标，如“{name}”，项目绩效目标表里是空的。",
    "请给这些项目补上绩效指标。",
    Severity.WARNING,
)


@proof_check(NO_TARGETS, kind=Kind.BUDGET, of_words=True, says_all=True)
def projects_have_targets(reading: Proof) -> Iterator[Outcome]:
    names, missing = targeted_projects(reading)
    table = reading.table("project_targets")
    if isinstance(table, Missing):
        yield Unchecked(NO_TARGETS.code, table.reason)
    elif missing:
        yield NO_TARGETS.at(
            *places_of_projects(reading, missing),
            count=len(names),
            missing=len(missing),
            name=missing[0],
        )


CHECKS = (projects_have_targets,)
