"""The text dump of whole documents, so that a change of a template shows as a difference.

The dump has every heading, paragraph and printed table slot. It leaves out looks (styles, column
widths, alignment), merged cells (only their first slot has text) and exact values; other tests
look at those. ``pytest tests/golden --accept-goldens`` writes the files anew.
"""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from discloser.document.dump import dump
from discloser.pipeline import prepare
from tests.final_account.derived import with_carried_over_money

GOLDENS = Path(__file__).parent
INPUTS = GOLDENS.parents[1] / "inputs"
CASES = {
    "qinglan-digital-governance-2024": "example/qinglan/2024/digital-governance.yaml",
    "sanmenxia-administrative-approval-2025": "henan/sanmenxia/2025/administrative-approval.yaml",
    "sanmenxia-government-office-2025": "henan/sanmenxia/2025/government-office.yaml",
}
DERIVED = {"sanmenxia-government-services-2023-carried-over": with_carried_over_money}
"""Documents whose input is another one with changes."""


@pytest.mark.parametrize("name", [*CASES, *DERIVED])
def test_the_document_is_as_accepted(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    derive = DERIVED.get(name)
    path = derive(tmp_path / "input.yaml") if derive else INPUTS / CASES[name]
    document = prepare(path).document
    assert document is not None
    found = dump(document)
    golden = GOLDENS / f"{name}.txt"
    if request.config.getoption("--accept-goldens"):
        golden.write_text(found, encoding="utf-8")
    expected = golden.read_text(encoding="utf-8")
    difference = unified_diff(expected.splitlines(), found.splitlines(), "accepted", "found", n=1)
    assert "\n".join(difference) == ""


def test_every_golden_has_its_test() -> None:
    assert {path.stem for path in GOLDENS.glob("*.txt")} == {*CASES, *DERIVED}
