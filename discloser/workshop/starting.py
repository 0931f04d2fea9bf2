"""Make a new pack: a few commented files that print at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from discloser.model.values import Kind
from discloser.pack.layers import Layers
from discloser.workshop.listing import SEEN, version

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


def new_pack(title: str, parent: Layers) -> Mapping[str, str]:
    """The files of a new pack below ``parent``, by their names in the pack."""
    files = {"pack.yaml": _PACK.format(title=title, parent=parent.name)}
    seen = []
    for kind in Kind:
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
