"""What an office adds to the tables that files are recognised by."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import pytest

from discloser.importing.recognition import (
    COLUMN_TABLE,
    COLUMNS,
    FORM_TABLE,
    FORMS,
    INFORMATION,
    ITEM_TABLE,
    WORDS,
    Recognition,
    column_of,
    form_of,
    item_of,
    read_recognition,
)
from discloser.importing.titles import Role, Titles
from discloser.pack.layers import Layer, Layers, pack_roots
from discloser.read import read_input
from discloser.workshop.lint import lint
from tests.command import Run
from tests.importing.grids import INPUTS, Sheet, draft_of, entries, keys, saved, single

PATH = next(each for each in INPUTS if "xinxiang" in each.parts)
HEADS = {
    COLUMNS: ",".join(COLUMN_TABLE),
    FORMS: ",".join(FORM_TABLE),
    INFORMATION: ",".join(ITEM_TABLE),
}


def layers(*folders: Path) -> Layers:
    return Layers("test", tuple(Layer(folder.name, folder) for folder in folders))


def put(folder: Path, file: str, *rows: str) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*([HEADS[file]] if file in HEADS else []), *rows, ""]), "utf-8")


@pytest.mark.parametrize(
    ("file", "made"),
    [
        ("column_titles.csv", column_of),
        ("final_account_forms.csv", form_of),
        ("operating_information.csv", item_of),
    ],
)
def test_the_programs_own_tables_pass_the_same_checks(file: str, made: object) -> None:
    text = files("discloser.importing").joinpath(file).read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows
    assert callable(made)
    for row in rows:
        made(row)  # raises where a cell is wrong
    assert text.splitlines()[0] == HEADS[f"import/{file}"]
    titles = [tuple(row.values()) for row in rows]
    assert len(titles) == len(set(titles))


def test_a_nearer_packs_rows_go_before_its_parents_and_the_programs(tmp_path: Path) -> None:
    city, province = tmp_path / "city", tmp_path / "province"
    put(city, COLUMNS, "项目,任务名", "功能分类,预算科目")
    put(province, COLUMNS, "单位,任务名", "单位,主办处室")
    put(city, FORMS, ",本市支出明细表,支出明细,,基本支出,")
    put(city, INFORMATION, "越野车,assets.vehicles.other,")
    put(city, WORDS, "duties: [三定职责]", "kinds: {cost: 花费}")
    known, findings = read_recognition(layers(city, province))
    assert findings == ()
    titles = Titles(added=known.columns)
    for text, role in (("任务名", Role.PROJECT), ("主办处室", Role.UNIT), ("项目", Role.PROJECT)):
        title = titles.read((text,))
        assert title is not None
        assert title.role is role
    assert known.forms[0].title == "本市支出明细表"
    assert known.forms[1:] == Recognition().forms
    assert known.information[0].path == ("assets", "vehicles", "other")
    assert known.words.duties[:2] == ("三定职责", "主要职责")
    assert known.words.kinds["cost"] == "花费"
    assert known.words.goal == Recognition().words.goal


@pytest.mark.parametrize(
    ("file", "row", "word"),
    [
        (COLUMNS, "项目名,任务名", "项目"),
        (COLUMNS, "项目,", "标题"),
        (FORMS, ",某表,明细,,,", "支出明细"),
        (FORMS, ",某表,支出明细,事业收入,,", "资金"),
        (FORMS, ",某表,支出明细,,基本,", "基本支出"),
        (FORMS, ",,支出明细,,,", "标题"),
        (INFORMATION, "某车,assets.vehicle.other,", "assets.vehicles.other"),
        (INFORMATION, "某费,,99999", "经济分类"),
        (INFORMATION, "某费,,", "只填一个"),
        (INFORMATION, "某费,assets.vehicles.other,30231", "只填一个"),
    ],
)
def test_a_wrong_row_is_told_at_its_line(file: str, row: str, word: str, tmp_path: Path) -> None:
    put(tmp_path, file, row)
    _, (finding,) = read_recognition(layers(tmp_path))
    assert finding.location is not None
    assert (finding.code, finding.location.line) == ("T069", 2)
    assert word in finding.message + finding.remedy


def test_a_wrong_head_and_a_wrong_name_are_told(tmp_path: Path) -> None:
    put(tmp_path, COLUMNS)
    (tmp_path / COLUMNS).write_text("标题,栏\n", "utf-8")
    put(tmp_path, WORDS, "dutys: [职责]")
    _, findings = read_recognition(layers(tmp_path))
    assert next(each.code for each in findings) == "T068"
    assert any("dutys" in each.message for each in findings)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder of packs with one that calls two columns by names of its own."""
    packs = tmp_path / "packs"
    put(packs / "某市", COLUMNS, "项目,任务名", "功能分类,类款项")
    (packs / "某市" / "pack.yaml").write_text("title: 某市\nparent: henan/base\n", "utf-8")
    return packs


def renamed(tmp_path: Path) -> Path:
    (made,) = single(entries(draft_of(PATH)))
    names = {"项目名称": "任务名", "支出功能分类": "类款项"}
    head = [names.get(title, title) for title in made.rows[0]]
    return saved([Sheet(made.title, [head, *made.rows[1:]])], tmp_path / "导出.xlsx")


def test_a_pack_makes_titles_known_that_nobody_else_has(
    office: Path, tmp_path: Path, run: Run
) -> None:
    source, target = renamed(tmp_path), tmp_path / "某局.yaml"
    arguments = ["import", str(source), "--year", "2025", "-o", str(target)]
    code, _, _ = run(*arguments, "--pack", "某市", "--templates", str(office))
    assert code == 0
    draft, _, _ = read_input(target)
    assert keys(draft) == keys(draft_of(PATH))
    _, said, _ = run(*arguments, "--pack", "henan/base", "--force")
    assert "任务名" in said
    draft, _, _ = read_input(target)
    assert keys(draft) != keys(draft_of(PATH))


def test_lint_and_show_know_the_tables_of_a_pack(
    office: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discloser.workshop.lint._trial", lambda *_: ())  # prints no sample
    _, shown, _ = run("pack", "show", "某市", "--templates", str(office))
    assert COLUMNS in shown
    put(office / "某市", COLUMNS, "项目名,任务名")
    found = [each for each in lint("某市", 2025, pack_roots(office)) if each.location]
    about = [each for each in found if COLUMNS in f"{each.location}" or COLUMNS in each.message]
    assert [each.code for each in about] == ["T069"]
