"""How wide the columns of a table must be, and how high its rows will be: estimates from text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from math import ceil

from discloser.document.grid import Grid
from discloser.document.nodes import Table
from discloser.document.number import Number
from discloser.document.style import Style
from discloser.render.css import POINTS_PER_MM

_UNBREAKABLE = re.compile(r"[!-~]{1,12}(?![!-~])")
"""A code or a short word. Longer ones may break anywhere."""

_WIDE, _CAPITAL, _OTHER = 1.0, 0.75, 0.56
"""Widths of characters in sizes; official faces are a little narrower than those set here."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Column widths as shares of the table that add up to 1, and the scale of its text."""

    shares: tuple[float, ...]
    scale: float = 1.0


def fit_columns(table: Table, grid: Grid, style: Style, width: float) -> Fit:
    """Fit the columns of ``table`` into ``width`` points.

    Columns keep the widths that they ask for, unless an amount or a code needs more: then the
    others give way. Where all together need more than ``width``, the text becomes smaller.
    """
    asked = [column.width for column in table.columns]
    total = sum(asked)
    wanted = [width * share / total for share in asked]
    padding = 2 * style.rules.padding_x_mm * POINTS_PER_MM + style.rules.line
    needs = _needs(table, grid, style)
    widths = _share(wanted, [need + padding for need in needs], width)
    if widths is not None:
        return Fit(tuple(value / width for value in widths))
    available = width - padding * len(needs)
    scale = max(available / sum(needs), 0.3)
    shrunk = [need * scale + padding for need in needs]
    return Fit(tuple(value / sum(shrunk) for value in shrunk), scale)


def row_heights(grid: Grid, style: Style, fit: Fit, width: float) -> list[float]:
    """Estimate the height of each row of a table in points, merged cells left aside."""
    cell_style, rules = style.table_cell, style.rules
    size, pitch = cell_style.size * fit.scale, cell_style.pitch * fit.scale
    padding_x = 2 * rules.padding_x_mm * POINTS_PER_MM + rules.line
    padding_y = 2 * rules.padding_y_mm * POINTS_PER_MM + rules.line
    heights = []
    for row in grid.rows:
        lines = 1
        for placed in row:
            if placed.cell.rowspan == 1:
                share = sum(fit.shares[placed.column : placed.last_column + 1])
                room = max(share * width - padding_x, size)
                parts = placed.cell.text.split("\n")
                lines = max(lines, sum(max(1, ceil(ems(part) * size / room)) for part in parts))
        heights.append(lines * pitch + padding_y)
    return heights


def share_out(whole: int, parts: Sequence[float]) -> list[int]:
    """Share ``whole`` in proportion to ``parts``, so that the rounded shares add up to it."""
    total = sum(parts)
    edges = [round(whole * edge / total) for edge in accumulate(parts)]
    return [right - left for left, right in pairwise([0, *edges])]


def _share(wanted: list[float], needs: list[float], width: float) -> list[float] | None:
    """Give each column at least its need; the rest is shared by the widths wanted."""
    if sum(needs) > width:
        return None
    fixed: set[int] = set()
    while True:
        left = width - sum(needs[i] for i in fixed)
        free = sum(wanted[i] for i in range(len(wanted)) if i not in fixed)
        scale = left / free if free else 0
        short = {i for i, want in enumerate(wanted) if i not in fixed and want * scale < needs[i]}
        if not short:
            return [needs[i] if i in fixed else want * scale for i, want in enumerate(wanted)]
        fixed |= short


def _needs(table: Table, grid: Grid, style: Style) -> list[float]:
    """The widest text of each column that must stay on one line, in points."""
    needs = [0.0] * len(table.columns)
    for r, row in enumerate(grid.rows):
        size = style.table_header.size if r < grid.head_rows else style.table_cell.size
        for placed in row:
            cell = placed.cell
            if cell.colspan > 1:
                continue
            if isinstance(cell.content, Number):
                parts = [cell.text]
            else:
                parts = _UNBREAKABLE.findall(cell.text)
            need = max((ems(part) for part in parts), default=1.0) * size
            needs[placed.column] = max(needs[placed.column], need)
    return needs


@lru_cache(maxsize=16384)
def ems(text: str) -> float:
    """Estimate the width of ``text`` in sizes of its face."""
    return sum(map(_width, text))


@cache
def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return _WIDE
    return _CAPITAL if character.isupper() or character in "%@" else _OTHER
