"""Facts: what the tables of a document say, by what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from discloser.check.reader.meaning import Key, Meaning, are_apart, is_within, overlaps, parts_of
from discloser.check.reader.printed import Term, total
from discloser.check.reader.sheet import Amount

_END = "\n"
"""Stands before each of some values that are searched as one text."""


@dataclass(frozen=True, eq=False)
class Fact(Amount):
    """An amount of a table that is known: what it is about.

    ``key`` is its meaning in the one form of it. ``stack`` is the column that it adds up in:
    columns that stand side by side are one. ``is_count`` tells a number that is no money.
    """

    meaning: Meaning
    key: Key
    stack: int
    is_count: bool = False

    @property
    def table(self) -> str:
        """The name of its table."""
        return self.sheet.name

    @property
    def is_of_which(self) -> bool:
        """Whether it is one of 其中, of which a table need not list all."""
        return self.sheet.is_of_which(self.row, self.column)


class Facts:
    """All facts of a document, by their meaning, and in the rows and columns of their tables."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._all = tuple(facts)
        self._by_key: dict[Key, list[Fact]] = {}
        columns: dict[tuple[str, int], list[Fact]] = {}
        rows: dict[tuple[str, int], list[Fact]] = {}
        self._by_table: dict[str, list[Fact]] = {}
        self._terms: dict[Key, list[Term]] = {}
        for fact in self._all:
            self._by_table.setdefault(fact.table, []).append(fact)
            self._by_key.setdefault(fact.key, []).append(fact)
            if not fact.meaning.is_nothing:
                columns.setdefault((fact.table, fact.stack), []).append(fact)
                rows.setdefault((fact.table, fact.row), []).append(fact)
        self.columns = tuple(Line(facts) for facts in columns.values())
        self.rows = tuple(Line(facts) for facts in rows.values())

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._all)

    def by_meaning(self) -> Iterator[list[Fact]]:
        """The facts in groups that print the same amount."""
        return iter(self._by_key.values())

    def in_table(self, table: str) -> list[Fact]:
        """The facts of one table."""
        return self._by_table.get(table, [])

    def of(self, meaning: Meaning) -> list[Fact]:
        """The facts that print this very amount."""
        return self._by_key.get(meaning.key, [])

    def terms(self, meaning: Meaning) -> list[Term]:
        """The amount as the tables print it, or as the rows of one column add up to it."""
        key = meaning.key
        if key not in self._terms:
            direct = [fact.term for fact in self.of(meaning)]
            sums = (column.sum_of(meaning) for column in self.columns) if not direct else ()
            self._terms[key] = direct + [term for term in sums if term is not None]
        return self._terms[key]


@lru_cache(maxsize=1024)
def _parts_below(keys: tuple[Key, ...]) -> Mapping[Key, frozenset[Key]]:
    """What is a part of each of some meanings; documents of one pack have the same lines."""
    return {whole: frozenset(parts_of(whole, keys)) for whole in keys}


@lru_cache(maxsize=1024)
def _sums_among(keys: tuple[Key, ...]) -> tuple[tuple[Key, tuple[Key, ...]], ...]:
    """Each of some meanings that others add up to, with these: the largest that are parts."""
    found = []
    below = _parts_below(keys)
    for key in keys:
        deeper = frozenset[Key]().union(*(below[part] for part in below[key]))
        parts = tuple(part for part in keys if part in below[key] - deeper)
        if parts and are_apart(parts):
            found.append((key, parts))
    return tuple(found)


def are_told_apart(one: Fact, two: Fact) -> bool:
    """Whether a table tells rows of one meaning, but two amounts, apart by words not understood."""
    return (
        one.table == two.table
        and one.column == two.column
        and one.printed != two.printed
        and _words_of(one) != _words_of(two)
    )


def _words_of(fact: Fact) -> list[str]:
    sheet = fact.sheet
    texts = enumerate(sheet.texts[fact.row])
    return [text for column, text in texts if not sheet.amount_columns[column]]


class Line:
    """The facts of a column or a row of a table, which add up within it."""

    def __init__(self, facts: list[Fact]) -> None:
        self.facts: dict[Key, Fact] = {}
        """By meaning; what is printed again (其中：财政拨款) counts once."""
        self.told_apart: set[Key] = set()
        """The meanings of rows that say different things, of which something was not understood."""
        for fact in facts:
            first = self.facts.setdefault(fact.key, fact)
            if first is not fact and are_told_apart(first, fact):
                self.told_apart.add(fact.key)
        self.table, self.row, self.stack = facts[0].table, facts[0].row, facts[0].stack

    @cached_property
    def _below(self) -> Mapping[Key, frozenset[Key]]:
        """What is a part of each fact, however deep."""
        return _parts_below(tuple(self.facts))

    @cached_property
    def wholes(self) -> list[Fact]:
        """The facts that are a part of no other."""
        parts = set().union(*self._below.values())
        return [fact for key, fact in self.facts.items() if key not in parts]

    @cached_property
    def _wholes(self) -> list[Key]:
        return [fact.key for fact in self.wholes]

    @cached_property
    def _leaves(self) -> list[Fact]:
        """The facts that no other one is a part of."""
        return [fact for key, fact in self.facts.items() if not self._below[key]]

    def sums(self) -> Iterator[tuple[Fact, list[Fact]]]:
        """Every fact that others of the line add up to, with these: the largest that are parts."""
        for key, parts in _sums_among(tuple(self.facts)):
            yield self.facts[key], [self.facts[part] for part in parts]

    def sum_of(self, meaning: Meaning) -> Term | None:
        """The sum of the facts that are within a meaning, where the line's whole holds it.

        None where a fact does not tell whether it is within the meaning or beside it, or where rows
        of one meaning are told apart by words not understood. Where the
        line has no whole, those of its facts that make up the meaning are its sum.
        """
        key = meaning.key
        if not self._may_hold_parts(key):
            return None
        for whole in self._wholes:
            if is_within(key, whole):
                break
        else:
            return self._made_up(meaning)
        within = []
        for fact in self._leaves:
            if is_within(fact.key, key):
                if fact.key in self.told_apart:
                    return None
                within.append(fact.term)
            elif overlaps(fact.key, key):
                return None
        return total(within) if within else None

    def _may_hold_parts(self, whole: Key) -> bool:
        """Whether a fact may be within a meaning, as far as the values of its dimensions tell."""
        for name, value in whole.codes.items():
            if f"{_END}{value}" not in self._values.get(name, ""):
                return False
        return True

    @cached_property
    def _values(self) -> Mapping[str, str]:
        """The values that each dimension is limited to by any of the leaves, in one text.

        A code stands for all that begin with it, which is found at once behind the mark.
        """
        values: dict[str, set[str]] = {}
        for fact in self._leaves:
            for _, limits in fact.key.books:
                for name, limit in limits.items():
                    values.setdefault(name, set()).update(limit.allowed or ())
        return {name: "".join(f"{_END}{own}" for own in found) for name, found in values.items()}

    def _made_up(self, meaning: Meaning) -> Term | None:
        wholes = [fact for fact in self.wholes if is_within(fact.key, meaning.key)]
        if not wholes:
            return None
        parts = tuple(part for fact in wholes for part in fact.meaning.parts)
        joined = Meaning(parts, meaning.column)
        return total(f.term for f in wholes) if joined.key == meaning.key else None
