"""What a pack says of one kind of disclosure alone: its looks and the rules that it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.check.catalogue import all_codes
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.pack.rules import load_rule_changes
from discloser.workshop.lint import lint
from tests.workshop import tiny
from tests.workshop.tiny import make_pack

NAME = "trial"
OFF = "K06: {severity: 关闭, reason: 公积金列在行政运行}\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    """A pack over the base with these files, below a folder of templates."""
    for name, text in ({"pack.yaml": "title: 试验\nparent: henan/base\n"} | files).items():
        path = folder / NAME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def pack_of(folder: Path, kind: Kind) -> Pack:
    pack, findings = load_pack(NAME, kind, 2025, pack_roots(folder))
    assert findings == ()
    assert pack is not None
    return pack


def test_a_kind_has_looks_of_its_own_over_those_of_the_pack(tmp_path: Path) -> None:
    final = "page: {margins: {top_mm: 31}}\n"
    both = "extends: parent\npage: {margins: {top_mm: 30, left_mm: 33}}\n"
    write(tmp_path, {"style.yaml": both, "final_account/style.yaml": final})
    margins = {kind: pack_of(tmp_path, kind).style.page.margins for kind in Kind}
    assert (margins[Kind.BUDGET].top_mm, margins[Kind.BUDGET].left_mm) == (30, 33)
    assert (margins[Kind.FINAL_ACCOUNT].top_mm, margins[Kind.FINAL_ACCOUNT].left_mm) == (31, 33)


def test_a_faulty_look_of_a_kind_is_told_in_its_own_file(tmp_path: Path) -> None:
    write(tmp_path, {"budget/style.yaml": "page: {margins: {top_mm: 很宽}}\n"})
    pack, findings = load_pack(NAME, Kind.BUDGET, 2025, pack_roots(tmp_path))
    assert pack is None
    assert {str(finding.location) for finding in findings} == {
        f"{tmp_path / NAME / 'budget/style.yaml'}:1:26"
    }
    assert load_pack(NAME, Kind.FINAL_ACCOUNT, 2025, pack_roots(tmp_path))[0] is not None


@pytest.mark.parametrize(
    ("files", "off"),
    [
        ({"rules.yaml": OFF}, {Kind.BUDGET, Kind.FINAL_ACCOUNT}),
        ({"budget/rules.yaml": OFF}, {Kind.BUDGET}),
        (
            {"rules.yaml": OFF, "budget/rules.yaml": OFF.replace("关闭", "错误")},
            {Kind.FINAL_ACCOUNT},
        ),
    ],
    ids=["of both", "of one", "of one over both"],
)
def test_a_kind_changes_rules_of_its_own(
    files: dict[str, str], off: set[Kind], tmp_path: Path
) -> None:
    write(tmp_path, files)
    found = {}
    for kind in Kind:
        changes, problems = load_rule_changes(pack_of(tmp_path, kind).layers, kind, all_codes())
        assert problems == ()
        found[kind] = changes
    assert {kind for kind in Kind if "K06" in found[kind] and found[kind]["K06"].is_off} == off


def test_a_rule_that_does_not_exist_is_told_in_the_kinds_file(tmp_path: Path) -> None:
    write(tmp_path, {"budget/rules.yaml": OFF.replace("K06", "K99")})
    pack = pack_of(tmp_path, Kind.BUDGET)
    changes, problems = load_rule_changes(pack.layers, Kind.BUDGET, all_codes())
    assert [problem.code for problem in problems] == ["T030"]
    assert "budget/rules.yaml" in str(problems[0].location)
    assert changes.keys() == {"K99"}


def test_lint_knows_the_files_of_a_kind(tmp_path: Path) -> None:
    looks = "page: {margins: {top_mm: 31}}\n"
    files = {
        "final_account/style.yaml": looks,
        "budget/rules.yaml": OFF,
        "budget/styles.yaml": looks,
    }
    findings = lint(tiny.NAME, 2025, (make_pack(tmp_path, files),))
    unused = [finding.location for finding in findings if finding.code == "T050"]
    assert [Path(place.file).name for place in unused if place] == ["styles.yaml"]
