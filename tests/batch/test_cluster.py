"""The same work on a real Dask scheduler with two workers on this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from discloser.batch.cluster import NoClusterError, run_there
from discloser.batch.job import Job, Outcome, State
from discloser.batch.run import run_batch
from discloser.batch.work import work as render
from tests.batch.conftest import MakeJob, here
from tests.batch.test_local import by_name, jobs
from tests.batch.workers import work

distributed = pytest.importorskip("distributed")
pytestmark = [
    # distributed leaves closing its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=60,
    ) as running:
        yield running


def test_every_job_has_one_outcome(cluster: Any, tmp_path: Path) -> None:
    todo = jobs(tmp_path, *(f"n{number}" for number in range(7)))
    outcomes = list(run_there(todo, work, cluster.scheduler_address, limit=60))
    assert sorted(outcome.path for outcome in outcomes) == [job.path for job in todo]


def test_documents_are_those_that_are_made_here(
    cluster: Any, good: Path, make_job: MakeJob, tmp_path: Path
) -> None:
    near = make_job(good)
    far = replace(near, folder=tmp_path / "far")
    (outcome,) = run_there([far], render, cluster.scheduler_address, limit=120)
    assert outcome.state is State.RENDERED, outcome.reason
    assert outcome.record == render(near).record
    (one,), (other,) = (here(job.folder).glob("*.xlsx") for job in (near, far))
    assert one.read_bytes() == other.read_bytes()


def test_a_worker_that_is_killed_half_way_loses_nothing(cluster: Any, tmp_path: Path) -> None:
    todo = jobs(tmp_path, *(f"n{number}" for number in range(20)))
    outcomes: list[Outcome] = []
    for outcome in run_there(todo, work, cluster.scheduler_address, limit=60):
        outcomes.append(outcome)
        if len(outcomes) == len(todo) // 2:
            with distributed.Client(cluster, set_as_default=False) as client:
                pids = client.run(os.getpid)
            os.kill(next(iter(pids.values())), signal.SIGKILL)
    assert sorted(outcome.path for outcome in outcomes) == sorted(job.path for job in todo)
    assert {outcome.state for outcome in outcomes} == {State.RENDERED}


def test_what_dies_or_hangs_costs_its_input(cluster: Any, tmp_path: Path) -> None:
    todo = jobs(tmp_path, "a", "dies", "hangs-once", "b", "hungry")
    outcomes = list(run_there(todo, work, cluster.scheduler_address, limit=12))
    states = by_name(outcomes)
    failed = {name for name, state in states.items() if state is State.FAILED}
    assert failed == {"dies", "hungry"}
    assert len(outcomes) == len(todo)


def test_a_scheduler_that_dies_ends_the_run_and_nothing_is_lost(tmp_path: Path) -> None:
    dask, dask_worker = (
        [sys.executable, "-m", f"distributed.cli.dask_{name}"] for name in ("scheduler", "worker")
    )
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    scheduler = subprocess.Popen(
        [*dask, "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"],
        **quiet,  # type: ignore[call-overload]
    )
    worker = subprocess.Popen(
        [*dask_worker, address, "--no-dashboard", "--nthreads", "1", "--no-nanny"],
        **quiet,  # type: ignore[call-overload]
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )
    todo = jobs(tmp_path, "a", "b", "hangs", "c")
    told: list[Outcome] = []

    def execute(waiting: Sequence[Job]) -> Iterator[Outcome]:
        for outcome in run_there(waiting, work, address, limit=600):
            yield outcome
            if len(told) == 2:
                scheduler.kill()

    try:
        result = run_batch(todo, execute, told.append, force=True)
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.wait()
    assert "调度器断开" in result.stopped
    states = [outcome.state for outcome in result.outcomes]
    assert states == [State.RENDERED, State.RENDERED, State.PENDING, State.PENDING]


def test_a_machine_with_another_discloser_is_told(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discloser.batch.cluster.program", lambda: "another")
    (outcome,) = run_there(jobs(tmp_path, "a"), work, cluster.scheduler_address, limit=60)
    assert (outcome.state, outcome.stops) == (State.FAILED, True)
    assert "不是同一版本" in outcome.reason


def test_an_address_without_a_cluster_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discloser.batch.cluster._CONNECTING", 1)
    nowhere = Job(Path("x.yaml"), Path("out"), Path("log"))
    with pytest.raises(NoClusterError, match="连不上"):
        list(run_there([nowhere], work, "tcp://127.0.0.1:1", limit=5))
