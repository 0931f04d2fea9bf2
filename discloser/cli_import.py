"""The command that reads what an office already has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from discloser.cli_common import (
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
from discloser.cli_entry import WRITABLE, Output
from discloser.pack.layers import pack_names, pack_roots

if TYPE_CHECKING:
    from discloser.importing.files import Import


def register(app: App) -> None:
    """Add the command to the command line."""
    add(app, [(import_command, "import", "文件… --pack 模板包 --year 2026 -o 某局2026.xlsx")])


def import_command(
    files: Annotated[
        list[Path] | None,
        Parameter(
            help="预算系统导出的明细表、决算软件导出的报表（.xlsx、.xls、.ods），可以给几个，先后不限。",
            name="文件",
            metavar="文件",
        ),
    ] = None,
    /,
    *,
    pack: Annotated[
        str,
        Parameter(help="模板包的中文名或名称，如 某市。", name="--pack", metavar="名称"),
    ] = "",
    kind: KindOption = None,
    year: YearOption = 0,
    output: Output = None,
    force: Force = False,
    templates: Templates = None,
) -> int:
    """从预算系统或决算软件导出的表生成填报表（.xlsx）或输入文件（.yaml），并逐数核对。"""
    problem = _misused(files, output, pack, year)
    if problem or output is None or not files:
        return misuse(problem)
    if code := refused(output, files, force=force):
        return code
    from discloser.entry.lists import make_lists
    from discloser.importing.files import import_files
    from discloser.importing.tables import kind_of, open_books
    from discloser.importing.written import share_line, written_workbook, written_yaml
    from discloser.pack.pack import load_pack

    roots = pack_roots(templates)
    books, findings = open_books(files)
    kind = kind or kind_of(books)
    loaded, problems = load_pack(pack, kind, year, roots)
    if loaded is None:
        return tell(problems)
    about = {"pack": loaded.name, "kind": kind.value, "year": str(year)}
    result = import_files(books, about, loaded.forms, loaded.codebook)
    tell((*findings, *problems, *result.findings))
    if result.imported is None:
        print(f"{output}：没有读出明细，没有写出文件。")
        return FINDINGS
    print(share_line(result.proof))
    if output.suffix.lower() == ".xlsx":
        lists = make_lists(loaded, year, tuple(pack_names(roots)))
        content = written_workbook(result.imported, result.proof, kind, year, lists)
    else:
        content = written_yaml(result.imported)
    code = write(output, content, force=force)
    return code or _next(output, result)


def _misused(files: list[Path] | None, output: Path | None, pack: str, year: int) -> str:
    """What is wrong with the arguments, or nothing."""
    if not files:
        return "没有给要导入的文件，例如：discloser import 导出.xlsx --pack 某市 --year 2026"
    if output is None or output.suffix.lower() not in WRITABLE:
        return "请用 -o 指定要写的文件，扩展名是 .xlsx 或 .yaml。"
    return "" if pack and year else "请用 --pack 和 --year 说明模板包和年度。"


def _next(output: Path, result: Import) -> int:
    """Say what is still to be done; the exit code is that of findings where a number fails."""
    where = "“待填”表" if output.suffix.lower() == ".xlsx" else "文件"
    print(f"还要填的见{where}；填好后运行：discloser check {output}")
    return FINDINGS if result.proof.broken else 0
