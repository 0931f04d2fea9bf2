"""Codes of the classifications: known, of the year, and matching each other."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.registry import Subject, check
from discloser.classification.codebook import Code, Scheme, economic_pairs
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath
from discloser.model.values import Kind

UNKNOWN_CODE = Rule(
    "K01",
    "没有这个科目",
    "{scheme}没有编码“{code}”。",
    "请按当年《政府收支分类科目》核对；科目是新增的，请模板维护人员把它写进模板包的 codes.csv。",
    source="政府收支分类科目",
)
OUT_OF_DATE = Rule(
    "K02",
    "科目不在有效年度",
    "{scheme}“{code} {name}”在 {year} 年度不使用（{period}）。",
    "请改用当年的科目。",
    Severity.WARNING,
    source="政府收支分类科目",
)
NO_ECONOMIC = Rule(
    "K03",
    "基本支出没有经济分类",
    "基本支出这一行没有填{scheme}科目，无法列入基本支出表。",
    "请补上经济分类（款）编码。",
)
PROJECT_WITHOUT_ECONOMIC = Rule(
    "K04",
    "项目支出没有细化到经济分类",
    "有 {count} 行项目支出没有填经济分类，共 {amount} 元，"
    "支出经济分类汇总表把它们列为“未细化到经济分类”。",
    "请补上部门经济分类和政府经济分类（款）编码。",
    Severity.WARNING,
)
NO_PAIR = Rule(
    "K05",
    "两套经济分类不对应",
    "部门经济分类 {department} 与政府经济分类 {government} 不在对应关系表里。",
    "请按对应关系核对：行政单位和参公单位用 501、502 等类，其他事业单位用 505、506 类。",
    Severity.WARNING,
    source="财预〔2017〕98号 支出经济分类科目对应关系",
)
_FIELDS = (
    ("function", Scheme.FUNCTION),
    ("department_economic", Scheme.DEPARTMENT_ECONOMIC),
    ("government_economic", Scheme.GOVERNMENT_ECONOMIC),
)


@check()
def codes_are_known(subject: Subject) -> Iterator[Finding]:
    """K01, K02: every code is in its classification, and valid in the year."""
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


@check()
def basic_lines_have_economic_items(subject: Subject) -> Iterator[Finding]:
    """K03: basic expenditure is broken down by economic items."""
    disclosure = subject.figures.disclosure
    for index, line in enumerate(disclosure.expenditure):
        if line.category != "基本支出":
            continue
        missing = [
            scheme.label
            for field, scheme in _FIELDS[1:]
            if getattr(line, field) is None
            # A final account's tables do not name the government items.
            and (scheme is Scheme.DEPARTMENT_ECONOMIC or disclosure.kind is Kind.BUDGET)
        ]
        if missing:
            place = subject.place("expenditure", index)
            yield NO_ECONOMIC.at(place, scheme="、".join(missing))


@check("expenditure")
def project_lines_have_economic_items(subject: Subject) -> Iterator[Finding]:
    """K04: a budget's project expenditure should be broken down too."""
    if subject.figures.disclosure.kind is not Kind.BUDGET:
        return
    lines = subject.figures.disclosure.expenditure
    missing = [
        index
        for index, line in enumerate(lines)
        if line.category != "基本支出" and line.department_economic is None
    ]
    if missing:
        yield PROJECT_WITHOUT_ECONOMIC.at(
            *subject.places([("expenditure", index) for index in missing]),
            count=len(missing),
            amount=f"{sum(lines[index].amount for index in missing):,}",
        )


@check()
def economic_items_correspond(subject: Subject) -> Iterator[Finding]:
    """K05: department and government economic items correspond (财预〔2017〕98号)."""
    wrong: dict[tuple[str, str], list[FieldPath]] = {}
    for index, line in enumerate(subject.figures.disclosure.expenditure):
        pair = (line.department_economic or "", line.government_economic or "")
        if all(pair) and pair not in economic_pairs():
            wrong.setdefault(pair, []).append(("expenditure", index, "government_economic"))
    for (department, government), paths in wrong.items():
        yield NO_PAIR.at(
            *subject.places(paths),
            department=_show(subject, Scheme.DEPARTMENT_ECONOMIC, department),
            government=_show(subject, Scheme.GOVERNMENT_ECONOMIC, government),
        )


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
