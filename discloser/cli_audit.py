"""The command that checks published documents, whoever made them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, Token

from discloser.cli_audit_folder import FolderRequest, Many, audit_folders
from discloser.cli_check import CHECKLIST
from discloser.cli_common import (
    Force,
    KindOption,
    Templates,
    YearOption,
    misuse,
    refused,
    tell,
    write,
)
from discloser.exit_codes import CLEAN, FINDINGS
from discloser.location import Location
from discloser.pack.layers import pack_roots
from discloser.pipeline import keep_packs
from discloser.terminal import show

if TYPE_CHECKING:
    from discloser.audit.against import Against
    from discloser.audit.audit import Audited
    from discloser.audit.earlier import Earlier
    from discloser.audit.identity import Asked
    from discloser.finding import Finding

_NO_FILES = "没有给要核对的文件，例如：discloser audit 某局2026年部门预算.pdf"


def _day(_type: object, tokens: Sequence[Token]) -> date:
    text = tokens[0].value
    match = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?", text.strip())
    try:
        return date(*map(int, match.groups())) if match is not None else date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"日期写年月日，如 2026-02-10，不能是“{text}”") from error


def audit_command(
    *sources: Annotated[
        Path,
        Parameter(
            help="公开文本（.docx、.xlsx、.xls、.ods、.pdf、.html）；一个部门的几个文件一次给全；"
            "给文件夹就核对里面的每个部门（一个子文件夹或同名的几个文件是一个部门）。",
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
            help="另和这个文件比：部门的输入文件，或以前的版本，逐句逐格列出哪里不同；上次核对的结果"
            "（--json 的输出、核对.json、上次的输出文件夹），说哪些已改、未改、是新问题。",
            name="--against",
            metavar="文件",
        ),
    ] = None,
    approved: Annotated[
        date | None,
        Parameter(
            help="批复的日期，如 2026-02-10。", name="--approved", metavar="日期", converter=_day
        ),
    ] = None,
    published: Annotated[
        date | None,
        Parameter(
            help="公开的日期；和批复的日期隔了 20 天以上的指出。",
            name="--published",
            metavar="日期",
            converter=_day,
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
        Parameter(help="另存一份，问题批注在原处；原文件不动。", name="--mark"),
    ] = False,
    many: Many | None = None,
    force: Force = False,
    templates: Templates = None,
) -> int:
    """Check published documents, whoever made them."""
    if problem := _misused(sources, sheet, many, json=json, writes=mark or sheet is not None):
        return misuse(problem)
    from discloser.audit.earlier import is_report
    from discloser.audit.identity import Asked

    asked = Asked(kind, year, place, approved, published)
    earlier = against if against is not None and is_report(against) else None
    if any(source.is_dir() for source in sources):
        if against is not None and earlier is None:
            return misuse("核对文件夹时，--against 只能是上次核对的结果。")
        request = FolderRequest(asked, templates, earlier, mark=mark, json=json, force=force)
        return audit_folders(sources, many or Many(), request)
    if sheet is not None and (code := refused(sheet, sources, kind=CHECKLIST, force=force)):
        return code
    told, findings = _earlier(earlier)
    held_to = None
    if told is None and against is not None and not findings:
        from discloser.audit.against import against as against_file

        held_to, findings = against_file(against, templates)
    if findings:
        return tell(findings) or FINDINGS
    audited = _audited(sources, asked, templates, held_to, told)
    code = _tell(audited, json=json, every=every)
    if sheet is not None:
        code = max(code, _write_sheet(audited, sheet, force=force))
    return max(code, _write_marked(audited, force=force)) if mark else code


def _audited(
    sources: Sequence[Path],
    asked: Asked,
    templates: Path | None,
    against: Against | None,
    earlier: Earlier | None,
) -> Audited:
    """Audit the files of one department."""
    from discloser.audit.audit import audit
    from discloser.audit.files import Case

    case, roots = Case(sources[0].stem, tuple(sources)), pack_roots(templates)
    return audit(case, asked, keep_packs(), roots, against, earlier=earlier)


def _misused(
    sources: Sequence[Path], sheet: Path | None, many: Many | None, *, json: bool, writes: bool
) -> str:
    """What is wrong with the arguments, or nothing."""
    if not sources:
        return _NO_FILES
    if any(source.is_dir() for source in sources):
        if sheet is not None:
            return "核对文件夹时不用 --xlsx：清单和每个部门的检查表写在 -o 的文件夹里。"
        return (many or Many()).misuse
    problems = (
        (many is not None and many != Many(), "-o、--jobs、--limit、--memory 只在核对文件夹时用。"),
        (json and writes, "--json 不和 --xlsx、--mark 一起用。"),
        (
            sheet is not None and sheet.suffix.lower() != ".xlsx",
            "--xlsx 要写的文件，扩展名是 .xlsx。",
        ),
    )
    return next((problem for is_wrong, problem in problems if is_wrong), "")


def _earlier(path: Path | None) -> tuple[Earlier | None, tuple[Finding, ...]]:
    """The reports of an earlier audit, or what is wrong with them."""
    from discloser.audit.earlier import read_earlier
    from discloser.audit.rules import NOT_A_REPORT

    if path is None:
        return None, ()
    found = read_earlier(path)
    return found, () if found is not None else (NOT_A_REPORT.at(Location(str(path)), file=path),)


def _tell(audited: Audited, *, json: bool, every: bool) -> int:
    """Tell of one department; the exit code that it asks for."""
    from discloser.audit.report import audit_json, audit_lines, verdict_line

    if json:
        print(dumps([audit_json(audited)], ensure_ascii=False, indent=2))
    else:
        show([*audit_lines(audited, told_in_full=every), verdict_line(audited)])
    return CLEAN if audited.is_sound else FINDINGS


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
