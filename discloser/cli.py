"""The command line: arguments, messages and exit codes; nothing else.

Exit codes: 0 clean, 1 findings of severity error, 2 misuse.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Group, Parameter
from cyclopts.exceptions import (
    CoercionError,
    MissingArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)
from rich.console import Console
from rich.table import Table

from discloser import __version__, cli_batch
from discloser.cli_check import print_checks, print_rules, register_trace, write_checklist
from discloser.cli_entry import annotate_file, register
from discloser.cli_pack import register as register_packs
from discloser.doctor import examine
from discloser.finding import Finding
from discloser.pipeline import (
    BY_PACK,
    CONTENTS_PAGES,
    FORMATS,
    PDF_ENGINES,
    keep_packs,
    layout_finding,
    output_folder,
    prepare,
    render,
    unprintable_characters,
    write,
)
from discloser.render.layout import LayoutError
from discloser.report import figure_detail, figure_rows, finding_lines

CLEAN, FINDINGS, MISUSE = 0, 1, 2
NO_INPUT = "没有给输入文件，例如：discloser check inputs/某市/2025/某局.yaml"

app = App(
    name="discloser",
    help_prologue="用法：discloser 命令 [参数]",
    help="由一份部门数据（YAML）生成部门预算、决算公开的 Word、Excel 和 PDF 文件，并核对全部数字。",
    usage="",
    version=__version__,
    version_flags=["--version"],
    help_flags=["--help", "-h"],
    help_format="plaintext",
    group_arguments=Group("参数"),
    group_parameters=Group("选项"),
    group_commands=Group("命令"),
    default_parameter=Parameter(show_default=False, negative=()),
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
app["--help"].help = "显示这份说明。"
app["--version"].help = "显示版本号。"

Inputs = Annotated[
    Path,
    Parameter(help="部门的输入文件，可以一次给多个。", name="输入文件", metavar="路径"),
]


def _folder(_type: object, path: Path | None) -> None:
    if path is not None and not path.is_dir():
        raise ValueError(f"没有“{path}”这个文件夹")


Templates = Annotated[
    Path | None,
    Parameter(
        help="模板包所在的文件夹（平时不用填）。",
        name="--templates",
        metavar="文件夹",
        validator=_folder,
    ),
]


@app.command(
    name="render",
    usage="",
    help_prologue="用法：discloser render 输入文件… [-o 文件夹] [--format docx,xlsx,pdf]",
)
def render_command(
    *inputs: Inputs,
    output: Annotated[
        Path, Parameter(help="输出文件夹，默认 output。", name=["--output", "-o"], metavar="文件夹")
    ] = Path("output"),
    formats: Annotated[
        str,
        Parameter(
            help="要哪几种文件，用逗号分开，默认 docx,xlsx,pdf。", name="--format", metavar="种类"
        ),
    ] = ",".join(FORMATS),
    unit: Annotated[
        str,
        Parameter(help="只生成这个所属单位自己的文档，填单位代码。", name="--unit", metavar="代码"),
    ] = "",
    draft: Annotated[
        bool, Parameter(help="有错误也生成，每页印“草稿”，文件名另加“草稿”。", name="--draft")
    ] = False,
    archival: Annotated[
        bool, Parameter(help="PDF 按长期保存的 PDF/A 格式生成。", name="--archival")
    ] = False,
    pdf_engine: Annotated[
        str,
        Parameter(
            help="PDF 用哪个程序排版：weasyprint（样式最细）或 typst（快，适合成批）；"
            "默认按模板包，没有规定的是 weasyprint。",
            name="--pdf-engine",
            metavar="名称",
        ),
    ] = BY_PACK,
    contents_pages: Annotated[
        str,
        Parameter(
            help="Word 目录要不要页码：printed（默认，与 PDF 一致）或 none（不要，不为此排版）。",
            name="--contents-pages",
            metavar="方式",
        ),
    ] = CONTENTS_PAGES[0],
    templates: Templates = None,
) -> int:
    """生成公开文件。有错误的部门不生成，已有的文件不动。"""
    chosen = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown or not chosen:
        return _misuse(f"--format 只能是 {'、'.join(FORMATS)} 中的几种，不能是“{formats}”。")
    if pdf_engine not in (BY_PACK, *PDF_ENGINES):
        return _misuse(f"--pdf-engine 只能是 {' 或 '.join(PDF_ENGINES)}，不能是“{pdf_engine}”。")
    if contents_pages not in CONTENTS_PAGES:
        return _misuse(
            f"--contents-pages 只能是 {' 或 '.join(CONTENTS_PAGES)}，不能是“{contents_pages}”。"
        )
    if not inputs:
        return _misuse(NO_INPUT)
    code = CLEAN
    load = keep_packs()
    for path in inputs:
        prepared = prepare(path, templates, unit, load)
        unprintable = unprintable_characters(prepared) if prepared.ok else ()
        _print_findings((*prepared.findings, *unprintable))
        allowed = prepared.may_be_drafted if draft else prepared.ok
        if not allowed or prepared.document is None or unprintable:
            print(f"{path}：有错误，没有生成文件。", file=sys.stderr)
            code = FINDINGS
            continue
        try:
            rendered = render(
                prepared,
                chosen,
                archival=archival,
                pdf_engine=pdf_engine,
                contents_pages=contents_pages,
                draft=draft,
            )
            folder = output_folder(path, output, unit)
            title = f"{prepared.document.title}（草稿）" if draft else prepared.document.title
            files = write(folder, title, rendered)
        except OSError as error:
            print(f"{path}：文件写不进去：{error.strerror}（{error.filename}）。", file=sys.stderr)
            code = FINDINGS
            continue
        except LayoutError as error:
            _print_findings((layout_finding(error),))
            print(f"{path}：有错误，没有生成文件。", file=sys.stderr)
            code = FINDINGS
            continue
        for file in files:
            print(file)
    return code


@app.command(
    name="check",
    usage="",
    help_prologue="用法：discloser check 输入文件… [--xlsx 文件.xlsx] [--annotate 文件.xlsx]",
)
def check_command(
    *inputs: Inputs,
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
    templates: Templates = None,
) -> int:
    """只检查，不生成文件。列出每个问题的位置、内容和改法。"""
    if rules:
        return print_rules()
    if not inputs:
        return _misuse(NO_INPUT)
    if (annotated is not None or sheet is not None) and len(inputs) > 1:
        return _misuse("--annotate 和 --xlsx 一次只用于一个输入文件。")
    load = keep_packs()
    checked = [prepare(path, templates, load=load) for path in inputs]
    code = print_checks(checked, json=json)
    if sheet is not None:
        code = max(code, write_checklist(checked[0], sheet))
    if annotated is not None:
        code = max(code, annotate_file(inputs[0], annotated, checked[0].findings))
    return code


@app.command(name="figures", usage="", help_prologue="用法：discloser figures 输入文件 [口径名称]")
def figures_command(
    source: Annotated[Path | None, Parameter(help="部门的输入文件。", name="输入文件")] = None,
    name: Annotated[
        str, Parameter(help="只看这一个口径，并列出它由哪些行相加。", name="口径名称")
    ] = "",
    /,
    *,
    templates: Templates = None,
) -> int:
    """列出算出来的全部数字：名称、中文口径、精确到元的数、印出来的数。"""
    if source is None:
        return _misuse(NO_INPUT)
    prepared = prepare(source, templates)
    code = CLEAN if prepared.ok else FINDINGS
    if not prepared.ok:
        _print_findings(prepared.findings)
    if prepared.figures is None:
        return code
    if not name:
        _print_figures(figure_rows(prepared.figures))
        return code
    figure = prepared.figures.get(name)
    if figure is None:
        return _misuse(f"没有名为“{name}”的口径，全部名称见 discloser figures {source}。")
    places = {entry.path: prepared.sources.find(entry.path) for entry in figure.lines}
    print("\n".join(figure_detail(figure, places)))
    return code


@app.command(name="doctor", usage="", help_prologue="用法：discloser doctor")
def doctor_command(*, templates: Templates = None) -> int:
    """看这台机器齐不齐：字体、排版用的系统库，缺什么装什么。"""
    healthy, lines = examine(templates)
    print("\n".join(lines))
    return CLEAN if healthy else FINDINGS


def _print_findings(findings: tuple[Finding, ...]) -> None:
    for line in finding_lines(findings):
        print(line, file=sys.stderr)


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


def _misuse(message: str) -> int:
    print(message, file=sys.stderr)
    return MISUSE


def _explain(error: CycloptsError) -> str:
    """Say in Chinese what is wrong with the arguments."""
    match error:
        case UnknownCommandError() | UnknownOptionError() | UnusedCliTokensError():
            return f"不认识的命令或选项。{_words(error)}"
        case MissingArgumentError():
            return "缺少参数，请看用法。"
        case CoercionError():
            return f"参数的内容不对。{_words(error)}"
        case ValidationError():
            return f"参数的内容不对：{error.exception_message}。"
    return f"用法不对。{_words(error)}"


def _words(error: CycloptsError) -> str:
    tokens = getattr(error, "unused_tokens", None) or getattr(error, "token", None)
    return f"（{tokens}）" if tokens else ""


register(app)
register_packs(app)
cli_batch.register(app)
register_trace(app)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(arguments, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        print(f"{_explain(error)}\n查看用法：discloser --help", file=sys.stderr)
        code = MISUSE
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        code = 130
    sys.exit(code if isinstance(code, int) else CLEAN)
