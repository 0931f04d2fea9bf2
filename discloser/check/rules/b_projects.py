"""What a budget says of its projects' targets, against the table of projects (B17, B18)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.declared_projects import places_of_projects, targeted_projects
from discloser.check.reader.printed import Printed
from discloser.check.reader.prose import Passage
from discloser.check.subject import Reading
from discloser.check.tables import detail_rows
from discloser.finding import Finding, Rule
from discloser.model.values import Kind

PROJECTS = Rule(
    "B17",
    "绩效目标的项目数或金额不符",
    "文中写{what}{found}，项目支出表是{expected}。",
    "请核对项目支出表和绩效目标设置情况。",
)


ALL_TARGETED = Rule(
    "B18",
    "没有绩效目标的项目写成有",
    "文中写“{words}”，但 {count} 个项目里有 {missing} 个没有绩效目标，如“{name}”。",
    "请给这些项目补上绩效指标；模板里应写明多少个项目有绩效目标。",
)


_LARGE = Decimal(100)


_ALL = re.compile(r"项目(?:全部|均)[^，。；]{0,12}(?:编制|设置|制定)了?绩效(?:目标|指标)")


@document_check(PROJECTS, kind=Kind.BUDGET)
def targeted_projects_match(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("projects")
    column = sheet.column("合计") if sheet is not None else None
    if sheet is None or column is None:
        return
    rows = [sheet.read(row, column) for row in detail_rows(sheet)]
    amounts = [printed for printed in rows if printed is not None]
    large = [printed for printed in amounts if printed.value >= _LARGE]
    expectations = (
        (re.compile(r"支出项目共(\d+)个"), "支出项目", Decimal(len(amounts))),
        (re.compile(r"100万元以上项目(\d+)个"), "100万元以上项目", Decimal(len(large))),
        (re.compile(r"共(\d+)个项目"), "项目", Decimal(len(amounts))),
    )
    for passage in reading.passages:
        if "绩效" not in passage.heading:
            continue
        for pattern, what, expected in expectations:
            match = pattern.search(passage.text)
            if match is not None and Decimal(match[1]) != expected:
                place = passage.place(match.start())
                yield PROJECTS.at(place, what=what, found=f"{match[1]}个", expected=f"{expected}个")
        yield from _project_amounts(passage, amounts, large)


def _project_amounts(
    passage: Passage, amounts: list[Printed], large: list[Printed]
) -> Iterator[Finding]:
    expectations = (
        (re.compile(r"支出项目共\d+个，支出总额$"), amounts),
        (re.compile(r"100万元以上项目\d+个，支出总额$"), large),
        (re.compile(r"涉及预算拨款$"), amounts),
    )
    for mention in passage.amounts:
        for pattern, members in expectations:
            summed = sum(members, Printed(Decimal(0)))
            if pattern.search(passage.before(mention)) and not mention.printed.agrees(summed):
                yield PROJECTS.at(
                    passage.place(mention.start),
                    what="项目支出总额",
                    found=f"{mention.printed}万元",
                    expected=f"{summed}万元",
                )


@document_check(ALL_TARGETED, kind=Kind.BUDGET, of_words=True)
def only_all_projects_are_called_all(reading: Reading) -> Iterator[Finding]:
    names, missing = targeted_projects(reading)
    for passage in reading.passages if missing else ():
        if match := _ALL.search(passage.text):
            yield ALL_TARGETED.at(
                *places_of_projects(reading, missing),
                passage.place(match.start()),
                words=match[0],
                count=len(names),
                missing=len(missing),
                name=missing[0],
            )


CHECKS = (
    targeted_projects_match,
    only_all_projects_are_called_all,
)
