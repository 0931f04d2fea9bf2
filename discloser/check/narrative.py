"""Amounts in sentences against the tables and against each other (N01–N06, N14, B15, F21)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from discloser.check.reader.printed import SIDES, Printed, Term, at_most, equal, total
from discloser.check.reader.prose import Mention, Passage, is_zero
from discloser.check.registry import Reading, tree_check
from discloser.compute.ledger import Column
from discloser.finding import Finding, Rule
from discloser.model.values import Kind, UnitNature
from discloser.rounding import round_half_up

WAN = Decimal(10_000)
HUNDRED = Decimal(100)

N02 = Rule(
    "N02",
    "占比不符",
    "文中占{percent}%，用同段金额{amount}万元÷{whole}万元应为{expected}%。",
    "请核对金额和占比。",
    source="占比＝分项÷合计（两位小数）；最后一项可以用 100 减其余各项",
)
N05 = Rule(
    "N05",
    "完成率不符",
    "文中完成预算的{percent}%，用{actual}万元÷{budget}万元应为{expected}%。",
    "请核对预算数、决算数和完成率；预算为零的不写完成率。",
    source="完成率＝决算÷年初预算（或全年预算）；预算＝0 不写完成率",
)
N06 = Rule(
    "N06",
    "各项预算数、决算数之和不符",
    SIDES,
    "请核对逐项说明的年初预算数和决算数。",
    source="各项年初预算数之和＝总体年初预算；各项决算数之和＝总体决算",
)
B15 = Rule(
    "B15",
    "机构运转经费与公用经费不符",
    SIDES,
    "请核对机构运转经费和基本支出表的公用经费：各单位都是行政单位或参公事业单位的应相等，其他的不应更大。",
    source="机关（机构）运行经费≤06 表公用经费合计；部门全为行政、参公单位时相等",
)
F21 = Rule(
    "F21",
    "机关运行经费与公用经费不符",
    SIDES,
    "请核对机关运行经费和基本支出决算明细表的公用经费合计：各单位都是行政单位或参公事业单位的应相等，"
    "其他的不应更大，都是事业单位的没有机关运行经费。",
    source="机关运行经费≤06 表公用经费合计；部门全为行政、参公单位时相等；全为事业单位时没有",
)
_SHARE = re.compile(r"占(?:.{0,12}?的)?$")
_COMPLETION = re.compile(r"完成(?:年初|全年|调整)?预算(?:数)?的$")
_INITIAL = re.compile(r"年初预算(?:数)?为$")
_ACTUAL = re.compile(r"决算(?:数)?为?$")
_AGENCY = re.compile(r"((?:机构运[转行]|机关运行)经费)支出(?:预算)?(?:为)?$")
_AGENCIES = {UnitNature.ADMINISTRATIVE, UnitNature.CIVIL_SERVICE}
_STEP = Decimal("0.005")
_OF_THREE_PUBLIC = re.compile(r"“三公”经费[^。]*中，")


@tree_check()
def shares_follow_from_amounts(reading: Reading) -> Iterator[Finding]:
    """N02: 占比＝分项÷合计（两位小数）；最后一项可以用 100 减其余各项."""
    # A share follows from what is printed, as completion does, so that a reader can compute it.
    for passage in reading.passages:
        shares = [p for p in passage.percents if _SHARE.search(passage.before(p))]
        for index, share in enumerate(shares):
            earlier = [amount for amount in passage.amounts if amount.end < share.start]
            if not earlier:
                continue
            part, wholes = earlier[-1], _wholes(reading, passage, earlier)
            others = [known.printed.value for known in shares[:index]]
            if not any(_is_share(share, part, whole, others) for whole in wholes):
                whole = wholes[0]
                yield N02.at(
                    passage.place(share.start),
                    percent=share.printed,
                    amount=part.printed,
                    whole=whole,
                    expected=_percent(part.printed, whole),
                )


def _wholes(reading: Reading, passage: Passage, earlier: list[Mention]) -> list[Printed]:
    """What a share may be of: amounts before it, or all expenditure and receipts."""
    named = [amount.printed for amount in earlier[:-1]] or [earlier[-1].printed]
    totals = ("current_expenditure", "current_receipts")
    exact = [_in_wan_yuan(reading.figures[name].amount) for name in totals]
    if _OF_THREE_PUBLIC.search(passage.text):
        named.append(_in_wan_yuan(reading.figures["three_public"].amount))
    return named + (exact if "占支出合计" in passage.text or len(earlier) == 1 else exact[:1])


def _in_wan_yuan(yuan: Decimal) -> Printed:
    return Printed(round_half_up(yuan / WAN, 2))


def _is_share(share: Mention, part: Mention, whole: Printed, others: list[Decimal]) -> bool:
    bounds = part.printed.ratio(whole)
    if bounds is None:
        return is_zero(share) and is_zero(part)
    if share.printed.stands_for(part.printed.value / whole.value * HUNDRED):
        return True
    rest = {HUNDRED - sum(others[start:], Decimal(0)) for start in range(len(others))}
    slack = _STEP * (len(others) + 2)
    near = bounds[0] - slack <= share.printed.value <= bounds[1] + slack
    return share.printed.value in rest and near


def _percent(part: Printed, whole: Printed) -> str:
    return f"{part.value / whole.value * HUNDRED:.2f}" if whole.value else "0.00"


@tree_check(kind=Kind.FINAL_ACCOUNT)
def completion_follows_from_amounts(reading: Reading) -> Iterator[Finding]:
    """N05: 完成率＝决算÷年初预算（或全年预算）；预算＝0 → 不写完成率."""
    for passage in reading.passages:
        for rate in passage.percents:
            if not _COMPLETION.search(passage.before(rate)):
                continue
            actual, budgets = _actual_and_budgets(reading, passage, rate)
            if actual is None or any(_is_completion(rate, actual, budget) for budget in budgets):
                continue
            yield N05.at(
                passage.place(rate.start),
                percent=rate.printed,
                actual=actual,
                budget=budgets[0],
                expected=_percent(actual, budgets[0]) if budgets[0].value else "（不写）",
            )


def _actual_and_budgets(
    reading: Reading, passage: Passage, rate: Mention
) -> tuple[Printed | None, list[Printed]]:
    """The amount that a completion rate is of, and the budgets that it may be compared with.

    A sentence prints its budget, or leaves it to the table: then those of its figure are meant.
    """
    earlier = [amount for amount in passage.amounts if amount.end < rate.start]
    begin = rate.start - len(passage.before(rate))
    figure = reading.figures.get(earlier[-1].figure) if earlier else None
    if figure is not None and sum(amount.start >= begin for amount in earlier) == 1:
        columns = (Column.ADJUSTED_BUDGET, Column.INITIAL_BUDGET)
        return earlier[-1].printed, [_in_wan_yuan(figure.lines.total(c)) for c in columns]
    if len(earlier) < 2:  # noqa: PLR2004 - the budget and the actual amount
        return None, []
    return earlier[-1].printed, [earlier[-2].printed]


def _is_completion(rate: Mention, actual: Printed, budget: Printed) -> bool:
    exact = actual.value / budget.value * HUNDRED if budget.value else None
    return exact is not None and rate.printed.stands_for(exact)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def items_add_up_to_the_whole(reading: Reading) -> Iterator[Finding]:
    """N06: Σ各项“年初预算数”＝总体“年初预算”；Σ各项决算＝总体决算."""
    for pattern, label in ((_INITIAL, "年初预算数"), (_ACTUAL, "决算数")):
        wholes: list[Term] = []
        items: list[Term] = []
        for passage in reading.passages:
            for mention in passage.amounts:
                if pattern.search(passage.before(mention)):
                    if "（项）" in passage.text:
                        items.append(passage.term(mention, label))
                    elif "一般公共预算财政拨款支出年初预算" in passage.text:
                        wholes.append(passage.term(mention, f"总体{label}"))
        if wholes and items:
            yield from equal(N06, total(items, f"各项{label}之和"), wholes[0])


@tree_check(kind=Kind.BUDGET)
def operating_costs_stay_within(reading: Reading) -> Iterator[Finding]:
    """B15: 机关（机构）运行经费＝06.公用经费（本级全为行政、参公），或≤."""
    sheet = reading.sheets.get("general_public_basic")
    operating = sheet.term("合计", "公用经费") if sheet is not None else None
    relation = equal if _natures(reading) <= _AGENCIES else at_most
    for cost in _agency_costs(reading):
        yield from relation(B15, cost, operating)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def agency_costs_stay_within(reading: Reading) -> Iterator[Finding]:
    """F21: 机关运行经费：全为行政、参公→＝06.公用经费合计；否则≤；全为事业单位→没有."""
    sheet = reading.sheets.get("general_public_basic")
    slot = sheet.find("公用经费合计") if sheet is not None else None
    if sheet is None or slot is None:
        return
    columns = [c for c in range(slot[1], sheet.grid.column_count) if sheet.texts[slot[0]][c]]
    operating = sheet.cell(slot[0], columns[-1])
    natures = _natures(reading)
    relation = equal if natures <= _AGENCIES else at_most
    if natures == {UnitNature.INSTITUTION}:
        operating = Term("都是事业单位的部门的机关运行经费", Printed(Decimal(0)))
    for cost in _agency_costs(reading):
        yield from relation(F21, cost, operating)


def _natures(reading: Reading) -> set[UnitNature | None]:
    return {unit.nature for unit in reading.figures.disclosure.units}


def _agency_costs(reading: Reading) -> Iterator[Term]:
    """What the narrative says of the agency's operating costs."""
    for passage in reading.passages:
        for mention in passage.amounts:
            if match := _AGENCY.search(passage.before(mention)):
                yield passage.term(mention, f"文中的{match[1]}")
