"""How wide the columns and how high the rows of a sheet must be for all text to show.

A spreadsheet has no layout of its own: what does not fit is cut off, and a number prints as
####. So sizes are estimated here, for faces whose Chinese characters are one em wide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil

from discloser.document.grid import Grid, Placed
from discloser.document.nodes import Role, Table
from discloser.document.number import Number
from discloser.document.style import Style, TextStyle

POINTS_PER_PIXEL = 0.75
POINTS_PER_MM = 72 / 25.4
MAX_ROW_POINTS = 400
"""Rows higher than 409 points do not exist in a workbook."""

_LATIN_EM = 0.55
_CAPITAL_EM = 0.7
_BROKEN_WORD = 0.85
"""How much of a line a word fills that is broken because it is too long for one."""

_CELL_PADDING_PIXELS = 7
_WORD = re.compile(r"[!-~]+|.[，。、；：？！）》”’％…]*", re.DOTALL)
"""What a line is broken between: a Latin word, or a character with the stops behind it."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Column widths in pixels and the height of each row of the grid in points."""

    widths: tuple[int, ...]
    heights: tuple[float, ...]

    def span_width(self, first: int, last: int) -> float:
        """Return the room for text in points between two columns, both included."""
        pixels = sum(self.widths[first : last + 1]) - _CELL_PADDING_PIXELS
        return max(1, pixels) * POINTS_PER_PIXEL


def text_width(text: str, size: float) -> float:
    """Estimate the width of ``text`` in points."""
    return size * sum(map(_ems, text))


def line_count(text: str, width: float, size: float) -> int:
    """Estimate the number of lines that ``text`` takes at ``width`` points."""
    return sum(_wrapped_lines(line, width, size) for line in text.split("\n"))


def text_height(text: str, width: float, look: TextStyle) -> float:
    """Estimate the height of ``text`` in points."""
    return line_count(text, width, look.size) * look.pitch


def cells(grid: Grid) -> Iterator[Placed]:
    """Walk the cells of a grid, row by row."""
    for row in grid.rows:
        yield from row


def look_of(placed: Placed, style: Style) -> TextStyle:
    """Return the style of a cell's text."""
    header = placed.cell.role is Role.COLUMN_HEADER
    return style.table_header if header else style.table_cell


def measure(table: Table, grid: Grid, style: Style, page_width: float) -> Sizes:
    """Size the columns and rows of ``table`` for a text area ``page_width`` millimetres wide."""
    widths = _column_widths(table, grid, style, page_width)
    sizes = Sizes(widths, ())
    return Sizes(widths, tuple(_row_heights(grid, style, sizes)))


def share(total: int, parts: Sequence[float]) -> list[int]:
    """Share ``total`` in proportion to ``parts``, so that the rounded shares add up to it."""
    whole = sum(parts)
    edges = [round(total * edge / whole) for edge in accumulate(parts)]
    return [right - left for left, right in pairwise([0, *edges])]


def _column_widths(table: Table, grid: Grid, style: Style, page_width: float) -> tuple[int, ...]:
    pixels = int(page_width * POINTS_PER_MM / POINTS_PER_PIXEL)
    widths = share(pixels, [column.width for column in table.columns])
    for placed in cells(grid):
        if isinstance(placed.cell.content, Number):
            need = _needed_pixels(placed, style)
            missing = need - sum(widths[placed.column : placed.last_column + 1])
            # The sheet gets wider than the page, and is printed fitted to its width.
            widths[placed.last_column] += max(0, missing)
    return tuple(widths)


def _needed_pixels(placed: Placed, style: Style) -> int:
    points = text_width(placed.cell.text, look_of(placed, style).size)
    return ceil(points / POINTS_PER_PIXEL) + _CELL_PADDING_PIXELS


def _row_heights(grid: Grid, style: Style, sizes: Sizes) -> list[float]:
    padding = 2 * style.rules.padding_y_mm * POINTS_PER_MM
    heights = [style.table_cell.pitch + padding] * len(grid.rows)
    for placed in sorted(cells(grid), key=lambda placed: placed.cell.rowspan):
        width = sizes.span_width(placed.column, placed.last_column)
        need = text_height(placed.cell.text, width, look_of(placed, style)) + padding
        rows = range(placed.row, placed.last_row + 1)
        missing = need - sum(heights[r] for r in rows)
        for r in rows:
            heights[r] += max(0.0, missing) / len(rows)
    return heights


def _ems(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WFA":
        return 1
    return _CAPITAL_EM if char.isupper() else _LATIN_EM


def _wrapped_lines(line: str, width: float, size: float) -> int:
    lines, used = 1, 0.0
    for word in _WORD.findall(line):
        needed = text_width(word, size)
        if used + needed <= width:
            used += needed
        elif needed <= width:
            lines, used = lines + 1, needed
        else:
            lines += ceil(needed / (width * _BROKEN_WORD)) - (not used)
            used = width
    return lines
