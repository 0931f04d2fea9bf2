"""Reads a Word file's tables back into grids."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import docx

if TYPE_CHECKING:
    from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc

Grid = list[list[str]]


def read_tables(source: Path | str | bytes) -> list[Grid]:
    """Return each table's slots; a spanning cell's text stands in its first slot only."""
    stream = io.BytesIO(source) if isinstance(source, bytes) else str(source)
    document = docx.Document(stream)
    return [_grid(table) for table in document.element.body.tbl_lst]


def _grid(table: CT_Tbl) -> Grid:
    return [_slots(row) for row in table.tr_lst]


def _slots(row: CT_Row) -> list[str]:
    slots: list[str] = []
    for cell in row.tc_lst:
        continued = cell.vMerge == "continue"
        slots += ["" if continued else _text(cell), *[""] * (cell.grid_span - 1)]
    return slots


def _text(cell: CT_Tc) -> str:
    return "\n".join(paragraph.text for paragraph in cell.p_lst)
