"""Which file the nodes of a document that was put together of several stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from discloser.audit.files import ReadFile
from discloser.check.reader.places import DOCUMENT
from discloser.document.nodes import Document, Table
from discloser.finding import Finding
from discloser.location import Location, Spot


class Files:
    """The files that a document was put together of."""

    def __init__(self, files: Sequence[ReadFile]) -> None:
        self._first = str(files[0].path)
        self._of: Mapping[int, str] = {
            id(spot): str(file.path)
            for file in files
            if file.document is not None
            for spot in _spots(file.document)
        }

    def placed(self, finding: Finding) -> Finding:
        """The finding with the names of the files in its places."""
        return replace(finding, locations=tuple(map(self.place, finding.locations)))

    def place(self, place: Location) -> Location:
        """The place with its file's name."""
        if place.file != DOCUMENT:
            return place
        file = self._of.get(id(place.spot), self._first)
        return replace(place, file=file)


def _spots(document: Document) -> Iterator[Spot]:
    for block in document.blocks():
        spot = getattr(block, "spot", None)
        if spot is not None:
            yield spot
        if isinstance(block, Table):
            cells = (cell for row in (*block.head, *block.body) for cell in row)
            yield from (cell.spot for cell in cells if cell.spot is not None)
