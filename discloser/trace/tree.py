"""Explanations as trees of lines, drawn with box characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from discloser.compute.arithmetic import Change, Direction
from discloser.location import FieldPath, Location
from discloser.money import yuan_text
from discloser.trace.explanation import Addend, Explanation, Prior, wan_text

_MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of a tree with the lines below it."""

    text: str
    branches: tuple[Branch, ...] = ()

    def lines(self) -> Iterator[str]:
        """The tree as text."""
        yield self.text
        yield from self._below("")

    def with_more(self, *branches: Branch) -> Branch:
        """The same line with more below it."""
        return Branch(self.text, (*self.branches, *branches))

    def _below(self, indent: str) -> Iterator[str]:
        for index, branch in enumerate(self.branches):
            last = index == len(self.branches) - 1
            yield f"{indent}{'└─ ' if last else '├─ '}{branch.text}"
            yield from branch._below(indent + ("   " if last else "│  "))


@dataclass(slots=True)
class Trees:
    """Draws explanations; lines of the input that were listed once are not listed again."""

    _listed: set[frozenset[FieldPath]] = field(default_factory=set)

    def of(self, explanation: Explanation) -> Branch:
        """An explanation with all that it is made of."""
        return Branch(explanation.title, tuple(self._below(explanation)))

    def _below(self, explanation: Explanation) -> Iterator[Branch]:
        printed, exact = explanation.printed, explanation.exact
        yield Branch(f"印作 {printed}" + (f"，精确 {exact}" if exact != printed else ""))
        if explanation.formula:
            yield Branch(explanation.formula)
        if explanation.definition:
            yield Branch(f"口径：{explanation.definition}")
        if explanation.source:
            yield Branch(f"口径出处：{explanation.source}")
        if explanation.prior is not None:
            yield Branch(_prior(explanation.prior))
        if explanation.parts:
            below = tuple(self.of(part) for part in explanation.parts)
            many = len(below) > 1
            yield Branch(f"由 {len(below)} 个口径相加" if many else "与另一个口径相同", below)
        elif explanation.addends or explanation.definition:
            yield self._addends(explanation.addends)

    def _addends(self, addends: Sequence[Addend]) -> Branch:
        """The amounts of the input that are added up, each with its place."""
        if not addends:
            return Branch("台账里没有这样的行")
        says = f"由输入的 {len(addends)} 处得来"
        key = frozenset(addend.path for addend in addends)
        if key in self._listed and len(addends) > 1:
            return Branch(f"{says}（上面已列出）")
        self._listed.add(key)
        shown = [Branch(addend_text(addend)) for addend in addends[:_MOST_LINES]]
        if len(addends) > _MOST_LINES:
            shown.append(Branch(f"……共 {len(addends)} 处"))
        return Branch(says, tuple(shown))


def addend_text(addend: Addend) -> str:
    """An amount of the input with its place and what it is."""
    amount = f"{yuan_text(addend.amount)} {addend.unit}".rstrip()
    return f"{place_text(addend.place)}  {amount}  {addend.says}"


def place_text(place: Location) -> str:
    """A place of the input, whose file is known: 支出!F37, or 第 52 行."""
    if place.sheet is not None:
        return f"{place.sheet}!{place.cell or ''}"
    return f"第 {place.line} 行" if place.line is not None else place.field


def _prior(prior: Prior) -> str:
    place = place_text(prior.place) if prior.place is not None else "上年输入文件"
    exact = f"精确 {yuan_text(prior.amount)} 元，{place}"
    return f"上年 {wan_text(prior.amount)} 万元，{exact}{_moved(prior.change)}"


def _moved(change: Change | None) -> str:
    if change is None:
        return ""
    word = "增加" if change.direction is Direction.INCREASE else "减少"
    rate = f"、{change.percent:.2f}%" if change.percent is not None else ""
    return f"；{word} {wan_text(change.difference)} 万元{rate}"
