"""Make sure that no amount vanishes between the ledger and a table, and none counts twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from discloser.compute.ledger import COMPARING, Column, Entry, Ledger
from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location
from discloser.model.supplement import Book, Declared, ValueType

NOT_SHOWN = Rule(
    "C010",
    "表格列不下的金额",
    "《{table}》没有能列示这笔{kind}的行或栏：{what}，共 {amount}。",
    "请核对科目、资金来源和支出性质；确实要列示的，请模板维护人员在表格里加上相应的行或栏。",
)
SHOWN_TWICE = Rule(
    "C011",
    "表格重复计算的金额",
    "《{table}》把这笔{kind}算了 {times} 次：{what}，共 {amount}。",
    "请模板维护人员检查表格各行各栏的筛选条件，不能互相重叠。",
)
_SHOWN_DIMENSIONS = ("function_class", "category", "fund", "kind", "carried_over", "economic_class")


class Coverage:
    """Counts how often each entry is shown in counting rows and columns of a panel.

    Of a declared table, ``book``, every number that the panel prints is counted for itself.
    """

    def __init__(self, book: Book | None = None) -> None:
        self._book = book
        self._shown: Counter[tuple[FieldPath, str]] = Counter()

    def add(self, entries: Iterable[Entry], column: str) -> None:
        """Note that a cell shows ``column`` of ``entries``."""
        self._shown.update((entry.path, self._named(column)) for entry in entries)

    def findings(
        self,
        expected: Ledger,
        columns: Iterable[str],
        table: str,
        locate: Callable[[FieldPath], Location],
        spec: Location,
    ) -> list[Finding]:
        """Compare with the entries whose ``columns`` must each be shown once.

        The last place of a finding is the table's ``spec``, where it says what it must show.
        """
        wrong: dict[tuple[int, str, str], list[Entry]] = {}
        for column in dict.fromkeys(map(self._named, columns)):
            for entry in expected:
                times = self._shown[entry.path, column]
                if times != 1 and self._has(entry, column):
                    key = (times, self._describe(entry), column)
                    wrong.setdefault(key, []).append(entry)
        return [
            (SHOWN_TWICE if times else NOT_SHOWN).at(
                *(locate(entry.path) for entry in entries),
                spec,
                table=table,
                what=what,
                times=times,
                kind=self._kind(column),
                amount=self._amount(entries, column),
            )
            for (times, what, column), entries in wrong.items()
        ]

    def _named(self, column: str) -> str:
        """A column of a declared table by its own name; of the ledger's, any stands for all."""
        if self._book is None:
            return Column.AMOUNT
        return self._book.main if column == Column.AMOUNT else column

    def _has(self, entry: Entry, column: str) -> bool:
        amounts = entry.amounts
        return any(amounts.values()) if self._book is None else bool(amounts.get(column))

    def _kind(self, column: str) -> str:
        return "金额" if self._book is None else self._declared(self._book, column)[0]

    def _amount(self, entries: list[Entry], column: str) -> str:
        lines = Ledger(tuple(entries))
        total = lines.total(column) if self._book is not None else lines.of_both_years
        told = self._declared(self._book, column)[1] if self._book is not None else None
        is_money = told is None or told.type is ValueType.AMOUNT
        return f"{total:,f} {'元' if is_money or told is None else told.unit}".strip()

    @staticmethod
    def _declared(book: Book, column: str) -> tuple[str, Declared]:
        """What is declared of a column; last year's amounts are those of the main one."""
        return book.columns[book.main if column in COMPARING else column]

    def _describe(self, entry: Entry) -> str:
        if self._book is None:
            return _describe(entry)
        own = (entry.dimensions.get(name, "") for name in self._book.columns)
        return " ".join(filter(None, (entry.dimensions.get("unit", ""), *own)))


def _describe(entry: Entry) -> str:
    names = {"carried_over": {"是": "上年结转", "否": ""}}
    words = ["上年"] if entry.is_last_years else []
    words += [
        names.get(dimension, {}).get(value, value)
        for dimension in _SHOWN_DIMENSIONS
        if (value := entry.dimensions.get(dimension))
    ]
    return " ".join(filter(None, words))
