"""Lint holds the samples' documents to the checks: no wrong template or spec gets through."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.finding import Finding, Severity
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.specimen.samples import samples
from discloser.workshop.lint_checks import failed_checks
from discloser.workshop.trial import reading_of, try_sample
from tests.workshop.tiny import write

NAME, YEAR = "made/up", 2025
BASES = ("national", "henan/base")
TEMPLATES = Path(__file__).parents[2] / "templates"
BUDGET, FINAL = Kind.BUDGET, Kind.FINAL_ACCOUNT


def child(folder: Path, kind: Kind, file: str, old: str, new: str) -> Pack:
    """A pack that inherits a base pack, the first that says it, with a change in one file."""
    texts = {base: TEMPLATES / base / kind / file for base in BASES}
    said = {base: path.read_text(encoding="utf-8") for base, path in texts.items() if path.exists()}
    base, good = next((base, text) for base, text in said.items() if old in text)
    write(folder / NAME / "pack.yaml", f"title: 某市\nparent: {base}\n")
    write(folder / NAME / kind / file, good.replace(old, new, 1))
    pack, findings = load_pack(NAME, kind, YEAR, pack_roots(folder))
    assert pack is not None, findings
    return pack


def found(pack: Pack, *, first: int = 1) -> list[Finding]:
    """What lint finds with the first samples."""
    tried = [
        sample
        for _, sample in zip(range(first), samples(NAME, pack.kind, YEAR, pack.form), strict=False)
    ]
    trials = [try_sample(pack, sample) for sample in tried]
    return list(failed_checks(pack, trials, [reading_of(trial, pack) for trial in trials]))


NARRATIVE = "parts/narrative.md.j2"
EXPENDITURE, RECEIPTS = "tables/expenditure.yaml", "tables/receipts.yaml"
OTHER_RECEIPTS = "      - {cells: {item: 八、其他收入}, where: {kind: 本年收入, fund: 其他收入}}\n"


@pytest.mark.parametrize(
    ("kind", "file", "old", "new", "told"),
    [
        # measures exchanged, or another one taken, in a sentence
        (BUDGET, NARRATIVE, "[personnel_expenditure, operating_expenditure]",
         "[operating_expenditure, personnel_expenditure]", ("N01", "人员经费支出{{")),
        (FINAL, NARRATIVE, "均为{{ receipts_total", "均为{{ current_receipts", ("N01", "均为")),
        # a filter that takes another thing, less or more
        (BUDGET, EXPENDITURE, "{category: 其他运转类}", "{category: 特定目标类}",
         ("A05", "其他运转类")),
        (BUDGET, EXPENDITURE, ', economic_class: "303"', "", ("A05", "对个人和家庭的补助")),
        (BUDGET, RECEIPTS, "{fund: 事业收入", "{fund: 其他收入", ("A05", "事业收入")),
        (FINAL, EXPENDITURE, "{category: 经营支出}", "{category: 上缴上级支出}",
         ("A05", "经营支出")),
        # a row that is left out
        (FINAL, "tables/receipts_and_expenditure.yaml",
         OTHER_RECEIPTS, "", ("F01", "本年收入合计")),
    ],
)  # fmt: skip
def test_a_planted_fault_is_told_where_it_is(
    kind: Kind, file: str, old: str, new: str, *, told: tuple[str, str], tmp_path: Path
) -> None:
    pack = child(tmp_path, kind, file, old, new)
    findings = found(pack)
    errors = [f for f in findings if f.severity is Severity.ERROR]
    assert any(error.message.startswith(told[0]) for error in errors), findings
    assert all(error.remedy for error in errors)
    planted = tmp_path / NAME / kind / file
    text = planted.read_text(encoding="utf-8").splitlines()
    places = [error.location for error in errors if error.location is not None]
    lines = [text[(place.line or 1) - 1] for place in places if place.file == str(planted)]
    assert any(told[1] in line for line in lines), places


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("kind", Kind)
def test_a_good_pack_is_told_nothing(base: str, kind: Kind) -> None:
    pack, findings = load_pack(base, kind, YEAR, pack_roots())
    assert pack is not None, findings
    assert found(pack, first=2) == []
