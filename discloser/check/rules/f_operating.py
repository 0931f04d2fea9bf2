"""The agency's operating costs of a final account (F21)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.operating_costs import AGENCIES, agency_costs, natures
from discloser.check.reader.printed import SIDES, Printed, Term, at_most, equal
from discloser.check.subject import Reading
from discloser.finding import Finding, Rule
from discloser.model.values import Kind, UnitNature

F21 = Rule(
    "F21",
    "机关运行经费与公用经费不符",
    SIDES,
    "请核对机关运行经费和基本支出决算明细表的公用经费合计：各单位都是行政单位或参公事业单位的应相等，"
    "其他的不应更大，都是事业单位的没有机关运行经费。",
)


@document_check(F21, kind=Kind.FINAL_ACCOUNT)
def agency_costs_stay_within(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("general_public_basic")
    slot = sheet.find("公用经费合计") if sheet is not None else None
    if sheet is None or slot is None:
        return
    columns = [c for c in range(slot[1], sheet.grid.column_count) if sheet.texts[slot[0]][c]]
    operating = sheet.cell(slot[0], columns[-1])
    found = natures(reading)
    relation = equal if found <= AGENCIES else at_most
    if found == {UnitNature.INSTITUTION}:
        operating = Term("都是事业单位的部门的机关运行经费", Printed(Decimal(0)))
    for cost in agency_costs(reading):
        yield from relation(F21, cost, operating)


CHECKS = (agency_costs_stay_within,)
