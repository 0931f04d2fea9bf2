"""The checks: which of them may speak where something of the input was left out."""

from __future__ import annotations

import pytest

from discloser.check.check import InputCheck
from discloser.check.rules import ALL
from discloser.check.run import run_checks
from discloser.classification.codebook import Codebook
from discloser.compute.catalogue import standard_measures
from discloser.compute.figures import compute
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from tests.compute.lines import disclosure, spend

FAULTY = disclosure(
    [{"amount": "5", "unit": "999"}],
    [spend("4", project="甲"), spend("3", "9999999", category="特定目标类", project="乙")],
    projects=[{"name": "丙"}],
)


def codes(subject: Disclosure, *left_out: str) -> set[str]:
    figures = compute(subject, standard_measures())
    found, _ = run_checks(figures, Codebook(), SourceMap("a"), frozenset(left_out))
    return {finding.code for finding in found}


def test_all_checks_run_on_a_whole_input() -> None:
    assert {"A01", "X01", "X02", "X03", "X05", "K01"} <= codes(FAULTY)


@pytest.mark.parametrize(
    ("part", "silent"),
    [
        ("receipts", {"A01"}),
        ("expenditure", {"A01", "X03"}),
        ("units", {"X01"}),
        ("projects", {"X02", "X05"}),
    ],
)
def test_a_check_is_silent_where_it_would_miss_a_line(part: str, silent: set[str]) -> None:
    assert codes(FAULTY) - codes(FAULTY, part) >= silent
    assert "K01" in codes(FAULTY, part)


def test_what_a_check_needs_is_a_part_of_the_input() -> None:
    needed = {part for check in ALL if isinstance(check, InputCheck) for part in check.needs}
    assert needed
    assert needed <= set(Disclosure.model_fields)
