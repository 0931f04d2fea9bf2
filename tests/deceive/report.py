"""What became of the planted faults: one table by kind, and every miss with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from tests.deceive.judge import Verdict
from tests.deceive.run import Case, Group

REASONS = Path(__file__).with_name("reasons.yaml")
LEAST = 0.99
_COLUMNS = (
    *("植入的错误", "可植入", "试了", "指出", "占比", "位置正确", "占比"),
    *("标为未核对", "没有指出", "位置不对和没有指出的有说明", "除去有说明的，位置正确占比"),
)
_FINE = (Verdict.AT_PLACE, Verdict.PRINTED)
RIGHT = (*_FINE, Verdict.UNCHECKED)
_NOTICED = (*_FINE, Verdict.UNCHECKED, Verdict.ELSEWHERE)


@dataclass(frozen=True)
class Reason:
    """Why faults of a kind are not noticed; the patterns are searched in the case's words.

    ``where_and_what`` is searched in both, a line each. ``by`` is how much a number may differ at
    most from what it was: a reason has to be true of the single case.
    """

    kind: str
    reason: str
    where: str = ""
    what: str = ""
    where_and_what: str = ""
    by: str = ""

    def explains(self, case: Case) -> bool:
        """Whether a case is of this sort."""
        where = f"{case.victim} {case.where}"
        searched = (
            (self.kind, case.kind),
            (self.where, where),
            (self.what, case.what),
            (self.where_and_what, f"{where}\n{case.what}"),
        )
        is_there = all(re.search(pattern, text) for pattern, text in searched)
        return is_there and (not self.by or _difference(case.what) <= Decimal(self.by))


def _difference(what: str) -> Decimal:
    """How much two numbers differ: 0.19 → 0.20."""
    try:
        old, new = (Decimal(number.replace(",", "")) for number in what.split(" → "))
    except (InvalidOperation, ValueError):
        return Decimal("Infinity")
    return abs(new - old)


@cache
def reasons() -> tuple[Reason, ...]:
    """The known reasons."""
    read = YAML(typ="safe").load(REASONS.read_text(encoding="utf-8")) or []
    return tuple(Reason(**each) for each in read)


def reason_of(case: Case) -> str:
    """Why a fault is not noticed; empty where that is not known."""
    return next((each.reason for each in reasons() if each.explains(case)), "")


@dataclass(frozen=True)
class Line:
    """A kind of fault: how many could be planted, were, and what became of them."""

    family: str
    kind: str
    possible: int
    planned: int
    cases: Sequence[Case]

    def count(self, *verdicts: Verdict) -> int:
        """How many faults had one of these verdicts."""
        return sum(case.judged.verdict in verdicts for case in self.cases)

    @property
    def noticed(self) -> int:
        """How many were noticed, wherever."""
        return self.count(*_NOTICED)

    @property
    def missed(self) -> list[Case]:
        """What was not noticed, or not where it is."""
        return [case for case in self.cases if case.judged.verdict not in RIGHT]

    @property
    def explained(self) -> int:
        """How many of those not noticed at their place have a reason."""
        return sum(bool(reason_of(case)) for case in self.missed)

    @property
    def is_enough(self) -> bool:
        """Whether as good as all faults that can be known are noticed at their place."""
        right = len(self.cases) - len(self.missed)
        return right >= LEAST * self.knowable

    @property
    def knowable(self) -> int:
        """How many faults have no reason why nobody could know of them."""
        return len(self.cases) - self.explained


def lines(groups: Iterable[Group], cases: Iterable[Case]) -> list[Line]:
    """One line for each kind."""
    possible: Counter[tuple[str, str]] = Counter()
    planned: Counter[tuple[str, str]] = Counter()
    for group in groups:
        key = group.family, group.kind
        possible[key] += len(group.plants)
        planned[key] += group.count
    planted: dict[tuple[str, str], list[Case]] = {key: [] for key in possible}
    for case in cases:
        planted[case.family, case.kind].append(case)
    return [Line(*key, possible[key], planned[key], planted[key]) for key in possible]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "—"


def table(made: Sequence[Line]) -> Iterator[str]:
    """The counts by kind, as a Markdown table."""
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"|---|{'--:|' * (len(_COLUMNS) - 1)}"
    family = ""
    for line in made:
        if line.family != family:
            family = line.family
            yield f"| **{family}** |{' |' * (len(_COLUMNS) - 1)}"
        whole, right = len(line.cases), line.count(*_FINE)
        unchecked = line.count(Verdict.UNCHECKED)
        yield (
            f"| {line.kind} | {line.possible} | {whole} | {line.noticed} "
            f"| {_share(line.noticed, whole)} | {right} | {_share(right, whole)} | {unchecked} "
            f"| {whole - line.noticed} | {line.explained} "
            f"| {_share(right + unchecked, line.knowable)} |"
        )


def told(case: Case) -> str:
    """A case in a line: the kind, the victim, where and what was planted, what came of it, why."""
    said = "、".join(case.judged.codes)
    verdict = f"{case.judged.verdict}（{said}）" if said else str(case.judged.verdict)
    words = (case.kind, case.victim, case.where, case.what, verdict)
    return "｜".join((*words, reason_of(case) or "（没有说明）"))


def misses(made: Sequence[Line]) -> Iterator[str]:
    """Every fault that was not noticed at its place."""
    for line in made:
        yield from map(told, line.missed)


_PAGE = """# 查错查得出来吗

本页由 `{command}` 生成，不要手改；`make deceive` 把数目加满。

每次在没有错误的文本、模板包或填报文件里植入一处错误，再像平时一样检查，看指不指得出来：
文本植入以后运行文档规则，模板包植入以后运行 `check` 和 `pack lint`，填报文件植入以后运行 `check`
（改动印得出来，读的人看得见，也算）。原来就有的提示不算；“位置正确”是指出的地方就是植入的那一格、
那一行、那一栏或那一段；“标为未核对”是没有说错，但说了这里没有核对。“可植入”多于“试了”的，按种子抽取。
计划试 {planned} 处，试了 {tried} 处。

{table}

没有错误的文本 {clean} 份（真实文本、`pack lint` 的样例、随机编造的部门 {departments} 个），
报错 {wrong} 处。
{known}{unknown}"""


def page(
    made: Sequence[Line], command: str, clean: int, departments: int, wrong: Sequence[str]
) -> str:
    """The summary for the documentation; ``command`` is what it was counted with."""
    counts: dict[str, int] = {}
    unknown = ""
    for line in made:
        for case in line.missed:
            if why := reason_of(case):
                counts[why] = counts.get(why, 0) + 1
            else:
                unknown += f"- {told(case).rpartition('｜')[0]}\n"
    listed = "".join(f"- {why}（{count} 处）\n" for why, count in counts.items())
    return _PAGE.format(
        command=command,
        table="\n".join(table(made)),
        planned=sum(line.planned for line in made),
        tried=sum(len(line.cases) for line in made),
        clean=clean + departments,
        departments=departments,
        wrong=len(wrong),
        known=f"\n没有指出而有说明的：\n\n{listed}" if listed else "",
        unknown=f"\n没有指出或位置不对，还没有改好的：\n\n{unknown}" if unknown else "",
    )
