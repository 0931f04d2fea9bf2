"""The render command: documents of one or more inputs."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from discloser.cli_common import NO_INPUT, Force, Inputs, Templates, cannot_write, misuse, tell
from discloser.cli_rendering import ALL_FORMATS, Archival, Formats, PdfEngine, listed
from discloser.exit_codes import CLEAN, FINDINGS
from discloser.filenames import clashes, file_names, output_folder
from discloser.finding import Finding, Severity
from discloser.output import NotOursError, write_documents
from discloser.pipeline import (
    BY_PACK,
    CONTENTS_PAGES,
    Prepared,
    keep_packs,
    layout_finding,
    prepare,
    render,
)
from discloser.render.layout import LayoutError
from discloser.report import summary

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class _Made:
    """What was written for an input, and what was found that does not stop it."""

    path: Path
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def render_command(
    *inputs: Inputs,
    output: Annotated[
        Path, Parameter(help="输出文件夹，默认 output。", name=["--output", "-o"], metavar="文件夹")
    ] = Path("output"),
    formats: Formats = ALL_FORMATS,
    unit: Annotated[
        str,
        Parameter(help="只生成这个所属单位自己的文档，填单位代码。", name="--unit", metavar="代码"),
    ] = "",
    draft: Annotated[
        bool, Parameter(help="有错误也生成，每页印“草稿”，文件名另加“草稿”。", name="--draft")
    ] = False,
    archival: Archival = False,
    pdf_engine: PdfEngine = BY_PACK,
    contents_pages: Annotated[
        str,
        Parameter(
            help="Word 目录要不要页码：printed（默认，与 PDF 一致）或 none（不要，不为此排版）。",
            name="--contents-pages",
            metavar="方式",
        ),
    ] = CONTENTS_PAGES[0],
    force: Force = False,
    templates: Templates = None,
) -> int:
    """Render the documents of each input that has no error; say of the others why not."""
    if contents_pages not in CONTENTS_PAGES:
        return misuse(
            f"--contents-pages 只能是 {' 或 '.join(CONTENTS_PAGES)}，不能是“{contents_pages}”。"
        )
    if not inputs:
        return misuse(NO_INPUT)
    once: dict[Path, Path] = {}
    for path in inputs:
        once.setdefault(path.resolve(), path)
    folders = {path: output_folder(path, output, unit) for path in once.values()}
    if clashing := clashes(folders.items()):
        return misuse(_said_of(clashing))
    how = _How(
        listed(formats), pdf_engine, contents_pages, archival=archival, draft=draft, force=force
    )
    load = keep_packs()
    made = []
    for path, folder in folders.items():
        prepared = prepare(path, templates, unit, load)
        done = _make(prepared, folder, how)
        if done is not None:
            made.append(done)
    if made:
        print("\n".join(_closing(made, draft=draft)))
    return CLEAN if len(made) == len(folders) else FINDINGS


@dataclass(frozen=True, slots=True)
class _How:
    """How documents are wanted."""

    formats: tuple[str, ...]
    pdf_engine: str
    contents_pages: str
    archival: bool
    draft: bool
    force: bool


def _said_of(clashing: Sequence[tuple[Path, ...]]) -> str:
    groups = "；".join("、".join(map(str, group)) for group in clashing)
    return (
        f"这些输入会写到同一个文件夹，没有生成任何文件：{groups}。"
        "请改名，或分开生成，各用 -o 指定文件夹。"
    )


def _make(prepared: Prepared, folder: Path, how: _How) -> _Made | None:
    """Write the documents of an input and name them, or say why there are none."""
    errors = [finding for finding in prepared.findings if finding.severity is Severity.ERROR]
    allowed = prepared.may_be_drafted if how.draft else prepared.ok
    if errors:
        tell(errors, prepared.sources)
    if not allowed or prepared.document is None:
        print(f"{prepared.path}：不能生成，{summary(errors)}，没有生成文件。")
        return None
    try:
        rendered = render(
            prepared,
            how.formats,
            archival=how.archival,
            pdf_engine=how.pdf_engine,
            contents_pages=how.contents_pages,
            draft=how.draft,
        )
        title = prepared.document.title
        named = file_names(f"{title}（草稿）" if how.draft else title, rendered)
        files = write_documents(folder, named, prepared.path, force=how.force)
    except NotOursError as error:
        print(f"{error}")
        return None
    except OSError as error:
        cannot_write(prepared.path, error)
        return None
    except LayoutError as error:
        tell((layout_finding(error),))
        print(f"{prepared.path}：不能生成，没有生成文件。")
        return None
    for file in files:
        print(file)
    others = (finding for finding in prepared.findings if finding.severity is not Severity.ERROR)
    return _Made(prepared.path, tuple(files), tuple(others))


def _closing(made: Sequence[_Made], *, draft: bool) -> list[str]:
    """Three lines: what was made, where it lies, what to do next."""
    files = [file for each in made for file in each.files]
    folders = [str(folder) for folder in dict.fromkeys(file.parent for file in files)]
    more = " 等" if len(folders) > _MOST_NAMED else ""
    what = "草稿" if draft else "公开文件"
    return [
        f"生成了 {len(made)} 个部门的{what}，共 {len(files)} 个文件。",
        f"文件在 {'、'.join(folders[:_MOST_NAMED])}{more}。",
        f"下一步：{_next_step(made, draft=draft)}",
    ]


def _next_step(made: Sequence[_Made], *, draft: bool) -> str:
    if draft:
        return "按 discloser check 列出的错误改好数据，再生成正式文件。"
    counts = summary([finding for each in made for finding in each.findings])
    noted = [str(each.path) for each in made if each.findings]
    command = shlex.join(["discloser", "check", *noted[:_MOST_NAMED]])
    if all(finding.severity is Severity.ERROR for each in made for finding in each.findings):
        return "打开文件看一遍，再公开。"
    return f"打开文件看一遍，再逐条看检查出的{counts.replace('，', '、')}：{command}"
