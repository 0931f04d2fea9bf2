"""The samples that packs are tried with are valid inputs, of every kind of money and unit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from discloser.check.run import run_checks
from discloser.classification.codebook import Codebook
from discloser.compute.catalogue import standard_measures
from discloser.compute.figures import Figures, compute
from discloser.finding import Finding, Severity
from discloser.location import SourceMap
from discloser.model.values import Category, Fund, Kind, UnitNature
from discloser.specimen.samples import Sample, samples, with_prior

NOT_BROKEN_DOWN = "K04"
"""What a department is told that does not know its projects' economic items."""

OVERSPENT = "决算大于预算"
"""The sample whose every line spends more than its budget, so that packs are tried with the words
for it: it is valid, and each of its lines is warned of."""


def figures_of(sample: Sample) -> Figures:
    measures = standard_measures()
    amounts = {name: f.amount for name, f in compute(sample.disclosure, measures).items()}
    return compute(with_prior(sample, amounts).disclosure, measures)


def told(figures: Figures) -> list[Finding]:
    found = run_checks(figures, Codebook(), SourceMap("样例"))[0]
    return [finding for finding in found if finding.severity is not Severity.NOTE]


@pytest.mark.parametrize("year", [2024, 2026])
@pytest.mark.parametrize("kind", list(Kind))
def test_every_sample_is_a_valid_input(kind: Kind, year: int) -> None:
    for sample in samples("henan/base", kind, year):
        findings = [f for f in told(figures_of(sample)) if f.code != NOT_BROKEN_DOWN]
        if sample.what == OVERSPENT:
            lines = len(sample.disclosure.expenditure)
            assert [f.code for f in findings] == ["I15"] * lines
            findings = []
        assert [(sample.what, f.code, f.message) for f in findings] == []


@pytest.mark.parametrize("kind", list(Kind))
def test_a_sample_that_is_changed_is_not(kind: Kind) -> None:
    """The checks above can fail: one amount more, and the ledger does not balance."""
    sample = next(samples("henan/base", kind, 2025))
    first = sample.disclosure.expenditure[0]
    changed = (
        first.model_copy(update={"amount": first.amount + 1}),
        *sample.disclosure.expenditure[1:],
    )
    disclosure = sample.disclosure.model_copy(update={"expenditure": changed})
    assert "A08" in {f.code for f in told(figures_of(replace(sample, disclosure=disclosure)))}


@pytest.mark.parametrize("kind", list(Kind))
def test_the_first_sample_has_every_fund_unit_and_kind_of_expenditure(kind: Kind) -> None:
    disclosure = next(samples("henan/base", kind, 2025)).disclosure
    lines = disclosure.expenditure
    assert {line.fund for line in lines} == {line.fund for line in disclosure.receipts} == set(Fund)
    assert len({line.amount for line in lines}) == len(lines)
    spending = {line.unit for line in lines}
    assert {unit.nature for unit in disclosure.units if unit.code in spending} == set(UnitNature)
    new_or_old = {(line.category is Category.BASIC, line.carried_over) for line in lines}
    assert new_or_old == {(True, True), (True, False), (False, True), (False, False)}
    projects: dict[str | None, set[Category]] = {}
    for line in lines:
        projects.setdefault(line.project, set()).add(line.category)
    assert all(len(found) == 1 for name, found in projects.items() if name)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_samples_cover_every_change(kind: Kind) -> None:
    """Zero, increase, decrease, no change, prior zero, empty tables, one and many units, long."""
    made = list(samples("p", kind, 2025))
    assert {sample.prior for sample in made} >= {0, 1, 2, None}
    assert any(sample.prior is not None and 0 < sample.prior < 1 for sample in made)
    assert any(len(sample.disclosure.units) > 1 for sample in made)
    assert any(len(sample.disclosure.units) == 1 for sample in made)
    assert any(not sample.disclosure.expenditure for sample in made)
    assert any(len(sample.disclosure.department.name) > 90 for sample in made)
    assert any(
        all(line.carried_over for line in sample.disclosure.expenditure)
        and sample.disclosure.expenditure
        for sample in made
    )
