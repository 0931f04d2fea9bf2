"""What changed between two versions, and the same change in many departments as one."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from discloser.cli import main
from discloser.document.differences import Difference
from discloser.workshop.difference import as_text, group
from discloser.workshop.difference_files import as_html, as_workbook
from discloser.workshop.versions import against_folder
from tests.workshop.tiny import FILES, NARRATIVE, TABLE, make_pack, write

INPUT = """\
pack: made/up
kind: budget
year: 2025
published: 2025-03
department: {{code: "101", name: {name}}}
units: [{{code: "101001", name: {name}}}]
receipts: [{{amount: "{amount}"}}]
expenditure:
  - amount: "{amount}"
    function: "2010301"
    category: 基本支出
    department_economic: "30101"
    government_economic: "50101"
"""


def department(folder: Path, name: str, amount: str) -> Path:
    return write(folder / f"{name}.yaml", INPUT.format(name=name, amount=amount))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The signed version: its packs, and the inputs of three departments."""
    make_pack(tmp_path / "old/templates")
    for name, amount in (("甲局", "10000"), ("乙局", "20000"), ("丙局", "30000")):
        department(tmp_path / "old", name, amount)
    return tmp_path / "old"


def now(tmp_path: Path, **changed: str) -> list[Path]:
    amounts = {"甲局": "10000", "乙局": "20000", "丙局": "30000"} | changed
    return [department(tmp_path / "new", name, amount) for name, amount in amounts.items()]


def test_nothing_changed_is_no_difference(tmp_path: Path, old: Path) -> None:
    groups, troubles = against_folder(now(tmp_path), old, make_pack(tmp_path / "packs"))
    assert (groups, troubles) == ([], [])
    assert as_text(groups) == "没有不同。\n"


def test_one_change_of_wording_shows_once_with_its_count(tmp_path: Path, old: Path) -> None:
    packs = make_pack(tmp_path / "packs", {NARRATIVE: "全年支出{{ current_expenditure }}万元。\n"})
    (only,), _ = against_folder(now(tmp_path), old, packs)
    assert only.example == Difference("说明", "支出1.00万元。", "全年支出1.00万元。")
    assert (len(only.departments), only.count) == (3, 3)


def test_a_changed_amount_shows_in_the_sentence_and_in_each_cell(tmp_path: Path, old: Path) -> None:
    groups, _ = against_folder(now(tmp_path, 乙局="25000"), old, make_pack(tmp_path / "packs"))
    assert {(g.example.place, g.example.before, g.example.after) for g in groups} == {
        ("说明", "支出2.00万元。", "支出2.50万元。"),
        ("《支出表》合计·合计", "2.00", "2.50"),
        ("《支出表》合计·基本支出", "2.00", "2.50"),
    }
    assert all(len(each.departments) == 1 for each in groups)


def test_a_new_column_and_a_new_note_are_differences(tmp_path: Path, old: Path) -> None:
    text = FILES[TABLE].replace("label: 合计", "label: 总计") + "notes: [注：新]\n"
    groups, _ = against_folder(now(tmp_path), old, make_pack(tmp_path / "packs", {TABLE: text}))
    places = {each.example.place for each in groups}
    assert places == {"《支出表》注", "《支出表》合计·合计", "《支出表》合计·总计"}


def test_a_faulty_input_is_told_and_the_others_compared(tmp_path: Path, old: Path) -> None:
    inputs = now(tmp_path, 乙局="two", 丙局="40000")
    groups, troubles = against_folder(inputs, old, make_pack(tmp_path / "packs"))
    assert len(troubles) == 1
    assert "乙局" in troubles[0]
    assert groups


def test_departments_names_do_not_part_a_group() -> None:
    changes = {
        name: [Difference("一", f"{name}支出1万元。", f"{name}共支出1万元。")] for name in "甲乙"
    }
    (only,) = group(changes, {"甲": "甲", "乙": "乙"})
    assert only.departments == ("甲", "乙")


def test_page_and_workbook_hold_the_change_as_text() -> None:
    groups = group({"甲": [Difference("一", "=1+1", "<script>x</script>")]}, {"甲": "甲局"})
    page = as_html(groups, "变化")
    assert "<script>" not in page
    assert "<del>" in page
    sheet = load_workbook(BytesIO(as_workbook(groups)))["变化"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert as_workbook(groups) == as_workbook(groups)


def test_the_command_writes_what_it_is_asked_for(
    tmp_path: Path, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packs = make_pack(tmp_path / "packs", {NARRATIVE: "字\n"})
    inputs = [str(path) for path in now(tmp_path)]
    for suffix, code in ((".html", 0), (".xlsx", 0), (".txt", 2)):
        target = tmp_path / f"out{suffix}"
        arguments = ["diff", *inputs, "--against", str(old), "--templates", str(packs)]
        with pytest.raises(SystemExit) as exit_:
            main([*arguments, "-o", str(target)])
        assert exit_.value.code == code
        assert target.is_file() == (code == 0)
    with pytest.raises(SystemExit) as exit_:
        main(["diff", *inputs, "--against", "no-such-revision"])
    assert exit_.value.code == 2
    assert "版本" in capsys.readouterr().err


def test_it_compares_with_a_revision_of_a_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signed version is the first of two commits."""
    monkeypatch.chdir(tmp_path)

    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], check=True, capture_output=True, cwd=tmp_path)

    make_pack(tmp_path / "templates")
    path = department(tmp_path / "inputs", "甲局", "10000")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "signed")
    department(tmp_path / "inputs", "甲局", "20000")
    git("commit", "-qam", "changed")
    with pytest.raises(SystemExit) as ended:
        main(["diff", str(path), "--against", "HEAD~1"])
    assert not ended.value.code
    said = capsys.readouterr().out
    assert "1.00" in said
    assert "2.00" in said
    with pytest.raises(SystemExit):
        main(["diff", str(path), "--against", "HEAD"])
    assert "没有不同" in capsys.readouterr().out
