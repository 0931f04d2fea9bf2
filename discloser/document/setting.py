"""How a table is set: the widths of its columns and the looks of its rows, for all writers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """What is decided of a table before it is written; lengths are points.

    ``shares`` are the widths of the columns as shares of the table that add up to 1. ``size`` and
    ``pitch`` are those of the body's text; the head's keep their proportion to them. The paddings
    are those of one side of a cell. ``whole`` says that the table takes one page.
    """

    shares: tuple[float, ...]
    size: float
    pitch: float
    padding_x: float
    padding_y: float
    whole: bool = False
