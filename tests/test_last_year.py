"""Last year's input is the same department's, of the same kind, of the year before."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from discloser.finding import Finding
from discloser.pipeline import prepare
from tests.command import Run

GOOD = Path(__file__).parent / "bad_inputs" / "good.yaml"
OURS = GOOD.read_text(encoding="utf-8")
LAST = GOOD.with_name("last_year.yaml").read_text(encoding="utf-8")
OTHERS = {
    "two years ago": ("year: 2024\n", "year: 2023\n", "2023 年部门预算"),
    "the same year": ("year: 2024\n", "year: 2025\n", "2025 年部门预算"),
    "a final account": ("kind: budget\n", "kind: final_account\n", "2024 年部门决算"),
    "another department": (
        'department: {code: "101", name: 示范市示范局}',
        'department: {code: "102", name: 示范市别的局}',
        "示范市别的局",
    ),
}
"""What is changed in last year's input, and the words that tell it."""


def folder(base: Path, **files: str) -> Path:
    """The good input beside other files, which it names by their stem."""
    for name, text in files.items():
        (base / f"{name}.yaml").write_text(text, encoding="utf-8")
    path = base / "input.yaml"
    path.write_text(OURS.replace("last_year.yaml", "named.yaml"), encoding="utf-8")
    return path


def told(path: Path) -> list[Finding]:
    found = prepare(path).findings
    return [finding for finding in found if finding.code in ("I020", "I023")]


def changed(other: str) -> str:
    old, new, _ = OTHERS[other]
    assert old in LAST
    return LAST.replace(old, new)


@pytest.mark.parametrize("other", OTHERS)
def test_another_input_is_told_where_it_is_named_with_the_one_that_fits(
    other: str, tmp_path: Path
) -> None:
    path = folder(tmp_path, named=changed(other), fits=LAST, fits_not=changed("two years ago"))
    found = told(path)
    assert [finding.code for finding in found] == ["I023"]
    assert OTHERS[other][2] in found[0].message
    assert "示范市示范局”的 2024 年部门预算" in found[0].message
    assert "旁边的 fits.yaml 是。" in found[0].remedy
    place = found[0].location
    assert place is not None
    assert place.path == ("prior_year", "input")
    assert "C001" not in {finding.code for finding in prepare(path).findings}


@pytest.mark.parametrize("other", OTHERS)
def test_where_none_fits_none_is_named(other: str, tmp_path: Path) -> None:
    path = folder(tmp_path, named=changed(other), fits_not=changed("two years ago"))
    assert "旁边的" not in told(path)[0].remedy


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: 示范市示范局}\nunits", "name: 示范市老名局}\nunits"),
        ('{code: "101", name', '{code: "201", name'),
    ],
)
def test_a_department_with_another_name_or_another_code_is_the_same(
    old: str, new: str, tmp_path: Path
) -> None:
    assert old in LAST
    assert told(folder(tmp_path, named=LAST.replace(old, new))) == []


def test_a_file_that_is_not_there_is_told_with_the_one_that_fits(tmp_path: Path) -> None:
    found = told(folder(tmp_path, fits=LAST))
    assert [finding.code for finding in found] == ["I020"]
    assert "旁边的 fits.yaml 是。" in found[0].remedy


def test_of_several_that_fit_the_one_named_most_alike_is_named(tmp_path: Path) -> None:
    path = folder(tmp_path, named_2=LAST, other=LAST)
    assert "旁边的 named_2.yaml 是。" in told(path)[0].remedy


def test_of_a_unit_its_departments_file_is_last_years(tmp_path: Path) -> None:
    path = folder(tmp_path, named=LAST)
    text = path.read_text(encoding="utf-8")
    unit = '{code: "101002", name: 示范市示范中心, nature: 事业单位'
    assert unit in text
    own = f"{unit}, own: {{prior_year: {{input: named.yaml}}}}"
    path.write_text(text.replace(unit, own), encoding="utf-8")
    prepared = prepare(path, unit="101002")
    assert "I023" not in {finding.code for finding in prepared.findings}
    assert prepared.figures is not None
    assert prepared.figures["receipts_total"].prior == prepared.figures["receipts_total"].amount
    assert prepared.figures["receipts_total"].prior == Decimal(300_000)


def test_check_says_it(tmp_path: Path, run: Run) -> None:
    path = folder(tmp_path, named=changed("a final account"), fits=LAST)
    code, out, _ = run("check", path)
    assert code == 1
    assert "上年输入文件 named.yaml 是“示范市示范局”的 2024 年部门决算" in out
    assert "旁边的 fits.yaml 是。" in out
