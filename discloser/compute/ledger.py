"""The ledger as it is computed with: entries with their dimensions, and ways to select them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from discloser.compute.arithmetic import change_rate
from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure
from discloser.model.ledger import ClosingLine, ExpenditureLine, Line, ReceiptLine
from discloser.model.unit import unit_key
from discloser.model.values import Fund, ReceiptKind


class Side(StrEnum):
    """The three books of the ledger. A line table that a pack declares is a book by its name."""

    RECEIPTS = "receipts"
    EXPENDITURE = "expenditure"
    CLOSING = "closing"


class Column(StrEnum):
    """Which amount of some lines is meant: one that they have, or what follows from two of them.

    ``PRIOR`` is that of last year's lines, ``CHANGE`` this year's less last year's, and
    ``CHANGE_RATE`` the change as a percentage of last year's. A declared line table has columns
    of its own.
    """

    AMOUNT = "amount"
    INITIAL_BUDGET = "initial_budget"
    ADJUSTED_BUDGET = "adjusted_budget"
    PRIOR = "prior"
    CHANGE = "change"
    CHANGE_RATE = "change_rate"

    @property
    def compares(self) -> bool:
        """Whether last year's lines have a part in it."""
        return self in COMPARING

    @property
    def is_of_two_years(self) -> bool:
        """Whether it follows from the lines of both years."""
        return self in OF_TWO_YEARS


OF_TWO_YEARS: frozenset[str] = frozenset({Column.CHANGE, Column.CHANGE_RATE})
COMPARING: frozenset[str] = OF_TWO_YEARS | {Column.PRIOR}
LAST_YEAR: FieldPath = ("prior_year", "input")
"""Where an input names last year's; below it are the lines of that one."""


DIMENSIONS: Mapping[str, str] = {
    "unit": "单位代码（没有代码的填名称）",
    "unit_nature": "单位性质：行政单位、参公事业单位、事业单位，没有填的为空",
    "fund": "资金来源",
    "fund_group": "资金大类：财政拨款、财政专户管理资金、单位资金",
    "kind": "收入性质或结余性质",
    "carried_over": "是否上年结转：是、否",
    "category": "支出性质",
    "project": "项目名称",
    "function_class": "功能分类类级编码（3位）",
    "function_group": "功能分类款级编码（5位）",
    "function_item": "功能分类项级编码（7位）",
    "economic_class": "部门经济分类类级编码（3位），未细化的为空",
    "economic_item": "部门经济分类款级编码（5位），未细化的为空",
    "government_class": "政府经济分类类级编码（3位），未细化的为空",
    "government_item": "政府经济分类款级编码（5位），未细化的为空",
}
"""The dimensions that a filter may name, with their Chinese descriptions."""
_ZERO = Decimal(0)
LINE = "line"
"""The dimension that tells each line of a declared table from the others: its number from 1."""

_FUND_GROUPS = {
    Fund.GENERAL_PUBLIC_BUDGET: "财政拨款",
    Fund.GOVERNMENT_FUND: "财政拨款",
    Fund.STATE_CAPITAL_OPERATIONS: "财政拨款",
    Fund.FISCAL_SPECIAL_ACCOUNT: "财政专户管理资金",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: its place in the input, its dimensions and its amounts in 元.

    ``main`` is the field that its first amount stands in, empty where that is its own place. One of
    last year's has its amount under ``PRIOR`` and its path below :data:`LAST_YEAR`.
    """

    side: str
    path: FieldPath
    dimensions: Mapping[str, str]
    amounts: Mapping[str, Decimal]
    main: str = Column.AMOUNT.value

    def field(self, column: str) -> FieldPath:
        """The field of the input that one of its amounts stands in."""
        name = self.main if column in (Column.AMOUNT, Column.PRIOR) else str(column)
        return (*self.path, name) if name else self.path

    @property
    def is_last_years(self) -> bool:
        """Whether it is a line of last year's input."""
        return Column.PRIOR in self.amounts


Condition = tuple[str, bool, frozenset[str]]
"""A dimension, whether it must have one of some values or none of them, and these values."""


class Where(NamedTuple):
    """A filter: each named dimension has (or, negated, has not) one of the given values."""

    conditions: tuple[Condition, ...] = ()

    @staticmethod
    def of(
        conditions: Mapping[str, str | Iterable[str]], known: Collection[str] = DIMENSIONS
    ) -> Where:
        """Make a filter from ``{dimension: value or values}``; ``not_…`` negates.

        Raises:
            KeyError: if a dimension is not among the ``known`` ones.
        """
        made = []
        for name, values in conditions.items():
            dimension = name.removeprefix("not_")
            if dimension not in known:
                raise KeyError(dimension)
            listed = frozenset([values] if isinstance(values, str) else values)
            made.append((dimension, dimension == name, listed))
        return Where(tuple(made))

    def matches(self, entry: Entry) -> bool:
        """Tell whether an entry passes. A dimension that it does not have passes nothing."""
        dimensions = entry.dimensions
        for dimension, wanted, values in self.conditions:
            if dimension not in dimensions or (dimensions[dimension] in values) is not wanted:
                return False
        return True

    def __and__(self, other: Where) -> Where:
        return Where(self.conditions + other.conditions)


def _places(values: Iterable[str | None]) -> dict[str | None, int]:
    """Where each value stands, as bits."""
    places: dict[str | None, int] = {}
    for position, value in enumerate(values):
        places[value] = places.get(value, 0) | 1 << position
    return places


class Index:
    """Where each value of a dimension stands in a ledger: a set of entries is a number's bits."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries
        self._sides = _places(entry.side for entry in entries)
        self._values: dict[str, dict[str | None, int]] = {}
        self._passing: dict[Condition, int] = {}
        self._totals: dict[tuple[int, str], Decimal] = {}

    def of(self, parts: Iterable[tuple[str, Where]]) -> int:
        """The entries that any of the parts takes, a book and a filter each."""
        found = 0
        for side, where in parts:
            of_part = self._sides.get(side, 0)
            for condition in where.conditions:
                passing = self._passing.get(condition)
                if passing is None:
                    passing = self._passing[condition] = self._pass(*condition)
                of_part &= passing
            found |= of_part
        return found

    def _pass(self, dimension: str, wanted: bool, values: frozenset[str]) -> int:
        """The entries that pass one condition."""
        if dimension not in self._values:
            told = (entry.dimensions.get(dimension) for entry in self._entries)
            self._values[dimension] = _places(told)
        known = self._values[dimension]
        passing = reduce(or_, (known.get(value, 0) for value in values), 0)
        return passing if wanted else ~(passing | known.get(None, 0))

    def entries(self, bits: int) -> Iterator[Entry]:
        """The entries of a set, in their order."""
        while bits:
            yield self._entries[(bits & -bits).bit_length() - 1]
            bits &= bits - 1

    def total(self, bits: int, column: str) -> Decimal:
        """The sum of one column of a set in 元; many filters take the same set."""
        key = bits, column
        if key not in self._totals:
            self._totals[key] = Ledger(tuple(self.entries(bits))).total(column)
        return self._totals[key]


@dataclass(frozen=True)
class Ledger:
    """Some entries, in the order of the input."""

    entries: tuple[Entry, ...]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def _index(self) -> Index:
        return Index(self.entries)

    def select(self, parts: Iterable[tuple[str, Where]]) -> Ledger:
        """The entries that any of the parts takes, a book and a filter each."""
        bits = self._index.of(parts)
        if bits.bit_count() == len(self.entries):
            return self
        return Ledger(tuple(self._index.entries(bits)))

    def total_of(self, parts: Iterable[tuple[str, Where]], column: str = Column.AMOUNT) -> Decimal:
        """The sum of one column in 元 of the entries that any of the parts takes.

        Raises:
            ValueError: if the column is a rate.
        """
        return self._index.total(self._index.of(parts), column)

    def side(self, side: str) -> Ledger:
        """The entries of one book."""
        return Ledger(tuple(entry for entry in self.entries if entry.side == side))

    def where(self, where: Where) -> Ledger:
        """The entries that pass a filter."""
        return Ledger(tuple(entry for entry in self.entries if where.matches(entry)))

    @property
    def paths(self) -> frozenset[FieldPath]:
        """The places of the entries in the input."""
        return frozenset(entry.path for entry in self.entries)

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(self.entries + other.entries)

    def of_column(self, column: str) -> Ledger:
        """The entries that may have an amount of a column: those of its year, or of both."""
        if column in OF_TWO_YEARS:
            return self
        wanted = column == Column.PRIOR
        return Ledger(tuple(entry for entry in self.entries if entry.is_last_years is wanted))

    def below(self, base: FieldPath) -> Ledger:
        """The same entries, whose places in an input lie below another."""
        return Ledger(tuple(replace(each, path=(*base, *each.path)) for each in self.entries))

    def as_last_years(self) -> Ledger:
        """The entries of last year's ledger as this year's input sees them."""
        return Ledger(
            tuple(
                replace(
                    entry,
                    path=(*LAST_YEAR, *entry.path),
                    amounts={Column.PRIOR: entry.amounts.get(Column.AMOUNT, Decimal(0))},
                )
                for entry in self.entries
            )
        )

    def total(self, column: str = Column.AMOUNT) -> Decimal:
        """The sum of one column in 元; of a change rate there is none.

        Raises:
            ValueError: if the column is a rate.
        """
        if column == Column.CHANGE_RATE:
            raise ValueError("rates do not add up")
        if column == Column.CHANGE:
            return self.total(Column.AMOUNT) - self.total(Column.PRIOR)
        return sum([entry.amounts.get(column, _ZERO) for entry in self.entries], _ZERO)

    @property
    def of_both_years(self) -> Decimal:
        """What this year's and last year's entries add up to: how much money they are about."""
        return self.total() + self.total(Column.PRIOR)

    @property
    def change_rate(self) -> Decimal | None:
        """The change as a percentage of last year's amount, None where that is zero."""
        return change_rate(self.total(), self.total(Column.PRIOR))

    def group(self, dimensions: Iterable[str]) -> dict[tuple[str, ...], Ledger]:
        """Split by the values of dimensions, groups in order of first appearance."""
        names = tuple(dimensions)
        groups: dict[tuple[str, ...], list[Entry]] = {}
        for entry in self.entries:
            key = tuple(entry.dimensions.get(name, "") for name in names)
            groups.setdefault(key, []).append(entry)
        return {key: Ledger(tuple(entries)) for key, entries in groups.items()}


def make_ledger(disclosure: Disclosure) -> Ledger:
    """Make the ledger of a disclosure: receipts, expenditure, closing, in the input's order."""
    own = unit_key(disclosure.own_unit)
    natures = {unit_key(unit): unit.nature or "" for unit in disclosure.units}
    entries: list[Entry] = []
    for side, lines in (
        (Side.RECEIPTS, disclosure.receipts),
        (Side.EXPENDITURE, disclosure.expenditure),
        (Side.CLOSING, disclosure.closing),
    ):
        for index, line in enumerate(lines):
            unit = line.unit or own
            of_unit = {"unit": unit, "unit_nature": natures.get(unit, "")}
            dimensions = of_unit | _dimensions(line)
            entries.append(Entry(side, (side.value, index), dimensions, _amounts(line)))
    return Ledger(tuple(entries))


def _amounts(line: Line) -> dict[str, Decimal]:
    amounts: dict[str, Decimal | None] = {
        Column.AMOUNT: line.amount,
        Column.INITIAL_BUDGET: line.initial_budget,
        Column.ADJUSTED_BUDGET: line.adjusted_budget,
    }
    return {column: amount for column, amount in amounts.items() if amount is not None}


def _dimensions(line: Line) -> dict[str, str]:
    common = fund_dimensions(line.fund)
    match line:
        case ReceiptLine():
            kind = receipt_dimensions(line.kind)
            return common | kind | function_dimensions(line.function or "")
        case ClosingLine():
            return common | {"kind": line.kind.value} | function_dimensions(line.function or "")
        case ExpenditureLine():
            return common | _expenditure_dimensions(line)
    raise TypeError(type(line).__name__)


def fund_dimensions(fund: Fund) -> dict[str, str]:
    """The fund and the group that it belongs to."""
    return {"fund": fund.value, "fund_group": _FUND_GROUPS.get(fund, "单位资金")}


def receipt_dimensions(kind: ReceiptKind) -> dict[str, str]:
    """What a receipt line adds to the year's total."""
    return {"kind": kind.value, "carried_over": yes_or_no(kind is ReceiptKind.CARRIED_OVER)}


def _expenditure_dimensions(line: ExpenditureLine) -> dict[str, str]:
    return {
        "carried_over": yes_or_no(line.carried_over),
        "category": line.category.value,
        "project": line.project or "",
        **function_dimensions(line.function),
        **economic_dimensions(line.department_economic or ""),
        **government_dimensions(line.government_economic or ""),
    }


def function_dimensions(item: str) -> dict[str, str]:
    """A functional item with its class and group."""
    return {
        "function_class": item[:3],
        "function_group": item[:5],
        "function_item": item,
    }


def economic_dimensions(item: str) -> dict[str, str]:
    """A department economic item with its class."""
    return {"economic_class": item[:3], "economic_item": item}


def government_dimensions(item: str) -> dict[str, str]:
    """A government economic item with its class."""
    return {"government_class": item[:3], "government_item": item}


def yes_or_no(value: object) -> str:
    """A truth value as filters name it."""
    return "是" if value else "否"
