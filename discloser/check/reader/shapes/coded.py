"""Tables with a row for each code or unit."""

from __future__ import annotations

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.tables import ECONOMIC_LENGTHS, Placed, TableReader
from discloser.compute.ledger import Where
from discloser.vocabulary.names import normal


def coded(table: TableReader) -> Placed:
    """A functional code or a unit for each row."""
    for row in table.sheet.rows:
        chosen = table.of_code(row, table.base)
        if chosen is not None:
            yield from table.row(row, chosen, table.columns)


def pairs(table: TableReader) -> Placed:
    """Rows of a department and a government economic item each, or of one of a department."""
    both = len(("department", "government"))
    coded_rows = {
        row: [code for code in table.sheet.codes(row) if len(code) in ECONOMIC_LENGTHS]
        for row in table.sheet.rows
    }
    is_paired = any(len(codes) == both for codes in coded_rows.values())
    for row, codes in coded_rows.items():
        is_single = len(codes) == 1 and not is_paired and not names_unit(table, row)
        single = where_of_economic(codes[0]) if is_single else None
        if len(codes) == both:
            pair = {"economic_item": codes[0], "government_item": codes[1]}
            chosen: Meaning | None = table.base & Where.of(pair)
        elif single is not None:
            chosen = table.base & single
        elif is_undivided(table, row):
            chosen = table.base & Where.of({"economic_item": ""})
        else:
            chosen = table.whole_or_unit(row, table.base)
        if chosen is not None:
            yield from table.row(row, chosen, table.columns)


def names_unit(table: TableReader, row: int) -> bool:
    """Whether a row has a unit's name: a code beside it is the unit's, whatever it looks like."""
    labels = [normal(label) for label in table.sheet.label_texts(row)]
    return any(label in table.around.units and not label.isdigit() for label in labels)


def is_undivided(table: TableReader, row: int) -> bool:
    """Whether a row is that of expenditure without economic items."""
    words = table.around.words.labels.undivided
    return any(normal(text) in words for text in table.sheet.texts[row])


def where_of_economic(code: str) -> Where | None:
    """The money of an economic class or item; None where a text is the code of none."""
    name = ECONOMIC_LENGTHS.get(len(code)) if code.isdigit() else None
    return Where.of({name: code}) if name else None


def economic(table: TableReader) -> Placed:
    """Economic items in columns side by side, and the sums of both halves below them."""
    grid = table.sheet.grid
    for row in table.sheet.rows:
        for column in range(grid.column_count):
            code = table.sheet.texts[row][column].strip()
            amount = table.sheet.column(after=column)
            where = where_of_economic(code)
            if where is not None and amount is not None:
                yield row, amount, table.base & where
    words = table.around.words.labels
    for label, conditions in words.expenditure.items():
        for total in sorted(words.totals):
            slot = table.sheet.find(f"{label}{total}")
            if slot is not None:
                yield from _sum_of_half(table, slot, table.base & Where.of(conditions))


def _sum_of_half(table: TableReader, slot: tuple[int, int], meaning: Meaning) -> Placed:
    row, column = slot
    amount = table.sheet.column(after=column)
    while amount is not None and not table.sheet.texts[row][amount]:
        amount = table.sheet.column(after=amount)
    if amount is not None:
        yield row, amount, meaning
