"""Measures of the ledger and conditions over them as live formulas of the entry workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from discloser.compose.needs.condition import Atom, Condition, Every, Not, Some
from discloser.compute.ledger import Side, Where
from discloser.compute.measure import Selection
from discloser.entry.sheets import Placed
from discloser.model.ledger import ClosingLine, ExpenditureLine, ReceiptLine
from discloser.model.values import Fund, ReceiptKind

_LINES = {
    Side.RECEIPTS: ReceiptLine,
    Side.EXPENDITURE: ExpenditureLine,
    Side.CLOSING: ClosingLine,
}
_GROUPS: Mapping[str, tuple[Fund, ...]] = {
    "财政拨款": (Fund.GENERAL_PUBLIC_BUDGET, Fund.GOVERNMENT_FUND, Fund.STATE_CAPITAL_OPERATIONS),
    "财政专户管理资金": (Fund.FISCAL_SPECIAL_ACCOUNT,),
}
_DIGITS = {"class": 3, "group": 5, "item": 7}
_ECONOMIC_DIGITS = {"class": 3, "item": 5}


def total(selection: Selection, amount: str, sheets: Mapping[str, Placed]) -> str:
    """The sum of one column of the selected lines; a zero where the sheets lack what it needs."""
    parts = []
    for side, where in selection.parts:
        placed = sheets.get(str(side))
        if placed is None or not placed.has(amount):
            continue
        tests = [_test(placed, sheets, condition) for condition in where.conditions]
        chosen = "*".join([*filter(None, tests), "1"])
        parts.append(
            f"SUMPRODUCT(({chosen})*ISNUMBER({placed.range(amount)}),{placed.range(amount)})"
        )
    return "+".join(parts) or "0"


def narrowed(selection: Selection, dimension: str, value: str) -> Selection:
    """The part of a selection with one value of a dimension."""
    sides = tuple((side, Where.of({dimension: value})) for side in Side)
    return selection & Selection(sides)


def _test(
    placed: Placed, sheets: Mapping[str, Placed], condition: tuple[str, bool, frozenset[str]]
) -> str:
    dimension, wanted, values = condition
    found = "+".join(_matches(placed, sheets, dimension, value) for value in sorted(values))
    return f"(({found})>0)" if wanted else f"(({found})=0)"


def _matches(placed: Placed, sheets: Mapping[str, Placed], dimension: str, value: str) -> str:
    """Which rows of a ledger sheet have a value of a dimension, as an array of truths."""
    family, _, level = dimension.rpartition("_")
    match family, level:
        case "function", _:
            return _begins(placed, "function", _DIGITS[level], value)
        case (("economic" | "government"), _):
            name = "department_economic" if family == "economic" else "government_economic"
            return _begins(placed, name, _ECONOMIC_DIGITS[level], value)
        case "fund", "group":
            known = {fund for group in _GROUPS.values() for fund in group}
            funds = _GROUPS.get(value) or tuple(fund for fund in Fund if fund not in known)
            return "+".join(_equals(placed, "fund", fund.value) for fund in funds)
        case "unit", "nature":
            return _of_nature(placed, sheets["units"], value)
    if dimension == "carried_over" and not placed.has("carried_over"):
        carried = _equals(placed, "kind", ReceiptKind.CARRIED_OVER.value)
        return carried if value == "是" else f"(1-{carried})"
    return _equals(placed, dimension, value)


def _equals(placed: Placed, name: str, value: str) -> str:
    if not placed.has(name):
        return "0"
    cells = placed.range(name)
    column = placed.columns[placed.at(name)]
    default = f'+({cells}="")' if column.default == value else ""
    return f'(({cells}="{value}"){default})'


def _begins(placed: Placed, name: str, digits: int, value: str) -> str:
    if not placed.has(name):
        return "0"
    return f'(LEFT({placed.range(name)},{digits})="{value}")'


def _of_nature(placed: Placed, units: Placed, value: str) -> str:
    """Whether a row's unit has a nature; rows without a unit are of the first one."""
    if not placed.has("unit") or not units.has("nature"):
        return "0"
    cells, nature = placed.range("unit"), units.range("nature")
    named = [
        f'COUNTIFS({units.range(name)},{spelt},{nature},"{value}")'
        for name, spelt in (
            ("code", f'LEFT({cells},FIND(" ",{cells}&" ")-1)'),
            ("name", cells),
        )
    ]
    first = f"INDEX({nature},2)"
    return f'((({"+".join(named)})>0)+({cells}="")*({first}="{value}"))'


def multiplied(condition: Condition, atom: Callable[[Atom], str]) -> str:
    """A condition as a product of numbers, which may be arrays; ``atom`` writes 1 or 0."""
    match condition:
        case Atom():
            return atom(condition)
        case Not():
            return f"(1-{multiplied(condition.of, atom)})"
        case Every():
            return f"({'*'.join([*(multiplied(part, atom) for part in condition.of), '1'])})"
        case Some():
            return f"(({'+'.join([*(multiplied(part, atom) for part in condition.of), '0'])})>0)"


def written(condition: Condition, atom: Callable[[Atom], str]) -> str:
    """A condition as a formula; ``atom`` writes each of its facts."""
    match condition:
        case Atom():
            return atom(condition)
        case Not():
            return f"NOT({written(condition.of, atom)})"
        case Every() | Some():
            parts = [written(part, atom) for part in condition.of]
            word, empty = ("AND", "TRUE") if isinstance(condition, Every) else ("OR", "FALSE")
            return f"{word}({','.join(parts)})" if parts else empty
