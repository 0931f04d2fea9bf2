"""What an amount in a sentence is: the words before it, and the figures that they may mean."""

from __future__ import annotations

import re
from decimal import Decimal

from discloser.check.labels import class_code
from discloser.check.prose import Mention, Passage
from discloser.check.registry import Reading
from discloser.compute.ledger import Side, Where
from discloser.model.values import Fund, Kind

_FUND_WORDS = {
    "一般公共预算": Fund.GENERAL_PUBLIC_BUDGET.value,
    "政府性基金": Fund.GOVERNMENT_FUND.value,
    "国有资本经营": Fund.STATE_CAPITAL_OPERATIONS.value,
}

_PHRASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("财政拨款收、支总计均为", ("appropriation_receipts_total",)),
    ("收、支总计均为", ("receipts_total",)),
    ("收入总计", ("receipts_total",)),
    ("支出总计", ("expenditure_total",)),
    ("收入合计", ("receipts_total", "current_receipts")),
    ("支出合计", ("current_expenditure", "expenditure_total")),
    ("一般公共预算收支预算", ("general_public_budget",)),
    ("政府性基金(?:预算)?收支预算", ("government_fund_budget",)),
    ("国有资本经营(?:预算)?收支预算", ("state_capital_budget",)),
    ("一般公共预算支出年初预算为?", ("general_public_expenditure",)),
    ("一般公共预算基本支出年初预算为?", ("general_public_basic",)),
    ("一般公共预算财政拨款支出", ("general_public_budget",)),
    ("一般公共预算财政拨款基本支出", ("general_public_basic_with_carry_over",)),
    (
        "基本支出",
        ("basic_expenditure", "general_public_basic", "general_public_basic_with_carry_over"),
    ),
    ("项目支出", ("project_expenditure", "general_public_project")),
    ("人员经费(?:支出)?", ("personnel_expenditure", "personnel_expenditure_with_carry_over")),
    ("公用经费(?:支出)?", ("operating_expenditure", "operating_expenditure_with_carry_over")),
    ("机构运[转行]经费支出预算", ("agency_operating_costs",)),
    ("机关运行经费支出", ("operating_expenditure_with_carry_over", "agency_operating_costs")),
    ("“三公”经费(?:支出)?预算为", ("three_public",)),
    ("因公出国（境）费(?:支出决算)?", ("three_public_abroad",)),
    ("公务接待费(?:支出决算)?", ("three_public_reception",)),
    ("公务用车购置及运行(?:维护)?费(?:支出决算)?", ("three_public_vehicles",)),
    ("公务用车购置(?:费|支出)", ("three_public_vehicle_purchase",)),
    ("公务用车运行维护(?:费|支出)", ("three_public_vehicle_operation",)),
    ("一般公共预算(?:收入)?", ("general_public_receipts",)),
    ("政府性基金预算(?:收入)?", ("government_fund_receipts",)),
    ("国有资本经营预算(?:收入)?", ("state_capital_receipts",)),
    ("财政拨款收入", ("appropriation_receipts",)),
    ("财政专户管理资金收入", ("special_account_receipts",)),
    ("事业单位经营收入", ("business_receipts",)),
    ("事业收入", ("institutional_receipts",)),
    ("上级补助收入", ("subsidy_from_superior",)),
    ("附属单位上缴收入", ("remittance_from_affiliates",)),
    ("其他收入", ("other_receipts",)),
    ("上年结转结余", ("carried_over_receipts",)),
    ("专户管理的教育收费", ("special_account_receipts",)),
    ("专户管理的教育收费结余", ("special_account_carried_over",)),
    ("部门结转", ("department_carried_over",)),
    ("纳入预算绩效管理的支出总额为", ("current_expenditure", "expenditure_total")),
)
_COMPILED = tuple((re.compile(f"({words})$"), names) for words, names in _PHRASES)
_CLASS = re.compile(r"([\w、]+?)(?:（类）)?支出$")
_PROCUREMENT = (
    (re.compile(r"政府采购(?:预算安排|支出总额)$"), "total"),
    (re.compile(r"政府采购货物(?:预算|支出)$"), "goods"),
    (re.compile(r"政府采购工程(?:预算|支出)$"), "works"),
    (re.compile(r"政府采购服务(?:预算|支出)$"), "services"),
    (re.compile(r"授予中小企业合同金额$"), "small_and_medium"),
    (re.compile(r"授予小微企业合同金额$"), "small_and_micro"),
)


def figures_meant(
    passage: Passage, mention: Mention, reading: Reading
) -> tuple[str, tuple[Decimal, ...]]:
    """The words before an amount, and the exact amounts in 元 that they may mean."""
    figure = reading.figures.get(mention.figure)
    if figure is not None:
        return figure.label, (figure.amount,)
    before = re.split(r"[，。；：]", passage.before(mention))[-1]
    for pattern, name in _PROCUREMENT:
        if match := pattern.search(before):
            stated = getattr(reading.figures.disclosure.procurement, name)
            return match[0], () if stated is None else (stated,)
    for pattern, names in _COMPILED:
        if match := pattern.search(before):
            return match[1], tuple(reading.figures[name].amount for name in names)
    return _class_meant(before, _fund_meant(passage.text[: mention.start]), reading)


def _fund_meant(before: str) -> str:
    """The fund that a sentence speaks of: the one that it named last, else the general budget."""
    named = [(before.rfind(word), fund) for word, fund in _FUND_WORDS.items() if word in before]
    return max(named)[1] if named else Fund.GENERAL_PUBLIC_BUDGET.value


def _class_meant(before: str, fund: str, reading: Reading) -> tuple[str, tuple[Decimal, ...]]:
    match = _CLASS.search(before)
    if match is None:
        return "", ()
    label = match[1].rpartition("：")[2]
    code, current = class_code(label, reading.codebook, reading.year)
    if not current:
        return "", ()
    conditions: dict[str, str] = {"function_class": code, "fund": fund}
    if reading.figures.disclosure.kind is Kind.BUDGET:
        conditions["carried_over"] = "否"
    lines = reading.figures.ledger.side(Side.EXPENDITURE).where(Where.of(conditions))
    return label, (lines.total(),)
