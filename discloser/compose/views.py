"""What templates see: amounts, changes, shares and groups that know how they are printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from discloser.compute.arithmetic import Direction, change, completion
from discloser.compute.figures import Figures, Project
from discloser.compute.ledger import Column, Ledger
from discloser.document.number import Number, NumberFormat

WAN_YUAN = Decimal(10_000)
NO_LINES = Ledger(())


@dataclass(frozen=True, slots=True)
class Formats:
    """The number formats of a document: amounts in the text, in tables, and percentages."""

    text: NumberFormat
    table: NumberFormat
    percent: NumberFormat


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage."""

    value: Decimal
    format: NumberFormat

    def number(self) -> Number:
        """The number that it prints as."""
        return Number(self.value, self.format)

    def __str__(self) -> str:
        return self.number().text


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change against last year, for sentences.

    ``amount`` is the difference without sign; ``percent`` is None where last year's amount is
    zero; ``direction`` is ``increase``, ``decrease`` or ``none``.
    """

    amount: Amount
    percent: Percent | None
    direction: str

    @property
    def is_none(self) -> bool:
        """Whether nothing changed."""
        return self.direction == Direction.NONE


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 元 that prints in 万元.

    ``label`` is its Chinese name, ``code`` the code of a breakdown's part, ``share`` its percentage
    where a list of shares gave it one.
    """

    yuan: Decimal
    format: NumberFormat
    formats: Formats
    name: str = ""
    label: str = ""
    code: str = ""
    prior_yuan: Decimal | None = None
    share: Percent | None = None
    lines: Ledger = NO_LINES
    on_missing_prior: Callable[[str, str], None] | None = None

    def number(self) -> Number:
        """The number that it prints as, in 万元."""
        return Number(self.yuan / WAN_YUAN, self.format, self.name)

    def __str__(self) -> str:
        return self.number().text

    @property
    def is_zero(self) -> bool:
        """Whether the exact amount is zero."""
        return self.yuan == 0

    @property
    def printed(self) -> Decimal:
        """The amount as printed, in 万元."""
        return self.number().printed

    @property
    def initial(self) -> Amount:
        """The initial budget (年初预算数) of the same lines."""
        return self._of(Column.INITIAL_BUDGET)

    @property
    def adjusted(self) -> Amount:
        """The adjusted budget (全年预算数) of the same lines."""
        return self._of(Column.ADJUSTED_BUDGET)

    def _of(self, column: Column) -> Amount:
        return Amount(self.lines.total(column), self.format, self.formats, label=self.label)

    def percent_of(self, whole: Amount) -> Percent | None:
        """Its percentage of another amount, both as printed; None where that is zero."""
        value = completion(self.printed, whole.printed)
        return None if value is None else Percent(value, self.formats.percent)

    @property
    def has_prior(self) -> bool:
        """Whether last year's amount is known."""
        return self.prior_yuan is not None

    @property
    def prior(self) -> Amount:
        """Last year's amount; missing, it is reported and taken as this year's."""
        if self.prior_yuan is None and self.on_missing_prior is not None:
            self.on_missing_prior(self.name, self.label)
        yuan = self.yuan if self.prior_yuan is None else self.prior_yuan
        return Amount(yuan, self.format, self.formats, label=self.label)

    @property
    def change(self) -> ChangeView:
        """The change against last year."""
        made = change(self.yuan, self.prior.yuan)
        difference = Amount(made.difference, self.format, self.formats)
        percent = None if made.percent is None else Percent(made.percent, self.formats.percent)
        return ChangeView(difference, percent, made.direction.value)


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code of a classification and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as a table row shows it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project: its name, category, unit, code, amount, and its indicators by kind."""

    name: str
    category: str
    unit: UnitView
    code: str
    amount: Amount
    cost: tuple[Any, ...]
    output: tuple[Any, ...]
    benefit: tuple[Any, ...]
    satisfaction: tuple[Any, ...]


def unit_view(figures: Figures, key: str) -> UnitView:
    """The unit that ledger lines call ``key``."""
    unit = figures.units.get(key)
    return UnitView(unit.code, unit.name) if unit is not None else UnitView(key, key)


def project_view(project: Project, figures: Figures, formats: Formats) -> ProjectView:
    """A project for templates."""
    targets = project.targets
    return ProjectView(
        project.name,
        project.category,
        unit_view(figures, project.unit),
        project.code,
        Amount(project.amount, formats.text, formats, label=project.name),
        targets.cost if targets else (),
        targets.output if targets else (),
        targets.benefit if targets else (),
        targets.satisfaction if targets else (),
    )
