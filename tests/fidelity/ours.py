"""Our document tree as plain text, in the form in which published documents are loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from discloser.document.grid import Grid, table_grid
from discloser.document.nodes import Contents, Document, Heading, Paragraph, Table
from tests.fidelity.normal import Line, bare
from tests.fidelity.printed import PrintedDocument, PrintedTable, running_text


def printed_document(document: Document) -> PrintedDocument:
    """Read the printed texts of a document tree.

    Whatever stands before the end of the contents list is front matter.
    """
    front: list[str] = []
    lines: list[Line] = []
    for block in document.blocks():
        match block:
            case Contents(title=title, entries=entries):
                front = [line.text for line in lines]
                front += [*title, *(entry.label for entry in entries)]
                lines = []
            case Heading():
                lines.append(Line(block.text, heading=True))
            case Paragraph():
                lines.append(Line(block.text))
            case _:
                pass
    return PrintedDocument(
        front=tuple(line for line in front if bare(line)),
        narrative=running_text(line for line in lines if bare(line.text)),
        tables=tuple(printed_table(table) for table in document.tables()),
    )


def printed_table(table: Table) -> PrintedTable:
    """Read the printed texts of a table."""
    grid = table_grid(table)
    texts = [tuple(row) for row in grid.texts()]
    head = texts[: grid.head_rows]
    ordinals = next((row for row in head if _are_ordinals(row)), ())
    return PrintedTable(
        title=table.caption,
        lines=tuple(filter(None, (table.number, table.subtitle, table.subject, table.unit))),
        columns=tuple(_path(grid, head, column) for column in range(grid.column_count))
        if head
        else (),
        rows=tuple(texts[grid.head_rows :]),
        notes=table.notes,
        ordinals=ordinals,
        head=tuple(head),
    )


def with_cells(table: PrintedTable, texts: Sequence[Sequence[str]]) -> PrintedTable:
    """Return ``table`` with the cells that were read back from a rendered file."""
    head = len(table.head)
    return replace(
        table,
        head=tuple(tuple(row) for row in texts[:head]),
        rows=tuple(tuple(row) for row in texts[head:]),
    )


def _path(grid: Grid, head: Sequence[Sequence[str]], column: int) -> str:
    texts: list[str] = []
    above = None
    for row, owners in zip(head, grid.owners, strict=False):
        if owners[column] is not above and not _are_ordinals(row):
            texts.append(owners[column].cell.text)
        above = owners[column]
    return "/".join(filter(None, texts))


def _are_ordinals(row: Sequence[str]) -> bool:
    texts = {bare(text) for text in row} - {"", "栏次"}
    return bool(texts) and all(text.isdigit() for text in texts)
