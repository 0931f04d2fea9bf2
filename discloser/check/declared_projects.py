"""The projects that an input declares and spends money on, and which of them have targets."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.subject import Proof
from discloser.location import Location
from discloser.model.performance import ProjectTargets


def targeted_projects(reading: Proof) -> tuple[list[str], list[str]]:
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


def places_of_projects(reading: Proof, names: list[str]) -> Iterator[Location]:
    """Where the input declares projects."""
    declared = [project.name for project in reading.figures.disclosure.projects]
    for name in names:
        yield reading.sources.find(("projects", declared.index(name), "name"))
