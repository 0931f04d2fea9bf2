"""Codes of the classifications: known, of the year, and matching each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.classification.codebook import Code, Scheme, Scope, economic_pairs
from discloser.compute.ledger import Column, Side
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath
from discloser.model.unit import unit_key
from discloser.model.values import Category, Kind, UnitNature
from discloser.money import yuan_text

UNKNOWN_CODE = Rule(
    "K01",
    "没有这个科目",
    "{scheme}没有编码“{code}”。",
    "请按当年《政府收支分类科目》核对；科目是新增的，请模板维护人员把它写进模板包的 codes.csv。",
)
OUT_OF_DATE = Rule(
    "K02",
    "科目不在有效年度",
    "{scheme}“{code} {name}”在 {year} 年度不使用（{period}）。",
    "请改用当年的科目。",
    Severity.WARNING,
)
NO_ECONOMIC = Rule(
    "K03",
    "基本支出没有经济分类",
    "基本支出没有填{scheme}科目，无法列入{tables}。",
    "请补上经济分类（款）编码。",
)
PROJECT_WITHOUT_ECONOMIC = Rule(
    "K04",
    "项目支出没有细化到经济分类",
    "有 {count} 行项目支出没有填经济分类，共 {amount} 元，{tables}把它们列为“未细化到经济分类”。",
    "请补上部门经济分类和政府经济分类（款）编码。",
    Severity.WARNING,
)
RECEIPTS_WITHOUT_ITEM = Rule(
    "K07",
    "收入没有填功能分类科目",
    "有 {count} 行收入没有填功能分类科目，共 {amount} 元，{tables}按功能分类列示收入，"
    "这些行列不到科目里。",
    "请给这些行补上功能分类科目（项）编码，分属几个科目的分成几行。",
    Severity.WARNING,
)
NO_PAIR = Rule(
    "K05",
    "两套经济分类不对应",
    "部门经济分类 {department} 与政府经济分类 {government}：{problem}。",
    "{known}请改政府经济分类；单位性质填错的，改单位性质。",
    Severity.WARNING,
)
_SCOPES = {
    UnitNature.ADMINISTRATIVE: Scope.ADMINISTRATIVE,
    UnitNature.CIVIL_SERVICE: Scope.ADMINISTRATIVE,
    UnitNature.INSTITUTION: Scope.INSTITUTION,
}
_FIELDS = (
    ("function", Scheme.FUNCTION),
    ("department_economic", Scheme.DEPARTMENT_ECONOMIC),
    ("government_economic", Scheme.GOVERNMENT_ECONOMIC),
)


@check(UNKNOWN_CODE, OUT_OF_DATE)
def codes_are_known(subject: Subject) -> Iterator[Finding]:
    for scheme, code, paths in _used_codes(subject):
        found = subject.codebook.find(scheme, code, subject.year)
        places = subject.places(paths)
        if found is None:
            yield UNKNOWN_CODE.at(*places, scheme=scheme.label, code=code)
        elif not found.is_valid(subject.year):
            yield OUT_OF_DATE.at(
                *places,
                scheme=scheme.label,
                code=code,
                name=found.name,
                year=subject.year,
                period=_period(found),
            )


@check(NO_ECONOMIC)
def basic_lines_have_economic_items(subject: Subject) -> Iterator[Finding]:
    lines = subject.figures.disclosure.expenditure
    for field, scheme, dimensions in _ECONOMIC:
        tables = subject.tables_of(*dimensions)
        missing = [
            ("expenditure", index, field)
            for index, line in enumerate(lines)
            if line.category is Category.BASIC and getattr(line, field) is None
        ]
        # Without a pack, a final account's tables do not name the government items.
        printed = _names_by_kind(subject, scheme) if tables is None else bool(tables)
        if missing and printed:
            listed = f"“{'”、“'.join(tables)}”" if tables else "基本支出表"
            yield NO_ECONOMIC.at(*subject.places(missing), scheme=scheme.label, tables=listed)


def _names_by_kind(subject: Subject, scheme: Scheme) -> bool:
    of_budget = subject.figures.disclosure.kind is Kind.BUDGET
    return of_budget or scheme is Scheme.DEPARTMENT_ECONOMIC


_ECONOMIC = (
    ("department_economic", Scheme.DEPARTMENT_ECONOMIC, ("economic_class", "economic_item")),
    ("government_economic", Scheme.GOVERNMENT_ECONOMIC, ("government_class", "government_item")),
)


@check(PROJECT_WITHOUT_ECONOMIC, needs=("expenditure",), kind=Kind.BUDGET)
def project_lines_have_economic_items(subject: Subject) -> Iterator[Finding]:
    tables = subject.tables_of("economic_item", of_projects=True)
    if tables == ():
        return
    lines = subject.figures.disclosure.expenditure
    missing = [
        index
        for index, line in enumerate(lines)
        if line.category is not Category.BASIC and line.department_economic is None
    ]
    if missing:
        amount = sum((lines[index].amount for index in missing), Decimal(0))
        yield PROJECT_WITHOUT_ECONOMIC.at(
            *subject.places([("expenditure", index, "department_economic") for index in missing]),
            count=len(missing),
            amount=yuan_text(amount),
            tables=f"“{'”、“'.join(tables)}”" if tables else "按经济分类列示的表",
        )


@check(RECEIPTS_WITHOUT_ITEM, needs=("receipts",))
def receipts_have_functional_items(subject: Subject) -> Iterator[Finding]:
    tables = subject.tables_of_receipts("function_class", "function_group", "function_item")
    covered = [measure for _, measure in tables if measure in subject.figures]
    missing = {
        entry.path: entry.amounts[Column.AMOUNT]
        for measure in covered
        for entry in subject.figures[measure].lines
        if not entry.dimensions["function_item"]
    }
    if missing:
        names = dict.fromkeys(name for name, _ in tables)
        yield RECEIPTS_WITHOUT_ITEM.at(
            *subject.places((*path, "function") for path in missing),
            count=len(missing),
            amount=yuan_text(sum(missing.values(), Decimal(0))),
            tables=f"“{'”、“'.join(names)}”",
        )


@check(NO_PAIR)
def economic_items_correspond(subject: Subject) -> Iterator[Finding]:
    wrong: dict[tuple[str, str, str], list[FieldPath]] = {}
    for entry in subject.figures.ledger.side(Side.EXPENDITURE):
        unit, department, government = (
            entry.dimensions[name] for name in ("unit", "economic_item", "government_item")
        )
        if not (department and government):
            continue
        scopes = economic_pairs().get((department, government))
        if scopes is None:
            unit = ""
        elif scopes & scopes_of(subject, unit):
            continue
        path = (*entry.path, "government_economic")
        wrong.setdefault((unit, department, government), []).append(path)
    for (unit, department, government), paths in wrong.items():
        yield NO_PAIR.at(
            *subject.places(paths),
            department=_show(subject, Scheme.DEPARTMENT_ECONOMIC, department),
            government=_show(subject, Scheme.GOVERNMENT_ECONOMIC, government),
            problem=_pair_problem(subject, unit, department, government),
            known=_known_partners(subject, unit, department),
        )


def scopes_of(subject: Subject, unit: str) -> frozenset[Scope]:
    """The scopes of pairs that a unit may use; all of them where a unit's nature is unknown.

    The money of units without accounts of their own stands in the department's own lines.
    """
    disclosure = subject.figures.disclosure
    payers = [payer for payer in disclosure.units if unit_key(payer) == unit]
    if unit == unit_key(disclosure.own_unit):
        payers += [payer for payer in disclosure.units if not payer.independent]
    natures = {payer.nature for payer in payers}
    if not natures or None in natures:
        return frozenset(Scope)
    return frozenset(_SCOPES[nature] for nature in natures if nature is not None) | {Scope.ANY}


def _pair_problem(subject: Subject, unit: str, department: str, government: str) -> str:
    if not unit:
        return "对应关系表里没有这一对"
    nature = subject.figures.units[unit].nature
    scopes = "、".join(sorted(economic_pairs()[department, government]))
    return f"这一对只用于{scopes}，而“{subject.figures.units[unit].name}”是{nature}"


def _known_partners(subject: Subject, unit: str, department: str) -> str:
    """What a department item corresponds to for a unit."""
    allowed = scopes_of(subject, unit)
    partners = [
        _show(subject, Scheme.GOVERNMENT_ECONOMIC, government)
        for (item, government), scopes in economic_pairs().items()
        if item == department and scopes & allowed
    ]
    return f"{department} 可以对应 {'、'.join(partners)}。" if partners else ""


def _used_codes(subject: Subject) -> Iterator[tuple[Scheme, str, list[FieldPath]]]:
    for field, scheme in _FIELDS:
        used: dict[str, list[FieldPath]] = {}
        for index, line in enumerate(subject.figures.disclosure.expenditure):
            if code := getattr(line, field):
                used.setdefault(code, []).append(("expenditure", index, field))
        for code, paths in used.items():
            yield scheme, code, paths


def _show(subject: Subject, scheme: Scheme, code: str) -> str:
    return f"{code} {subject.codebook.name(scheme, code, subject.year)}"


def _period(code: Code) -> str:
    start = f"{code.valid_from} 年起" if code.valid_from else ""
    end = f"{code.valid_to} 年止" if code.valid_to else ""
    return "，".join(filter(None, (start, end)))


CHECKS = (
    codes_are_known,
    basic_lines_have_economic_items,
    project_lines_have_economic_items,
    receipts_have_functional_items,
    economic_items_correspond,
)
