"""Facts: what the tables of a document say, by what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from discloser.check.reader.meaning import Key, Meaning
from discloser.check.reader.printed import Printed, Term, total
from discloser.location import Location


@dataclass(frozen=True, slots=True)
class Fact:
    """An amount of a table: what it is about, as it is printed, and where."""

    meaning: Meaning
    term: Term
    table: str
    row: int
    column: int
    text: str = ""
    """The amount as the reader sees it, with its unit."""

    @property
    def place(self) -> Location:
        """Where it stands."""
        return self.term.places[0]

    @property
    def printed(self) -> Printed:
        """The interval, in 万元."""
        return self.term.printed


class Facts:
    """All facts of a document, by their meaning."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._all = tuple(facts)
        self._by_key: dict[Key, list[Fact]] = {}
        columns: dict[tuple[str, int], list[Fact]] = {}
        for fact in self._all:
            self._by_key.setdefault(fact.meaning.key, []).append(fact)
            if not fact.meaning.is_nothing:
                columns.setdefault((fact.table, fact.column), []).append(fact)
        self._columns = [_Column(facts) for facts in columns.values()]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._all)

    def by_meaning(self) -> Iterator[list[Fact]]:
        """The facts in groups that print the same amount."""
        return iter(self._by_key.values())

    def of(self, meaning: Meaning) -> list[Fact]:
        """The facts that print this very amount."""
        return self._by_key.get(meaning.key, [])

    def terms(self, meaning: Meaning) -> list[Term]:
        """The amount as the tables print it, or as the rows of one column add up to it."""
        direct = [fact.term for fact in self.of(meaning)]
        sums = (column.sum_of(meaning) for column in self._columns) if not direct else ()
        return direct + [term for term in sums if term is not None]


class _Column:
    """The facts of one column of a table."""

    def __init__(self, facts: list[Fact]) -> None:
        self._facts = facts
        self._keys = tuple(dict.fromkeys(fact.meaning.key for fact in facts))

    @cached_property
    def _wholes(self) -> list[Fact]:
        return [fact for fact in self._facts if not self._is_part(fact, of_others=True)]

    @cached_property
    def _leaves(self) -> list[Fact]:
        """The facts that no other one is a part of."""
        return [fact for fact in self._facts if not self._is_part(fact, of_others=False)]

    def _is_part(self, fact: Fact, *, of_others: bool) -> bool:
        """Whether a fact is a part of another one, or another one a part of it."""
        mine = fact.meaning.key
        for other in self._keys:
            one, two = (mine, other) if of_others else (other, mine)
            if one.is_within(two) and not two.is_within(one):
                return True
        return False

    def sum_of(self, meaning: Meaning) -> Term | None:
        """The sum of the rows that are within a meaning, where the column's whole holds it.

        None where a row does not tell whether it is within the meaning or beside it.
        """
        if not any(meaning.is_within(fact.meaning) for fact in self._wholes):
            return None
        within = [fact for fact in self._leaves if fact.meaning.is_within(meaning)]
        beside = [fact for fact in self._leaves if not fact.meaning.overlaps(meaning)]
        if not within or len(within) + len(beside) < len(self._leaves):
            return None
        return total(fact.term for fact in within)
