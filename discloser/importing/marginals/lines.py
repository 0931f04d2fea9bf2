"""The ledger of published tables as lines of an import, each with how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from discloser.compute.ledger import Column, Side
from discloser.importing.lines import Line
from discloser.importing.marginals.ledger import FilledLine
from discloser.importing.marginals.printed import place_in
from discloser.location import Location
from discloser.model.values import ReceiptKind
from discloser.money import MoneyUnit

_FIELDS = {
    "fund": "fund",
    "kind": "kind",
    "function": "function",
    "category": "category",
    "project": "project",
    "economic": "department_economic",
    "government": "government_economic",
    "carried_over": "carried_over",
}
"""The fields of lines by the dimensions of margins."""
_CARRIED = ReceiptKind.CARRIED_OVER.value
_WAN = 10_000
_TABLES = 3
"""How many tables a remark names."""
_NAMES = {
    Column.AMOUNT: "amount",
    Column.INITIAL_BUDGET: "initial_budget",
    Column.ADJUSTED_BUDGET: "adjusted_budget",
}


@dataclass(frozen=True, slots=True)
class Units:
    """The units that tables name: the key of each with its name; the department's own code."""

    named: Mapping[str, str]
    department: tuple[str, str] = ("", "")

    def of(self, key: str) -> tuple[str, str]:
        """The code and the name of a line's unit."""
        return (key, self.named.get(key, "")) if key else self.department


def lines_of_margins(lines: Iterable[FilledLine], units: Units, file: str) -> Iterator[Line]:
    """Each line in the model's fields, its amounts in 元; each says which tables it follows."""
    for line in lines:
        unit = units.of(line.values["unit"])
        held = {name: line.values[own] for own, name in _FIELDS.items() if line.values.get(own)}
        if line.values["unit"]:
            held["unit"] = line.values["unit"]
        for column, amount in line.amounts.items():
            held[_NAMES[column]] = _yuan(amount)
        held.setdefault("amount", "0")
        place = _place(line, file)
        places = dict.fromkeys(held, place)
        yield Line(
            line.side,
            held,
            places,
            {"amount": _how(line)},
            line.amounts.get(Column.AMOUNT, Decimal()) * _WAN,
            0,
            unit=unit,
        )


def lines_of_draft(draft: Mapping[str, Any]) -> Iterator[FilledLine]:
    """The lines of a draft as the margins of tables take them; what is no amount is not."""
    unit = MoneyUnit(draft.get("money_unit") or MoneyUnit.YUAN)
    for side in Side:
        for line in draft.get(side.value) or []:
            values = {own: str(line.get(name) or "") for own, name in _FIELDS.items()}
            values["unit"] = str(line.get("unit") or "")
            is_carried = "是" in values["carried_over"] or values["kind"] == _CARRIED
            values["carried_over"] = "是" if is_carried else "否"
            amounts = {}
            for column, name in _NAMES.items():
                try:
                    amounts[column] = Decimal(line[name]) * unit.yuan / _WAN
                except (KeyError, ArithmeticError):
                    continue
            yield FilledLine(side.value, values, amounts)


def _place(line: FilledLine, file: str) -> Location:
    if not line.told_by:
        return Location(file)
    fact = line.told_by[0].facts[0]
    return place_in(file, fact)


def _how(line: FilledLine) -> str:
    if not line.told_by:
        return "公开表没有印这一笔，按收支平衡推定"
    captions = [f"“{margin.facts[0].sheet.caption}”" for margin in line.told_by[:_TABLES]]
    return f"按公开表的合计分摊（{'、'.join(captions)}），不一定是原来的明细"


def _yuan(wan: Decimal) -> str:
    return format((wan * _WAN).normalize() or Decimal(), "f")
