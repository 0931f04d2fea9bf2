"""A unit's own disclosure: its lines only, and all units together make the department."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from discloser.compute.figures import Figures
from discloser.pipeline import Prepared, prepare

ROOT = Path(__file__).parents[2]
INPUT = ROOT / "inputs/henan/sanmenxia/2025/government-office.yaml"


@pytest.fixture(scope="module")
def department() -> Figures:
    return _figures(prepare(INPUT))


@pytest.fixture(scope="module")
def units(department: Figures) -> dict[str, Figures]:
    return {key: _figures(prepare(INPUT, unit=key)) for key in department.units}


def _figures(prepared: Prepared) -> Figures:
    assert prepared.figures is not None
    return prepared.figures


def test_the_units_add_up_to_the_department_in_every_figure(
    department: Figures, units: dict[str, Figures]
) -> None:
    sums = {
        name: sum((figures[name].amount for figures in units.values()), Decimal(0))
        for name in department
    }
    assert sums == {name: figure.amount for name, figure in department.items()}


def test_a_unit_has_its_own_lines_and_projects_only(units: dict[str, Figures]) -> None:
    centre = units["103005"]
    assert {entry.dimensions["unit"] for entry in centre.ledger} == {"103005"}
    assert [project.name for project in centre.disclosure.projects] == [
        "金融服务中心运转经费及普惠金融服务平台运营维护费",
        "办公场所租赁费",
    ]
    # The unit's total is not printed for the unit; its two projects are: 70.20 and 57.80 万元.
    assert centre["project_expenditure"].amount == Decimal(1280000)


def test_a_units_own_document_can_be_rendered_without_last_year() -> None:
    prepared = prepare(INPUT, unit="103005")
    assert prepared.ok, [finding.message for finding in prepared.findings]
    assert {f.code for f in prepared.findings if f.severity == "note"} == {"C006", "A04", "I05"}


def test_a_problem_in_a_units_line_keeps_its_place(tmp_path: Path) -> None:
    text = INPUT.read_text(encoding="utf-8")
    broken = text.replace('{function: "2010350"', '{function: "2019950"', 1)
    assert broken != text
    path = tmp_path / "input.yaml"
    path.write_text(broken, encoding="utf-8")
    line = next(n for n, row in enumerate(broken.splitlines(), 1) if "2019950" in row)
    found = [f for f in prepare(path, unit="103005").findings if f.code == "K01"]
    assert [f.location.line for f in found if f.location] == [line]


def test_an_unknown_unit_is_reported() -> None:
    prepared = prepare(INPUT, unit="999")
    assert [finding.code for finding in prepared.findings] == ["I021"]
