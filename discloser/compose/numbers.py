"""The numbers of a table's cells: amounts, changes and their rates, and what a pack counts."""

from __future__ import annotations

from dataclasses import dataclass

from discloser.compose.context import Context
from discloser.compose.supplements import plain_number
from discloser.compose.views import input_fields, moved
from discloser.compute.ledger import COMPARING, Column, Ledger
from discloser.document.number import Number, NumberFormat, Origin
from discloser.model.supplement import Book, ValueType
from discloser.money import yuan_text
from discloser.pack.specs import ColumnSpec, RowSpec, TableSpec


@dataclass(frozen=True, slots=True)
class NumberMaker:
    """What making the numbers of one table needs; ``book`` is the declared table that it prints."""

    context: Context
    spec: TableSpec
    book: Book | None

    def cell(self, shown: Ledger, column: ColumnSpec, row: RowSpec) -> Number | str:
        """What some lines print as in a row and a column."""
        if column.value == Column.CHANGE_RATE:
            return self._rate(shown, column)
        of_figure = not row.each and column.value not in COMPARING
        figure = column.measure if of_figure else ""
        value, named = shown.total(column.value), row.format or column.format
        of_change = column.value == Column.CHANGE
        formula = moved(shown.total(), shown.total(Column.PRIOR)) if of_change else ""
        origin = Origin(formula, input_fields(shown, column.value))
        counted = self._counted(column.value)
        if counted is None:
            value = self.spec.money_unit.of(value)
        elif not named:
            return Number(value, counted, figure, origin=origin)
        return Number(value, self.format(named), figure, origin=origin)

    def format(self, name: str) -> NumberFormat:
        """The format of that name; the table's own where none is named."""
        named = name or self.spec.format
        return self.context.number_format(named) if named else self.context.formats.table

    def _rate(self, shown: Ledger, column: ColumnSpec) -> Number | str:
        """The change as a percentage of last year's amount; the column's words without one."""
        rate, before = shown.change_rate, shown.total(Column.PRIOR)
        if rate is None:
            return column.no_rate
        formula = f"（{moved(shown.total(), before)}）÷ 上年 {yuan_text(before)} 元"
        origin = Origin(formula, input_fields(shown, column.value))
        named = column.format
        percent = self.context.number_format(named) if named else self.context.formats.percent
        return Number(rate, percent, origin=origin)

    def _counted(self, column: str) -> NumberFormat | None:
        """How a declared column's number is printed that is no amount; None for an amount."""
        if self.book is None:
            return None
        of_main = column == Column.AMOUNT or column in COMPARING
        found = self.book.columns.get(self.book.main if of_main else column)
        is_money = found is None or found[1].type is ValueType.AMOUNT
        return None if is_money or found is None else plain_number(found[1])
