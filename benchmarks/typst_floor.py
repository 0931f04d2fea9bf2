"""The floor: the same document as Typst source, as one would write it by hand, without a tree."""

from __future__ import annotations

import json
from functools import cache

import typst

from discloser.document.grid import Placed, table_grid
from discloser.document.nodes import (
    Block,
    Contents,
    Document,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Table,
)
from discloser.document.style import Style
from discloser.render.tables import setting_of
from discloser.render.typst_fonts import find_face, fonts


def source(document: Document, style: Style) -> str:
    """Return the document as Typst source."""
    faces = {name: json.dumps(find_face(f, bold=False).families) for name, f in style.faces.items()}
    body, cell = style.paragraphs["body"], style.table_cell
    lines = [
        f"#set document(title: {_string(document.title)})",
        '#set text(lang: "zh", region: "cn")',
        f"#set text(size: {body.size}pt, font: ({faces[body.face][1:-1]},))",
        "#set par(justify: true, leading: 13pt, first-line-indent: (amount: 2em, all: true))",
        "#show heading: set text(size: 16pt)",
        f"#show table: set text(size: {cell.size}pt, font: ({faces[cell.face][1:-1]},))",
        "#show table: set par(leading: 4pt, first-line-indent: 0pt)",
        '#set page(margin: (x: 27mm, y: 36mm), numbering: "— 1 —")',
    ]
    for section in document.sections:
        flipped = section.orientation is Orientation.LANDSCAPE
        lines.append(f"#page(flipped: {str(flipped).lower()})[")
        lines += [_block(block, style, section.orientation) for block in section.blocks]
        lines.append("]")
    return "\n".join(lines)


def compile_source(text: str) -> bytes:
    """Compile it to a tagged PDF."""
    pdf = typst.compile(
        text.encode(), font_paths=_fonts(), ignore_system_fonts=True, pdf_standards=["ua-1"]
    )
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one file")
    return pdf


@cache
def _fonts() -> typst.Fonts:
    return fonts()


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _block(block: Block, style: Style, lies: Orientation) -> str:
    match block:
        case Heading():
            return f"#heading(level: {min(block.level, 2)}, {_string(block.text)})"
        case Paragraph():
            return f"#par({_string(block.text)})"
        case PageBreak():
            return "#pagebreak(weak: true)"
        case Contents():
            return "#heading(level: 1, [目录])\n#outline(title: none)"
        case Table():
            grid = table_grid(block)
            shares = setting_of(block, style, lies).shares
            columns = ", ".join(f"{share:.4%}" for share in shares)
            rows = [[_cell(placed) for placed in row] for row in grid.rows]
            head = ", ".join(cell for row in rows[: grid.head_rows] for cell in row)
            body = ", ".join(cell for row in rows[grid.head_rows :] for cell in row)
            header = f"table.header({head})," if head else ""
            table = f"#table(columns: ({columns},), {header} {body})"
            caption = " ".join(filter(None, (block.number, block.caption)))
            notes = [f"#par(text(9pt, {_string(note)}))" for note in block.notes]
            line = f"#grid(columns: (1fr, auto), {_string(block.subject)}, {_string(block.unit)})"
            title = f"#align(center, heading(level: 2, {_string(caption)}))"
            return "\n".join([title, *([line] if block.unit else []), table, *notes])


def _cell(placed: Placed) -> str:
    cell = placed.cell
    spans = f"rowspan: {cell.rowspan}, colspan: {cell.colspan}"
    return f"table.cell({spans}, align: {placed.align}, {_string(cell.text)})"
