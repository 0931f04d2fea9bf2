"""Which choices of a ledger line a pack's tables have a row and a column for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from discloser.compose.coverage import NOT_SHOWN
from discloser.compose.document import compose
from discloser.compute.figures import compute
from discloser.location import SourceMap
from discloser.model.values import Category, ClosingKind, Fund, Kind, ReceiptKind
from discloser.pack.pack import Pack

Offers = Mapping[tuple[str, str], tuple[str, ...]]
"""The values of a book's field, by the book's and the field's name."""
_FUNCTIONS = {Fund.GOVERNMENT_FUND: "2120801", Fund.STATE_CAPITAL_OPERATIONS: "2230105"}
_BASIC = {"department_economic": "30101", "government_economic": "50101"}
_PROJECT = {"department_economic": "30227", "government_economic": "50205", "project": "某项目"}
_ANY_FUND = frozenset(
    {Category.BASIC, Category.OTHER_OPERATION, Category.SPECIFIC_PURPOSE, Category.PROJECT}
)


def offers_of(pack: Pack) -> Offers:
    """What the drop-downs of the ledger sheets offer for a pack.

    One line of each value is composed; a value whose line is in no row of a table (C010) is not
    offered.
    """
    lines: dict[tuple[str, str], dict[Any, dict[str, Any]]] = {
        ("expenditure", "category"): {each: _spent(category=each) for each in Category},
        ("expenditure", "fund"): {each: _spent(fund=each) for each in Fund},
        ("receipts", "fund"): {each: _received(pack.kind, fund=each) for each in Fund},
        ("receipts", "kind"): {each: _received(pack.kind, kind=each) for each in ReceiptKind},
        ("closing", "fund"): {each: _left(fund=each) for each in Fund},
        ("closing", "kind"): {each: _left(kind=each) for each in ClosingKind},
    }
    books: dict[str, list[tuple[tuple[str, str], str, dict[str, Any]]]] = {}
    for (book, field), by_value in lines.items():
        for value, line in by_value.items():
            books.setdefault(book, []).append(((book, field), value.value, line))
    unplaced = _unplaced(pack, {b: [line for *_, line in listed] for b, listed in books.items()})
    return {
        key: tuple(
            value
            for index, (each, value, _) in enumerate(books[key[0]])
            if each == key and (key[0], index) not in unplaced
        )
        for key in lines
    }


def _unplaced(pack: Pack, books: Mapping[str, list[dict[str, Any]]]) -> set[tuple[Any, ...]]:
    """The lines that some table has no row or column for."""
    disclosure = pack.lenient_form.model_validate(
        {
            "pack": pack.name,
            "kind": pack.kind.value,
            "year": pack.year,
            "published": f"{pack.year}-03",
            "department": {"code": "1", "name": "某部门"},
            "units": [{"code": "101", "name": "某单位"}],
            **books,
        }
    )
    _, findings = compose(compute(disclosure, pack.measures), pack, SourceMap(""))
    missing = (finding for finding in findings if finding.code == NOT_SHOWN.code)
    return {place.path for finding in missing for place in finding.locations}


def _spent(
    category: Category = Category.BASIC, fund: Fund = Fund.GENERAL_PUBLIC_BUDGET
) -> dict[str, Any]:
    if category not in _ANY_FUND:
        fund = Fund.OTHER_RECEIPTS
    codes = _BASIC if category is Category.BASIC else _PROJECT
    return _line(fund) | codes | {"category": category.value}


def _received(
    kind_of: Kind, fund: Fund = Fund.GENERAL_PUBLIC_BUDGET, kind: ReceiptKind = ReceiptKind.CURRENT
) -> dict[str, Any]:
    if kind is ReceiptKind.SURPLUS_USED:
        fund = Fund.INSTITUTIONAL_RECEIPTS
    line = _line(fund) | {"kind": kind.value}
    if kind_of is Kind.BUDGET:
        del line["function"]
    return line


def _left(
    fund: Fund = Fund.GENERAL_PUBLIC_BUDGET, kind: ClosingKind = ClosingKind.CARRIED_FORWARD
) -> dict[str, Any]:
    if kind is ClosingKind.DISTRIBUTION:
        fund = Fund.OTHER_RECEIPTS
    line = _line(fund) | {"kind": kind.value}
    del line["function"]
    return line


def _line(fund: Fund) -> dict[str, Any]:
    function = _FUNCTIONS.get(fund, "2010301")
    return {"amount": Decimal(1), "fund": fund.value, "function": function}
