"""The same work on a real Dask scheduler with two workers on this machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from discloser.batch.cluster import NoClusterError, run_there
from discloser.batch.job import Job, Outcome, State
from discloser.batch.work import work as render
from tests.batch.conftest import MakeJob
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
    here = make_job(good)
    there = replace(here, folder=tmp_path / "there")
    (outcome,) = run_there([there], render, cluster.scheduler_address, limit=120)
    assert outcome.state is State.RENDERED, outcome.reason
    assert outcome.record == render(here).record
    assert [path.read_bytes() for path in sorted(there.folder.glob("*.xlsx"))] == [
        path.read_bytes() for path in sorted(here.folder.glob("*.xlsx"))
    ]


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
    outcomes = list(run_there(todo, work, cluster.scheduler_address, limit=6))
    states = by_name(outcomes)
    failed = {name for name, state in states.items() if state is State.FAILED}
    assert failed == {"dies", "hungry"}
    assert len(outcomes) == len(todo)


def test_an_address_without_a_cluster_is_explained() -> None:
    nowhere = Job(Path("x.yaml"), Path("out"), Path("log"))
    with pytest.raises(NoClusterError, match="连不上"):
        list(run_there([nowhere], work, "tcp://127.0.0.1:1", limit=5))
