"""What became of the rules, as a person reads it: 符合, 不符合, 未核对 with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from discloser.check.catalogue import all_codes
from discloser.check.outcome import Tally, Unchecked
from discloser.finding import Severity
from discloser.location import Location
from discloser.pipeline import Prepared
from discloser.report import Line, plain_line, shown

_MOST_CODES = 5
_MOST_GROUPS = 12


@dataclass(frozen=True, slots=True)
class Counts:
    """核对, 不符 and 未核对: in how many places rules were applied, broken, and not applied."""

    compared: int = 0
    broken: int = 0
    unchecked: int = 0

    @staticmethod
    def of(prepared: Prepared) -> Counts:
        """The counts of one input; a finding that is a note breaks no rule."""
        codes = all_codes()
        broken = [
            finding
            for finding in prepared.findings
            if finding.code in codes and finding.severity is not Severity.NOTE
        ]
        tally = prepared.tally
        return Counts(tally.compared, len(broken), len(tally.unchecked))

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.compared + other.compared,
            self.broken + other.broken,
            self.unchecked + other.unchecked,
        )

    def __str__(self) -> str:
        if not (self.compared or self.unchecked):
            return ""
        listed = "（列明）" if self.unchecked else ""
        return (
            f"核对 {self.compared} 处，不符 {self.broken} 处，未核对 {self.unchecked} 处{listed}。"
        )


def by_reason(unchecked: Iterable[Unchecked]) -> Mapping[str, list[Unchecked]]:
    """What was not checked, by its reason."""
    groups: dict[str, list[Unchecked]] = {}
    for each in unchecked:
        groups.setdefault(each.reason, []).append(each)
    return groups


def tally_lines(tally: Tally, *, told_in_full: bool = False) -> list[Line]:
    """What was not checked and why, one line for each reason; the rest is told on request."""
    groups = list(by_reason(tally.unchecked).items())
    if not groups:
        return []
    lines = [plain_line(f"== 未核对 {len(tally.unchecked)} 处", "heading")]
    few = groups if told_in_full else groups[:_MOST_GROUPS]
    lines += [plain_line(_told(reason, members)) for reason, members in few]
    left_out = len(groups) - len(few)
    if left_out:
        lines.append(plain_line(f"另有 {left_out} 条原因，加 --all 全部列出。"))
    return lines


def _told(reason: str, members: list[Unchecked]) -> str:
    codes = list(dict.fromkeys(each.code for each in members))
    more = f"等 {len(codes)} 条规则" if len(codes) > _MOST_CODES else ""
    named = "、".join(codes[:_MOST_CODES]) + more
    where = shown(places_of(members))
    times = f"{len(members)} 处：" if len(members) > 1 and where else ""
    return f"{reason}（{named}）" + (f"（{times}{where}）" if where else "")


def places_of(members: Iterable[Unchecked]) -> list[Location]:
    """The places of what was not checked, each once."""
    return list(dict.fromkeys(each.place for each in members if each.place is not None))
