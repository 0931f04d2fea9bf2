"""Whether amounts have a likely size: 元 for 万元, zeros too many or too few (N13, I10–I12)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import check
from discloser.check.likely import UNITS_APART, basic_lines, likely_limits, typical_line
from discloser.check.subject import Subject
from discloser.classification.codebook import Scheme
from discloser.compute.ledger import Column, Entry, Ledger, Side
from discloser.finding import Finding, Rule, Severity
from discloser.model.values import Category, Kind
from discloser.money import yuan_text

FILE_UNIT = Rule(
    "I10",
    "金额单位像是填错了",
    "基本支出各行的金额多在 {typical} 元上下，按填写的金额单位“{unit}”看太{size}。",
    "请核对金额单位：金额是按“{other}”填的，改金额单位，或把金额都换算成“{unit}”。",
    Severity.WARNING,
)
PAY = Rule(
    "I11",
    "金额小得或大得不合常理",
    "{problem}。",
    "请核对这几行的金额单位和位数。",
    Severity.WARNING,
)
BUDGETS = Rule(
    "I12",
    "预算数与决算数差得太多",
    "填了{column}的各行，{column}合计 {budget} 元，决算数合计 {amount} 元，相差约 {times} 倍。",
    "请核对这一列的金额单位（元、万元）。",
    Severity.WARNING,
)


@check(FILE_UNIT, needs=("expenditure",))
def amounts_are_in_their_unit(subject: Subject) -> Iterator[Finding]:
    typical = typical_line(subject)
    if typical is None:
        return
    units = ("万元", "元") if typical < likely_limits().typical_line[0] else ("元", "万元")
    yield FILE_UNIT.at(
        subject.place("money_unit"),
        *subject.places([(*entry.path, "amount") for entry in basic_lines(subject)]),
        typical=yuan_text(typical),
        unit=subject.figures.disclosure.money_unit,
        size="小" if units[0] == "万元" else "大",
        other=units[0],
    )


@check(BUDGETS, needs=("expenditure",), kind=Kind.FINAL_ACCOUNT)
def budgets_are_in_the_unit_of_the_account(subject: Subject) -> Iterator[Finding]:
    titles = {Column.INITIAL_BUDGET: "年初预算数", Column.ADJUSTED_BUDGET: "全年预算数"}
    for column, title in titles.items():
        lines = _with(column, subject.figures.ledger.side(Side.EXPENDITURE))
        budget, amount = lines.total(column), lines.total()
        if (
            budget
            and amount
            and max(budget, amount) / min(budget, amount) >= likely_limits().unit_slip
        ):
            places = [(*entry.path, column.value) for entry in lines]
            values = {"budget": yuan_text(budget), "amount": yuan_text(amount)}
            yield BUDGETS.at(
                *subject.places(places), column=title, times=f"{UNITS_APART:,}", **values
            )


def _with(column: Column, lines: Ledger) -> Ledger:
    """The lines that have a budget: some departments give one to few of them."""
    return Ledger(tuple(entry for entry in lines if column in entry.amounts))


@check(PAY, needs=("expenditure",))
def pay_is_likely(subject: Subject) -> Iterator[Finding]:
    if typical_line(subject) is not None:
        return
    yield from _tiny_lines(subject)
    yield from _unlikely_shares(subject)


def _tiny_lines(subject: Subject) -> Iterator[Finding]:
    """Lines of a few 元, and a year's pay that no person lives on."""
    limits = likely_limits()
    for entry in subject.figures.ledger:
        if entry.side is Side.CLOSING:
            continue  # what is left may be next to nothing
        item, amount = entry.dimensions.get("economic_item", ""), entry.amounts[Column.AMOUNT]
        pay = item in limits.pay and entry.dimensions["category"] == Category.BASIC
        if 0 < amount < (limits.least_pay if pay else limits.least_line):
            name = subject.codebook.name(Scheme.DEPARTMENT_ECONOMIC, item, subject.year)
            what = f"全年的{name}" if pay else "这一行"
            problem = f"{what}只有 {yuan_text(amount)} 元，像是按万元填的"
            yield PAY.at(subject.place(*entry.path, "amount"), problem=problem)


def _unlikely_shares(subject: Subject) -> Iterator[Finding]:
    """Contributions out of proportion, of units that each pay their own."""
    limits = likely_limits()
    by_unit = {
        unit: _by_item(lines) for (unit,), lines in basic_lines(subject).group(("unit",)).items()
    }
    paying = {unit: items for unit, items in by_unit.items() if _total(items, limits.wages)}
    for item, (low, high) in limits.share_of_wages.items():
        if not all(item in items for items in paying.values()):
            continue  # one unit pays for others
        name = subject.codebook.name(Scheme.DEPARTMENT_ECONOMIC, item, subject.year)
        for unit, items in paying.items():
            wages, paid = _total(items, limits.wages), _total(items, (item,))
            if not low <= paid / wages <= high:
                problem = (
                    f"“{_unit_name(subject, unit)}”的{name} {yuan_text(paid)} 元，"
                    f"工资 {yuan_text(wages)} 元，是工资的 {paid / wages * 100:.1f}%"
                )
                entries = [entry for code in (item, *limits.wages) for entry in items.get(code, ())]
                places = [(*entry.path, "amount") for entry in entries]
                yield PAY.at(*subject.places(places), problem=problem)


def _by_item(lines: Ledger) -> dict[str, list[Entry]]:
    return {item: list(found) for (item,), found in lines.group(("economic_item",)).items()}


def _total(items: dict[str, list[Entry]], codes: tuple[str, ...]) -> Decimal:
    entries = [entry for code in codes for entry in items.get(code, ())]
    return sum((entry.amounts[Column.AMOUNT] for entry in entries), Decimal(0))


def _unit_name(subject: Subject, key: str) -> str:
    unit = subject.figures.units.get(key)
    return unit.name if unit is not None else key


CHECKS = (
    amounts_are_in_their_unit,
    budgets_are_in_the_unit_of_the_account,
    pay_is_likely,
)
