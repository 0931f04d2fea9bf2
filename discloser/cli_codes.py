"""The commands for the year's 政府收支分类科目: take a new book, write the present one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from discloser.cli_common import (
    Force,
    Templates,
    YearOption,
    misuse,
    refused,
    tell,
    this_year,
    write,
)
from discloser.exit_codes import CLEAN, FINDINGS
from discloser.pack.layers import pack_roots

_NATIONAL = "national"
_NO_BOOK = "请写科目表的文件，并用 --year 写起用年度。"
PackOption = Annotated[
    str,
    Parameter(
        help="和哪个模板包现在用的科目比（或写出哪个包的）；不写就是全国的。",
        name="--pack",
        metavar="名称",
    ),
]


def import_command(
    *books: Annotated[
        Path,
        Parameter(
            help="新一年的科目表（.xlsx、.xls、.ods、.csv），几个文件一次给全。",
            name="科目表",
            metavar="路径",
        ),
    ],
    year: YearOption = 0,
    pack: PackOption = _NATIONAL,
    inputs: Annotated[
        list[Path] | None,
        Parameter(
            help="看哪些输入文件用到变了的科目；可以写文件，也可以写文件夹。",
            name="--inputs",
            metavar="路径",
        ),
    ] = None,
    whole: Annotated[
        bool, Parameter(help="科目表是全的：里面没有的类也算停用。", name="--whole")
    ] = False,
    output: Annotated[
        Path | None,
        Parameter(
            help="把变化写成 codes.csv，放进模板包就起用；已有的行保留。",
            name=["--output", "-o"],
            metavar="文件",
        ),
    ] = None,
    force: Force = False,
    templates: Templates = None,
) -> int:
    """Take a year's book of codes: what changes, and where what changed is used."""
    from discloser.codebooks.command import changed_csv, take

    if not books or not year:
        return misuse(_NO_BOOK)
    if output is not None and (code := refused(output, books, force=force)):
        return code
    roots = pack_roots(templates)
    taken = take(books, year, pack, roots, inputs=inputs or (), whole=whole)
    print("\n".join(taken.lines()))
    told = tell(taken.findings)
    if output is None:
        return told
    content, faults = changed_csv(taken, output)
    if content is None:
        tell(faults)
        print(f"{output}：没有写出文件。")
        return FINDINGS
    code = write(output, content, books, force=force)
    if code == CLEAN:
        print("放进模板包的文件夹就起用；放在 templates/national 里，各地都用。")
    return code or told


def export_command(
    *,
    output: Annotated[
        Path | None,
        Parameter(help="写到哪个文件（.xlsx）。", name=["--output", "-o"], metavar="文件"),
    ] = None,
    year: YearOption = 0,
    pack: PackOption = _NATIONAL,
    force: Force = False,
    templates: Templates = None,
) -> int:
    """Write the codes in force in a year as a workbook."""
    from discloser.codebooks.command import present_book

    if output is None or output.suffix.lower() != ".xlsx":
        return misuse("请用 -o 指定要写的 .xlsx 文件。")
    if code := refused(output, force=force):
        return code
    content, findings = present_book(pack, year or this_year(), pack_roots(templates))
    if content is None:
        return tell(findings)
    return write(output, content, force=force)
