"""The work on one input, and when it need not be done again."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from discloser import output
from discloser.batch import work as work_module
from discloser.batch.job import Job, Options, Outcome, State
from discloser.batch.record import NAME
from discloser.batch.run import run_batch
from discloser.batch.work import work
from discloser.output import LEDGER
from tests.batch.conftest import MakeJob, here

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.fixture(autouse=True)
def _fresh_packs() -> Iterator[None]:
    """A process keeps its packs; each test is a process of its own in this."""
    yield
    work_module.forget_packs()


def again(job: Job, *, force: bool = False) -> Outcome:
    """Run a batch of one job; return its outcome."""
    work_module.forget_packs()
    result = run_batch([job], lambda jobs: map(work, jobs), lambda _: None, force=force)
    return result.outcomes[0]


def written(job: Job) -> list[str]:
    return sorted(
        path.relative_to(here(job.folder)).as_posix()
        for path in here(job.folder).rglob("*.*")
        if path.name != LEDGER
    )


def test_a_good_input_is_rendered_and_recorded(good: Path, make_job: MakeJob) -> None:
    job = make_job(good)
    outcome = work(job)
    assert outcome.state is State.RENDERED
    assert outcome.complete
    assert written(job) == [NAME, "示范市示范局2025年度部门预算公开.xlsx"]
    assert outcome.record is not None
    assert sorted(outcome.record.inputs) == ["good.yaml", "last_year.txt"]
    assert outcome.facts is not None
    # By hand from the input: 1,500,000 + 300,000 + 200,000.50 元.
    assert str(outcome.facts.totals["receipts_total"]) == "2000000.50"


def test_what_has_not_changed_is_left_alone(good: Path, make_job: MakeJob) -> None:
    job = make_job(good)
    first = again(job)
    before = {path: path.stat().st_mtime_ns for path in job.folder.iterdir()}
    second = again(job)
    assert (first.state, second.state) == (State.RENDERED, State.UNCHANGED)
    assert second.record == first.record
    assert {path: path.stat().st_mtime_ns for path in job.folder.iterdir()} == before
    assert again(job, force=True).state is State.RENDERED


def _edit(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"# more\n")


def _alter_output(job: Job) -> None:
    next(here(job.folder).glob("*.xlsx")).write_bytes(b"altered")


def _remove_output(job: Job) -> None:
    next(here(job.folder).glob("*.xlsx")).unlink()


CHANGES: dict[str, Callable[[Job], object]] = {
    "the input": lambda job: _edit(here(job.path)),
    "last year's input": lambda job: _edit(here(job.path).with_name("last_year.txt")),
    "a missing output": _remove_output,
    "a lost record": lambda job: (job.folder / NAME).unlink(),
    "a broken record": lambda job: (job.folder / NAME).write_text("{"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_has_changed_is_rendered_again(
    change: Callable[[Job], object], good: Path, make_job: MakeJob
) -> None:
    job = make_job(good)
    again(job)
    change(job)
    assert again(job).state is State.RENDERED
    assert again(job).state is State.UNCHANGED


def test_an_altered_output_is_a_persons_own_until_it_is_given_up(
    good: Path, make_job: MakeJob
) -> None:
    job = make_job(good)
    again(job)
    _alter_output(job)
    refused = again(job)
    assert refused.state is State.FAILED
    assert "有人改过" in refused.reason
    assert next(here(job.folder).glob("*.xlsx")).read_bytes() == b"altered"
    job = replace(job, options=replace(job.options, overwrite=True))
    assert again(job).state is State.RENDERED
    assert again(job).state is State.UNCHANGED


def test_a_list_of_problems_takes_no_other_files_place(good: Path, make_job: MakeJob) -> None:
    good.write_text("x", encoding="utf-8")
    job = make_job(good)
    job.log.parent.mkdir(parents=True)
    job.log.write_text("what a person noted\n", encoding="utf-8")
    assert work(job).state is State.FAILED
    assert job.log.read_text(encoding="utf-8") == "what a person noted\n"


def test_other_surroundings_render_again(good: Path, make_job: MakeJob) -> None:
    job = make_job(good)
    again(job)
    assert again(replace(job, surroundings="new fonts")).state is State.RENDERED


def test_a_changed_pack_file_renders_again_and_another_kinds_does_not(
    good: Path, make_job: MakeJob, tmp_path: Path
) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(TEMPLATES, packs)
    job = make_job(good, Options(formats=("xlsx",), templates=packs))
    again(job)
    base = packs / "henan" / "base"
    _edit(base / "final_account" / "report.yaml")
    assert again(job).state is State.UNCHANGED
    _edit(base / "budget" / "tables" / "receipts.yaml")
    assert again(job).state is State.RENDERED


def test_an_input_with_errors_leaves_its_old_documents(good: Path, make_job: MakeJob) -> None:
    job = make_job(good)
    again(job)
    (old,) = job.folder.glob("*.xlsx")
    content = old.read_bytes()
    text = good.read_text(encoding="utf-8")
    good.write_text(text.replace("amount: 1500000", "amount: 一百五十万"), encoding="utf-8")
    outcome = again(job)
    assert outcome.state is State.FINDINGS
    assert (outcome.errors, outcome.complete) == (1, False)
    assert old.read_bytes() == content
    assert "M010" in job.log.read_text(encoding="utf-8")
    good.write_text(text, encoding="utf-8")
    assert again(job).state is State.UNCHANGED


def test_documents_under_an_earlier_title_go(good: Path, make_job: MakeJob) -> None:
    job = make_job(good)
    again(job)
    text = good.read_text(encoding="utf-8")
    good.write_text(text.replace("示范市示范局", "示范市新局"), encoding="utf-8")
    again(job)
    assert written(job) == [NAME, "示范市新局2025年度部门预算公开.xlsx"]


def test_a_document_that_someone_altered_is_not_removed(good: Path, make_job: MakeJob) -> None:
    job = make_job(good)
    again(job)
    _alter_output(job)
    text = good.read_text(encoding="utf-8")
    good.write_text(text.replace("示范市示范局", "示范市新局"), encoding="utf-8")
    again(job)
    assert len(written(job)) == 3


def test_half_written_files_of_a_killed_run_go(good: Path, make_job: MakeJob) -> None:
    job = make_job(good)
    job.folder.mkdir(parents=True)
    (job.folder / ".abc.part").write_bytes(b"half")
    again(job)
    assert not list(job.folder.glob("*.part"))
    assert not list(job.folder.glob(".*.part"))


OWN = (
    "{procurement: {goods: 0, works: 0, services: 0}, assets: {general_equipment: 0,"
    " special_equipment: 0, vehicles: {general: 0, law_enforcement: 0, special: 0, other: 0}}}"
)


def test_units_have_documents_of_their_own(good: Path, make_job: MakeJob) -> None:
    text = good.read_text(encoding="utf-8")
    for nature in ("行政单位}", "事业单位}"):
        text = text.replace(nature, f"{nature[:-1]}, own: {OWN}}}")
    good.write_text(text, encoding="utf-8")
    job = make_job(good, Options(formats=("xlsx",), units=True))
    outcome = work(job)
    folders = {path.parent.name for path in here(job.folder).rglob("*.xlsx")}
    log = job.log.read_text(encoding="utf-8") if job.log.exists() else ""
    assert outcome.state is State.RENDERED, log
    assert folders == {"good", "101001", "101002"}


@pytest.mark.parametrize(("one", "other"), [("101a", "101A"), ("101/1", "101:1")])
def test_units_that_would_share_a_folder_are_one_finding_with_both_places(
    one: str, other: str, good: Path, make_job: MakeJob
) -> None:
    text = good.read_text(encoding="utf-8").replace("101001", one).replace("101002", other)
    for nature in ("行政单位}", "事业单位}"):
        text = text.replace(nature, f"{nature[:-1]}, own: {OWN}}}")
    good.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    at = [number for number, line in enumerate(lines, start=1) if line.startswith("  - {code: ")]
    job = make_job(good, Options(formats=("xlsx",), units=True))
    outcome = work(job)
    assert (outcome.state, outcome.errors) == (State.FINDINGS, 1)
    log = here(job.log).read_text(encoding="utf-8")
    assert "错误 G03" in log
    assert f"单位“{one}”和“{other}”" in log
    assert all(f"{good}:{number}:" in log for number in at[:2])
    assert not here(job.folder).exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "磁盘满了"), (errno.EROFS, "只读"), (errno.EACCES, "没有权限")],
)
def test_a_disk_that_takes_nothing_is_one_message(
    number: int, words: str, good: Path, make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(files: dict[Path, bytes]) -> None:
        raise OSError(number, os.strerror(number), str(next(iter(files))))

    monkeypatch.setattr(output, "save_all", fail)
    outcome = work(make_job(good))
    assert outcome.state is State.FAILED
    assert words in outcome.reason
    assert outcome.stops is (number != errno.EACCES)


def test_a_full_disk_ends_the_run_and_says_so_once(
    good: Path, make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full", "there")

    monkeypatch.setattr(output, "save_all", fail)
    jobs = [replace(make_job(good), path=good.parent / name) for name in ("good.yaml", "no.yaml")]
    result = run_batch(jobs, lambda todo: map(work, todo), lambda _: None)
    assert [outcome.state for outcome in result.outcomes] == [State.FAILED, State.PENDING]
    assert "磁盘满了" in result.stopped


def test_a_fault_of_the_program_costs_one_input(
    good: Path, make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(work_module, "facts_of", fail)
    job = make_job(good)
    outcome = work(job)
    assert outcome.state is State.FAILED
    assert "ZeroDivisionError" in outcome.reason
    assert outcome.log == job.log
    assert "Traceback" in job.log.read_text(encoding="utf-8")
