"""The self-evaluation as templates see it: what the input says, with figures from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from discloser.compose.records import Miss, Record
from discloser.compose.views import Amount, Formats, Percent, unit_view
from discloser.compute.evaluation import FIELDS, Evaluation, Outturn, evaluate
from discloser.compute.figures import Figures
from discloser.compute.ledger import Column
from discloser.document.number import Origin
from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import model_within
from discloser.model.values import Kind
from discloser.model.values import Part as ModelPart
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


class Part:
    """A part of an evaluation: what the input says of it, and what is computed for it."""

    __slots__ = ("_computed", "_said")

    def __init__(self, said: Record, **computed: Any) -> None:
        self._said = said
        self._computed = computed

    def __getattr__(self, name: str) -> Any:
        return self._computed[name] if name in self._computed else getattr(self._said, name)

    def __dir__(self) -> list[str]:
        return sorted({*dir(self._said), *self._computed})


def evaluation_view(
    figures: Figures, limits: Limits, formats: Formats, form: type[Disclosure], miss: Miss
) -> Part | None:
    """The self-evaluation for templates; None where the input has none.

    The whole department's execution stands in its own fields. What is blank and printed is missed.
    """
    made = evaluate(figures, limits)
    if made is None:
        return None
    whole = _execution(made.whole, formats)
    view = _Viewer(form, figures.disclosure.kind, miss)
    declared = made.declared
    return Part(
        view.record(declared, ("evaluation",)),
        execution=tuple(_execution(source, formats) for source in made.sources),
        initial_budget=whole.initial_budget,
        adjusted_budget=whole.adjusted_budget,
        executed=whole.executed,
        rate=whole.rate,
        execution_points=made.execution_points,
        execution_score=made.score or Decimal(0),
        total_points=_or_unknown(made.total_points, "分值"),
        total_score=_or_unknown(made.total_score, "得分"),
        tasks=view.records("tasks", declared.tasks),
        indicators=view.records("indicators", declared.indicators),
        projects=tuple(
            _project(record, made, number, figures, formats)
            for number, record in enumerate(view.records("projects", declared.projects))
        ),
        department_evaluations=view.records(
            "department_evaluations", declared.department_evaluations
        ),
    )


@dataclass(frozen=True, slots=True)
class _Viewer:
    """Makes the records of an evaluation's parts."""

    form: type[Disclosure]
    kind: Kind
    miss: Miss

    def record(self, part: ModelPart, path: FieldPath) -> Record:
        """A part at a path, as the pack of the form asks for it."""
        model: type[Any] = self.form
        titles: list[str] = []
        for step in path:
            if isinstance(step, int):
                titles[-1] += f"第{step + 1}行"
                continue
            field = model.model_fields[step]
            titles.append(field.title or step)
            model = model_within(field.annotation) or model
        return Record(part, model, (path, "·".join(titles)), self.kind, self.miss)

    def records(self, name: str, parts: Sequence[ModelPart]) -> tuple[Record, ...]:
        """The parts of a list."""
        return tuple(
            self.record(part, ("evaluation", name, index)) for index, part in enumerate(parts)
        )


def _or_unknown(value: Decimal | None, label: str) -> Decimal | Unknown:
    return Unknown(label) if value is None else value


def _project(
    said: Record, made: Evaluation, number: int, figures: Figures, formats: Formats
) -> Part:
    """A project of the summary table."""
    declared, outturn = made.declared.projects[number], made.projects[number]
    amounts = _execution(outturn, formats)
    return Part(
        said,
        initial_budget=amounts.initial_budget,
        adjusted_budget=amounts.adjusted_budget,
        executed=amounts.executed,
        unit=declared.unit or unit_view(figures, outturn.unit).name,
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
