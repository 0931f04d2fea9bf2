"""Headers in the body of a table in the tags of a PDF by Typst, which tags them as data.

Typst has a word for them, but not in the wheel. So the finished file is opened once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from discloser.document.grid import Grid, Placed
from discloser.document.nodes import Role

_SCOPES = {Role.ROW_HEADER: Name.Row, Role.COLUMN_HEADER: Name.Column}
_PARTS = (Name.THead, Name.TBody, Name.TFoot)


def tag_headers(content: bytes, grids: Iterable[Grid]) -> bytes:
    """Tag the headers of a PDF's tables as such; the tables' grids are given in the same order."""
    with pikepdf.open(BytesIO(content)) as pdf:
        tables = _tables(pdf.Root.StructTreeRoot)
        for table, grid in zip(tables, grids, strict=True):
            _tag(table, grid)
        pdf.Root.PageMode = Name.UseOutlines
        result = BytesIO()
        streams = pikepdf.ObjectStreamMode.generate  # which halves the file and is faster
        pdf.save(result, deterministic_id=True, object_stream_mode=streams)
    return result.getvalue()


def _kids(node: Any) -> Iterator[Any]:
    """The elements directly below an element."""
    kids = node.get(Name.K)
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid


def _tables(node: Any) -> Iterator[Any]:
    for kid in _kids(node):
        tag = kid.S
        if tag == Name.Table:
            yield kid
        elif tag != Name.P:
            yield from _tables(kid)


def _rows(node: Any) -> Iterator[Any]:
    for kid in _kids(node):
        if kid.S == Name.TR:
            yield kid
        elif kid.S in _PARTS:
            yield from _rows(kid)


def _tag(table: Any, grid: Grid) -> None:
    scopes = [
        {c: _SCOPES[placed.cell.role] for c, placed in enumerate(row) if _is_header(placed, grid)}
        for row in grid.owners
    ]
    width = 1 + max((max(columns, default=-1) for columns in scopes), default=-1)
    if not width:
        return
    covered = [0] * grid.column_count
    """How many rows the cell above still covers, for each column."""
    for row, owners, columns in zip(_rows(table), grid.owners, scopes, strict=True):
        cells = iter(row.K)
        column = 0
        while column < width:
            placed = owners[column]
            if covered[column]:
                covered[column] -= 1
                column += 1
                continue
            cell = next(cells)
            # Typst cuts a merged cell where the page turns.
            rowspan = 1 if placed.cell.rowspan == 1 else _rowspan(cell)
            for c in range(column, placed.last_column + 1):
                covered[c] = rowspan - 1
            if column in columns:
                _make_header(cell, columns[column])
            column = placed.last_column + 1


def _is_header(placed: Placed, grid: Grid) -> bool:
    return placed.row >= grid.head_rows and placed.cell.role is not Role.DATA


def _attributes(cell: Any) -> list[Any]:
    found = cell.get(Name.A)
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _rowspan(cell: Any) -> int:
    return max([1, *(int(values.get(Name.RowSpan, 1)) for values in _attributes(cell))])


def _make_header(cell: Any, scope: Name) -> None:
    if cell.S != Name.TH:
        cell.S = Name.TH
        cell.A = pikepdf.Array([*_attributes(cell), Dictionary(O=Name.Table, Scope=scope)])
