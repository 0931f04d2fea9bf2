"""What the parts of an input call each other: units, projects, figures."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.classification.codebook import Scheme
from discloser.compute.declared import declared_values
from discloser.compute.names import labels, resolve
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import ValueType
from discloser.model.unit import unit_key
from discloser.model.values import Category, Kind
from discloser.names import question
from discloser.validation import nearest

UNKNOWN_UNIT = Rule(
    "X01",
    "没有这个单位",
    "这一行的单位是“{name}”，预算单位里没有它。",
    "{hint}请改正单位代码，或在预算单位里加上这个单位。",
)
UNKNOWN_PROJECT = Rule(
    "X02",
    "没有这个项目",
    "这一行的项目是“{name}”，项目清单里没有它。",
    "{hint}请改正项目名称（要一字不差），或在项目清单里加上这个项目。",
)
IDLE_PROJECT = Rule(
    "X03",
    "项目没有支出",
    "项目清单里的“{name}”在支出里没有对应的行。",
    "请核对项目名称（要一字不差），或删去这个项目。",
    Severity.WARNING,
)
NO_PROJECT = Rule(
    "X04",
    "项目支出没有项目名称",
    "这一行是{category}，但没有填项目名称。",
    "请填上项目名称，与项目清单里的一字不差。",
)
SPARE_PROJECT = Rule(
    "X05",
    "基本支出填了项目",
    "这一行是基本支出，却填了项目“{name}”。",
    "请删去项目名称，或把支出性质改成项目支出的一种。",
)
DUPLICATE = Rule(
    "X06",
    "重复",
    "{what}“{name}”出现了两次。",
    "请合并，或改正其中一个。",
)
UNKNOWN_FIGURE = Rule(
    "X07",
    "没有这个数的名称",
    "“{part}”里的“{name}”不是任何一个数的名称。",
    "{hint}写数的中文名称（如 收入总计）即可；全部名称见 discloser figures，填报表从下拉里选。",
)
NO_SUCH_PROJECT = Rule(
    "X08",
    "绩效评价的项目不在项目里",
    "“{part}”里的“{name}”不是本部门的项目，正文算项目个数和金额时不会算上它。",
    "{hint}请改正名称（要与支出里的项目名称一字不差），或删去它。",
)
NOT_IN_LEDGER = Rule(
    "X09",
    "自评的项目不在项目里",
    "“{part}”里的“{name}”不是支出里的项目。",
    "{hint}请核对名称；支出没有细分到项目的，可以不管。",
    Severity.WARNING,
)
TWO_KINDS = Rule(
    "X10",
    "同一个项目填了两种支出类别",
    "项目“{name}”的支出，有的行是{one}，有的行是{two}。",
    "一个项目只有一种类别，请改正填错的行；确实是两个项目的，请用不同的名称。",
    Severity.WARNING,
)
IDLE_ITEM = Rule(
    "X11",
    "科目没有收支",
    "“{part}”里写了科目“{name}”，台账和明细表里都没有这个科目，写的不会印出来。",
    "请核对科目编码，或删去它。",
    Severity.WARNING,
)
_PROJECT_CATEGORIES = {Category.OTHER_OPERATION, Category.SPECIFIC_PURPOSE}


@check(UNKNOWN_UNIT, needs=("units",))
def units_are_declared(subject: Subject) -> Iterator[Finding]:
    disclosure = subject.figures.disclosure
    known = [unit_key(unit) for unit in disclosure.units]
    for path, name in (*_of_lines(disclosure), *declared_values(disclosure, ValueType.UNIT)):
        if name not in known:
            hint = _nearest_unit(name, disclosure)
            yield UNKNOWN_UNIT.at(subject.place(*path), name=name, hint=hint)


def _of_lines(disclosure: Disclosure) -> Iterator[tuple[FieldPath, str]]:
    """The units that the lines of the ledger name."""
    for side in ("receipts", "expenditure", "closing"):
        for index, line in enumerate(getattr(disclosure, side)):
            if line.unit:
                yield (side, index, "unit"), line.unit


def _nearest_unit(typed: str, disclosure: Disclosure) -> str:
    """The unit that is meant, by its code or by its name."""
    names = {unit.name: unit_key(unit) for unit in disclosure.units}
    meant = next(iter(get_close_matches(typed, names, 1)), None)
    if meant is not None and names[meant] != meant:
        return f"是不是“{names[meant]}”（{meant}）？"
    return nearest(typed, list(names.values()))


@check(UNKNOWN_PROJECT, NO_PROJECT, SPARE_PROJECT, needs=("projects",))
def projects_are_declared(subject: Subject) -> Iterator[Finding]:
    disclosure = subject.figures.disclosure
    known = [project.name for project in disclosure.projects]
    for index, line in enumerate(disclosure.expenditure):
        place = subject.place("expenditure", index, "project")
        if line.category is Category.BASIC:
            if line.project:
                yield SPARE_PROJECT.at(place, name=line.project)
        elif line.project is None:
            if line.category in _PROJECT_CATEGORIES:
                yield NO_PROJECT.at(place, category=line.category.value)
        elif line.project not in known:
            yield UNKNOWN_PROJECT.at(place, name=line.project, hint=nearest(line.project, known))
    for path, name in declared_values(disclosure, ValueType.PROJECT):
        if name not in known:
            yield UNKNOWN_PROJECT.at(subject.place(*path), name=name, hint=nearest(name, known))


@check(IDLE_PROJECT, needs=("expenditure",))
def declared_projects_spend(subject: Subject) -> Iterator[Finding]:
    disclosure = subject.figures.disclosure
    spending = {line.project for line in disclosure.expenditure}
    for index, project in enumerate(disclosure.projects):
        if project.name not in spending:
            yield IDLE_PROJECT.at(subject.place("projects", index, "name"), name=project.name)


@check(TWO_KINDS, needs=("expenditure",))
def projects_are_of_one_kind(subject: Subject) -> Iterator[Finding]:
    lines = subject.figures.disclosure.expenditure
    kinds: dict[str, dict[Category, int]] = {}
    for index, line in enumerate(lines):
        if line.project and line.category in _PROJECT_CATEGORIES:
            kinds.setdefault(line.project, {}).setdefault(line.category, index)
    for name, found in kinds.items():
        if len(found) > 1:
            one, two = found
            places = [subject.place("expenditure", found[kind], "category") for kind in (two, one)]
            yield TWO_KINDS.at(*places, name=name, one=one.value, two=two.value)


@check(NO_SUCH_PROJECT, needs=("projects", "expenditure"))
def evaluated_projects_exist(subject: Subject) -> Iterator[Finding]:
    performance = subject.figures.disclosure.performance
    known = _project_names(subject)
    for part in ("evaluated_projects", "key_projects"):
        title = type(performance).model_fields[part].title
        for index, name in enumerate(getattr(performance, part)):
            if name not in known:
                place = subject.place("performance", part, index)
                hint = nearest(name, known)
                yield NO_SUCH_PROJECT.at(place, part=title, name=name, hint=hint)


@check(NOT_IN_LEDGER, needs=("projects", "expenditure"), kind=Kind.FINAL_ACCOUNT)
def self_evaluated_projects_spend(subject: Subject) -> Iterator[Finding]:
    evaluation = subject.figures.disclosure.evaluation
    known = _project_names(subject)
    if evaluation is None or not known:
        return
    for index, project in enumerate(evaluation.projects):
        if project.name not in known:
            place = subject.place("evaluation", "projects", index, "name")
            hint = nearest(project.name, known)
            yield NOT_IN_LEDGER.at(place, part="项目自评", name=project.name, hint=hint)


def _project_names(subject: Subject) -> list[str]:
    """The projects that are declared or have lines of the ledger."""
    declared = [project.name for project in subject.figures.disclosure.projects]
    spending = [project.name for project in subject.figures.projects]
    return list(dict.fromkeys((*declared, *spending)))


@check(DUPLICATE)
def names_are_unique(subject: Subject) -> Iterator[Finding]:
    for path, field, what, names in _registers(subject.figures.disclosure):
        first: dict[str, int] = {}
        for index, name in enumerate(names):
            if name and first.setdefault(name, index) != index:
                places = [(*path, position, *field) for position in (index, first[name])]
                yield DUPLICATE.at(*subject.places(places), what=what, name=name)


Register = tuple[FieldPath, FieldPath, str, list[str]]
"""A list of the input, the field of its items that tells them apart, its word, and the values."""


def _registers(disclosure: Disclosure) -> Iterator[Register]:
    units, projects = disclosure.units, disclosure.projects
    yield ("units",), ("code",), "单位代码", [unit.code for unit in units]
    yield ("units",), ("name",), "单位名称", [unit.name for unit in units]
    yield ("projects",), ("name",), "项目名称", [project.name for project in projects]
    yield ("projects",), ("code",), "项目编码", [project.code for project in projects]
    organs = [organ.name for organ in disclosure.organs.listed]
    yield ("organs", "listed"), ("name",), "内设机构", organs
    for part in ("evaluated_projects", "key_projects"):
        title = type(disclosure.performance).model_fields[part].title or part
        yield ("performance", part), (), title, list(getattr(disclosure.performance, part))
    if disclosure.evaluation is not None:
        evaluated = [project.name for project in disclosure.evaluation.projects]
        yield ("evaluation", "projects"), ("name",), "项目自评的项目", evaluated


@check(UNKNOWN_FIGURE)
def figure_names_are_known(subject: Subject) -> Iterator[Finding]:
    disclosure = subject.figures.disclosure
    measures = subject.figures.measures
    called = labels(measures)
    parts: tuple[tuple[str, FieldPath, list[str]], ...] = (
        ("上年数", ("prior_year", "figures"), list(disclosure.prior_year.figures)),
        ("增减原因", ("reasons",), list(disclosure.reasons)),
        ("控制数", ("control_figures",), list(disclosure.control_figures)),
    )
    for part, path, names in parts:
        for name in names:
            if name not in subject.figures:
                hint = question(resolve(name, measures).candidates, called)
                place = subject.place(*path, name)
                yield UNKNOWN_FIGURE.at(place, part=part, name=name, hint=hint)


@check(IDLE_ITEM, needs=("receipts", "expenditure", "closing"))
def items_that_are_spoken_of_have_money(subject: Subject) -> Iterator[Finding]:
    figures = subject.figures
    disclosure = figures.disclosure
    used = {
        entry.dimensions.get("function_item") for entry in (*figures.both_years, *figures.declared)
    }
    for part in ("item_reasons", "item_supplements"):
        title = type(disclosure).model_fields[part].title or part
        for code in getattr(disclosure, part):
            if code not in used:
                name = f"{code} {subject.codebook.name(Scheme.FUNCTION, code, subject.year) or ''}"
                yield IDLE_ITEM.at(subject.place(part, code), part=title, name=name.strip())


CHECKS = (
    units_are_declared,
    projects_are_declared,
    declared_projects_spend,
    projects_are_of_one_kind,
    evaluated_projects_exist,
    self_evaluated_projects_spend,
    names_are_unique,
    figure_names_are_known,
    items_that_are_spoken_of_have_money,
)
