"""What an amount of a document is about: which money, narrowed by the national dimensions.

A meaning is to the reader what a measure is to the ledger. Two cells or a cell and a phrase that
have the same meaning must print the same amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations, pairwise

from discloser.check.reader.limit import Limit
from discloser.compute.ledger import COMPARING, Column, Ledger, Side, Where, fund_dimensions
from discloser.compute.measure import Selection
from discloser.model.values import Category, ClosingKind, Fund, ReceiptKind, UnitNature

_FUNDS = frozenset(fund.value for fund in Fund)
_UNIVERSES: Mapping[str, frozenset[str]] = {
    "fund": _FUNDS,
    "category": frozenset(category.value for category in Category),
    "carried_over": frozenset({"是", "否"}),
    "unit_nature": frozenset({nature.value for nature in UnitNature} | {""}),
}
_KINDS: dict[str, frozenset[str]] = {
    Side.RECEIPTS: frozenset(kind.value for kind in ReceiptKind),
    Side.CLOSING: frozenset(kind.value for kind in ClosingKind),
}
_TREES = {
    "function_class": "function",
    "function_group": "function",
    "function_item": "function",
    "economic_class": "economic",
    "economic_item": "economic",
    "government_class": "government",
    "government_item": "government",
}
_NATIONAL = frozenset(Side)
"""The books whose dimensions have the values of the national forms; a declared one has its own."""
_UNDIVIDED = "-"
"""Stands for the code of a line that has none (未细化到经济分类)."""


Limits = tuple[tuple[str, Limit], ...]


@lru_cache(maxsize=4096)
def _limits(side: str, where: Where) -> Limits:
    """The limits that a filter puts on one book, in one form for all ways to write it."""
    found: dict[str, Limit] = {}
    for dimension, wanted, values in where.conditions:
        name, limit = _limit(side, dimension, wanted, values)
        found[name] = found[name] & limit if name in found else limit
    return tuple(sorted((name, limit) for name, limit in found.items() if limit != Limit()))


def _limit(side: str, dimension: str, wanted: bool, values: frozenset[str]) -> tuple[str, Limit]:
    if dimension == "fund_group":
        dimension = "fund"
        values = frozenset(f.value for f in Fund if fund_dimensions(f)["fund_group"] in values)
    if dimension == "carried_over" and side == Side.RECEIPTS:
        dimension = "kind"
        values = frozenset(
            kind
            for kind in _KINDS[side]
            if ("是" if kind == ReceiptKind.CARRIED_OVER else "否") in values
        )
    if dimension in _TREES:
        codes = frozenset(value or _UNDIVIDED for value in values)
        limit = Limit(codes, is_tree=True) if wanted else Limit(None, codes, is_tree=True)
        return _TREES[dimension], limit
    universe = _universe(side, dimension)
    if universe is None or side not in _NATIONAL:
        return dimension, Limit(values) if wanted else Limit(None, values)
    allowed = universe & values if wanted else universe - values
    return dimension, Limit() if allowed == universe else Limit(allowed)


@dataclass(frozen=True)
class Meaning:
    """Some money of a department: parts of the three books, and which amount of it.

    A declared line table is a book too, and has columns of its own.
    """

    parts: tuple[tuple[str, Where], ...]
    column: str = Column.AMOUNT
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.parts, self.column)))

    def __hash__(self) -> int:
        # Meanings are looked up far more often than they are made.
        return self._hash

    @staticmethod
    def of(side: str, conditions: Mapping[str, str | Iterable[str]] | None = None) -> Meaning:
        """A part of one book.

        Raises:
            KeyError: if a dimension is unknown.
        """
        return Meaning(((side, Where.of(conditions or {})),))

    def __and__(self, where: Where) -> Meaning:
        return self.narrowed(where, self.column)

    def narrowed(self, where: Where, column: str) -> Meaning:
        """What of this money passes a filter, and another amount of it."""
        if not where.conditions:
            return self.in_column(column)
        return Meaning(tuple((side, narrower & where) for side, narrower in self.parts), column)

    def in_column(self, column: str) -> Meaning:
        """The same money's other amount."""
        return Meaning(self.parts, column) if column is not self.column else self

    @property
    def compares(self) -> bool:
        """Whether last year's lines have a part in its amount."""
        return self.column in COMPARING

    @cached_property
    def key(self) -> Key:
        """Equal for equal meanings, however they are written."""
        return _key(self)

    def is_within(self, other: Meaning) -> bool:
        """Whether all of this money is part of the other."""
        return is_within(self.key, other.key)

    def overlaps(self, other: Meaning) -> bool:
        """Whether some money may be part of both."""
        return overlaps(self.key, other.key)

    @property
    def is_nothing(self) -> bool:
        """Whether no money can be meant."""
        return not self.key.parts

    def lines(self, ledger: Ledger) -> Ledger:
        """The lines of a ledger that are meant."""
        return Selection(self.parts).of(ledger)


@dataclass(frozen=True, slots=True)
class Key:
    """A meaning in its one form: no part is empty, and none can be joined with another."""

    parts: frozenset[tuple[str, Limits]]
    column: str
    books: tuple[tuple[str, Mapping[str, Limit]], ...] = field(compare=False, repr=False)
    """The parts, each with its limits by name."""
    codes: Mapping[str, str] = field(compare=False, repr=False)
    """The dimensions of a meaning of one part that let one value pass, with that value."""
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.parts, self.column)))

    def __hash__(self) -> int:
        return self._hash

    def is_comparable(self, other: Key) -> bool:
        """Whether both are about the same amount of some money."""
        return self.column == other.column


@lru_cache(maxsize=16384)
def _key(meaning: Meaning) -> Key:
    found = ((side, _limits(side, where)) for side, where in meaning.parts)
    parts = {
        (side, limits) for side, limits in found if not any(limit.is_empty for _, limit in limits)
    }
    return _one_key(_joined(parts), meaning.column)


@lru_cache(maxsize=16384)
def _one_key(joined: frozenset[tuple[str, Limits]], column: str) -> Key:
    """The one key of some parts: equal ones are the same, which is seen at once."""
    books = tuple((side, dict(limits)) for side, limits in joined)
    limits = books[0][1] if len(books) == 1 else {}
    codes = {
        name: next(iter(limit.allowed))
        for name, limit in limits.items()
        if limit.allowed and len(limit.allowed) == 1 and not limit.barred
    }
    return Key(joined, column, books, codes)


def _joined(parts: set[tuple[str, Limits]]) -> frozenset[tuple[str, Limits]]:
    """Parts that differ in the values of one dimension only are one part."""
    joined = True
    while joined and len(parts) > 1:
        joined = False
        for one, two in combinations(sorted(parts, key=repr), 2):
            union = _union(one, two)
            if union is not None:
                parts = parts - {one, two} | {union}
                joined = True
                break
    return frozenset(parts)


def _union(one: tuple[str, Limits], two: tuple[str, Limits]) -> tuple[str, Limits] | None:
    limits, others = dict(one[1]), dict(two[1])
    differing = [
        name for name in limits.keys() | others.keys() if limits.get(name) != others.get(name)
    ]
    if one[0] != two[0] or len(differing) != 1:
        return None
    (name,) = differing
    left, right = limits.get(name), others.get(name)
    if left is None or right is None:
        return None
    if left == right.opposite:
        return one[0], _without(limits, name)
    if left.allowed is None or right.allowed is None or left.barred or right.barred:
        return None
    whole = Limit(left.allowed | right.allowed, is_tree=left.is_tree)
    if whole.allowed == _universe(one[0], name):
        return one[0], _without(limits, name)
    return one[0], tuple(sorted({**limits, name: whole}.items()))


def _without(limits: Mapping[str, Limit], name: str) -> Limits:
    return tuple(sorted((other, limit) for other, limit in limits.items() if other != name))


def _universe(side: str, dimension: str) -> frozenset[str] | None:
    return _KINDS.get(side) if dimension == "kind" else _UNIVERSES.get(dimension)


def parts_of(whole: Key, keys: Iterable[Key]) -> Iterator[Key]:
    """Those of some meanings that are parts of another one, and not all of it.

    A single value that is not the whole's, nor below it, tells at once that one is none.
    """
    codes = whole.codes.items()
    for part in keys:
        own = part.codes
        for name, value in codes:
            if name in own and not own[name].startswith(value):
                break
        else:
            if part != whole and is_within(part, whole):
                yield part


@lru_cache(maxsize=65536)
def is_within(one: Key, two: Key) -> bool:
    """Whether all of the money of one is part of the other."""
    return one.is_comparable(two) and all(
        any(side == of and _all_within(limits, wider) for of, wider in two.books)
        for side, limits in one.books
    )


@lru_cache(maxsize=65536)
def overlaps(one: Key, two: Key) -> bool:
    """Whether some money may be part of both."""
    return one.is_comparable(two) and any(
        side == of and not _exclude(limits, others)
        for side, limits in one.books
        for of, others in two.books
    )


def are_apart(keys: Sequence[Key]) -> bool:
    """Whether no money is part of two of these."""
    groups = _split(keys)
    if groups:
        return all(map(are_apart, groups))
    return not any(overlaps(one, two) for one, two in combinations(keys, 2))


def _split(keys: Sequence[Key]) -> list[list[Key]]:
    """The keys in groups that one dimension tells apart; none where no dimension does."""
    if len(keys) < 2 or any(len(key.books) != 1 for key in keys):  # noqa: PLR2004 - no pair
        return []
    limits = [key.books[0][1] for key in keys]
    for name in sorted(set(limits[0]).intersection(*limits[1:])):
        groups: dict[Limit, list[Key]] = {}
        for key, each in zip(keys, limits, strict=True):
            groups.setdefault(each[name], []).append(key)
        if len(groups) > 1 and _apart_in(list(groups)):
            return list(groups.values())
    return []


def _apart_in(limits: Sequence[Limit]) -> bool:
    """Whether no value of a dimension passes two of these limits, as far as a look tells."""
    values = [value for limit in limits for value in sorted(limit.allowed or ())]
    if not all(limit.allowed for limit in limits) or len(set(values)) < len(values):
        return False
    if not limits[0].is_tree:
        return True
    values.sort()  # what a code stands for follows it
    return not any(after.startswith(value) for value, after in pairwise(values))


def _all_within(limits: Mapping[str, Limit], wider: Mapping[str, Limit]) -> bool:
    for name, limit in wider.items():
        mine = limits.get(name)
        if mine is None or not (mine == limit or mine.is_within(limit)):
            return False
    return True


def _exclude(limits: Mapping[str, Limit], others: Mapping[str, Limit]) -> bool:
    for name, limit in limits.items():
        other = others.get(name)
        if other is not None and other != limit and limit.excludes(other):
            return True
    return False


NOTHING = Meaning(())
"""No money: a row that stands for none."""
