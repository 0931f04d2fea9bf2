"""The document as HTML: what the PDF is made from, and the preview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from discloser.document.bands import Band, bands
from discloser.document.grid import Grid, Placed
from discloser.document.nodes import (
    BREAK,
    Align,
    Block,
    Chart,
    Contents,
    Document,
    Heading,
    Inline,
    Orientation,
    PageBreak,
    Paragraph,
    Role,
    Section,
    Table,
)
from discloser.document.number import Number
from discloser.document.setting import Setting
from discloser.document.style import Style
from discloser.render.captions import lines_above, title_of
from discloser.render.chart_svg import chart_svg
from discloser.render.css import (
    JUSTIFY,
    class_name,
    page_css,
    print_css,
    section_name,
    text_height,
    text_width,
)
from discloser.render.headers import headers_of, is_irregular
from discloser.render.page_turns import TOGETHER_BELOW, kept_at_ends, kept_rows
from discloser.render.tables import (
    cell_look,
    header_look,
    row_heights,
    setting_of,
)
from discloser.render.xml_text import clean

KeptTables = dict[str, tuple[tuple[Table, str, Orientation, Style], str]]
"""The HTML of tables by anchor, with all that it was made from."""


def render_html(
    document: Document,
    style: Style,
    *,
    pages: Mapping[str, int] | None = None,
    kept: KeptTables | None = None,
) -> str:
    """Return ``document`` as a complete HTML page with its style sheet.

    ``pages`` holds the printed page number of each anchor, for the contents list. Each number of
    a sentence or a cell is marked ``data-number``. ``kept`` keeps tables from one version of a
    document to the next: one that has not changed is not written again.
    """
    writer = _Writer(document, style, pages or {}, marked=True, kept=kept)
    return writer.page(print_css(style) + page_css(document, style))


def html_for_pdf(document: Document, style: Style) -> str:
    """Return what :func:`render_html` returns as XML, without the marks and without the looks."""
    return clean(_Writer(document, style, {}, marked=False).page(page_css(document, style)))


@dataclass(frozen=True, slots=True)
class _Writer:
    document: Document
    style: Style
    pages: Mapping[str, int]
    marked: bool
    kept: KeptTables | None = None

    def page(self, css: str) -> str:
        document = self.document
        language, day = escape(document.language), document.date.isoformat()
        parts = [
            "<!DOCTYPE html>",
            f'<html lang="{language}">',
            '<head><meta charset="utf-8"/>',
            f"<title>{escape(document.title)}</title>",
            f'<meta name="author" content="{escape(document.author)}"/>',
            f'<meta name="description" content="{escape(document.subject)}"/>',
            f'<meta name="dcterms.created" content="{day}"/>',
            f'<meta name="dcterms.modified" content="{day}"/>',
            '<meta name="viewport" content="width=device-width"/>',
            f"<style>\n{css}</style></head>",
            "<body>",
        ]
        for index, section in enumerate(document.sections):
            parts += self._section(index, section)
        parts.append("</body>\n</html>\n")
        return "\n".join(parts)

    def _section(self, index: int, section: Section) -> Iterator[str]:
        yield f'<section class="{section_name(index)}">'
        new_page = ""
        for block in section.blocks:
            if isinstance(block, PageBreak):
                new_page = " new-page"
            else:
                yield from self._block(block, new_page, section.orientation)
                new_page = ""
        yield "</section>"

    def _block(self, block: Block, new_page: str, lies: Orientation) -> Iterator[str]:
        match block:
            case Heading():
                look = self.style.headings[block.level - 1]
                names = f"heading{new_page}" + (f" {JUSTIFY}" if look.justify else "")
                tag = f"h{block.level}"
                content = self._inlines(block.content)
                yield f'<{tag} id="{escape(block.anchor)}" class="{names}">{content}</{tag}>'
            case Paragraph() if block.text:
                known = self.style.paragraphs.get(block.style)
                names = class_name(block.style) + new_page
                names += f" {JUSTIFY}" if known and known.justify else ""
                yield f'<p class="{names}">{self._inlines(block.content)}</p>'
            case Contents():
                yield from self._contents(block, new_page)
            case Table():
                yield self._kept_table(block, new_page, lies)
            case Chart():
                width = text_width(self.style.page, lies)
                families = self.style.faces[self.style.table_cell.face]
                yield f'<figure id="{escape(block.anchor)}" class="chart{new_page}">'
                yield chart_svg(block, self.style, width, families)
                yield f"<figcaption>{_lines(block.caption)}</figcaption></figure>"

    def _kept_table(self, table: Table, new_page: str, lies: Orientation) -> str:
        made_from = (table, new_page, lies, self.style)
        known = self.kept.get(table.anchor) if self.kept is not None else None
        if known is not None and known[0] == made_from:
            return known[1]
        text = "\n".join(self._table(table, new_page, lies))
        if self.kept is not None:
            self.kept[table.anchor] = (made_from, text)
        return text

    def _inlines(self, content: tuple[Inline, ...]) -> str:
        return "".join(map(self._inline, content))

    def _inline(self, inline: Inline) -> str:
        text = _lines(inline.text)
        if self.marked and isinstance(inline, Number):
            text = f"<span data-number>{text}</span>"
        return f"<strong>{text}</strong>" if inline.strong else text

    def _contents(self, contents: Contents, new_page: str) -> Iterator[str]:
        yield f'<nav class="contents{new_page}">'
        if contents.title:
            title = "<br/>".join(map(_lines, contents.title))
            yield f'<p class="contents-title">{title}</p>'
        yield "<ol>"
        deepest = len(self.style.contents_levels)
        for entry in contents.entries:
            target = f"#{escape(entry.anchor)}"
            page = self.pages.get(entry.anchor, "")
            number = f'<span class="page" data-target="{target}">{page}</span>'
            plain = "" if entry.numbered else " plain"
            yield (
                f'<li class="level-{min(entry.level, deepest)}{plain}">'
                f'<a href="{target}">{escape(entry.label).replace(BREAK, chr(10))}</a>'
                f"{number if entry.numbered else ''}</li>"
            )
        yield "</ol></nav>"

    def _table(self, table: Table, new_page: str, lies: Orientation) -> Iterator[str]:
        """The bands of a table, the first one with its caption."""
        width = text_width(self.style.page, lies)
        setting = setting_of(table, self.style, lies)
        columns = "".join(f'<col style="width: {share:.3%}"/>' for share in setting.shares)
        look = f' style="{_variables(setting, self.style)}"'
        row = 0
        for index, band in enumerate(bands(table)):
            if index == 0:
                yield f'<table id="{escape(table.anchor)}" class="table{new_page}"{look}>'
                yield from _caption(table, self.style)
            else:
                yield f'<table class="table band"{look}>'
            yield f"<colgroup>{columns}</colgroup>"
            heights = row_heights(band.grid, self.style, setting, width)
            limit = TOGETHER_BELOW * text_height(self.style.page, lies)
            kept = kept_rows(band.grid, heights, limit)
            kept |= kept_at_ends(band.grid, heights, limit)
            yield from _Rows(self, band, row, is_irregular(band.grid), kept).groups()
            yield "</table>"
            row += len(band.grid.rows)
        if table.notes:
            notes = "".join(f'<p class="note">{_lines(note)}</p>' for note in table.notes)
            yield f'<div class="notes">{notes}</div>'

    def cell_content(self, placed: Placed) -> str:
        """Return what stands in a cell."""
        content = placed.cell.content
        if isinstance(content, Number):
            # The cell says that it is a number and whether it is strong.
            return _lines(content.text)
        return _lines(content)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br/>").replace(BREAK, "<br/>")


def _variables(setting: Setting, style: Style) -> str:
    """The style of a table that is set otherwise than the style sheet says."""
    head, cell = header_look(style, setting), cell_look(style, setting)
    return (
        f"font-size: {setting.size:.2f}pt; --pitch: {cell.pitch / cell.size:.4g}; "
        f"--head-pitch: {head.pitch / head.size:.4g}; "
        f"--above: {setting.padding_y:.2f}pt; --beside: {setting.padding_x:.2f}pt"
    )


def _caption(table: Table, style: Style) -> Iterator[str]:
    title, lines = title_of(table, style), lines_above(table, style)
    if not (title or table.subtitle or lines):
        return  # an empty caption would be read out as one
    yield "<caption>"
    if title:
        yield f'<span class="caption">{_lines(title)}</span>'
    if table.subtitle:
        yield f'<span class="subtitle">{_lines(table.subtitle)}</span>'
    for line in lines:
        sides = zip(("subject", "unit"), line, strict=True)
        texts = (f'<span class="{name}">{_lines(text)}</span>' for name, text in sides if text)
        yield f'<span class="table-line">{"".join(texts)}</span>'
    yield "</caption>"


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a band, which begins at row ``above`` of its table."""

    writer: _Writer
    band: Band
    above: int
    irregular: bool
    kept: frozenset[int]

    @property
    def grid(self) -> Grid:
        """The grid of the band."""
        return self.band.grid

    def groups(self) -> Iterator[str]:
        """The head, if there is one, and the body."""
        head = self.grid.head_rows
        if head:
            yield "<thead>"
            yield from map(self.row, range(head))
            yield "</thead>"
        yield "<tbody>"
        yield from map(self.row, range(head, len(self.grid.rows)))
        yield "</tbody>"

    def row(self, r: int) -> str:
        """A row with its cells."""
        cells = "".join(map(self._cell, self.grid.rows[r]))
        classes = [name for name, is_so in self._row_classes(r) if is_so]
        called = f' class="{" ".join(classes)}"' if classes else ""
        return f"<tr{called}>{cells}</tr>"

    def _row_classes(self, r: int) -> Iterator[tuple[str, bool]]:
        yield "together", r in self.kept
        yield "blank", not any(placed.cell.text for placed in self.grid.owners[r])

    def _cell(self, placed: Placed) -> str:
        cell = placed.cell
        tag = "td" if cell.role is Role.DATA else "th"
        attributes = "".join(
            f' {name}="{value}"' for name, value in self._attributes(placed) if value
        )
        if self.writer.marked and isinstance(cell.content, Number):
            attributes += " data-number"
        return f"<{tag}{attributes}>{self.writer.cell_content(placed)}</{tag}>"

    def _attributes(self, placed: Placed) -> Iterator[tuple[str, str]]:
        cell = placed.cell
        yield "class", " ".join(self._classes(placed))
        if cell.rowspan > 1:
            yield "rowspan", str(cell.rowspan)
        if cell.colspan > 1:
            yield "colspan", str(cell.colspan)
        if cell.role is Role.COLUMN_HEADER:
            yield "scope", "col" if cell.colspan == 1 else "colgroup"
        elif cell.role is Role.ROW_HEADER:
            yield "scope", "row" if cell.rowspan == 1 else "rowgroup"
        if self.irregular and cell.role is Role.DATA:
            yield "headers", " ".join(map(self._id, headers_of(placed, self.grid)))
        elif self.irregular:
            yield "id", self._id(placed)

    def _id(self, placed: Placed) -> str:
        row = self.above + placed.row + 1
        return escape(f"{self.band.table.anchor}-{row}-{placed.column + 1}")

    def _classes(self, placed: Placed) -> Iterator[str]:
        cell, style = placed.cell, self.writer.style
        in_head = placed.row < self.grid.head_rows
        is_head = cell.role is Role.COLUMN_HEADER
        if is_head and not in_head:
            yield "head"
        if self.band.is_open_above(placed):
            yield "open-above"
        if self.band.is_open_below(placed):
            yield "open-below"
        usual = style.table_header.align if in_head or is_head else style.table_cell.align
        align: Align | None = cell.align if in_head or is_head else placed.align
        if align is not None and align is not usual:
            yield align.value
        if isinstance(cell.content, Number):
            yield "number"
        strong = cell.strong or (isinstance(cell.content, Number) and cell.content.strong)
        if strong:
            yield "strong"
