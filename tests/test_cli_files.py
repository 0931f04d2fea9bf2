"""No command takes the place of a person's own file; each says so before it does any work."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from discloser import cli_render
from discloser.entry.convert import convert
from discloser.output import LEDGER
from discloser.pack.layers import pack_roots
from tests.bad_inputs.case import Case
from tests.command import Run

MINE = b"what a person has typed"


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an input in both forms."""
    folder = tmp_path_factory.mktemp("forms")
    path = Case("files").write(folder)
    content, _ = convert(path, folder / "input.xlsx", pack_roots())
    assert content is not None
    (folder / "input.xlsx").write_bytes(content)
    return folder


@pytest.fixture
def office(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with an input in both forms and a copy of it."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(forms, tmp_path, dirs_exist_ok=True)
    shutil.copytree(forms, tmp_path / "before")
    return tmp_path


SINGLE = {
    "convert": ("convert", "input.yaml", "mine.xlsx"),
    "convert to YAML": ("convert", "input.xlsx", "mine.yaml"),
    "check --xlsx": ("check", "input.yaml", "--xlsx", "mine.xlsx"),
    "check --annotate": ("check", "input.xlsx", "--annotate", "mine.xlsx"),
    "new": ("new", "--pack", "henan/base", "--year", "2026", "-o", "mine.xlsx"),
    "new in YAML": ("new", "--pack", "henan/base", "--year", "2026", "-o", "mine.yaml"),
    "new --from": ("new", "--from", "input.yaml", "-o", "mine.yaml"),
    "schema": ("schema", "-o", "mine.yaml"),
    "diff": ("diff", "input.yaml", "--against", "before", "-o", "mine.xlsx"),
    "diff in HTML": ("diff", "input.yaml", "--against", "before", "-o", "mine.html"),
}


@pytest.mark.parametrize("command", SINGLE.values(), ids=SINGLE)
def test_a_persons_file_stays_unless_forced(
    command: tuple[str, ...], office: Path, run: Run
) -> None:
    mine = office / next(word for word in command if word.startswith("mine"))
    mine.write_bytes(MINE)
    code, _, err = run(*command)
    assert code == 2
    assert "没有覆盖" in err
    assert "--force" in err
    assert mine.read_bytes() == MINE
    code, _, err = run(*command, "--force")
    assert (code, err) == (0, "")
    assert mine.read_bytes() != MINE


@pytest.mark.parametrize("command", SINGLE.values(), ids=SINGLE)
def test_a_new_file_is_written_and_named(command: tuple[str, ...], office: Path, run: Run) -> None:
    name = next(word for word in command if word.startswith("mine"))
    code, out, err = run(*command)
    assert (code, err) == (0, "")
    assert name in out.splitlines()
    assert (office / name).stat().st_size


OVER_INPUT = [
    ("check", "input.xlsx", "--xlsx", "{}"),
    ("check", "input.xlsx", "--annotate", "{}"),
    ("convert", "input.xlsx", "{}"),
    ("diff", "input.xlsx", "--against", "before", "-o", "{}"),
    ("new", "--from", "input.xlsx", "-o", "{}"),
]


@pytest.mark.parametrize("form", ["input.xlsx", "./x/../input.xlsx", "link.xlsx", "hard.xlsx"])
@pytest.mark.parametrize("command", OVER_INPUT, ids=" ".join)
def test_an_input_is_never_the_target_by_whatever_name(
    command: tuple[str, ...], form: str, office: Path, run: Run
) -> None:
    source = office / "input.xlsx"
    before = source.read_bytes()
    (office / "x").mkdir()
    (office / "link.xlsx").symlink_to(source)
    os.link(source, office / "hard.xlsx")
    code, _, err = run(*(word.format(form) for word in command))
    assert code == 2
    assert "就是输入文件" in err
    assert source.read_bytes() == before
    assert (office / "link.xlsx").is_symlink()


@pytest.mark.parametrize("option", ["--xlsx", "--annotate"])
def test_a_check_replaces_what_the_last_one_wrote(option: str, office: Path, run: Run) -> None:
    for _ in range(2):
        code, _, err = run("check", "input.xlsx", option, "again.xlsx")
        assert (code, err) == (0, "")
    other = "--annotate" if option == "--xlsx" else "--xlsx"
    assert run("check", "input.xlsx", other, "again.xlsx")[0] == 2
    assert run("check", "input.xlsx", "--xlsx", "a.xlsx", "--annotate", "A.xlsx")[0] == 2
    assert not (office / "a.xlsx").exists()


def test_a_sample_city_is_not_written_among_other_files(office: Path, run: Run) -> None:
    before = sorted(path.name for path in office.iterdir())
    code, _, err = run("sample", "-o", office, "--departments", "1")
    assert code == 2
    assert "已经有文件" in err
    assert sorted(path.name for path in office.iterdir()) == before


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that are made at once."""

    def render(prepared: object, formats: tuple[str, ...], **_options: object) -> dict[str, bytes]:
        return {name: f"{prepared.path}".encode() for name in formats}  # type: ignore[attr-defined]

    monkeypatch.setattr(cli_render, "render", render)


PAIRS = [
    ("甲县/财政局.yaml", "乙县/财政局.yaml"),
    ("初稿/x.xlsx", "定稿/x.xlsx"),
    ("甲/x.yaml", "甲/x.xlsx"),
    ("甲/Office.yaml", "乙/office.yaml"),
]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("command", ["render", "batch"])
@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_inputs_that_share_a_folder_are_refused_before_anything_is_written(
    pair: tuple[str, str], command: str, office: Path, run: Run
) -> None:
    for name in pair:
        path = office / name
        path.parent.mkdir(exist_ok=True)
        shutil.copy(office / f"input{path.suffix}", path)
    code, out, err = run(command, *pair)
    assert code in {1, 2}
    assert "同一个文件夹" in out + err
    assert all(name in out + err for name in pair)
    assert not (office / "output").exists()


@pytest.mark.usefixtures("quick")
def test_an_input_that_is_named_twice_is_rendered_once(office: Path, run: Run) -> None:
    code, out, _ = run("render", "input.yaml", "./input.yaml", office / "input.yaml")
    assert code == 0
    assert out.splitlines()[-3] == "生成了 1 个部门的公开文件，共 3 个文件。"


@pytest.mark.usefixtures("quick")
def test_the_documents_of_one_input_do_not_replace_those_of_another(office: Path, run: Run) -> None:
    for county in ("甲县", "乙县"):
        (office / county).mkdir()
        for name in ("input.yaml", "last_year.yaml"):
            shutil.copy(office / name, office / county / name)
    assert run("render", "甲县/input.yaml")[0] == 0
    before = {path: path.read_bytes() for path in (office / "output").rglob("*.*")}
    code, out, _ = run("render", "乙县/input.yaml")
    assert code == 1
    assert "甲县/input.yaml" in out
    assert {path: path.read_bytes() for path in (office / "output").rglob("*.*")} == before
    assert run("render", "甲县/input.yaml")[0] == 0


@pytest.mark.usefixtures("quick")
def test_a_document_that_was_put_right_by_hand_stays(office: Path, run: Run) -> None:
    assert run("render", "input.yaml")[0] == 0
    document = next((office / "output").rglob("*.docx"))
    document.write_bytes(MINE)
    code, out, _ = run("render", "input.yaml")
    assert code == 1
    assert "有人改过" in out
    assert str(document.relative_to(office)) in out
    assert document.read_bytes() == MINE
    assert run("render", "input.yaml", "--force")[0] == 0
    assert document.read_bytes() != MINE
    assert (document.parent / LEDGER).is_file()
