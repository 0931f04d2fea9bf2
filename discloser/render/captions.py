"""What stands above a table: its title and the lines between it and the grid, for every writer."""

from __future__ import annotations

from discloser.document.nodes import Table
from discloser.document.style import NumberPlace, Style


def title_of(table: Table, style: Style) -> str:
    """Return the title of a table, with its form number (公开01表) where that stands there."""
    return " ".join(filter(None, (_prefix(table, style), table.caption)))


def prefix_of(table: Table, style: Style) -> str:
    """Return what stands before the caption in the title of a table, with the gap behind it."""
    number = _prefix(table, style)
    return f"{number} " if number else ""


def lines_above(table: Table, style: Style) -> list[tuple[str, str]]:
    """Return the lines between title and grid: what stands at the left and at the right of each.

    The form number is above the unit, as in the forms of the Ministry of Finance.
    """
    apart = style.table_number is NumberPlace.LINE
    lines = (("", table.number if apart else ""), (table.subject, table.unit))
    return [line for line in lines if any(line)]


def _prefix(table: Table, style: Style) -> str:
    return table.number if style.table_number is NumberPlace.TITLE else ""
