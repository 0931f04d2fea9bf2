"""What several commands share: exit codes, arguments, and how problems and mistakes are told."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

from cyclopts import Parameter, Token

from discloser.exit_codes import CLEAN, FINDINGS, MISUSE
from discloser.finding import Finding, has_errors
from discloser.location import SourceMap
from discloser.model.values import Kind
from discloser.os_errors import why
from discloser.output import NotOursError, refuse, write_single
from discloser.problems import in_order
from discloser.report_check import grouped_lines
from discloser.terminal import show

if TYPE_CHECKING:
    from discloser.importing.command import Made

NO_INPUT = "没有给输入文件，例如：discloser check 某局.xlsx"


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
Source = Annotated[Path | None, Parameter(help="部门的输入文件。", name="输入文件")]
Inputs = Annotated[
    Path,
    Parameter(help="部门的输入文件，可以一次给多个。", name="输入文件", metavar="路径"),
]


def _kind(_type: object, tokens: Sequence[Token]) -> Kind:
    text = tokens[0].value
    kind = Kind.meant_by(text)
    if kind is None:
        raise ValueError(f"只能是 预算 或 决算，不能是“{text}”")
    return kind


def _year(_type: object, tokens: Sequence[Token]) -> int:
    text = tokens[0].value
    match = re.fullmatch(r"(\d{4})(?:年度?)?", unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise ValueError(f"年度写四位数字，如 2026，不能是“{text}”")
    return int(match[1])


Force = Annotated[bool, Parameter(help="已有的文件也覆盖。", name="--force")]
KindOption = Annotated[
    Kind | None,
    Parameter(help="预算 或 决算。", name="--kind", metavar="种类", converter=_kind),
]
YearOption = Annotated[
    int, Parameter(help="年度，如 2026。", name="--year", metavar="年度", converter=_year)
]


PackOption = Annotated[
    str,
    Parameter(
        help="模板包的中文名或名称，如 某市；带 --from 时可以不填。",
        name="--pack",
        metavar="名称",
    ),
]
WRITABLE = (".xlsx", ".yaml", ".yml")
"""The forms that an input is written in."""
Output = Annotated[
    Path | None,
    Parameter(
        help="写到哪个文件，扩展名 .xlsx 或 .yaml。", name=["--output", "-o"], metavar="文件"
    ),
]


@Parameter(name="*")
@dataclass(frozen=True)
class Making:
    """What an input is made for and from, and where it is written: the tail of two commands."""

    pack: PackOption = ""
    kind: KindOption = None
    year: YearOption = 0
    earlier: Annotated[
        list[Path],
        Parameter(
            help="以前的输入文件，可以写几次，先后不限；职责、目标、上年数等从里面带入。做预算：上年预算（还可以"
            "带上年或前年的决算）；做决算：同年预算（年初预算数取自它）和上年决算。没有输入文件的，给上年的"
            "公开文件（Word、PDF、Excel）也行。",
            name="--from",
            metavar="文件",
        ),
    ] = field(default_factory=list)
    output: Output = None
    force: Force = False
    templates: Templates = None

    @property
    def is_writable(self) -> bool:
        """Whether the file to be written is named, and has one of the forms of an input."""
        return self.output is not None and self.output.suffix.lower() in WRITABLE


NOT_WRITABLE = "请用 -o 指定要写的文件，扩展名是 .xlsx 或 .yaml。"


def tell(
    findings: Iterable[Finding], sources: SourceMap | None = None, to: TextIO | None = None
) -> int:
    """Print findings for a person; return the exit code that they ask for.

    They go to the standard output unless that is for figures which a program may read.
    """
    found = in_order(findings, sources)
    show(grouped_lines(found), to)
    return FINDINGS if has_errors(found) else CLEAN


def misuse(message: str) -> int:
    """Say what is wrong with the arguments."""
    print(message, file=sys.stderr)
    return MISUSE


def cannot_write(path: object, error: OSError) -> int:
    """Say which file cannot be written, and why."""
    print(f"{why(error, path)}。")
    return FINDINGS


def write(
    target: Path,
    content: bytes,
    inputs: Iterable[Path] = (),
    *,
    kind: str = "",
    force: bool = False,
) -> int:
    """Write a file beside a person's files and name it, or say why not."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_single(target, content, inputs, kind=kind, force=force)
    except NotOursError as error:
        return misuse(str(error))
    except OSError as error:
        return cannot_write(target, error)
    print(target)
    return CLEAN


def write_made(made: Made, target: Path, *, force: bool) -> int:
    """Say what was found in a person's files, write what was made of them, and say what is next."""
    from discloser.importing.written import share_line

    told = tell(made.findings)
    if made.unclear:
        return misuse(made.unclear)
    if made.content is None:
        print(f"{target}：没有写出文件。")
        return FINDINGS
    if made.proof.numbers:
        print(share_line(made.proof))
    code = write(target, made.content, force=force)
    where = "“待填”表" if target.suffix.lower() == ".xlsx" else "文件"
    print(f"还要填的见{where}；填好后运行：discloser check {target}")
    return code or told or (FINDINGS if made.proof.broken else CLEAN)


def refused(
    target: Path, inputs: Iterable[Path] = (), *, kind: str = "", force: bool = False
) -> int:
    """Say before the work that a file may not be written; the exit code, CLEAN where it may."""
    try:
        if not force:
            refuse(target, inputs, kind=kind)
    except NotOursError as error:
        return misuse(str(error))
    return CLEAN


def this_year() -> int:
    """The year that it is."""
    return date.today().year  # noqa: DTZ011 - the clerk's own calendar
