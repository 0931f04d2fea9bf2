"""Tables whose columns say what is meant, alone or beside a row's code."""

from __future__ import annotations

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.tables import Placed, TableReader
from discloser.compute.ledger import Side, Where


def columns(table: TableReader) -> Placed:
    """A table whose columns alone say what is meant."""
    for row in table.sheet.rows:
        base = table.whole_or_unit(row, table.base) or table.base
        for column, header in enumerate(table.sheet.headers):
            label = next((label for label in reversed(header) if label in table.labels), None)
            amount = table.column_of(header)
            if label is not None and amount is not None and table.sheet.amount_columns[column]:
                meaning = base & Where.of(table.labels[label])
                yield row, column, meaning.in_column(amount)


def books(table: TableReader) -> Placed:
    """A final account's fund: receipts, expenditure and what is left may share a row."""
    for row in table.sheet.rows:
        chosen = table.of_code(row, Meaning(((Side.EXPENDITURE, Where()),)))
        if chosen is not None:
            yield from row_of_books(table, row, chosen.parts[0][1])


def row_of_books(table: TableReader, row: int, narrower: Where) -> Placed:
    """The amounts of a row that is about some money of all three books."""
    balance = table.around.words.labels.balance
    spent = Meaning(tuple(part for part in table.base.parts if part[0] is Side.EXPENDITURE))
    for column, header in enumerate(table.sheet.headers):
        if not header or not table.sheet.amount_columns[column]:
            continue
        parts = balance.get(header[0])
        if parts is not None and all(part.of is not Side.EXPENDITURE for part in parts):
            yield row, column, table.books_of(header[0], table.base & narrower)
        elif column in table.columns:
            yield row, column, table.columns[column].of(spent & narrower)
