"""Budgets carried out, and items that add up, in a final account's sentences (N05, N06)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from discloser.check.check import document_check
from discloser.check.compare import SIDES, equal
from discloser.check.named import printed_as
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.printed import Printed, total
from discloser.check.reader.prose import Mention
from discloser.check.reader.rates import Completion
from discloser.check.reader.sentences import Claim
from discloser.check.rules.n_shares import HUNDRED, percent_of
from discloser.check.subject import Reading
from discloser.compute.ledger import Column
from discloser.finding import Rule
from discloser.model.values import Kind

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
_COLUMNS = {
    Column.INITIAL_BUDGET: "年初预算数",
    Column.ADJUSTED_BUDGET: "全年预算数",
    Column.AMOUNT: "决算数",
}
_ITEM = "（项）"


@document_check(N05, kind=Kind.FINAL_ACCOUNT, says_all=True)
def completion_follows_from_amounts(reading: Reading) -> Iterator[Outcome]:
    for told in reading.reader.completions:
        place = told.passage.place(told.mention.start)
        pairs = list(_pairs(reading, told))
        if not pairs:
            yield Unchecked(N05.code, "认不出完成率用哪一个预算数和决算数", place)
        elif any(_is_completion(told.mention, *pair) for pair in pairs):
            yield Held(N05.code)
        else:
            actual, budget = pairs[0]
            yield N05.at(
                place,
                percent=told.mention.printed,
                actual=actual,
                budget=budget,
                expected=percent_of(actual, budget) if budget.value else "（不写）",
            )


def _pairs(reading: Reading, told: Completion) -> Iterator[tuple[Printed, Printed]]:
    """What was spent, and the budget that it is of, in each way that the words allow."""
    if told.actual is not None:
        for budget in told.budgets:
            yield from product(printed_as(reading, told.actual), printed_as(reading, budget))


def _is_completion(rate: Mention, actual: Printed, budget: Printed) -> bool:
    exact = actual.value / budget.value * HUNDRED if budget.value else None
    return exact is not None and rate.printed.stands_for(exact)


@document_check(N06, kind=Kind.FINAL_ACCOUNT, says_all=True)
def items_add_up_to_the_whole(reading: Reading) -> Iterator[Outcome]:
    sections: dict[tuple[str, ...], list[Claim]] = {}
    above: dict[tuple[str, ...], list[Claim]] = {}
    for claim in reading.reader.claims:
        headings = claim.passage.headings
        if claim.label.endswith(_ITEM):
            sections.setdefault(headings, []).append(claim)
        elif headings not in sections:
            above.setdefault(headings[:-1], []).append(claim)
    for headings, items in sections.items():
        for column in _COLUMNS:
            yield from _sum_of_items(above.get(headings[:-1], []), items, column)


def _sum_of_items(above: list[Claim], items: list[Claim], column: Column) -> Iterator[Outcome]:
    of_column = {item.label: item for item in reversed(items) if item.column is column}
    if not of_column:
        return
    name, place = _COLUMNS[column], items[0].passage.place()
    wholes = [claim for claim in above if _is_whole(claim, items, column)]
    if not wholes:
        yield Unchecked(N06.code, f"没有写各项{name}的合计", place)
        return
    if of_column.keys() != {item.label for item in items}:
        yield Unchecked(N06.code, f"不是每一项都写了{name}", place)
        return
    terms = [c.passage.term(c.mention, name) for c in reversed(of_column.values())]
    summed = total(terms, f"各项{name}之和")
    whole = wholes[-1].passage.term(wholes[-1].mention, f"总体{name}")
    yield from equal(N06, summed, whole)


def _is_whole(claim: Claim, items: list[Claim], column: Column) -> bool:
    """Whether an amount above the items is the whole that all of them are parts of."""
    parts = [meaning.in_column(column) for item in items for meaning in item.meanings]
    return (
        claim.column is column
        and bool(parts)
        and any(all(part.is_within(whole) for part in parts) for whole in claim.meanings)
    )


CHECKS = (
    completion_follows_from_amounts,
    items_add_up_to_the_whole,
)
