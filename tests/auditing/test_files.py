"""Which files are a department's, and what is said of those that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.audit.files import cases
from tests.auditing.files import audited, clean, saved, told


def made(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return paths


def grouped(*sources: Path) -> dict[str, list[str]]:
    found, _ = cases(sources)
    return {case.name: [path.name for path in case.files] for case in found}


def test_files_that_are_named_together_are_one_department(tmp_path: Path) -> None:
    paths = made(tmp_path, "说明.docx", "表.xlsx")
    assert grouped(*paths) == {"说明": ["说明.docx", "表.xlsx"]}


def test_a_folder_has_a_department_in_each_folder_and_of_each_name(tmp_path: Path) -> None:
    made(tmp_path, "甲局/说明.docx", "甲局/附件/表.xls", "乙局.pdf", "乙局.docx", "丙局.html")
    made(tmp_path, "甲局/~$说明.docx", ".丁局.pdf", "读我.txt", "空/无.md", "乙局（批注）.docx")
    assert grouped(tmp_path) == {
        "甲局": ["说明.docx", "表.xls"],
        "乙局": ["乙局.docx", "乙局.pdf"],
        "丙局": ["丙局.html"],
    }


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    _, findings = cases([tmp_path])
    assert [finding.code for finding in findings] == ["U006"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "D001"), (b"%PDF-1.7 nothing", "D001"), (b"PK\x03\x04 cut", "D001"), (None, "R001")],
    ids=["empty", "no PDF", "cut", "missing"],
)
def test_what_cannot_be_read_is_said_and_nothing_is_claimed(
    content: bytes | None, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "某局.pdf"
    if content is not None:
        path.write_bytes(content)
    found = audited(path)
    assert [finding.code for finding in found.unread] == [code]
    assert (found.reading, found.faults, found.tally.compared) == (None, (), 0)


def test_a_damaged_file_does_not_hide_the_other(tmp_path: Path) -> None:
    sound = saved(tmp_path, clean("approval", "docx"), "docx")
    damaged = saved(tmp_path, b"PK\x03\x04 cut", "xlsx", "附表")
    found = audited(sound, damaged)
    assert [finding.code for finding in found.unread] == ["D001"]
    assert found.tally.compared > 500


def test_files_of_two_years_or_kinds_are_no_one_document(tmp_path: Path) -> None:
    budget = saved(tmp_path, clean("approval", "docx"), "docx", "预算")
    final = saved(tmp_path, clean("final", "docx"), "docx", "决算")
    found = audited(budget, final)
    (aside,) = (each for each in found.unread if each.code == "U017")
    assert aside.location is not None
    assert aside.location.file == str(final)
    assert "是2023年部门决算，和“预算.docx”（2025年部门预算）不是同一份文本" in aside.message
    assert found.identity is not None
    assert (found.identity.kind.value, found.identity.year) == ("budget", 2025)
    assert not found.is_sound
    assert told(found) == []
