"""The command that checks published documents, whoever made them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from discloser.cli_check import CHECKLIST
from discloser.cli_common import (
    CLEAN,
    FINDINGS,
    Force,
    KindOption,
    Templates,
    YearOption,
    add,
    misuse,
    refused,
    tell,
    write,
)
from discloser.pack.layers import pack_roots
from discloser.pipeline import keep_packs
from discloser.terminal import show

if TYPE_CHECKING:
    from discloser.audit.audit import Audited

_NO_FILES = "没有给要核对的文件，例如：discloser audit 某局2026年部门预算.pdf"


def register(app: App) -> None:
    """Add the command to the command line."""
    add(app, [(audit_command, "audit", "文件或文件夹… [--xlsx 检查表.xlsx] [--json]")])


def audit_command(
    *sources: Annotated[
        Path,
        Parameter(
            help="公开文本（.docx、.xlsx、.xls、.ods、.pdf、.html）；一个部门的几个文件一次给全；"
            "给文件夹就核对里面的每个部门。",
            name="文件",
            metavar="路径",
        ),
    ],
    kind: KindOption = None,
    year: YearOption = 0,
    place: Annotated[
        str,
        Parameter(
            help="哪里的文本：模板包的中文名或名称；不写就按全国通用的说法核对。",
            name="--place",
            metavar="名称",
        ),
    ] = "",
    against: Annotated[
        Path | None,
        Parameter(
            help="另和这个文件比：部门的输入文件，或以前的版本；逐句逐格列出哪里不同。",
            name="--against",
            metavar="文件",
        ),
    ] = None,
    every: Annotated[bool, Parameter(help="未核对的原因全部列出。", name="--all")] = False,
    json: Annotated[bool, Parameter(help="按程序能读的格式输出。", name="--json")] = False,
    sheet: Annotated[
        Path | None,
        Parameter(help="另写一份检查表，逐条列出是否符合。", name="--xlsx", metavar="文件"),
    ] = None,
    mark: Annotated[
        bool,
        Parameter(help="在文件旁边另存一份，问题批注在原处；原文件不动。", name="--mark"),
    ] = False,
    force: Force = False,
    templates: Templates = None,
) -> int:
    """核对已经公开的预算、决算文本，不管是谁做的：列出每处不符、在哪一页、应当是多少。"""
    if problem := _misused(sources, sheet, json=json, writes=mark or sheet is not None):
        return misuse(problem)
    if sheet is not None and (code := refused(sheet, sources, kind=CHECKLIST, force=force)):
        return code
    from discloser.audit.against import against as against_file
    from discloser.audit.audit import audit
    from discloser.audit.files import cases
    from discloser.audit.identity import Asked

    held_to = None
    if against is not None:
        held_to, findings = against_file(against, templates)
        if held_to is None:
            return tell(findings) or FINDINGS
    found, problems = cases(sources)
    if len(found) > 1 and (sheet is not None or against is not None):
        return misuse("--xlsx、--against 一次只用于一个部门。")
    load, roots, asked = keep_packs(), pack_roots(templates), Asked(kind, year, place)
    report = _Report(json=json, every=every)
    code = tell(problems, to=sys.stderr)
    for case in found:
        audited = audit(case, asked, load, roots, held_to)
        code = max(code, report.tell(audited))
        if sheet is not None:
            code = max(code, _write_sheet(audited, sheet, force=force))
        if mark:
            code = max(code, _write_marked(audited, force=force))
    report.end()
    return code


def _misused(sources: Sequence[Path], sheet: Path | None, *, json: bool, writes: bool) -> str:
    """What is wrong with the arguments, or nothing."""
    if not sources:
        return _NO_FILES
    if json and writes:
        return "--json 不和 --xlsx、--mark 一起用。"
    if sheet is not None and sheet.suffix.lower() != ".xlsx":
        return "--xlsx 要写的文件，扩展名是 .xlsx。"
    return ""


@dataclass(frozen=True, slots=True)
class _Report:
    """Tells of one department after the other, so that none is kept."""

    json: bool
    every: bool
    told: list[dict[str, object]] = field(default_factory=list)

    def tell(self, audited: Audited) -> int:
        """Tell of one department; the exit code that it asks for."""
        from discloser.audit.report import audit_json, audit_lines, verdict_line

        if self.json:
            self.told.append(audit_json(audited))
        else:
            show([*audit_lines(audited, told_in_full=self.every), verdict_line(audited)])
        return FINDINGS if audited.reading is None or audited.has_faults else CLEAN

    def end(self) -> None:
        """Tell what a program gets as one."""
        if self.json:
            print(dumps(self.told, ensure_ascii=False, indent=2))


def _write_sheet(audited: Audited, target: Path, *, force: bool) -> int:
    from discloser.audit.report import audit_rows, sheet_title
    from discloser.render.checklist import render_checklist

    content = render_checklist(sheet_title(audited), audit_rows(audited))
    return write(target, content, audited.case.files, kind=CHECKLIST, force=force) or CLEAN


def _write_marked(audited: Audited, *, force: bool) -> int:
    """Write a copy of each file with its faults beside it."""
    from discloser.audit.mark import MARKED, can_mark, marked, marked_name

    code = CLEAN
    for path in audited.case.files if audited.reading is not None else ():
        if not can_mark(path):
            print(f"{path}：这种文件不能批注。")
            continue
        target = path.with_name(marked_name(path))
        try:
            content = marked(path, audited.faults)
        except ValueError as error:
            print(f"{path}：没有批注，{error}。")
            code = FINDINGS
            continue
        code = max(code, write(target, content, audited.case.files, kind=MARKED, force=force))
    return code
