"""The Word template and the data of the docxtpl peer. Both are made before the clock starts.

The template has the pages, faces, sizes and column widths of our style sheet, real headings and a
field for the contents. Forms are drawn with their merged cells; the rows of other tables come from
a loop, where docxtpl cannot merge what a loop made.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from discloser.document.grid import Grid, table_grid
from discloser.document.nodes import (
    Contents,
    Document,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Section,
    Table,
)
from discloser.document.number import Number
from discloser.document.style import Style, TextStyle
from discloser.render.css import margins, text_width
from discloser.render.tables import setting_of

Data = dict[str, Any]
_FACES = {
    "biaosong": "方正小标宋简体",
    "heiti": "黑体",
    "kaiti": "楷体_GB2312",
    "fangsong": "仿宋_GB2312",
    "song": "宋体",
}
_ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_UNLISTED = 5
"""The level of headings that the contents do not list."""


def data_of(document: Document) -> Data:
    """What the template is filled with, and the workbook's sheets, as plain data."""
    texts: list[Any] = []
    for block in document.blocks():
        match block:
            case Table():
                texts.append(_table_texts(block))
            case Heading() | Paragraph():
                texts.append(block.text)
            case _:
                texts.append("")
    return {"texts": texts, "sheets": [_sheet(table) for table in document.tables()]}


def _table_texts(table: Table) -> Data:
    grid = table_grid(table)
    return {
        "caption": " ".join(filter(None, (table.number, table.caption))),
        "subject": table.subject,
        "unit": table.unit,
        "notes": "\n".join(table.notes),
        "rows": _own_texts(grid)[grid.head_rows :],
    }


def _own_texts(grid: Grid) -> list[list[str]]:
    """Each cell's text in its first slot, nothing in the others that it covers."""
    return [
        [
            owner.cell.text if (owner.row, owner.column) == (r, c) else ""
            for c, owner in enumerate(owners)
        ]
        for r, owners in enumerate(grid.owners)
    ]


def _sheet(table: Table) -> Data:
    grid = table_grid(table)
    placed = [one for row in grid.rows for one in row]
    return {
        "name": table.sheet,
        "cells": [(p.row + 1, p.column + 1, *_value(p.cell.content)) for p in placed],
        "merged": [
            (p.row + 1, p.column + 1, p.last_row + 1, p.last_column + 1)
            for p in placed
            if (p.row, p.column) != (p.last_row, p.last_column)
        ],
    }


def _value(content: str | Number) -> tuple[str | Decimal, str]:
    if isinstance(content, Number) and content.text:
        return content.printed, "#,##0.00"
    return (content.text if isinstance(content, Number) else content), ""


def make_template(document: Document, style: Style, path: Path) -> None:
    """Write the template that ``docxtpl_peer.fill`` takes."""
    maker = _Template(document, style)
    for section in document.sections:
        maker.add(section)
    maker.word.save(str(path))


class _Template:
    def __init__(self, document: Document, style: Style) -> None:
        self.word: Any = docx.Document()
        self.style = style
        self.number = 0
        self.levels = {
            entry.anchor: entry.level
            for block in document.blocks()
            if isinstance(block, Contents)
            for entry in block.entries
        }
        self.looked: set[str] = set()
        self._look("Normal", style.paragraphs["body"])
        for language in self.word.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), document.language)
            language.set(qn("w:eastAsia"), document.language)

    def _look(self, name: str, look: TextStyle) -> str:
        """Give a style its look once; return its name."""
        if name in self.looked:
            return name
        self.looked.add(name)
        target = self.word.styles[name]
        _face(target, look)
        layout = target.paragraph_format
        layout.line_spacing = Pt(look.pitch)
        layout.space_before, layout.space_after = Pt(look.space_before), Pt(look.space_after)
        layout.keep_with_next = look.keep_with_next
        if look.indent_chars:
            layout.first_line_indent = Pt(look.indent_chars * look.size)
        if look.align.value in _ALIGNED:
            layout.alignment = _ALIGNED[look.align.value]
        return name

    def add(self, section: Section) -> None:
        first = self.number == 0
        page = self.word.sections[0] if first else self.word.add_section(WD_SECTION.NEW_PAGE)
        _page(page, self.style, section)
        for block in section.blocks:
            text = f"{{{{ texts[{self.number}] }}}}"
            match block:
                case PageBreak():
                    self.word.add_page_break()
                case Table():
                    self._table(block, section.orientation)
                case Contents():
                    self._contents(block)
                case Heading():
                    self._heading(text, block.anchor, self.style.headings[block.level - 1])
                case Paragraph():
                    self._paragraph(text, self.style.paragraphs.get(block.style))
            self.number += 1

    def _heading(self, text: str, anchor: str, look: TextStyle) -> None:
        name = f"Heading {self.levels.get(anchor, _UNLISTED)}"
        line = self.word.add_paragraph(style=self._look(name, look))
        _face(line.add_run(text), look)

    def _paragraph(self, text: str, look: TextStyle | None) -> None:
        line = self.word.add_paragraph()
        run = line.add_run(text)
        if look is not None:
            _face(run, look)
            line.paragraph_format.line_spacing = Pt(look.pitch)
            line.paragraph_format.first_line_indent = Pt(look.indent_chars * look.size)
            line.alignment = _ALIGNED.get(look.align.value, WD_ALIGN_PARAGRAPH.JUSTIFY)

    def _contents(self, block: Contents) -> None:
        for title in block.title:
            self._paragraph(title, self.style.contents_title)
        line = self.word.add_paragraph()
        for kind, text in (("begin", ""), ("", r'TOC \o "1-3" \h \z'), ("separate", "")):
            _field_part(line.add_run(), kind, text)
        line.add_run("目录")
        _field_part(self.word.add_paragraph().add_run(), "end", "")

    def _table(self, table: Table, lies: Orientation) -> None:
        grid = table_grid(table)
        name = f"texts[{self.number}]"
        self._heading(f"{{{{ {name}.caption }}}}", table.anchor, self.style.table_caption)
        if table.subject or table.unit:
            self._paragraph(
                f"{{{{ {name}.subject }}}}\t{{{{ {name}.unit }}}}", self.style.table_line
            )
        made = self.word.add_table(rows=0, cols=len(table.columns), style="Table Grid")
        made.autofit = False
        shares = setting_of(table, self.style, lies).shares
        width = text_width(self.style.page, lies)
        for column, share in zip(made.columns, shares, strict=True):
            column.width = Pt(share * width)
        self._drawn(made, grid, 0, grid.head_rows, None)
        is_form = any(p.cell.colspan > 1 for row in grid.rows[grid.head_rows :] for p in row)
        if is_form:
            self._drawn(made, grid, grid.head_rows, len(grid.rows), name)
        else:
            self._loop(made, table, name)
        if table.notes:
            self._paragraph(f"{{{{ {name}.notes }}}}", self.style.table_note)

    def _drawn(self, made: Any, grid: Grid, start: int, end: int, name: str | None) -> None:
        """Rows as they are, with merged cells: the header's texts, or places for a form's."""
        rows = [made.add_row() for _ in range(start, end)]
        slots = [list(row.cells) for row in rows]
        for row in grid.rows[start:end]:
            for placed in row:
                r, c = placed.row - start, placed.column
                last = slots[placed.last_row - start][placed.last_column]
                cell = slots[r][c] if last is slots[r][c] else slots[r][c].merge(last)
                text = f"{{{{ {name}.rows[{r}][{c}] }}}}" if name else placed.cell.text
                look = self.style.table_cell if name else self.style.table_header
                _small(cell, text, look, placed.align.value)
        for row in rows if name is None else ():
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _loop(self, made: Any, table: Table, name: str) -> None:
        look = self.style.table_cell
        texts = [f"{{{{ row[{c}] }}}}" for c in range(len(table.columns))]
        for line in ([f"{{%tr for row in {name}.rows %}}"], texts, ["{%tr endfor %}"]):
            row = made.add_row()
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, text, column in zip(row.cells, line, table.columns, strict=False):
                _small(cell, text, look, column.align.value)


def _face(target: Any, look: TextStyle) -> None:
    target.font.size, target.font.name = Pt(look.size), _FACES[look.face]
    target.font.bold, target.font.color.rgb = look.strong, RGBColor(0, 0, 0)
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("eastAsia", "ascii", "hAnsi"):
        fonts.set(qn(f"w:{kind}"), _FACES[look.face])
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)


def _page(page: Any, style: Style, section: Section) -> None:
    lies = section.orientation
    sides = [Mm(style.page.width_mm), Mm(style.page.height_mm)]
    if lies is Orientation.LANDSCAPE:
        sides.reverse()
    page.orientation = WD_ORIENT.LANDSCAPE if lies is Orientation.LANDSCAPE else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = sides
    edges = margins(style.page, lies)
    page.top_margin, page.bottom_margin = Mm(edges.top_mm), Mm(edges.bottom_mm)
    page.left_margin, page.right_margin = Mm(edges.left_mm), Mm(edges.right_mm)
    page.footer.is_linked_to_previous = False
    if section.page_numbers:
        _page_number(page.footer.paragraphs[0])


def _page_number(line: Any) -> None:
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line._p.append(field)
    line.add_run(" —")


def _field_part(run: Any, kind: str, code: str) -> None:
    part = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        part.set(qn("w:fldCharType"), kind)
    part.text = code or None
    run._element.append(part)


def _small(cell: Any, text: str, look: TextStyle, align: str) -> None:
    line = cell.paragraphs[0]
    _face(line.add_run(text), look)
    line.paragraph_format.line_spacing = Pt(look.pitch)
    line.paragraph_format.first_line_indent = Pt(0)
    line.alignment = _ALIGNED.get(align, WD_ALIGN_PARAGRAPH.LEFT)
