"""Read a document: its tables placed among the national ones, its amounts as facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from discloser.check.reader.changes import Change, changes
from discloser.check.reader.codes import Codes, codes_of
from discloser.check.reader.counts import Count, counts
from discloser.check.reader.facts import Fact, Facts
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Printed
from discloser.check.reader.prose import Mention, Passage, passages
from discloser.check.reader.rates import (
    Completion,
    Outturn,
    Share,
    completions,
    outturns,
    shares,
)
from discloser.check.reader.sentences import Claim, SentenceReader
from discloser.check.reader.shapes import cells_of
from discloser.check.reader.shapes.declared_lines import rows_of_lines, text_columns
from discloser.check.reader.shapes.evaluation import PrintedEvaluation, evaluation_of
from discloser.check.reader.sheet import Sheet
from discloser.check.reader.tables import Cells, Surroundings, TableReader
from discloser.classification.codebook import Codebook
from discloser.compute.catalogue import standard_measures
from discloser.compute.ledger import Column, Side, Where
from discloser.compute.measure import Measures
from discloser.document.nodes import Document
from discloser.document.wide import wholes
from discloser.model.values import Kind
from discloser.vocabulary.names import normal
from discloser.vocabulary.tables import LineWords, Shape, role_of
from discloser.vocabulary.words import Words

_LONGEST_UNIT_CODE = 9
_LEDGER = frozenset(Side)


@dataclass(frozen=True)
class PlacedTable:
    """A table of a document with the national table that it is ("": none is known)."""

    sheet: Sheet
    role: str
    cells: Cells = field(default_factory=dict)
    is_read: bool = False
    """Whether the vocabulary says how its amounts are read."""
    is_side_by_side: bool = False
    """Whether its columns of amounts continue each other."""
    shape: Shape | None = None
    base: Meaning | None = None
    """The money that the whole table is about, where that is known."""
    evaluation: PrintedEvaluation | None = None
    """What it says where it is a self-evaluation, whose amounts are held by rules of their own:
    the department states them, and may have a reason to state others than the accounts'."""
    counted: frozenset[str] = frozenset()
    """The columns of a declared line table that are numbers and no money."""
    texts: Mapping[int, LineWords] = field(default_factory=dict)
    """The columns whose texts are those of a declared line table's lines."""
    lines: Mapping[int, Where] = field(default_factory=dict)
    """Its rows, by which lines of a declared line table their texts name."""

    @property
    def rates(self) -> Cells:
        """Its rates of change, by what changed."""
        return {at: meaning for at, meaning in self.cells.items() if _is_rate(meaning)}

    @cached_property
    def unplaced(self) -> frozenset[tuple[int, int]]:
        """Its amounts, by row and column, that are not zero and of which nobody knows the meaning.

        None in a table of which nothing is read.
        """
        sheet = self.sheet
        return frozenset(
            (row, column)
            for column in range(sheet.grid.column_count if self.is_read else 0)
            if sheet.amount_columns[column]
            for row in sheet.rows
            if (row, column) not in self.cells
            if (printed := sheet.read(row, column)) is not None and printed.value
        )


@dataclass(frozen=True)
class DocumentReader:
    """What a person knows who has read a document; ``words`` and code tables are what helps."""

    document: Document
    kind: Kind
    year: int
    words: Words
    codebook: Codebook
    measures: Measures = field(default_factory=standard_measures)

    @cached_property
    def codes(self) -> Codes:
        """The state's codes of the year."""
        return codes_of(self.codebook, self.year)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """All tables as labelled rows and columns; those that go on on other pages are whole."""
        labels = self.words.labels
        return tuple(
            Sheet(whole.table, labels, self.year, whole.parts)
            for whole in wholes(self.document.tables())
        )

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All paragraphs and notes."""
        return tuple(passages(self.document))

    @cached_property
    def tables(self) -> tuple[PlacedTable, ...]:
        """All tables with their roles and the meanings of their amounts."""
        return tuple(self._placed(sheet) for sheet in self.sheets)

    @cached_property
    def by_role(self) -> Mapping[str, PlacedTable]:
        """The first table of each role."""
        return {table.role: table for table in reversed(self.tables) if table.role}

    def no_table(self, role: str) -> str:
        """Say that there is no table of a role, by the title that it bears most often."""
        titles = self.words.tables[self.kind][role].titles
        return f"没有“{titles[0] if titles else role}”"

    @cached_property
    def facts(self) -> Facts:
        """Every amount of the tables whose meaning is known."""
        return Facts(fact for table in self.tables for fact in _facts(table))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every amount of a sentence whose words say what it is."""
        return tuple(claim for passage in self.passages for claim in self._of(passage))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every change that a sentence tells."""
        return tuple(c for p in self.passages for c in changes(p, self._sentences, self._of(p)))

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """Every share of something that a sentence tells."""
        return tuple(s for p in self.passages for s in shares(p, self._sentences, self._of(p)))

    @cached_property
    def completions(self) -> tuple[Completion, ...]:
        """Every budget that a sentence tells the completion of."""
        return tuple(c for p in self.passages for c in completions(p, self._sentences, self._of(p)))

    @cached_property
    def outturns(self) -> tuple[Outturn, ...]:
        """Every comparison of what was spent with a budget."""
        told: dict[int, list[Change]] = {}
        for change in self.changes:
            told.setdefault(id(change.passage), []).append(change)
        return tuple(
            outturn
            for passage in self.passages
            for outturn in outturns(
                passage, self._sentences, self._of(passage), told.get(id(passage), ())
            )
        )

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """Every count of a sentence, with what it is of where the words tell."""
        return tuple(c for p in self.passages for c in counts(p, self.words.counts, self.kind))

    def named(self, passage: Passage, words: str) -> Claim | None:
        """What the last of some words of a passage name."""
        return self._sentences.named(passage, None, words)

    def is_placed(self, passage: Passage, amount: Mention) -> bool:
        """Whether the words around an amount of a sentence say what it is."""
        return (id(passage), amount.start) in self._placed_amounts

    @cached_property
    def _placed_amounts(self) -> frozenset[tuple[int, int]]:
        found = {(id(c.passage), c.mention.start) for c in self.claims if c.meanings or c.field}
        for change in self.changes:
            if change.mention is not None and change.meanings:
                found.add((id(change.passage), change.mention.start))
        for count in self.counts:
            if count.amount is not None:
                found.add((id(count.passage), count.amount.start))
        return frozenset(found)

    def _of(self, passage: Passage) -> list[Claim]:
        return self._claims[id(passage)]

    @cached_property
    def _claims(self) -> Mapping[int, list[Claim]]:
        return {id(passage): list(self._sentences.claims(passage)) for passage in self.passages}

    @cached_property
    def _sentences(self) -> SentenceReader:
        given = (self.words, self.codes, self.kind, self.measures, self._projects)
        return SentenceReader(*given, lines=self._lines)

    @cached_property
    def _lines(self) -> Mapping[str, tuple[Meaning, ...]]:
        """What the lines of declared tables say, with the money of the lines that say it."""
        said: dict[str, dict[Meaning, None]] = {}
        for table in self.tables:
            books = [book for book, _ in table.base.parts] if table.base is not None else []
            for where in table.lines.values() if books else ():
                for name, _, values in where.conditions:
                    meaning = Meaning(((books[0], Where.of({name: values}, {name})),))
                    for value in values:
                        said.setdefault(value, {})[meaning] = None
        return {text: tuple(meanings) for text, meanings in said.items()}

    def projects_in(self, role: str) -> frozenset[str]:
        """The projects that the tables of a role name."""
        tables = {table.sheet.name for table in self.tables if table.role == role}
        return _values_of("project", (fact for fact in self.facts if fact.table in tables))

    def values_of(self, dimension: str) -> frozenset[str]:
        """What the tables name of a dimension: its projects, its functional items."""
        return _values_of(dimension, self.facts)

    @property
    def unit_names(self) -> frozenset[str]:
        """The names, and codes, of the units in tables that give a code beside them."""
        return frozenset(self._units)

    @cached_property
    def _projects(self) -> frozenset[str]:
        """The projects that the tables name."""
        return self.values_of("project")

    def _placed(self, sheet: Sheet) -> PlacedTable:
        known = self.words.tables.get(self.kind, {})
        role = role_of(sheet.table.caption or sheet.table.sheet, known)
        if not role:
            return PlacedTable(sheet, "")
        around = Surroundings(self.words, self.codes, self.kind, self._units)
        reader = TableReader(sheet, known[role], around)
        words = known[role]
        side_by_side = words.shape is Shape.ECONOMIC
        rows = rows_of_lines(reader) if words.lines else ()
        return PlacedTable(
            sheet,
            role,
            cells_of(reader),
            words.has_amounts,
            side_by_side,
            words.shape,
            reader.base,
            evaluation_of(reader) if words.shape is Shape.EVALUATION else None,
            words.counted,
            text_columns(reader) if words.lines else {},
            {row: where for row, where in rows if where is not None},
        )

    @property
    def department_code(self) -> str:
        """The code that stands for the whole department in the tables; empty without one."""
        return next((code for code in self.units_by_code if not self._units[code]), "")

    @cached_property
    def units_by_code(self) -> Mapping[str, str]:
        """The codes that columns of units' codes have, each with the name beside it."""
        return {code: name for sheet in self.sheets for code, name in self._unit_rows(sheet)}

    @cached_property
    def _units(self) -> Mapping[str, str]:
        """Every code and name of a unit with the unit's key; of the whole department, ""."""
        named = self.units_by_code
        wholes = {code for code in named if _is_of_all(code, named)}
        units: dict[str, str] = {}
        for code, name in sorted(named.items(), key=lambda item: item[0] in wholes):
            key = "" if code in wholes else code
            units[code] = key
            if name:
                units.setdefault(name, key)
        return units

    def _unit_rows(self, sheet: Sheet) -> Iterator[tuple[str, str]]:
        """The codes in a column of units' codes, with the name beside each."""
        for column, header in enumerate(sheet.headers[:-1]):
            if not header or header[-1] not in self.words.labels.unit_codes:
                continue
            for row in sheet.rows:
                code = sheet.texts[row][column].strip()
                if code.isascii() and 0 < len(code) <= _LONGEST_UNIT_CODE:
                    yield code, normal(sheet.texts[row][column + 1])


def _is_of_all(code: str, codes: Collection[str]) -> bool:
    """Whether a code is the department's: it stands alone, or is shorter than all others."""
    others = [other for other in codes if other != code]
    return all(len(code) < len(other) for other in others)


def _facts(table: PlacedTable) -> Iterator[Fact]:
    if table.evaluation is not None:
        return
    for (row, column), meaning in table.cells.items():
        if _is_rate(meaning):
            continue  # rates do not add up
        is_count = meaning.column in table.counted
        printed = (table.sheet.rate if is_count else table.sheet.read)(row, column)
        if printed is not None:
            stack = 0 if table.is_side_by_side else column
            yield Fact(printed, table.sheet, row, column, meaning, meaning.key, stack, is_count)


def _values_of(dimension: str, facts: Iterable[Fact]) -> frozenset[str]:
    parts = (part for fact in facts for part in fact.meaning.parts)
    of_ledger = (where for side, where in parts if side in _LEDGER)
    conditions = (condition for where in of_ledger for condition in where.conditions)
    named = (values for name, wanted, values in conditions if name == dimension and wanted)
    return frozenset().union(*named)


def _is_rate(meaning: Meaning) -> bool:
    return meaning.column is Column.CHANGE_RATE


def holds(printed: Printed, meaning: Meaning, facts: Facts) -> bool | None:
    """Whether the tables print this amount; None where they do not tell."""
    terms = facts.terms(meaning)
    return any(term.printed.agrees(printed) for term in terms) if terms else None
