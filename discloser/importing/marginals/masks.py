"""Which margins a line is part of, as bits of a number: fast for a hundred thousand lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from discloser.check.reader.limit import Limit
from discloser.check.reader.meaning import Key

TREES = ("function", "economic", "government")
_UNDIVIDED = "-"


@dataclass(frozen=True, slots=True)
class _Part:
    """One book of a margin with its limits; ``margin`` is the margin's number."""

    margin: int
    limits: Mapping[str, Limit]


class Masks:
    """The parts of margins that are in one book, and what passes each."""

    def __init__(self, side: str, keys: Sequence[Key]) -> None:
        self._parts = [
            _Part(number, limits)
            for number, key in enumerate(keys)
            for book, limits in key.books
            if book == side
        ]
        self._of = {key: number for number, key in enumerate(keys)}
        self._known: dict[tuple[str, str], int] = {}
        self._bits: dict[int, int] = {}
        for bit, part in enumerate(self._parts):
            self._bits[part.margin] = self._bits.get(part.margin, 0) | 1 << bit
        self.all = (1 << len(self._parts)) - 1
        self.units = tuple(_units(keys))
        """The units that margins of any book name."""

    def passing(self, dimension: str, value: str) -> int:
        """The parts that a value of a dimension passes."""
        if (dimension, value) not in self._known:
            bits = 0
            for bit, part in enumerate(self._parts):
                limit = part.limits.get(dimension)
                if limit is None or _passes(limit, value):
                    bits |= 1 << bit
            self._known[dimension, value] = bits
        return self._known[dimension, value]

    def of(self, key: Key) -> int:
        """The parts of a margin."""
        return self._bits.get(self._of[key], 0)

    def of_any(self, keys: Iterable[Key]) -> int:
        """The parts of some margins."""
        bits = 0
        for key in keys:
            bits |= self.of(key)
        return bits

    def told_by(self, dimensions: Iterable[str]) -> int:
        """The parts that need no other dimension."""
        known = set(dimensions)
        return sum(1 << bit for bit, part in enumerate(self._parts) if part.limits.keys() <= known)

    def naming(self, dimensions: Iterable[str]) -> int:
        """The parts that one of some dimensions limits."""
        named = set(dimensions)
        return sum(1 << bit for bit, part in enumerate(self._parts) if part.limits.keys() & named)

    def margins(self, bits: int) -> tuple[int, ...]:
        """The margins whose parts these are."""
        found = dict.fromkeys(
            part.margin for bit, part in enumerate(self._parts) if bits >> bit & 1
        )
        return tuple(found)

    def values(self, dimension: str) -> list[str]:
        """The values that limits name, in the order of the margins."""
        found: dict[str, None] = {}
        for part in self._parts:
            limit = part.limits.get(dimension)
            if limit is not None:
                found |= dict.fromkeys(sorted(limit.allowed or ()))
        return list(found)

    def pairs(self) -> list[tuple[str, str]]:
        """The department's and the government's economic items that one margin names."""
        found: dict[tuple[str, str], None] = {}
        for part in self._parts:
            both = [part.limits.get(name) for name in ("economic", "government")]
            codes = [limit.allowed for limit in both if limit is not None and limit.allowed]
            if len(codes) == len(both):
                found |= {(one, two): None for one in sorted(codes[0]) for two in sorted(codes[1])}
        return list(found)


def _units(keys: Iterable[Key]) -> dict[str, None]:
    found: dict[str, None] = {}
    for key in keys:
        for _, limits in key.books:
            if "unit" in limits:
                found |= dict.fromkeys(sorted(limits["unit"].allowed or ()))
    return found


def _passes(limit: Limit, value: str) -> bool:
    if not limit.is_tree:
        return (limit.allowed is None or value in limit.allowed) and value not in limit.barred
    code = value or _UNDIVIDED
    if limit.allowed is not None and not code.startswith(tuple(limit.allowed)):
        return False
    return not code.startswith(tuple(limit.barred)) if limit.barred else True
