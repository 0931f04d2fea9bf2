"""The agency's operating costs of a budget (B15)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import document_check
from discloser.check.operating_costs import AGENCIES, agency_costs, natures
from discloser.check.reader.printed import SIDES, at_most, equal
from discloser.check.subject import Reading
from discloser.finding import Finding, Rule
from discloser.model.values import Kind

B15 = Rule(
    "B15",
    "机构运转经费与公用经费不符",
    SIDES,
    "请核对机构运转经费和基本支出表的公用经费：各单位都是行政单位或参公事业单位的应相等，其他的不应更大。",
)


@document_check(B15, kind=Kind.BUDGET)
def operating_costs_stay_within(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("general_public_basic")
    operating = sheet.term("合计", "公用经费") if sheet is not None else None
    relation = equal if natures(reading) <= AGENCIES else at_most
    for cost in agency_costs(reading):
        yield from relation(B15, cost, operating)


CHECKS = (operating_costs_stay_within,)
