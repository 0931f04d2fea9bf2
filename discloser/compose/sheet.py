"""Compose an irregular sheet: rows of cells with spans, repeats and merges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from discloser.compose.text import TextRenderer
from discloser.compute.figures import Figures
from discloser.document.grid import table_grid
from discloser.document.nodes import Cell, Column, Role, Row, Table
from discloser.document.number import Number, NumberFormat
from discloser.finding import Rule
from discloser.location import FieldPath, Location
from discloser.money import MoneyUnit
from discloser.pack.budget import CELL, SCOPE
from discloser.pack.specs import SheetCellSpec, SheetSpec

BAD_REPEAT = Rule(
    "T014",
    "repeat 写法不对",
    "repeat 写的是“{text}”。",
    "应写成“名称 in 列表”，如 task in performance.tasks。",
)
WRONG_WIDTH = Rule(
    "T015",
    "不规则表的一行栏数不对",
    "这一行的单元格共占 {width} 栏，表有 {wanted} 栏。",
    "请改 colspan，或改 widths。",
)
_REPEAT = re.compile(r"(?P<name>[a-z_]\w*) in (?P<expression>.+)")
Place = Callable[[FieldPath], Location]
MONEY_UNIT = "money_unit"
"""The name by which the texts of a table call the unit of its amounts."""


@dataclass(frozen=True, slots=True)
class SheetMaker:
    """What making a sheet needs.

    ``place`` says where a part of its spec is written; ``names`` are those of the table's texts;
    ``number_format`` is the format of a name, and the table's own where a cell names none.
    """

    texts: TextRenderer
    figures: Figures
    number_format: Callable[[str], NumberFormat]
    place: Place
    names: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _SheetCell:
    cell: Cell
    merge: bool


def compose_sheet(
    spec: SheetSpec, maker: SheetMaker
) -> tuple[tuple[Column, ...], tuple[Row, ...], tuple[Row, ...]]:
    """Compose a sheet's columns, header rows and body rows."""
    rows: list[list[_SheetCell]] = []
    texts, place = maker.texts, maker.place
    for index, row in enumerate(spec.rows):
        path: FieldPath = ("sheet_rows", "rows", index)
        width = sum(cell.colspan for cell in row.cells)
        if width != len(spec.widths):
            here, wanted = place((*path, "cells")), len(spec.widths)
            texts.findings.append(WRONG_WIDTH.at(here, width=width, wanted=wanted))
            continue
        for scope in scopes(row.repeat, texts, place((*path, "repeat")), maker.names):
            cells = [
                _cell(cell, maker, scope, place((*path, "cells", number)))
                for number, cell in enumerate(row.cells)
            ]
            rows.append(cells)
    columns = tuple(Column(width) for width in spec.widths)
    head = [[_as_header(cell) for cell in row] for row in rows[: spec.head_rows]]
    return columns, _merged(head), _with_heads(columns, _merged(rows[spec.head_rows :]))


def _with_heads(columns: tuple[Column, ...], body: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of a body with those headers made heads of columns that stand above values.

    A row that is all header heads the rows below it. A header that stands beside values, too,
    heads its rows, and so does one below which there is no value.
    """
    grid = table_grid(Table("", "", "", "", columns, (), body))
    alone = [all(placed.cell.role is not Role.DATA for placed in row) for row in grid.owners]
    last = max((row for row, is_alone in enumerate(alone) if not is_alone), default=0)
    return tuple(
        tuple(
            replace(placed.cell, role=Role.COLUMN_HEADER)
            if placed.last_row < last and all(alone[placed.row : placed.last_row + 1])
            else placed.cell
            for placed in row
        )
        for row in grid.rows
    )


def _as_header(item: _SheetCell) -> _SheetCell:
    return _SheetCell(replace(item.cell, role=Role.COLUMN_HEADER), item.merge)


def scopes(
    repeat: str, texts: TextRenderer, place: Location, names: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    """The names for each time that something is repeated (``task in performance.tasks``).

    They are ``names`` with the item and its ``index`` from 1; without ``repeat``, ``names`` once.
    """
    if not repeat:
        yield names
        return
    match = _REPEAT.fullmatch(repeat)
    if match is None:
        texts.findings.append(BAD_REPEAT.at(place, text=repeat))
        return
    for index, item in enumerate(texts.items(match["expression"], place, names), start=1):
        if not texts.takes(SCOPE, place):
            return
        yield {**names, match["name"]: item, "index": index}


def _cell(
    spec: SheetCellSpec, maker: SheetMaker, scope: Mapping[str, Any], place: Location
) -> _SheetCell:
    content: str | Number
    if not maker.texts.takes(CELL, place):
        return _SheetCell(Cell(""), merge=False)
    if spec.measure:
        figure = maker.figures[spec.measure]
        amount = MoneyUnit(scope[MONEY_UNIT]).of(figure.amount)
        content = Number(amount, maker.number_format(spec.format), figure.name)
    else:
        content = maker.texts.text(spec.text, place, scope)
    role = Role.ROW_HEADER if spec.header else Role.DATA
    return _SheetCell(Cell(content, role, 1, spec.colspan, spec.align), spec.merge)


def _merged(rows: list[list[_SheetCell]]) -> tuple[Row, ...]:
    """Join each merging cell with the equal one above it, as long as those to its left joined."""
    merged: list[list[Cell]] = []
    owners: dict[int, tuple[int, int]] = {}
    for row in rows:
        line: list[Cell] = []
        column, parted = 0, False
        touched: dict[int, tuple[int, int]] = {}
        for item in row:
            owner = owners.get(column)
            joins = item.merge and not parted and owner is not None
            above = merged[owner[0]][owner[1]] if joins and owner is not None else None
            if owner is not None and above is not None and _alike(above, item.cell):
                merged[owner[0]][owner[1]] = replace(above, rowspan=above.rowspan + 1)
                touched[column] = owner
            else:
                parted = parted or item.merge
                if item.merge:
                    touched[column] = (len(merged), len(line))
                line.append(item.cell)
            column += item.cell.colspan
        owners = touched
        merged.append(line)
    return tuple(map(tuple, merged))


def _alike(above: Cell, cell: Cell) -> bool:
    return above.text == cell.text and above.colspan == cell.colspan
