"""Made-up disclosures that exercise a pack: every kind of line, every change, empty and long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from discloser.compose.records import parts_of_sum
from discloser.model.disclosure import Disclosure, ThreePublicDetails, Vehicles
from discloser.model.values import Category, Fund, Kind, ReceiptKind

LONG = "综合行政审批与政务信息化建设管理服务监督指导协调保障中心（筹备）" * 3
_WAGES = {"department_economic": "30101", "government_economic": "50101"}
_ECONOMIC = (
    ("30101", "50101"),
    ("30201", "50201"),
    ("30217", "50206"),
    ("30231", "50208"),
    ("30212", "50207"),
    ("30302", "50905"),
    ("31013", "50303"),
)
_FUNCTIONS = {Fund.GOVERNMENT_FUND: "2120801", Fund.STATE_CAPITAL_OPERATIONS: "2230105"}
_BUDGET_CATEGORIES = (Category.BASIC, Category.OTHER_OPERATION, Category.SPECIFIC_PURPOSE)
_FINAL_CATEGORIES = (
    Category.BASIC,
    Category.PROJECT,
    Category.REMITTANCE_TO_SUPERIOR,
    Category.BUSINESS,
    Category.SUBSIDY_TO_AFFILIATES,
)
_ANY_FUND = (*_BUDGET_CATEGORIES, Category.PROJECT)
_APPROPRIATIONS = (
    Fund.GENERAL_PUBLIC_BUDGET,
    Fund.GOVERNMENT_FUND,
    Fund.STATE_CAPITAL_OPERATIONS,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A disclosure to try a pack with, what is special about it, and last year's figures.

    ``prior`` is last year's share of each figure: 1 for no change, None for unknown.
    """

    what: str
    disclosure: Disclosure
    prior: Decimal | None = Decimal("0.8")
    reasons: bool = True
    of_unit: bool = False


def samples(pack: str, kind: Kind, year: int) -> Iterator[Sample]:
    """The disclosures that ``pack`` must print."""
    full = _draft(pack, kind, year)
    made = Disclosure.model_validate(full)
    yield Sample("各种收支都有，比上年增加", made)
    yield Sample("各种收支都有，比上年减少", made, Decimal(2))
    yield Sample("与上年持平", made, Decimal(1))
    yield Sample("上年没有数", made, Decimal(0))
    yield Sample("不知道上年数的单位", made, None, of_unit=True)
    yield Sample("与上年持平，没有写原因", made, Decimal(1), reasons=False)
    yield Sample("没有一分钱", _validate(full, receipts=[], expenditure=[], closing=[]), Decimal(0))
    yield Sample(
        "今年没有、上年有",
        _validate(full, receipts=[], expenditure=[], closing=[]),
        None,
        of_unit=True,
    )
    blank = {name: value for name, value in full.items() if name not in _TYPED_BESIDE}
    yield Sample("只有台账，别的都没填", Disclosure.model_validate(blank), None)
    simple = [_line(kind, Fund.GENERAL_PUBLIC_BUDGET, Category.BASIC, "30101")]
    small = _draft(pack, kind, year, short=True) | {"expenditure": simple, "closing": []}
    small["item_reasons"] = {"2010301": "追加预算"} if kind is Kind.FINAL_ACCOUNT else {}
    small["receipts"] = [{"amount": "1234567.89", "fund": Fund.GENERAL_PUBLIC_BUDGET.value}]
    if kind is Kind.FINAL_ACCOUNT:
        small["receipts"][0]["function"] = "2010301"
    yield Sample("只有一个单位、一笔基本支出", Disclosure.model_validate(small))
    yield Sample("项目没有绩效指标", _validate(full, projects=[]))
    carried = [line | {"carried_over": True} for line in full["expenditure"]]
    yield Sample("支出都用上年结转", _validate(full, expenditure=carried))
    yield Sample("名称很长", _validate(full, department=_department(LONG)))
    if kind is Kind.FINAL_ACCOUNT:
        over = [_budgeted(line, "1", "1") for line in full["expenditure"]]
        yield Sample("决算大于预算", _validate(full, expenditure=over))
        even = [_budgeted(line, line["amount"], line["amount"]) for line in full["expenditure"]]
        yield Sample("决算等于预算", _validate(full, expenditure=even))


_TYPED_BESIDE = frozenset(
    {"procurement", "assets", "transfers", "three_public", "item_reasons", "projects"}
)
"""What an input may give beside its ledger and a document may need."""


def _validate(draft: Mapping[str, Any], **changes: Any) -> Disclosure:
    return Disclosure.model_validate({**draft, **changes})


def with_prior(sample: Sample, amounts: Mapping[str, Decimal]) -> Sample:
    """The sample with last year's figures and a reason for each."""
    if sample.prior is None:
        return sample
    figures = {name: amount * sample.prior for name, amount in amounts.items()}
    reasons = dict.fromkeys(amounts, "业务量变化") if sample.reasons else {}
    prior = sample.disclosure.prior_year.model_copy(update={"figures": figures})
    changes = {"prior_year": prior, "reasons": reasons}
    return replace(sample, disclosure=sample.disclosure.model_copy(update=changes))


def _department(name: str) -> dict[str, str]:
    return {"code": "101", "name": name}


def _budgeted(line: Mapping[str, Any], initial: str, adjusted: str) -> dict[str, Any]:
    return {**line, "initial_budget": initial, "adjusted_budget": adjusted}


def _line(
    kind: Kind, fund: Fund, category: Category, economic: str, index: int = 0
) -> dict[str, Any]:
    amount = Decimal("10000.55") + 12345 * index
    line: dict[str, Any] = {
        "amount": str(amount),
        "fund": fund.value,
        "category": category.value,
        "function": _FUNCTIONS.get(fund, ("2010301", "2080505", "2101101")[index % 3]),
    }
    if category is Category.BASIC:
        line |= {"department_economic": economic, "government_economic": dict(_ECONOMIC)[economic]}
    elif category is not Category.REMITTANCE_TO_SUPERIOR:
        codes = {"department_economic": economic, "government_economic": dict(_ECONOMIC)[economic]}
        line |= codes | {"project": ("信息系统运行维护", "大厅运行")[index % 2]}
    if kind is Kind.FINAL_ACCOUNT:
        line |= {"initial_budget": str(amount + 5000), "adjusted_budget": str(amount + 1000)}
    if category in (Category.SPECIFIC_PURPOSE, Category.PROJECT) and index % 2:
        line["carried_over"] = True
    return line


def _draft(pack: str, kind: Kind, year: int, *, short: bool = False) -> dict[str, Any]:
    categories = _BUDGET_CATEGORIES if kind is Kind.BUDGET else _FINAL_CATEGORIES
    expenditure = [
        _line(kind, fund, category, economic, index)
        for fund in Fund
        for index, (economic, _) in enumerate(_ECONOMIC)
        for category in categories
        if category in _ANY_FUND or fund not in _APPROPRIATIONS
    ]
    receipts = [
        {"amount": str(1_000_000 + 111_111 * n), "fund": fund.value, "kind": nature.value}
        | ({"function": _FUNCTIONS.get(fund, "2010301")} if kind is Kind.FINAL_ACCOUNT else {})
        for n, fund in enumerate(Fund)
        for nature in (ReceiptKind.CURRENT, ReceiptKind.CARRIED_OVER)
    ]
    receipts.append(
        {"amount": "50000", "fund": Fund.INSTITUTIONAL_RECEIPTS.value, "kind": "使用非财政拨款结余"}
        | ({"function": "2010301"} if kind is Kind.FINAL_ACCOUNT else {})
    )
    units = [{"code": "101001", "name": "示范局"}]
    if not short:
        units += [{"code": f"10100{n}", "name": f"示范中心{n}"} for n in range(2, 6)]
        expenditure[-1]["unit"] = "101002"
    draft: dict[str, Any] = {
        "pack": pack,
        "kind": kind.value,
        "year": year,
        "published": f"{year + (kind is Kind.FINAL_ACCOUNT)}-03",
        "department": _department("示范市示范局"),
        "units": units,
        "receipts": receipts,
        "expenditure": expenditure,
        "closing": [{"amount": "30000", "fund": fund.value} for fund in Fund]
        + [{"amount": "100", "fund": Fund.OTHER_RECEIPTS.value, "kind": "结余分配"}],
    }
    return draft if short else draft | _words(kind)


def _words(kind: Kind) -> dict[str, Any]:
    """The parts beside the ledger, each filled."""
    indicator = [{"name": "办件数量", "value": "≥1000件"}]
    two = [*indicator, {"name": "办件时限", "value": "≤3天"}]
    words: dict[str, Any] = {
        "units_note": "本年增加一个单位。",
        "duties": {"basis": "三定方案", "items": ["贯彻方针政策", "承担政务服务"]},
        "organs": {"listed": [{"name": "办公室", "duties": "负责日常运转"}], "note": "另设党委。"},
        "projects": [
            {
                "name": "信息系统运行维护",
                "code": "P1",
                "texts": [{"title": "立项依据", "text": "信息化建设规划。"}],
                "output": two,
                "benefit": indicator,
            },
            {"name": "大厅运行", "code": "P2", "cost": indicator, "satisfaction": indicator},
        ],
        "performance": {
            "goal": "做好服务",
            "tasks": [{"name": "任务一", "content": "办好事"}],
            "indicators": [{"level1": "产出", "level2": "数量", "name": "件数", "value": "10"}],
            "evaluated_projects": ["大厅运行"],
            "key_projects": ["信息系统运行维护"],
        },
        "procurement": {"goods": "100000", "works": "200000", "services": "300000"},
        "assets": {
            "vehicles": _vehicles(kind),
            "general_equipment": 3,
            "special_equipment": 1,
        },
    }
    if kind is Kind.BUDGET:
        return words | {"transfers": {"count": 1, "note": "管理一项。"}}
    words["procurement"] |= {"small_and_medium": "300000", "small_and_micro": "100000"}
    words["three_public"] = dict.fromkeys(_OCCASIONS, "2") | {
        "foreign_reception": "1000",
        "foreign_visitors": "友好城市代表",
        "domestic_purpose": "上级检查",
    }
    codes = ("2010301", "2080505", "2101101", *_FUNCTIONS.values())
    return words | {"item_reasons": dict.fromkeys(codes, "追加预算"), "evaluation": _evaluation()}


def _vehicles(kind: Kind) -> dict[str, Any]:
    uses = parts_of_sum(Vehicles, "total", kind)
    return dict.fromkeys(uses, 1) | {"law_enforcement": 2, "other_description": "大巴"}


_OCCASIONS = [
    name for name, field in ThreePublicDetails.model_fields.items() if field.default is None
]


def _evaluation() -> dict[str, Any]:
    return {
        "month": "2026-03",
        "grade": "优",
        "execution": [
            {"source": "财政拨款", "initial_budget": "9", "adjusted_budget": "9", "executed": "9"}
        ],
        "execution_score": "9.5",
        "tasks": [{"name": "任务", "content": "内容", "result": "完成"}],
        "indicators": [
            {"level1": "产出", "level2": "数量", "name": "件", "points": "90", "score": "88"}
        ],
        "targeted_projects": 2,
        "projects": [
            {
                "name": "大厅运行",
                "initial_budget": "9",
                "executed": "9",
                "score": "95",
                "grade": "优",
            }
        ],
        "achievements": "完成较好。",
        "problems": "继续改进。",
        "department_evaluations": [
            {"score": "92.5", "grade": "优"},
            {"score": "81", "grade": "良"},
        ],
        "finance_evaluation": "未开展财政评价。",
    }
