"""The lines that there may be by the margins that are printed: what no table excludes.

A line is left out where a table prints nothing for it, or lists all parts of a total and the line
is in none of them. Of lines that no table tells apart the most usual one is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from discloser.check.reader.meaning import Key
from discloser.compute.ledger import Side
from discloser.importing.marginals.likely import Likely
from discloser.importing.marginals.masks import Masks
from discloser.importing.marginals.printed import NATURE, Margins
from discloser.model.values import Category, ReceiptKind

Value = tuple[str, ...]
"""Values of one dimension, or of several that go together."""
ITEMS = ("economic", "government")
_DIMENSIONS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    Side.RECEIPTS: (("fund",), ("kind",), ("unit", NATURE), ("function",)),
    Side.CLOSING: (("fund",), ("kind",), ("unit", NATURE), ("function",)),
    Side.EXPENDITURE: (
        ("fund",),
        ("carried_over",),
        ("unit", NATURE),
        ("function",),
        ("category", "project"),
        ITEMS,
    ),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that there may be: its book, its dimensions, the margins that it is part of.

    ``cost`` is the higher the less usual it is.
    """

    side: str
    values: Mapping[str, str]
    margins: tuple[int, ...]
    cost: float
    near: Decimal = Decimal(0)
    """The amount in 万元 that it would have as well as any."""

    @property
    def is_carried(self) -> bool:
        """Whether it is of money that was carried over."""
        if self.side == Side.RECEIPTS:
            return self.values["kind"] == ReceiptKind.CARRIED_OVER
        return self.values.get("carried_over") == "是"

    @property
    def unit_and_fund(self) -> tuple[str, str]:
        """Whose and which money it is."""
        return self.values["unit"], self.values["fund"]


@dataclass(frozen=True, slots=True)
class Filled:
    """A line with its amount in 万元."""

    line: Candidate
    amount: Decimal


@dataclass(frozen=True, slots=True)
class _Excluded:
    """What excludes lines once some dimensions are known: parts that print nothing, wholes."""

    nothing: int
    wholes: tuple[tuple[int, int], ...]

    def excludes(self, bits: int) -> bool:
        if bits & self.nothing:
            return True
        return any(bits & whole and not bits & parts for whole, parts in self.wholes)


def candidates(margins: Margins, likely: Likely, *, small: bool = False) -> list[Candidate]:
    """The lines of all books that there may be.

    With ``small``, there may be some where a table prints a number that is rounded to zero.
    """
    keys = list(margins.margins)
    found: list[Candidate] = []
    for side in Side:
        if any(book == side for key in keys for book, _ in key.books):
            found += _of_side(side, keys, margins, likely, small=small)
    return found


def _of_side(
    side: str, keys: Sequence[Key], margins: Margins, likely: Likely, *, small: bool
) -> Iterable[Candidate]:
    masks = Masks(side, keys)
    known: list[tuple[dict[str, str], int]] = [({}, masks.all)]
    named: tuple[str, ...] = ()
    for group in _DIMENSIONS[side]:
        excluded = _excluded(masks, margins, named, group, small=small)
        named += group
        choices = [
            (dict(zip(group, value, strict=True)), _passing(masks, group, value))
            for value in likely.values(side, group, masks)
        ]
        known = [
            (values | chosen, both)
            for values, bits in known
            for chosen, passing in choices
            if not excluded.excludes(both := bits & passing)
        ]
        if "category" in group:
            known = _usual_natures(known, likely)
    return _told_apart(side, known, masks, likely)


def candidates_like(margins: Margins, lines: Iterable[Filled], likely: Likely) -> list[Candidate]:
    """Lines that have an amount already, and the same with other economic items that margins name.

    Of another amount than the lines' own few things are printed; it is put to lines that there are,
    and is the lines' own where nothing else is told of it.
    """
    keys = list(margins.margins)
    masks = {side: Masks(side, keys) for side in Side}
    found: dict[tuple[object, ...], Candidate] = {}
    for each in lines:
        line, own = each.line, masks[Side(each.line.side)]
        for change, cost in _changes(line, own, likely):
            values = {**line.values, **change}
            bits = own.all
            for name, value in values.items():
                bits &= own.passing(name, value)
            if bits and not _excluded(own, margins, (), tuple(values)).excludes(bits):
                near = each.amount if not change else Decimal(0)
                new = Candidate(line.side, values, own.margins(bits), cost, near)
                told = (line.side, bits, *line.unit_and_fund, bool(near), *values.values())
                if told not in found or cost < found[told].cost:
                    found[told] = new
    return list(found.values())


def _changes(
    line: Candidate, masks: Masks, likely: Likely
) -> Iterator[tuple[dict[str, str], float]]:
    yield {}, 0.0
    if line.side == Side.EXPENDITURE:
        for items in likely.values(line.side, ITEMS, masks):
            change = dict(zip(ITEMS, items, strict=True))
            if change.items() - line.values.items():
                yield change, 1.0


def _passing(masks: Masks, group: Sequence[str], value: Value) -> int:
    bits = masks.all
    for dimension, each in zip(group, value, strict=True):
        bits &= masks.passing(dimension, each)
    return bits


def _excluded(
    masks: Masks,
    margins: Margins,
    before: Sequence[str],
    group: Sequence[str],
    *,
    small: bool = False,
) -> _Excluded:
    """What excludes lines when a group of dimensions becomes known behind others."""
    told, known = masks.told_by((*before, *group)), masks.told_by(before)
    touched = (told & ~known) | masks.naming(group)
    nothing = masks.of_any(
        key
        for key, m in margins.margins.items()
        if m.is_certain and not m.printed.value and not (small and m.printed.slack)
    )
    wholes = ((masks.of(whole.key) & told, masks.of_any(whole.parts)) for whole in margins.wholes)
    chosen = dict.fromkeys((w, p) for w, p in wholes if w and (w | p) & touched)
    return _Excluded(nothing & told, tuple(chosen))


def _told_apart(
    side: str, known: Iterable[tuple[dict[str, str], int]], masks: Masks, likely: Likely
) -> Iterator[Candidate]:
    """Of lines that are part of the same margins, the most usual one."""
    best: dict[tuple[object, ...], tuple[float, dict[str, str], int]] = {}
    for values, bits in known:
        cost = likely.cost(side, values)
        told = (bits, *(values.get(name) for name in _BALANCED))
        if told not in best or cost < best[told][0]:
            best[told] = cost, values, bits
    for cost, values, bits in best.values():
        yield Candidate(side, values, masks.margins(bits), cost)


_BALANCED = ("unit", "fund", "kind", "carried_over")
"""What lines are told apart by though no table may print it: receipts and expenditure balance."""


def _usual_natures(
    known: Iterable[tuple[dict[str, str], int]], likely: Likely
) -> list[tuple[dict[str, str], int]]:
    """Of projects that are part of the same margins, those of the most usual nature and name."""
    best: dict[tuple[object, ...], tuple[float, dict[str, str], int]] = {}
    for values, bits in known:
        basic = values["category"] == Category.BASIC
        cost = likely.cost_of_nature(values)
        told = (bits, basic, values["function"], *(values[name] for name in _OF_EXPENDITURE))
        if told not in best or cost < best[told][0]:
            best[told] = cost, values, bits
    return [(values, bits) for _, values, bits in best.values()]


_OF_EXPENDITURE = ("unit", "fund", "carried_over")
