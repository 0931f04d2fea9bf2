"""Findings of a check: grouped for a terminal, as JSON, and as rows of the bureaus' check sheet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from discloser.check.catalogue import rule_entries
from discloser.check.outcome import Tally
from discloser.check.relations import relations
from discloser.finding import CATALOGUE, Finding, Severity
from discloser.location import Location
from discloser.pack.rules import RuleChanges
from discloser.pipeline import Prepared
from discloser.problems import merged, without_briefs
from discloser.report import Line, display, lines_of, plain_line, summary
from discloser.report_outcomes import Counts, by_reason, places_of
from discloser.report_rows import NOT_CONCERNED, UNCHECKED, CheckRow, Judged, check_rows

_MOST_NAMED = 5


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
            "findings": [finding_json(each) for each in merged(prepared.findings)],
            "unchecked": unchecked_json(prepared.tally),
            "rules": rules_json(prepared.tally),
            "changed_rules": {
                code: {"severity": change.severity, "reason": change.reason}
                for code, change in prepared.changes.items()
            },
        }
        for prepared in checked
    ]
    return json.dumps(inputs, ensure_ascii=False, indent=2)


def unchecked_json(tally: Tally) -> list[dict[str, object]]:
    """What was not checked, by its reason."""
    return [
        {
            "reason": reason,
            "codes": list(dict.fromkeys(each.code for each in members)),
            "times": len(members),
            "locations": [location_json(place) for place in places_of(members)],
        }
        for reason, members in by_reason(tally.unchecked).items()
    ]


def rules_json(tally: Tally) -> dict[str, dict[str, int]]:
    """How often each rule was applied, and how often it could not be."""
    left = Counter(each.code for each in tally.unchecked)
    applied = Counter(tally.held) + Counter(tally.found)
    return {
        code: {"compared": applied[code], "unchecked": left[code]}
        for code in sorted(applied.keys() | left.keys())
    }


def finding_json(finding: Finding) -> dict[str, object]:
    """A finding for programs, with what its rule demands and on what ground."""
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
        "locations": [location_json(place) for place in finding.locations],
    }


def location_json(place: Location) -> dict[str, object]:
    """A place for programs."""
    spot = {} if place.spot is None else {"spot": asdict(place.spot)}
    return {
        **spot,
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
    silence = _SILENT if prepared.document is not None else _NOT_COMPOSED
    judged = Judged(prepared.findings, prepared.tally, silence, prepared.changes)
    return check_rows(entries, judged, "填报和模板")


_SILENT = NOT_CONCERNED, "没有这条规则要核对的内容。"
_NOT_COMPOSED = UNCHECKED, "填报的内容没有读进来，文档没有编成。"


def checklist_title(path: Path, prepared: Prepared) -> str:
    """The heading of the check sheet."""
    figures = prepared.figures
    if figures is None:
        return f"{path.stem}公开情况检查表"
    disclosure = figures.disclosure
    return f"{disclosure.department.name}{disclosure.year}年{disclosure.kind.label}公开情况检查表"
