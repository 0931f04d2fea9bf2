"""Who the rows of units are: the department, and its units."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from discloser.check.reader.read import DocumentReader
from discloser.check.run import run_document_checks
from discloser.compose.document import compose
from discloser.compute.figures import compute
from discloser.location import SourceMap
from discloser.model.values import Kind
from discloser.pipeline import prepare
from tests.properties.strategies import base_pack, disclosure_of

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


@pytest.mark.parametrize("code", ["101", "301", "30101"])
def test_a_departments_code_is_no_economic_item_where_nothing_is_broken_down(code: str) -> None:
    """Its row has a class of its code and no item, as a row of an economic class would."""
    line = {"unit": f"{code}001", "fund": "一般公共预算", "amount": Decimal(500_000)}
    draft = {
        "pack": "henan/base",
        "kind": "budget",
        "year": 2025,
        "published": "2025-03",
        "department": {"code": code, "name": "示范局"},
        "units": [{"code": f"{code}001", "name": "示范中心"}],
        "receipts": [line],
        "expenditure": [line | {"function": "2010101", "category": "其他运转类", "project": "甲"}],
    }
    pack, sources = base_pack(), SourceMap("")
    figures = compute(disclosure_of(draft), pack.measures)
    document, _ = compose(figures, pack, sources)
    findings, _ = run_document_checks(document, figures, pack.codebook, sources)
    assert not {"A05", "A06"} & {finding.code for finding in findings}
    reader = DocumentReader(document, Kind.BUDGET, 2025, pack.words, pack.codebook, pack.measures)
    of_row = [fact for fact in reader.facts if fact.sheet.texts[fact.row][2] == "示范局"]
    assert any(fact.sheet.texts[fact.row][0] == code for fact in of_row)
