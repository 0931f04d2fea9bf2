"""The commands that look and write no documents: check, figures, trace."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from discloser.check.catalogue import rules_markdown
from discloser.cli_common import (
    NO_INPUT,
    Force,
    Inputs,
    Source,
    Templates,
    misuse,
    refused,
    tell,
    write,
)
from discloser.cli_entry import ANNOTATED, annotate_file
from discloser.exit_codes import CLEAN, FINDINGS
from discloser.output import is_same
from discloser.pipeline import Prepared, keep_packs, prepare
from discloser.report import count_rows, figure_rows
from discloser.report_check import (
    as_json,
    change_lines,
    checklist,
    checklist_title,
    grouped_lines,
    verdict,
    verdicts,
)
from discloser.report_outcomes import tally_lines
from discloser.terminal import show
from discloser.trace import explain_figure, like, trace_back, trace_from

CHECKLIST = "checklist"
_NOT_FOUND = "没有找到“{}”：不是口径的名称，也没有印出这个数。{}"
_NOT_AT = "“{}”这一处没有金额或文字。请写行号（如 52），或工作表和单元格（如 支出!F37）。"


def check_command(
    *inputs: Inputs,
    every: Annotated[
        bool, Parameter(help="尾差一类只作说明的提示也逐条列出。", name="--all")
    ] = False,
    json: Annotated[bool, Parameter(help="按程序能读的格式输出。", name="--json")] = False,
    sheet: Annotated[
        Path | None,
        Parameter(help="另写一份检查表，逐条列出是否符合。", name="--xlsx", metavar="文件"),
    ] = None,
    rules: Annotated[bool, Parameter(help="列出全部核对规则。", name="--rules")] = False,
    annotated: Annotated[
        Path | None,
        Parameter(help="另写一份填报表，把问题标在单元格上。", name="--annotate", metavar="文件"),
    ] = None,
    force: Force = False,
    templates: Templates = None,
) -> int:
    """List every problem of the inputs, each at its place, and write no document."""
    if rules:
        return print_rules()
    if not inputs:
        return misuse(NO_INPUT)
    if (annotated is not None or sheet is not None) and len(inputs) > 1:
        return misuse("--annotate 和 --xlsx 一次只用于一个输入文件。")
    if code := _refused(sheet, annotated, inputs, force=force):
        return code
    load = keep_packs()
    checked = [prepare(path, templates, load=load) for path in inputs]
    _tell_all(checked, json=json, every=every)
    code = CLEAN if all(prepared.ok for prepared in checked) else FINDINGS
    if sheet is not None:
        code = max(code, write_checklist(checked[0], sheet, force=force))
    if annotated is not None:
        findings = checked[0].findings
        code = max(code, annotate_file(inputs[0], annotated, findings, force=force))
    if not json:
        show([verdict(checked[0]) if len(checked) == 1 else verdicts(checked)])
    return code


def _tell_all(checked: Sequence[Prepared], *, json: bool, every: bool) -> None:
    if json:
        print(as_json(checked))
        return
    for prepared in checked:
        show(grouped_lines(prepared.findings, told_in_full=every))
        show(tally_lines(prepared.tally, told_in_full=every))
        show(change_lines(prepared.changes))
        if len(checked) > 1:
            show([verdict(prepared)])


def _refused(
    sheet: Path | None, annotated: Path | None, inputs: Sequence[Path], *, force: bool
) -> int:
    """Say before the work that one of the files may not be written."""
    if sheet is not None and annotated is not None and is_same(sheet, annotated):
        return misuse("--xlsx 和 --annotate 不能写同一个文件。")
    code = CLEAN
    for target, kind in ((sheet, CHECKLIST), (annotated, ANNOTATED)):
        if target is not None:
            code = code or refused(target, inputs, kind=kind, force=force)
    return code


def figures_command(
    source: Source = None,
    name: Annotated[
        str,
        Parameter(help="只看这个口径（如 收入总计），并列出由哪些行相加。", name="口径名称"),
    ] = "",
    /,
    *,
    templates: Templates = None,
) -> int:
    """List all computed figures, or one with the lines that make it."""
    if source is None:
        return misuse(NO_INPUT)
    prepared = prepare(source, templates)
    code = CLEAN if prepared.ok else FINDINGS
    if not prepared.ok:
        tell(prepared.findings, prepared.sources, sys.stderr)
    if prepared.figures is None:
        return code
    if not name:
        counts = prepared.pack.counts if prepared.pack is not None else None
        _print_figures([*figure_rows(prepared.figures), *count_rows(counts, prepared.figures)])
        return code
    lines = explain_figure(prepared, name)
    if not lines:
        hint = like(prepared, name)
        return misuse(f"没有“{name}”这个口径。{hint}全部名称见 discloser figures {source}。")
    _print_tree(source, lines)
    return code


def _print_figures(rows: list[tuple[str, str, str, str, str]]) -> None:
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(row))
        return
    table = Table("名称", "口径", "元", "印作（万元）", "上年（万元）")
    for column in table.columns[2:]:
        column.justify = "right"
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def print_rules() -> int:
    """Print the list of all rules."""
    print(rules_markdown(), end="")
    return CLEAN


def write_checklist(prepared: Prepared, target: Path, *, force: bool) -> int:
    """Write the bureaus' check sheet."""
    from discloser.render.checklist import render_checklist

    title = checklist_title(prepared.path, prepared)
    content = render_checklist(title, checklist(prepared))
    return write(target, content, [prepared.path], kind=CHECKLIST, force=force)


def trace_command(
    source: Source = None,
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
    templates: Templates = None,
) -> int:
    """Explain where a number comes from, or which numbers a place of the input reaches."""
    if source is None or bool(what) is bool(cell):
        return misuse("请给输入文件，再给口径名称或数，或者给 --from 位置（二选一）。")
    prepared = prepare(source, templates, unit)
    if prepared.figures is None or prepared.document is None:
        tell(prepared.findings, prepared.sources)
        return FINDINGS
    lines = trace_from(prepared, cell) if cell else trace_back(prepared, what)
    if not lines:
        hint = like(prepared, what) or f"全部口径见 discloser figures {source}。"
        return misuse(_NOT_AT.format(cell) if cell else _NOT_FOUND.format(what, hint))
    _print_tree(source, lines)
    return CLEAN


def _print_tree(source: Path, lines: Sequence[str]) -> None:
    """Print an explanation under the file in which its places are."""
    print(f"输入文件：{source}", *lines, sep="\n")
