"""Who the rows of units are: the department, and its units."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.pipeline import prepare

INPUT = Path(__file__).parents[3] / "inputs/henan/sanmenxia/2025/administrative-approval.yaml"


@pytest.mark.parametrize("code", ["121", "210", "9"])
def test_a_departments_row_is_known_whatever_its_code(code: str, tmp_path: Path) -> None:
    """The units' codes begin with 121; a department's code may be another one."""
    text = INPUT.read_text(encoding="utf-8")
    assert 'code: "121"' in text
    path = tmp_path / "input.yaml"
    path.write_text(text.replace('code: "121"', f'code: "{code}"'), encoding="utf-8")
    found = {finding.code for finding in prepare(path).findings}
    assert "A05" not in found
    assert "A06" not in found
