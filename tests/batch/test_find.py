"""Which inputs a batch finds, and where their documents go."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from discloser.batch.find import find_jobs
from discloser.batch.job import Options
from discloser.output import write_documents, write_single
from discloser.read.workbook_layout import PROBLEMS
from tests.batch.conftest import here

OUT = Path("out")


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_it_finds_every_input_below_a_folder(tmp_path: Path) -> None:
    touch(tmp_path, "b.yaml", "a/c.XLSX", "a/d.yml", "a/notes.txt", "~$c.xlsx", ".git/x.yaml")
    found = find_jobs([tmp_path], OUT, Options())
    names = [here(job.path).relative_to(tmp_path).as_posix() for job in found.jobs]
    assert names == ["a/c.XLSX", "a/d.yml", "b.yaml"]
    assert [job.folder for job in found.jobs] == [OUT / "a/c", OUT / "a/d", OUT / "b"]
    assert found.scope == OUT


def test_documents_lie_as_their_inputs_do(tmp_path: Path) -> None:
    touch(tmp_path, "inputs/p/one/2025/x.yaml", "inputs/p/two/2025/x.yaml")
    found = find_jobs([tmp_path / "inputs" / "p"], OUT, Options())
    assert [job.folder for job in found.jobs] == [OUT / "p/one/2025/x", OUT / "p/two/2025/x"]
    assert found.scope == OUT / "p"
    assert found.clashes == ()


def test_a_pattern_names_inputs_and_folders(tmp_path: Path) -> None:
    touch(tmp_path, "inputs/one/2024/x.yaml", "inputs/one/2025/x.yaml", "inputs/two/2025/x.yaml")
    found = find_jobs([tmp_path / "inputs" / "*" / "2025"], OUT, Options())
    assert [job.folder for job in found.jobs] == [OUT / "one/2025/x", OUT / "two/2025/x"]


def test_an_input_that_is_named_twice_is_done_once(tmp_path: Path) -> None:
    touch(tmp_path, "inputs/x.yaml")
    found = find_jobs([tmp_path, tmp_path / "inputs" / "x.yaml"], OUT, Options())
    assert len(found.jobs) == 1


@pytest.mark.parametrize(
    "names",
    [("x.yaml", "x.xlsx"), ("x.yaml", "X.yaml"), ("caf\u00e9.yaml", "cafe\u0301.yaml")],
    ids=["two forms", "case", "composed characters"],
)
def test_inputs_that_would_write_the_same_files_are_told(
    names: tuple[str, str], tmp_path: Path
) -> None:
    touch(tmp_path, *names, "other.yaml")
    if len(os.listdir(tmp_path)) < 3:  # noqa: PTH208 - the names as the system keeps them
        pytest.skip("the file system keeps one of them")
    (clash,) = find_jobs([tmp_path], OUT, Options()).clashes
    assert sorted(path.name for path in clash) == sorted(names)


def test_a_folder_inside_another_may_be_that_of_a_unit(tmp_path: Path) -> None:
    touch(tmp_path, "x.yaml", "x/101.yaml")
    assert find_jobs([tmp_path], OUT, Options()).clashes == ()
    (clash,) = find_jobs([tmp_path], OUT, Options(units=True)).clashes
    assert [path.name for path in clash] == ["x.yaml", "101.yaml"]


def test_what_we_wrote_ourselves_is_no_input(tmp_path: Path) -> None:
    workbook = BytesIO()
    Workbook().save(workbook)
    marked = BytesIO()
    book = Workbook()
    book.create_sheet(PROBLEMS)
    book.save(marked)
    for name in ("某局.xlsx", "别局-问题.xlsx"):
        (tmp_path / name).write_bytes(workbook.getvalue())
    write_single(tmp_path / "检查表.xlsx", workbook.getvalue(), kind="checklist")
    (tmp_path / "某局-问题.xlsx").write_bytes(marked.getvalue())  # saved again by a person
    (tmp_path / "乙局.xlsx").write_bytes(marked.getvalue())  # goes on in the copy
    write_documents(tmp_path / "成品", {"文本.xlsx": workbook.getvalue()})
    found = find_jobs([tmp_path], OUT, Options())
    assert [job.path.name for job in found.jobs] == ["乙局.xlsx", "别局-问题.xlsx", "某局.xlsx"]
    assert sorted(path.name for path in found.skipped) == [
        "文本.xlsx",
        "某局-问题.xlsx",
        "检查表.xlsx",
    ]
    named = find_jobs([tmp_path / "某局-问题.xlsx"], OUT, Options())
    assert len(named.jobs) == 1


def test_a_list_of_problems_has_a_name_that_fits(tmp_path: Path) -> None:
    touch(tmp_path, f"{'局' * 83}.yaml")
    (job,) = find_jobs([tmp_path], OUT, Options()).jobs
    assert len(job.log.name.encode()) <= 255
