"""Merged cells that go on over a page turn.

WeasyPrint breaks a table between any two rows, and leaves of a cell that spans both only its
text on the first page: no line closes it there, and on the next page its column is empty. Here,
after the layout, each page gets a cell of its own with the text in its middle. So every page can
be read alone, and the rows of each tagged table are complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes


@dataclass
class _Merged:
    """A merged cell on its way over the pages.

    ``next_cell`` is its box for the page at hand, ``rows`` how many rows it still covers.
    ``placed`` holds its boxes so far and whether the text fits into each.
    """

    next_cell: Any
    rows: int
    placed: list[tuple[Any, bool]]


def mend_merged_cells(pages: Iterable[Any]) -> None:
    """Give each page its own part of every cell that spans a page turn."""
    carried: dict[Any, list[_Merged]] = {}
    for page in pages:
        for table in page.descendants():
            if isinstance(table, boxes.TableBox):
                if table.skipped_rows:
                    _draw_line_at_turn(table)
                carried[table.element] = list(_mend(table, carried.get(table.element, [])))


def _draw_line_at_turn(table: Any) -> None:
    """Draw the line between the last row of a page and the first of the next in full."""
    line = table.collapsed_border_grid[1][table.skipped_rows]
    strongest = max(line, key=lambda border: border[1][1])
    line[:] = [border if border[1][1] else strongest for border in line]


def _mend(table: Any, carried: list[_Merged]) -> Iterator[_Merged]:
    """Mend the piece of a table on one page; yield the cells that go on on the next."""
    rows = [row for group in table.children if not group.is_header for row in group.children]
    beginning = [
        (_Merged(cell, cell.rowspan, []), index)
        for index, row in enumerate(rows)
        for cell in row.children
        if index + cell.rowspan > len(rows)
    ]
    # A row that is too tall for a page goes on with its own cells.
    continued = [merged for merged in carried if rows and _insert(merged.next_cell, rows[0])]
    for merged, index in [*((merged, 0) for merged in continued), *beginning]:
        cell, covered = merged.next_cell, min(merged.rows, len(rows) - index)
        unfilled = cell.deepcopy()
        cell.rowspan = covered
        merged.placed.append((cell, _fill(cell, rows[index + covered - 1])))
        if merged.rows > covered:
            yield _Merged(unfilled, merged.rows - covered, merged.placed)
        elif any(fits for _, fits in merged.placed):
            for placed, fits in merged.placed:
                placed.children = placed.children if fits else []


def _insert(cell: Any, row: Any) -> bool:
    """Put ``cell`` into ``row``, unless its column has a cell there."""
    if any(other.grid_x == cell.grid_x for other in row.children):
        return False
    cell.translate(dy=row.position_y - cell.position_y)
    row.children = sorted([*row.children, cell], key=lambda other: other.grid_x)
    return True


def _fill(cell: Any, last_row: Any) -> bool:
    """Stretch ``cell`` to the end of ``last_row``, and tell whether its text fits."""
    extra = last_row.position_y + last_row.height - cell.position_y - cell.border_height()
    if extra <= 0:
        return bool(extra == 0)
    for child in cell.children:
        child.translate(dy=extra / 2)
    cell.padding_top += extra / 2
    cell.padding_bottom += extra / 2
    return True
