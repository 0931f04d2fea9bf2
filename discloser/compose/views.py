"""What templates see: amounts, changes, shares and groups that know how they are printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from discloser.compose.runs import Printable
from discloser.compute.arithmetic import Direction, change, completion
from discloser.compute.figures import Figures, Project
from discloser.compute.ledger import OF_TWO_YEARS, Column, Ledger
from discloser.document.number import Number, NumberFormat, Origin
from discloser.location import FieldPath
from discloser.model.performance import ProjectTargets
from discloser.money import MoneyUnit, yuan_text
from discloser.pack.unknown import Unknown

NO_LINES = Ledger(())
UNKNOWN = "unknown"
"""The direction of a change against an amount that is not known."""
_BUDGETS = {Column.INITIAL_BUDGET: "年初预算数", Column.ADJUSTED_BUDGET: "全年预算数"}


def input_fields(lines: Ledger, column: str = Column.AMOUNT) -> tuple[FieldPath, ...]:
    """The fields of the input that have the lines' amounts of one column.

    Of what follows from both years, this year's and then last year's.
    """
    if column in OF_TWO_YEARS:
        return (*input_fields(lines), *input_fields(lines, Column.PRIOR))
    return tuple(entry.field(column) for entry in lines if entry.amounts.get(column))


def moved(yuan: Decimal, prior: Decimal) -> str:
    """How a change arises, in words."""
    return f"本年 {yuan_text(yuan)} 元 − 上年 {yuan_text(prior)} 元"


@dataclass(frozen=True, slots=True)
class Formats:
    """The number formats of a document: amounts in the text, in tables, and percentages."""

    text: NumberFormat
    table: NumberFormat
    percent: NumberFormat


@dataclass(frozen=True, slots=True)
class Percent(Printable):
    """A percentage."""

    value: Decimal
    format: NumberFormat
    origin: Origin | None = None

    def number(self) -> Number:
        """The number that it prints as."""
        return Number(self.value, self.format, origin=self.origin)

    def __str__(self) -> str:
        return self.number().text


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change against last year, for sentences.

    ``amount`` is the difference without sign; ``percent`` is None where last year's amount is
    zero; ``direction`` is ``increase``, ``decrease`` or ``none``: a difference that prints as zero
    is none. Where last year's amount is not known, it is ``unknown``, as are the others.
    """

    amount: Printable | Unknown
    percent: Percent | Unknown | None
    direction: str

    @property
    def is_none(self) -> bool:
        """Whether nothing changed."""
        return self.direction == Direction.NONE


@dataclass(frozen=True, slots=True)
class Amount(Printable):
    """An amount in 元 that prints in ``unit``.

    ``label`` is its Chinese name, ``code`` the code of a breakdown's part, ``share`` its percentage
    where a list of shares gave it one. ``prior_lines`` are its lines in last year's input, None
    where that is not known; ``prior_field`` is where this year's input gives last year's amount.
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
    prior_lines: Ledger | None = None
    prior_field: FieldPath = ()
    on_missing_prior: Callable[[str, str], None] | None = None
    unit: MoneyUnit = MoneyUnit.WAN_YUAN
    origin: Origin | None = None

    def number(self) -> Number:
        """The number that it prints as, in its unit."""
        origin = self.origin or Origin(self.label, input_fields(self.lines))
        return Number(self.unit.of(self.yuan), self.format, self.name, origin=origin)

    def __str__(self) -> str:
        return self.number().text

    @property
    def is_zero(self) -> bool:
        """Whether the exact amount is zero."""
        return self.yuan == 0

    @property
    def printed(self) -> Decimal:
        """The amount as printed, in its unit."""
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
        yuan = self.lines.total(column)
        origin = Origin(f"{self.label}的{_BUDGETS[column]}", input_fields(self.lines, column))
        return Amount(
            yuan, self.format, self.formats, label=self.label, unit=self.unit, origin=origin
        )

    def part(
        self,
        lines: Ledger,
        prior_lines: Ledger | None,
        on_missing_prior: Callable[[str, str], None] | None,
    ) -> Amount:
        """Some of its lines, with those of last year where they are known."""
        return Amount(
            lines.total(),
            self.format,
            self.formats,
            label=self.label,
            lines=lines,
            prior_yuan=prior_lines.total(Column.PRIOR) if prior_lines is not None else None,
            prior_lines=prior_lines,
            on_missing_prior=on_missing_prior,
        )

    def percent_of(self, whole: Amount | Unknown) -> Percent | Unknown | None:
        """Its percentage of another amount, both as printed; None where that is zero."""
        if isinstance(whole, Unknown):
            return whole
        value = completion(self.printed, whole.printed)
        ratio = self.ratio_to(whole)
        return None if value is None else Percent(value, self.formats.percent, ratio)

    def ratio_to(self, whole: Amount) -> Origin:
        """Where a percentage of ``whole`` comes from."""
        names = (self.label or "这个数", whole.label or "总数")
        return Origin(f"{names[0]} {self} ÷ {names[1]} {whole}", input_fields(self.lines))

    @property
    def has_prior(self) -> bool:
        """Whether last year's amount is known."""
        return self.prior_yuan is not None

    @property
    def prior(self) -> Amount | Unknown:
        """Last year's amount; one that is missing is reported."""
        if self.prior_yuan is None:
            if self.on_missing_prior is not None:
                self.on_missing_prior(self.name, self.label)
            return Unknown(f"{self.label}的上年数")
        fields = (self.prior_field,) if self.prior_field else self._prior_fields
        origin = Origin(f"{self.label}的上年数", fields)
        return Amount(
            self.prior_yuan,
            self.format,
            self.formats,
            label=self.label,
            unit=self.unit,
            origin=origin,
        )

    @property
    def _prior_fields(self) -> tuple[FieldPath, ...]:
        return input_fields(self.prior_lines or NO_LINES, Column.PRIOR)

    @property
    def change(self) -> ChangeView:
        """The change against last year."""
        prior = self.prior
        if isinstance(prior, Unknown):
            return ChangeView(prior, prior, UNKNOWN)
        made = change(self.yuan, prior.yuan)
        told = moved(self.yuan, prior.yuan)
        fields = prior.origin.fields if prior.origin is not None else ()
        origin = Origin(f"{self.label}：{told}", (*fields, *input_fields(self.lines)))
        share = Origin(f"{self.label}：（{told}）÷ 上年 {yuan_text(prior.yuan)} 元", origin.fields)
        difference = Amount(
            made.difference, self.format, self.formats, unit=self.unit, origin=origin
        )
        percent = (
            None if made.percent is None else Percent(made.percent, self.formats.percent, share)
        )
        direction = made.direction if difference.printed else Direction.NONE
        return ChangeView(difference, percent, direction.value)


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code of a classification and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ItemView(CodeView):
    """A functional item, with what the pack asks of it."""

    supplement: Any


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as a table row shows it, with what the pack asks of it."""

    code: str
    name: str
    supplement: Any = None


INDICATORS = ("cost", "output", "benefit", "satisfaction")
"""The kinds of a project's indicators, as fields of its targets."""


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator of a project with its kind (产出指标), for tables that list all kinds."""

    kind: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project: its name, category, unit, code, amount, texts by title, indicators by kind.

    ``supplement`` is what the pack asks of it.
    """

    name: str
    category: str
    unit: UnitView
    code: str
    amount: Amount
    texts: Mapping[str, str]
    cost: tuple[Any, ...]
    output: tuple[Any, ...]
    benefit: tuple[Any, ...]
    satisfaction: tuple[Any, ...]
    supplement: Any = None

    @property
    def has_targets(self) -> bool:
        """Whether any indicator is declared for it."""
        return bool(self.indicators)

    @property
    def indicators(self) -> tuple[IndicatorView, ...]:
        """The indicators of all kinds, kind by kind."""
        fields = ProjectTargets.model_fields
        return tuple(
            IndicatorView(fields[kind].title or kind, each.name, each.value)
            for kind in INDICATORS
            for each in getattr(self, kind)
        )


def unit_view(figures: Figures, key: str) -> UnitView:
    """The unit that ledger lines call ``key``."""
    unit = figures.printed_units.get(key)
    return UnitView(unit.code, unit.name) if unit is not None else UnitView(key, key)


def project_view(project: Project, figures: Figures, formats: Formats) -> ProjectView:
    """A project for templates."""
    targets = project.targets
    return ProjectView(
        project.name,
        project.category,
        unit_view(figures, project.unit),
        project.code,
        Amount(project.amount, formats.text, formats, label=project.name, lines=project.lines),
        {part.title: part.text for part in targets.texts} if targets else {},
        targets.cost if targets else (),
        targets.output if targets else (),
        targets.benefit if targets else (),
        targets.satisfaction if targets else (),
    )
