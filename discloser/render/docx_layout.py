"""Estimates of how a table will fall on pages, for what Word must be told beforehand.

Word lays a table out when it opens the file, with the fonts it finds. What is decided here only
has to hold roughly: which rows stay together and which may break.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from math import ceil, floor

from discloser.document.bands import Band, is_head
from discloser.document.grid import Placed
from discloser.document.nodes import BREAK, Role
from discloser.document.setting import Setting
from discloser.document.style import Style, TextStyle
from discloser.render.advances import ems
from discloser.render.columns import share_out
from discloser.render.docx_section import Area
from discloser.render.docx_xml import twips
from discloser.render.page_turns import TOGETHER_BELOW, kept_at_ends
from discloser.render.tables import cell_look, header_look
from discloser.render.xml_text import clean

SPLIT_ABOVE = 0.9
"""A row that may take more than this share of the text area may break over pages."""


def _in_half_points(look: TextStyle) -> TextStyle:
    """A look in one of Word's sizes."""
    return look.model_copy(update={"size": max(1, floor(look.size * 2) / 2)})


class TableLayout:
    """Widths, heights and page breaks of a band of a table, in twips.

    ``setting`` is that of the whole table; ``is_last`` says that its notes stand below the band.
    """

    def __init__(
        self, band: Band, setting: Setting, style: Style, area: Area, *, is_last: bool
    ) -> None:
        self.band = band
        self.grid = band.grid
        self.is_last = is_last
        self.style = style
        self.area = area
        self._header = _in_half_points(header_look(style, setting))
        self._cell = _in_half_points(cell_look(style, setting))
        self.scaled = (self._header, self._cell) != (style.table_header, style.table_cell)
        self.widths = share_out(area.width, setting.shares)
        self.padding_x = twips(setting.padding_x)
        self.padding_y = twips(setting.padding_y)
        self.heights = self._row_heights()
        self.kept = self._kept_rows()

    def is_header(self, placed: Placed) -> bool:
        """Tell whether a cell looks like a header: in the head, or between the data of a form."""
        return placed.row < self.grid.head_rows or placed.cell.role is Role.COLUMN_HEADER

    def look(self, placed: Placed) -> TextStyle:
        """Return the text style of a cell, smaller than usual where the table is crowded."""
        return self._header if self.is_header(placed) else self._cell

    def width(self, placed: Placed) -> int:
        """Return the width of a cell."""
        return sum(self.widths[placed.column : placed.last_column + 1])

    def whole(self, row: int) -> bool:
        """Tell whether a row is low enough to be kept whole."""
        return self.heights[row] <= SPLIT_ABOVE * self.area.height

    def breaks(self, placed: Placed) -> bool:
        """Tell whether a merged cell is so tall that a page break may fall inside it."""
        if placed.cell.rowspan == 1 or placed.row < self.grid.head_rows:
            return False
        height = sum(self.heights[placed.row : placed.last_row + 1])
        return height > TOGETHER_BELOW * self.area.height

    def _placed(self) -> Iterator[Placed]:
        return (placed for row in self.grid.rows for placed in row)

    def _text_height(self, placed: Placed) -> int:
        look = self.look(placed)
        room = max((self.width(placed) - 2 * self.padding_x) / twips(look.size), 1)
        parts = clean(placed.cell.text).replace(BREAK, "\n").split("\n")
        lines = sum(max(1, ceil(ems(part) / room)) for part in parts)
        return lines * twips(look.pitch) + 2 * self.padding_y

    def _row_heights(self) -> list[int]:
        least = twips(self._cell.pitch) + 2 * self.padding_y
        heights = [least] * len(self.grid.rows)
        # Word gives the last row under a merged cell the height that the cell still needs.
        for placed in sorted(self._placed(), key=lambda placed: placed.last_row):
            spanned = sum(heights[placed.row : placed.last_row])
            rest = self._text_height(placed) - spanned
            heights[placed.last_row] = max(heights[placed.last_row], rest)
        return heights

    def _kept_rows(self) -> list[bool]:
        """Tell for each row whether it stays with the next.

        Word prints a merged cell's text once, on the page where the cell begins. So the rows
        under a merged cell stay together; under one that is too tall for that, as many as its
        text needs. Header rows stay with what they head, and the last row with the notes.
        """
        kept = [r < self.grid.head_rows for r in range(len(self.grid.rows))]
        kept[-1] = self.is_last
        for placed in self._placed():
            for r in range(placed.row, self._last_together(placed)):
                kept[r] = True
        limit = TOGETHER_BELOW * self.area.height
        ends = kept_at_ends(self.grid, self.heights, limit)
        for r in range(self.grid.head_rows, len(kept) - 1):
            kept[r] = kept[r] or r in ends or is_head(self.grid, r)
        return kept

    def _last_together(self, placed: Placed) -> int:
        if not self.breaks(placed):
            return placed.last_row
        need = self._text_height(placed)
        heights = accumulate(self.heights[placed.row : placed.last_row])
        enough = (placed.row + n for n, height in enumerate(heights) if height >= need)
        return next(enough, placed.last_row)
