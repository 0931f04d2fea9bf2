"""How a made-up ledger comes to balance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from discloser.model.values import Fund, Kind, ReceiptKind

Line = dict[str, Any]
_PAID_BY = ("unit", "fund")
_PAID_BY_ITEM = ("unit", "function", "fund")
"""What a receipt tells of the money that it brings."""
_CARRIED = (True, "是")


def receipts_for(
    expenditure: Iterable[Mapping[str, Any]],
    closing: Iterable[Mapping[str, Any]] = (),
    *,
    kind: Kind = Kind.BUDGET,
    by_item: bool = False,
) -> list[Line]:
    """The receipts that pay for what is spent and left: this year's, and what was carried over.

    Lines are those of an input, amounts in 元. What a budget leaves is of last year's money: this
    year's is all planned for. A final account's receipts tell the functional item, and a budget's
    do ``by_item``, where what is left tells it too.
    """
    paid_by = _PAID_BY_ITEM if by_item or kind is Kind.FINAL_ACCOUNT else _PAID_BY
    left = [{**line, "carried_over": kind is Kind.BUDGET} for line in closing]
    sums: dict[tuple[Any, ...], Decimal] = {}
    for line in (*expenditure, *left):
        carried = line.get("carried_over") in _CARRIED
        nature = ReceiptKind.CARRIED_OVER if carried else ReceiptKind.CURRENT
        paid = {"fund": Fund.GENERAL_PUBLIC_BUDGET.value, **line}
        key = (*(paid[name] for name in paid_by), nature.value)
        sums[key] = sums.get(key, Decimal(0)) + Decimal(line["amount"])
    return [
        dict(zip((*paid_by, "kind"), key, strict=True)) | {"amount": str(amount)}
        for key, amount in sums.items()
    ]
