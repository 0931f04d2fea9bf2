"""The commands around inputs: a new one, the other form, the schema, an annotated workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from discloser.cli_common import (
    NOT_WRITABLE,
    WRITABLE,
    Force,
    KindOption,
    Making,
    Output,
    Templates,
    YearOption,
    misuse,
    refused,
    tell,
    this_year,
    write,
    write_made,
)
from discloser.exit_codes import CLEAN, FINDINGS
from discloser.finding import Finding, has_errors
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.read import WORKBOOKS
from discloser.report import summary

ANNOTATED = "annotated"


def new_command(*, making: Making | None = None) -> int:
    """Make a new input, an empty one or from earlier ones."""
    return make_new(making or Making())


def make_new(making: Making) -> int:
    """Make an input of earlier ones or of published documents, or an empty one."""
    output, earlier, force = making.output, making.earlier, making.force
    if output is None or not making.is_writable:
        return misuse(NOT_WRITABLE)
    if code := refused(output, earlier, force=force):
        return code
    from discloser.importing.command import Asked, make_import
    from discloser.importing.published.document import is_published

    roots = pack_roots(making.templates)
    if any(map(is_published, earlier)):
        asked = Asked((), earlier, making.pack, making.kind, making.year)
        return write_made(make_import(asked, output, roots), output, force=force)
    from discloser.entry.convert import new_input
    from discloser.entry.earlier import choose, read_earlier, year_meant

    kind = making.kind or Kind.BUDGET
    known, findings = read_earlier(earlier, roots)
    year = making.year or year_meant(known, kind)
    pack = making.pack or next((each.figures.disclosure.pack for each in known), "")
    if not has_errors(findings) and not (pack and year):
        return misuse("请用 --pack 和 --year 说明模板包和年度。")
    chosen, problems = choose(known, kind, year)
    findings = (*findings, *problems)
    if has_errors(findings):
        return tell(findings)
    content, notes = new_input(
        pack, kind, year, output.suffix, roots=roots, earlier=chosen if known else None
    )
    return _save(output, content, (*findings, *notes), force=force)


def convert_command(
    source: Annotated[Path | None, Parameter(help="原来的文件。", name="原文件")] = None,
    target: Annotated[Path | None, Parameter(help="要写的文件。", name="新文件")] = None,
    /,
    *,
    force: Force = False,
    templates: Templates = None,
) -> int:
    """Write an input in its other form."""
    if source is None or target is None:
        return misuse("请写两个文件：原来的和要写的，例如 discloser convert 某局.xlsx 某局.yaml")
    if target.suffix.lower() not in WRITABLE:
        return misuse("新文件的扩展名要是 .xlsx 或 .yaml。")
    if code := refused(target, [source], force=force):
        return code
    from discloser.entry.convert import convert

    content, findings = convert(source, target, pack_roots(templates))
    return _save(target, content, findings, force=force)


def schema_command(
    *,
    pack: Annotated[
        str, Parameter(help="模板包：连同它自己要填的内容。", name="--pack", metavar="模板包")
    ] = "",
    kind: KindOption = None,
    year: YearOption = 0,
    output: Output = None,
    force: Force = False,
    templates: Templates = None,
) -> int:
    """Write the JSON Schema of a pack's inputs."""
    from discloser.model.disclosure import Disclosure
    from discloser.schema import json_schema

    form, findings = Disclosure, tuple[Finding, ...]()
    if pack:
        from discloser.pack.pack import load_pack

        roots = pack_roots(templates)
        loaded, findings = load_pack(pack, kind or Kind.BUDGET, year or this_year(), roots)
        if loaded is None:
            return tell(findings)
        form = loaded.form
    text = json_schema(form)
    if output is None:
        print(text, end="")
        return CLEAN
    return write(output, text.encode(), force=force)


def annotate_file(
    source: Path, target: Path, findings: tuple[Finding, ...], *, force: bool = False
) -> int:
    """Write a copy of the clerk's workbook with the problems in it."""
    if source.suffix.lower() not in WORKBOOKS:
        return misuse(
            "--annotate 标注的是填报表；YAML 的问题已按行号列出。"
            "要在单元格上看，请先 discloser convert 成 .xlsx。"
        )
    if target.suffix.lower() != ".xlsx":
        return misuse("标注的文件要写成 .xlsx。")
    from discloser.entry.annotate import KEPT_WHOLE, annotate

    if source.suffix.lower() not in KEPT_WHOLE:
        print(f"{source.suffix} 标注后存成 .xlsx，只有内容，没有原来的格式。")
    try:
        content = annotate(source, findings)
    except (OSError, ValueError, KeyError) as error:
        print(f"{source}：标注不了（{error}）。")
        return FINDINGS
    return write(target, content, [source], kind=ANNOTATED, force=force)


def _save(
    target: Path, content: bytes | None, findings: tuple[Finding, ...], *, force: bool
) -> int:
    tell(findings)
    if content is None or has_errors(findings):
        print(f"{target}：{summary(findings)}，没有写出文件。")
        return FINDINGS
    return write(target, content, force=force)
