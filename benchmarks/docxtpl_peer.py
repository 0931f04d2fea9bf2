"""The common way: a Word template filled by docxtpl, workbooks by openpyxl, PDF by LibreOffice.

The template is made once, with the same pages, faces and sizes; only filling it is timed. It has
no merged body cells, no page numbers in the contents, and its tables have one header row style.
"""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import Workbook

from discloser.document.grid import table_grid
from discloser.document.nodes import (
    Contents,
    Document,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Table,
)
from discloser.document.style import Style, TextStyle
from discloser.render.css import margins

FACES = {"biaosong": "方正小标宋简体", "heiti": "黑体", "kaiti": "楷体_GB2312"} | {
    "fangsong": "仿宋_GB2312",
    "song": "宋体",
}


def make_template(document: Document, style: Style, path: Path) -> None:
    """Write the Word template that :func:`fill` takes."""
    word: Any = docx.Document()
    _look(word.styles["Normal"], style.paragraphs["body"])
    number = 0
    for index, section in enumerate(document.sections):
        page = word.sections[0] if index == 0 else word.add_section(WD_SECTION.NEW_PAGE)
        _page(page, style, section.orientation)
        for block in section.blocks:
            match block:
                case PageBreak():
                    word.add_page_break()
                case Table():
                    word.add_paragraph(f"{{{{ texts[{number}] }}}}")
                    _table(word, block, style, number)
                case Contents():
                    word.add_paragraph(f"{{%p for line in texts[{number}] %}}")
                    word.add_paragraph("{{ line }}")
                    word.add_paragraph("{%p endfor %}")
                case Heading():
                    line = word.add_paragraph(
                        f"{{{{ texts[{number}] }}}}", f"Heading {block.level}"
                    )
                    _look(line.style, style.headings[block.level - 1])
                case Paragraph():
                    word.add_paragraph(f"{{{{ texts[{number}] }}}}")
            number += 1
    word.save(path)


def _look(target: Any, look: TextStyle) -> None:
    target.font.size, target.font.name = Pt(look.size), FACES[look.face]
    target.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACES[look.face])
    target.paragraph_format.line_spacing = Pt(look.pitch)
    target.paragraph_format.space_after = Pt(0)


def _page(page: Any, style: Style, lies: Orientation) -> None:
    sides = [Mm(style.page.width_mm), Mm(style.page.height_mm)]
    if lies is Orientation.LANDSCAPE:
        sides.reverse()
    page.orientation = WD_ORIENT.LANDSCAPE if lies is Orientation.LANDSCAPE else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = sides
    edges = margins(style.page, lies)
    page.top_margin, page.bottom_margin = Mm(edges.top_mm), Mm(edges.bottom_mm)
    page.left_margin, page.right_margin = Mm(edges.left_mm), Mm(edges.right_mm)


def _table(word: Any, table: Table, style: Style, number: int) -> None:
    width = len(table.columns)
    grid = table_grid(table)
    made = word.add_table(rows=0, cols=width, style="Table Grid")
    for row in grid.texts()[: grid.head_rows]:
        cells = made.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            _small(cell, text, style)
        repeated = OxmlElement("w:tblHeader")
        made.rows[-1]._tr.get_or_add_trPr().append(repeated)
    for texts in (
        [f"{{%tr for row in texts[{number + 100000}] %}}"],
        [f"{{{{ row[{c}] }}}}" for c in range(width)],
        ["{%tr endfor %}"],
    ):
        cells = made.add_row().cells
        for cell, text in zip(cells, texts, strict=False):
            _small(cell, text, style)


def _small(cell: Any, text: str, style: Style) -> None:
    run = cell.paragraphs[0].add_run(text)
    look = style.table_cell
    run.font.size, run.font.name = Pt(look.size), FACES[look.face]
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACES[look.face])
    cell.paragraphs[0].paragraph_format.line_spacing = Pt(look.pitch)


def fill(document: Document, template: Path) -> bytes:
    """Fill the template with the texts of ``document``."""
    texts: dict[int, object] = {}
    for number, block in enumerate(document.blocks()):
        match block:
            case Table():
                grid = table_grid(block)
                texts[number] = block.caption
                texts[number + 100000] = grid.texts()[grid.head_rows :]
            case Contents():
                texts[number] = [entry.label for entry in block.entries]
            case Heading() | Paragraph():
                texts[number] = block.text
            case PageBreak():
                pass
    word = import_module("docxtpl").DocxTemplate(template)
    word.render({"texts": texts}, autoescape=True)
    filled = BytesIO()
    word.save(filled)
    return filled.getvalue()


def write_workbook(document: Document) -> bytes:
    """Write the tables with openpyxl: merged cells, but no formats."""
    book = Workbook(write_only=False)
    del book["Sheet"]
    for number, table in enumerate(document.tables(), start=1):
        sheet = book.create_sheet(f"{number}")
        grid = table_grid(table)
        for row in grid.rows:
            for placed in row:
                r, c = placed.row + 1, placed.column + 1
                sheet.cell(r, c, placed.cell.text)
                if placed.cell.rowspan > 1 or placed.cell.colspan > 1:
                    last_row, last_column = placed.last_row + 1, placed.last_column + 1
                    sheet.merge_cells(
                        start_row=r, start_column=c, end_row=last_row, end_column=last_column
                    )
    written = BytesIO()
    book.save(written)
    return written.getvalue()
