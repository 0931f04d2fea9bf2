"""收支总表: receipts on the left, expenditure on the right."""

from __future__ import annotations

from discloser.check.reader.meaning import NOTHING, Meaning
from discloser.check.reader.tables import Placed, TableReader
from discloser.compute.catalogue import Conditions
from discloser.compute.ledger import Side, Where
from discloser.model.values import ReceiptKind
from discloser.vocabulary.labels import Labels
from discloser.vocabulary.names import normal


def balance(table: TableReader) -> Placed:
    """Receipts on the left and expenditure on the right."""
    halves = halves_of(table)
    if halves is None:
        return
    left, right = halves
    yield from _receipts_half(table, left, range(left, right))
    yield from _expenditure_half(table, right)


def halves_of(table: TableReader) -> tuple[int, int] | None:
    """The columns of the labels on the left and on the right."""
    items = table.around.words.labels.texts.items
    found = [c for c in range(table.sheet.grid.column_count) if table.sheet.leaf(c) in items]
    return (found[0], found[1]) if len(found) == len(("left", "right")) else None


def _receipts_half(table: TableReader, labels: int, columns: range) -> Placed:
    words, funds = table.around.words.labels, table.funds()
    kind = ReceiptKind.CURRENT.value
    narrowed = table.columns_by(table.role.columns, columns)
    above: Meaning | None = None
    for row in table.sheet.rows:
        label = normal(table.sheet.texts[row][labels])
        kind = ReceiptKind.CARRIED_OVER.value if label in words.carrying else kind
        meaning = _receipt(table, label, kind, funds)
        if not table.sheet.is_of_which(row, labels + 1):
            above = meaning
        elif meaning is not None and label in funds:
            meaning = above & Where.of(funds[label]) if above is not None else None
        if meaning is not None:
            yield from table.row(row, meaning, narrowed)


def _receipt(table: TableReader, label: str, kind: str, funds: Labels) -> Meaning | None:
    words = table.around.words.labels
    if label in words.totals:
        return table.of_sides(Side.RECEIPTS)
    if label in words.balance:
        return table.books_of(label, table.base)
    conditions: Conditions | None = funds.get(label)
    if conditions is None:
        return None
    within = dict(table.base.parts)[Side.RECEIPTS]
    where = within & Where.of({**conditions, "kind": kind})
    return Meaning(((Side.RECEIPTS, where),))


def _expenditure_half(table: TableReader, labels: int) -> Placed:
    rows = _expenditure_rows(table, labels)
    columns = range(labels + 1, table.sheet.grid.column_count)
    known = {**table.around.words.labels.funds, **table.role.columns}
    narrowed = table.columns_by(known, columns)
    for row, meaning in rows.items():
        yield from table.row(row, meaning, narrowed)


def _expenditure_rows(table: TableReader, labels: int) -> dict[int, Meaning]:
    """The rows of the right half. A class's former name counts where its own is not printed."""
    words = table.around.words.labels
    rows: dict[int, Meaning] = {}
    former: dict[int, str] = {}
    named: set[str] = set()
    for row in table.sheet.rows:
        label = normal(table.sheet.texts[row][labels])
        if label in words.totals:
            rows[row] = table.of_sides(Side.EXPENDITURE, Side.CLOSING)
        elif label in words.balance:
            rows[row] = table.books_of(label, table.base)
        elif label:
            code, is_current = table.around.codes.function_class(label)
            if is_current:
                named.add(code)
                rows[row] = _of_class(table, code)
            elif code:
                former[row] = code
    for row, code in former.items():
        rows[row] = NOTHING if code in named else _of_class(table, code)
    return rows


def _of_class(table: TableReader, code: str) -> Meaning:
    within = dict(table.base.parts)[Side.EXPENDITURE]
    return Meaning(((Side.EXPENDITURE, within & Where.of({"function_class": code})),))
