"""Tables that print the ledger line by line: each row says in words and codes whose money it is."""

from __future__ import annotations

from functools import reduce

from discloser.check.reader.shapes.coded import is_undivided
from discloser.check.reader.shapes.declared_lines import declared_lines
from discloser.check.reader.tables import Placed, TableReader
from discloser.compute.ledger import Where
from discloser.vocabulary.labels import LineColumn
from discloser.vocabulary.names import normal

_DIMENSIONS = {
    LineColumn.FUNCTION: {3: "function_class", 5: "function_group", 7: "function_item"},
    LineColumn.ECONOMIC: {3: "economic_class", 5: "economic_item"},
    LineColumn.GOVERNMENT: {3: "government_class", 5: "government_item"},
}


def lines(table: TableReader) -> Placed:
    """A row for each unit, project, functional and economic item, or for some of them together.

    In a table of a declared line table, for each of its lines.
    """
    if table.role.lines:
        yield from declared_lines(table)
        return
    for row in table.sheet.rows:
        narrower = _of_row(table, row)
        if narrower is not None:
            yield from table.row(row, table.base & narrower, table.columns)


def _of_row(table: TableReader, row: int) -> Where | None:
    """What the texts of a row say; None where they say nothing, or one is not understood."""
    totals = table.around.words.labels.totals
    if any(normal(text) in totals for text in table.sheet.label_texts(row)):
        return Where()
    said: list[Where] = []
    for column, dimension in _columns(table).items():
        text = table.sheet.texts[row][column].strip()
        if text:
            narrower = _said(table, dimension, text)
            if narrower is None:
                return None
            said.append(narrower)
    if is_undivided(table, row):
        said.append(Where.of({"economic_item": ""}))
    return reduce(Where.__and__, said) if said else None


def _columns(table: TableReader) -> dict[int, LineColumn]:
    """The columns whose texts say whose money a row is."""
    words = table.around.words.labels.lines
    headers = enumerate(table.sheet.headers)
    return {column: words[h[-1]] for column, h in headers if h and h[-1] in words}


def _said(table: TableReader, dimension: LineColumn, text: str) -> Where | None:
    """The money that one text names; None where it names none."""
    match dimension:
        case LineColumn.UNIT:
            unit = table.around.units.get(normal(text))
            return None if unit is None else Where.of({"unit": unit} if unit else {})
        case LineColumn.PROJECT:
            return Where.of({"project": text})
        case LineColumn.CATEGORY:
            conditions = table.around.words.labels.expenditure.get(normal(text))
            return None if conditions is None else Where.of(conditions)
        case _:
            name = _DIMENSIONS[dimension].get(len(text)) if text.isdigit() else None
            return Where.of({name: text}) if name else None
