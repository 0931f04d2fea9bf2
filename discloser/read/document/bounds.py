"""How much of a file is read at most, so that none takes all memory."""

from __future__ import annotations

from discloser.location import Location, Spot
from discloser.read.document.rules import MAX_CELLS, MAX_TAGS, TOO_MUCH
from discloser.read.spreadsheet.guard import Refused


def too_much(file: str, what: str, limit: str, spot: Spot | None = None) -> Refused:
    """The refusal of a file that has more than it may: of ``what``, at its place."""
    return Refused(TOO_MUCH.at(Location(file, spot=spot), file=file, what=what, limit=limit))


def bound_tags(count: int, file: str) -> None:
    """Refuse a tree of so many elements.

    Raises:
        Refused: where there are too many.
    """
    if count > MAX_TAGS:
        raise too_much(file, "里面的标记太多", f"{MAX_TAGS} 个")


def bound_cells(count: int, file: str, spot: Spot) -> None:
    """Refuse a table of so many cells.

    Raises:
        Refused: where there are too many.
    """
    if count > MAX_CELLS:
        raise too_much(file, "一张表里的单元格太多", f"{MAX_CELLS} 个", spot)
