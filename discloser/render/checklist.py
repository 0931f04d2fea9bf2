"""The check sheet that finance bureaus fill in (部门预算公开情况检查表), as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter

from discloser.render.lists import fit_row, set_up_print

HEADER = ("项目", "依据", "是否符合", "问题说明", "位置")
_WIDTHS = (46, 26, 11, 54, 34)
_RESULT = HEADER.index("是否符合")
_BORDER = {"border": 1, "font_name": "宋体", "font_size": 10, "valign": "vcenter"}


def render_checklist(
    title: str, families: Iterable[tuple[str, Sequence[tuple[str, ...]]]]
) -> bytes:
    """Write the check sheet: a heading, the header row, and each family's rows under its name."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title, "created": datetime(2000, 1, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("检查表")
    heading = book.add_format(
        {"bold": True, "font_name": "宋体", "font_size": 16, "align": "center"}
    )
    head = book.add_format(_BORDER | {"bold": True, "align": "center"})
    group = book.add_format(_BORDER | {"bold": True, "bg_color": "#F2F2F2"})
    text = book.add_format(_BORDER | {"text_wrap": True})
    middle = book.add_format(_BORDER | {"align": "center", "text_wrap": True})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, len(HEADER) - 1, title, heading)
    sheet.write_row(1, 0, HEADER, head)
    row = 2
    for name, rows in families:
        sheet.merge_range(row, 0, row, len(HEADER) - 1, name, group)
        row += 1
        for cells in rows:
            fit_row(sheet, row, zip(cells, _WIDTHS, strict=True))
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell, middle if column == _RESULT else text)
            row += 1
    sheet.freeze_panes(2, 0)
    set_up_print(sheet, 1)
    book.close()
    return stream.getvalue()
