"""What the parts of an input call each other: units, projects, figures."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.registry import Subject, check
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath
from discloser.model.unit import unit_key
from discloser.validation import nearest

UNKNOWN_UNIT = Rule(
    "X01",
    "没有这个单位",
    "单位代码“{name}”不在 units 里。",
    "{hint}请改正代码，或在 units 里加上这个单位。",
)
UNKNOWN_PROJECT = Rule(
    "X02",
    "没有声明的项目",
    "项目“{name}”没有在 projects 里声明。",
    "{hint}请改正名称，或在 projects 里加上这个项目。",
)
IDLE_PROJECT = Rule(
    "X03",
    "项目没有支出",
    "projects 里的项目“{name}”在支出里没有对应的行。",
    "请核对项目名称（要一字不差），或删去这个项目。",
    Severity.WARNING,
)
NO_PROJECT = Rule(
    "X04",
    "项目支出没有项目名称",
    "这一行是{category}，但没有填项目名称。",
    "请填上 project，与 projects 里的名称一致。",
)
SPARE_PROJECT = Rule(
    "X05",
    "基本支出填了项目",
    "这一行是基本支出，却填了项目“{name}”。",
    "请删去项目名称，或把支出性质改成项目支出的一种。",
)
DUPLICATE = Rule("X06", "重复", "{what}“{name}”出现了两次。", "请合并，或改正其中一个。")
UNKNOWN_FIGURE = Rule(
    "X07", "没有这个数的名称", "没有名为“{name}”的口径。", "{hint}全部名称见 discloser figures。"
)
_PROJECT_CATEGORIES = {"其他运转类", "特定目标类"}


@check("units")
def units_are_declared(subject: Subject) -> Iterator[Finding]:
    """X01: a line's unit is one of the units."""
    disclosure = subject.figures.disclosure
    known = [unit_key(unit) for unit in disclosure.units]
    for side in ("receipts", "expenditure", "closing"):
        for index, line in enumerate(getattr(disclosure, side)):
            if line.unit and line.unit not in known:
                hint = nearest(line.unit, known)
                yield UNKNOWN_UNIT.at(subject.place(side, index, "unit"), name=line.unit, hint=hint)


@check("projects")
def projects_are_declared(subject: Subject) -> Iterator[Finding]:
    """X02, X04, X05: a project line names a declared project; a basic line names none."""
    disclosure = subject.figures.disclosure
    known = [project.name for project in disclosure.projects]
    for index, line in enumerate(disclosure.expenditure):
        place = subject.place("expenditure", index, "project")
        if line.category == "基本支出":
            if line.project:
                yield SPARE_PROJECT.at(place, name=line.project)
        elif line.project is None:
            if line.category in _PROJECT_CATEGORIES:
                yield NO_PROJECT.at(place, category=line.category.value)
        elif line.project not in known:
            yield UNKNOWN_PROJECT.at(place, name=line.project, hint=nearest(line.project, known))


@check("expenditure")
def declared_projects_spend(subject: Subject) -> Iterator[Finding]:
    """X03: a declared project has expenditure lines."""
    disclosure = subject.figures.disclosure
    spending = {line.project for line in disclosure.expenditure}
    for index, project in enumerate(disclosure.projects):
        if project.name not in spending:
            yield IDLE_PROJECT.at(subject.place("projects", index, "name"), name=project.name)


@check()
def names_are_unique(subject: Subject) -> Iterator[Finding]:
    """X06: units and projects are declared once."""
    disclosure = subject.figures.disclosure
    lists: tuple[tuple[str, str, list[str]], ...] = (
        ("units", "单位", [unit_key(unit) for unit in disclosure.units]),
        ("projects", "项目", [project.name for project in disclosure.projects]),
    )
    for part, what, names in lists:
        for index, name in enumerate(names):
            if name in names[:index]:
                first: FieldPath = (part, names.index(name))
                yield DUPLICATE.at(
                    subject.place(part, index), subject.place(*first), what=what, name=name
                )


@check()
def figure_names_are_known(subject: Subject) -> Iterator[Finding]:
    """X07: prior-year figures, reasons and control figures name figures."""
    disclosure = subject.figures.disclosure
    known = list(subject.figures)
    parts: tuple[tuple[FieldPath, list[str]], ...] = (
        (("prior_year", "figures"), list(disclosure.prior_year.figures)),
        (("reasons",), list(disclosure.reasons)),
        (("control_figures",), list(disclosure.control_figures)),
    )
    for path, names in parts:
        for name in names:
            if name not in subject.figures:
                hint = nearest(name, known)
                yield UNKNOWN_FIGURE.at(subject.place(*path, name), name=name, hint=hint)
