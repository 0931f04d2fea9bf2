"""Which file the nodes of a document that was put together of several stand in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from discloser.check.reader.places import DOCUMENT
from discloser.document.nodes import Block, Cell, Document, Heading, Paragraph, Table
from discloser.finding import Finding
from discloser.location import Location, Spot


@dataclass(frozen=True, slots=True)
class Files:
    """The names that places get: of their own file, else of the first."""

    first: Path

    def placed(self, finding: Finding) -> Finding:
        """The finding with the names of the files in its places."""
        return replace(finding, locations=tuple(map(self.place, finding.locations)))

    def place(self, place: Location) -> Location:
        """The place with its file's name."""
        if place.file != DOCUMENT:
            return place
        own = place.spot.file if place.spot is not None else ""
        return replace(place, file=own or str(self.first))


def with_file(document: Document, file: str) -> Document:
    """The document with every node knowing that it stands in a file."""
    sections = (
        replace(section, blocks=tuple(_block(block, file) for block in section.blocks))
        for section in document.sections
    )
    return replace(document, sections=tuple(sections))


def _block(block: Block, file: str) -> Block:
    match block:
        case Table():
            head, body = (
                tuple(tuple(_cell(cell, file) for cell in row) for row in rows)
                for rows in (block.head, block.body)
            )
            return replace(block, head=head, body=body, spot=_spot(block.spot, file))
        case Heading() | Paragraph():
            return replace(block, spot=_spot(block.spot, file))
        case _:
            return block


def _cell(cell: Cell, file: str) -> Cell:
    return replace(cell, spot=_spot(cell.spot, file))


def _spot(spot: Spot | None, file: str) -> Spot | None:
    return replace(spot, file=file) if spot is not None else None
