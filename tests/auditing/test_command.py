"""The command as its users run it."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook

from tests.auditing.files import REAL, clean, content, saved
from tests.auditing.test_audit import WRONG_CELL
from tests.command import Run
from tests.rules.documents import document


def test_a_report_says_where_how_sure_and_what_was_not_checked(run: Run) -> None:
    code, text, _ = run("audit", str(REAL / "social2024-final.pdf"))
    assert code == 1
    assert "-- 肯定 2 处" in text
    assert "（第18页）: 错误 N05 " in text
    assert "== 未核对" in text


def test_a_sound_document_is_said_to_be_sound(run: Run, tmp_path: Path) -> None:
    code, text, _ = run("audit", str(saved(tmp_path, clean("approval", "docx"), "docx")))
    assert code == 0
    assert "没有发现问题。核对" in text


def test_a_program_gets_places_and_sureness(run: Run, tmp_path: Path) -> None:
    path = saved(tmp_path, content("approval", WRONG_CELL(document("approval")), "xlsx"), "xlsx")
    code, text, _ = run("audit", str(path), "--json")
    (found,) = json.loads(text)
    assert code == 1
    assert (found["kind"], found["year"], found["checked"]) == ("budget", 2025, True)
    certain = [finding for finding in found["findings"] if finding["sure"] == "certain"]
    assert len(certain) == 1
    assert certain[0]["cause"]["spot"]["cell"]
    assert certain[0]["demand"]


def test_the_check_sheet_lists_the_rules_that_need_no_input(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "检查表.xlsx"
    code, _, _ = run("audit", str(REAL / "social2024-final.pdf"), "--xlsx", str(target))
    assert code == 1
    sheet = load_workbook(target).active
    assert sheet is not None
    results = {
        str(row[0]).split()[0]: row[2] for row in sheet.iter_rows(values_only=True) if row[0]
    }
    assert results["N05"] == "不符合"
    assert results["N01"] in {"符合", "未核对"}
    assert "A05" not in results  # cells against the ledger


def test_a_marked_copy_stands_beside_the_file(run: Run, tmp_path: Path) -> None:
    path = saved(tmp_path, content("approval", WRONG_CELL(document("approval")), "docx"), "docx")
    _, text, _ = run("audit", str(path), "--mark")
    copy = tmp_path / "某局（批注）.docx"
    assert copy.exists()
    assert str(copy) in text


def test_misuse_is_said(run: Run, tmp_path: Path) -> None:
    assert run("audit")[0] == 2
    assert run("audit", "某局.pdf", "--json", "--mark")[0] == 2
    assert run("audit", "某局.pdf", "--xlsx", "检查表.docx")[0] == 2
    assert run("audit", str(tmp_path / "没有.pdf"))[0] == 1
    assert run("audit", str(tmp_path))[0] == 1
    assert run("audit", "某局.pdf", "--jobs", "2")[0] == 2
    assert run("audit", str(tmp_path), "--xlsx", "检查表.xlsx")[0] == 2
    assert run("audit", str(tmp_path), "--limit", "0")[0] == 2
