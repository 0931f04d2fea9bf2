"""Lists in workbooks that a reader prints: on A4 lying, each row as high as its texts."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from xlsxwriter.worksheet import Worksheet

from discloser.render.advances import ems

_LINE_HEIGHT = 13
"""In points, for the size of the lists' text."""

_TALLEST = 409
"""No spreadsheet program takes a higher row, in points."""


def set_up_print(sheet: Worksheet, head: int, pages_wide: int = 1) -> None:
    """Print on A4 lying, with row ``head`` on each page and the page's number below."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.repeat_rows(head)
    sheet.set_footer("&C&P / &N")


def fit_row(sheet: Worksheet, row: int, cells: Iterable[tuple[str, int]]) -> None:
    """Make a row as high as its texts need in columns of their widths (in characters)."""
    lines = max(
        sum(max(1, ceil(2 * ems(line) / (width - 1))) for line in text.split("\n"))
        for text, width in cells
    )
    sheet.set_row(row, min(_LINE_HEIGHT * lines + 4, _TALLEST))
