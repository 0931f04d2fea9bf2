"""The agency's operating costs of a budget (B15)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import document_check
from discloser.check.compare import SIDES
from discloser.check.operating_costs import hold_to_public_expenses
from discloser.check.outcome import Outcome
from discloser.check.subject import Reading
from discloser.finding import Rule
from discloser.model.values import Kind

B15 = Rule(
    "B15",
    "机构运转经费与公用经费不符",
    SIDES,
    "请核对机构运转经费和基本支出表的公用经费：各单位都是行政单位或参公事业单位的应相等，其他的不应更大。",
)


@document_check(B15, kind=Kind.BUDGET, says_all=True)
def operating_costs_stay_within(reading: Reading) -> Iterator[Outcome]:
    return hold_to_public_expenses(B15, reading)


CHECKS = (operating_costs_stay_within,)
