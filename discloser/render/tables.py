"""How each table of a document is set, decided once, so that every writer prints the same.

The widths of the columns are those that need the fewest lines. A table that takes one page is set
as large as it may; one that misses its page by little is set closer, first by its padding, then by
its pitch, then by its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from discloser.document.grid import Grid, Placed, table_grid
from discloser.document.nodes import (
    BREAK,
    Block,
    Cell,
    Contents,
    Document,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from discloser.document.number import Number
from discloser.document.setting import Setting
from discloser.document.style import Style, TextStyle
from discloser.render.advances import ems
from discloser.render.captions import lines_above, title_of
from discloser.render.cell_lines import head_lines, lay, with_breaks
from discloser.render.columns import Fit, Look, fit_columns, is_head, span
from discloser.render.css import POINTS_PER_MM, text_height, text_width
from discloser.render.page_turns import FEWEST_ROWS, Room, heads_above, pages_of

_LARGEST, _LARGE, _SMALLEST = 10.5, 10.0, 8.0
_CLOSEST_PITCH = 1.25
"""In sizes."""
_WIDER = (1.0, 1.15, 1.3)
"""Shares of the usual padding that bring rows onto a last page that has too few."""
_EMPTY_BELOW = 0.4
"""A last page that is filled less is not worth having."""
_TRUE = 0.4
"""What a column is taken to be narrower than it is, as widths are rounded."""
_SURE = 3.0
"""What a page is taken to be lower than it is: writers differ a little."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How large and how close a table is set, in points."""

    size: float
    pitch: float
    padding_y: float


def set_tables(document: Document, style: Style) -> Document:
    """The document with the setting of its tables and the lines of their cells."""
    sections = []
    for section in document.sections:
        blocks: list[Block] = []
        used = 0.0
        page = text_height(style.page, section.orientation)
        for given in section.blocks:
            block = given
            if isinstance(given, Table):
                block = _set(given, style, section.orientation, used)
            used = (used + _height(block, style, section.orientation)) % page
            if isinstance(block, PageBreak | Contents):
                used = 0.0
            blocks.append(block)
        sections.append(replace(section, blocks=tuple(blocks)))
    return replace(document, sections=tuple(sections))


def setting_of(table: Table, style: Style, lies: Orientation) -> Setting:
    """How a table is set; where nobody has decided, in the size that the style says."""
    if table.setting:
        return table.setting
    _, usual, _ = _levels(style.table_cell, style.rules.padding_y_mm * POINTS_PER_MM)
    return _Setter(table, table_grid(table), style, lies).at(usual)[0]


def header_look(style: Style, setting: Setting) -> TextStyle:
    """The look of heads in a table."""
    return _sized(style.table_header, style, setting)


def cell_look(style: Style, setting: Setting) -> TextStyle:
    """The look of the body of a table."""
    return _sized(style.table_cell, style, setting)


def _sized(look: TextStyle, style: Style, setting: Setting) -> TextStyle:
    size = look.size * setting.size / style.table_cell.size
    pitch = look.pitch * setting.pitch / style.table_cell.pitch
    return look.model_copy(update={"size": size, "pitch": pitch})


def row_heights(grid: Grid, style: Style, setting: Setting, width: float) -> list[float]:
    """The height of each row of a table in points; ``width`` is that of the table."""
    look = _look(style, setting)
    widths = [share * width / setting.size for share in setting.shares]
    lines = [1] * len(grid.rows)
    for placed in sorted(
        (placed for row in grid.rows for placed in row), key=lambda placed: placed.cell.rowspan
    ):
        room = max(1.0, (span(widths, placed) - look.padding))
        if isinstance(placed.cell.content, Number):
            continue
        count = sum(lay(part, room).count for part in placed.cell.text.split(BREAK))
        missing = count - sum(lines[placed.row : placed.last_row + 1])
        if missing > 0:
            lines[placed.last_row] += missing
    return _heights(lines, style, setting)


def _heights(lines: Sequence[int], style: Style, setting: Setting) -> list[float]:
    around = 2 * setting.padding_y + style.rules.line
    return [count * setting.pitch + around for count in lines]


def _look(style: Style, setting: Setting) -> Look:
    padding = (2 * setting.padding_x + style.rules.line + _TRUE) / setting.size
    return Look(padding, style.table_header.size / style.table_cell.size)


@cache
def _levels(
    cell: TextStyle, padding_y: float
) -> tuple[tuple[_Level, ...], _Level, tuple[_Level, ...]]:
    """The levels that are larger than what the style says, that one, and the closer ones."""
    size, pitch = cell.size, cell.pitch
    larger = tuple(
        _Level(large, pitch * large / size, padding_y)
        for large in (_LARGEST, _LARGE)
        if large > size
    )
    least = _CLOSEST_PITCH * size
    closer = [_Level(size, pitch, padding_y / 2)]
    closer += [
        _Level(size, max(least, pitch * share), padding_y / 2.5)
        for share in (0.94, 0.87)
        if pitch > least
    ]
    closer += [
        _Level(small, _CLOSEST_PITCH * small, padding_y / 3)
        for small in (size - 0.5, size - 1.0)
        if small >= _SMALLEST
    ]
    return larger, _Level(size, pitch, padding_y), tuple(closer)


@dataclass(slots=True)
class _Setter:
    """Sets one table; the columns are fitted once for each size."""

    table: Table
    grid: Grid
    style: Style
    lies: Orientation
    fits: dict[float, tuple[float, Fit]] = field(default_factory=dict)
    heads: list[range] | None = None

    def at(self, level: _Level) -> tuple[Setting, Fit]:
        """The setting at a level: with wide paddings where they cost no line."""
        padding, fit = self._fit(level.size)
        size, pitch = level.size * fit.scale, level.pitch * fit.scale
        return Setting(fit.shares, size, pitch, padding, level.padding_y), fit

    def _fit(self, size: float) -> tuple[float, Fit]:
        if size not in self.fits:
            wide = self.style.rules.padding_x_mm * POINTS_PER_MM
            best = self._padded(size, wide)
            if best.scale < 1 or sum(best.lines) > len(self.grid.rows):
                close = self._padded(size, wide / 2)
                if (-close.scale, sum(close.lines)) < (-best.scale, sum(best.lines)):
                    wide, best = wide / 2, close
            self.fits[size] = wide, best
        return self.fits[size]

    def _padded(self, size: float, padding: float) -> Fit:
        width = text_width(self.style.page, self.lies)
        look = _look(self.style, Setting((), size, size, padding, 0.0))
        return fit_columns(self.table, self.grid, width / size, look)

    def pages(self, level: _Level, room: Room) -> list[list[float]]:
        """The heights of the rows on each page."""
        setting, fit = self.at(level)
        heights = _heights(fit.lines, self.style, setting)
        if self.heads is None:
            self.heads = heads_above(self.table)
        return pages_of(self.grid, heights, room, self.heads)


def _setting(table: Table, grid: Grid, style: Style, lies: Orientation, used: float) -> Setting:
    """The best setting of a table that begins ``used`` points below the top of a page."""
    page = text_height(style.page, lies) - _SURE
    above, below = _around(table, style, text_width(style.page, lies))
    room = Room(page - used - above, page, below)
    larger, usual, closer = _levels(style.table_cell, style.rules.padding_y_mm * POINTS_PER_MM)
    setter = _Setter(table, grid, style, lies)
    setting, fit = setter.at(usual)
    pages = setter.pages(usual, room)
    if len(pages) == 1:
        return replace(_largest(setter, larger, room, setting, fit), whole=True)
    if sum(pages[-1]) + below > _EMPTY_BELOW * page and len(pages[-1]) >= FEWEST_ROWS:
        return setting
    for level in closer:
        found = setter.pages(level, room)
        if len(found) < len(pages):
            return replace(setter.at(level)[0], whole=len(found) == 1)
    return _balanced(setter, usual, room, setting, len(pages))


def _balanced(setter: _Setter, usual: _Level, room: Room, setting: Setting, count: int) -> Setting:
    """The setting with paddings that bring enough rows onto the last page, if some do."""
    for wider in _WIDER:
        level = replace(usual, padding_y=usual.padding_y * wider)
        pages = setter.pages(level, room)
        if len(pages) == count and len(pages[-1]) >= FEWEST_ROWS:
            return setter.at(level)[0]
    return setting


def _largest(
    setter: _Setter, levels: Sequence[_Level], room: Room, setting: Setting, fit: Fit
) -> Setting:
    """The largest setting in which a table of one page takes no more lines."""
    for level in levels:
        if sum(fit.lines) * level.pitch + room.below < room.first:
            large, fitted = setter.at(level)
            is_as_good = fitted.scale >= fit.scale and sum(fitted.lines) <= sum(fit.lines)
            if is_as_good and fitted.faults <= fit.faults and len(setter.pages(level, room)) == 1:
                return large
    return setting


def _around(table: Table, style: Style, width: float) -> tuple[float, float]:
    """The heights of what stands above a table and below it."""
    above = sum(
        _text_height(text, look, width)
        for text, look in (
            (title_of(table, style), style.table_caption),
            (table.subtitle, style.table_subtitle),
        )
    )
    look = style.table_line
    line = look.space_before + look.pitch + look.space_after
    above += len(lines_above(table, style)) * line
    return above, sum(_text_height(note, style.table_note, width) for note in table.notes)


def _text_height(text: str, look: TextStyle, width: float) -> float:
    if not text:
        return 0.0
    room = max(1.0, width / look.size - look.left_chars)
    lines = sum(
        lay(part, room).count if ems(part) > room else 1
        for line in text.split("\n")
        for part in line.split(BREAK)
    )
    return look.space_before + lines * look.pitch + look.space_after


def _height(block: Block, style: Style, lies: Orientation) -> float:
    width = text_width(style.page, lies)
    match block:
        case Heading():
            look = style.headings[min(block.level, len(style.headings)) - 1]
            return _text_height(block.text, look, width)
        case Paragraph():
            look = style.paragraphs.get(block.style) or style.paragraphs["body"]
            return _text_height(block.text, look, width)
        case Table() if block.setting:
            heights = row_heights(table_grid(block), style, block.setting, width)
            return sum(_around(block, style, width)) + sum(heights)
        case _:
            return 0.0


def _set(table: Table, style: Style, lies: Orientation, used: float) -> Table:
    grid = table_grid(table)
    setting = _setting(table, grid, style, lies, used)
    look = _look(style, setting)
    width = text_width(style.page, lies) / setting.size
    widths = [share * width for share in setting.shares]
    made = iter([_broken(placed, grid, span(widths, placed), look) for placed in _in_order(grid)])
    rows = [tuple(next(made) for _ in row) for row in (*table.head, *table.body)]
    head: tuple[Row, ...] = tuple(rows[: len(table.head)])
    return replace(table, head=head, body=tuple(rows[len(table.head) :]), setting=setting)


def _in_order(grid: Grid) -> Iterator[Placed]:
    return (placed for row in grid.rows for placed in row)


def _broken(placed: Placed, grid: Grid, width: float, look: Look) -> Cell:
    """A cell with breaks where its lines end badly by themselves."""
    content = placed.cell.content
    if isinstance(content, Number) or not content:
        return placed.cell
    if is_head(placed, grid):
        room = max(1.0, round((width - look.padding) / look.head, 2))
        lines = "\n".join(BREAK.join(head_lines(line, room)) for line in content.split("\n"))
    else:
        lines = with_breaks(content, max(1.0, round(width - look.padding, 2)))
    return placed.cell if lines == content else replace(placed.cell, content=lines)
