"""A pack's own words: laid over the national ones by layers, each mistake at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from discloser.compute.catalogue import standard_measures
from discloser.model.values import Kind
from discloser.pack.fields import FieldsFile
from discloser.pack.layers import Layer, Layers
from discloser.pack.pack import load_pack
from discloser.pack.vocabulary import FILE, read_vocabulary
from discloser.pipeline import prepare
from discloser.vocabulary.tables import role_of
from discloser.vocabulary.words import Words, national_words
from discloser.workshop.lint import lint
from discloser.workshop.listing import supplied_files
from tests.workshop.tiny import NAME, make_pack, write

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "tests/bad_inputs/good.yaml"
LAST = GOOD.with_name("last_year.yaml")
PROVINCE = """\
tables:
  budget:
    receipts: {titles: [收入安排表], seen: 某省2025}
    other_costs: {titles: [运转费用表], shape: columns, of: expenditure, seen: 某省2025}
labels:
  funds: {教育收费: {fund: 财政专户管理资金}, 往来款: {fund: 其他收入}}
  columns: {budget: {预算额: amount}}
phrases:
  - {phrase: 收入规模, means: [receipts_total], specimen: 收入规模9.00万元, seen: 某省2025}
"""
CITY = """\
tables: {budget: {receipts: {titles: [收入一览表]}}}
labels: {funds: {往来款: {fund: 事业收入}}}
phrases:
  - {phrase: 收入规模, means: [current_receipts], specimen: 收入规模9.00万元}
"""


def words_of(folder: Path, *texts: str, kind: Kind = Kind.BUDGET) -> tuple[Words, list[str]]:
    """The words of layers, the nearest first, and the findings with their lines."""
    layers = []
    for number, text in enumerate(texts):
        write(folder / str(number) / FILE, text)
        layers.append(Layer(str(number), folder / str(number)))
    words, findings = read_vocabulary(Layers("0", tuple(layers)), kind, standard_measures(), {})
    assert all(finding.remedy for finding in findings)
    said = [f"{f.code}:{f.location.line}" for f in findings if f.location is not None]
    assert len(said) == len(findings)
    return words, said


def test_a_nearer_layers_word_goes_before_and_takes_none_away(tmp_path: Path) -> None:
    words, findings = words_of(tmp_path, CITY, PROVINCE)
    assert findings == []
    tables = words.tables[Kind.BUDGET]
    for title in ("收入一览表", "收入安排表", "收入总体情况表"):
        assert role_of(f"2025年{title}", tables) == "receipts"
    assert tables["receipts"].shape is national_words().tables[Kind.BUDGET]["receipts"].shape
    assert role_of("运转费用表", tables) == "other_costs"
    assert words.labels.funds["往来款"] == {"fund": ("事业收入",)}
    assert words.labels.funds["教育收费"] == {"fund": ("财政专户管理资金",)}
    assert {"预算额", "预算数"} <= set(words.labels.columns[Kind.BUDGET])
    assert words.labels.columns[Kind.FINAL_ACCOUNT]["决算数"] == "amount"
    assert [phrase.means for phrase in words.phrases[:2]] == [
        ("current_receipts",),
        ("receipts_total",),
    ]


def test_without_a_file_the_words_are_the_national_ones(tmp_path: Path) -> None:
    pack, _ = load_pack(NAME, Kind.BUDGET, 2025, (make_pack(tmp_path),))
    assert pack is not None
    assert pack.words == national_words()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("labels:\n  fonds: {}\n", "M001:2"),
        ("labels:\n  funds: {往来款: {fond: 其他收入}}\n", "M099:2"),
        ("tables:\n  budget:\n    receits:\n      titles: [收入安排表]\n", "T070:3"),
        (
            "phrases:\n  - phrase: 收入规模\n    means: [receipt_total]\n    specimen: 句\n",
            "T006:3",
        ),
        ("phrases:\n  - {phrase: '(', means: [receipts_total], specimen: 句}\n", "M099:2"),
        ("phrases: 收入规模\n", "M005:1"),
        ("- 收入规模\n", "R021:1"),
        ("labels: [\n", "R017:1"),
    ],
)
def test_a_mistake_is_told_at_its_line(text: str, expected: str, tmp_path: Path) -> None:
    words, findings = words_of(tmp_path, text)
    assert findings == [expected]
    assert words == national_words()


def test_a_phrase_of_the_other_kind_may_name_that_kinds_measures(tmp_path: Path) -> None:
    text = "phrases:\n  - {phrase: 结余, means: [own], specimen: 句, kinds: [final_account]}\n"
    assert words_of(tmp_path, text)[1] == []
    assert words_of(tmp_path, text, kind=Kind.FINAL_ACCOUNT)[1] == ["T006:2"]


def test_the_file_is_part_of_the_pack(tmp_path: Path) -> None:
    make_pack(tmp_path, {FILE: PROVINCE})
    write(tmp_path / "made/child/pack.yaml", f"title: 子\nparent: {NAME}\n")
    write(tmp_path / "made/child" / FILE, CITY)
    pack, findings = load_pack("made/child", Kind.BUDGET, 2025, (tmp_path,))
    assert findings == ()
    assert pack is not None
    assert pack.words.labels.funds["往来款"] == {"fund": ("事业收入",)}
    (file,) = (file for file in supplied_files(pack.layers) if file.name == FILE)
    assert file.extends
    assert "T050" not in {finding.code for finding in lint("made/child", 2025, (tmp_path,))}


def test_a_faulty_file_is_told_when_the_pack_is_loaded(tmp_path: Path) -> None:
    pack, findings = load_pack(
        NAME, Kind.BUDGET, 2025, (make_pack(tmp_path, {FILE: "labels: {fonds: {}}\n"}),)
    )
    assert pack is None
    assert [finding.code for finding in findings] == ["M001"]


def test_a_document_is_read_with_the_packs_words(tmp_path: Path) -> None:
    """A column whose label nobody else uses is held to the ledger once the pack says what it is."""
    table = (ROOT / "templates/henan/base/budget/tables/receipts.yaml").read_text(encoding="utf-8")
    assert table.count("label: 事业收入,") == 1
    renamed = table.replace("label: 事业收入,", "label: 业务收入,")
    write(tmp_path / NAME / "pack.yaml", "title: 某市\nparent: henan/base\n")
    write(tmp_path / NAME / "budget/tables/receipts.yaml", renamed)
    good = GOOD.read_text(encoding="utf-8").replace("pack: henan/base", f"pack: {NAME}")
    path = write(tmp_path / GOOD.name, good)
    write(tmp_path / LAST.name, LAST.read_text(encoding="utf-8"))

    def unread() -> list[str]:
        tally = prepare(path, tmp_path).tally
        return [each.reason for each in tally.unchecked if "业务收入" in each.reason]

    assert unread() != []
    write(tmp_path / NAME / FILE, "labels: {funds: {业务收入: {fund: 事业收入}}}\n")
    assert unread() == []
    write(tmp_path / NAME / FILE, "labels: {funds: {业务收入: {fund: 其他收入}}}\n")
    assert "A05" in {finding.code for finding in prepare(path, tmp_path).findings}


OWN = """\
asset_value: {label: 国有资产总额, type: 金额}
signer: {label: 审签人}
persons: {label: 人数, type: 个数}
of_unit: {label: 单位的数, type: 金额, per: 单位}
of_budget: {label: 预算里填的, type: 金额, kinds: 部门预算}
meetings:
  label: 会议
  lines: {name: {label: 会议名称}, cost: {label: 金额, type: 金额}}
"""


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (
            "phrases: [{phrase: 资产总额, field: supplement.asset_value, specimen: 资产总额1万元}]",
            "",
        ),
        (
            "phrases: [{phrase: 甲, field: supplement.asset_valeu, specimen: 甲1万元}]",
            "asset_value",
        ),
        ("phrases: [{phrase: 甲, field: supplement.signer, specimen: 甲1万元}]", "金额"),
        ("phrases: [{phrase: 甲, field: supplement.of_unit, specimen: 甲1万元}]", "部门填的"),
        (
            "phrases: [{phrase: 甲, means: [three_public], less: supplement.asset, specimen: 甲1}]",
            "asset_value",
        ),
        ("phrases: [{phrase: 甲, field: supplement.meetings.cost, specimen: 甲1万元}]", ""),
        ("phrases: [{phrase: 甲, field: supplement.meetings.costs, specimen: 甲1万元}]", "cost"),
        ("phrases: [{phrase: 甲, field: supplement.a.b.c, specimen: 甲1万元}]", "输入里没有"),
        ("counts: [{before: 共有, of: supplement.persons, specimen: 共有1人}]", ""),
        ("counts: [{before: 共有, of: supplement.meetings, specimen: 共有1次}]", ""),
        ("counts: [{before: 共有, of: supplement.person, specimen: 共有1人}]", "persons"),
        ("counts: [{before: 共有, of: supplement.signer, specimen: 共有1人}]", "一个数"),
        ("counts: [{before: 共有, of: assets.vehicles.total, specimen: 共有1辆}]", ""),
        ("counts: [{before: 共有, of: evaluation.grades.优, specimen: 共有1个}]", ""),
        ("counts: [{before: 共有, of: assets.vehicels.total, specimen: 共有1辆}]", "输入里没有"),
        ("counts: [{before: 共有, adds_up: 是, specimen: 共有1辆}]", ""),
        ("counts: [{before: 共有, specimen: 共有1辆}]", "adds_up"),
    ],
)
def test_a_word_names_what_its_pack_declares_or_is_told(
    entry: str, says: str, tmp_path: Path
) -> None:
    write(tmp_path / FILE, entry + "\n")
    fields = FieldsFile.model_validate(YAML(typ="safe").load(OWN)).root
    layers = Layers("0", (Layer("0", tmp_path),))
    _, findings = read_vocabulary(layers, Kind.BUDGET, standard_measures(), fields)
    assert [says in f.message + f.remedy for f in findings] == ([True] if says else [])
    assert all(f.location is not None and f.location.line == 1 for f in findings)


@pytest.mark.parametrize(("kind", "count"), [(Kind.BUDGET, 0), (Kind.FINAL_ACCOUNT, 1)])
def test_a_field_of_one_kind_is_not_to_be_named_for_the_other(
    kind: Kind, count: int, tmp_path: Path
) -> None:
    write(
        tmp_path / FILE, "phrases: [{phrase: 甲, field: supplement.of_budget, specimen: 甲1万元}]\n"
    )
    fields = FieldsFile.model_validate(YAML(typ="safe").load(OWN)).root
    layers = Layers("0", (Layer("0", tmp_path),))
    _, findings = read_vocabulary(layers, kind, standard_measures(), fields)
    assert [finding.code for finding in findings] == ["T102"] * count
