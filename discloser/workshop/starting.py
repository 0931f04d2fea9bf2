"""Make a new pack: a few commented files that print at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from discloser.finding import Finding
from discloser.model.values import Kind
from discloser.pack.layers import Layers
from discloser.pack.pack import Pack
from discloser.workshop.listed_files import ListedFiles
from discloser.workshop.listing import SEEN, PackLine, version
from discloser.workshop.table_list import TableList, read_table_list

NAME = re.compile(r"[a-z][a-z0-9_]*(?:/[a-z][a-z0-9_]*)*")
NARRATIVE = "parts/narrative.md.j2"
_PACK = """\
# 模板包的名片。parent 是上级模板包：本包没有的文件都用上级的，有的只写不同的部分。
title: {title}
parent: {parent}
# 用语和数字格式：新建 parameters/wording.yaml，只写与上级不同的参数，例如
#   unchanged:
#     label: 没有变化时的用语
#     since: {{2018: 持平}}
# 表格：新建 budget/tables/表名.yaml，第一行写 extends: parent，下面只写不同的键。
"""
_TEMPLATE = """\
{{# 只写与上级不同的句子：一个 block 是一节、一句或一段，名称照抄上级的同名文件。 #}}
{{% extends "parent:{file}" %}}

{{# 例：super() 是上级的原话。改成自己的话时，把它换掉。上级有这些 block：
   {blocks} #}}
{{% block {first} %}}
{{{{ super() }}}}
{{% endblock %}}
"""


def usual_parent(name: str, packs: Iterable[PackLine]) -> str:
    """The pack that a new one stands on where nobody says: its province's, or the national one.

    A province's is called as the province is, or ``base`` in its folder; the national one has no
    parent.
    """
    known = {line.name: line.parent for line in packs}
    province = name.partition("/")[0]
    for each in (f"{province}/base", province):
        if each in known and each != name:
            return each
    roots = [each for each, parent in known.items() if not parent]
    return roots[0] if len(roots) == 1 else ""


def read_lists(
    lists: Iterable[tuple[str, str]], parents: Mapping[Kind, Pack]
) -> tuple[dict[Kind, TableList], tuple[Finding, ...]]:
    """Lists of tables, each with its name, by the kind whose tables they name.

    That is the kind in which fewest of their titles are unknown; where it is a draw, what the
    titles say themselves.
    """
    found: dict[Kind, TableList] = {}
    problems: list[Finding] = []
    for name, text in lists:
        tried = {kind: read_table_list(text, pack, name) for kind, pack in parents.items()}
        kind = min(tried, key=lambda each: (len(tried[each][1]), -text.count(each.label[-2:])))
        tables, findings = tried[kind]
        problems += findings
        if tables is not None:
            found[kind] = tables
    return found, tuple(problems)


def new_pack(
    title: str,
    parent: Layers,
    kinds: Iterable[Kind] = tuple(Kind),
    listed: Mapping[Kind, tuple[Pack, TableList]] | None = None,
) -> Mapping[str, str]:
    """The files of a new pack below ``parent``, by their names in the pack.

    ``listed`` are the tables that it prints, with the parent as it is for that kind; a kind
    without prints the parent's.
    """
    files = {"pack.yaml": _PACK.format(title=title, parent=parent.name)}
    for pack, tables in (listed or {}).values():
        files |= ListedFiles.of(pack, tables).files()
    seen = [
        f"{name}: {version(found[0][1])}"
        for name in files
        if name != "pack.yaml" and (found := parent.find(name))
    ]
    for kind in kinds:
        name = f"{kind}/{NARRATIVE}"
        found = parent.find(name)
        blocks = _blocks(found[0][1]) if found else []
        if blocks:
            text = _TEMPLATE.format(file=name, blocks="、".join(blocks), first=blocks[0])
            files[name] = text
            seen.append(f"{name}: {version(found[0][1])}")
    heading = (
        "# 本模板包改写的每个文件，是照着上级的哪一版改的。由 discloser pack seen 写，不用手改。"
    )
    if seen:
        files[SEEN] = "\n".join([heading, *sorted(seen)]) + "\n"
    return files


def _blocks(path: Path) -> list[str]:
    """The names of the outer blocks of a template, and of those inside them."""
    try:
        tree = Environment(extensions=["jinja2.ext.do"]).parse(  # noqa: S701
            path.read_text(encoding="utf-8")
        )
    except (TemplateSyntaxError, UnicodeDecodeError, RecursionError):
        return []
    return [block.name for block in tree.find_all(nodes.Block)]
