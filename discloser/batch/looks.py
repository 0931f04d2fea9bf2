"""How the lists of a batch look: their formats, their heads, and links to what lies beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from discloser.batch.place import Place, below
from discloser.render.lists import fit_row


@dataclass(frozen=True, slots=True)
class Looks:
    """The formats of a list's cells, and the folder that its links start from."""

    scope: Place
    title: Format
    note: Format
    head: Format
    text: Format
    mark: Format
    link: Format
    states: Mapping[str, Format]


_State = TypeVar("_State", bound=str)


def make_looks(book: Workbook, scope: Place, colours: Mapping[_State, str] | None = None) -> Looks:
    """Make the formats of a workbook that lies in ``scope``; ``colours`` are those of states."""
    base = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
    wrapped = base | {"text_wrap": True}
    return Looks(
        scope=scope,
        title=book.add_format({"font_name": "黑体", "font_size": 14}),
        note=book.add_format({"font_name": "宋体", "font_size": 10}),
        head=book.add_format(wrapped | {"bold": True, "align": "center", "bg_color": "#D9E1F2"}),
        text=book.add_format(wrapped),
        mark=book.add_format(base | {"align": "center"}),
        link=book.add_format(base | {"font_color": "#0563C1", "underline": 1, "align": "center"}),
        states={
            state: book.add_format(base | {"bg_color": colour, "align": "center"})
            for state, colour in (colours or {}).items()
        },
    )


def write_head(
    sheet: Worksheet, row: int, columns: Sequence[tuple[str, int]], looks: Looks
) -> None:
    """Write the titles of columns and set their widths."""
    for column, (title, width) in enumerate(columns):
        sheet.write_string(row, column, title, looks.head)
        sheet.set_column(column, column, width)
    fit_row(sheet, row, columns)


def write_link(
    sheet: Worksheet, place: tuple[int, int], path: Place, text: str, looks: Looks
) -> None:
    """Write a link to a file below the workbook's folder; it works wherever that is copied to."""
    relative = below(looks.scope, path).as_posix()
    # A file name may hold what a link takes for its own marks.
    escaped = relative.replace("%", "%25").replace("#", "%23")
    sheet.write_url(*place, f"external:./{escaped}", looks.link, text)
