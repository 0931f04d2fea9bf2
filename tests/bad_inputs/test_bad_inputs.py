"""Each faulty input: its findings and their places, and nothing written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from discloser import cli, cli_check, cli_render
from discloser.filenames import output_folder
from discloser.finding import CATALOGUE, Severity
from discloser.pipeline import Prepared, prepare
from tests.bad_inputs.case import PACK, Case, flat_expected, flat_finding
from tests.bad_inputs.inputs import CASES, SEVERAL
from tests.bad_inputs.packs import CASES as PACK_CASES

PACKS = Path(__file__).parents[2] / "templates"
ALL = [*CASES, *PACK_CASES]


def is_error(case: Case) -> bool:
    return any(CATALOGUE[each.code].severity is Severity.ERROR for each in case.expected)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_it_reports_each_fault_at_its_place_and_writes_nothing(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = case.write(tmp_path)
    output = tmp_path / "output"
    old = output_folder(path, output) / "旧文本.docx"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    seen: list[Prepared] = []

    def spy(*arguments: Any, **options: Any) -> Prepared:
        seen.append(prepare(*arguments, **options))
        return seen[-1]

    for module in (cli_check, cli_render):
        monkeypatch.setattr(module, "prepare", spy)
    command = ["render", "--output", str(output)] if is_error(case) else ["check"]
    with pytest.raises(SystemExit) as exit_:
        cli.main([*command, str(path), "--templates", str(tmp_path / "templates")])

    found = {flat_finding(finding, tmp_path, PACKS) for finding in seen[0].findings}
    assert found == {flat_expected(each, tmp_path, PACKS) for each in case.expected}
    assert exit_.value.code == (1 if is_error(case) else 0)
    assert {file: file.read_bytes() for file in output.rglob("*") if file.is_file()} == {
        old: b"old"
    }


def test_the_good_input_has_no_findings(tmp_path: Path) -> None:
    prepared = prepare(Case("good").write(tmp_path))
    assert prepared.findings == ()
    assert prepared.ok


def test_the_base_of_the_pack_cases_has_no_findings(tmp_path: Path) -> None:
    case = Case(
        "good pack", files={"parameters/none.yaml": "none:\n  label: 无\n  since: {2018: 无}\n"}
    )
    prepared = prepare(case.write(tmp_path), tmp_path / "templates")
    assert prepared.findings == ()
    assert prepared.pack is not None
    assert prepared.pack.name == PACK


def test_faults_are_listed_in_reading_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = SEVERAL[0]
    path = case.write(tmp_path)
    with pytest.raises(SystemExit):
        cli.main(["check", str(path)])
    listed = re.findall(r"input\.yaml:(\d+):\d+: 错误 ([A-Z]\d+) ", capsys.readouterr().out)
    flat = [flat_expected(each, tmp_path, PACKS) for each in case.expected]
    assert listed == [(str(line), code) for code, _, _, line in flat]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("an unknown field", "money_unit"),
        ("an unknown fund", "事业收入"),
        ("an unknown unit", "101002"),
        ("a project that is not declared", "大厅运行"),
        ("unknown names of figures", "收入总计”（receipts_total）"),
        ("an unknown pack", "河南省通用”（henan/base）"),
        ("an unknown option", "lead"),
        ("an unknown measure", "three_public"),
        ("an unknown name in a template", "receipts_total"),
        ("an unknown member in a template", "name"),
        ("an unknown parameter in a template", "unchanged"),
        ("an unknown text column", "code"),
    ],
)
def test_the_remedy_names_the_nearest(name: str, nearest: str, tmp_path: Path) -> None:
    (case,) = (case for case in ALL if case.name == name)
    prepared = prepare(case.write(tmp_path), tmp_path / "templates")
    finding = next(f for f in prepared.findings if f.code == case.expected[0].code)
    first = nearest if nearest.endswith("）") else f"{nearest}”？"
    assert f"是不是“{first}" in finding.message + finding.remedy


def test_each_case_has_a_name_of_its_own_and_expects_something() -> None:
    assert len({case.name for case in ALL}) == len(ALL)
    assert [case.name for case in ALL if not case.expected] == []
