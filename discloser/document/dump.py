"""A document as plain text, for reading, for comparing and for tests."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.document.grid import table_grid
from discloser.document.nodes import (
    Block,
    Chart,
    Contents,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)


def dump(document: Document) -> str:
    """Write ``document`` as text: one line a heading, paragraph or table row."""
    lines = [f"= {document.title} ({document.language}, {document.date:%Y-%m-%d})"]
    for section in document.sections:
        lines += ["", f"--- {section.orientation}"]
        for block in section.blocks:
            lines += _block_lines(block)
    return "\n".join(lines) + "\n"


def _block_lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {block.text}"
        case Paragraph():
            yield f"[{block.style}] {block.text}" if block.style != "body" else block.text
        case Contents():
            yield from (f"[contents] {line}" for line in block.title)
            yield from (f"{'  ' * entry.level}{entry.label}" for entry in block.entries)
        case PageBreak():
            yield "---"
        case Chart():
            yield f"[{block.kind}] {block.text}"
        case Table():
            yield from _table_lines(block)


def _table_lines(table: Table) -> Iterator[str]:
    yield f"[{table.name}] {' '.join(filter(None, (table.number, table.caption, table.subtitle)))}"
    yield f"{table.subject} | {table.unit}"
    grid = table_grid(table)
    for r, row in enumerate(grid.texts()):
        mark = "! " if r < grid.head_rows else "| "
        yield mark + " | ".join(text.replace("\n", "⏎") for text in row)
    yield from table.notes
