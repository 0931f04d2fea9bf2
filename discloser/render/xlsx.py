"""A document's tables as a workbook: one sheet a table, and a contents sheet with links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from discloser.document.grid import Grid, Placed, table_grid
from discloser.document.nodes import Align, Document, Orientation, Role, Table
from discloser.document.number import Number, Trim
from discloser.document.style import Margins, Style, TextStyle
from discloser.render.xlsx_measure import (
    MAX_ROW_POINTS,
    POINTS_PER_MM,
    POINTS_PER_PIXEL,
    Sizes,
    cells,
    look_of,
    measure,
    share,
    text_height,
    text_width,
)

CONTENTS_SHEET = "目录"
BACK_LINK = "返回目录"

_MM_PER_INCH = 25.4
_PAPERS = {(210, 297): 9, (297, 420): 8}
_GB2312_CHARSET = 134
_LINK_COLOR = "#0563C1"
_UNSAFE_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CODE = re.compile(r"[\d.,:/%+-]+")
_ILLEGAL = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_xlsx(document: Document, style: Style) -> bytes:
    """Write the tables of ``document`` as a workbook.

    The workbook is made in memory: the mode that writes row by row cannot merge cells
    downwards, and its temporary files would carry the time of the day.
    """
    file = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # Column widths count digits of this face; its metrics at 11 points are known.
        "default_format_properties": {"font_name": _face(style, style.table_cell), "font_size": 11},
        "default_row_height": 18,
        "default_column_width": 72,
    }
    with Workbook(file, options) as workbook:
        workbook.set_properties(
            {
                "title": document.title,
                "subject": document.subject,
                "author": document.author,
                "created": datetime.combine(document.date, time(), UTC),
            }
        )
        book = _Book(workbook, style, {})
        tables = [
            (table, section.orientation)
            for section in document.sections
            for table in section.blocks
            if isinstance(table, Table)
        ]
        names = sheet_names([table.sheet for table, _ in tables])
        _write_contents(book, document, names)
        for (table, orientation), name in zip(tables, names, strict=True):
            _TableSheet(book, workbook.add_worksheet(name), table, orientation).write()
    return file.getvalue()


def sheet_names(wished: Sequence[str]) -> list[str]:
    """Return names that a workbook accepts: short, without special signs, no two alike."""
    taken = {CONTENTS_SHEET.casefold(), "history"}
    names = []
    for wish in wished:
        base = _UNSAFE_IN_NAME.sub("_", _clean(wish)).strip("' ") or "表"
        name, n = _cut(base, 31), 1
        while name.casefold() in taken:
            n += 1
            name = _cut(base, 31 - len(f"({n})")) + f"({n})"
        taken.add(name.casefold())
        names.append(name)
    return names


def number_format(number: Number) -> str:
    """Return the format code that shows the printed value as ``number.text``.

    It is made for this one value: no code drops zeros and the point before them.
    """
    form, printed = number.format, number.printed
    places = form.decimals
    if form.trim is Trim.ZEROS or (
        form.trim is Trim.INTEGER and printed == printed.to_integral_value()
    ):
        places = max(0, -int(printed.normalize().as_tuple().exponent))
    digits = "#,##0" if form.grouping else "0"
    digits += "." + "0" * places if places else ""
    digits += _literal(form.suffix)
    if form.zero is None or (printed == 0 and number.value != 0):
        return digits
    return f"{digits};-{digits};{_literal(form.zero)};@"


def _literal(text: str) -> str:
    if '"' in text:
        return "".join(f"\\{char}" for char in text)
    return f'"{text}"' if text else ""


def _stored(value: Decimal) -> Decimal | int:
    """Return a number whose text in the file is the shortest; a float would bring its noise."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def _clean(text: str) -> str:
    """Return ``text`` with one kind of line break, without what XML 1.0 cannot hold."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _cut(text: str, length: int) -> str:
    """Cut ``text`` to ``length`` UTF-16 units, as a workbook counts."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")


def _face(style: Style, look: TextStyle) -> str:
    return style.faces[look.face][0]


def _title(table: Table) -> str:
    return " ".join(filter(None, (table.number, table.caption)))


@dataclass(frozen=True)
class _Book:
    """The workbook, its style, and the formats that its sheets share."""

    workbook: Workbook
    style: Style
    formats: dict[tuple[tuple[str, Any], ...], Format]

    def format(self, look: TextStyle, **properties: str | float | bool) -> Format:
        """Return the format for text of a style; ``properties`` go before the style's own."""
        values: dict[str, Any] = {
            "font_name": _face(self.style, look),
            "font_size": look.size,
            # Not the theme's face, which Excel would show in its place.
            "font_scheme": "none",
            "font_charset": _GB2312_CHARSET,
            "bold": look.strong,
            "align": look.align.value,
            "valign": "vcenter",
            "text_wrap": True,
            "indent": round(look.left_chars),
        }
        values |= properties
        key = tuple(sorted(values.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(values)
        return self.formats[key]

    def set_page(self, sheet: Worksheet, orientation: Orientation) -> None:
        """Set paper, margins and page number."""
        page, margins = self.style.page, self.margins(orientation)
        sheet.set_paper(_PAPERS.get((round(page.width_mm), round(page.height_mm)), 9))
        if orientation is Orientation.LANDSCAPE:
            sheet.set_landscape()
        sheet.set_margins(
            left=margins.left_mm / _MM_PER_INCH,
            right=margins.right_mm / _MM_PER_INCH,
            top=margins.top_mm / _MM_PER_INCH,
            bottom=margins.bottom_mm / _MM_PER_INCH,
        )
        height = page.number_size / POINTS_PER_MM
        distance = max(0.0, margins.bottom_mm - page.number_distance_mm - height)
        number = page.number.replace("&", "&&").replace("{page}", "&P")
        face = self.style.faces[page.number_face][0]
        space = " " if number[:1].isdigit() else ""  # or the digit would belong to the size
        sheet.set_footer(
            f'&C&"{face},Regular"&{page.number_size:g}{space}{number}',
            {"margin": distance / _MM_PER_INCH, "scale_with_doc": False},
        )
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)

    def margins(self, orientation: Orientation) -> Margins:
        """Return the margins of a page that lies so."""
        page = self.style.page
        return page.landscape_margins if orientation is Orientation.LANDSCAPE else page.margins

    def text_area(self, orientation: Orientation) -> tuple[float, float]:
        """Return width and height in millimetres of what is inside the margins."""
        page, margins = self.style.page, self.margins(orientation)
        width, height = page.width_mm, page.height_mm
        if orientation is Orientation.LANDSCAPE:
            width, height = height, width
        return (
            width - margins.left_mm - margins.right_mm,
            height - margins.top_mm - margins.bottom_mm,
        )


def _write_contents(book: _Book, document: Document, names: Sequence[str]) -> None:
    sheet = book.workbook.add_worksheet(CONTENTS_SHEET)
    book.set_page(sheet, Orientation.PORTRAIT)
    style = book.style
    width, _ = book.text_area(Orientation.PORTRAIT)
    widths = share(int(width * POINTS_PER_MM / POINTS_PER_PIXEL), (1, 5))
    for column, pixels in enumerate(widths):
        sheet.set_column_pixels(column, column, pixels)
    sizes = Sizes(tuple(widths), ())
    look = style.contents_title
    title = _clean(document.title)
    sheet.merge_range(0, 0, 0, 1, "", book.format(look))
    _write_text(sheet, 0, 0, title, book.format(look))
    sheet.set_row(0, text_height(title, sizes.span_width(0, 1), look) + look.space_after)
    look = style.contents_levels[min(1, len(style.contents_levels) - 1)]
    link = book.format(look, indent=0, font_color=_LINK_COLOR, underline=1)
    for row, (table, name) in enumerate(zip(document.tables(), names, strict=True), start=1):
        _write_text(sheet, row, 0, _clean(table.number) or str(row), book.format(look, indent=0))
        caption = _clean(table.caption or table.sheet)
        sheet.write_url(row, 1, _link(name), link, caption)
        sheet.set_row(row, text_height(caption, sizes.span_width(1, 1), look))
    sheet.print_area(0, 0, len(names), 1)


def _link(name: str) -> str:
    quoted = name.replace("'", "''")
    return f"internal:'{quoted}'!A1"


def _write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    if text.startswith("<r>") and text.endswith("</r>"):
        # The library takes such a string for runs that it made itself; two runs prevent that.
        sheet.write_rich_string(row, column, look, text[0], look, text[1:], look)
    else:
        sheet.write_string(row, column, text, look)


class _TableSheet:
    """Writes the sheet of one table; ``row`` is the next free row of the sheet."""

    def __init__(
        self, book: _Book, sheet: Worksheet, table: Table, orientation: Orientation
    ) -> None:
        self.book = book
        self.sheet = sheet
        self.table = table
        self.style = book.style
        self.orientation = orientation
        self.grid: Grid = table_grid(table)
        width, height = book.text_area(orientation)
        self.page_points = height * POINTS_PER_MM
        self.sizes: Sizes = measure(table, self.grid, self.style, width)
        self.last_column = len(table.columns) - 1
        self.row = 0

    def write(self) -> None:
        """Write everything, top to bottom."""
        self.book.set_page(self.sheet, self.orientation)
        for column, pixels in enumerate(self.sizes.widths):
            self.sheet.set_column_pixels(column, column, pixels)
        if _title(self.table):
            self._write_line(_title(self.table), self.style.table_caption)
        if self.table.subtitle:
            self._write_line(self.table.subtitle, self.style.table_subtitle)
        self._write_subject_and_unit()
        self._write_grid()
        for note in self.table.notes:
            self._write_line(note, self.style.table_note)
        self.sheet.print_area(0, 0, max(0, self.row - 1), self.last_column)
        self._write_back_link()

    def _write_line(self, text: str, look: TextStyle, align: Align | None = None) -> None:
        """Write a line over the whole width."""
        text = _clean(text)
        width = self.sizes.span_width(0, self.last_column)
        height = text_height(text, width, look) + look.space_before + look.space_after
        rows = self._add_rows(height)
        form = self.book.format(look, align=(align or look.align).value)
        self._merge(rows, 0, self.last_column, text, form)

    def _write_subject_and_unit(self) -> None:
        subject, unit = _clean(self.table.subject), _clean(self.table.unit)
        look = self.style.table_line
        if not (subject and unit) or self.last_column == 0:
            for text, align in ((subject, Align.LEFT), (unit, Align.RIGHT)):
                if text:
                    self._write_line(text, look, align)
            return
        split = self._split_for(unit, look)
        left = text_height(subject, self.sizes.span_width(0, split - 1), look)
        right = text_height(unit, self.sizes.span_width(split, self.last_column), look)
        rows = self._add_rows(max(left, right) + look.space_before + look.space_after)
        self._merge(rows, 0, split - 1, subject, self.book.format(look, align="left"))
        self._merge(rows, split, self.last_column, unit, self.book.format(look, align="right"))

    def _split_for(self, unit: str, look: TextStyle) -> int:
        """Return the first of the last columns that together have room for ``unit``."""
        split = self.last_column
        needed = text_width(unit, look.size)
        while split > 1 and self.sizes.span_width(split, self.last_column) < needed:
            split -= 1
        return split

    def _write_grid(self) -> None:
        first = self.row
        rows = [self._add_rows(height) for height in self.sizes.heights]
        for placed in cells(self.grid):
            span = range(rows[placed.row].start, rows[placed.last_row].stop)
            form = self._cell_format(placed)
            self._merge(span, placed.column, placed.last_column, placed.cell.content, form)
        if rows:
            # Codes are text on purpose: no green triangle beside them.
            texts = xl_range(first, 0, self.row - 1, self.last_column)
            self.sheet.ignore_errors({"number_stored_as_text": texts})
        if self.grid.head_rows > 0:
            body = rows[self.grid.head_rows - 1].stop
            self.sheet.freeze_panes(body, 0)
            self.sheet.repeat_rows(first, body - 1)

    def _cell_format(self, placed: Placed) -> Format:
        cell, rules, look = placed.cell, self.style.rules, look_of(placed, self.style)
        header = cell.role is Role.COLUMN_HEADER
        number = cell.content if isinstance(cell.content, Number) else None
        properties: dict[str, Any] = {
            "align": ((cell.align or look.align) if header else placed.align).value,
            "bold": look.strong or cell.strong or (number is not None and number.strong),
            "border": _border(rules.line),
            "border_color": rules.color,
            "indent": 0,
        }
        if header and rules.header_fill:
            properties["bg_color"] = rules.header_fill
        if number is not None:
            # Where the faces are wider than they should be, a smaller number beats ####.
            properties |= {"num_format": number_format(number), "text_wrap": False, "shrink": True}
        elif _CODE.fullmatch(cell.text):
            properties["num_format"] = "@"
        if self._height(placed) > self.page_points / 2:
            # In the middle its text could be pages away from its first row.
            properties["valign"] = "top"
        return self.book.format(look, **properties)

    def _height(self, placed: Placed) -> float:
        if placed.cell.rowspan == 1:
            return 0.0
        return sum(self.sizes.heights[placed.row : placed.last_row + 1])

    def _add_rows(self, height: float) -> range:
        """Take as many rows as ``height`` needs; one is enough unless it is very high."""
        count = max(1, ceil(height / MAX_ROW_POINTS))
        rows = range(self.row, self.row + count)
        for row in rows:
            self.sheet.set_row(row, round(height / count, 2))
        self.row += count
        return rows

    def _merge(
        self, rows: range, first: int, last: int, content: str | Number, form: Format
    ) -> None:
        if len(rows) > 1 or last > first:
            self.sheet.merge_range(rows.start, first, rows.stop - 1, last, "", form)
        if isinstance(content, Number):
            self.sheet.write(rows.start, first, _stored(content.printed), form)
        elif content:
            _write_text(self.sheet, rows.start, first, _clean(content), form)
        else:
            self.sheet.write_blank(rows.start, first, None, form)

    def _write_back_link(self) -> None:
        """Link back from the right of the table, where it is not printed."""
        look = self.style.table_line
        form = self.book.format(look, font_color=_LINK_COLOR, underline=1, text_wrap=False)
        self.sheet.write_url(0, self.last_column + 1, _link(CONTENTS_SHEET), form, BACK_LINK)
        self.sheet.set_column_pixels(self.last_column + 1, self.last_column + 1, 80)


def _border(points: float) -> int:
    """Return the nearest of a workbook's line styles: none, hair, thin, medium, thick."""
    limits = ((0.0, 0), (0.3, 7), (0.8, 1), (1.6, 2))
    return next((line for limit, line in limits if points <= limit), 5)
