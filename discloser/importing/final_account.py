"""The forms of the final-accounts software as lines of the ledger.

All money is in the forms 财决05-1 to 05-3, functional by economic item; 08-1 and 08-2 have what of
it is of the general public budget. What remains is of another fund, which the forms of receipts
tell. Receipts are in 03 and 07, what was brought forward and what is left in 07 and its kin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from discloser.finding import Finding, Rule
from discloser.importing.form import Form, FormRow, Use
from discloser.importing.form_columns import FISCAL, About, Columns
from discloser.importing.lines import CLOSING, EXPENDITURE, RECEIPTS, Line, split_code
from discloser.location import Location
from discloser.model.values import Fund, ReceiptKind
from discloser.money import yuan_text

MORE_THAN_ALL = Rule(
    "J020",
    "部分大于全部",
    "财政拨款是 {amount} 元，全部资金只有 {whole} 元。",
    "请在决算软件里核对这两张表，重新导出。",
)
ONLY_ONE = "决算表没有写这笔支出用的是什么钱，按同一科目唯一的非财政拨款收入填"
UNKNOWN_FUND = "决算表没有写这笔钱是什么资金，按其他收入填"
ALL_GENERAL = "没有财决08-1、08-2表，按一般公共预算填"
_FISCAL_FUNDS = frozenset(fund.value for fund in FISCAL)
_Key: TypeAlias = tuple[str, str, str]
"""Functional item, nature of the expenditure, department economic item."""
_Amount: TypeAlias = tuple[Decimal, Location]
"""An amount in 元 and where it stands."""


class FinalAccount:
    """The lines of one unit's forms."""

    def __init__(self, forms: Iterable[Form], columns: Columns, source: int) -> None:
        self._forms = list(forms)
        self._columns = {id(form): dict(columns.of(form)) for form in self._forms}
        self._unit = split_code(next((form.unit for form in self._forms if form.unit), ""))
        self._source = source
        self.findings: list[Finding] = []

    def lines(self) -> list[Line]:
        """All lines, the expenditure by the order of the form."""
        receipts = self._receipts()
        return [*receipts, *self._spending(receipts), *self._balances(CLOSING, receipts)]

    def _of(self, use: Use) -> Iterator[Form]:
        return (form for form in self._forms if form.title.use is use)

    def _cells(self, form: Form) -> Iterator[tuple[FormRow, About, _Amount]]:
        """The amounts of functional items by the columns that are understood."""
        for row in form.items:
            for at, about in self._columns[id(form)].items():
                figure = row.figures.get(at)
                if figure is not None and figure.yuan:
                    yield row, about, (figure.yuan, figure.place)

    # Expenditure

    def _spending(self, receipts: list[Line]) -> Iterator[Line]:
        whole: dict[_Key, _Amount] = {}
        parts: dict[str, dict[_Key, _Amount]] = {}
        for form in self._of(Use.SPENDING):
            held = parts.setdefault(form.title.fund, {}) if form.title.fund else whole
            for row, about, amount in self._cells(form):
                if len(about.economic) > _CLASS_DIGITS:
                    held[row.code, about.category, about.economic] = amount
        for key in dict.fromkeys((*whole, *(key for held in parts.values() for key in held))):
            known = Decimal()
            for fund, held in parts.items():
                if key in held:
                    known += held[key][0]
                    yield self._spent(key, fund, held[key])
            if key in whole:
                yield from self._rest(key, whole[key], known, receipts)

    def _rest(
        self, key: _Key, whole: _Amount, known: Decimal, receipts: list[Line]
    ) -> Iterator[Line]:
        """What is of none of the funds that have forms of their own."""
        rest = whole[0] - known
        if rest < 0:
            amounts = {"amount": yuan_text(known), "whole": yuan_text(whole[0])}
            self.findings.append(MORE_THAN_ALL.at(whole[1], **amounts))
        elif rest:
            fund, how = self._fund_of(key[0], receipts)
            yield self._spent(key, fund, (rest, whole[1]), how)

    def _spent(self, key: _Key, fund: str, amount: _Amount, how: str = "") -> Line:
        function, category, economic = key
        values = {"fund": fund, "function": function, "category": category}
        return self._line(EXPENDITURE, values | {"department_economic": economic}, amount, how)

    def _fund_of(self, function: str, receipts: list[Line]) -> tuple[str, str]:
        """The fund of such money and how it was inferred; a fund's account names its items."""
        named = {form.title.fund for form in self._of(Use.SPENDING)} - {""}
        if not named:
            return Fund.GENERAL_PUBLIC_BUDGET.value, ALL_GENERAL
        fiscal = self._received_from(function, receipts) & _FISCAL_FUNDS - named
        if len(fiscal) == 1:
            return fiscal.pop(), ""
        return self._other_fund(function, receipts)

    def _other_fund(self, function: str, receipts: Iterable[Line]) -> tuple[str, str]:
        """The fund of money of an item that is not fiscal: its only receipt's, else unknown."""
        others = self._received_from(function, receipts) - _FISCAL_FUNDS
        if len(others) == 1:
            return others.pop(), ONLY_ONE
        return Fund.OTHER_RECEIPTS.value, UNKNOWN_FUND

    @staticmethod
    def _received_from(function: str, receipts: Iterable[Line]) -> set[str]:
        return {each.values["fund"] for each in receipts if each.values["function"] == function}

    # Receipts, and what was brought forward and is left

    def _receipts(self) -> list[Line]:
        now = list[Line]()
        for form in self._of(Use.RECEIPTS):
            for row, about, amount in self._cells(form):
                if about.funds and not set(about.funds) & _FISCAL_FUNDS:
                    now += self._received(form, row, about, amount)
        return [*self._balances(RECEIPTS, now), *now]

    def _received(self, form: Form, row: FormRow, about: About, amount: _Amount) -> Iterator[Line]:
        """A receipt of one fund; 事业收入 is without the fees that are listed below it."""
        yuan, place = amount
        for other, part, inside in self._cells(form):
            if other is row and len(about.funds) > 1 and part.funds == about.funds[1:]:
                yuan -= inside[0]
        if yuan:
            yield self._balance(RECEIPTS, row, (about.funds[0], about.kind), (yuan, place))

    def _balances(self, book: str, receipts: list[Line]) -> Iterator[Line]:
        """What the accounts of the fiscal funds say, and what that of all money has besides."""
        known: dict[tuple[str, str], Decimal] = {}
        for form in sorted(self._of(Use.ACCOUNT), key=lambda form: not form.title.fund):
            for row, about, amount in self._cells(form):
                if about.book != book:
                    continue
                key = row.code, about.kind
                if form.title.fund:
                    known[key] = known.get(key, Decimal()) + amount[0]
                    yield self._balance(book, row, (form.title.fund, about.kind), amount)
                elif about.kind != ReceiptKind.CURRENT and amount[0] > known.get(key, Decimal()):
                    rest = (amount[0] - known.get(key, Decimal()), amount[1])
                    fund, how = self._other_fund(row.code, receipts)
                    yield self._balance(book, row, (fund, about.kind), rest, how)

    def _balance(
        self, book: str, row: FormRow, of: tuple[str, str], amount: _Amount, how: str = ""
    ) -> Line:
        fund, kind = of
        return self._line(book, {"fund": fund, "kind": kind, "function": row.code}, amount, how)

    def _line(self, book: str, values: Mapping[str, str], amount: _Amount, how: str) -> Line:
        yuan, place = amount
        key = self._unit[0] or self._unit[1]
        own = {"unit": key} if key else {}
        held = {**own, **values, "amount": format(yuan.normalize(), "f")}
        places = dict.fromkeys(held, place)
        inferred = {"fund": how} if how else {}
        return Line(book, held, places, inferred, yuan, self._source, unit=self._unit)


_CLASS_DIGITS = 3
