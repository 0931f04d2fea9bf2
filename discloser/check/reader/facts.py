"""Facts: what the tables of a document say, by what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from discloser.check.printed import Printed, Term, total
from discloser.check.reader.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Fact:
    """An amount of a table: what it is about, as it is printed, and where."""

    meaning: Meaning
    term: Term
    table: str
    row: int
    column: int

    @property
    def printed(self) -> Printed:
        """The interval, in 万元."""
        return self.term.printed


class Facts:
    """All facts of a document, by their meaning."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._all = tuple(facts)
        self._by_key: dict[object, list[Fact]] = {}
        self._columns: dict[tuple[str, int], list[Fact]] = {}
        for fact in self._all:
            self._by_key.setdefault(fact.meaning.key, []).append(fact)
            self._columns.setdefault((fact.table, fact.column), []).append(fact)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._all)

    def of(self, meaning: Meaning) -> list[Fact]:
        """The facts that print this very amount."""
        return self._by_key.get(meaning.key, [])

    def terms(self, meaning: Meaning) -> list[Term]:
        """The amount as the tables print it, or as the rows of one column add up to it."""
        direct = [fact.term for fact in self.of(meaning)]
        return direct or list(self._sums(meaning))

    def _sums(self, meaning: Meaning) -> Iterator[Term]:
        """For each column whose whole holds the meaning, the sum of the rows within it.

        Only rows that tell whether they are within it or beside it may be added up.
        """
        for facts in self._columns.values():
            if not any(meaning.is_within(fact.meaning) for fact in facts):
                continue
            leaves = _leaves(facts)
            within = [fact for fact in leaves if fact.meaning.is_within(meaning)]
            beside = [fact for fact in leaves if not fact.meaning.overlaps(meaning)]
            if within and len(within) + len(beside) == len(leaves):
                summed = total(fact.term for fact in within)
                if summed is not None:
                    yield summed


def _leaves(facts: list[Fact]) -> list[Fact]:
    """The facts that no other one of the column is a part of."""
    return [
        fact
        for fact in facts
        if not any(
            other is not fact
            and other.meaning.is_within(fact.meaning)
            and not fact.meaning.is_within(other.meaning)
            for other in facts
        )
    ]
