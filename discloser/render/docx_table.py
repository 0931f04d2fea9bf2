"""A table of the tree as a Word table with the paragraphs above and below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from discloser.document.bands import bands
from discloser.document.grid import Grid, Placed, table_grid
from discloser.document.nodes import BREAK, Align, ContentsEntry, Role, Table
from discloser.document.number import Number
from discloser.document.style import Style, TextStyle
from discloser.render import docx_styles as styles
from discloser.render.captions import lines_above, title_of
from discloser.render.docx_contents import Bookmark, contents_marks
from discloser.render.docx_layout import TableLayout
from discloser.render.docx_section import Area
from discloser.render.docx_xml import (
    Element,
    one_line,
    parsed,
    run,
    run_xml,
    w,
    xml,
)
from discloser.render.tables import setting_of
from discloser.render.xml_text import clean


def table_elements(
    table: Table, style: Style, area: Area, mark: Bookmark, entries: Sequence[ContentsEntry]
) -> list[Element]:
    """Return the caption, the lines above, the table and its notes.

    ``mark`` is the table's bookmark; ``entries`` its lines of the contents list.
    """
    notes = (
        w("p", w("pPr", w("pStyle", val=styles.TABLE_NOTE)), run(note)) for note in table.notes
    )
    return [
        *_caption(title_of(table, style), mark, entries),
        *_lines_above(table, style, area.width),
        *_bands(table, style, area),
        *notes,
    ]


def _title(table: Table) -> str:
    return " ".join(filter(None, (table.number, table.caption)))


def _caption(text: str, mark: Bookmark, entries: Sequence[ContentsEntry]) -> list[Element]:
    if not text:
        return mark.around([])
    # With an outline level Word's navigation finds the caption.
    outline = w("outlineLvl", val=entries[-1].level - 1) if entries else None
    properties = w("pPr", w("pStyle", val=styles.CAPTION), w("keepNext"), outline)
    return [w("p", properties, *mark.around([*contents_marks(entries), run(text)]))]


def _lines_above(table: Table, style: Style, width: int) -> Iterator[Element]:
    if table.subtitle:
        properties = w("pPr", w("pStyle", val=styles.TABLE_SUBTITLE), w("keepNext"))
        yield w("p", properties, run(table.subtitle))
    for left, right in lines_above(table, style):
        tabs = w("tabs", w("tab", val="right", pos=width))
        properties = w("pPr", w("pStyle", val=styles.TABLE_LINE), w("keepNext"), tabs)
        yield w("p", properties, run(f"{left}\t{right}" if right else left))


def _bands(table: Table, style: Style, area: Area) -> Iterator[Element]:
    """The bands of a table as tables of their own, as Word repeats a head at a table's top only.

    Word joins tables that nothing parts; the paragraph between two bands is hidden.
    """
    grid = table_grid(table)
    if not grid.rows:
        return
    setting = setting_of(table, style, area.orientation)
    found = bands(table)
    for number, band in enumerate(found, start=1):
        layout = TableLayout(band, setting, style, area, is_last=number == len(found))
        yield _table(table, band.grid, layout)
        if not layout.is_last:
            hidden = w("rPr", w("vanish"))
            yield w("p", w("pPr", w("pStyle", val=styles.SEPARATOR), w("keepNext"), hidden))


def _table(table: Table, grid: Grid, layout: TableLayout) -> Element:
    columns = w("tblGrid", *(w("gridCol", w=width) for width in layout.widths))
    rows = parsed("".join(_row(r, grid, layout) for r in range(len(grid.rows))))
    return w("tbl", _table_properties(table, grid, layout), columns, *rows)


def _table_properties(table: Table, grid: Grid, layout: TableLayout) -> Element:
    first_row = grid.head_rows > 0
    first_column = any(row[0].cell.role is Role.ROW_HEADER for row in grid.owners)
    caption = one_line(_title(table))
    description = one_line("；".join(filter(None, (table.subtitle, table.subject, table.unit))))
    return w(
        "tblPr",
        w("tblStyle", val=styles.TABLE),
        w("tblW", w=layout.area.width, type="dxa"),
        w("jc", val="center"),
        # The line between two bands is drawn twice, at the end of one and at the top of the next.
        None if layout.is_last else w("tblBorders", styles.border("bottom", layout.style.rules, 4)),
        w("tblLayout", type="fixed"),
        styles.cell_margins(layout.padding_x, layout.padding_y),
        w(
            "tblLook",
            val=f"{0x0600 | 0x20 * first_row | 0x80 * first_column:04X}",
            firstRow=int(first_row),
            lastRow=0,
            firstColumn=int(first_column),
            lastColumn=0,
            noHBand=1,
            noVBand=1,
        ),
        w("tblCaption", val=caption) if caption else None,
        w("tblDescription", val=description) if description else None,
    )


def _row(r: int, grid: Grid, layout: TableLayout) -> str:
    whole = "<w:cantSplit/>" if layout.whole(r) else ""
    repeated = "<w:tblHeader/>" if r < grid.head_rows else ""
    properties = xml("trPr", whole, repeated) if whole or repeated else ""
    # Each cell that covers a slot of the row has a part in it.
    covering = dict.fromkeys(grid.owners[r])
    return xml("tr", properties, *(_cell(placed, r, layout) for placed in covering))


def _cell(placed: Placed, r: int, layout: TableLayout) -> str:
    begins = placed.row == r
    merge = None
    if placed.cell.rowspan > 1:
        merge = "restart" if begins else "continue"
    fill = layout.style.rules.header_fill.lstrip("#") if layout.is_header(placed) else ""
    properties = _cell_properties(
        layout.width(placed),
        placed.cell.colspan,
        merge,
        fill,
        align="top" if layout.breaks(placed) else "center",
        opened=_open_sides(placed, layout),
    )
    # The lines of heads are set. What a text says is left whole for those who work with it.
    text = placed.cell.text.replace(BREAK, BREAK if layout.is_header(placed) else "")
    text = text if begins else ""
    return xml("tc", properties, *_paragraphs(placed, text, r, layout))


def _paragraphs(placed: Placed, text: str, r: int, layout: TableLayout) -> Iterator[str]:
    cell, header, look = placed.cell, layout.is_header(placed), layout.look(placed)
    align = (cell.align or look.align) if header else placed.align
    properties = _paragraph_properties(
        styles.TABLE_HEADER if header else styles.TABLE_CELL,
        None if align is look.align else align,
        look if layout.scaled else None,
        keep=layout.kept[r],
    )
    strong = cell.strong or (isinstance(cell.content, Number) and cell.content.strong)
    size = look.size if layout.scaled else None
    for line in clean(text).split("\n"):
        yield xml("p", properties, run_xml(line, strong=strong, size=size) if line else "")


def _open_sides(placed: Placed, layout: TableLayout) -> tuple[str, ...]:
    """Where a cell goes on above or below without a line."""
    sides = {"top": layout.band.is_open_above(placed), "bottom": layout.band.is_open_below(placed)}
    return tuple(side for side, is_open in sides.items() if is_open)


@lru_cache(maxsize=4096)
def _cell_properties(
    width: int, span: int, merge: str | None, fill: str, *, align: str, opened: tuple[str, ...]
) -> str:
    return xml(
        "tcPr",
        xml("tcW", w=width, type="dxa"),
        xml("gridSpan", val=span) if span > 1 else None,
        xml("vMerge", val=merge) if merge else None,
        xml("tcBorders", *(xml(side, val="nil") for side in opened)) if opened else None,
        xml("shd", val="clear", color="auto", fill=fill) if fill else None,
        xml("vAlign", val=align),
    )


@lru_cache(maxsize=256)
def _paragraph_properties(
    style_id: str, align: Align | None, scaled: TextStyle | None, *, keep: bool
) -> str:
    return xml(
        "pPr",
        xml("pStyle", val=style_id),
        "<w:keepNext/>" if keep else None,
        xml("spacing", **styles.spacing_values(scaled)) if scaled else None,
        xml("jc", val=align.value) if align else None,
    )
