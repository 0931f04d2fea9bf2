"""Headers that narrow nothing: what spans all amounts of a table, in words of its own."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.reader.read import DocumentReader
from discloser.check.reader.sheet import Sheet
from discloser.document.grid import Placed
from discloser.vocabulary.labels import LabelWords
from discloser.vocabulary.names import header_label
from discloser.vocabulary.tables import Shape
from discloser.vocabulary.words import Words
from discloser.workshop.adopt.columns import panels


def neutral_labels(reader: DocumentReader) -> tuple[str, ...]:
    """Labels over all amounts of a panel that no table's reading knows."""
    labels = reader.words.labels
    amounts = {*labels.neutral, *labels.columns.get(reader.kind, {})}
    groups = (labels.funds, labels.expenditure, labels.receipts, labels.three_public)
    known = amounts.union(*groups)
    found = (
        label
        for table in reader.tables
        for label in _spanning(table.sheet)
        if label and label not in (amounts if table.shape is Shape.BALANCE else known)
    )
    return tuple(dict.fromkeys(found))


def with_neutral(words: Words, labels: tuple[str, ...]) -> Words:
    """The words with some more labels that narrow nothing."""
    return words.joined(Words(labels=LabelWords(neutral=frozenset(labels))))


def _spanning(sheet: Sheet) -> Iterator[str]:
    for panel in panels(sheet):
        amounts = [column for column in panel if sheet.amount_columns[column]]
        for level in range(sheet.first):
            owners = [sheet.grid.owners[level][column] for column in amounts]
            if owners and _is_one(owners) and not owners[0].cell.text.isdigit():
                yield header_label(owners[0].cell.text)


def _is_one(owners: list[Placed]) -> bool:
    return all(owner is owners[0] for owner in owners)
