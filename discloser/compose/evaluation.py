"""The self-evaluation as templates see it: what the input says, with figures from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from discloser.compose.views import Amount, Formats, Percent, unit_view
from discloser.compute.evaluation import FIELDS, Evaluation, Outturn, evaluate
from discloser.compute.figures import Figures
from discloser.compute.ledger import Column
from discloser.document.number import Origin
from discloser.model.evaluation import (
    DepartmentEvaluation,
    EvaluatedIndicator,
    EvaluatedTask,
    Grade,
)
from discloser.model.values import Month
from discloser.pack.unknown import Unknown
from discloser.parameters.limits import Limits

_TITLES = {
    Column.INITIAL_BUDGET: "年初预算数",
    Column.ADJUSTED_BUDGET: "全年预算数",
    Column.AMOUNT: "执行数",
}


@dataclass(frozen=True, slots=True)
class ExecutionView:
    """The budget and the spending of one kind of money, of all, or of a project."""

    source: str
    initial_budget: Amount
    adjusted_budget: Amount
    executed: Amount

    @property
    def rate(self) -> Percent | Unknown | None:
        """What was spent of the adjusted budget, as printed; None where there is none."""
        return self.executed.percent_of(self.adjusted_budget)


@dataclass(frozen=True, slots=True)
class EvaluatedProjectView:
    """A project of the summary table."""

    name: str
    initial_budget: Amount
    adjusted_budget: Amount
    executed: Amount
    supervisor: str
    unit: str
    score: Decimal
    grade: Grade
    note: str


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """A self-evaluation; the whole department's execution stands in its own fields."""

    month: Month
    grade: Grade | None
    of_whole: bool
    execution: tuple[ExecutionView, ...]
    initial_budget: Amount
    adjusted_budget: Amount
    executed: Amount
    rate: Percent | Unknown | None
    execution_points: Decimal
    execution_score: Decimal
    total_points: Decimal
    total_score: Decimal
    goal: str
    goal_result: str
    tasks: tuple[EvaluatedTask, ...]
    indicators: tuple[EvaluatedIndicator, ...]
    targeted_projects: int
    projects: tuple[EvaluatedProjectView, ...]
    grades: dict[str, int]
    achievements: str
    problems: str
    department_evaluations: tuple[DepartmentEvaluation, ...]
    finance_evaluation: str


def evaluation_view(figures: Figures, limits: Limits, formats: Formats) -> EvaluationView | None:
    """The self-evaluation for templates; None where the input has none."""
    made = evaluate(figures, limits)
    if made is None:
        return None
    declared = made.declared
    whole = _execution(made.whole, formats)
    return EvaluationView(
        month=declared.month,
        grade=declared.grade,
        of_whole=declared.of_whole,
        execution=tuple(_execution(source, formats) for source in made.sources),
        initial_budget=whole.initial_budget,
        adjusted_budget=whole.adjusted_budget,
        executed=whole.executed,
        rate=whole.rate,
        execution_points=made.execution_points,
        execution_score=made.score or Decimal(0),
        total_points=made.total_points,
        total_score=made.total_score,
        goal=declared.goal,
        goal_result=declared.goal_result,
        tasks=declared.tasks,
        indicators=declared.indicators,
        targeted_projects=declared.targeted_projects,
        projects=tuple(_project(made, n, figures, formats) for n in range(len(made.projects))),
        grades=declared.grades,
        achievements=declared.achievements,
        problems=declared.problems,
        department_evaluations=declared.department_evaluations,
        finance_evaluation=declared.finance_evaluation,
    )


def _project(
    made: Evaluation, number: int, figures: Figures, formats: Formats
) -> EvaluatedProjectView:
    declared, outturn = made.declared.projects[number], made.projects[number]
    amounts = _execution(outturn, formats)
    return EvaluatedProjectView(
        declared.name,
        amounts.initial_budget,
        amounts.adjusted_budget,
        amounts.executed,
        declared.supervisor,
        declared.unit or unit_view(figures, outturn.unit).name,
        declared.score,
        declared.grade,
        declared.note,
    )


def _execution(outturn: Outturn, formats: Formats) -> ExecutionView:
    amounts = {
        column: Amount(
            outturn.amounts[column],
            formats.text,
            formats,
            label=f"{outturn.label}的{_TITLES[column]}",
            origin=Origin(f"{outturn.label}的{_TITLES[column]}", outturn.fields[column]),
        )
        for column in FIELDS
    }
    return ExecutionView(
        outturn.label,
        amounts[Column.INITIAL_BUDGET],
        amounts[Column.ADJUSTED_BUDGET],
        amounts[Column.AMOUNT],
    )
