"""Tables whose columns or rows alone say what is meant, and those with a code beside columns."""

from __future__ import annotations

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.sheet import Sheet
from discloser.check.reader.tables import Placed, TableReader
from discloser.compute.ledger import Side, Where
from discloser.vocabulary.labels import Labels
from discloser.vocabulary.names import normal


def columns(table: TableReader) -> Placed:
    """A table whose columns alone say what is meant, or whose rows alone do."""
    if has_items_in_rows(table.sheet, table.labels):
        yield from _rows(table)
        return
    for row in table.sheet.rows:
        base = table.whole_or_unit(row, table.base) or table.base
        for column, header in enumerate(table.sheet.headers):
            label = next((label for label in reversed(header) if label in table.labels), None)
            amount = table.column_of(header)
            if label is not None and amount is not None and table.sheet.amount_columns[column]:
                meaning = base & Where.of(table.labels[label])
                yield row, column, meaning.in_column(amount)


def has_items_in_rows(sheet: Sheet, labels: Labels) -> bool:
    """Whether a table has a row, not a column, for each item that some labels know."""
    items = labels.keys() - sheet.words.neutral
    if any(not items.isdisjoint(header) for header in sheet.headers):
        return False
    return any(not items.isdisjoint(map(normal, sheet.texts[row])) for row in sheet.rows)


def _rows(table: TableReader) -> Placed:
    """Counts may stand between the amounts of such a table (团组数), so that no column is whole."""
    sheet = table.sheet
    headed = table.headed({}, (c for c, header in enumerate(sheet.headers) if header))
    for row in sheet.rows:
        label = next((text for text in map(normal, sheet.texts[row]) if text in table.labels), None)
        if label is not None:
            printed = {c: n for c, n in headed.items() if sheet.read(row, c) is not None}
            yield from table.row(row, table.base & Where.of(table.labels[label]), printed)


def books(table: TableReader) -> Placed:
    """A final account's fund: receipts, expenditure and what is left may share a row."""
    for row in table.sheet.rows:
        chosen = table.of_code(row, Meaning(((Side.EXPENDITURE, Where()),)))
        if chosen is not None:
            yield from row_of_books(table, row, chosen.parts[0][1])


def row_of_books(table: TableReader, row: int, narrower: Where) -> Placed:
    """The amounts of a row that is about some money of all three books."""
    balance = table.around.words.labels.balance
    spent = Meaning(tuple(part for part in table.base.parts if part[0] == Side.EXPENDITURE))
    for column, header in enumerate(table.sheet.headers):
        if not header or not table.sheet.amount_columns[column]:
            continue
        parts = balance.get(header[0])
        if parts is not None and all(part.of is not Side.EXPENDITURE for part in parts):
            yield row, column, table.books_of(header[0], table.base & narrower)
        elif column in table.columns:
            yield row, column, table.columns[column].of(spent & narrower)
