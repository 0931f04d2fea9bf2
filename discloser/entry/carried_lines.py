"""Ledger lines from earlier inputs: the budget's amounts and last year's beside each line.

A line is known by its unit, fund, function, category, project, economic items and whether its
money was carried over. Lines that only one of the inputs has are lines of their own, so that no
amount is lost: the sums by fund, unit and item stay those of the inputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from discloser.compute.figures import Figures
from discloser.model.disclosure import Unit
from discloser.model.ledger import ExpenditureLine, Line, ReceiptLine
from discloser.model.unit import unit_key
from discloser.model.values import Category, ClosingKind, Kind, ReceiptKind
from discloser.money import MoneyUnit

PROJECTS = frozenset({Category.OTHER_OPERATION, Category.SPECIFIC_PURPOSE, Category.PROJECT})
Fields = dict[str, str]
Key = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Row:
    """A line of the new ledger; amounts in 元, None where they are not known."""

    fields: Fields
    amount: Decimal | None = None
    initial_budget: Decimal | None = None
    last: Decimal | None = None

    def draft(self, unit: MoneyUnit) -> dict[str, str | None]:
        """The line as an input of that money unit has it."""
        made: dict[str, str | None] = {**self.fields, "amount": _text(self.amount, unit)}
        if self.initial_budget is not None:
            made["initial_budget"] = _text(self.initial_budget, unit)
        return made

    def last_text(self, unit: MoneyUnit) -> str:
        """Last year's amount as an input has it; empty where there is none."""
        return _text(self.last, unit) or ""


@dataclass(slots=True)
class Book:
    """The rows of one book of the new ledger, by what they are known by."""

    units: UnitNames
    rows: dict[Key, Row] = field(default_factory=dict)

    def row(self, fields: Fields) -> Row:
        """The row with these fields, made where there is none."""
        return self.rows.setdefault(_key(fields), Row(fields))

    def nearest(self, fields: Fields) -> Row | None:
        """The row with these fields; a final account tells no item of the government's."""
        if _key(fields) in self.rows:
            return self.rows[_key(fields)]
        if "government_economic" in fields:
            return None
        alike = (row for row in self.rows.values() if _without_government(row.fields) == fields)
        return next(alike, None)


class UnitNames:
    """What the new ledger calls the units of earlier inputs: units agree by code, else by name."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = tuple(units)

    def called(self, figures: Figures, key: str) -> str:
        """The name of a line's unit in the new ledger; empty for the department itself."""
        unit = figures.units.get(key) if key else figures.disclosure.own_unit
        if unit is None:
            return key
        for index, known in enumerate(self._units):
            same_code = bool(unit.code) and unit.code == known.code
            if same_code or unit.name == known.name:
                return unit_key(known) if index else ""
        return unit_key(unit) if key else ""


def expenditure(figures: Figures, units: UnitNames, kind: Kind) -> Iterator[tuple[Fields, Decimal]]:
    """The expenditure lines of an earlier input as fields of a new one of ``kind``, with 元."""
    for line in figures.disclosure.expenditure:
        yield _expenditure_fields(line, figures, units, kind), line.amount


def _expenditure_fields(
    line: ExpenditureLine, figures: Figures, units: UnitNames, kind: Kind
) -> Fields:
    is_project = kind is Kind.FINAL_ACCOUNT and line.category in PROJECTS
    category = Category.PROJECT if is_project else line.category
    fields = {
        **_common(line, figures, units),
        "function": line.function,
        "category": category.value,
        "project": line.project or "",
        "department_economic": line.department_economic or "",
        "government_economic": line.government_economic or "",
        "carried_over": "是" if line.carried_over else "",
    }
    return {name: value for name, value in fields.items() if value}


def receipts(figures: Figures, units: UnitNames) -> Iterator[tuple[Fields, Decimal]]:
    """The receipt lines of an earlier input as they stand, with 元."""
    for line in figures.disclosure.receipts:
        yield _receipt_fields(line, figures, units), line.amount


def receipts_by_function(figures: Figures, units: UnitNames) -> Iterator[tuple[Fields, Decimal]]:
    """A budget's receipts by the functional items that they pay for, with 元.

    A final account tells its receipts by item. Where the expenditure of a unit's fund does not
    add up to its receipts, or receipts of two kinds pay for it, they stay one line.
    """
    spent: dict[Key, dict[str, Decimal]] = {}
    for line in figures.disclosure.expenditure:
        kind = ReceiptKind.CARRIED_OVER if line.carried_over else ReceiptKind.CURRENT
        fields = {**_common(line, figures, units), "kind": kind.value}
        items = spent.setdefault(_key(fields), {})
        items[line.function] = items.get(line.function, Decimal(0)) + line.amount
    sums: dict[Key, tuple[Fields, Decimal]] = {}
    for fields, amount in receipts(figures, units):
        key = _key(fields)
        sums[key] = (fields, sums.get(key, (fields, Decimal(0)))[1] + amount)
    for key, (fields, amount) in sums.items():
        items = spent.get(key, {})
        if "function" not in fields and sum(items.values(), Decimal(0)) == amount:
            yield from (({**fields, "function": item}, part) for item, part in items.items())
        else:
            yield fields, amount


def opening(figures: Figures, units: UnitNames) -> Iterator[tuple[Fields, Decimal]]:
    """What an account left at the end of its year, as receipts carried over from it, with 元."""
    for line in figures.disclosure.closing:
        if line.kind is ClosingKind.CARRIED_FORWARD:
            fields = {**_common(line, figures, units), "kind": ReceiptKind.CARRIED_OVER.value}
            yield fields | ({"function": line.function} if line.function else {}), line.amount


def _receipt_fields(line: ReceiptLine, figures: Figures, units: UnitNames) -> Fields:
    fields = {**_common(line, figures, units), "kind": line.kind.value}
    return fields | ({"function": line.function} if line.function else {})


def _common(line: Line, figures: Figures, units: UnitNames) -> Fields:
    unit = units.called(figures, line.unit)
    return ({"unit": unit} if unit else {}) | {"fund": line.fund.value}


def _key(fields: Fields) -> Key:
    return tuple(sorted(fields.items()))


def _without_government(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if name != "government_economic"}


def _text(amount: Decimal | None, unit: MoneyUnit) -> str | None:
    return None if amount is None else in_unit(amount, unit)


def in_unit(amount: Decimal, unit: MoneyUnit) -> str:
    """An amount in 元 as an input of that unit has it."""
    value = (amount / unit.yuan).normalize()
    return format(value or Decimal(0), "f")
