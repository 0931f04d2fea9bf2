"""Where in the document a finding arises, so that the preview can say it there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discloser.check.reader.places import DOCUMENT
from discloser.check.reader.sheet import Sheet
from discloser.document.nodes import Document, Heading, Paragraph, Table
from discloser.finding import Finding
from discloser.location import FieldPath, Location
from discloser.pack.pack import Pack
from discloser.pipeline import Prepared
from discloser.trace import printed_numbers

_MARKUP = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|[#*\s]+")
_FEWEST = 4
"""Fewer characters may stand anywhere."""
_LINES_ABOVE = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the page: an element by its id, and in it a cell or the first text with a quote.

    ``number`` counts the marked numbers of the page from 0; ``cell`` is the row and its cell.
    """

    anchor: str = ""
    quote: str = ""
    cell: tuple[int, int] | None = None
    number: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The mark as the page's script reads it."""
        return {
            "anchor": self.anchor,
            "quote": self.quote,
            "cell": self.cell,
            "number": self.number,
        }


class Marker:
    """Finds the places of findings in one document."""

    def __init__(self, document: Document, prepared: Prepared) -> None:
        self._document = document
        self._prepared = prepared
        self._pack = prepared.pack
        self._by_field: dict[FieldPath, int] = {}
        self._by_figure: dict[str, int] = {}
        for index, printed in enumerate(printed_numbers(document)):
            origin = printed.number.origin
            self._by_figure.setdefault(printed.number.figure, index)
            for path in origin.fields if origin is not None else ():
                self._by_field.setdefault(path[:2] if len(path) == 3 else path, index)  # noqa: PLR2004
                self._by_field.setdefault(path, index)

    def mark(self, finding: Finding) -> Mark | None:
        """The first place of a finding in the document, or None where it has none."""
        for place in finding.locations:
            if found := self._mark(place):
                return found
        numbers = (self._by_figure[name] for name in finding.figures if name in self._by_figure)
        number = next(numbers, None)
        return Mark(number=number) if number is not None else None

    def _mark(self, place: Location) -> Mark | None:
        if place.file == DOCUMENT:
            return self._in_document(place)
        if place.path and place.file == self._prepared.sources.file:
            return self._of_field(place.path)
        return self._of_pack(place, self._pack) if self._pack is not None else None

    def _in_document(self, place: Location) -> Mark | None:
        wanted = place.cell or ""
        for block in self._document.blocks():
            match block:
                case Table() if (block.caption or block.sheet) == place.sheet:
                    return self._in_table(block, wanted)
                case Heading() if block.text == place.sheet:
                    return Mark(block.anchor, _unquoted(wanted))
        return Mark(quote=_unquoted(wanted)) if wanted else None

    def _in_table(self, table: Table, label: str) -> Mark:
        sheet = Sheet(table)
        for row in sheet.grid.rows[sheet.first :]:
            for index, placed in enumerate(row):
                if sheet.label(placed.row, placed.column) == label:
                    return Mark(table.anchor, cell=(placed.row, index))
        return Mark(table.anchor)

    def _of_field(self, path: FieldPath) -> Mark | None:
        for length in (len(path), 3, 2):
            number = self._by_field.get(path[:length])
            if number is not None:
                return Mark(number=number)
        value: Any = self._prepared.figures.disclosure if self._prepared.figures else None
        for step in path:
            value = _member(value, step)
        quotable = isinstance(value, str) and len(value) >= _FEWEST
        return Mark(quote=value.splitlines()[0].rstrip("。；;.")) if quotable else None

    def _of_pack(self, place: Location, pack: Pack) -> Mark | None:
        file = _relative(place.file, pack)
        if file is None:
            return None
        if file.startswith(pack.path("tables/")):
            return Mark(f"table-{Path(file).stem}")
        parts = list(pack.report.parts)
        if file == pack.path("report.yaml"):
            index = place.path[1] if place.path[:1] == ("parts",) and place.path[1:] else None
            return Mark(f"part-{parts[index].id}") if isinstance(index, int) else None
        part = next((part for part in parts if part.body and pack.path(part.body) == file), None)
        if part is None:
            return None
        anchor = f"part-{part.id}"
        return Mark(anchor, self._quote_near(place, anchor))

    def _quote_near(self, place: Location, anchor: str) -> str:
        """A text of the template's line, or of one above, that the document has in this part."""
        texts = list(self._texts_of(anchor))
        try:
            lines = Path(place.file).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return ""
        last = place.line or 0
        for line in reversed(lines[max(0, last - _LINES_ABOVE) : last]):
            for piece in sorted(_MARKUP.split(line), key=len, reverse=True):
                if len(piece) >= _FEWEST and any(piece in text for text in texts):
                    return piece
        return ""

    def _texts_of(self, anchor: str) -> Iterator[str]:
        inside = False
        for block in self._document.blocks():
            if isinstance(block, Heading) and block.level == 1:
                inside = block.anchor == anchor
            if inside and isinstance(block, Heading | Paragraph):
                yield block.text


def _unquoted(words: str) -> str:
    return words.removeprefix("“…").removesuffix("…”")


def _relative(file: str, pack: Pack) -> str | None:
    path = Path(file)
    for layer in pack.layers.layers:
        if path.is_relative_to(layer.folder):
            return path.relative_to(layer.folder).as_posix()
    return None


def _member(value: Any, step: str | int) -> Any:
    if isinstance(step, int):
        inside = isinstance(value, Sequence) and not isinstance(value, str) and step < len(value)
        return value[step] if inside else None
    return value.get(step) if isinstance(value, Mapping) else getattr(value, step, None)
