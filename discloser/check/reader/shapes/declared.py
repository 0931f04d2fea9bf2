"""Rows that a vocabulary names for one table alone."""

from __future__ import annotations

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.shapes.balance import halves_of
from discloser.check.reader.shapes.books import row_of_books
from discloser.check.reader.tables import Placed, TableReader
from discloser.compute.ledger import Side, Where
from discloser.vocabulary.names import normal
from discloser.vocabulary.tables import Shape


def declared(table: TableReader) -> Placed:
    """The amounts beside such a label; in a balance those of its half."""
    known = table.role.rows
    for row in table.sheet.rows if known else ():
        for column, text in enumerate(table.sheet.texts[row]):
            conditions = known.get(normal(text)) if text else None
            if conditions is not None and not table.sheet.amount_columns[column]:
                yield from _amounts(table, row, column, Where.of(conditions))


def _amounts(table: TableReader, row: int, column: int, where: Where) -> Placed:
    if table.role.shape is Shape.BOOKS:
        return row_of_books(table, row, where)
    base, columns = _half(table, column)
    return table.row(row, base & where, table.columns_by(table.labels, columns))


def _half(table: TableReader, column: int) -> tuple[Meaning, range]:
    """The money that a label in a column is about, and where its amounts stand."""
    count = table.sheet.grid.column_count
    halves = halves_of(table) if table.role.shape is Shape.BALANCE else None
    if halves is None:
        return table.base, range(count)
    _, right = halves
    side = Side.RECEIPTS if column < right else Side.EXPENDITURE
    within = dict(table.base.parts)[side]
    return Meaning(((side, within),)), range(right) if column < right else range(right, count)
