"""The ledger of the samples: every fund, category and unit, new money and carried over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle

from discloser.model.values import Category, ClosingKind, Fund, Kind, UnitNature
from discloser.specimen.codes import function_items, government_item, pairs
from discloser.specimen.ledger import Line

OFFICE, CENTRE, AFFAIRS, BRANCH = "101001", "101002", "101003", "101004"
NATURES = {
    OFFICE: UnitNature.ADMINISTRATIVE,
    CENTRE: UnitNature.INSTITUTION,
    AFFAIRS: UnitNature.CIVIL_SERVICE,
    BRANCH: UnitNature.INSTITUTION,
}
"""The units by code; the last one keeps no accounts of its own."""
GENERAL = Fund.GENERAL_PUBLIC_BUDGET
APPROPRIATIONS = (GENERAL, Fund.GOVERNMENT_FUND, Fund.STATE_CAPITAL_OPERATIONS)
PROJECTS = {
    GENERAL: ("信息系统运行维护", "大厅运行"),
    Fund.GOVERNMENT_FUND: ("征地补偿", "安置房配套"),
    Fund.STATE_CAPITAL_OPERATIONS: ("企业改制", "厂区搬迁"),
    Fund.FISCAL_SPECIAL_ACCOUNT: ("考试组织", "培训办班"),
    Fund.INSTITUTIONAL_RECEIPTS: ("检测服务", "成果推广"),
    Fund.BUSINESS_RECEIPTS: ("场馆出租", "设备出租"),
    Fund.SUBSIDY_FROM_SUPERIOR: ("试点建设", "对口帮扶"),
    Fund.REMITTANCE_FROM_AFFILIATES: ("后勤改造", "库房维修"),
    Fund.OTHER_RECEIPTS: ("捐赠书屋", "合作研究"),
}
"""Two projects of each fund; of the second some money is carried over."""
CENTRE_PROJECT = "中心设备购置"
FUNCTIONS = {Fund.GOVERNMENT_FUND: "2120801", Fund.STATE_CAPITAL_OPERATIONS: "2230105"}
"""The functional item of a fund that has a book of its own."""

_CONTRIBUTIONS = (("2101101", "30110"), ("2080505", "30108"), ("2210201", "30113"))
_OTHER_CONTRIBUTIONS = (("2080506", "30109"), ("2101103", "30111"))
"""Functional and economic items of which each pair has one amount, in proportion to the wages."""
_WAGES, _PENSION = "30101", "30302"
_BASIC = ("30199", _PENSION, "30201")
_SPENT = ("30201", "30227", "31002")
_THREE_PUBLIC = ("30217", "30231", "30212", "31013")
_MEETINGS = ("30215", "30216")
"""Meetings and training, which some places publish beside the three public expenses."""
RUNNING, _CENTRE_ITEM, _PENSION_ITEM = "2010301", "2010350", "2080501"
_PROJECT_ITEMS = ("2010302", "2010306")
_PROJECT_CATEGORIES = (Category.OTHER_OPERATION, Category.SPECIFIC_PURPOSE)
_OF_INSTITUTIONS = (
    Category.REMITTANCE_TO_SUPERIOR,
    Category.BUSINESS,
    Category.SUBSIDY_TO_AFFILIATES,
)
"""What a final account has besides, of the money that institutions earn."""
_BASIC_CLASSES = ("301", "302", "303", "310")
"""The economic classes of basic expenditure."""
_OF_TREASURIES = frozenset({"209", "227", "230", "231", "232", "233"})
"""Functional classes that a treasury has, and no department."""
_FIRST, _STEP = Decimal("10000.55"), 12_345


def expenditure_lines(kind: Kind) -> list[Line]:
    """What the department spends: no two amounts are equal, all are multiples of 0.05 元."""
    return [spent.line(number, kind) for number, spent in enumerate(_all_spent(kind))]


def lines_of_every_code(kind: Kind, year: int) -> list[Line]:
    """What a department spends that has every functional class and every economic item."""
    return [spent.line(number, kind) for number, spent in enumerate(_every_code(kind, year))]


def closing_lines(kind: Kind) -> list[Line]:
    """What is left of each fund, and what of it is distributed."""
    left = [(fund, ClosingKind.CARRIED_FORWARD) for fund in Fund]
    left.append((Fund.BUSINESS_RECEIPTS, ClosingKind.DISTRIBUTION))
    return [
        {"unit": _payee(fund)}
        | ({"function": _function(fund)} if kind is Kind.FINAL_ACCOUNT else {})
        | {
            "fund": fund.value,
            "kind": nature.value,
            "amount": str(Decimal("30000.05") + 1_111 * number),
        }
        for number, (fund, nature) in enumerate(left)
    ]


def with_budgets(lines: list[Line], initial: str, adjusted: str) -> list[Line]:
    """Lines of a final account whose two budgets are so many times what was spent."""
    return [
        line
        | {
            "initial_budget": str(round(Decimal(line["amount"]) * Decimal(initial), 2)),
            "adjusted_budget": str(round(Decimal(line["amount"]) * Decimal(adjusted), 2)),
        }
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class _Spent:
    """A line without its amount."""

    fund: Fund
    category: Category
    function: str
    economic: str = ""
    unit: str = ""
    project: str = ""
    carried_over: bool = False

    def line(self, number: int, kind: Kind) -> Line:
        amount, unit = _FIRST + _STEP * number, self.unit or _payee(self.fund)
        line: Line = {
            "unit": unit,
            "fund": self.fund.value,
            "function": self.function,
            "category": self.category.value,
            "amount": str(amount),
        }
        if self.economic:
            government = government_item(self.economic, NATURES[unit])
            line |= {"department_economic": self.economic, "government_economic": government}
        if self.project:
            line["project"] = self.project
        if self.carried_over:
            line["carried_over"] = True
        if kind is Kind.FINAL_ACCOUNT:  # neither budget equals what was spent, nor the other
            line["initial_budget"] = str(amount + 5_000 + 100 * number)
            line["adjusted_budget"] = str(amount + 1_000 + 10 * number)
        return line


def _all_spent(kind: Kind) -> Iterator[_Spent]:
    for function, economic in _CONTRIBUTIONS:
        yield _Spent(GENERAL, Category.BASIC, function, economic)
    for fund in Fund:
        yield from _of_fund(fund, kind)
        if fund is GENERAL:
            yield _basic(GENERAL, _WAGES)
            yield from (_basic(GENERAL, economic) for economic in _MEETINGS)
    for economic in ("30199", "30201"):
        yield _basic(GENERAL, economic, carried_over=True)
        yield _basic(GENERAL, economic, CENTRE)
        yield _basic(GENERAL, economic, AFFAIRS)
    yield _basic(GENERAL, "31002", CENTRE)
    yield _project(GENERAL, 1, "30913", kind)
    category = _category(1, kind)
    for economic in ("31002", "30227"):
        yield _Spent(GENERAL, category, "2010399", economic, CENTRE, CENTRE_PROJECT)


def _every_code(kind: Kind, year: int) -> Iterator[_Spent]:
    contributions = (*_CONTRIBUTIONS, *_OTHER_CONTRIBUTIONS)
    for function, economic in contributions:
        yield _Spent(GENERAL, Category.BASIC, function, economic)
    items = {department for department, _ in pairs(year, NATURES[OFFICE])}
    functions = cycle(_one_of_each_class(year, GENERAL))
    for economic in sorted(items - {economic for _, economic in contributions}):
        if economic.startswith(_BASIC_CLASSES):
            yield _Spent(GENERAL, Category.BASIC, next(functions), economic)
        else:
            project = PROJECTS[GENERAL][0]
            yield _Spent(GENERAL, _category(0, kind), next(functions), economic, "", project)
    for fund in FUNCTIONS:
        for function in _one_of_each_class(year, fund):
            project = PROJECTS[fund][0]
            yield _Spent(fund, _category(0, kind), function, "30227", "", project)


def _one_of_each_class(year: int, fund: Fund) -> list[str]:
    """The first functional item of each class that a department may have of a fund."""
    first: dict[str, str] = {}
    for code in function_items(year, fund):
        first.setdefault(code[:3], code)
    return [code for of, code in first.items() if of not in _OF_TREASURIES]


def _of_fund(fund: Fund, kind: Kind) -> Iterator[_Spent]:
    of_office = _THREE_PUBLIC if fund in APPROPRIATIONS else ()
    for economic in (*_BASIC, *of_office):
        yield _basic(fund, economic)
    for number in range(2):
        for economic in (*_SPENT, *of_office):
            yield _project(fund, number, economic, kind)
    for economic in ("30201", *of_office[1:2]):
        yield _project(fund, 1, economic, kind, carried_over=True)
    earned = fund not in (*APPROPRIATIONS, Fund.FISCAL_SPECIAL_ACCOUNT)
    if kind is Kind.FINAL_ACCOUNT and earned:
        for category in _OF_INSTITUTIONS:
            economic = "" if category is Category.REMITTANCE_TO_SUPERIOR else "30201"
            yield _Spent(fund, category, _CENTRE_ITEM, economic)


def _basic(fund: Fund, economic: str, unit: str = "", *, carried_over: bool = False) -> _Spent:
    of_pensions = economic == _PENSION and fund not in FUNCTIONS
    function = _PENSION_ITEM if of_pensions else _function(fund, unit)
    return _Spent(fund, Category.BASIC, function, economic, unit, carried_over=carried_over)


def _project(
    fund: Fund, number: int, economic: str, kind: Kind, *, carried_over: bool = False
) -> _Spent:
    function = FUNCTIONS.get(fund, _PROJECT_ITEMS[number])
    name = PROJECTS[fund][number]
    return _Spent(
        fund, _category(number, kind), function, economic, "", name, carried_over=carried_over
    )


def _category(number: int, kind: Kind) -> Category:
    return _PROJECT_CATEGORIES[number] if kind is Kind.BUDGET else Category.PROJECT


def _payee(fund: Fund) -> str:
    """The unit that a fund's money goes to: offices have appropriations only."""
    return OFFICE if fund in APPROPRIATIONS else CENTRE


def _function(fund: Fund, unit: str = "") -> str:
    of_centre = (unit or _payee(fund)) == CENTRE
    return FUNCTIONS.get(fund, _CENTRE_ITEM if of_centre else RUNNING)
