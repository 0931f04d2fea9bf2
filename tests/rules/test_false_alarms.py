"""The checks are silent on what is right: made-up departments of both kinds, by the dozen."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.finding import Severity
from discloser.location import SourceMap
from discloser.model.values import Kind
from discloser.pipeline import keep_packs, prepare
from discloser.read import Draft
from discloser.specimen.department import make_department

LOAD = keep_packs()
PACK, YEAR = "henan/base", 2025


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("seed", range(3))
def test_a_made_up_city_has_no_errors_and_no_unlikely_amounts(kind: Kind, seed: int) -> None:
    pack, _ = LOAD(PACK, kind, YEAR, (Path("templates").resolve(),), None)
    assert pack is not None
    for index in range(2):
        sample = make_department(seed, index, PACK, YEAR, pack.measures, kind=kind)

        def read(path: Path, draft: Draft = sample.draft) -> tuple[Draft, SourceMap, tuple[()]]:
            return draft, SourceMap(str(path)), ()

        findings = prepare(Path("made-up.yaml"), load=LOAD, read=read).findings
        assert [f for f in findings if f.severity is Severity.ERROR] == []
        assert {f.code for f in findings} <= {"A04", "I13"}


@pytest.mark.parametrize(("one", "other"), [("10100A", "10100B"), ("101-1", "101-2")])
def test_a_units_code_may_have_more_than_digits(one: str, other: str, tmp_path: Path) -> None:
    good = Path(__file__).parents[1] / "bad_inputs" / "good.yaml"
    (tmp_path / "last_year.yaml").write_bytes(good.with_name("last_year.yaml").read_bytes())
    path = tmp_path / "a.yaml"
    text = good.read_text(encoding="utf-8").replace("101001", one)
    path.write_text(text.replace("101002", other), encoding="utf-8")
    assert [finding.code for finding in prepare(path).findings] == []
