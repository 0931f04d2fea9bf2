"""What lint finds in a pack, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.finding import Severity
from discloser.model.values import Kind
from discloser.pack.layers import find_layers, pack_names, pack_roots
from discloser.pack.pack import load_pack
from discloser.workshop.lint import lint
from discloser.workshop.lint_parameters import unused_parameters
from discloser.workshop.lint_reader import SHARES, UNREAD_SENTENCES, UNREAD_TABLE
from discloser.workshop.listing import SEEN, seen_text, supplied_files
from tests.workshop.tiny import FILES, NAME, NARRATIVE, TABLE, make_pack, write

REPORT = "budget/report.yaml"
OF_THE_READER = {SHARES.code, UNREAD_TABLE.code, UNREAD_SENTENCES.code}
"""Notes that test_lint_reader is about."""


def changed(file: str, old: str, new: str) -> str:
    return FILES[file].replace(old, new)


def found(folder: Path, name: str = NAME) -> list[tuple[str, str]]:
    """The codes of what lint finds, with file, line and column; each says what to do."""
    findings = [f for f in lint(name, 2025, (folder,)) if f.code not in OF_THE_READER]
    assert all(finding.remedy for finding in findings)
    places = [(finding.code, finding.location) for finding in findings]
    return [(code, at.position.rpartition("/")[2] if at else "") for code, at in places]


def test_a_good_pack_has_no_findings(tmp_path: Path) -> None:
    assert found(make_pack(tmp_path)) == []


def test_what_a_whole_pack_lacks_is_said_at_its_manifest(tmp_path: Path) -> None:
    (make_pack(tmp_path) / NAME / "style.yaml").unlink()
    assert ("T004", "pack.yaml:1:1") in found(tmp_path)


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        # undefined and misspelt names
        (NARRATIVE, "第一行\n\n{{ curent_expenditure }}\n", ("T011", "narrative.md.j2:3:4")),
        (NARRATIVE, "字{{ department.nmae }}\n", ("T011", "narrative.md.j2:1:16")),
        (TABLE, changed(TABLE, "label: 合计", 'label: "{{ yaer }}"'),
         ("T011", "spending.yaml:6:28")),
        # template syntax
        (NARRATIVE, "支出\n\n{% if year %}\n", ("T010", "narrative.md.j2:3:1")),
        (TABLE, changed(TABLE, "caption: 支", 'caption: "{% if %}支'), ("R", "spending.yaml:2")),
        # unknown marks, filters and spec keys
        (NARRATIVE, "字\n{% fro a in units %}\n", ("T010", "narrative.md.j2:2:4")),
        (NARRATIVE, "字{{ year | fixd }}\n", ("T010", "narrative.md.j2:1:12")),
        (TABLE, changed(TABLE, "name: 支出表", "nmae: 支出表"), ("M001", "spending.yaml:1:7")),
        # tables listed but missing, files that nothing uses
        (REPORT, changed(REPORT, "[spending]", "[lost]"), ("T004", "report.yaml:6:40")),
        ("budget/tables/old.yaml", "name: 旧\n", ("T050", "old.yaml:1:1")),
        ("budget/parts/old.md.j2", "字\n", ("T050", "old.md.j2:1:1")),
        # columns whose parts do not add up
        (TABLE, changed(TABLE, "{category: 基", "{category: 别"), ("T052", "spending.yaml:6:5")),
        (TABLE, changed(TABLE, "not_category", "category"), ("T057", "spending.yaml:3:9")),
        (TABLE, changed(TABLE, "not_category", "category")
         .replace("name: 支出表", 'name: "{{ department.name }}支出表"'),
         ("T057", "spending.yaml:3:9")),
        # literal amounts
        (NARRATIVE, "一\n\n支出12.50万元，占3%。\n", ("T053", "narrative.md.j2:3:3")),
        (NARRATIVE, "支出12.50万元。\n", ("T053", "narrative.md.j2:1:3")),
        # a section that prints nothing
        (NARRATIVE, "## 一、概况\n\n## 二、支出\n\n支出。\n", ("T054", "narrative.md.j2:1:6")),
        (REPORT, changed(REPORT, "heading: 附表, tables: [spending]", "heading: 空"),
         ("T054", "report.yaml:6:27")),
        # branches that no sample reaches, in templates and in specs
        (NARRATIVE, "字\n{% if year > 3000 %}\n未\n{% endif %}\n", ("T051", "narrative.md.j2:3:1")),
        (NARRATIVE, "{% if year > 3000 %}未{% endif %}字\n", ("T051", "narrative.md.j2:1:4")),
        (NARRATIVE, "{{ '甲' if year else '乙' }}\n", ("T051", "narrative.md.j2:1:16")),
        (TABLE, changed(TABLE, "name: 支", "when: year > 3000\nname: 支"),
         ("T051", "spending.yaml:1:1")),
        (TABLE, changed(TABLE, "name: 支", "when: year < 3000\nname: 支"),
         ("T051", "spending.yaml:1:1")),
        (TABLE, changed(TABLE, "label: 合计, ", "label: 合计, when: year, "),
         ("T051", "spending.yaml:6:28")),
        (TABLE, FILES[TABLE] + 'notes: ["{{ \'甲\' if year else \'乙\' }}"]\n',
         ("T051", "spending.yaml:11:25")),
        # rules that there are not, and changes without a reason
        ("rules.yaml", "Z99: {severity: 关闭, reason: 无}\n", ("T030", "rules.yaml:1:6")),
        ("rules.yaml", "N10: {severity: 关闭}\n", ("M002", "rules.yaml:1:6")),
        # characters that nobody sees
        (NARRATIVE, "支\u200b出\n\n支\u200b出\n", ("R006", "narrative.md.j2:3:2")),
    ],
)  # fmt: skip
def test_it_finds_a_mistake_at_its_place(
    file: str, text: str, expected: tuple[str, str], tmp_path: Path
) -> None:
    code, place = expected
    places = [at for kind, at in found(make_pack(tmp_path, {file: text})) if kind.startswith(code)]
    assert any(at.startswith(place) for at in places), places


def test_a_table_that_is_offered_to_the_packs_below_is_linted_and_not_printed(
    tmp_path: Path,
) -> None:
    offering = FILES[REPORT] + "offers: [other]\n"
    other = FILES[TABLE].replace("支出表", "另一张表")
    faulty = other.replace("label: 合计, counts: 否", "label: 合计")
    whole = {REPORT: offering, "budget/tables/other.yaml": other}
    assert found(make_pack(tmp_path / "a", whole)) == []
    pack, _ = load_pack(NAME, Kind.BUDGET, 2025, (tmp_path / "a",))
    assert pack is not None
    assert list(pack.tables) == ["spending"]
    told = found(make_pack(tmp_path / "b", {**whole, "budget/tables/other.yaml": faulty}))
    assert told == [("T122", "other.yaml:4:1")]
    assert found(make_pack(tmp_path / "c", {REPORT: offering})) == [("T004", "report.yaml:7:10")]


def test_a_threshold_is_a_parameter(tmp_path: Path) -> None:
    typed = "单价50万元以上设备{{ assets.general_equipment }}台，100万元（含）以上。\n"
    told = found(make_pack(tmp_path / "a", {NARRATIVE: typed}))
    assert told == [("T053", "narrative.md.j2:1:3"), ("T053", "narrative.md.j2:1:43")]
    printed = typed.replace("50万元", "{{ param.general_equipment }}")
    printed = printed.replace("100万元", "{{ param.special_equipment }}")
    assert found(make_pack(tmp_path / "b", {NARRATIVE: printed})) == []


def test_the_samples_are_held_to_the_packs_own_limits(tmp_path: Path) -> None:
    text = (
        "单价{{ param.general_equipment }}以上通用设备{{ assets.general_equipment }}套，"
        "单价{{ param.special_equipment }}以上专用设备{{ assets.special_equipment }}套。\n"
    )
    limits = "general_equipment: {since: {2018: 80万元}}\n"
    files = {NARRATIVE: text, "parameters/limits.yaml": limits}
    assert found(make_pack(tmp_path, files)) == []


PARAMETERS = "parameters/more.yaml"


def test_a_parameter_that_nothing_asks_for_is_told_with_the_nearest(tmp_path: Path) -> None:
    text = "large_projct:\n  label: 起点\n  since: {2018: 50万元}\n"
    assert found(make_pack(tmp_path, {PARAMETERS: text})) == [("T079", "more.yaml:1:1")]
    layers, _ = find_layers(NAME, 2025, (tmp_path,))
    assert layers is not None
    (told,) = unused_parameters(layers, ())
    assert "是不是“large_project”？" in told.remedy


def test_a_parameter_may_be_asked_for_by_the_program_a_template_or_an_heir(tmp_path: Path) -> None:
    text = "{}: {{label: 词, since: {{2018: 甲}}}}\n"
    limit = "large_project: {label: 起点, since: {2018: 50万元}}\n"
    assert found(make_pack(tmp_path / "a", {PARAMETERS: limit})) == []
    narrative = FILES[NARRATIVE].replace("支出", "{{ param.word }}支出")
    files = {PARAMETERS: text.format("word"), NARRATIVE: narrative}
    assert found(make_pack(tmp_path / "b", files)) == []
    make_pack(tmp_path / "c", {PARAMETERS: text.format("word")})
    write(tmp_path / "c/made/child/pack.yaml", f"title: 子\nparent: {NAME}\n")
    write(tmp_path / "c/made/child" / NARRATIVE, narrative)
    assert found(tmp_path / "c") == []


def test_a_block_that_the_parent_lacks_is_never_printed(tmp_path: Path) -> None:
    make_pack(tmp_path)
    write(tmp_path / "made/child/pack.yaml", f"title: 子\nparent: {NAME}\n")
    text = f'{{% extends "parent:{NARRATIVE}" %}}\n{{% block totl %}}\n字\n{{% endblock %}}\n'
    write(tmp_path / "made/child" / NARRATIVE, text)
    assert found(tmp_path, "made/child") == [("T051", "narrative.md.j2:3:1")]


def test_it_tells_that_the_parent_has_changed_until_that_is_seen(tmp_path: Path) -> None:
    make_pack(tmp_path)
    child = tmp_path / "made/child"
    write(child / "pack.yaml", f"title: 子\nparent: {NAME}\n")
    write(child / TABLE, "extends: parent\ncaption: 支出\n")
    layers, _ = find_layers("made/child", 2025, (tmp_path,))
    assert layers is not None
    write(child / SEEN, seen_text(layers))
    assert found(tmp_path, "made/child") == []
    write(tmp_path / NAME / TABLE, FILES[TABLE] + "notes: [注]\n")
    assert found(tmp_path, "made/child") == [("T055", "spending.yaml:1:1")]
    newer = {file.name for file in supplied_files(layers) if file.changed}
    assert newer == {TABLE}
    write(child / SEEN, seen_text(layers))
    assert found(tmp_path, "made/child") == []


def test_a_file_that_hides_the_parents_year_layer_is_reported(tmp_path: Path) -> None:
    make_pack(tmp_path, {f"2025/{TABLE}": FILES[TABLE]})
    child = tmp_path / "made/child"
    write(child / "pack.yaml", f"title: 子\nparent: {NAME}\n")
    write(child / TABLE, FILES[TABLE])
    assert found(tmp_path, "made/child") == [("T056", "spending.yaml:1:1")]


def test_a_branch_for_a_heirs_parameter_is_reached(tmp_path: Path) -> None:
    parameter = "word: {label: 词, since: {2018: %s}}\n"
    text = "{% if param.word == '乙' %}乙{% else %}甲{% endif %}\n"
    make_pack(tmp_path, {NARRATIVE: text, "parameters/words.yaml": parameter % "甲"})
    assert [code for code, _ in found(tmp_path)] == ["T129", "T051"]
    write(tmp_path / "made/child/pack.yaml", f"title: 子\nparent: {NAME}\n")
    write(tmp_path / "made/child/parameters/words.yaml", parameter % "乙")
    assert found(tmp_path) == []


WARNED = {
    # 三门峡, 新乡 and 孟津 published the former name of a class in the table of appropriations.
    "henan/base": {"T067"},
    # As published: the duties have no sentence of their own where none are given.
    "henan/luoyang_mengjin": {"T054"},
    # Options of the packs on it (T051); reasons there end a sentence (T057).
    "shanghai/base": {"T051", "T057"},
}
"""What lint warns of in these packs, with the ground on which it stays."""
READ_WHOLE = {"henan/base", "example/qinglan"}
"""Every amount of their tables is understood: money without codes too stands in named rows."""


@pytest.mark.parametrize("name", pack_names(pack_roots()))
def test_the_packs_of_the_checkout_have_no_errors(name: str) -> None:
    findings = lint(name, 2025, pack_roots())
    told = [finding for finding in findings if finding.severity is not Severity.NOTE]
    known = WARNED.get(name, set())
    assert [
        finding.message
        for finding in told
        if finding.severity is Severity.ERROR or finding.code not in known
    ] == []
    assert known <= {finding.code for finding in told}, "a ground that no longer holds"
    if name in READ_WHOLE:
        shares = [finding.message for finding in findings if finding.code == SHARES.code]
        of_tables = [share.partition("，正文")[0] for share in shares]
        assert of_tables
        assert all(share.endswith("（100.0%）") for share in of_tables), of_tables
