"""The command that reads what an office already has."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from discloser.cli_common import NOT_WRITABLE, Making, misuse, refused, write_made
from discloser.cli_entry import make_new
from discloser.pack.layers import pack_roots

NO_FILES = "没有给要导入的文件，例如：discloser import 导出.xlsx --pack 某市 --year 2026"


class Use(StrEnum):
    """What the files are taken for."""

    PRIOR = "prior"


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
    use: Annotated[
        Use | None,
        Parameter(
            help="写 prior：这些文件是去年的，从里面读上年数、职责、机构、单位、项目和目标，"
            "都标“待确认”；和 new --from 一样。",
            name="--as",
            metavar="prior",
        ),
    ] = None,
    making: Making | None = None,
) -> int:
    """Make an input of what other programs exported or what was published, with its proof."""
    making = making or Making()
    if not files:
        return misuse(NO_FILES)
    if use is Use.PRIOR:
        return make_new(replace(making, earlier=[*files, *making.earlier]))
    if making.output is None or not making.is_writable:
        return misuse(NOT_WRITABLE)
    output, force = making.output, making.force
    if code := refused(output, [*files, *making.earlier], force=force):
        return code
    from discloser.importing.command import Asked, make_import

    asked = Asked(files, making.earlier, making.pack, making.kind, making.year)
    return write_made(make_import(asked, output, pack_roots(making.templates)), output, force=force)
