"""What holds between measures by their definitions alone: sums, parts and balances.

No relation is written down. Each measure is a filter of the ledger, so that a few made-up lines,
one for each way in which the filters tell lines apart, say which measures add up to another and
which are parts of one. The same relations hold for this year's figures, for last year's and for
control figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from discloser.compute.ledger import (
    Entry,
    Index,
    Side,
    Where,
    economic_dimensions,
    function_dimensions,
    fund_dimensions,
    government_dimensions,
    receipt_dimensions,
)
from discloser.compute.measure import Selection
from discloser.model.values import Category, ClosingKind, Fund, ReceiptKind

Named = tuple[str, Selection]
_MOST_STEPS = 3_000
"""How far the search for the parts of one measure goes; real ones need a few dozen steps."""
_Dimensions = dict[str, str]
Test = tuple[str, frozenset[str]]
"""A dimension and the values that a filter looks for in it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Measures whose amounts together equal those of others, or are ``at_most`` those."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    at_most: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All measures of both sides."""
        return (*self.left, *self.right)


@dataclass(frozen=True, slots=True)
class Structure:
    """The lines that each measure takes, as bits, and those of each balance."""

    masks: Mapping[str, int]
    balances: tuple[tuple[int, int], ...]
    """Receipts, and what is spent and left, of all money and of each fund and group of funds."""
    plans: tuple[tuple[int, int], ...]
    """This year's receipts, and what a budget plans to spend of them."""

    def sums(self, known: Collection[str]) -> list[Relation]:
        """What measures of ``known`` are the sum of, or else not less than."""
        masks = self._of(known)
        found = [relation for name in masks for relation in _of_whole(name, masks)]
        return list(dict.fromkeys(found))

    def balanced(self, known: Collection[str], *, of_budget: bool) -> list[Relation]:
        """What holds between receipts and expenditure.

        ``of_budget``: of this year's receipts no more is planned to be spent, fund by fund; what
        a final account really spent may come from elsewhere.
        """
        masks = self._of(known)
        found = [
            Relation(spent[0], received[0], at_most)
            for pairs, at_most in ((self.balances, False), (self.plans if of_budget else (), True))
            for receipts, outlay in pairs
            if (received := _covers_by(receipts, masks)) and (spent := _covers_by(outlay, masks))
        ]
        return list(dict.fromkeys(found))

    def _of(self, known: Collection[str]) -> dict[str, int]:
        return {name: mask for name, mask in self.masks.items() if mask and name in known}


@lru_cache(maxsize=8)
def structure(measures: tuple[Named, ...]) -> Structure:
    """How some measures, all of a pack's, divide the lines of a ledger among them."""
    lines = tuple(_lines(measures))
    index = Index(lines)
    outlay = (Side.EXPENDITURE, Side.CLOSING)
    balances, plans = [], []
    for where in _scopes(lines):
        planned = where & Where.of({"carried_over": "否"})
        current = where & Where.of({"kind": ReceiptKind.CURRENT.value})
        balances.append(
            (index.of(_of_books((Side.RECEIPTS,), where)), index.of(_of_books(outlay, where)))
        )
        plans.append(
            (
                index.of(_of_books((Side.RECEIPTS,), current)),
                index.of(_of_books((Side.EXPENDITURE,), planned)),
            )
        )
    masks = {name: index.of(selection.parts) for name, selection in measures}
    return Structure(masks, tuple(balances), tuple(plans))


def _of_books(sides: Iterable[Side], where: Where) -> tuple[tuple[Side, Where], ...]:
    return tuple((side, where) for side in sides)


def _of_whole(whole: str, masks: dict[str, int]) -> Iterator[Relation]:
    """What a measure is the sum of; where that is not known, what it is not less than."""
    order = list(masks)
    inside = {
        name: mask
        for name, mask in masks.items()
        if mask | masks[whole] == masks[whole]
        and (mask != masks[whole] or order.index(name) > order.index(whole))
    }
    covers = _coarsest(_covers(masks[whole], inside), inside)
    yield from (Relation(parts, (whole,)) for parts in covers)
    if not covers and inside:
        yield Relation(_disjoint(inside), (whole,), at_most=True)
        yield from (Relation((name,), (whole,), at_most=True) for name in inside)


def _scopes(lines: Sequence[Entry]) -> list[Where]:
    """All money, each group of funds, and each fund that the lines tell apart."""
    scopes = [Where()]
    for dimension in ("fund_group", "fund"):
        values = dict.fromkeys(line.dimensions[dimension] for line in lines)
        scopes += [Where.of({dimension: value}) for value in values]
    return scopes


def _covers_by(target: int, masks: dict[str, int]) -> list[tuple[str, ...]]:
    inside = {name: mask for name, mask in masks.items() if mask | target == target}
    return _coarsest(_covers(target, inside), inside)


def _covers(target: int, parts: dict[str, int]) -> list[tuple[str, ...]]:
    """The sets of parts that take each line of ``target`` once, those of large parts first."""
    found: list[tuple[str, ...]] = []
    by_size = sorted(parts, key=lambda name: -parts[name].bit_count())
    steps = 0

    def search(rest: int, chosen: tuple[str, ...]) -> None:
        nonlocal steps
        steps += 1
        if not rest:
            found.append(chosen)
            return
        lowest = rest & -rest
        for name in by_size:
            if steps > _MOST_STEPS:
                return
            mask = parts[name]
            if mask & lowest and mask | rest == rest:
                search(rest ^ mask, (*chosen, name))

    search(target, ())
    return found


def _coarsest(covers: list[tuple[str, ...]], parts: dict[str, int]) -> list[tuple[str, ...]]:
    """The covers of which no two or more parts make up another part, which has its own relation."""

    def is_divided(cover: tuple[str, ...]) -> bool:
        masks = [parts[name] for name in cover]
        for name, mask in parts.items():
            within = [other for other in masks if other | mask == mask]
            if name not in cover and len(within) > 1 and sum(within) == mask:
                return True
        return False

    return [cover for cover in covers if len(cover) == 1 or not is_divided(cover)]


def _disjoint(parts: dict[str, int]) -> tuple[str, ...]:
    """Parts of which no two share a line, large ones first."""
    taken = 0
    chosen = []
    for name in sorted(parts, key=lambda name: -parts[name].bit_count()):
        if not parts[name] & taken:
            taken |= parts[name]
            chosen.append(name)
    return tuple(chosen)


def _lines(known: Iterable[Named]) -> Iterator[Entry]:
    """A line for each way in which the filters of some measures tell lines apart."""
    tests = {
        (dimension, values)
        for _, selection in known
        for _, where in selection.parts
        for dimension, _, values in where.conditions
    }
    for side, fields in _fields(tests).items():
        for choice in product(*(_apart(field, tests) for field in fields)):
            yield Entry(side, (), {k: v for each in choice for k, v in each.items()}, {})


def _fields(tests: set[Test]) -> dict[Side, list[list[_Dimensions]]]:
    """What the lines of each book differ by, and the values of each that can matter."""
    common = [
        [fund_dimensions(fund) for fund in Fund],
        [function_dimensions(code) for code in _values(tests, "function", "0000000")],
        [{"unit": value} for value in _values(tests, "unit")],
        [{"unit_nature": value} for value in _values(tests, "unit_nature")],
    ]
    spent = [
        [{"category": category.value} for category in Category],
        [{"carried_over": flag} for flag in ("是", "否")],
        [{"project": value} for value in _values(tests, "project")],
        [economic_dimensions(code) for code in _values(tests, "economic", "00000")],
        [government_dimensions(code) for code in _values(tests, "government", "00000")],
    ]
    return {
        Side.RECEIPTS: [*common, [receipt_dimensions(kind) for kind in ReceiptKind]],
        Side.EXPENDITURE: [*common, *spent],
        Side.CLOSING: [*common, [{"kind": kind.value} for kind in ClosingKind]],
    }


def _values(tests: set[Test], dimension: str, other: str = "") -> list[str]:
    """The values that filters name in a dimension (codes at any level), and another one."""
    named = {
        f"{value}{other[len(value) :]}" if value else value
        for name, values in tests
        if name == dimension or (other and name.startswith(f"{dimension}_"))
        for value in values
    }
    return sorted(named | {other})


def _apart(field: list[_Dimensions], tests: set[Test]) -> list[_Dimensions]:
    """The values of a field that some filter tells apart, one of those that none does."""
    kinds: dict[frozenset[Test], _Dimensions] = {}
    for dimensions in field:
        passed = frozenset(test for test in tests if dimensions.get(test[0]) in test[1])
        kinds.setdefault(passed, dimensions)
    return list(kinds.values())
