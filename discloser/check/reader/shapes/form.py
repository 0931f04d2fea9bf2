"""Forms: names with amounts beside them."""

from __future__ import annotations

from discloser.check.reader.tables import Placed, TableReader
from discloser.compute.ledger import Where
from discloser.vocabulary.names import normal


def _last_name(text: str) -> str:
    """A name in a form without what stands before it: 1、资金来源：（1）政府预算资金."""
    full = normal(text)
    return full if full.endswith("）") else full.rpartition("）")[2]


def form(table: TableReader) -> Placed:
    """Names with an amount somewhere at their right."""
    if table.role.labels is None:
        return
    for row in table.sheet.rows:
        for column, text in enumerate(table.sheet.texts[row]):
            label = _last_name(text)
            if label in table.labels:
                place = _amount_right_of(table, row, column)
                if place is not None:
                    yield row, place, table.base & Where.of(table.labels[label])


def _amount_right_of(table: TableReader, row: int, column: int) -> int | None:
    for at in range(column + 1, table.sheet.grid.column_count):
        owner = table.sheet.grid.owners[row][at]
        if (owner.row, owner.column) == (row, at) and "." in table.sheet.texts[row][at]:
            return at
    return None
