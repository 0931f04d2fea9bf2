"""The grid of a table as data for the Typst template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any

from discloser.document.bands import Band, bands, is_head
from discloser.document.grid import Grid, Placed
from discloser.document.nodes import BREAK, Orientation, Role, Table
from discloser.document.number import Number
from discloser.document.setting import Setting
from discloser.document.style import Style
from discloser.render.css import text_height, text_width
from discloser.render.page_turns import TOGETHER_BELOW
from discloser.render.tables import row_heights, setting_of
from discloser.render.typst_text import lines

Data = dict[str, Any]

TALL = 0.5
"""A row that is higher than this share of a page may be torn apart."""

BLANK = "\u00a0"


def bands_data(table: Table, style: Style, lies: Orientation) -> Data:
    """Return the columns and the bands of ``table`` on pages that lie like ``lies``.

    Raises:
        GridError: if the cells do not cover each slot exactly once.
    """
    width = text_width(style.page, lies)
    setting = setting_of(table, style, lies)
    height = text_height(style.page, lies)
    made = [_band_data(band, style, setting, width, height) for band in bands(table)]
    return {
        "shares": setting.shares,
        "size": setting.size / style.table_cell.size,
        "pitch": setting.pitch / style.table_cell.pitch,
        "padding": [setting.padding_x, setting.padding_y],
        "bands": made,
    }


def _band_data(
    band: Band, style: Style, setting: Setting, width: float, page_height: float
) -> Data:
    grid = band.grid
    heights = row_heights(grid, style, setting, width)
    cells = _Cells(band, style, setting, width, heights, page_height)
    groups = [cells.group(start, end) for start, end in _groups(grid)]
    return {
        "rows": len(grid.rows),
        "heights": heights,
        "groups": groups,
        "split": any(cell["split"] for group in groups for cell in group["cells"]),
    }


def _groups(grid: Grid) -> list[tuple[int, int]]:
    """The header, then stretches of data rows and single rows of headers between them."""
    bounds = {0, grid.head_rows, len(grid.rows)}
    for r in range(grid.head_rows, len(grid.rows)):
        if is_head(grid, r) and all(placed.cell.rowspan == 1 for placed in grid.owners[r]):
            bounds |= {r, r + 1}
    return list(pairwise(sorted(bounds)))


@dataclass(frozen=True, slots=True)
class _Cells:
    band: Band
    style: Style
    setting: Setting
    width: float
    heights: Sequence[float]
    page_height: float

    @property
    def grid(self) -> Grid:
        """The grid of the band."""
        return self.band.grid

    def group(self, start: int, end: int) -> Data:
        """Return the rows from ``start`` to ``end``. Level 0 means that they are data."""
        in_head = end <= self.grid.head_rows
        level = 0
        if in_head:
            level = 1
        elif is_head(self.grid, start):
            # A header of the first level would end the repetition of the one above.
            level = 2 if self.grid.head_rows else 1
        rows = self.grid.rows[start:end]
        return {
            "level": level,
            "repeat": in_head,
            "cells": [self._cell(placed, row) for row in rows for placed in row],
        }

    def _cell(self, placed: Placed, row: Sequence[Placed]) -> Data:
        cell = placed.cell
        in_head = placed.row < self.grid.head_rows
        is_head = in_head or cell.role is Role.COLUMN_HEADER
        align = (cell.align or self.style.table_header.align) if is_head else placed.align
        covered = sum(self.heights[placed.row : placed.last_row + 1])
        # WeasyPrint's rows stay together below the same height.
        limit = TALL if cell.rowspan == 1 else TOGETHER_BELOW
        breakable = not in_head and covered > limit * self.page_height
        return {
            "x": placed.column,
            "y": placed.row,
            "colspan": cell.colspan,
            "rowspan": cell.rowspan,
            "align": align.value,
            "head": is_head,
            "strong": cell.strong or (isinstance(cell.content, Number) and cell.content.strong),
            "text": lines(cell.text or self._filler(placed)),
            "breakable": breakable,
            "split": breakable and cell.rowspan > 1,
            "open-above": self.band.is_open_above(placed),
            "open-below": self.band.is_open_below(placed),
            "need": self._need(placed),
            # The lowest cell of a row tells its page: a merged one may begin on the page before.
            "mark": not in_head and placed is min(row, key=lambda other: other.cell.rowspan),
        }

    def _filler(self, placed: Placed) -> str:
        """What gives a row without any text the height of a line."""
        row = self.grid.owners[placed.row]
        return "" if any(owner.cell.text for owner in row) else BLANK

    def _need(self, placed: Placed) -> float:
        """The height that the text of a cell needs, taken at the width of Chinese characters."""
        setting = self.setting
        share = sum(setting.shares[placed.column : placed.last_column + 1])
        padding = 2 * setting.padding_x + self.style.rules.line
        room = max((share * self.width - padding) / setting.size, 1.0)
        parts = re.split(f"[\n{BREAK}]", placed.cell.text)
        return sum(max(1, ceil(len(part) / room)) for part in parts) * setting.pitch
