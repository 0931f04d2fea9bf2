"""What became of the rules as rows of the bureaus' check sheet (部门预算公开情况检查表)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from discloser.check.catalogue import FAMILIES, RuleEntry
from discloser.check.outcome import Tally
from discloser.finding import CATALOGUE, Finding, Severity
from discloser.pack.rules import RuleChanges
from discloser.problems import merged, without_briefs
from discloser.report import shown, shown_places
from discloser.report_outcomes import by_reason, places_of

CheckRow = tuple[str, str, str, str, str]
"""A row: 项目, 依据, 是否符合, 问题说明, 位置."""
HOLDS, BROKEN, TO_VERIFY, UNCHECKED = "符合", "不符合", "不符合（待核实）", "未核对"
NOT_CONCERNED = "不涉及"
_RESULTS = {Severity.ERROR: BROKEN, Severity.WARNING: TO_VERIFY, Severity.NOTE: f"{HOLDS}（提示）"}


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found and counted; ``silence`` is the result, with words, of a silent rule."""

    findings: Sequence[Finding]
    tally: Tally
    silence: tuple[str, str]
    changes: RuleChanges = field(default_factory=dict)


def check_rows(
    entries: Sequence[RuleEntry], judged: Judged, others: str
) -> list[tuple[str, list[CheckRow]]]:
    """The rows by family of rules; first, called ``others``, what no rule says: what is unread."""
    listed = {entry.rule.code for entry in entries}
    families = []
    for letter, family in FAMILIES.items():
        members = [entry for entry in entries if entry.rule.code[0] == letter]
        rows = [row for entry in members for row in _rows(entry, judged)]
        if rows:
            families.append((family, rows))
    beside = [finding for finding in merged(judged.findings) if finding.code not in listed]
    if beside:  # what cannot be read is the cause of what the rules say
        titled = ((CATALOGUE[each.code].title, "", *_result(each)) for each in beside)
        families.insert(0, (others, list(titled)))
    return families


def _rows(entry: RuleEntry, judged: Judged) -> Iterator[CheckRow]:
    code = entry.rule.code
    ground = (f"{code} {entry.relation.demand}", entry.relation.basis)
    change = judged.changes.get(code)
    if change is not None and change.is_off:
        yield (*ground, UNCHECKED, f"模板包已关闭：{change.reason}", "")
        return
    found, briefs = without_briefs(f for f in merged(judged.findings) if f.code == code)
    for finding in found:
        yield (*ground, *_result(finding))
    left = by_reason(each for each in judged.tally.unchecked if each.code == code)
    for reason, members in left.items():
        times = f"（{len(members)} 处）" if len(members) > 1 else ""
        yield (*ground, UNCHECKED, f"{reason}{times}。", shown(places_of(members)))
    held = judged.tally.held.get(code, 0)
    if briefs or (held and not found):
        yield (*ground, HOLDS, "".join(briefs) or f"核对 {held} 处。", "")
    elif not (found or left):
        yield (*ground, *judged.silence, "")


def _result(finding: Finding) -> tuple[str, str, str]:
    remedy = f"{finding.message}{finding.remedy}"
    return _RESULTS[finding.severity], remedy, "；".join(shown_places(finding))
