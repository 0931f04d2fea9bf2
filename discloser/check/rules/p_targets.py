"""The performance targets of projects that a document prints (P13, P19)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discloser.check.check import document_check, proof_check
from discloser.check.compare import Missing
from discloser.check.declared_projects import places_of_projects, targeted_projects
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.subject import Proof, Reading
from discloser.finding import Rule, Severity
from discloser.model.performance import ProjectTargets
from discloser.model.values import Kind
from discloser.vocabulary.names import normal

NO_TARGETS = Rule(
    "P13",
    "项目没有绩效目标",
    "{count} 个项目里有 {missing} 个没有绩效指标，如“{name}”，项目绩效目标表里是空的。",
    "请给这些项目补上绩效指标。",
    Severity.WARNING,
)
INDICATOR = Rule(
    "P19",
    "指标不在它的栏里",
    "“{table}”的{what}。",
    "请把指标名称和指标值分栏写，满意度写在满意度指标栏。",
    Severity.WARNING,
)
_SATISFACTION = ProjectTargets.model_fields["satisfaction"].title or ""
_VALUE = re.compile(r"[≥≤＞＜><=＝]\d")


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


@document_check(INDICATOR, kind=Kind.BUDGET, says_all=True)
def indicators_stand_in_their_column(reading: Reading) -> Iterator[Outcome]:
    placed = reading.reader.by_role.get("project_targets")
    if placed is None:
        return
    sheet = placed.sheet
    titles = sheet.words.texts.indicators
    for column, header in enumerate(sheet.headers):
        if titles.isdisjoint(header):
            continue
        above = header[-2] if len(header) > 1 else ""
        for row in sheet.rows:
            text = normal(sheet.texts[row][column])
            what = _wrong(text, above)
            if what:
                place = sheet.place(row, column)
                yield INDICATOR.at(place, table=sheet.caption, what=f"“{text}”{what}")
            elif text:
                yield Held(INDICATOR.code)


def _wrong(text: str, above: str) -> str:
    """What is wrong with an indicator's name below a title of its kind; empty where nothing is."""
    kind, satisfaction = (title.removesuffix("指标") for title in (above, _SATISFACTION))
    if text.endswith(satisfaction) and satisfaction not in kind and kind not in text:
        return f"写在“{above}”栏"
    return "里写了指标值" if _VALUE.search(text) else ""


CHECKS = (projects_have_targets, indicators_stand_in_their_column)
