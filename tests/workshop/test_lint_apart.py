"""Measures that every sample has equal, though they need not be."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.compute.figures import compute
from discloser.finding import Finding
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.specimen.samples import samples
from discloser.workshop.lint_apart import not_told_apart
from tests.workshop.tiny import NAME, NARRATIVE, make_pack

TEMPLATES = Path(__file__).parents[2] / "templates"
MEASURES = "measures.yaml"
OWN = """\
north: {label: 北院支出, of: expenditure, where: {unit: "990001"}}
south: {label: 南院支出, of: expenditure, where: {unit: "990002"}}
spent: {label: 全部支出, of: expenditure}
paid: {label: 全部付出, of: expenditure}
"""


def told(pack: Pack) -> list[Finding]:
    tried = samples(pack.name, pack.kind, pack.year, pack.form)
    return list(not_told_apart(pack, (compute(s.disclosure, pack.measures) for s in tried)))


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("北院{{ north }}万元，\n南院{{ south }}万元。\n", True),
        # one of them alone cannot be exchanged with the other
        ("北院{{ north }}万元。\n", False),
        # the same lines by two names; what balances in every input
        ("支出{{ spent }}万元，付出{{ paid }}万元。\n", False),
        ("收入总计{{ receipts_total }}万元，支出总计{{ expenditure_total }}万元。\n", False),
        # a budget need not plan all that it receives of a fund
        (
            "收入{{ general_public_receipts }}万元，支出{{ general_public_expenditure }}万元。",
            False,
        ),
    ],
)
def test_measures_that_the_samples_have_equal(sentence: str, said: bool, tmp_path: Path) -> None:
    make_pack(tmp_path, {MEASURES: OWN, NARRATIVE: sentence})
    pack, _ = load_pack(NAME, Kind.BUDGET, 2025, (tmp_path,))
    assert pack is not None
    found = told(pack)
    assert [f.code for f in found] == ["T131"] * said
    if said:
        assert "“北院支出”（north）和“南院支出”（south）" in found[0].message
        place = found[0].location
        assert place is not None
        assert (place.file.rpartition("/")[2], place.line, place.column) == (
            "narrative.md.j2",
            2,
            6,
        )


@pytest.mark.parametrize("kind", list(Kind))
def test_the_samples_tell_all_measures_of_the_national_forms_apart(kind: Kind) -> None:
    pack, _ = load_pack("national", kind, 2025, pack_roots(TEMPLATES))
    assert pack is not None
    assert told(pack) == []
