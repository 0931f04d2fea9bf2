"""``discloser codes``: as a finance bureau takes a new year's book into its packs."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from discloser.cli import app
from discloser.read import read_input
from tests.codebooks.books import changed, one_column, write_csv, write_xlsx

ROOT = Path(__file__).parents[2]
INPUT = ROOT / "inputs" / "henan" / "sanmenxia" / "2025" / "administrative-approval.yaml"
NEXT = 2026


def book(folder: Path) -> Path:
    sheets = {scheme.label: one_column(codes) for scheme, codes in changed().items()}
    return write_xlsx(folder / "科目.xlsx", sheets)


def economic_items(path: Path) -> set[str]:
    """The economic items of the department that an input's lines name."""
    draft, _, _ = read_input(path)
    lines: Any = (draft or {})["expenditure"]
    return {line["department_economic"] for line in lines if line.get("department_economic")}


def test_a_bureau_puts_the_new_book_in_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packs = shutil.copytree(ROOT / "templates", tmp_path / "templates")
    target = packs / "national" / "codes.csv"
    asked = ["--year", f"{NEXT}", "--inputs", str(INPUT), "--templates", str(packs)]
    code = app(["codes", "import", str(book(tmp_path)), *asked, "-o", str(target)])
    said = capsys.readouterr().out
    assert code == 0
    assert "30228 → 30241 工会经费" in said
    assert "停用：" in said
    assert INPUT.name in said
    line = next(
        number
        for number, text in enumerate(INPUT.read_text("utf-8").splitlines(), start=1)
        if "30228" in text
    )
    assert f"{INPUT.name}:{line}:" in said

    made = tmp_path / "下年.yaml"
    asked = ["--from", str(INPUT), "--year", f"{NEXT}", "-o", str(made), "--templates", str(packs)]
    assert app(["new", *asked]) == 0
    said = capsys.readouterr().out
    assert "30228 工会经费 → 30241 工会经费" in said
    before, after = economic_items(INPUT), economic_items(made)
    assert "30228" in before
    assert after == before - {"30228"} | {"30241"}


def test_nothing_is_written_of_a_faulty_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(tmp_path / "科目.csv", [["科目编码", "科目名称"], ["20", "甲"], ["201", ""]])
    target = tmp_path / "codes.csv"
    assert app(["codes", "import", str(path), "--year", f"{NEXT}", "-o", str(target)]) == 1
    said = capsys.readouterr().out
    assert "科目编码“20”" in said
    assert "科目 201 没有名称" in said
    assert not target.exists()


def test_an_existing_file_stays_without_force(tmp_path: Path) -> None:
    target = tmp_path / "codes.csv"
    target.write_text("分类,编码,级次,名称,起始年度,终止年度\n", "utf-8")
    asked = ["codes", "import", str(book(tmp_path)), "--year", f"{NEXT}", "-o", str(target)]
    assert app(asked) == 2
    assert target.read_text("utf-8").count("\n") == 1
    assert app([*asked, "--force"]) == 0
    assert "30241" in target.read_text("utf-8")


def test_the_tables_in_force_are_written_and_taken_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "在用.xlsx"
    assert app(["codes", "export", "-o", str(target), "--year", f"{NEXT}"]) == 0
    capsys.readouterr()
    assert app(["codes", "import", str(target), "--year", f"{NEXT}"]) == 0
    assert "新增 0 个，停用 0 个，改名 0 个，改编码 0 个" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["import"], ["import", "x.xlsx"], ["export"]])
def test_a_command_without_its_arguments_says_which(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert app(["codes", *arguments]) == 2
    assert "请" in capsys.readouterr().err
