"""The ledger that the margins of published tables give: its lines with all their amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from discloser.compute.ledger import Column, Side
from discloser.importing.marginals.candidates import Candidate, Filled, candidates, candidates_like
from discloser.importing.marginals.fill import count_missed, fill
from discloser.importing.marginals.likely import Likely
from discloser.importing.marginals.masks import Masks
from discloser.importing.marginals.printed import Margin, Margins
from discloser.model.values import UnitNature


@dataclass(frozen=True)
class FilledLine:
    """A line with its amounts in 万元, and the margins that tell most of it."""

    side: str
    values: Mapping[str, str]
    amounts: dict[Column, Decimal] = field(default_factory=dict)
    told_by: tuple[Margin, ...] = ()


def likely_ledger(margins: Sequence[Margins], likely: Likely) -> tuple[list[FilledLine], Likely]:
    """The lines of :func:`filled_ledger` by the natures of units that printed amounts fit best."""
    by_nature = [m for own in margins for m in own.margins.values() if m.is_by_nature]
    if not by_nature:
        return filled_ledger(margins, likely), likely
    units = Masks(Side.EXPENDITURE, [key for own in margins for key in own.margins]).units or ("",)
    tries: list[tuple[int, list[FilledLine], Likely]] = []
    for others in (UnitNature.INSTITUTION, UnitNature.ADMINISTRATIVE):
        natures = dict.fromkeys(units, others.value)
        natures[units[0]] = UnitNature.ADMINISTRATIVE.value
        chosen = replace(likely, unit_natures=natures)
        lines = filled_ledger(margins, chosen)
        tries.append((_missed_by_nature(margins, lines), lines, chosen))
        if not tries[-1][0] or len(units) == 1:
            break
    missed, lines, chosen = min(tries, key=lambda each: each[0])
    return lines, likely if missed else chosen


def _missed_by_nature(margins: Sequence[Margins], lines: Sequence[FilledLine]) -> int:
    missed = 0
    for own in margins:
        amounts = sums(own, of_column(lines, own.column))
        for margin, amount in zip(own.margins.values(), amounts, strict=True):
            missed += margin.is_by_nature and not margin.printed.stands_for(amount)
    return missed


def filled_ledger(margins: Sequence[Margins], likely: Likely) -> list[FilledLine]:
    """The lines that give every printed number of every column of amounts again.

    The lines' own amounts come first; what is printed of another one (年初预算数) is put to them.
    """
    found: dict[tuple[object, ...], FilledLine] = {}
    lines: list[Filled] = []
    for own in margins:
        filled = _filled_like(own, lines, likely) if lines else _filled(own, likely)
        lines = lines or filled
        narrow = _Narrow(own, filled)
        for each in filled:
            line = each.line
            key = (line.side, *line.values.items())
            new = FilledLine(line.side, line.values, {}, narrow.telling(line))
            found.setdefault(key, new).amounts[own.column] = each.amount
    return _in_print_order(list(found.values()), margins)


def _filled_like(margins: Margins, lines: Sequence[Filled], likely: Likely) -> list[Filled]:
    return fill(margins, candidates_like(margins, lines, likely), likely.kind)


def _filled(margins: Margins, likely: Likely) -> list[Filled]:
    """Lines with amounts; where they do not give a number again, small ones may be among them.

    Amounts below half a printed digit stand as 0.00 in their own rows, and yet may add up to more.
    """
    filled = fill(margins, candidates(margins, likely), likely.kind)
    if not count_missed(margins, filled):
        return filled
    with_small = fill(margins, candidates(margins, likely, small=True), likely.kind)
    return filled if count_missed(margins, with_small) else with_small


class _Narrow:
    """Which margins tell most of a line: those that fewest lines are part of."""

    def __init__(self, margins: Margins, filled: Iterable[Filled]) -> None:
        self._margins = list(margins.margins.values())
        self._sizes = [0] * len(self._margins)
        for each in filled:
            for number in each.line.margins:
                self._sizes[number] += 1

    def telling(self, line: Candidate) -> tuple[Margin, ...]:
        """The narrowest margin of each table, the narrowest first."""
        found: dict[str, Margin] = {}
        for number in sorted(line.margins, key=lambda number: self._sizes[number]):
            margin = self._margins[number]
            if not margin.facts:
                continue
            found.setdefault(margin.facts[0].sheet.caption, margin)
        return tuple(found.values())


def _in_print_order(lines: list[FilledLine], margins: Sequence[Margins]) -> list[FilledLine]:
    """The lines in the order in which tables list what they are made of."""
    places: dict[tuple[str, str], int] = {}
    for own in margins:
        for side in Side:
            masks = Masks(side, list(own.margins))
            for name in ("unit", "function", "project", "economic"):
                for value in masks.values(name):
                    places.setdefault((name, value), len(places))
    last = len(places)

    def place(line: FilledLine) -> tuple[int, ...]:
        names = ("unit", "function", "project", "economic")
        return (
            list(Side).index(Side(line.side)),
            *(places.get((name, line.values.get(name, "")), last) for name in names),
        )

    return sorted(lines, key=place)


Entry = tuple[str, Mapping[str, str], Decimal]
"""A line: its book, its dimensions, its amount in 万元."""


def sums(margins: Margins, lines: Iterable[Entry]) -> list[Decimal]:
    """What lines give for each margin, in its order."""
    keys = list(margins.margins)
    masks = {side: Masks(side, keys) for side in Side}
    found = [Decimal()] * len(keys)
    for side, values, amount in lines:
        own = masks[Side(side)]
        bits = own.all
        for name, value in values.items():
            bits &= own.passing(name, value)
        for number in own.margins(bits):
            found[number] += amount
    return found


def of_column(lines: Iterable[FilledLine], column: Column) -> Iterator[Entry]:
    """Lines as :func:`sums` takes them."""
    for line in lines:
        if column in line.amounts:
            yield line.side, line.values, line.amounts[column]
