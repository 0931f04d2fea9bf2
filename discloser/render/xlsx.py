"""A document's tables and charts as a workbook: one sheet each, a contents sheet with links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from discloser.document.bands import bands
from discloser.document.charts import as_table
from discloser.document.grid import Grid, Placed, table_grid
from discloser.document.nodes import (
    BREAK,
    Align,
    Chart,
    Contents,
    Document,
    Orientation,
    Paragraph,
    Role,
    Section,
    Table,
)
from discloser.document.number import Number, Trim
from discloser.document.style import Style, TextStyle
from discloser.render.breaks import Measure, broken, names_of
from discloser.render.captions import lines_above, title_of
from discloser.render.chart_native import native_chart
from discloser.render.charts import as_drawn
from discloser.render.columns import share_out
from discloser.render.tables import setting_of
from discloser.render.xlsx_book import Book, Mark, face
from discloser.render.xlsx_measure import (
    MAX_ROW_POINTS,
    POINTS_PER_MM,
    POINTS_PER_PIXEL,
    Sizes,
    cells,
    in_sheet,
    look_of,
    measure,
    sheet_text,
    text_height,
    text_width,
)
from discloser.render.xml_text import clean

ROW_PIXELS, CHART_PIXELS = 18, 320
"""The heights of an empty row and of a chart."""
CONTENTS_SHEET = "目录"
BACK_LINK = "返回目录"

_LINK_COLOR = "#0563C1"
_UNSAFE_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CODE = re.compile(r"[\d.,:/%+-]+")


def render_xlsx(document: Document, style: Style, mark: Mark | None = None) -> bytes:
    """Write the tables of ``document`` as a workbook; ``mark`` marks its pages.

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
        "default_format_properties": {"font_name": face(style, style.table_cell), "font_size": 11},
        "default_row_height": ROW_PIXELS,
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
        book = Book(workbook, style, mark=mark)
        tables = [
            (table, section.orientation)
            for section in document.sections
            for table in section.blocks
            if isinstance(table, Table)
        ]
        charts = [(chart, as_table(as_drawn(chart))) for chart in document.charts()]
        every = [*(table for table, _ in tables), *(table for _, table in charts)]
        names = sheet_names([table.sheet for table in every])
        _ContentsSheet(book, document, every, names).write()
        for (table, orientation), name in zip(tables, names, strict=False):
            _TableSheet(book, workbook.add_worksheet(name), table, orientation).write()
        for (chart, table), name in zip(charts, names[len(tables) :], strict=True):
            sheet = _TableSheet(book, workbook.add_worksheet(name), table, Orientation.PORTRAIT)
            sheet.write()
            sheet.draw(chart, name)
    return file.getvalue()


def sheet_names(wished: Sequence[str]) -> list[str]:
    """Return names that a workbook accepts: short, without special signs, no two alike."""
    taken = {CONTENTS_SHEET.casefold(), "history"}
    names = []
    for wish in wished:
        base = _UNSAFE_IN_NAME.sub("_", clean(wish)).strip("' ") or "表"
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


def _cut(text: str, length: int) -> str:
    """Cut ``text`` to ``length`` UTF-16 units, as a workbook counts."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")


def _contents_section(document: Document) -> Section:
    """The section that has the document's contents list; its first pages where it has none."""
    lists = (
        section
        for section in document.sections
        if any(isinstance(block, Contents) for block in section.blocks)
    )
    return next(lists, Section((Contents((), ()),), document.sections[0].orientation))


class _ContentsSheet:
    """Writes the first sheet: the lines beside the contents list, and a link to each table."""

    def __init__(
        self, book: Book, document: Document, tables: Sequence[Table], names: Sequence[str]
    ) -> None:
        self.book = book
        self.sheet = book.workbook.add_worksheet(CONTENTS_SHEET)
        self.document = document
        self.tables = tables
        self.names = names
        self.section = _contents_section(document)
        width, _ = book.text_area(self.section.orientation)
        self.widths = share_out(int(width * POINTS_PER_MM / POINTS_PER_PIXEL), (1, 5))
        self.sizes = Sizes(tuple(self.widths), ())
        self.row = 0

    def write(self) -> None:
        self.book.set_page(self.sheet, self.section.orientation)
        for column, pixels in enumerate(self.widths):
            self.sheet.set_column_pixels(column, column, pixels)
        style = self.book.style
        for block in self.section.blocks:
            if isinstance(block, Paragraph):
                self._line(block.text, style.paragraphs[block.style])
            elif isinstance(block, Contents):
                self._line(self._title(), style.contents_title)
                self._tables(style.contents_levels[min(1, len(style.contents_levels) - 1)])
        self.sheet.print_area(0, 0, self.row - 1, 1)

    def _title(self) -> str:
        look = self.book.style.contents_title
        room = self.sizes.span_width(0, 1) / look.size
        return broken(
            self.document.title, Measure(room, room, balanced=True), names_of(self.document)
        )

    def _line(self, text: str, look: TextStyle) -> None:
        text = clean(text).replace(BREAK, "\n")
        shown = self.book.format(look)
        self.sheet.merge_range(self.row, 0, self.row, 1, "", shown)
        _write_text(self.sheet, self.row, 0, text, shown)
        height = text_height(text, self.sizes.span_width(0, 1), look)
        self.sheet.set_row(self.row, height + look.space_after)
        self.row += 1

    def _tables(self, look: TextStyle) -> None:
        plain = self.book.format(look, indent=0)
        link = self.book.format(look, indent=0, font_color=_LINK_COLOR, underline=1)
        listed = zip(self.tables, self.names, strict=True)
        for count, (table, name) in enumerate(listed, start=1):
            _write_text(self.sheet, self.row, 0, clean(table.number) or str(count), plain)
            caption = clean(table.caption or table.sheet).replace(BREAK, "")
            self.sheet.write_url(self.row, 1, _link(name), link, caption)
            self.sheet.set_row(self.row, text_height(caption, self.sizes.span_width(1, 1), look))
            self.row += 1


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
    """Writes the sheet of one table; ``row`` is the next free row, ``first`` that of its grid."""

    def __init__(
        self, book: Book, sheet: Worksheet, table: Table, orientation: Orientation
    ) -> None:
        self.book = book
        self.sheet = sheet
        self.table = table
        self.style = book.style
        self.orientation = orientation
        self.grid: Grid = table_grid(table)
        width, height = book.text_area(orientation)
        self.page_points = height * POINTS_PER_MM
        self.setting = setting_of(table, self.style, orientation)
        self.sizes: Sizes = measure(self.grid, self.style, self.setting, width)
        self.last_column = len(table.columns) - 1
        self.row = self.first = 0

    def write(self) -> None:
        """Write everything, top to bottom."""
        self.book.set_page(self.sheet, self.orientation, whole=self.setting.whole)
        for column, pixels in enumerate(self.sizes.widths):
            self.sheet.set_column_pixels(column, column, pixels)
        title = title_of(self.table, self.style)
        if title:
            self._write_line(title, self.style.table_caption)
        if self.table.subtitle:
            self._write_line(self.table.subtitle, self.style.table_subtitle)
        for left, right in lines_above(self.table, self.style):
            self._write_sides(clean(left), clean(right))
        self._write_grid()
        for note in self.table.notes:
            self._write_line(note, self.style.table_note)
        self.sheet.print_area(0, 0, max(0, self.row - 1), self.last_column)
        self._write_back_link()

    def draw(self, chart: Chart, name: str) -> None:
        """Draw a chart of the numbers that were written, below them, on the sheet of that name."""
        body, words = self.first + self.grid.head_rows, face(self.style, self.style.table_cell)
        drawn = native_chart(self.book.workbook, chart, name, body, words)
        drawn.set_size({"width": sum(self.sizes.widths), "height": CHART_PIXELS})
        options = {"description": clean(chart.text), "object_position": 2}
        self.sheet.insert_chart(self.row + 1, 0, drawn, options)
        end = self.row + 1 + ceil(CHART_PIXELS / ROW_PIXELS)
        self.sheet.print_area(0, 0, end, self.last_column)

    def _write_line(self, text: str, look: TextStyle, align: Align | None = None) -> None:
        """Write a line over the whole width."""
        text = clean(text).replace(BREAK, "\n")
        width = self.sizes.span_width(0, self.last_column)
        height = text_height(text, width, look) + look.space_before + look.space_after
        rows = self._add_rows(height)
        form = self.book.format(look, align=(align or look.align).value)
        self._merge(rows, 0, self.last_column, text, form)

    def _write_sides(self, subject: str, unit: str) -> None:
        """Write a line of two texts, one at the left and one at the right."""
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
        first = self.first = self.row
        rows = [self._add_rows(height) for height in self.sizes.heights]
        for placed in cells(self.grid):
            span = range(rows[placed.row].start, rows[placed.last_row].stop)
            form = self._cell_format(placed)
            content = placed.cell.content
            shown = content if isinstance(content, Number) else sheet_text(placed)
            self._merge(span, placed.column, placed.last_column, shown, form)
        if rows:
            # Codes are text on purpose: no green triangle beside them.
            texts = xl_range(first, 0, self.row - 1, self.last_column)
            self.sheet.ignore_errors({"number_stored_as_text": texts})
        if self.grid.head_rows > 0:
            body = rows[self.grid.head_rows - 1].stop
            self.sheet.freeze_panes(body, 0)
        head = self._repeated_head()
        if head:
            self.sheet.repeat_rows(rows[head.start].start, rows[head.stop - 1].stop - 1)

    def _repeated_head(self) -> range:
        """The rows of the head that is printed on each page below it: a sheet can have one.

        Of a form it is that of the last band, which is the longest one.
        """
        last = bands(self.table)[-1]
        start = len(self.grid.rows) - len(last.grid.rows)
        if last.open_below or not last.grid.head_rows:
            return range(self.grid.head_rows)
        return range(start, start + last.grid.head_rows)

    def _cell_format(self, placed: Placed) -> Format:
        cell = placed.cell
        number = cell.content if isinstance(cell.content, Number) else None
        code = number is None and _CODE.fullmatch(cell.text)
        return self.book.cell_format(
            look_of(placed, self.style, in_sheet(self.setting, self.style)),
            header=cell.role is Role.COLUMN_HEADER,
            align=cell.align if cell.role is Role.COLUMN_HEADER else placed.align,
            strong=cell.strong or (number is not None and number.strong),
            # Where its text were in the middle, it could be pages away from its first row.
            top=self._height(placed) > self.page_points / 2,
            number_format=number_format(number) if number else "@" if code else "",
        )

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
            _write_text(self.sheet, rows.start, first, clean(content), form)
        else:
            self.sheet.write_blank(rows.start, first, None, form)

    def _write_back_link(self) -> None:
        """Link back from the right of the table, where it is not printed."""
        look = self.style.table_line
        form = self.book.format(look, font_color=_LINK_COLOR, underline=1, text_wrap=False)
        self.sheet.write_url(0, self.last_column + 1, _link(CONTENTS_SHEET), form, BACK_LINK)
        self.sheet.set_column_pixels(self.last_column + 1, self.last_column + 1, 80)
