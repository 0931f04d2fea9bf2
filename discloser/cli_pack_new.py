"""The commands that make a pack: a new one below a parent, or the draft of one from a document."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from discloser.cli_common import (
    KindOption,
    Templates,
    YearOption,
    cannot_write,
    misuse,
    tell,
    this_year,
)
from discloser.exit_codes import CLEAN
from discloser.finding import Finding, Rule, has_errors
from discloser.model.values import Kind
from discloser.output import save_all
from discloser.pack.layers import find_layers, pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.workshop.listing import PackLine, list_packs
from discloser.workshop.starting import NAME, new_pack, read_lists, usual_parent

NO_LIST = Rule(
    "T114",
    "读不出表的清单",
    "没有“{file}”这个文件，或者它不是文字文件。",
    "清单用记事本写，存成 .txt。",
)

NewName = Annotated[
    str, Parameter(help="模板包的名称：省/市的拼音，如 guangxi/nanning。", name="模板包")
]
_ARGUMENT = "--tables"
_SUFFIXES = (".txt", ".md", ".csv", ".yaml", ".yml")
_BAD_NAME = "模板包的名称用小写字母、数字和下划线，各级之间用 /，如 province/city。"
_ASKED = {
    "name": "模板包的名称（省/市的拼音，如 guangxi/nanning）",
    "title": "中文名称（如 南宁市）",
    "parent": "上级模板包（直接回车用 {usual}；全部见 discloser pack list）",
    "kind": "只做一种公开的，写 预算 或 决算（直接回车两种都做）",
    "tables": "表的清单：文件名，或者用逗号隔开的表题（直接回车用上级的表）",
}


def new_command(
    name: NewName = "",
    /,
    *,
    parent: Annotated[
        str,
        Parameter(
            help="上级模板包，不写就是本省的，没有的是全国的。", name="--parent", metavar="模板包"
        ),
    ] = "",
    title: Annotated[
        str, Parameter(help="中文名称，默认“某市”。", name="--title", metavar="名称")
    ] = "",
    kind: KindOption = None,
    tables: Annotated[
        tuple[str, ...],
        Parameter(
            help="印哪些表、什么次序：清单文件，或用逗号隔开的表题；预算、决算各写一次。",
            name=["--tables", "--table"],
            metavar="文件或清单",
            negative=(),
        ),
    ] = (),
    year: YearOption = 0,
    output: Annotated[
        Path,
        Parameter(
            help="建在哪个文件夹下，默认 templates。", name=["--output", "-o"], metavar="文件夹"
        ),
    ] = Path("templates"),
    templates: Templates = None,
) -> int:
    """Make a new pack below a parent; what is not said is asked for."""
    wanted = _Wanted(name, parent, title, kind, tables)
    roots = pack_roots(templates)
    packs = list_packs(roots, year or this_year())
    if not name and sys.stdin.isatty():
        wanted = _asked(wanted, packs)
    if not NAME.fullmatch(wanted.name):
        return misuse(_BAD_NAME)
    folder = output / wanted.name
    if folder.exists():
        return misuse(f"{folder} 已经存在，不覆盖。")
    if wanted.name in {line.name for line in packs}:
        return misuse(f"已经有模板包 {wanted.name}，请换一个名称。")
    files, findings = _files(wanted, packs, year or this_year(), roots)
    if files is None:
        return tell(findings)
    if code := _write_folder(folder, files):
        return code
    print(f"下一步：discloser pack lint {wanted.name}，再照 docs/模板手册.md 改。")
    return CLEAN


@dataclass(frozen=True)
class _Wanted:
    """What is asked of a new pack."""

    name: str
    parent: str
    title: str
    kind: Kind | None
    tables: tuple[str, ...]


def _files(
    wanted: _Wanted, packs: Sequence[PackLine], year: int, roots: tuple[Path, ...]
) -> tuple[Mapping[str, str] | None, tuple[Finding, ...]]:
    """The files of a new pack; None where it cannot be made."""
    parent = wanted.parent or usual_parent(wanted.name, packs)
    layers, findings = find_layers(parent, year, roots)
    if layers is None:
        return None, findings
    kinds = tuple(Kind) if wanted.kind is None else (wanted.kind,)
    lists, problems = _lists(wanted.tables)
    parents: dict[Kind, Pack] = {}
    for kind in kinds if lists else ():
        pack, findings = load_pack(layers.name, kind, year, roots)
        if pack is None:
            return None, findings
        parents[kind] = pack
    read, findings = read_lists(lists, parents)
    if has_errors((*problems, *findings)):
        return None, (*problems, *findings)
    listed = {kind: (parents[kind], tables) for kind, tables in read.items()}
    return new_pack(wanted.title or "某市", layers, kinds, listed), ()


def _lists(wanted: Iterable[str]) -> tuple[list[tuple[str, str]], list[Finding]]:
    """The lists of tables, each with its name: a file's, or the argument's."""
    found = []
    problems = []
    for text in wanted:
        source = Path(text)
        if source.suffix not in _SUFFIXES:
            found.append((_ARGUMENT, text))
            continue
        try:
            found.append((text, source.read_text(encoding="utf-8-sig")))
        except (OSError, UnicodeDecodeError):
            problems.append(NO_LIST.at(file=text))
    return found, problems


def _asked(wanted: _Wanted, packs: Sequence[PackLine]) -> _Wanted:
    """What a person answers where the command says nothing."""
    name = _ask("name")
    title = wanted.title or _ask("title")
    parent = wanted.parent or _ask("parent", usual=usual_parent(name, packs))
    kind = wanted.kind or Kind.meant_by(_ask("kind"))
    tables = wanted.tables or tuple(filter(None, [_ask("tables")]))
    return _Wanted(name, parent, title, kind, tables)


def _ask(what: str, **values: str) -> str:
    """Ask on the terminal for one thing; an empty answer takes what is usual."""
    return input(f"{_ASKED[what].format(**values)}：").strip()


def _write_folder(folder: Path, files: Mapping[str, str]) -> int:
    """Write all files of a pack, or none, and name them."""
    content = {folder / file: text.encode() for file, text in files.items()}
    try:
        for path in content:
            path.parent.mkdir(parents=True, exist_ok=True)
        save_all(content)
    except OSError as error:
        return cannot_write(folder, error)
    for path in content:
        print(path)
    return CLEAN


def adopt_command(
    source: Annotated[
        Path | None, Parameter(help="公开过的文档：.docx、.xlsx、.pdf、.html。", name="文件")
    ] = None,
    /,
    *,
    base: Annotated[str, Parameter(help="上级模板包。", name="--base", metavar="模板包")] = "",
    output: Annotated[
        Path | None,
        Parameter(
            help="模板包的文件夹，如 templates/省/市。", name=["--output", "-o"], metavar="文件夹"
        ),
    ] = None,
    title: Annotated[
        str, Parameter(help="中文名称，默认“某市”。", name="--title", metavar="名称")
    ] = "某市",
    year: YearOption = 0,
    kind: KindOption = None,
    templates: Templates = None,
) -> int:
    """Draft a pack from a document that was published."""
    from discloser.read.document import read_document
    from discloser.workshop.adopt import adopt, kind_and_year
    from discloser.workshop.adopt.settling import settled

    if source is None or output is None or not base:
        return misuse(
            "请写文件、-o 和 --base，如 discloser pack adopt 某局.docx -o templates/省/市"
        )
    if output.exists():
        return misuse(f"{output} 已经存在，不覆盖。")
    found = read_document(source)
    if found.document is None:
        return tell(found.findings)
    said_kind, said_year = kind_and_year(found.document)
    pack, findings = load_pack(base, kind or said_kind, year or said_year, pack_roots(templates))
    if pack is None:
        return tell(findings)
    adopted = settled(adopt(found.document, source.name, title, pack), pack, pack_roots(templates))
    if code := _write_folder(output, adopted.files):
        return code
    tell(found.findings)
    for question in adopted.questions:
        print(f"{question.file}：{question.text}")
    print(adopted.summary)
    return CLEAN
