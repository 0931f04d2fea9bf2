"""Amounts in sentences against the tables and against each other (N01–N06, N14, B15, F21)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.reader.printed import SIDES, Printed, Term, equal, total
from discloser.check.reader.prose import Mention, Passage, is_zero
from discloser.check.subject import Reading
from discloser.compute.ledger import Column
from discloser.finding import Finding, Rule
from discloser.model.values import Kind
from discloser.rounding import round_half_up

WAN = Decimal(10_000)
HUNDRED = Decimal(100)

N02 = Rule(
    "N02",
    "占比不符",
    "文中占{percent}%，用同段金额{amount}万元÷{whole}万元应为{expected}%。",
    "请核对金额和占比。",
)
N05 = Rule(
    "N05",
    "完成率不符",
    "文中完成预算的{percent}%，用{actual}万元÷{budget}万元应为{expected}%。",
    "请核对预算数、决算数和完成率；预算为零的不写完成率。",
)
N06 = Rule(
    "N06",
    "各项预算数、决算数之和不符",
    SIDES,
    "请核对逐项说明的年初预算数和决算数。",
)
_SHARE = re.compile(r"占(?:.{0,12}?的)?$")
_COMPLETION = re.compile(r"完成(?:年初|全年|调整)?预算(?:数)?的$")
_INITIAL = re.compile(r"年初预算(?:数)?为$")
_ACTUAL = re.compile(r"决算(?:数)?为?$")
_STEP = Decimal("0.005")
_OF_THREE_PUBLIC = re.compile(r"“三公”经费[^。]*中，")


@document_check(N02)
def shares_follow_from_amounts(reading: Reading) -> Iterator[Finding]:
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


@document_check(N05, kind=Kind.FINAL_ACCOUNT)
def completion_follows_from_amounts(reading: Reading) -> Iterator[Finding]:
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


@document_check(N06, kind=Kind.FINAL_ACCOUNT)
def items_add_up_to_the_whole(reading: Reading) -> Iterator[Finding]:
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


CHECKS = (
    shares_follow_from_amounts,
    completion_follows_from_amounts,
    items_add_up_to_the_whole,
)
