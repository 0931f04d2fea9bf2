"""What an audit found, as lines for a person, as JSON, and as the bureaus' check sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from discloser import __version__
from discloser.audit.audit import Audited
from discloser.audit.faults import Fault
from discloser.audit.remedy import Standing
from discloser.audit.report_remedy import counted, remedy_json, remedy_lines, remedy_rows
from discloser.audit.sureness import Sureness
from discloser.check.catalogue import rule_entries
from discloser.finding import Severity
from discloser.report import Line, lines_of, plain_line, shown
from discloser.report_check import finding_json, location_json, rules_json, unchecked_json
from discloser.report_outcomes import tally_lines
from discloser.report_rows import NOT_CONCERNED, UNCHECKED, CheckRow, Judged, check_rows

_INDENT = 4
_SILENT = NOT_CONCERNED, "没有这条规则要核对的内容。"
_UNREAD = UNCHECKED, "文件没有读进来。"
_ROLES = {
    Sureness.CERTAIN: Severity.ERROR,
    Sureness.LIKELY: Severity.WARNING,
    Sureness.LOOK: Severity.NOTE,
}


def audit_lines(audited: Audited, *, told_in_full: bool = False) -> list[Line]:
    """The findings of one department, the surest first, and what was not checked."""
    title = audited.identity.title if audited.identity is not None else audited.case.name
    lines = [plain_line(f"== {title}（{'、'.join(map(str, audited.case.files))}）", "heading")]
    several = len(audited.case.files) > 1
    for finding in audited.unread:
        lines += lines_of(finding, with_file=several)
    standings = audited.remedy.standings if audited.remedy is not None else ()
    faults = list(zip_longest(audited.faults, standings))
    for sure in Sureness:
        members = [(fault, standing) for fault, standing in faults if fault.sure is sure]
        if members:
            lines.append(plain_line(f"-- {sure} {len(members)} 处", "heading"))
            lines += [line for each in members for line in _told(*each, with_file=several)]
    lines += [plain_line(text, Severity.NOTE) for text in audited.briefs]
    if audited.remedy is not None:
        lines += remedy_lines(audited.remedy)
    return lines + tally_lines(audited.tally, told_in_full=told_in_full)


def _told(fault: Fault, standing: Standing | None, *, with_file: bool) -> Iterator[Line]:
    yield from lines_of(fault.finding, with_file=with_file, with_source=True)
    if standing is not None:
        yield plain_line(f"和上次比：{standing}", indent=_INDENT)
    if fault.cause is not None:
        yield plain_line(f"起因多半是这一格：{shown([fault.cause])}", indent=_INDENT)
    if fault.consequences:
        codes = "、".join(dict.fromkeys(each.code for each in fault.consequences))
        places = [each.location for each in fault.consequences if each.location is not None]
        text = f"连带 {len(fault.consequences)} 处不符（{codes}）：{shown(places)}"
        yield plain_line(text, indent=_INDENT)


def verdict_line(audited: Audited) -> Line:
    """How many faults one department's documents have: the last line of its report."""
    name = audited.identity.title if audited.identity is not None else audited.case.name
    if audited.reading is None:
        return plain_line(f"{name}：没有核对。", Severity.ERROR)
    counts = Counter(fault.sure for fault in audited.faults)
    found = "，".join(f"{sure} {counts[sure]} 处" for sure in Sureness if counts[sure])
    unchecked = len(audited.tally.unchecked)
    checked = f"核对 {audited.tally.compared} 处，未核对 {unchecked} 处。"
    if audited.remedy is not None:
        checked += f"和上次比：{counted(audited.remedy)}。"
    surest = next((sure for sure in Sureness if counts[sure]), None)
    role = _ROLES[surest] if surest is not None else "good"
    if not audited.is_sound and role not in (Severity.ERROR, Severity.WARNING):
        role = Severity.WARNING
    return plain_line(f"{name}：{found or '没有发现问题'}。{checked}", role)


def audit_json(audited: Audited) -> dict[str, object]:
    """The findings of one department for programs."""
    identity = audited.identity
    standings = audited.remedy.standings if audited.remedy is not None else ()
    return {
        "discloser": __version__,
        "files": [str(path) for path in audited.case.files],
        "kind": identity.kind.value if identity is not None else None,
        "year": identity.year if identity is not None else None,
        "department": identity.department if identity is not None else "",
        "checked": audited.reading is not None,
        "unread": [finding_json(finding) for finding in audited.unread],
        "findings": [
            finding_json(fault.finding)
            | {
                "sure": fault.sure.name.lower(),
                "cause": location_json(fault.cause) if fault.cause is not None else None,
                "consequences": [finding_json(each) for each in fault.consequences],
            }
            | ({"standing": standing.name.lower()} if standing is not None else {})
            for fault, standing in zip_longest(audited.faults, standings)
        ],
        "earlier": remedy_json(audited.remedy) if audited.remedy is not None else None,
        "unchecked": unchecked_json(audited.tally),
        "rules": rules_json(audited.tally),
    }


def audit_rows(audited: Audited) -> list[tuple[str, Sequence[CheckRow]]]:
    """The rows of the check sheet: every rule that can be held to a document alone."""
    identity, reading = audited.identity, audited.reading
    entries = [
        entry
        for entry in rule_entries()
        if entry.of_print and (reading is None or entry.applies.to(reading))
    ]
    silence = _SILENT if reading is not None and identity is not None else _UNREAD
    rows = check_rows(entries, Judged(audited.findings, audited.tally, silence), "文件")
    if audited.remedy is not None:
        rows.append(("和上次核对比", remedy_rows(audited.remedy, audited.faults)))
    return list(rows)


def sheet_title(audited: Audited) -> str:
    """The heading of the check sheet."""
    name = audited.identity.title if audited.identity is not None else audited.case.name
    return f"{name}公开情况检查表"
