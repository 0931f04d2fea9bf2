"""How wide the columns and how high the rows of a sheet must be for all text to show.

A spreadsheet has no layout of its own: what does not fit is cut off, and a number prints as
####. So sizes are estimated here, for faces whose Chinese characters are one em wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from discloser.document.grid import Grid, Placed
from discloser.document.nodes import BREAK, Role
from discloser.document.number import Number
from discloser.document.setting import Setting
from discloser.document.style import Style, TextStyle
from discloser.render.advances import ems
from discloser.render.columns import share_out
from discloser.render.tables import cell_look, header_look

POINTS_PER_PIXEL = 0.75
POINTS_PER_MM = 72 / 25.4
MAX_ROW_POINTS = 400
"""Rows higher than 409 points do not exist in a workbook."""

_BROKEN_WORD = 0.85
"""How much of a line a word fills that is broken because it is too long for one."""

_CELL_PADDING_PIXELS = 5
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
    return size * ems(text)


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


def in_sheet(setting: Setting, style: Style) -> Setting:
    """The setting of a table in its sheet.

    Where its text would get smaller, the sheet gets wider instead, and is printed fitted.
    """
    larger = max(1.0, style.table_cell.size / setting.size)
    return replace(
        setting,
        size=setting.size * larger,
        pitch=setting.pitch * larger,
        padding_y=setting.padding_y * larger,
    )


def look_of(placed: Placed, style: Style, setting: Setting) -> TextStyle:
    """Return the style of a cell's text; ``setting`` is that of the sheet."""
    header = placed.cell.role is Role.COLUMN_HEADER
    return header_look(style, setting) if header else cell_look(style, setting)


def sheet_text(placed: Placed) -> str:
    """What a sheet holds of a cell: a program breaks the lines of its texts itself."""
    return placed.cell.text.replace(BREAK, "")


def measure(grid: Grid, style: Style, setting: Setting, page_width: float) -> Sizes:
    """Size the columns and rows of a table for a text area ``page_width`` millimetres wide."""
    larger = in_sheet(setting, style)
    pixels = page_width * POINTS_PER_MM / POINTS_PER_PIXEL * larger.size / setting.size
    sizes = Sizes(tuple(share_out(int(pixels), setting.shares)), ())
    return Sizes(sizes.widths, tuple(_row_heights(grid, style, larger, sizes)))


def _row_heights(grid: Grid, style: Style, setting: Setting, sizes: Sizes) -> list[float]:
    padding = 2 * setting.padding_y
    heights = [setting.pitch + padding] * len(grid.rows)
    for placed in sorted(cells(grid), key=lambda placed: placed.cell.rowspan):
        need = _text_height(placed, sizes, look_of(placed, style, setting)) + padding
        rows = range(placed.row, placed.last_row + 1)
        missing = need - sum(heights[r] for r in rows)
        for r in rows:
            heights[r] += max(0.0, missing) / len(rows)
    return heights


def _text_height(placed: Placed, sizes: Sizes, look: TextStyle) -> float:
    if isinstance(placed.cell.content, Number):
        return look.pitch
    width = sizes.span_width(placed.column, placed.last_column)
    return text_height(sheet_text(placed), width, look)


def _wrapped_lines(line: str, width: float, size: float) -> int:
    if text_width(line, size) <= width:
        return 1
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
