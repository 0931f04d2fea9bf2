"""The commands for packs: what they print and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.cli import main
from tests.workshop.tiny import NARRATIVE, make_pack


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(list(arguments))
    assert isinstance(exit_.value.code, int)
    return exit_.value.code


def test_list_names_every_pack(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("pack", "list") == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert ["national", "没有上级"] in [[line[0], line[2]] for line in lines]
    assert all(len(line) == 4 for line in lines)


def test_show_tells_which_layer_supplies_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("pack", "show", "henan/xinxiang", "--year", "2025", "--kind", "budget") == 0
    out = capsys.readouterr().out
    assert "budget/macros.j2\thenan/base，叠加在 national\n" in out
    assert "budget/report.yaml\thenan/xinxiang，叠加在 henan/base、national\n" in out
    assert "final_account/" not in out


def test_a_new_pack_prints_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_pack(tmp_path)
    arguments = ("--templates", str(tmp_path), "-o", str(tmp_path))
    assert (
        run("pack", "new", "made/child", "--parent", "made/up", "--title", "子市", *arguments) == 0
    )
    assert (tmp_path / "made/child" / NARRATIVE).is_file()
    capsys.readouterr()
    assert run("pack", "lint", "made/child", "--year", "2025", "--templates", str(tmp_path)) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1] == "made/child：提示 2 个。"  # what no reader understands
    assert captured.err == ""


def test_new_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_pack(tmp_path)
    before = (tmp_path / "made/up/pack.yaml").read_bytes()
    where = ("--templates", str(tmp_path), "-o", str(tmp_path))
    assert run("pack", "new", "made/up", "--parent", "made/up", *where) == 2
    assert (tmp_path / "made/up/pack.yaml").read_bytes() == before
    assert "已经存在" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../out", "/etc/x", "A", ""])
def test_a_new_pack_needs_a_plain_name(name: str, tmp_path: Path) -> None:
    assert run("pack", "new", name, "--parent", "henan/base", "-o", str(tmp_path)) == 2
    assert list(tmp_path.iterdir()) == []


def test_lint_fails_on_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_pack(tmp_path, {NARRATIVE: "{{ yaer }}\n"})
    assert run("pack", "lint", "made/up", "--year", "2025", "--templates", str(tmp_path)) == 1
    assert "是不是“year”" in capsys.readouterr().out


def test_seen_writes_the_versions(tmp_path: Path) -> None:
    make_pack(tmp_path)
    assert run("pack", "seen", "made/up", "--templates", str(tmp_path)) == 0
    assert (tmp_path / "made/up/seen.yaml").is_file()


@pytest.mark.parametrize(
    "arguments", [["show"], ["show", "no/pack"], ["lint"], ["seen", "no/pack"]]
)
def test_misuse_says_what_is_missing(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("pack", *arguments) in (1, 2)
    assert any(capsys.readouterr())


def test_show_says_what_a_pack_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("pack", "show", "henan/sanmenxia", "--year", "2025", "--kind", "budget") == 0
    said = capsys.readouterr().out
    assert "上年数\t收入总计\t总要\t收入支出预算总体情况说明" in said
    assert "增减原因\t收入总计\t看情况\t收入支出预算总体情况说明" in said
    assert "要填的内容\t国有资产·车辆·一般公务用车\t总要\t国有资产占用情况" in said
