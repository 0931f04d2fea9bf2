"""A made-up department's final account, made from its made-up budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from discloser.model.values import Category, ClosingKind, Fund, Kind
from discloser.specimen import department_words as words
from discloser.specimen.ledger import Line, receipts_for

_SPENT = ("0.86", "0.93", "0.97", "1", "1", "1.04")
"""What part of its initial budget a line spends."""
_LEFT = Decimal("0.02")
"""What part is left of an item of which something is left."""
_SHARE_KEPT = 0.1
_NOT_IN_PRINT = ("government_economic",)
_ITEM = ("unit", "function", "fund")
_OF_BUDGETS = frozenset({"performance", "reasons", "transfers"})
_ABROAD, _BOUGHT, _KEPT, _GUESTS = {"30212"}, {"30913", "31013"}, {"30231"}, {"30217"}
_OCCASIONS: dict[str, tuple[set[str], str]] = {
    "groups_abroad": (_ABROAD, "1"),
    "persons_abroad": (_ABROAD, "3"),
    "vehicles_bought": (_BOUGHT, "1"),
    "vehicles_kept": (_KEPT, "2"),
    "foreign_reception": (set(), "0"),
    "foreign_groups": (set(), "0"),
    "foreign_guests": (set(), "0"),
    "domestic_groups": (_GUESTS, "6"),
    "domestic_guests": (_GUESTS, "40"),
}
_OTHER_USES = (
    *("provincial_leaders", "principals", "confidential", "emergency"),
    *("special", "retired", "other"),
)


def as_final_account(random: Random, budget: Mapping[str, Any]) -> dict[str, Any]:
    """The final account of the year of ``budget``: each line spends more or less than planned.

    Of each functional item a fund receives what is spent, and a part that is left at the end.
    """
    expenditure = [_spent(random, line) for line in budget["expenditure"]]
    closing = [
        dict(zip(_ITEM, key, strict=True))
        | {"kind": ClosingKind.CARRIED_FORWARD.value, "amount": str(left)}
        for key, lines in _groups(expenditure).items()
        if random.random() < _SHARE_KEPT and (left := _whole(_total(lines) * _LEFT))
    ]
    different = {
        function
        for (_, function, _), lines in _groups(expenditure).items()
        if sum(int(line["amount"]) - int(line["initial_budget"]) for line in lines)
    }
    reasons = random.choice((words.REASONS_FOR_LESS, words.REASONS_FOR_MORE))
    return {
        **{name: value for name, value in budget.items() if name not in _OF_BUDGETS},
        "kind": Kind.FINAL_ACCOUNT.value,
        "units": [
            {name: value for name, value in unit.items() if name != "own"}
            for unit in budget["units"]
        ],
        "published": f"{int(budget['year']) + 1}-09",
        "receipts": receipts_for(expenditure, closing, kind=Kind.FINAL_ACCOUNT),
        "expenditure": expenditure,
        "closing": closing,
        "projects": [
            target | {"cost": words.cost(_project_amount(expenditure, target["name"]))}
            for target in budget["projects"]
        ],
        "item_reasons": dict.fromkeys(sorted(different), random.choice(reasons)),
        "procurement": budget["procurement"]
        | {"small_and_medium": budget["procurement"]["goods"], "small_and_micro": "0"},
        "assets": {
            "vehicles": dict.fromkeys(_OTHER_USES, "0")
            | {"law_enforcement": str(random.randrange(2, 5))},
            "special_equipment": "0",
        },
        "three_public": _occasions(expenditure),
    }


def _occasions(expenditure: list[Line]) -> dict[str, str]:
    """Counts that go with the money that was spent on each of the three public expenses."""
    spent = {line.get("department_economic") for line in expenditure if int(line["amount"])}
    return {name: number if spent & items else "0" for name, (items, number) in _OCCASIONS.items()}


def _spent(random: Random, line: Line) -> Line:
    budget = line["amount"]
    made = {name: value for name, value in line.items() if name not in _NOT_IN_PRINT}
    if line["category"] != Category.BASIC.value:
        made["category"] = Category.PROJECT.value
    amount = _whole(int(budget) * Decimal(random.choice(_SPENT)))
    return made | {"amount": str(amount), "initial_budget": budget, "adjusted_budget": str(amount)}


def _project_amount(lines: Iterable[Line], name: str) -> int:
    return sum(int(line["amount"]) for line in lines if line.get("project") == name)


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _groups(lines: Iterable[Line]) -> dict[tuple[str, str, str], list[Line]]:
    groups: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        fund = line.get("fund", Fund.GENERAL_PUBLIC_BUDGET.value)
        groups[line["unit"], line["function"], fund].append(line)
    return groups


def _total(lines: Iterable[Line]) -> int:
    return sum(int(line["amount"]) for line in lines)
