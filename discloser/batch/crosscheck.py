"""What the departments of one city contradict each other in; each input by itself may be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from discloser.batch.job import Facts, Job

Department = tuple[Job, Facts]
Values = Callable[[Facts, frozenset[str]], list[str]]
"""What a department has of something, without what has been told."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something that several departments have and only one may have."""

    kind: str
    what: str
    departments: tuple[Department, ...]
    remedy: str


def cross_check(departments: Iterable[Department]) -> list[Repeat]:
    """Compare the departments of one year and kind with each other."""
    groups: dict[tuple[str, int], list[Department]] = defaultdict(list)
    for job, facts in departments:
        groups[facts.kind, facts.year].append((job, facts))
    return [repeat for group in groups.values() for repeat in _repeats(group)]


def _repeats(group: Sequence[Department]) -> Iterator[Repeat]:
    """What is shared. What shares a code is not told again for its name."""
    for kind, remedy, ways in _RULES:
        told: frozenset[str] = frozenset()
        for values in ways:
            shared = _shared(group, values, told)
            yield from (Repeat(kind, what, having, remedy) for what, having in shared.items())
            told = frozenset(shared)


def _shared(
    group: Sequence[Department], values: Values, told: frozenset[str]
) -> dict[str, tuple[Department, ...]]:
    """What more than one department of ``group`` has, with these departments."""
    having: dict[str, list[Department]] = defaultdict(list)
    for department in group:
        for value in dict.fromkeys(values(department[1], told)):
            having[value].append(department)
    return {
        value: tuple(departments)
        for value, departments in having.items()
        if value and len(departments) > 1
    }


def _department_code(facts: Facts, _: frozenset[str]) -> list[str]:
    return [facts.code]


def _department_name(facts: Facts, _: frozenset[str]) -> list[str]:
    return [facts.name]


def _unit_codes(facts: Facts, _: frozenset[str]) -> list[str]:
    return [unit.code for unit in facts.units]


def _unit_names(facts: Facts, told: frozenset[str]) -> list[str]:
    return [unit.name for unit in facts.units if unit.code not in told]


def _project_codes(facts: Facts, _: frozenset[str]) -> list[str]:
    return [project.code for project in facts.projects]


def _projects(facts: Facts, told: frozenset[str]) -> list[str]:
    return [
        f"{project.name} {_wan_yuan(project.amount)} 万元"
        for project in facts.projects
        if project.code not in told
    ]


def _wan_yuan(amount: Decimal) -> str:
    return f"{amount / 10_000:.6f}".rstrip("0").rstrip(".")


_RULES: tuple[tuple[str, str, tuple[Values, ...]], ...] = (
    ("部门代码重复", "请核对哪个部门填错了代码。", (_department_code,)),
    ("部门名称重复", "同一个部门只交一份，请删去多余的输入文件。", (_department_name,)),
    (
        "单位在两个部门里",
        "一个单位只属于一个部门，请从另一个部门的预算单位里删去。",
        (_unit_codes, _unit_names),
    ),
    (
        "同一项目报了两次",
        "编码相同，或名称和金额都相同。请核对由哪个部门申报，另一个部门删去。",
        (_project_codes, _projects),
    ),
)
