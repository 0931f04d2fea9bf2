"""Whether amounts have a likely size: 元 for 万元, zeros too many or too few (N13, I10–I12)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from pydantic import BaseModel, ConfigDict

from discloser.check.consistency import confirmed_prior_figures
from discloser.check.registry import Subject, check
from discloser.classification.codebook import Scheme
from discloser.compute.figures import Figure
from discloser.compute.ledger import Column, Entry, Ledger, Side, Where
from discloser.finding import Finding, Rule, Severity
from discloser.model.values import Category, Kind
from discloser.money import yuan_text
from discloser.read.words import read_words

MAGNITUDE = Rule(
    "N13",
    "本年数与上年数差得太多",
    "“{label}”本年 {amount} 元，上年 {prior} 元，相差约 {times} 倍{more}。",
    "请核对两年的数：{hint}。确实新增或不再安排的，可以不管。",
    Severity.WARNING,
    source="同一指标两年的数量级相近；元、万元错位相差约一万倍，多写少写一个 0 相差约十倍",
)
FILE_UNIT = Rule(
    "I10",
    "金额单位像是填错了",
    "基本支出各行的金额多在 {typical} 元上下，按填写的金额单位“{unit}”看太{size}。",
    "请核对金额单位：金额是按“{other}”填的，改金额单位，或把金额都换算成“{unit}”。",
    Severity.WARNING,
    source="金额按填写的金额单位填列",
)
PAY = Rule(
    "I11",
    "金额小得或大得不合常理",
    "{problem}。",
    "请核对这几行的金额单位和位数。",
    Severity.WARNING,
    source="各行金额合乎常理；工资、社会保险缴费和住房公积金与人员规模、缴费比例相称",
)
BUDGETS = Rule(
    "I12",
    "预算数与决算数差得太多",
    "各行{column}合计 {budget} 元，决算数合计 {amount} 元，相差约 {times} 倍。",
    "请核对这一列的金额单位（元、万元）。",
    Severity.WARNING,
    source="年初预算数、全年预算数和决算数的金额单位一致",
)


class _Limits(BaseModel):
    """The vocabulary of ``magnitude.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit_slip: Decimal
    typing_slips: tuple[int, ...]
    near: Decimal
    stable_slip: Decimal
    stable: tuple[str, ...]
    fewest_lines: int
    typical_line: tuple[Decimal, Decimal]
    least_pay: Decimal
    least_line: Decimal
    pay: tuple[str, ...]
    wages: tuple[str, ...]
    share_of_wages: dict[str, tuple[Decimal, Decimal]]


def _limits() -> _Limits:
    limits: _Limits = read_words(_Limits, __package__ or "", "magnitude.yaml")
    return limits


@check("receipts", "expenditure")
def magnitudes_are_alike(subject: Subject) -> Iterator[Finding]:
    """N13: 同一指标两年的数量级相近；元、万元错位相差约一万倍，多写少写一个 0 相差约十倍."""
    if typical_line(subject) is not None:
        return  # I10 tells why
    groups: dict[tuple[int, bool], list[Figure]] = {}
    sure = confirmed_prior_figures(subject)
    for figure in subject.figures.values():
        times = _slip(figure, confirmed=figure.name in sure)
        if times and figure.prior is not None:
            groups.setdefault((times, figure.amount > figure.prior), []).append(figure)
    for (times, _), figures in groups.items():
        first = figures[0]
        names = [figure.name for figure in figures]
        yield MAGNITUDE.at(
            *subject.places([("prior_year", "figures", name) for name in names]),
            figures=names,
            label=first.label,
            amount=yuan_text(first.amount),
            prior=yuan_text(first.prior or Decimal(0)),
            times=f"{times:,}",
            more=f"（另有 {len(figures) - 1} 个数也是这样）" if len(figures) > 1 else "",
            hint=_hint(subject, times),
        )


def _slip(figure: Figure, *, confirmed: bool) -> int:
    """The power of ten that two years differ by where that is unlikely, else 0.

    ``confirmed``: last year's amount adds up with others, so that no digit of it alone is wrong.
    """
    if not figure.prior or not figure.amount:
        return 0
    limits = _limits()
    ratio = max(figure.amount, figure.prior) / min(figure.amount, figure.prior)
    if ratio >= limits.unit_slip:
        return _UNITS_APART
    near = [times for times in limits.typing_slips if abs(ratio / times - 1) <= limits.near]
    if near and not confirmed:
        return near[0]
    if figure.name in limits.stable and ratio >= limits.stable_slip:
        return min(limits.typing_slips, key=lambda times: abs(times - ratio))
    return 0


_UNITS_APART = 10_000


def _hint(subject: Subject, times: int) -> str:
    unit = subject.figures.disclosure.money_unit
    if times == _UNITS_APART:
        return f"金额单位填的是“{unit}”，像是其中一年的数按另一种单位（元、万元）填了"
    return "像是多写或少写了 0，或小数点点错了"


@check("expenditure")
def amounts_are_in_their_unit(subject: Subject) -> Iterator[Finding]:
    """I10: 金额按填写的金额单位填列."""
    typical = typical_line(subject)
    if typical is None:
        return
    units = ("万元", "元") if typical < _limits().typical_line[0] else ("元", "万元")
    yield FILE_UNIT.at(
        subject.place("money_unit"),
        *subject.places([(*entry.path, "amount") for entry in _basic(subject)]),
        typical=yuan_text(typical),
        unit=subject.figures.disclosure.money_unit,
        size="小" if units[0] == "万元" else "大",
        other=units[0],
    )


def typical_line(subject: Subject) -> Decimal | None:
    """The median amount of the basic expenditure's lines where it is an unlikely one, in 元."""
    limits = _limits()
    amounts = [entry.amounts[Column.AMOUNT] for entry in _basic(subject)]
    amounts = [amount for amount in amounts if amount]
    if len(amounts) < limits.fewest_lines:
        return None
    typical = median(amounts)
    low, high = limits.typical_line
    return typical if not low <= typical <= high else None


def _basic(subject: Subject) -> Ledger:
    basic = Where.of({"category": Category.BASIC.value})
    return subject.figures.ledger.side(Side.EXPENDITURE).where(basic)


@check("expenditure", kind=Kind.FINAL_ACCOUNT)
def budgets_are_in_the_unit_of_the_account(subject: Subject) -> Iterator[Finding]:
    """I12: 年初预算数、全年预算数和决算数的金额单位一致."""
    lines = subject.figures.ledger.side(Side.EXPENDITURE)
    amount = lines.total()
    titles = {Column.INITIAL_BUDGET: "年初预算数", Column.ADJUSTED_BUDGET: "全年预算数"}
    for column, title in titles.items():
        budget = lines.total(column)
        if budget and amount and max(budget, amount) / min(budget, amount) >= _limits().unit_slip:
            places = [(*entry.path, column.value) for entry in lines if column in entry.amounts]
            values = {"budget": yuan_text(budget), "amount": yuan_text(amount)}
            yield BUDGETS.at(
                *subject.places(places), column=title, times=f"{_UNITS_APART:,}", **values
            )


@check("expenditure")
def pay_is_likely(subject: Subject) -> Iterator[Finding]:
    """I11: 各行金额合乎常理；工资、社会保险缴费和住房公积金与人员规模、缴费比例相称."""
    if typical_line(subject) is not None:
        return
    yield from _tiny_lines(subject)
    yield from _unlikely_shares(subject)


def _tiny_lines(subject: Subject) -> Iterator[Finding]:
    """Lines of a few 元, and a year's pay that no person lives on."""
    limits = _limits()
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
    limits = _limits()
    by_unit = {unit: _by_item(lines) for (unit,), lines in _basic(subject).group(("unit",)).items()}
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
