"""Findings of a check: grouped for a terminal, as JSON, and as rows of the bureaus' check sheet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from discloser.check.catalogue import FAMILIES, RuleEntry, rule_entries
from discloser.check.relations import relations
from discloser.finding import CATALOGUE, Finding, Severity
from discloser.location import Location
from discloser.pack.rules import RuleChanges
from discloser.pipeline import Prepared
from discloser.problems import merged, without_briefs
from discloser.report import Line, display, lines_of, plain_line, shown, shown_places, summary
from discloser.report_outcomes import Counts, by_reason, places_of

_MOST_NAMED = 5
CheckRow = tuple[str, str, str, str, str]
"""A row of the check sheet: 项目, 依据, 是否符合, 问题说明, 位置."""


def grouped_lines(
    findings: Iterable[Finding], *, told_in_full: bool = False, with_source: bool = True
) -> list[Line]:
    """Findings in their order under a heading for each sheet and file, equal ones as one.

    Notes that one sentence tells enough of stand at the end as that sentence, unless
    ``told_in_full``.
    """
    found = merged(findings)
    briefs: tuple[str, ...] = ()
    if not told_in_full:
        found, briefs = without_briefs(found)
    lines: list[Line] = []
    for heading, group in groupby(found, key=_heading):
        members = list(group)
        if heading:
            lines.append(plain_line(f"== {heading}：{summary(members)}", "heading"))
        for finding in members:
            lines += lines_of(finding, with_file=False, with_source=with_source)
    return lines + [plain_line(text, Severity.NOTE) for text in briefs]


def _heading(finding: Finding) -> str:
    """Where a person goes for a finding: the file, and the sheet or the document's table in it."""
    place = finding.location
    if place is None:
        return ""
    file = display(Location(place.file))
    if place.sheet is None:
        return file
    return f"{file}《{place.sheet}》" if place.is_in_document else f"{file} {place.sheet}"


def verdict(prepared: Prepared) -> Line:
    """Whether the document can be made, with what was found: the last line of a check."""
    found = summary(prepared.findings)
    counts = Counts.of(prepared)
    if prepared.ok:
        return plain_line(f"{prepared.path}：可以生成，{found}。{counts}", "good")
    return plain_line(f"{prepared.path}：不能生成，{found}，先改好错误。{counts}", Severity.ERROR)


def verdicts(checked: Sequence[Prepared]) -> Line:
    """The last line of a check of several inputs."""
    faulty = [str(prepared.path) for prepared in checked if not prepared.ok]
    counts = sum(map(Counts.of, checked), Counts())
    if not faulty:
        return plain_line(f"共 {len(checked)} 个，都可以生成。{counts}", "good")
    ready = len(checked) - len(faulty)
    names = "、".join(faulty[:_MOST_NAMED]) + ("…" if len(faulty) > _MOST_NAMED else "")
    text = (
        f"共 {len(checked)} 个：可以生成 {ready} 个，不能生成 {len(faulty)} 个（{names}）。{counts}"
    )
    return plain_line(text, Severity.ERROR)


def change_lines(changes: RuleChanges) -> list[str]:
    """What the pack has changed about the rules, with its reasons."""
    lines = []
    for code, change in changes.items():
        what = "已关闭" if change.is_off else f"定为{change.severity}"
        lines.append(f"规则 {code} {_title(code)}：模板包{what}，理由：{change.reason}")
    return lines


def _title(code: str) -> str:
    rule = CATALOGUE.get(code)
    return rule.title if rule is not None else ""


def as_json(checked: Iterable[Prepared]) -> str:
    """The findings of several inputs for programs."""
    inputs = [
        {
            "input": str(prepared.path),
            "ok": prepared.ok,
            "counts": asdict(Counts.of(prepared)),
            "findings": [_finding(finding) for finding in merged(prepared.findings)],
            "unchecked": [
                {
                    "reason": reason,
                    "codes": list(dict.fromkeys(each.code for each in members)),
                    "times": len(members),
                    "locations": [_location(place) for place in places_of(members)],
                }
                for reason, members in by_reason(prepared.tally.unchecked).items()
            ],
            "rules": _rules(prepared),
            "changed_rules": {
                code: {"severity": change.severity, "reason": change.reason}
                for code, change in prepared.changes.items()
            },
        }
        for prepared in checked
    ]
    return json.dumps(inputs, ensure_ascii=False, indent=2)


def _rules(prepared: Prepared) -> dict[str, dict[str, int]]:
    """How often each rule was applied, and how often it could not be."""
    tally = prepared.tally
    left = Counter(each.code for each in tally.unchecked)
    applied = Counter(tally.held) + Counter(tally.found)
    return {
        code: {"compared": applied[code], "unchecked": left[code]}
        for code in sorted(applied.keys() | left.keys())
    }


def _finding(finding: Finding) -> dict[str, object]:
    relation = relations().get(finding.code)
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "title": _title(finding.code),
        "message": finding.message,
        "demand": relation.demand if relation is not None else "",
        "basis": relation.basis if relation is not None else "",
        "remedy": finding.remedy,
        "times": finding.times,
        "figures": list(finding.figures),
        "locations": [_location(place) for place in finding.locations],
    }


def _location(place: Location) -> dict[str, object]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "sheet": place.sheet,
        "cell": place.cell,
        "field": place.field,
    }


def checklist(prepared: Prepared) -> list[tuple[str, list[CheckRow]]]:
    """The rows of the check sheet by family of rules: every rule that applies, with its result."""
    figures = prepared.figures
    entries = [e for e in rule_entries() if figures is None or e.applies.to(figures.disclosure)]
    listed = {entry.rule.code for entry in entries}
    families = []
    for letter, family in FAMILIES.items():
        members = [entry for entry in entries if entry.rule.code[0] == letter]
        rows = [row for entry in members for row in _rows(entry, prepared)]
        if rows:
            families.append((family, rows))
    others = [finding for finding in merged(prepared.findings) if finding.code not in listed]
    if others:  # what cannot be read is the cause of what the rules say
        rows = [(_title(finding.code), "", *_result(finding)) for finding in others]
        families.insert(0, ("填报和模板", rows))
    return families


HOLDS, BROKEN, TO_VERIFY, UNCHECKED = "符合", "不符合", "不符合（待核实）", "未核对"
NOT_CONCERNED = "不涉及"
_RESULTS = {Severity.ERROR: BROKEN, Severity.WARNING: TO_VERIFY, Severity.NOTE: f"{HOLDS}（提示）"}


def _rows(entry: RuleEntry, prepared: Prepared) -> Iterator[CheckRow]:
    code = entry.rule.code
    ground = (f"{code} {entry.relation.demand}", entry.relation.basis)
    change = prepared.changes.get(code)
    if change is not None and change.is_off:
        yield (*ground, UNCHECKED, f"模板包已关闭：{change.reason}", "")
        return
    found, briefs = without_briefs(f for f in merged(prepared.findings) if f.code == code)
    for finding in found:
        yield (*ground, *_result(finding))
    left = by_reason(each for each in prepared.tally.unchecked if each.code == code)
    for reason, members in left.items():
        times = f"（{len(members)} 处）" if len(members) > 1 else ""
        yield (*ground, UNCHECKED, f"{reason}{times}。", shown(places_of(members)))
    held = prepared.tally.held.get(code, 0)
    if briefs or (held and not found):
        yield (*ground, HOLDS, "".join(briefs) or f"核对 {held} 处。", "")
    elif not (found or left) and prepared.document is not None:
        yield (*ground, NOT_CONCERNED, "没有这条规则要核对的内容。", "")
    elif not (found or left):
        yield (*ground, UNCHECKED, "填报的内容没有读进来，文档没有编成。", "")


def _result(finding: Finding) -> tuple[str, str, str]:
    remedy = f"{finding.message}{finding.remedy}"
    return _RESULTS[finding.severity], remedy, "；".join(shown_places(finding))


def checklist_title(path: Path, prepared: Prepared) -> str:
    """The heading of the check sheet."""
    figures = prepared.figures
    if figures is None:
        return f"{path.stem}公开情况检查表"
    disclosure = figures.disclosure
    return f"{disclosure.department.name}{disclosure.year}年{disclosure.kind.label}公开情况检查表"
