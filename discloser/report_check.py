"""Findings of a check: grouped for a terminal, as JSON, and as rows of the bureaus' check sheet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from discloser.check.catalogue import FAMILIES, RuleEntry, rule_entries
from discloser.check.relations import told
from discloser.finding import CATALOGUE, Finding, Severity
from discloser.location import Location
from discloser.pack.rules import RuleChanges
from discloser.pipeline import Prepared
from discloser.problems import merged, without_briefs
from discloser.report import Line, display, lines_of, plain_line, shown_places, summary

_MOST_NAMED = 5
CheckRow = tuple[str, str, str, str]
"""A row of the check sheet: 项目, 是否符合, 问题说明, 位置."""


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
    counts = summary(prepared.findings)
    if prepared.ok:
        return plain_line(f"{prepared.path}：可以生成，{counts}。", "good")
    return plain_line(f"{prepared.path}：不能生成，{counts}，先改好错误。", Severity.ERROR)


def verdicts(checked: Sequence[Prepared]) -> Line:
    """The last line of a check of several inputs."""
    faulty = [str(prepared.path) for prepared in checked if not prepared.ok]
    if not faulty:
        return plain_line(f"共 {len(checked)} 个，都可以生成。", "good")
    ready = len(checked) - len(faulty)
    names = "、".join(faulty[:_MOST_NAMED]) + ("…" if len(faulty) > _MOST_NAMED else "")
    text = f"共 {len(checked)} 个：可以生成 {ready} 个，不能生成 {len(faulty)} 个（{names}）。"
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
            "findings": [_finding(finding) for finding in merged(prepared.findings)],
            "changed_rules": {
                code: {"severity": change.severity, "reason": change.reason}
                for code, change in prepared.changes.items()
            },
        }
        for prepared in checked
    ]
    return json.dumps(inputs, ensure_ascii=False, indent=2)


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "title": _title(finding.code),
        "message": finding.message,
        "relation": told(finding.code),
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
    entries = [e for e in rule_entries() if figures is None or e.applies.to(figures)]
    listed = {entry.rule.code for entry in entries}
    families = []
    for letter, family in FAMILIES.items():
        members = [entry for entry in entries if entry.rule.code[0] == letter]
        rows = [row for entry in members for row in _rows(entry, prepared)]
        if rows:
            families.append((family, rows))
    others = [finding for finding in merged(prepared.findings) if finding.code not in listed]
    if others:  # what cannot be read is the cause of what the rules say
        rows = [(_title(finding.code), *_result(finding)) for finding in others]
        families.insert(0, ("填报和模板", rows))
    return families


def _rows(entry: RuleEntry, prepared: Prepared) -> Iterator[CheckRow]:
    item = f"{entry.rule.code} {entry.rule.title}（{entry.relation.demand}）"
    change = prepared.changes.get(entry.rule.code)
    if change is not None and change.is_off:
        yield item, "未检查", f"模板包已关闭：{change.reason}", ""
        return
    found, briefs = without_briefs(
        finding for finding in merged(prepared.findings) if finding.code == entry.rule.code
    )
    if briefs:
        yield item, "是", "".join(briefs), ""
    elif not found and entry.on_document and prepared.document is None:
        yield item, "未检查", "文档没有编成。", ""
    elif not found:
        yield item, "是", "", ""
    for finding in found:
        yield (item, *_result(finding))


def _result(finding: Finding) -> tuple[str, str, str]:
    words = {Severity.ERROR: "否", Severity.WARNING: "待核实", Severity.NOTE: "是（提示）"}
    remedy = f"{finding.message}{finding.remedy}"
    return words[finding.severity], remedy, "；".join(shown_places(finding))


def checklist_title(path: Path, prepared: Prepared) -> str:
    """The heading of the check sheet."""
    figures = prepared.figures
    if figures is None:
        return f"{path.stem}公开情况检查表"
    disclosure = figures.disclosure
    return f"{disclosure.department.name}{disclosure.year}年{disclosure.kind.label}公开情况检查表"
