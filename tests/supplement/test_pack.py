"""A pack that declares fields is held to them: lint tries them, faults of the file are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.compose.needs.of_pack import needs_of
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import load_pack
from discloser.specimen.samples import samples
from discloser.workshop.lint_needs import undeclared_needs
from discloser.workshop.trial import try_sample
from tests.supplement.demo import PACKS, pack_with

ROOTS = pack_roots(PACKS)


def test_samples_fill_in_every_declared_field() -> None:
    """So that lint tries what a pack does with them: a blank is a need that was read before."""
    pack, _ = load_pack("demo", Kind.BUDGET, 2025, ROOTS)
    assert pack is not None
    trials = [try_sample(pack, each) for each in samples("demo", Kind.BUDGET, 2025, pack.form)]
    for trial in trials:
        missed = {finding.code for finding in trial.findings}
        assert missed <= (set() if trial.sample.is_whole else {"C008"}), trial.sample.what
    assert "C008" in {finding.code for trial in trials for finding in trial.findings}
    assert list(undeclared_needs(pack, trials)) == []


def test_what_a_document_needs_is_read_from_templates_and_tables() -> None:
    pack, findings = load_pack("demo", Kind.BUDGET, 2025, ROOTS)
    assert pack is not None, findings
    needs = needs_of(pack)
    assert {need.key for need in needs.of("value")} == {
        ("supplement", name)
        for name in (
            *("reviewed_on", "review", "signed", "signer", "asset_value", "house_value"),
            *("house_area", "plan_until"),
        )
    }
    every = {".".join(need.key) for need in needs.of("each")}
    assert {
        "units.*.supplement.retired",
        "projects.*.supplement.basis",
        "item_supplements.*.use",
        "supplement.purchases.*.reserved",
        "supplement.grants.*.target",
        "projects.*.supplement.plan.*.first",
    } <= every
    of_no_need = {"supplement.remark", "projects.*.supplement.other", "units.*.supplement.vehicles"}
    assert not of_no_need & every
    assert ("supplement", "remark") in needs.used
    assert ("units", "*", "supplement", "vehicles") not in needs.used, "nothing prints it"


@pytest.mark.parametrize(
    ("text", "line", "code", "says"),
    [
        ("Big: {label: 大}", 1, "M099", "名称"),
        ("copy: {label: 抄送}", 1, "M099", "保留字"),
        ("units: {label: 单位}", 1, "T100", "输入里的名称"),
        ("three_public: {label: 三公, lines: {a: {label: 甲}}}", 1, "T100", "口径"),
        ("a: {label: 支出, lines: {b: {label: 乙}}}", 1, "T100", "工作表"),
        ("a: {label: 甲}\nb: {label: 甲}", 2, "T100", "一样"),
        ("a: {label: 甲, lines: {b: {label: 项目名称}}}", 1, "T100", "栏名"),
        ("a: {label: 甲, type: 选择}", 1, "M099", "choices"),
        ("a: {label: 甲, type: 整数}", 1, "M003", "可选"),
        ("a: {label: 甲, type: 个数, unit: 万元}", 1, "M099", "金额"),
        ("a: {label: 甲, type: 金额, unit: 亿元}", 1, "M099", "万元"),
        ("a: {label: 甲, lines: {}}", 1, "M006", "1"),
        ("a: {label: 甲, lines: {b: {label: 乙}, c: {label: 乙}}}", 1, "M099", "相同"),
        ("a: {label: 甲, per: 处室}", 1, "M003", "可选"),
        ("a: {lable: 甲}", 1, "M001", "label"),
    ],
)
def test_a_fault_of_the_declaration_is_told_at_its_line(
    text: str, line: int, code: str, says: str, tmp_path: Path
) -> None:
    packs = pack_with(tmp_path, fields=text + "\n")
    pack, findings = load_pack("demo", Kind.BUDGET, 2025, pack_roots(packs))
    assert pack is None
    found = [f for f in findings if f.location and f.location.file.endswith("fields.yaml")]
    told = next(f for f in found if f.code == code)
    assert told.location is not None
    assert told.location.line == line
    assert says in told.message + told.remedy


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("of: purchases", "of: purchase"), "M003"),
        (("value: quantity", "value: quantities"), "T101"),
        (("each: [category]", "each: [categories]"), "M099"),
    ],
)
def test_a_table_that_names_what_is_not_declared_is_told(
    change: tuple[str, str], code: str, tmp_path: Path
) -> None:
    table = (PACKS / "demo/budget/tables/purchases.yaml").read_text(encoding="utf-8")
    packs = pack_with(tmp_path, budget__tables__purchases=table.replace(*change))
    pack, findings = load_pack("demo", Kind.BUDGET, 2025, pack_roots(packs))
    assert pack is None
    assert [finding.code for finding in findings] == [code]
