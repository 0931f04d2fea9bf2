"""Reads a Word file's tables back into grids."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc

Grid = list[list[str]]


def read_tables(source: Path | str | bytes) -> list[Grid]:
    """Return each table's slots; a spanning cell's text stands in its first slot only.

    Tables that only a hidden paragraph parts are one, as Word shows it.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else str(source)
    return [[row for part in parts for row in _grid(part)] for parts in _joined(stream)]


def _joined(stream: io.BytesIO | str) -> list[list[CT_Tbl]]:
    found: list[list[CT_Tbl]] = []
    hidden = False
    for element in docx.Document(stream).element.body:
        if element.tag == qn("w:tbl"):
            if hidden:
                found[-1].append(element)
            else:
                found.append([element])
        hidden = element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:vanish')}") is not None
    return found


def _grid(table: CT_Tbl) -> Grid:
    rows = [_slots(row) for row in table.tr_lst]
    for r, row in enumerate(table.tr_lst):
        column = 0
        for cell in row.tc_lst:
            # Without a line between them, a cell and the blank one above are seen as one.
            if cell.find(f"{qn('w:tcPr')}/{qn('w:tcBorders')}/{qn('w:top')}") is not None:
                rows[r - 1][column] = rows[r - 1][column] or rows[r][column]
                rows[r][column] = ""
            column += cell.grid_span
    return rows


def _slots(row: CT_Row) -> list[str]:
    slots: list[str] = []
    for cell in row.tc_lst:
        continued = cell.vMerge == "continue"
        slots += ["" if continued else _text(cell), *[""] * (cell.grid_span - 1)]
    return slots


def _text(cell: CT_Tc) -> str:
    """The paragraphs of a cell; a break in one only says where a line of a head is set."""
    return "\n".join(paragraph.text.replace("\n", "") for paragraph in cell.p_lst)
