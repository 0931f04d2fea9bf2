"""The figures of a disclosure: every measure's amount, last year's, and the lines behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from discloser.compute.arithmetic import Change, change
from discloser.compute.declared import declared_lines
from discloser.compute.ledger import Ledger, make_ledger
from discloser.compute.measure import Measure, Measures
from discloser.model.disclosure import Disclosure, Unit
from discloser.model.performance import ProjectTargets
from discloser.model.supplement import books_of
from discloser.model.unit import unit_key
from discloser.money import MoneyUnit
from discloser.parameters.limits import Threshold
from discloser.rounding import round_half_up


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with its name: in 元, exact, with last year's (None where unknown).

    ``prior_lines`` are the lines of last year's input, None where that is not known.
    """

    name: str
    label: str
    amount: Decimal
    prior: Decimal | None
    lines: Ledger
    source: str = ""
    prior_lines: Ledger | None = None

    @property
    def change(self) -> Change | None:
        """The change against last year, or None where last year's amount is unknown."""
        return None if self.prior is None else change(self.amount, self.prior)


@dataclass(frozen=True, slots=True)
class Project:
    """A project as the ledger has it: its lines, and the targets declared for it (or None)."""

    name: str
    category: str
    unit: str
    lines: Ledger
    targets: ProjectTargets | None

    @property
    def amount(self) -> Decimal:
        """Its amount in 元."""
        return self.lines.total()

    @property
    def code(self) -> str:
        """Its code, empty where none is declared."""
        return self.targets.code if self.targets is not None else ""


class Figures(Mapping[str, Figure]):
    """All figures of one disclosure by name, computed when they are first asked for.

    ``ledger`` has the three books, ``declared`` the lines of the tables that its pack declares;
    ``books`` tells of those.
    ``last_year`` are those of last year's input, None where it is not known.
    """

    def __init__(
        self,
        disclosure: Disclosure,
        measures: Measures,
        prior: Mapping[str, Decimal],
        last_year: Figures | None = None,
    ) -> None:
        self.disclosure = disclosure
        self.measures = measures
        self.ledger = make_ledger(disclosure)
        self.declared = declared_lines(disclosure)
        self.books = books_of(type(disclosure))
        self.last_year = last_year
        self._prior = prior
        self._known: dict[str, Figure] = {}

    def __getitem__(self, name: str) -> Figure:
        if name not in self._known:
            self._known[name] = self._compute(self.measures[name])
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.measures)

    def __len__(self) -> int:
        return len(self.measures)

    def _compute(self, measure: Measure) -> Figure:
        lines = measure.selection.of(self.all_lines)
        prior = self._prior.get(measure.name)
        last = self.last_years_lines
        before = measure.selection.of(last) if last is not None else None
        amount = lines.total()
        return Figure(measure.name, measure.label, amount, prior, lines, measure.source, before)

    @cached_property
    def last_years_lines(self) -> Ledger | None:
        """The lines of last year's input, None where it is not known."""
        return self.last_year.all_lines.as_last_years() if self.last_year is not None else None

    @cached_property
    def both_years(self) -> Ledger:
        """This year's lines, and last year's behind them where they are known."""
        return self.all_lines + (self.last_years_lines or Ledger(()))

    @cached_property
    def all_lines(self) -> Ledger:
        """The lines of the ledger and of the declared tables."""
        return Ledger((*self.ledger, *self.declared)) if self.declared else self.ledger

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """The projects in the ledger's order of first appearance."""
        declared = {targets.name: targets for targets in self.disclosure.projects}
        groups = self.ledger.group(("project", "category", "unit"))
        return tuple(
            Project(name, category, unit, lines, declared.get(name))
            for (name, category, unit), lines in groups.items()
            if name
        )

    def last_years_project(self, name: str) -> Project:
        """A project without lines of this year; last year's input may tell of what nature it is."""
        last = self.last_year.projects if self.last_year is not None else ()
        known = (project for project in last if project.name == name)
        return replace(next(known, Project(name, "", "", Ledger(()), None)), lines=Ledger(()))

    def large_projects(self, least: Threshold) -> tuple[Project, ...]:
        """The projects that print, in 万元 with two decimals, as at least so much."""
        unit = MoneyUnit.WAN_YUAN
        return tuple(
            project
            for project in self.projects
            if round_half_up(unit.of(project.amount), 2) >= unit.of(least.yuan)
        )

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The units by the key that ledger lines use, in the input's order."""
        return {unit_key(unit): unit for unit in self.disclosure.units}

    @cached_property
    def printed_units(self) -> dict[str, Unit]:
        """The units that tables name: this year's, and those that last year alone had."""
        last = self.last_year.units if self.last_year is not None else {}
        return {**last, **self.units}


def compute(
    disclosure: Disclosure, measures: Measures, last_year: Figures | None = None
) -> Figures:
    """Compute the figures of ``disclosure``.

    Args:
        disclosure: the input.
        measures: the standard measures and the pack's.
        last_year: last year's figures, where its input file is known; amounts that the input
            itself gives in ``prior_year.figures`` go before them.
    """
    prior: dict[str, Decimal] = {}
    if last_year is not None:
        prior |= {name: figure.amount for name, figure in last_year.items()}
    prior |= disclosure.prior_year.figures
    return Figures(disclosure, measures, prior, last_year)
