"""A unit's own disclosure: its lines only, and all units together make the department."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from discloser.compute.figures import Figures
from discloser.location import SourceMap
from discloser.model.unit import cut_out_unit
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


def test_a_unit_says_nothing_of_items_that_only_others_have(department: Figures) -> None:
    # 2010350 is the centre's, 2010301 the office's, 2019999 of neither.
    spent = {(line.unit or "103001", line.function) for line in department.disclosure.expenditure}
    assert ("103005", "2010350") in spent
    assert ("103001", "2010301") in spent
    assert ("103005", "2010301") not in spent
    said = dict.fromkeys(("2010350", "2010301", "2019999"), "追加预算")
    whole = department.disclosure.model_copy(update={"item_reasons": said})
    found = cut_out_unit(whole, SourceMap(""), "103005")
    assert found is not None
    assert list(found[0].item_reasons) == ["2010350", "2019999"]


OWN = """    own:
      procurement: {goods: 0, works: 0, services: 0}
      assets:
        vehicles: {general: 0, law_enforcement: 0, special: 0, other: 0}
        general_equipment: 0
        special_equipment: 0
"""


def with_own(folder: Path, own: str) -> Path:
    """The input with what unit 103005 says for itself."""
    text = INPUT.read_text(encoding="utf-8")
    unit = '  - code: "103005"\n'
    assert text.count(unit) == 1
    path = folder / "input.yaml"
    path.write_text(text.replace(unit, unit + own), encoding="utf-8")
    return path


def test_a_units_own_document_can_be_rendered_without_last_year(tmp_path: Path) -> None:
    prepared = prepare(with_own(tmp_path, OWN), unit="103005")
    assert prepared.ok, [finding.message for finding in prepared.findings]
    assert {f.code for f in prepared.findings if f.severity == "note"} == {"C006", "A04", "I05"}


def test_what_a_unit_lacks_is_missed_at_the_unit_and_not_at_the_department(tmp_path: Path) -> None:
    path = with_own(tmp_path, OWN.replace("goods: 0, ", "").replace("other: 0", "other: 1"))
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [f for f in prepare(path, unit="103005").findings if f.code == "C008"]
    places = [f.location for f in found if f.location]
    assert [place.field for place in places] == ["units[5].own.procurement.goods"]
    assert [lines[place.line - 1].strip() for place in places if place.line] == [
        "procurement: {works: 0, services: 0}"
    ]
    bare = [f for f in prepare(INPUT, unit="103005").findings if f.code == "C008"]
    assert len(bare) == 9
    assert {f.location.field.partition(".")[0] for f in bare if f.location} == {"units[5]"}


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
