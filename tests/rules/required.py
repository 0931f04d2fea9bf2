"""What has to be there and is not, or is there by another name: cases of the rules W."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from discloser.document.nodes import (
    Block,
    Contents,
    Document,
    Heading,
    Paragraph,
    Section,
    Table,
    Text,
)
from tests.rules.documents import Edit, table


def each_block(change: Callable[[Block], Block | None]) -> Edit:
    """Change every block of a document, or leave it out."""

    def of(section: Section) -> Section:
        blocks = (change(block) for block in section.blocks)
        return replace(section, blocks=tuple(block for block in blocks if block is not None))

    def edit(source: Document) -> Document:
        return replace(source, sections=tuple(map(of, source.sections)))

    return edit


def without_table(name: str, word: str) -> Edit:
    """Leave out a table, and what the contents say of it."""

    def change(block: Block) -> Block | None:
        if isinstance(block, Table):
            return None if block.name == name else block
        if isinstance(block, Contents):
            entries = (entry for entry in block.entries if word not in entry.label)
            return replace(block, entries=tuple(entries))
        return block

    return each_block(change)


def worded(old: str, new: str) -> Edit:
    """Print other words wherever headings and paragraphs have some."""

    def change(block: Block) -> Block:
        if isinstance(block, Heading) and old in block.text:
            return replace(block, content=(Text(block.text.replace(old, new)),))
        if isinstance(block, Paragraph) and old in block.text:
            return replace(block, content=(Text(block.text.replace(old, new)),))
        return block

    return each_block(change)


def said(words: str) -> Edit:
    """Print a paragraph below the contents."""

    def edit(source: Document) -> Document:
        first, *others = source.sections
        line = Paragraph((Text(words),))
        return replace(source, sections=(replace(first, blocks=(*first.blocks, line)), *others))

    return edit


REQUIRED: list[tuple[str, str, Edit, Edit]] = [
    (
        "W01",
        "approval",
        without_table("three_public", "三公"),
        table("three_public", caption="2025年“三公”经费情况", sheet="“三公”经费情况"),
    ),
    ("W02", "approval", worded("名词解释", "其他"), worded("名词解释", "专业性名词")),
    (
        "W03",
        "approval",
        said("批复日期：2025年2月1日。公开日期：2025年2月22日。"),
        said("批复日期：2025年2月1日。公开日期：2025年2月21日。"),
    ),
]
