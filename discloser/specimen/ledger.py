"""How a made-up ledger comes to balance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from discloser.model.values import Fund, Kind, ReceiptKind

Line = dict[str, Any]
_PAID_BY = {Kind.BUDGET: ("unit", "fund"), Kind.FINAL_ACCOUNT: ("unit", "function", "fund")}
"""What a receipt tells of the money that it brings."""
_CARRIED = (True, "是")


def receipts_for(
    expenditure: Iterable[Mapping[str, Any]],
    closing: Iterable[Mapping[str, Any]] = (),
    *,
    kind: Kind = Kind.BUDGET,
) -> list[Line]:
    """The receipts that pay for what is spent and left: this year's, and what was carried over.

    Lines are those of an input, amounts in 元. What a budget leaves is of last year's money: this
    year's is all planned for. A final account's receipts tell the functional item.
    """
    left = [{**line, "carried_over": kind is Kind.BUDGET} for line in closing]
    sums: dict[tuple[Any, ...], Decimal] = {}
    for line in (*expenditure, *left):
        carried = line.get("carried_over") in _CARRIED
        nature = ReceiptKind.CARRIED_OVER if carried else ReceiptKind.CURRENT
        paid = {"fund": Fund.GENERAL_PUBLIC_BUDGET.value, **line}
        key = (*(paid[name] for name in _PAID_BY[kind]), nature.value)
        sums[key] = sums.get(key, Decimal(0)) + Decimal(line["amount"])
    return [
        dict(zip((*_PAID_BY[kind], "kind"), key, strict=True)) | {"amount": str(amount)}
        for key, amount in sums.items()
    ]
