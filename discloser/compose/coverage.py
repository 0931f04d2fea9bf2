"""Make sure that no amount vanishes between the ledger and a table, and none counts twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal

from discloser.compute.ledger import Entry, Ledger
from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location

NOT_SHOWN = Rule(
    "C010",
    "表格列不下的金额",
    "《{table}》没有能列示这笔金额的行或栏：{what}，共 {amount} 元。",
    "请核对科目、资金来源和支出性质；确实要列示的，请模板维护人员在表格里加上相应的行或栏。",
)
SHOWN_TWICE = Rule(
    "C011",
    "表格重复计算的金额",
    "《{table}》把这笔金额算了 {times} 次：{what}，共 {amount} 元。",
    "请模板维护人员检查表格各行各栏的筛选条件，不能互相重叠。",
)
_SHOWN_DIMENSIONS = ("function_class", "category", "fund", "kind", "carried_over", "economic_class")


class Coverage:
    """Counts how often each entry is shown in counting rows and columns of a panel."""

    def __init__(self) -> None:
        self._shown: Counter[FieldPath] = Counter()

    def add(self, entries: Iterable[Entry]) -> None:
        """Note that a cell shows ``entries``."""
        self._shown.update(entry.path for entry in entries)

    def findings(
        self, expected: Ledger, table: str, locate: Callable[[FieldPath], Location]
    ) -> list[Finding]:
        """Compare with the entries that must each be shown once."""
        wrong: dict[tuple[int, str], list[Entry]] = {}
        for entry in expected:
            times = self._shown[entry.path]
            if times != 1 and any(entry.amounts.values()):
                wrong.setdefault((times, _describe(entry)), []).append(entry)
        return [
            (SHOWN_TWICE if times else NOT_SHOWN).at(
                *(locate(entry.path) for entry in entries),
                table=table,
                what=what,
                times=times,
                amount=f"{_total(entries):,f}",
            )
            for (times, what), entries in wrong.items()
        ]


def _describe(entry: Entry) -> str:
    names = {"carried_over": {"是": "上年结转", "否": ""}}
    words = [
        names.get(dimension, {}).get(value, value)
        for dimension in _SHOWN_DIMENSIONS
        if (value := entry.dimensions.get(dimension))
    ]
    return " ".join(filter(None, words))


def _total(entries: list[Entry]) -> Decimal:
    return Ledger(tuple(entries)).total()
