"""Everything that a document prints, text by text."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.document.nodes import Block, Chart, Contents, Document, Heading, Paragraph, Table


def document_text(document: Document) -> str:
    """Return everything that ``document`` prints, each text on its own line."""
    return "\n".join(text for block in document.blocks() for text in block_texts(block))


def block_texts(block: Block) -> Iterator[str]:
    """Return the texts that ``block`` prints."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Contents():
            yield from block.title
            yield from (entry.label for entry in block.entries)
        case Chart():
            yield block.caption
            yield from (*block.categories, *(series.label for series in block.series))
        case Table():
            yield from (block.number, block.caption, block.subtitle, block.subject, block.unit)
            yield from (cell.text for row in (*block.head, *block.body) for cell in row)
            yield from block.notes
