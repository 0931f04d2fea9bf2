"""What a budget says of its projects' targets, against the table of projects (B17, B18)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from discloser.check.check import document_check, proof_check
from discloser.check.compare import Missing
from discloser.check.counted import Counted, counted, is_of_projects
from discloser.check.declared_projects import places_of_projects, targeted_projects
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.counts import Count
from discloser.check.reader.prose import Mention
from discloser.check.subject import Proof, Reading
from discloser.finding import Finding, Rule
from discloser.model.values import Kind
from discloser.vocabulary.names import normal

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


OTHER_PROJECTS = Rule(
    "B19",
    "绩效目标表与项目支出表的项目不同",
    "“{table}”里有项目“{name}”，“{other}”里没有。",
    "请核对两张表的项目；项目名称写得不一样的，改成一样。",
)
_ROLES = ("projects", "project_targets")
_ALL = re.compile(r"项目(?:全部|均)[^，。；]{0,12}(?:编制|设置|制定)了?绩效(?:目标|指标)")


@document_check(PROJECTS, kind=Kind.BUDGET, says_all=True)
def targeted_projects_match(reading: Reading) -> Iterator[Outcome]:
    for count in reading.reader.counts:
        if not is_of_projects(count):
            continue
        expected = counted(reading, count)
        if expected is None:
            place = count.passage.place(count.mention.start)
            yield Unchecked(PROJECTS.code, f"没有填“{count.label}”的清单", place)
            continue
        yield _number(count, expected)
        if count.amount is not None:
            yield _amount(count, count.amount, expected)


def _number(count: Count, expected: Counted) -> Outcome:
    if expected.allows(count.mention.printed.value):
        return Held(PROJECTS.code)
    return PROJECTS.at(
        count.passage.place(count.mention.start),
        what=count.label,
        found=f"{count.mention.printed}个",
        expected=f"{expected.number}个",
    )


def _amount(count: Count, amount: Mention, expected: Counted) -> Outcome:
    if expected.costs(amount.printed):
        return Held(PROJECTS.code)
    return PROJECTS.at(
        count.passage.place(amount.start),
        what="项目支出总额",
        found=f"{amount.printed}万元",
        expected=f"{expected.total}万元",
    )


@proof_check(ALL_TARGETED, kind=Kind.BUDGET, of_words=True)
def only_all_projects_are_called_all(reading: Proof) -> Iterator[Finding]:
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


@document_check(OTHER_PROJECTS, kind=Kind.BUDGET, says_all=True)
def tables_name_the_same_projects(reading: Reading) -> Iterator[Outcome]:
    for role in _ROLES:
        if isinstance(table := reading.table(role), Missing):
            yield Unchecked(OTHER_PROJECTS.code, table.reason)
            return
    spent, targeted = (_by_spelling(reading, role) for role in _ROLES)
    if not spent or not targeted:
        return
    without = set(map(normal, _without_targets(reading, spent)))
    for name in sorted(spent.keys() ^ targeted.keys()):
        lacking, has = (_ROLES[1], _ROLES[0]) if name in spent else _ROLES
        if name in targeted or name not in without:
            yield _told(reading, {**spent, **targeted}[name], lacking, has)
    if both := spent.keys() & targeted.keys():
        yield Held(OTHER_PROJECTS.code, len(both))


def _without_targets(reading: Reading, spent: Iterable[str]) -> Iterable[str]:
    """The projects that need not have targets: as the input says, or any that no words speak of."""
    if isinstance(reading, Proof):
        return targeted_projects(reading)[1]
    return () if any(_ALL.search(passage.text) for passage in reading.passages) else spent


def _by_spelling(reading: Reading, role: str) -> dict[str, str]:
    """The projects of a table by their names with brackets of one width."""
    return {normal(name): name for name in reading.reader.projects_in(role)}


def _told(reading: Reading, name: str, lacking: str, has: str) -> Finding:
    tables = reading.reader.by_role
    return OTHER_PROJECTS.at(
        tables[lacking].sheet.own_place,
        name=name,
        table=tables[has].sheet.caption,
        other=tables[lacking].sheet.caption,
    )


CHECKS = (
    targeted_projects_match,
    only_all_projects_are_called_all,
    tables_name_the_same_projects,
)
