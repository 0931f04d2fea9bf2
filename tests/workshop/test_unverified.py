"""What nobody has seen of a pack is listed and noted, and changes nothing that is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.cli import main
from discloser.document.dump import dump
from discloser.finding import Severity
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.specimen.samples import samples
from discloser.workshop.lint import lint
from discloser.workshop.trial import try_sample
from discloser.workshop.unverified import unverified
from tests.workshop.tiny import FILES, NAME, NARRATIVE, TABLE, make_pack

YEAR = 2025
REPORT, NUMBERS = "budget/report.yaml", "parameters/numbers.yaml"
MARKS = {
    "pack.yaml": ("title: 某市\n", "title: 某市\nunverified: 没有见过\n"),
    REPORT: ("heading: 说明,", "heading: 说明, unverified: 没有见过,"),
    TABLE: ("name: 支出表\n", "name: 支出表\nunverified: 没有见过\n"),
    NUMBERS: ("{label: 正文,", "{label: 正文, unverified: 没有见过,"),
    NARRATIVE: ("支出{{", "{# 待核实：没有见过 #}\n支出{{"),
}
"""A mark for each kind of file: what is written, and what instead."""
PLACES = {
    "模板包 made/up": ("pack.yaml", 2),
    "report.yaml“说明”": ("report.yaml", 5),
    "《支出表》": ("spending.yaml", 2),
    "参数 text_amount（正文）": ("numbers.yaml", 4),
    NARRATIVE: ("narrative.md.j2", 2),
}


def pack_of(folder: Path, changes: dict[str, str], name: str = NAME) -> Pack:
    pack, findings = load_pack(name, Kind.BUDGET, YEAR, (make_pack(folder, changes),))
    assert pack is not None, findings
    return pack


def marked(*files: str) -> dict[str, str]:
    """The files of the small pack with their marks."""
    for file in files:
        assert FILES[file].count(MARKS[file][0]) == 1
    return {file: FILES[file].replace(*MARKS[file]) for file in files}


def test_every_kind_of_file_may_say_so_at_its_line(tmp_path: Path) -> None:
    found = unverified(pack_of(tmp_path, marked(*MARKS)))
    assert {each.what: (Path(each.place.file).name, each.place.line) for each in found} == PLACES
    assert {each.why for each in found} == {"没有见过"}


@pytest.mark.parametrize(
    ("old", "what"),
    [
        ("label: 项目支出,", "《支出表》“项目支出”"),
        ("cells: {name: 合计}", "《支出表》“合计”"),
    ],
)
def test_a_column_and_a_row_are_named_by_their_labels(tmp_path: Path, old: str, what: str) -> None:
    text = FILES[TABLE].replace(old, f"unverified: 没有见过, {old}")
    assert [e.what for e in unverified(pack_of(tmp_path, {TABLE: text}))] == [what]


def test_it_changes_nothing_that_is_printed(tmp_path: Path) -> None:
    sample = next(samples(NAME, Kind.BUDGET, YEAR))
    plain, said = (
        dump(try_sample(pack_of(tmp_path / str(len(changes)), changes), sample).document)
        for changes in ({}, marked(*MARKS))
    )
    assert said == plain


def test_a_pack_that_knows_better_takes_it_away(tmp_path: Path) -> None:
    """An inherited mark goes with an empty one, and that of a sentence with its block."""
    make_pack(tmp_path, marked(TABLE, NARRATIVE))
    child = "made/child"
    files = {"pack.yaml": f"title: 子市\nparent: {NAME}\n"}
    for file, text in files.items():
        (tmp_path / child).mkdir(parents=True, exist_ok=True)
        (tmp_path / child / file).write_text(text, encoding="utf-8")

    def left() -> list[str]:
        pack, findings = load_pack(child, Kind.BUDGET, YEAR, (tmp_path,))
        assert pack is not None, findings
        return [each.what for each in unverified(pack)]

    assert left() == ["《支出表》", NARRATIVE]
    table, narrative = tmp_path / child / TABLE, tmp_path / child / NARRATIVE
    table.parent.mkdir(parents=True)
    narrative.parent.mkdir(parents=True)
    table.write_text('extends: parent\nunverified: ""\n', encoding="utf-8")
    assert left() == [NARRATIVE]
    extends = f'{{% extends "parent:{NARRATIVE}" %}}\n'
    narrative.write_text(extends + "{% block other %}{% endblock %}\n", encoding="utf-8")
    assert left() == [NARRATIVE]
    own = "{% block total %}\n支出合计{{ current_expenditure }}万元。\n{% endblock %}\n"
    narrative.write_text(extends + own, encoding="utf-8")
    assert left() == []


def test_lint_notes_it_once_and_show_lists_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_pack(tmp_path, marked(*MARKS))
    (note,) = [f for f in lint(NAME, YEAR, (folder,), [Kind.BUDGET]) if f.code == "T080"]
    assert note.severity is Severity.NOTE
    assert f"有 {len(MARKS)} 处" in note.message
    with pytest.raises(SystemExit):
        main(["pack", "show", NAME, "--year", str(YEAR), "--templates", str(folder)])
    listed = capsys.readouterr().out.partition("还没有核实的：\n")[2].splitlines()
    assert [line.split("\t")[:2] for line in listed] == [[what, "没有见过"] for what in PLACES]


def test_the_national_tables_of_budgets_say_that_their_form_was_not_seen() -> None:
    """Their columns are those of the published tables of some places; 河南's were seen."""
    found = {}
    for name in ("national", "henan/base"):
        pack, _ = load_pack(name, Kind.BUDGET, YEAR, pack_roots())
        assert pack is not None
        nine = {f"《{pack.table_name(table)}》" for table in pack.tables}
        found[name] = nine & {each.what for each in unverified(pack)}
    assert len(found["national"]) == 9
    assert found["henan/base"] == set()


def test_a_table_that_is_only_offered_is_listed_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those who stand on the pack print it."""
    spare = FILES[TABLE].replace("name: 支出表\n", "name: 备用表\nunverified: 没有见过\n")
    report = FILES[REPORT] + "\noffers: [spare]\n"
    folder = make_pack(tmp_path, {REPORT: report, "budget/tables/spare.yaml": spare})
    (note,) = [f for f in lint(NAME, YEAR, (folder,), [Kind.BUDGET]) if f.code == "T080"]
    assert "《备用表》" in note.message
    with pytest.raises(SystemExit):
        main(["pack", "show", NAME, "--year", str(YEAR), "--templates", str(folder)])
    assert "《备用表》\t没有见过" in capsys.readouterr().out
