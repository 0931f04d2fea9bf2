"""The margins of a ledger that a document's tables print: what each is about, and its amount."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from discloser.check.reader.facts import Fact
from discloser.check.reader.meaning import Key, Meaning
from discloser.check.reader.printed import Printed
from discloser.check.reader.read import DocumentReader
from discloser.compute.ledger import Column, Side, Where
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location
from discloser.vocabulary.names import normal

DISAGREE = Rule(
    "J040",
    "两处印的数不一样",
    "同一个数（{label}）一处印 {here} 万元，一处印 {there} 万元；按多数（一样多的按前面）的算。",
    "请查明哪一处对；填报表里的数按另一处改。",
    Severity.WARNING,
)
COLUMNS = (Column.AMOUNT, Column.INITIAL_BUDGET, Column.ADJUSTED_BUDGET)
"""The amounts that lines of the ledger have."""
NATURE = "unit_nature"
"""What tables do not tell of a unit, though some amounts are of units of one nature."""


@dataclass(frozen=True, slots=True)
class Margin:
    """An amount in 万元 that some lines of the ledger add up to, with the cells that print it.

    One that only a sentence tells has no cells: words are read less surely than tables, so that it
    is followed where the tables leave a choice.
    """

    key: Key
    printed: Printed
    facts: tuple[Fact, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether a table prints it, and what it is about is known without units' natures."""
        return bool(self.facts) and not self.is_by_nature

    @property
    def is_by_nature(self) -> bool:
        """Whether it is about units of some nature only."""
        return any(NATURE in limits for _, limits in self.key.books)


@dataclass(frozen=True, slots=True)
class Whole:
    """A margin that others add up to: lines that are part of it are part of one of these."""

    key: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins of one amount of a ledger, and which of them are made up of others."""

    column: Column
    margins: Mapping[Key, Margin]
    wholes: tuple[Whole, ...]

    def __len__(self) -> int:
        return len(self.margins)


def read_margins(
    readers: Collection[tuple[DocumentReader, str]],
) -> tuple[list[Margins], list[Finding]]:
    """The margins that documents print, each reader with its file's name."""
    findings: list[Finding] = []
    files = {id(fact): file for reader, file in readers for fact in reader.facts}
    named = ProjectNames()
    groups: dict[Key, list[Fact]] = {}
    for reader, _ in readers:
        for fact in reader.facts:
            if fact.key.column in COLUMNS and _is_of_ledger(fact.key):
                groups.setdefault(named.key(fact), []).append(fact)
    margins = {}
    for key, facts in groups.items():
        margins[key] = Margin(key, _agreed(facts), tuple(facts))
        findings += _disagreeing(margins[key], files)
    wholes = list(_wholes(readers, margins, named))
    margins |= _said(readers, margins)
    margins |= _compared(readers, margins)
    made = []
    for column in COLUMNS:
        own = {key: margin for key, margin in margins.items() if key.column == column}
        if own:
            of_own = (whole for whole in wholes if whole.key.column == column)
            made.append(Margins(column, own, tuple(dict.fromkeys(of_own))))
    return made, findings


def _said(
    readers: Iterable[tuple[DocumentReader, str]], printed: Collection[Key]
) -> dict[Key, Margin]:
    """What sentences tell and no table prints, where they all say the same of it."""
    found: dict[Key, set[Printed]] = {}
    for reader, _ in readers:
        for claim in reader.claims:
            keys = {meaning.key for meaning in claim.meanings}
            if len(keys) == 1 and claim.column in COLUMNS and not claim.field:
                found.setdefault(keys.pop(), set()).add(claim.mention.printed)
    return {
        key: Margin(key, next(iter(values)))
        for key, values in found.items()
        if len(values) == 1 and key not in printed and key.column in COLUMNS and _is_of_ledger(key)
    }


def _compared(
    readers: Iterable[tuple[DocumentReader, str]], printed: Mapping[Key, Margin]
) -> dict[Key, Margin]:
    """Margins as narrow as a sentence has them: 比上年 100.00 万元减少 20.00 万元.

    Amount, base and change are rounded each on its own; together they say more of the exact one.
    """
    found: dict[Key, Margin] = {}
    for reader, _ in readers:
        for change in reader.changes:
            base = change.base
            if base is None or change.mention is None or len(change.meanings) != 1:
                continue
            key, by = change.meanings[0].key, change.mention.printed
            margin = found.get(key) or printed.get(key)
            narrow = base + by if change.up else base - by
            both = margin.printed.common(narrow) if margin is not None else None
            if margin is not None and both is not None:
                found[key] = replace(margin, printed=both)
    return found


def project_natures(readers: Iterable[DocumentReader]) -> dict[str, set[str]]:
    """The categories of projects, by the tables that have a column of them (类型)."""
    found: dict[str, set[str]] = {}
    for reader in readers:
        known, types = reader.words.labels.expenditure, reader.words.labels.texts.types
        for fact in reader.facts:
            sheet = fact.sheet
            texts = [
                normal(sheet.texts[fact.row][column])
                for column in range(sheet.grid.column_count)
                if sheet.leaf(column) in types
            ]
            for text in texts:
                category = known.get(text, {}).get("category", ())
                if category and "project" in fact.key.codes:
                    found.setdefault(fact.key.codes["project"], set()).update(category)
    return found


class ProjectNames:
    """Projects by their names, whatever brackets and spaces a table writes them with."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def key(self, fact: Fact) -> Key:
        """A fact's key, each project called as it was first."""
        project = fact.key.codes.get("project")
        if not project:
            return fact.key
        bare = "".join(unicodedata.normalize("NFKC", project).split())
        first = self._first.setdefault(bare, project)
        if first == project:
            return fact.key
        parts = tuple(
            (
                side,
                Where(
                    tuple(
                        (name, wanted, frozenset({first}) if name == "project" else values)
                        for name, wanted, values in where.conditions
                    )
                ),
            )
            for side, where in fact.meaning.parts
        )
        return Meaning(parts, fact.meaning.column).key


def _is_of_ledger(key: Key) -> bool:
    return bool(key.parts) and all(side in list(Side) for side, _ in key.books)


def _agreed(facts: list[Fact]) -> Printed:
    """What most of the cells print, the most exact of it; of as many the first."""
    best = max(facts, key=lambda fact: sum(fact.printed.agrees(each.printed) for each in facts))
    agreeing = [fact.printed for fact in facts if fact.printed.agrees(best.printed)]
    return min(agreeing, key=lambda printed: printed.slack)


def _disagreeing(margin: Margin, files: Mapping[int, str]) -> Iterator[Finding]:
    right = next(fact for fact in margin.facts if fact.printed.agrees(margin.printed))
    for fact in margin.facts:
        if not fact.printed.agrees(margin.printed):
            places = [place_in(files[id(each)], each) for each in (right, fact)]
            here, there = f"{right.printed.value:,f}", f"{fact.printed.value:,f}"
            yield DISAGREE.at(
                *places, figures=(), label=margin.facts[0].term.label, here=here, there=there
            )


def place_in(file: str, fact: Fact) -> Location:
    """Where a cell stands, in the file."""
    place = fact.place
    return Location(file, sheet=place.sheet, cell=place.cell, spot=place.spot)


def _wholes(
    readers: Iterable[tuple[DocumentReader, str]],
    margins: Mapping[Key, Margin],
    named: ProjectNames,
) -> Iterator[Whole]:
    """The totals of rows and columns whose parts add up to them: nothing lies beside the parts."""
    for reader, _ in readers:
        for line in (*reader.facts.columns, *reader.facts.rows):
            for whole, parts in line.sums():
                key, keys = named.key(whole), tuple(named.key(part) for part in parts)
                if all(each in margins for each in (key, *keys)):
                    printed = [margins[each].printed for each in keys]
                    if margins[key].printed.agrees(sum(printed, Printed(Decimal()))):
                        yield Whole(key, keys)
