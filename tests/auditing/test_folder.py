"""A folder of departments: side by side, once, with a list of them and a record of each."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from discloser import cli
from discloser.audit.files import LIST, Case, cases
from discloser.audit.folder.find import find_jobs
from discloser.audit.folder.job import AuditJob
from discloser.audit.folder.listing import listing
from discloser.audit.folder.record import kept, report_of
from discloser.audit.folder.work import lost
from discloser.audit.identity import Asked
from tests.auditing.files import clean, content, saved
from tests.auditing.test_audit import WRONG_CELL
from tests.command import Run
from tests.rules.documents import document

FAULTY, SOUND, BROKEN = "甲局", "乙局", "丙局"


def departments(folder: Path) -> Path:
    """A folder with a sub-folder, loose files and one that is damaged."""
    (folder / FAULTY).mkdir(parents=True)
    faulty = content("approval", WRONG_CELL(document("approval")), "docx")
    saved(folder / FAULTY, faulty, "docx", "公开文本")
    saved(folder, clean("approval", "docx"), "docx", SOUND)
    saved(folder, clean("approval", "xlsx"), "xlsx", SOUND)
    saved(folder, b"%PDF-1.4 nothing more", "pdf", BROKEN)
    return folder


def rows(path: Path) -> dict[str, Mapping[str, object]]:
    """The rows of the list by department, each by the titles of its columns."""
    sheet = load_workbook(path / LIST).active
    assert sheet is not None
    head, *others = sheet.iter_rows(min_row=2, values_only=True)
    return {str(row[0]): dict(zip(map(str, head), row, strict=True)) for row in others}


@dataclass(frozen=True)
class Done:
    """A folder that was audited, where to, and what the command said."""

    source: Path
    output: Path
    code: int
    said: str


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    source = departments(tmp_path_factory.mktemp("folder") / "公开")
    output, said = source.parent / "结果", StringIO()
    with pytest.raises(SystemExit) as ended, redirect_stdout(said):
        cli.main(["audit", str(source), "-o", str(output), "--jobs", "2", "--mark"])
    assert isinstance(ended.value.code, int)
    return Done(source, output, ended.value.code, said.getvalue())


def test_each_department_is_one_row_what_needs_something_first(done: Done) -> None:
    found = rows(done.output)
    assert list(found) == [BROKEN, FAULTY, SOUND]
    assert [row["结果"] for row in found.values()] == ["没有核对", "有问题", "没有问题"]
    assert found[FAULTY]["肯定"] == 1
    assert str(found[BROKEN]["先看什么"]).endswith("不是能读的文档（已损坏）。")
    assert found[SOUND]["文件"] == f"{SOUND}.docx、{SOUND}.xlsx"
    assert done.code == 1
    assert "共 3 个部门：没有核对 1，有问题 1，没有问题 1" in done.said


def test_each_department_has_its_sheet_lines_report_and_marked_copy(done: Done) -> None:
    own = done.output / FAULTY
    assert {path.name for path in own.glob("[!.]*")} == {
        "检查表.xlsx",
        "问题清单.txt",
        "核对.json",
        "公开文本（批注）.docx",
    }
    lines = (own / "问题清单.txt").read_text(encoding="utf-8")
    assert "起因多半是这一格：《2025年项目支出表》其他运转类 数字政府建设运行费" in lines
    assert not list((done.source / FAULTY).glob("*（批注）*"))


def test_what_is_known_is_not_done_again(done: Done, run: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in done.output.rglob("核对.json")}
    code, text, _ = run("audit", str(done.source), "-o", str(done.output), "--mark", "--json")
    told = json.loads(text)
    assert code == 1
    assert {path: path.stat().st_mtime_ns for path in done.output.rglob("核对.json")} == before
    assert [len(report["findings"]) for report in told] == [1, 0, 0]
    assert [report["checked"] for report in told] == [True, False, True]


def test_what_has_changed_is_done_again_and_nothing_else(done: Done, run: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in done.output.rglob("核对.json")}
    path = done.source / FAULTY / "公开文本.docx"
    os.utime(path)  # a date alone is no change
    (done.output / SOUND / "检查表.xlsx").unlink()
    run("audit", str(done.source), "-o", str(done.output), "--mark", "--jobs", "1")
    after = {path: path.stat().st_mtime_ns for path in done.output.rglob("核对.json")}
    assert [path.parent.name for path in before if before[path] != after[path]] == [SOUND]
    assert (done.output / SOUND / "检查表.xlsx").exists()


def test_results_are_no_documents_of_the_next_run(done: Done) -> None:
    inside = done.source / "核对结果"
    inside.mkdir()
    (inside / LIST).write_bytes((done.output / LIST).read_bytes())
    (inside / "甲局（批注）.docx").touch()
    found, _ = cases([done.source])
    assert sorted(case.name for case in found) == sorted([FAULTY, SOUND, BROKEN])


def test_of_a_department_that_kills_its_process_only_the_reason_is_left(
    tmp_path: Path, done: Done
) -> None:
    output = tmp_path / "结果"
    shutil.copytree(done.output, output)
    (job,) = (each for each in jobs(done.source, output) if each.case.name == FAULTY)
    outcome = lost(job, "处理它的进程意外结束，试了两次都没有做成")
    assert kept(job) is None
    assert report_of(job, outcome)["reason"] == outcome.reason
    content = listing([job], [outcome], output, "")
    (output / LIST).write_bytes(content)
    (row,) = rows(output).values()
    assert (row["结果"], row["先看什么"], row["明细"]) == ("没有核对", outcome.reason, "")


def jobs(source: Path, output: Path) -> tuple[AuditJob, ...]:
    def make(case: Case, folder: Path) -> AuditJob:
        return AuditJob(Path(case.name), case, folder, Asked())

    return find_jobs([source], output, make).jobs


def test_departments_of_one_name_are_not_mixed(tmp_path: Path, run: Run) -> None:
    (tmp_path / SOUND).mkdir()
    saved(tmp_path / SOUND, b"", "docx")
    saved(tmp_path, b"", "docx", SOUND)
    code, _, told = run("audit", str(tmp_path), "-o", str(tmp_path / "结果"))
    assert code == 1
    assert "U011" in told
    assert not (tmp_path / "结果" / SOUND).exists()
