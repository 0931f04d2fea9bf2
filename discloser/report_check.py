"""Findings of a check: grouped for a terminal, as JSON, and as rows of the bureaus' check sheet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from discloser.check.catalogue import FAMILIES, RuleEntry, rule_entries
from discloser.finding import CATALOGUE, Finding, Severity
from discloser.location import Location
from discloser.pack.rules import RuleChanges
from discloser.pipeline import Prepared
from discloser.report import display, finding_lines

CheckRow = tuple[str, str, str, str]
"""A row of the check sheet: 项目, 是否符合, 问题说明, 位置."""


def grouped_lines(findings: Iterable[Finding]) -> list[str]:
    """Findings by severity under a heading each, with the relation that each one breaks."""
    lines: list[str] = []
    found = list(findings)
    for severity in Severity:
        group = [finding for finding in found if finding.severity is severity]
        if group:
            lines.append(f"== {severity.label}（{len(group)} 个）")
            for finding in _in_order(group):
                lines += finding_lines((finding,))
                if source := _source(finding):
                    lines.append(f"    依据：{source}")
    return lines


def _in_order(findings: list[Finding]) -> list[Finding]:
    def key(finding: Finding) -> tuple[str, int, int, str]:
        place = finding.location or Location("")
        return place.file, place.line or 0, place.column or 0, finding.code

    return sorted(findings, key=key)


def _source(finding: Finding) -> str:
    rule = CATALOGUE.get(finding.code)
    return rule.source if rule is not None else ""


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
            "findings": [_finding(finding) for finding in prepared.findings],
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
        "relation": _source(finding),
        "remedy": finding.remedy,
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
    others = [finding for finding in prepared.findings if finding.code not in listed]
    if others:
        rows = [(_title(finding.code), *_result(finding)) for finding in others]
        families.append(("填报和模板", rows))
    return families


def _rows(entry: RuleEntry, prepared: Prepared) -> Iterator[CheckRow]:
    item = f"{entry.rule.code} {entry.rule.title}（{entry.sentence}）"
    change = prepared.changes.get(entry.rule.code)
    if change is not None and change.is_off:
        yield item, "未检查", f"模板包已关闭：{change.reason}", ""
        return
    found = [finding for finding in prepared.findings if finding.code == entry.rule.code]
    if not found and entry.on_document and prepared.document is None:
        yield item, "未检查", "文档没有编成。", ""
    elif not found:
        yield item, "是", "", ""
    for finding in found:
        yield (item, *_result(finding))


def _result(finding: Finding) -> tuple[str, str, str]:
    words = {Severity.ERROR: "否", Severity.WARNING: "待核实", Severity.NOTE: "是（提示）"}
    places = "；".join(display(place) for place in finding.locations[:2])
    remedy = f"{finding.message}{finding.remedy}"
    return words[finding.severity], remedy, places


def checklist_title(path: Path, prepared: Prepared) -> str:
    """The heading of the check sheet."""
    figures = prepared.figures
    if figures is None:
        return f"{path.stem}公开情况检查表"
    disclosure = figures.disclosure
    return f"{disclosure.department.name}{disclosure.year}年{disclosure.kind.label}公开情况检查表"
