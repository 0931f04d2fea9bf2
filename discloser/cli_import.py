"""The command that reads what an office already has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from discloser.cli_common import (
    WRITABLE,
    Force,
    KindOption,
    Output,
    PackOption,
    Templates,
    YearOption,
    add,
    misuse,
    refused,
    write_made,
)
from discloser.pack.layers import pack_roots


def register(app: App) -> None:
    """Add the command to the command line."""
    add(app, [(import_command, "import", "文件… --pack 模板包 --year 2026 -o 某局2026.xlsx")])


def import_command(
    files: Annotated[
        list[Path] | None,
        Parameter(
            help="预算系统导出的明细表、决算软件导出的报表（.xlsx、.xls、.ods），"
            "或公开表（工作簿、Word、PDF、HTML），可以给几个，先后不限。",
            name="文件",
            metavar="文件",
        ),
    ] = None,
    /,
    *,
    pack: PackOption = "",
    kind: KindOption = None,
    year: YearOption = 0,
    earlier: Annotated[
        list[Path] | None,
        Parameter(
            help="以前的输入文件，可以写几次：导出的表没有的（职责、目标、上年数等）从里面带入；没有的，给上年的公开文件（Word、PDF、Excel）也行；"
            "做决算时，年初预算数取自同年预算。",
            name="--from",
            metavar="文件",
        ),
    ] = None,
    output: Output = None,
    force: Force = False,
    templates: Templates = None,
) -> int:
    """从预算系统、决算软件导出的表或公开表生成填报表（.xlsx）或输入文件（.yaml），并逐数核对。"""
    problem = _misused(files, output)
    if problem or output is None or not files:
        return misuse(problem)
    if code := refused(output, [*files, *(earlier or [])], force=force):
        return code
    from discloser.importing.command import Asked, make_import

    asked = Asked(files, earlier or [], pack, kind, year)
    return write_made(make_import(asked, output, pack_roots(templates)), output, force=force)


def _misused(files: list[Path] | None, output: Path | None) -> str:
    """What is wrong with the arguments, or nothing."""
    if not files:
        return "没有给要导入的文件，例如：discloser import 导出.xlsx --pack 某市 --year 2026"
    if output is None or output.suffix.lower() not in WRITABLE:
        return "请用 -o 指定要写的文件，扩展名是 .xlsx 或 .yaml。"
    return ""
