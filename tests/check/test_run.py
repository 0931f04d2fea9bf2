"""The checks: which of them may speak where something of the input was left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from discloser.check.check import InputCheck
from discloser.check.rules import ALL
from discloser.check.run import amounts_are_sound, run_checks
from discloser.classification.codebook import Codebook
from discloser.compute.catalogue import standard_measures
from discloser.compute.figures import compute
from discloser.finding import Finding, Severity
from discloser.location import Location, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.pipeline import prepare
from tests.compute.lines import disclosure, spend

INPUTS = Path(__file__).parents[2] / "inputs"
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


@pytest.mark.parametrize(
    ("path", "sound"),
    [
        (("projects", 0, "texts", 1), True),
        (("projects", 0, "cost", 0, "value"), True),
        (("evaluation", "grade"), True),
        (("projects", 0, "name"), False),
        (("projects", 0), False),
        (("expenditure", 3, "amount"), False),
        ((), False),
    ],
)
def test_an_error_beside_the_amounts_leaves_them_sound(
    path: tuple[str | int, ...], sound: bool
) -> None:
    finding = Finding("X99", Severity.ERROR, "", locations=(Location("a", path=path),))
    assert amounts_are_sound([finding]) is sound


def test_a_text_that_a_project_lacks_does_not_silence_the_amounts(tmp_path: Path) -> None:
    """What was not checked would be told to be so because of amounts that are all right."""
    source = INPUTS / "example/qinglan/2024/digital-governance.yaml"
    text = source.read_text(encoding="utf-8")
    lacking = re.sub(r"(?m)^( +- title: 立项依据\n +text: .*\n)", "", text, count=1)
    assert lacking != text
    path = tmp_path / "input.yaml"
    path.write_text(lacking, encoding="utf-8")
    prepared = prepare(path)
    assert "C007" in {finding.code for finding in prepared.findings}
    assert [each for each in prepared.tally.unchecked if "填报的数有错误" in each.reason] == []
