"""The command: an export in, an entry workbook or YAML out, with its proof."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from discloser.cli import main
from discloser.pipeline import prepare
from discloser.read import read_input
from tests.importing.grids import (
    INPUTS,
    Sheet,
    draft_of,
    entries,
    fund_columns,
    keys,
    nested,
    saved,
)

PATH = next(each for each in INPUTS if "xinxiang" in each.parts)


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return saved(nested(entries(draft_of(PATH))), tmp_path / "导出.xlsx")


@pytest.mark.parametrize("suffix", [".xlsx", ".yaml"])
def test_what_is_written_reads_as_the_lines(suffix: str, export: Path) -> None:
    target = export.with_name(f"某局{suffix}")
    assert run("import", export, "--pack", "新乡", "--year", "2025", "-o", target) == 0
    draft, _, findings = read_input(target)
    assert [each for each in findings if each.severity == "error"] == []
    assert keys(draft) == keys(draft_of(PATH))
    # What no export knows is what is missing; nothing else is wrong with the file.
    asked = {finding.code for finding in prepare(target).findings if finding.severity == "error"}
    assert asked <= {"M002"}


def test_the_workbook_has_the_proof_and_says_what_was_inferred(
    export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = export.with_name("某局.xlsx")
    source = saved(fund_columns(entries(draft_of(PATH))), export.with_name("并列.xlsx"))
    assert run("import", source, "--pack", "新乡", "--year", "2025", "-o", target) == 0
    said = capsys.readouterr().out
    lines = len(draft_of(PATH)["expenditure"])
    share = f"文件里印的 {2 * lines} 个数，由明细重现 {2 * lines} 个（100%）。"
    assert share in said
    book = load_workbook(target)
    proof = book["核对"]
    assert proof["A2"].value == share
    rows = [[cell.value for cell in row] for row in proof.iter_rows(min_row=5)]
    assert len(rows) == lines
    assert all(row[4] == row[5] and row[7] == "相符" for row in rows)
    receipts = book["收入"]
    comments = [cell.comment.text for row in receipts for cell in row if cell.comment]
    assert any("推定" in comment for comment in comments)
    listed = [cell.value for row in book["问题清单"] for cell in row]
    assert any(isinstance(text, str) and "推定" in text for text in listed)


def test_a_number_that_is_not_reproduced_is_a_finding(export: Path) -> None:
    book = load_workbook(export)
    sheet = book.worksheets[0]
    last = sheet.max_row
    sheet.cell(last, 10).value = 1
    book.save(export)
    target = export.with_name("某局.xlsx")
    assert run("import", export, "--pack", "新乡", "--year", "2025", "-o", target) == 1
    row = [cell.value for cell in load_workbook(target)["核对"][5]]
    assert row[2] == f"J{last}"
    assert row[7] == "不符"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--pack", "新乡", "--year", "2025"), "-o"),
        (("--pack", "新乡", "-o", "a.xlsx"), "--year"),
        (("--year", "2025", "-o", "a.xlsx"), "--pack"),
        (("--pack", "新乡", "--year", "2025", "-o", "a.docx"), ".xlsx"),
    ],
)
def test_what_is_missing_is_said(
    arguments: tuple[str, ...], word: str, export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", export, *arguments) == 2
    assert word in capsys.readouterr().err


def test_nothing_is_written_over_a_file_of_ones_own(export: Path) -> None:
    before = export.read_bytes()
    assert run("import", export, "--pack", "新乡", "--year", "2025", "-o", export) == 2
    assert export.read_bytes() == before


def test_nothing_is_written_where_nothing_was_read(tmp_path: Path) -> None:
    letter = saved([Sheet("通讯录", [["姓名", "电话"]])], tmp_path / "通讯录.xlsx")
    target = tmp_path / "某局.xlsx"
    assert run("import", letter, "--pack", "新乡", "--year", "2025", "-o", target) == 1
    assert not target.exists()
