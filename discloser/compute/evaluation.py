"""The self-evaluation's money, rate and score, from the ledger.

A figure that the input types all the same stands where the input says why it differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from discloser.compute.figures import Figures
from discloser.compute.ledger import Column, Entry, Ledger, Side
from discloser.location import FieldPath
from discloser.model.evaluation import EvaluatedProject, Execution, SelfEvaluation
from discloser.parameters.limits import Limits
from discloser.rounding import round_half_up

FIELDS = {
    Column.INITIAL_BUDGET: "initial_budget",
    Column.ADJUSTED_BUDGET: "adjusted_budget",
    Column.AMOUNT: "executed",
}
"""What an evaluation calls the columns of the ledger."""
SOURCES = ("财政拨款", "财政专户管理资金", "单位资金")
"""The kinds of money of the national form, in its order."""


@dataclass(frozen=True, slots=True)
class Outturn:
    """What was budgeted and spent of some money, in 元, with the fields of the input behind it."""

    label: str
    amounts: Mapping[Column, Decimal]
    fields: Mapping[Column, tuple[FieldPath, ...]]
    unit: str = ""

    @staticmethod
    def of(label: str, lines: Ledger) -> Outturn:
        """The outturn of ledger lines."""
        return Outturn(
            label,
            {column: lines.total(column) for column in FIELDS},
            {
                column: tuple((*entry.path, column.value) for entry in lines if _has(entry, column))
                for column in FIELDS
            },
            next((entry.dimensions["unit"] for entry in lines), ""),
        )

    def with_typed(self, given: Execution | EvaluatedProject, path: FieldPath) -> Outturn:
        """The same with the figures that the input gives."""
        typed = {column: amount for column, _, _, amount in typed_figures(given)}
        places = {column: ((*path, FIELDS[column]),) for column in typed}
        amounts, fields = {**self.amounts, **typed}, {**self.fields, **places}
        return Outturn(self.label, amounts, fields, self.unit)

    @property
    def rate(self) -> Decimal | None:
        """What was spent of the adjusted budget; None where there is none."""
        adjusted = self.amounts[Column.ADJUSTED_BUDGET]
        return self.amounts[Column.AMOUNT] / adjusted if adjusted else None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation with its figures: of each kind of money, of all, and of each project."""

    declared: SelfEvaluation
    sources: tuple[Outturn, ...]
    whole: Outturn
    projects: tuple[Outturn, ...]
    execution_points: Decimal
    score: Decimal | None

    @property
    def total_points(self) -> Decimal | None:
        """All points of the overall table; None where one of them is blank."""
        return _all([self.execution_points, *(each.points for each in self.declared.indicators)])

    @property
    def total_score(self) -> Decimal | None:
        """All scores of the overall table; None where one of them is blank."""
        return _all([self.score or Decimal(0), *(each.score for each in self.declared.indicators)])


def evaluate(figures: Figures, limits: Limits) -> Evaluation | None:
    """The figures of the self-evaluation of a final account; None where there is none.

    ``limits`` says what the execution is worth where the input does not, and how it scores.
    """
    declared = figures.disclosure.evaluation
    if declared is None:
        return None
    sources = tuple(_sources(declared, figures))
    whole = _sum(sources)
    points = declared.execution_points
    points = points if points is not None else limits.execution_points
    score = _score(declared, whole, scores_of(whole.rate, points, limits))
    projects = tuple(_projects(declared, figures))
    return Evaluation(declared, sources, whole, projects, points, score)


def ledger_of_source(figures: Figures, source: str) -> Ledger:
    """The expenditure of one kind of money."""
    lines = figures.ledger.side(Side.EXPENDITURE)
    return Ledger(tuple(entry for entry in lines if entry.dimensions["fund_group"] == source))


def ledger_of_project(figures: Figures, name: str) -> Ledger:
    """The expenditure of a project in all units."""
    lines = figures.ledger.side(Side.EXPENDITURE)
    return Ledger(tuple(entry for entry in lines if entry.dimensions["project"] == name))


def typed_figures(
    given: Execution | EvaluatedProject,
) -> Iterator[tuple[Column, str, str, Decimal]]:
    """The figures that an input types: the ledger's column, the field, its title, 元."""
    for column, name in FIELDS.items():
        amount = getattr(given, name, None)
        if amount is not None:
            yield column, name, type(given).model_fields[name].title or name, amount


def scores_of(rate: Decimal | None, points: Decimal, limits: Limits) -> tuple[Decimal, ...]:
    """The scores that a rate of execution may give: in proportion to a rate that gives them all."""
    if rate is None:
        return ()
    shares = (rate / full for full in limits.execution_full_rates)
    return tuple(round_half_up(min(share, Decimal(1)) * points, 2) for share in shares)


def _sources(declared: SelfEvaluation, figures: Figures) -> Iterator[Outturn]:
    typed = {row.source: index for index, row in enumerate(declared.execution)}
    stands = bool(declared.difference_reason)
    for source in [*SOURCES, *(name for name in typed if stands and name not in SOURCES)]:
        outturn = Outturn.of(source, ledger_of_source(figures, source))
        if stands and source in typed:
            index = typed[source]
            path = ("evaluation", "execution", index)
            outturn = outturn.with_typed(declared.execution[index], path)
        yield outturn


def _projects(declared: SelfEvaluation, figures: Figures) -> Iterator[Outturn]:
    for index, project in enumerate(declared.projects):
        outturn = Outturn.of(project.name, ledger_of_project(figures, project.name))
        if declared.difference_reason:
            outturn = outturn.with_typed(project, ("evaluation", "projects", index))
        yield outturn


def _score(declared: SelfEvaluation, whole: Outturn, known: tuple[Decimal, ...]) -> Decimal | None:
    """The score of the execution: the typed one where a way of scoring gives it."""
    typed = declared.execution_score
    if whole.rate is None:
        return typed
    if typed is not None and (declared.difference_reason or round_half_up(typed, 2) in known):
        return typed
    return known[0]


def _all(parts: Sequence[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None


def _sum(parts: tuple[Outturn, ...]) -> Outturn:
    return Outturn(
        "部门预算总额",
        {c: sum((part.amounts[c] for part in parts), Decimal(0)) for c in FIELDS},
        {c: tuple(path for part in parts for path in part.fields[c]) for c in FIELDS},
    )


def _has(entry: Entry, column: Column) -> bool:
    return bool(entry.amounts.get(column))
