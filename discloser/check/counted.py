"""How many of what a sentence counts there are, and what they cost together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass, field, replace
from decimal import Decimal

from discloser.check.declared_projects import targeted_projects
from discloser.check.reader.counts import Count
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Printed
from discloser.check.reader.read import PlacedTable
from discloser.check.subject import Proof, Reading
from discloser.compute.declared import tally
from discloser.model.disclosure import Unit
from discloser.parameters.limits import Threshold
from discloser.vocabulary.counts import PROJECTS, TARGETED, CountWords

_ROLE, _TARGETS = "projects", "project_targets"
_WAN = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, and what they cost together, in 万元.

    ``by_row`` is the other way to count: a project that several units spend money on, or that is of
    two kinds, as often as its table lists it; of units, those that keep accounts of their own.
    Both ways are printed.
    """

    number: Decimal | int
    total: Printed = field(default_factory=lambda: Printed(Decimal(0)))
    by_row: Counted | None = None

    def allows(self, number: Decimal) -> bool:
        """Whether there are that many."""
        return number == self.number or (self.by_row is not None and self.by_row.allows(number))

    def costs(self, amount: Printed) -> bool:
        """Whether they cost that much together."""
        agrees = amount.agrees(self.total)
        return agrees or (self.by_row is not None and self.by_row.costs(amount))


def _may_be_known(reading: Reading, of: str) -> bool:
    """Whether a table or an input tells how many there are."""
    role = {PROJECTS: _ROLE, TARGETED: _TARGETS}.get(of, "")
    return reading.given is not None or any(t.role == role for t in reading.reader.tables if role)


def is_of_projects(count: Count) -> bool:
    """Whether a count is one of projects that money is spent on, or that have targets."""
    words = count.words
    return words is not None and (count.amount is not None or words.of in (PROJECTS, TARGETED))


def counted(reading: Reading, count: Count) -> Counted | None:
    """What a count is to be; None where nothing tells."""
    words = count.words
    if words is None or not _may_be_known(reading, words.of):
        return None
    if words.of == PROJECTS:
        return _projects(_amounts(reading), count.least)
    if words.of == TARGETED:
        targeted = _targeted(reading)
        return Counted(len(set(targeted)), by_row=Counted(len(targeted)))
    if words.of in reading.counts:
        return _tallied(reading, words)
    return _listed(reading, words) if reading.given is not None else None


def _tallied(reading: Reading, words: CountWords) -> Counted | None:
    """What the pack counts of the lines that it declares; None where one of them is blank."""
    if reading.given is None:
        return None
    found = tally(words.of, reading.counts, reading.given.declared)
    if found.blanks or (words.blank_is_unknown and not len(found.lines)):
        return None
    return Counted(found.number - words.less)


def _listed(reading: Reading, words: CountWords) -> Counted | None:
    """What the input gives as a number or a list; None where it gives neither."""
    value: object = reading.given.disclosure if reading.given is not None else None
    for name in words.of.split("."):
        value = value.get(name, 0) if isinstance(value, Mapping) else getattr(value, name, None)
    if isinstance(value, int):
        return Counted(value - words.less)
    if not isinstance(value, Sized) or (words.blank_is_unknown and not value):
        return None
    named = {each for each in value if isinstance(each, str)} if isinstance(value, tuple) else set()
    listed = [each for each in _amounts(reading) if each[0] in named]
    known = _projects(listed) if listed else Counted(0)
    number = len(value) - words.less
    units = value if isinstance(value, tuple) else ()
    dependent = sum(isinstance(each, Unit) and not each.independent for each in units)
    return replace(known, number=number, by_row=replace(known, number=number - dependent))


_Listed = list[tuple[str, Printed]]
"""Projects by name with an amount in 万元, as often as they are listed."""


def _projects(listed: _Listed, least: Threshold | None = None) -> Counted:
    """The projects of at least an amount, each once with what all its rows cost, and by row."""
    by_name: dict[str, Printed] = {}
    for name, printed in listed:
        by_name[name] = by_name.get(name, Printed(Decimal(0))) + printed
    rows = _counted((printed for _, printed in listed), least)
    return replace(_counted(by_name.values(), least), by_row=rows)


def _counted(amounts: Iterable[Printed], least: Threshold | None) -> Counted:
    large = [printed for printed in amounts if least is None or printed.value * _WAN >= least.yuan]
    return Counted(len(large), sum(large, Printed(Decimal(0))))


def _amounts(reading: Reading) -> _Listed:
    """The projects that are listed in their table, or that the ledger has where there is none."""
    tables = [table for table in reading.reader.tables if table.role == _ROLE]
    if not tables:
        projects = reading.given.projects if reading.given is not None else ()
        return [(each.name, Printed(each.amount / _WAN)) for each in projects]
    found: _Listed = []
    for table in tables:
        for row, cells in _rows(table).items():
            name = _project_of(next(iter(cells.values())))
            wholes = [c for c, all_of in cells.items() if _holds(all_of, cells.values())]
            printed = table.sheet.read(row, wholes[0]) if name and wholes else None
            if printed is not None:
                found.append((name, printed))
    return found


def _targeted(reading: Reading) -> list[str]:
    """The projects that the targets' tables print an indicator of, as often as they list them.

    Where there is no such table, those that the input has an indicator of.
    """
    tables = [table for table in reading.reader.tables if table.role == _TARGETS]
    if not tables and isinstance(reading, Proof):
        names, missing = targeted_projects(reading)
        targeted = {*names} - {*missing}
        return [each.name for each in reading.figures.projects if each.name in targeted]
    found: list[str] = []
    for table in tables:
        rows, name, told = _rows(table), "", False
        labels, sheet = reading.words.labels.texts.indicators, table.sheet
        columns = [c for c in range(sheet.grid.column_count) if sheet.leaf(c) in labels]
        for row in table.sheet.rows:
            if row in rows:
                name, told = _project_of(next(iter(rows[row].values()))), False
            has = any(table.sheet.texts[row][column].strip() for column in columns)
            if name and has and not told:
                found.append(name)
                told = True
    return found


def _rows(table: PlacedTable) -> dict[int, dict[int, Meaning]]:
    """The meanings of a table's amounts of this year by row and column."""
    rows: dict[int, dict[int, Meaning]] = {}
    for (row, column), meaning in table.cells.items():
        if meaning.compares:
            continue
        rows.setdefault(row, {})[column] = meaning
    return rows


def _holds(whole: Meaning, parts: Iterable[Meaning]) -> bool:
    return all(part.is_within(whole) for part in parts)


def _project_of(meaning: Meaning) -> str:
    for _, where in meaning.parts:
        for dimension, wanted, values in where.conditions:
            if dimension == "project" and wanted and len(values) == 1:
                return next(iter(values))
    return ""
