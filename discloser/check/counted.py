"""How many of what a sentence counts there are, and what they cost together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass, field
from decimal import Decimal

from discloser.check.declared_projects import targeted_projects
from discloser.check.reader.counts import Count
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Printed
from discloser.check.reader.read import PlacedTable
from discloser.check.subject import Reading
from discloser.vocabulary.counts import PROJECTS, TARGETED

_ROLE, _TARGETS = "projects", "project_targets"
_INDICATOR = ("三级指标",)
_WAN = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, and the amounts of those that cost something, by name."""

    number: int
    amounts: Mapping[str, Printed] = field(default_factory=dict)

    @property
    def total(self) -> Printed:
        """What they cost together, in 万元."""
        return sum(self.amounts.values(), Printed(Decimal(0)))


def is_of_projects(count: Count) -> bool:
    """Whether a count is one of projects that money is spent on."""
    return count.words is not None and (count.amount is not None or count.words.of == PROJECTS)


def counted(reading: Reading, count: Count) -> Counted | None:
    """What a count is to be; None where nothing tells."""
    words = count.words
    if words is None:
        return None
    if words.of == PROJECTS:
        return _projects(reading, count.least)
    if words.of == TARGETED:
        return Counted(len(_targeted(reading)))
    value: object = reading.figures.disclosure
    for name in words.of.split("."):
        value = value.get(name, 0) if isinstance(value, Mapping) else getattr(value, name, None)
    if isinstance(value, int):
        return Counted(value - words.less)
    if not isinstance(value, Sized) or (words.blank_is_unknown and not value):
        return None
    named = {each for each in value if isinstance(each, str)} if isinstance(value, tuple) else set()
    amounts = _amounts(reading)
    return Counted(len(value) - words.less, {n: amounts[n] for n in named if n in amounts})


def _projects(reading: Reading, least: Decimal | None) -> Counted:
    amounts = {
        name: printed
        for name, printed in _amounts(reading).items()
        if least is None or printed.value >= least
    }
    return Counted(len(amounts), amounts)


def _amounts(reading: Reading) -> dict[str, Printed]:
    """The projects with what they cost in 万元, as their table lists them.

    Where there is no such table, as the ledger has them.
    """
    tables = [table for table in reading.reader.tables if table.role == _ROLE]
    if not tables:
        projects = reading.figures.projects
        return {each.name: Printed(each.amount / _WAN) for each in projects}
    found: dict[str, Printed] = {}
    for table in tables:
        for row, cells in _rows(table).items():
            name = _project_of(next(iter(cells.values())))
            wholes = [c for c, all_of in cells.items() if _holds(all_of, cells.values())]
            printed = table.sheet.read(row, wholes[0]) if name and wholes else None
            if printed is not None:
                found[name] = found.get(name, Printed(Decimal(0))) + printed
    return found


def _targeted(reading: Reading) -> set[str]:
    """The projects that the targets' tables print an indicator of, or the input has one of."""
    tables = [table for table in reading.reader.tables if table.role == _TARGETS]
    if not tables:
        names, missing = targeted_projects(reading)
        return set(names) - set(missing)
    found: set[str] = set()
    for table in tables:
        rows, name = _rows(table), ""
        columns = [c for c, header in enumerate(table.sheet.headers) if header[-1:] == _INDICATOR]
        for row in table.sheet.rows:
            name = _project_of(next(iter(rows[row].values()))) if row in rows else name
            if name and any(table.sheet.texts[row][column].strip() for column in columns):
                found.add(name)
    return found


def _rows(table: PlacedTable) -> dict[int, dict[int, Meaning]]:
    """The meanings of a table's amounts by row and column."""
    rows: dict[int, dict[int, Meaning]] = {}
    for (row, column), meaning in table.cells.items():
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
