"""Worker processes: what dies, hangs or takes too much memory costs one input."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from discloser.batch.job import Job, Outcome, State
from discloser.batch.local import Crew, clear_up, run_here
from discloser.batch.work import lost
from discloser.pipeline import prepare
from discloser.render.typst import render_typst
from tests.batch.conftest import GOOD
from tests.batch.workers import work


def jobs(folder: Path, *names: str) -> list[Job]:
    made = []
    for name in names:
        own = folder / name
        own.mkdir()
        made.append(Job(Path(f"{name}.yaml"), own, folder / "logs" / name))
    return made


def by_name(outcomes: list[Outcome]) -> dict[str, State]:
    return {outcome.path.stem: outcome.state for outcome in outcomes}


def attempts(job: Job) -> int:
    return sum(1 for _ in job.folder.glob("attempt-*"))


def test_every_job_has_one_outcome(tmp_path: Path) -> None:
    todo = jobs(tmp_path, *(f"n{number}" for number in range(9)))
    outcomes = list(run_here(todo, work, lost, Crew(workers=2, limit=60)))
    assert sorted(outcome.path for outcome in outcomes) == [job.path for job in todo]
    assert [attempts(job) for job in todo] == [1] * 9


def test_a_worker_that_dies_costs_its_input_after_a_second_try(tmp_path: Path) -> None:
    todo = jobs(tmp_path, "a", "dies", "b", "dies-once", "c")
    outcomes = list(run_here(todo, work, lost, Crew(workers=2, limit=60)))
    states = by_name(outcomes)
    assert states.pop("dies") is State.FAILED
    assert set(states.values()) == {State.RENDERED}
    assert [attempts(job) for job in todo] == [1, 2, 1, 2, 1]
    (failed,) = (outcome for outcome in outcomes if outcome.state is State.FAILED)
    assert "意外结束" in failed.reason
    assert failed.log is not None
    assert failed.reason in failed.log.read_text(encoding="utf-8")


def test_a_worker_that_hangs_is_ended(tmp_path: Path) -> None:
    todo = jobs(tmp_path, "hangs", "a", "hangs-once", "b")
    started = time.monotonic()
    outcomes = list(run_here(todo, work, lost, Crew(workers=2, limit=3)))
    states = by_name(outcomes)
    assert states.pop("hangs") is State.FAILED
    assert set(states.values()) == {State.RENDERED}
    assert attempts(todo[0]) == 2
    assert time.monotonic() - started < 60
    assert any("超过 3 秒" in outcome.reason for outcome in outcomes)


@pytest.mark.parametrize("name", ["hungry", "greedy"])
def test_running_out_of_memory_costs_one_input(name: str, tmp_path: Path) -> None:
    todo = jobs(tmp_path, name, "a")
    outcomes = list(run_here(todo, work, lost, Crew(workers=1, limit=60, memory=4000)))
    assert by_name(outcomes) == {name: State.FAILED, "a": State.RENDERED}
    assert "内存不够" in outcomes[-1].reason
    assert attempts(todo[0]) == 2


def test_a_run_that_is_given_up_leaves_no_process(tmp_path: Path) -> None:
    todo = jobs(tmp_path, "a", "hangs")
    running = run_here(todo, work, lost, Crew(workers=2, limit=600))
    next(running)
    started = time.monotonic()
    running.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 10


def test_layouts_of_earlier_documents_are_forgotten() -> None:
    """A process that makes many documents would keep the last ten layouts for nothing."""
    prepared = prepare(GOOD)
    assert prepared.document is not None
    assert prepared.pack is not None

    def seconds() -> float:
        started = time.process_time()
        render_typst(prepared.document, prepared.pack.style)  # type: ignore[arg-type, union-attr]
        return time.process_time() - started

    first, remembered = seconds(), seconds()
    clear_up()
    forgotten = seconds()
    assert remembered < first
    assert forgotten > 1.5 * remembered
