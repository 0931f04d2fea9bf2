"""Receipts against expenditure, and both against what the finance bureau approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.compute.ledger import Column, Entry, Ledger, Side, Where
from discloser.finding import Finding, Rule
from discloser.location import FieldPath
from discloser.model.unit import unit_key
from discloser.model.values import Kind
from discloser.money import yuan_text

UNBALANCED = Rule(
    "A01",
    "收支不平",
    "收入总计 {receipts} 元，支出总计 {expenditure} 元，相差 {difference} 元。",
    "请核对收入各行、支出各行和年终结转结余，使收入总计等于支出总计。",
)
FUND_UNBALANCED = Rule(
    "A02",
    "某项资金收支不平",
    "“{fund}”收入 {receipts} 元（含上年结转），支出 {expenditure} 元（含年终结转），"
    "相差 {difference} 元。",
    "请核对这项资金的收入行和支出行。",
)
UNIT_UNBALANCED = Rule(
    "A08",
    "某个单位的资金收支不平",
    "“{unit}”的“{fund}”收入 {receipts} 元（含上年结转），支出 {expenditure} 元（含年终结转），"
    "{direction} {difference} 元。",
    "请核对这个单位这项资金的收入行和支出行{hint}。",
)
CARRIED_OVER = Rule(
    "A09",
    "上年结转的收支不符",
    "“{unit}”的“{fund}”上年结转结余收入 {receipts} 元，用上年结转安排的支出 {expenditure} 元，"
    "相差 {difference} 元{closing}。",
    "{remedy}",
)
CONTROL = Rule(
    "A03",
    "与控制数不符",
    "“{label}”合计 {amount} 元，控制数 {control} 元，相差 {difference} 元。",
    "请按财政部门下达的控制数核对台账，或更正控制数。",
)
LEDGER = ("receipts", "expenditure", "closing")


@dataclass(frozen=True, slots=True)
class _Side:
    """The receipts of some lines against what is spent and left of them, in 元."""

    lines: Ledger

    @property
    def receipts(self) -> Ledger:
        return self.lines.side(Side.RECEIPTS)

    @property
    def outlay(self) -> Ledger:
        spent, closing = self.lines.side(Side.EXPENDITURE), self.lines.side(Side.CLOSING)
        return Ledger((*spent, *closing))

    @property
    def surplus(self) -> Decimal:
        return self.receipts.total() - self.outlay.total()

    @property
    def amounts(self) -> dict[str, str]:
        return {
            "receipts": yuan_text(self.receipts.total()),
            "expenditure": yuan_text(self.outlay.total()),
            "difference": yuan_text(abs(self.surplus)),
        }

    @property
    def paths(self) -> list[FieldPath]:
        """The amounts of both sides, or where they would stand."""
        received = [(*entry.path, "amount") for entry in self.receipts] or [("receipts",)]
        spent = [(*entry.path, "amount") for entry in self.outlay] or [("expenditure",)]
        return [*received, *spent]


@check(UNBALANCED, needs=(*LEDGER,))
def receipts_equal_expenditure(subject: Subject) -> Iterator[Finding]:
    receipts = subject.figures["receipts_total"]
    expenditure = subject.figures["expenditure_total"]
    if receipts.amount == expenditure.amount or any(_unbalanced_funds(subject)):
        return
    yield UNBALANCED.at(
        subject.place("receipts"),
        subject.place("expenditure"),
        figures=(receipts.name, expenditure.name),
        receipts=yuan_text(receipts.amount),
        expenditure=yuan_text(expenditure.amount),
        difference=yuan_text(abs(receipts.amount - expenditure.amount)),
    )


@check(FUND_UNBALANCED, needs=(*LEDGER,))
def each_fund_balances(subject: Subject) -> Iterator[Finding]:
    for fund, lines in _unbalanced_funds(subject):
        if not any(_unbalanced_units(subject, fund)):
            yield FUND_UNBALANCED.at(*subject.places(lines.paths), fund=fund, **lines.amounts)


@check(UNIT_UNBALANCED, needs=(*LEDGER,))
def each_unit_balances(subject: Subject) -> Iterator[Finding]:
    for fund in _by_fund(subject):
        for unit, lines in _unbalanced_units(subject, fund):
            moved = not _by_fund(subject)[fund].surplus
            yield UNIT_UNBALANCED.at(
                *subject.places(lines.paths),
                unit=_unit_name(subject, unit),
                fund=fund,
                direction="收入多" if lines.surplus > 0 else "支出多",
                hint="；全部门这项资金是平的，多半是单位填错了" if moved else "",
                **lines.amounts,
            )


@check(CARRIED_OVER, needs=(*LEDGER,), kind=Kind.BUDGET)
def carried_over_money_is_spent_as_such(subject: Subject) -> Iterator[Finding]:
    for (unit, fund), lines in _by_unit_and_fund(subject).items():
        carried = _Side(lines.lines.where(Where.of({"carried_over": "是"})))
        left = lines.lines.side(Side.CLOSING).total()
        if lines.surplus or 0 <= carried.surplus <= left:
            continue  # A08 tells the first; of the second nothing is known
        missing = carried.surplus < 0
        yield CARRIED_OVER.at(
            *subject.places(_where_to_mend(lines, carried, missing=missing)),
            unit=_unit_name(subject, unit),
            fund=fund,
            closing=f"，年终结转结余只有 {yuan_text(left)} 元" if left and not missing else "",
            remedy=_MISSING_RECEIPT if missing else _MISSING_FLAG,
            **carried.amounts,
        )


_MISSING_RECEIPT = (
    "请把收入里属于上年结转的金额另起一行，收入性质填“上年结转结余”；"
    "支出不是用上年结转安排的，改“是否上年结转”。"
)
_MISSING_FLAG = "请在用上年结转安排的支出行的“是否上年结转”里填“是”；收入是本年的，改收入性质。"


def _where_to_mend(lines: _Side, carried: _Side, *, missing: bool) -> list[FieldPath]:
    """Where a receipt's kind or an expenditure's flag is wrong first, then the other side."""
    gap = abs(carried.surplus)
    receipts = sorted(
        carried.receipts or lines.receipts, key=lambda entry: entry.amounts[Column.AMOUNT] != gap
    )
    spent = carried.lines.side(Side.EXPENDITURE) or lines.lines.side(Side.EXPENDITURE)
    kinds: list[FieldPath] = [(*entry.path, "kind") for entry in receipts] or [("receipts",)]
    flags: list[FieldPath] = [(*entry.path, "carried_over") for entry in spent]
    return [*kinds, *flags] if missing else [*flags, *kinds]


def _by_fund(subject: Subject) -> dict[str, _Side]:
    groups = subject.figures.ledger.group(("fund",))
    return {fund: _Side(lines) for (fund,), lines in groups.items()}


def _by_unit_and_fund(subject: Subject) -> dict[tuple[str, str], _Side]:
    """The lines of each unit and fund.

    A unit without accounts of its own (财务不独立核算) is paid from the department's own money.
    """
    figures = subject.figures
    own = unit_key(figures.disclosure.own_unit)
    groups: dict[tuple[str, str], tuple[Entry, ...]] = {}
    for (unit, fund), lines in figures.ledger.group(("unit", "fund")).items():
        known = figures.units.get(unit)
        payer = unit if known is None or known.independent else own
        groups[payer, fund] = (*groups.get((payer, fund), ()), *lines)
    return {key: _Side(Ledger(entries)) for key, entries in groups.items()}


def _unbalanced_funds(subject: Subject) -> Iterator[tuple[str, _Side]]:
    """The funds that do not balance; with one fund only, the totals say the same."""
    funds = _by_fund(subject)
    if len(funds) > 1 or any(_unbalanced_units(subject, fund) for fund in funds):
        yield from ((fund, lines) for fund, lines in funds.items() if lines.surplus)


def _unbalanced_units(subject: Subject, fund: str) -> list[tuple[str, _Side]]:
    """The units whose money of a fund does not balance.

    With one unit only, the fund says it; where a line names an unknown unit (X01), every unit may
    lack lines.
    """
    groups = _by_unit_and_fund(subject)
    units = {unit for unit, _ in groups}
    if len(units) == 1 or units - set(subject.figures.units):
        return []
    return [(unit, lines) for (unit, of), lines in groups.items() if of == fund and lines.surplus]


def _unit_name(subject: Subject, key: str) -> str:
    unit = subject.figures.units.get(key)
    return unit.name if unit is not None else key


@check(CONTROL, needs=(*LEDGER,))
def totals_equal_control_figures(subject: Subject) -> Iterator[Finding]:
    for name, control in subject.figures.disclosure.control_figures.items():
        figure = subject.figures.get(name)
        if figure is not None and figure.amount != control:
            yield CONTROL.at(
                subject.place("control_figures", name),
                figures=(name,),
                label=figure.label,
                amount=yuan_text(figure.amount),
                control=yuan_text(control),
                difference=yuan_text(abs(figure.amount - control)),
            )


CHECKS = (
    receipts_equal_expenditure,
    each_fund_balances,
    each_unit_balances,
    carried_over_money_is_spent_as_such,
    totals_equal_control_figures,
)
