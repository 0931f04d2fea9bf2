"""Amounts of a document that must agree by what they mean: in a table, and between tables.

Amounts of one meaning are equal wherever they are printed, and what others are parts of is their
sum. No label and no pack has a part in it: the reader says what each amount means, and
``rules/agreements.csv`` which rule speaks for a pair of national tables, or for the sums in one.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import combinations

from discloser.check.compare import sides
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.facts import Fact, Line, are_told_apart
from discloser.check.reader.meaning import Key, Meaning
from discloser.check.reader.printed import Printed, Term, added, total
from discloser.check.reader.read import DocumentReader
from discloser.check.reader.sheet import Amount
from discloser.finding import Rule
from discloser.location import Location
from discloser.model.values import Kind

ROW, COLUMN, EITHER = "row", "column", "either"
SUM_OF_ROWS, SUM_OF_COLUMNS, TWO_TABLES = "A07", "A14", "A15"
"""The rules for what no rule on a certain national table speaks of."""
_OF_FUNCTION = "function"
_GAP = "有的数认不出口径，合计没有核对"
_ONE_MEANING = "两行写的不同，口径却认作一样的，没有互相核对"


@dataclass(frozen=True, slots=True)
class Demand:
    """What a rule demands: that two tables agree, or that a table's rows or columns add up.

    ``beside`` is the other table, :data:`ROW` or :data:`COLUMN`, or :data:`EITHER` where places
    print the parts one way or the other. ``measures`` must be compared; within a table none stands
    for all that no other demand names. ``parts``: a total of one table is also held to its parts
    in the other.
    """

    code: str
    role: str
    beside: str
    measures: tuple[str, ...]
    parts: bool
    optional: bool

    @property
    def is_within(self) -> bool:
        """Whether it is about one table."""
        return self.beside in (ROW, COLUMN, EITHER)

    @property
    def along(self) -> tuple[str, ...]:
        """Which way it adds up."""
        return (ROW, COLUMN) if self.beside == EITHER else (self.beside,)


@cache
def demands(kind: Kind) -> tuple[Demand, ...]:
    """The demands on documents of a kind."""
    text = (files(__package__) / "rules" / "agreements.csv").read_text(encoding="utf-8")
    return tuple(
        Demand(
            row["code"],
            row["role"],
            row["with"],
            tuple(row["measures"].split()),
            row["parts"] == "是",
            row["optional"] == "是",
        )
        for row in csv.DictReader(text.splitlines())
        if row["kind"] == kind.value
    )


@dataclass(frozen=True, slots=True)
class Sum:
    """A total, its parts, and their sum."""

    code: str
    whole: Amount
    parts: tuple[Amount, ...]
    label: str
    summed: Printed

    @property
    def term(self) -> Term:
        """The sum as a side of a relation."""
        return total((part.term for part in self.parts), self.label)


@dataclass(frozen=True, slots=True)
class _Broken:
    """Two sides that differ, and where else the first one's amount is printed otherwise."""

    left: Term
    right: Term
    also: tuple[Location, ...] = ()


_Said = Unchecked | _Broken


class Agreement:
    """All that a document prints twice, or prints with its parts."""

    def __init__(self, reader: DocumentReader) -> None:
        self._reader = reader
        self._demands = demands(reader.kind)
        self._of_two_tables = [demand for demand in self._demands if not demand.is_within]
        self._within: dict[tuple[str, str], list[Demand]] = {}
        for demand in self._demands:
            for along in demand.along:
                self._within.setdefault((demand.role, along), []).append(demand)
        self._said: dict[str, list[_Said]] = {}
        self._held: Counter[str] = Counter()
        self._compared: set[tuple[Demand, Key | None]] = set()
        self._odd: dict[Fact, str] = {}
        """The amounts that differ from all their equals, with the rule that tells it."""
        self.sums: list[Sum] = []
        """Every sum within a table."""
        for facts in reader.facts.by_meaning():
            if len(facts) > 1 and not facts[0].meaning.is_nothing:
                self._compare(facts)
        self._add_up(ROW, reader.facts.rows)
        self._add_up(COLUMN, reader.facts.columns)
        for demand in self._demands:
            if demand.parts:
                self._match_parts(demand, demand.role, demand.beside)
                self._match_parts(demand, demand.beside, demand.role)
            self._miss(demand)

    def outcomes(self, rule: Rule) -> Iterator[Outcome]:
        """What becomes of one rule."""
        if rule.code in self._held:
            yield Held(rule.code, self._held[rule.code])
        for said in self._said.get(rule.code, ()):
            yield (
                sides(rule, said.left, said.right, *said.also)
                if isinstance(said, _Broken)
                else said
            )

    def _say(self, said: Unchecked) -> None:
        self._said.setdefault(said.code, []).append(said)

    def _break(self, code: str, left: Term, right: Term, also: Iterable[Location] = ()) -> None:
        self._said.setdefault(code, []).append(_Broken(left, right, tuple(also)))

    # Amounts of one meaning

    def _compare(self, facts: list[Fact]) -> None:
        """Hold amounts of one meaning to each other; what differs from most of them is told."""
        best = facts[0]
        if any(fact.printed != best.printed for fact in facts):
            best = max(facts, key=lambda fact: sum(_agree(fact, other) for other in facts))
        broken: dict[Fact, list[tuple[str, Fact]]] = {}
        for code, one, two in self._pairs(facts, best):
            if _agree(one, two):
                self._held[code] += 1
            elif are_told_apart(one, two):
                self._say(Unchecked(code, _ONE_MEANING, two.place))
            else:
                odd, other = (two, one) if _agree(one, best) else (one, two)
                broken.setdefault(odd, []).append((code, other))
        for odd, pairs in broken.items():
            self._tell(odd, pairs, [fact for fact in facts if _agree(fact, best)])

    def _pairs(self, facts: list[Fact], best: Fact) -> Iterator[tuple[str, Fact, Fact]]:
        """The pairs that a demand names, in their order; whatever is in none, with ``best``."""
        named: set[Fact] = set()
        roles = {self._role(fact) for fact in facts}
        for demand in self._of_two_tables:
            if demand.role not in roles or demand.beside not in roles:
                continue
            for one, two in combinations(facts, 2):
                if {self._role(one), self._role(two)} == {demand.role, demand.beside}:
                    self._compared |= {(demand, one.key), (demand, None)}
                    named |= {one, two} if _agree(one, best) or _agree(two, best) else set()
                    yield demand.code, one, two
        for fact in facts:
            if fact is not best and fact not in named:
                yield self._code_beside(fact, best), fact, best

    def _code_beside(self, fact: Fact, other: Fact) -> str:
        if fact.table != other.table:
            return TWO_TABLES
        return SUM_OF_ROWS if fact.stack == other.stack else SUM_OF_COLUMNS

    def _tell(self, odd: Fact, pairs: list[tuple[str, Fact]], right: list[Fact]) -> None:
        """Tell an amount once, by the first of the rules that it breaks."""
        code, other = pairs[0]
        self._odd[odd] = code
        also = (fact.place for fact in right if fact is not other)
        self._break(code, odd.term, other.term, also)
        for more in dict.fromkeys(other for other, _ in pairs if other != code):
            self._say(Unchecked(more, f"{odd.term.label}已在 {code} 中指出不符", odd.place))

    # Totals and their parts

    def _add_up(self, along: str, lines: Iterable[Line]) -> None:
        """Hold every total of a table to the parts in its row or column."""
        label = "各栏之和" if along == ROW else "各行之和"
        for line in lines:
            for whole, parts in line.sums():
                summed = added(part.printed for part in parts)
                code = self._code_of_sum(whole, along)
                agrees = whole.printed.agrees(summed)
                place = (whole.table, along, line.row if along == ROW else line.stack)
                is_unclear = any(part.key in line.told_apart for part in parts)
                if not agrees and (is_unclear or place in self._gaps):
                    self._say(Unchecked(code, _GAP, whole.place))
                    continue
                if summed.high < whole.printed.low and any(part.is_of_which for part in parts):
                    continue  # what 其中 lists need not be all
                found = Sum(code, whole, tuple(parts), label, summed)
                self.sums.append(found)
                if agrees:
                    self._held[code] += 1
                else:
                    self._break(code, whole.term, found.term)

    def _code_of_sum(self, whole: Fact, along: str) -> str:
        key, rest = whole.key, SUM_OF_COLUMNS if along == ROW else SUM_OF_ROWS
        for demand in self._within.get((self._role(whole), along), ()):
            if not demand.measures:
                rest = demand.code
            if self._is_named(demand, key):
                self._compared |= {(demand, key), (demand, None)}
                return demand.code
        return rest

    def _is_named(self, demand: Demand, key: Key) -> bool:
        if _OF_FUNCTION in demand.measures:
            return any(name == _OF_FUNCTION for _, limits in key.parts for name, _ in limits)
        return key in self._measured and not self._measured[key].isdisjoint(demand.measures)

    def _match_parts(self, demand: Demand, role: str, other: str) -> None:
        """Hold what one table prints to its parts in the other, where that has no total of it."""
        tables = self._reader.by_role
        if role not in tables or other not in tables:
            return
        caption = tables[other].sheet.caption
        lines = self._lines_of(tables[other].sheet.name)
        direct = {key for line in lines for key in line.facts}
        for fact in self._reader.facts.in_table(tables[role].sheet.name):
            if fact.key in direct or fact.meaning.is_nothing or fact in self._odd:
                continue
            parts = next(filter(None, (line.sum_of(fact.meaning) for line in lines)), None)
            if parts is None:
                continue
            self._compared |= {(demand, fact.key), (demand, None)}
            if fact.printed.agrees(parts.printed):
                self._held[demand.code] += 1
            else:
                named = Term(f"“{caption}”里它的各项之和", parts.printed, parts.places)
                self._break(demand.code, fact.term, named)

    def _lines_of(self, table: str) -> list[Line]:
        """The columns of a table, and the rows of what its columns add up to."""
        facts = self._reader.facts
        columns = [line for line in facts.columns if line.table == table]
        totals = {whole.row for column in columns for whole in column.wholes}
        rows = [line for line in facts.rows if line.table == table and line.row in totals]
        return columns + rows

    # What was not found

    def _miss(self, demand: Demand) -> None:
        """Say what a demand names and the document does not have."""
        roles = (demand.role,) if demand.is_within else (demand.role, demand.beside)
        lacking = [role for role in roles if role not in self._reader.by_role]
        if lacking:
            for role in () if demand.optional else lacking:
                self._say(Unchecked(demand.code, self._reader.no_table(role)))
            return
        for measure in demand.measures:
            if measure != _OF_FUNCTION and (demand, self._key(measure)) not in self._compared:
                self._say(self._without(demand, roles, measure))
        if not demand.measures and not self._held[demand.code] and demand.code not in self._said:
            captions = "和".join(f"“{self._reader.by_role[role].sheet.caption}”" for role in roles)
            self._say(Unchecked(demand.code, f"{captions}里没有可以这样核对的数"))

    def _without(self, demand: Demand, roles: tuple[str, ...], measure: str) -> Unchecked:
        label = self._reader.measures[measure].label
        for role in roles:
            sheet, key = self._reader.by_role[role].sheet, self._key(measure)
            facts = self._reader.facts.in_table(sheet.name)
            if all(fact.key != key for fact in facts):
                return Unchecked(demand.code, f"“{sheet.caption}”里没有“{label}”", sheet.own_place)
        sheet = self._reader.by_role[demand.role].sheet
        return Unchecked(
            demand.code, f"“{sheet.caption}”里“{label}”没有分项可以相加", sheet.own_place
        )

    @cached_property
    def _gaps(self) -> set[tuple[str, str, int]]:
        """The rows and columns of tables that have amounts of which nobody knows the meaning."""
        return {
            (table.sheet.name, along, index)
            for table in self._reader.tables
            for row, column in table.unplaced
            for along, index in ((ROW, row), (COLUMN, 0 if table.is_side_by_side else column))
        }

    @cached_property
    def _measured(self) -> Mapping[Key, set[str]]:
        """The measures that demands name, by what they mean."""
        found: dict[Key, set[str]] = {}
        for demand in self._demands:
            for measure in demand.measures:
                if measure != _OF_FUNCTION:
                    found.setdefault(self._key(measure), set()).add(measure)
        return found

    @cached_property
    def _roles(self) -> Mapping[str, str]:
        return {table.sheet.name: table.role for table in self._reader.tables}

    def _role(self, fact: Fact) -> str:
        return self._roles[fact.table]

    def _key(self, measure: str) -> Key:
        return Meaning(self._reader.measures[measure].selection.parts).key


def _agree(one: Fact, two: Fact) -> bool:
    return one.printed.agrees(two.printed)
