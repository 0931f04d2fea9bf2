"""The documents that are measured: a real one, the same ten times as long, and fresh copies."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from benchmarks.measure import ROOT
from discloser.document.nodes import (
    Block,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Paragraph,
    Section,
    Table,
    Text,
)
from discloser.document.style import Style
from discloser.pipeline import Prepared, prepare

INPUT = ROOT / "inputs" / "henan" / "xinxiang" / "2025" / "administrative-approval.yaml"


@cache
def real() -> Prepared:
    """The real department that all figures are about."""
    return prepare(INPUT)


def document_and_style() -> tuple[Document, Style]:
    """The composed document of the real department and its style sheet."""
    prepared = real()
    if prepared.document is None or prepared.pack is None:
        raise RuntimeError(f"{INPUT} cannot be composed")
    return prepared.document, prepared.pack.style


def longer(document: Document, times: int) -> Document:
    """Repeat everything behind the contents list, with anchors of its own each time."""
    first = next(
        index + 1
        for index, section in enumerate(document.sections)
        if any(isinstance(block, Contents) for block in section.blocks)
    )
    front, body = document.sections[:first], document.sections[first:]
    copies = [_copy(section, n) for n in range(times) for section in body]
    return replace(document, sections=(*(_repeat_entries(s, times) for s in front), *copies))


def _copy(section: Section, number: int) -> Section:
    blocks = tuple(
        replace(block, anchor=f"{block.anchor}-{number}")
        if isinstance(block, Heading | Table)
        else block
        for block in section.blocks
    )
    return replace(section, blocks=blocks, restart=section.restart and number == 0)


def _repeat_entries(section: Section, times: int) -> Section:
    return replace(section, blocks=tuple(_repeated(block, times) for block in section.blocks))


def _repeated(block: Block, times: int) -> Block:
    if not isinstance(block, Contents):
        return block
    entries = tuple(
        ContentsEntry(entry.label, entry.level, f"{entry.anchor}-{n}")
        for n in range(times)
        for entry in block.entries
    )
    return replace(block, entries=entries)


def fresh(document: Document, number: int) -> Document:
    """A document of the same size whose paragraphs and rows all differ from every other number's.

    Typst remembers what it laid out. The same document twice would measure its memory.
    """
    mark = f"{number % 1000:03d}"
    sections = tuple(
        replace(section, blocks=tuple(_marked(block, mark) for block in section.blocks))
        for section in document.sections
    )
    return replace(document, title=f"{document.title}{mark}", sections=sections)


def _marked(block: Block, mark: str) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, content=(*block.content, Text(mark)))
    if isinstance(block, Table):
        body = tuple(
            (replace(row[0], content=row[0].text + mark), *row[1:]) if row else row
            for row in block.body
        )
        return replace(block, body=body)
    return block
