"""What the readiness list and the roll-up tell of a department, taken from its figures."""

from __future__ import annotations

from decimal import Decimal

from discloser.batch.job import Facts, ProjectAmount, UnitName
from discloser.classification.codebook import Codebook, Scheme
from discloser.compute.figures import Figures
from discloser.compute.ledger import Side

TOTALS = (
    "receipts_total",
    "expenditure_total",
    "basic_expenditure",
    "project_expenditure",
    "three_public",
    "three_public_abroad",
    "three_public_vehicle_purchase",
    "three_public_vehicle_operation",
    "three_public_reception",
)
"""The figures that are rolled up, besides expenditure by class and by fund."""


def facts_of(figures: Figures, codebook: Codebook) -> Facts:
    """The facts of a department."""
    disclosure = figures.disclosure
    by_class = _totals(figures, "function_class")
    return Facts(
        code=disclosure.department.code,
        name=disclosure.department.name,
        pack=disclosure.pack,
        kind=disclosure.kind.value,
        year=disclosure.year,
        units=tuple(UnitName(unit.code, unit.name) for unit in disclosure.units),
        projects=tuple(
            ProjectAmount(project.name, project.code, project.amount)
            for project in figures.projects
        ),
        totals={name: figures[name].amount for name in TOTALS},
        by_class=by_class,
        class_names={
            code: codebook.name(Scheme.FUNCTION, code, disclosure.year) for code in by_class
        },
        by_fund=_totals(figures, "fund"),
    )


def _totals(figures: Figures, dimension: str) -> dict[str, Decimal]:
    groups = figures.ledger.side(Side.EXPENDITURE).group((dimension,))
    return {value: lines.total() for (value,), lines in sorted(groups.items())}
