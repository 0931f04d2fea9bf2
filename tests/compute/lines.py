"""Small disclosures to compute with."""

from __future__ import annotations

from datetime import date
from typing import Any

from discloser.model.disclosure import Disclosure


def disclosure(
    receipts: list[dict[str, Any]] | None = None,
    expenditure: list[dict[str, Any]] | None = None,
    **others: Any,
) -> Disclosure:
    """A budget of two units with some lines; ``others`` are its other fields."""
    fields = {
        "pack": "province/base",
        "kind": "budget",
        "year": 2025,
        "published": date(2025, 3, 1),
        "department": {"code": "101", "name": "示范局"},
        "units": [{"code": "101001", "name": "示范局"}, {"name": "示范中心"}],
        "receipts": receipts or [],
        "expenditure": expenditure or [],
    }
    return Disclosure.model_validate(fields | others)


def spend(amount: str, function: str = "2010301", **others: Any) -> dict[str, Any]:
    """An expenditure line: basic wages unless ``others`` say more."""
    wages = {"department_economic": "30101", "government_economic": "50101"}
    line = {"amount": amount, "function": function, "category": "基本支出"} | wages
    return line | others
