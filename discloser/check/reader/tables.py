"""A table that is known by its role, and what its labels mean; ``shapes/`` reads its amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from discloser.check.reader.codes import Codes
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.sheet import Sheet
from discloser.compute.catalogue import Conditions
from discloser.compute.ledger import Column, Side, Where
from discloser.model.values import Kind
from discloser.vocabulary.comparisons import combined, compared
from discloser.vocabulary.labels import LabelGroup, Labels
from discloser.vocabulary.names import has_year, normal
from discloser.vocabulary.tables import Shape, TableWords
from discloser.vocabulary.words import Words

Cells = dict[tuple[int, int], Meaning]
"""The amounts of a table whose meaning is known, by row and column of its grid."""
Placed = Iterator[tuple[int, int, Meaning]]
"""Amounts of a table, each with its row, its column and what it is about."""

ECONOMIC_LENGTHS = {3: "economic_class", 5: "economic_item"}
_FUNCTION_LENGTHS = {3: "function_class", 5: "function_group", 7: "function_item"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a table is read with: words, code tables, the year and kind, and who has a row."""

    words: Words
    codes: Codes
    kind: Kind
    units: Mapping[str, str]
    """Every name or code of a unit with the key by which it is told; of the department, ""."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the headers above a column say of the money of any row: a filter, and which amount."""

    where: Where
    amount: str

    def of(self, meaning: Meaning) -> Meaning:
        """The money of a row, narrowed."""
        return meaning.narrowed(self.where, self.amount)


Columns = Mapping[int, Narrowing]
"""Columns of amounts, each with what it narrows."""


@dataclass(frozen=True)
class TableReader:
    """One table with its role, and what a label of it stands for."""

    sheet: Sheet
    role: TableWords
    around: Surroundings

    @cached_property
    def base(self) -> Meaning:
        """The money that the whole table is about."""
        sides = (self.role.of,) if self.role.of is not None else tuple(Side)
        where = Where.of(self.role.where)
        return Meaning(tuple((side, where) for side in sides))

    @cached_property
    def labels(self) -> Labels:
        """What its columns are called; its own labels go before those that all tables share."""
        words = self.around.words.labels
        if self.role.labels:
            return {**words.group(self.role.labels), **self.role.columns}
        if self.role.of == Side.RECEIPTS:
            return {**self.funds(), **words.receipts, **self.role.columns}
        return {**words.funds, **words.expenditure, **self.role.columns}

    def funds(self) -> Labels:
        """The funds, each with those that are counted with it where the table has no line."""
        words = self.around.words.labels
        funds = dict(words.funds)
        for fund, into in words.funds_counted_with.get(self.around.kind, {}).items():
            if not any(word in label for word in into.unless for label in self.printed):
                for label in into.labels:
                    wider = funds[label].get("fund", ())
                    funds[label] = {**funds[label], "fund": (*wider, fund)}
        return funds

    @cached_property
    def columns(self) -> Columns:
        """The columns of amounts by what the table's labels tell of them."""
        return self.columns_by(self.labels)

    def columns_by(self, labels: Labels, columns: range | None = None) -> Columns:
        """The columns of amounts whose headers are all known, each with what it narrows."""
        chosen = columns or range(self.sheet.grid.column_count)
        return self.headed(labels, (c for c in chosen if self.sheet.amount_columns[c]))

    def headed(self, labels: Labels, columns: Iterable[int]) -> Columns:
        """Those of some columns whose headers are all known, each with what it narrows."""
        headed = {column: self._under(self.sheet.headers[column], labels) for column in columns}
        return {column: narrowing for column, narrowing in headed.items() if narrowing is not None}

    def row(self, row: int, meaning: Meaning, columns: Columns) -> Placed:
        """The amounts of one row: its money, narrowed by what stands above each column."""
        for column, narrowing in columns.items():
            yield row, column, narrowing.of(meaning)

    def _under(self, header: tuple[str, ...], labels: Labels) -> Narrowing | None:
        """What some headers narrow; None where one of them is not known."""
        neutral = self.around.words.labels.neutral
        where, column, above = Where(), Column.AMOUNT, ""
        for label in header:
            code = self._economic(label, above)
            if code:
                where, above = where & Where.of({ECONOMIC_LENGTHS[len(code)]: code}), code[:3]
                continue
            if label in labels:
                where &= Where.of(self.widened(label, labels[label]))
                continue
            named = self._amount(label, column)
            if named is None and label not in neutral:
                return None
            below = combined(column, named) if named is not None else column
            if below is None:
                return None
            column = below
        return Narrowing(where, column)

    def _amount(self, label: str, above: Column) -> Column | None:
        """Which amount of the money a label names; None where it names none."""
        words, kind = self.around.words, self.around.kind
        named = words.labels.columns.get(kind, {}).get(label)
        return named or compared(label, above, words.comparisons, kind)

    def column_of(self, header: tuple[str, ...]) -> Column | None:
        """Which amount of the money stands under some headers, whatever else they say.

        None where it is none that is known, or one of another year.
        """
        column = Column.AMOUNT
        for label in header:
            named = self._amount(label, column)
            below = combined(column, named) if named is not None else column
            if below is None or has_year(label):
                return None
            column = below
        return column

    def _economic(self, label: str, above: str) -> str:
        """The economic code that a header names, in a table whose columns are such."""
        if self.role.labels is not LabelGroup.ECONOMIC:
            return ""
        return self.around.codes.economic(label, above)

    def of_code(self, row: int, base: Meaning) -> Meaning | None:
        """The money of a row with a functional code, of a unit's row, or of 合计.

        A table that lists units in one place lists functional items in another; one that lists
        units may have codes that look like items.
        """
        code = self.sheet.code(row)
        if code and (self.role.shape is not Shape.UNITS or not self._lists_units):
            name = _FUNCTION_LENGTHS.get(len(code))
            return base & Where.of({name: code}) if name else None
        return self.whole_or_unit(row, base)

    def whole_or_unit(self, row: int, base: Meaning) -> Meaning | None:
        """The money of a unit's row, or of the row of 合计."""
        unit = self.unit_of(row)
        if unit is None:
            return None
        return base & Where.of({"unit": unit}) if unit else base

    def of_sides(self, *sides: Side) -> Meaning:
        """The money of some books that the whole table is about."""
        return Meaning(tuple(part for part in self.base.parts if part[0] in sides))

    def books_of(self, label: str, within: Meaning) -> Meaning:
        """The books that a label of balance adds up, within some money."""
        limits = dict(within.parts)
        parts = self.around.words.labels.balance[label]
        return Meaning(
            tuple(
                (
                    part.of,
                    Where.of(self.widened(label, part.where)) & limits.get(part.of, Where()),
                )
                for part in parts
            )
        )

    def widened(self, label: str, conditions: Conditions) -> Conditions:
        """What a label means where the table has no line for what is then counted with it."""
        words = self.around.words.labels
        added = [
            kind
            for kind, into in words.counted_with.items()
            if label in into.labels and not self.printed & into.unless
        ]
        kinds = conditions.get("kind", ())
        return {**conditions, "kind": (*kinds, *added)} if added and kinds else conditions

    @cached_property
    def _lists_units(self) -> bool:
        """Whether some row is that of a unit or the department."""
        labels = (normal(text) for row in self.sheet.rows for text in self.sheet.label_texts(row))
        return any(label in self.around.units for label in labels)

    @cached_property
    def printed(self) -> frozenset[str]:
        """All labels of the table."""
        printed = {label for header in self.sheet.headers for label in header}
        printed |= {normal(text) for row in self.sheet.rows for text in self.sheet.texts[row]}
        return frozenset(printed)

    def unit_of(self, row: int) -> str | None:
        """The unit that a row names: its key, "" for the department or 合计; None for none.

        A first row without a label is that of 合计.
        """
        texts = [normal(label) for label in self.sheet.label_texts(row) if label]
        if not texts and row == self.sheet.first:
            return ""
        if any(text in self.around.words.labels.totals for text in texts):
            return ""
        return next((self.around.units[text] for text in texts if text in self.around.units), None)
