"""The agency's operating costs of a final account (F21)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.compare import SIDES
from discloser.check.operating_costs import hold_to_public_expenses, natures
from discloser.check.outcome import Outcome
from discloser.check.reader.printed import Printed, Term
from discloser.check.subject import Reading
from discloser.finding import Rule
from discloser.model.values import Kind, UnitNature

F21 = Rule(
    "F21",
    "机关运行经费与公用经费不符",
    SIDES,
    "请核对机关运行经费和基本支出决算明细表的公用经费合计：各单位都是行政单位或参公事业单位的应相等，"
    "其他的不应更大，都是事业单位的没有机关运行经费。",
)


@document_check(F21, kind=Kind.FINAL_ACCOUNT, says_all=True)
def agency_costs_stay_within(reading: Reading) -> Iterator[Outcome]:
    none = Term("都是事业单位的部门的机关运行经费", Printed(Decimal(0)))
    only_institutions = natures(reading) == {UnitNature.INSTITUTION}
    return hold_to_public_expenses(F21, reading, none if only_institutions else None)


CHECKS = (agency_costs_stay_within,)
