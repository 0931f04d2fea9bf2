"""A text of a foreign table with its place."""

from __future__ import annotations

from dataclasses import dataclass

from discloser.location import Location
from discloser.read.spreadsheet.cell import Cell


@dataclass(frozen=True, slots=True)
class Text:
    """What a cell says, and where it stands."""

    text: str
    place: Location


def text_of(cell: Cell | None) -> str:
    """The text that a cell stores; nothing of a number."""
    return cell.value.strip() if cell is not None and isinstance(cell.value, str) else ""
