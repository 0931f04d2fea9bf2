"""What several tables say of the same money: the one that tells most counts, and both must agree.

Two tables speak of the same money where some of their lines agree in all that both tell: an export
with projects beside the forms of an account, which name none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from discloser.entry.carried_lines import PROJECTS
from discloser.finding import Finding, Rule
from discloser.importing.lines import Line
from discloser.model.values import Category
from discloser.money import yuan_text

TWO_TABLES = Rule(
    "J010",
    "两张表说的不一样",
    "同一笔钱，一张表是 {here} 元，另一张表是 {there} 元{hint}；"
    "取了写得细的那张，一样细的取前一张。",
    "请查明哪个对，不对的不要再给；是两笔的，把它们放在一张表里。",
)
_HINT = "（相差正好一万倍，像是有一张的金额单位写错了）"
_AMOUNTS = frozenset({"amount", "initial_budget", "adjusted_budget"})
_CATEGORY, _UNIT = "category", "unit"
_WAN = 10_000
Values = Mapping[str, str]
_Key = tuple[str, ...]


def one_source_each(
    lines: Sequence[Line], read: Sequence[Values]
) -> tuple[list[bool], list[Finding]]:
    """Which lines count, and where two tables disagree; ``read`` are the lines' values as read."""
    taken = [True] * len(lines)
    findings: list[Finding] = []
    by_book: dict[str, dict[int, list[int]]] = {}
    for number, line in enumerate(lines):
        by_book.setdefault(line.book, {}).setdefault(line.source, []).append(number)
    for sources in by_book.values():
        order = sorted(sources, key=lambda each: (-len(_told(read, sources[each])), each))
        for finer, coarser in combinations(order, 2):
            two = _Two(lines, read, sources[finer], sources[coarser])
            findings += two.disagreements()
            for number in two.said_twice():
                taken[number] = False
    return taken, findings


def _told(read: Sequence[Values], numbers: Iterable[int]) -> set[str]:
    """The fields that a table tells of its lines."""
    return {
        name
        for number in numbers
        for name, value in read[number].items()
        if value not in ("", "否") and name not in _AMOUNTS
    }


class _Two:
    """Two tables of a book, the finer first, by what both tell."""

    def __init__(
        self, lines: Sequence[Line], read: Sequence[Values], finer: list[int], coarser: list[int]
    ) -> None:
        self._lines = lines
        both = sorted(_told(read, finer) & _told(read, coarser))
        natures = [{read[n].get(_CATEGORY, "") for n in each} for each in (finer, coarser)]
        self._is_coarse = any(Category.PROJECT.value in each for each in natures)
        self._shared: list[_Key] = []
        self._finer: dict[_Key, list[int]] = {}
        self._coarser: dict[_Key, list[int]] = {}
        self._hold(read, (finer, coarser), both)
        if not self._shared and self._may_be_of_all(read, finer, coarser):
            self._hold(read, (finer, coarser), [name for name in both if name != _UNIT])
            agreeing = sum(here == there for here, there in map(self._amounts, self._shared))
            if 2 * agreeing < len(self._shared):
                self._shared = []  # it is of another unit

    def _hold(
        self, read: Sequence[Values], numbers: tuple[list[int], list[int]], names: list[str]
    ) -> None:
        self._finer, self._coarser = (self._by_key(read, each, names) for each in numbers)
        self._shared = [key for key in self._coarser if key in self._finer]

    @staticmethod
    def _may_be_of_all(read: Sequence[Values], finer: list[int], coarser: list[int]) -> bool:
        """Whether the coarser table may be of a department whose units the finer one has."""
        units, whole = ({read[n].get(_UNIT, "") for n in each} for each in (finer, coarser))
        return len(units) > 1 == len(whole) and not units & whole and "" not in whole

    def _by_key(
        self, read: Sequence[Values], numbers: Iterable[int], names: list[str]
    ) -> dict[_Key, list[int]]:
        found: dict[_Key, list[int]] = {}
        for number in numbers:
            key = tuple(self._value(read[number], name) for name in names)
            found.setdefault(key, []).append(number)
        return found

    def _value(self, values: Values, name: str) -> str:
        value = values.get(name, "")
        if name == _CATEGORY and self._is_coarse and value in set(PROJECTS):
            return Category.PROJECT.value  # one table tells no more of its nature
        return "" if value == "否" else value

    def said_twice(self) -> Iterator[int]:
        """The lines of the coarser table whose money the finer one has."""
        return (number for key in self._shared for number in self._coarser[key])

    def disagreements(self) -> Iterator[Finding]:
        """Where the two say different amounts, at the first cell of each."""
        for key in self._shared:
            both = (self._finer[key], self._coarser[key])
            here, there = self._amounts(key)
            if here != there:
                hint = _HINT if _WAN in (_ratio(here, there), _ratio(there, here)) else ""
                words = {"here": yuan_text(here), "there": yuan_text(there), "hint": hint}
                places = (self._lines[each[0]].places["amount"] for each in both)
                yield TWO_TABLES.at(*places, figures=(), **words)

    def _amounts(self, key: _Key) -> tuple[Decimal, Decimal]:
        """What the two say of the same money, in 元."""
        finer = sum((self._yuan(n) for n in self._finer[key]), Decimal())
        return finer, sum((self._yuan(n) for n in self._coarser[key]), Decimal())

    def _yuan(self, number: int) -> Decimal:
        return self._lines[number].yuan or Decimal()


def _ratio(one: Decimal, other: Decimal) -> Decimal:
    return one / other if other else Decimal()
