"""Outputs of the check command, and the trace command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from discloser.check.catalogue import rules_markdown
from discloser.pipeline import Prepared, prepare, save
from discloser.report import finding_lines, summary
from discloser.report_check import (
    as_json,
    change_lines,
    checklist,
    checklist_title,
    grouped_lines,
)
from discloser.trace import like, trace_back, trace_from

CLEAN, FINDINGS, MISUSE = 0, 1, 2
_NOT_FOUND = "没有找到“{}”：不是口径的名称，也没有印出这个数。{}"
_NOT_AT = "“{}”这一处没有金额或文字。请写行号（如 52），或工作表和单元格（如 支出!F37）。"


def register_trace(app: App) -> None:
    """Add the trace command to the command line."""
    app.command(
        trace_command,
        name="trace",
        usage="",
        help_prologue="用法：discloser trace 输入文件 口径名称或数（或 --from 支出!F37）",
    )


def print_rules() -> int:
    """Print the list of all rules."""
    print(rules_markdown(), end="")
    return CLEAN


def print_checks(checked: Sequence[Prepared], *, json: bool) -> int:
    """Print what was found, for people or for programs; the exit code says whether all is well."""
    if json:
        print(as_json(checked))
    else:
        for prepared in checked:
            for line in grouped_lines(prepared.findings):
                print(line, file=sys.stderr)
            for line in change_lines(prepared.changes):
                print(line)
            print(f"{prepared.path}：{summary(prepared.findings)}。")
    return CLEAN if all(prepared.ok for prepared in checked) else FINDINGS


def write_checklist(prepared: Prepared, target: Path) -> int:
    """Write the bureaus' check sheet."""
    from discloser.render.checklist import render_checklist

    title = checklist_title(prepared.path, prepared)
    content = render_checklist(title, checklist(prepared))
    try:
        save(target, content)
    except OSError as error:
        print(f"{target}：文件写不进去：{error.strerror}。", file=sys.stderr)
        return FINDINGS
    print(target)
    return CLEAN


def trace_command(
    source: Annotated[Path | None, Parameter(help="部门的输入文件。", name="输入文件")] = None,
    what: Annotated[
        str, Parameter(help="口径名称，或印出来的数，如 761.10。", name="口径或数")
    ] = "",
    /,
    *,
    cell: Annotated[
        str,
        Parameter(
            help="反过来查：这一格或这一行影响哪些印出来的数，如 支出!F37 或 52（行号）。",
            name="--from",
            metavar="位置",
        ),
    ] = "",
    unit: Annotated[
        str, Parameter(help="查这个所属单位自己的文档，填单位代码。", name="--unit", metavar="代码")
    ] = "",
    templates: Annotated[
        Path | None,
        Parameter(help="模板包所在的文件夹（平时不用填）。", name="--templates", metavar="文件夹"),
    ] = None,
) -> int:
    """查一个数从哪里来：印出的数、精确数、台账各行和它们的位置；或反过来查一格影响哪些数。"""
    if source is None or bool(what) is bool(cell):
        print("请给输入文件，再给口径名称或数，或者给 --from 位置（二选一）。", file=sys.stderr)
        return MISUSE
    prepared = prepare(source, templates, unit)
    if prepared.figures is None or prepared.document is None:
        for line in finding_lines(prepared.findings):
            print(line, file=sys.stderr)
        return FINDINGS
    lines = trace_from(prepared, cell) if cell else trace_back(prepared, what)
    if not lines:
        alike = "、".join(like(prepared, what))
        hint = f"是不是{alike}？" if alike else f"全部口径见 discloser figures {source}。"
        print(_NOT_AT.format(cell) if cell else _NOT_FOUND.format(what, hint), file=sys.stderr)
        return MISUSE
    print(f"输入文件：{source}")
    print("\n".join(lines))
    return CLEAN
