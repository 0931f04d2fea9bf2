"""The same work on a Dask cluster. Inputs and outputs lie in a folder that all machines see.

A machine gets no more inputs than it has threads, so that an input's time runs from when it is
handed over, and a machine that is lost takes few inputs with it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from discloser.batch.job import Job, Outcome
from discloser.batch.local import Waiting, Work
from discloser.batch.work import lost

_PAUSE = 0.5
"""How often deadlines are looked at and machines that come and go are counted, in seconds."""


class NoClusterError(Exception):
    """There is no cluster at the address."""


@dataclass(frozen=True, slots=True)
class _Handed:
    """A job that a machine has, and when its time is up."""

    job: Job
    deadline: float


def run_there(jobs: Sequence[Job], work: Work, address: str, limit: float) -> Iterator[Outcome]:
    """Do ``jobs`` on the cluster whose scheduler is at ``address``; yield outcomes as they come.

    An input that takes longer than ``limit`` seconds is tried once more. One whose worker dies
    is given to others by the scheduler, as often as it is set to (three times). The cluster's
    nannies start workers anew. Machines may join and leave while it runs.

    Raises:
        NoClusterError: if there is no cluster, or the library for it is not installed.
    """
    client = _connect(address)
    waiting = Waiting([_absolute(job) for job in jobs])
    named = {job.path.absolute(): job for job in jobs}
    handed: dict[Any, _Handed] = {}
    happened = threading.Event()
    try:
        while waiting or handed:
            happened.clear()
            for _ in range(min(len(waiting), _threads(client) - len(handed))):
                job = waiting.take()
                future = client.submit(work, job, pure=False, retries=0)
                handed[future] = _Handed(job, time.monotonic() + limit)
                future.add_done_callback(lambda _: happened.set())
            happened.wait(_PAUSE)
            for future in list(handed):
                outcome = _answer(client, future, handed, waiting, limit)
                if outcome is not None:
                    yield _as_named(outcome, named)
    finally:
        client.cancel(list(handed), force=True)
        client.close()


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise NoClusterError("没有安装 Dask：pip install discloser[cluster]") from error
    try:
        return Client(address, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise NoClusterError(f"连不上集群 {address}（{error}）") from error


def _absolute(job: Job) -> Job:
    """The job with whole paths: another machine works in another folder."""
    templates = job.options.templates
    options = replace(job.options, templates=templates and templates.absolute())
    return replace(
        job,
        path=job.path.absolute(),
        folder=job.folder.absolute(),
        log=job.log.absolute(),
        options=options,
    )


def _as_named(outcome: Outcome, named: dict[Path, Job]) -> Outcome:
    """The outcome with its paths as they were given here."""
    job = named[outcome.path]
    return replace(outcome, path=job.path, log=job.log if outcome.log is not None else None)


def _threads(client: Any) -> int:
    return sum(client.nthreads().values())


def _answer(
    client: Any, future: Any, handed: dict[Any, _Handed], waiting: Waiting, limit: float
) -> Outcome | None:
    """The outcome of a job that is done, or is lost for the second time."""
    job = handed[future].job
    if future.status == "finished":
        del handed[future]
        outcome: Outcome = future.result()
        return outcome
    if future.status in ("error", "cancelled", "lost"):
        del handed[future]
        if _was_killed(future):
            return lost(job, "处理它的进程每次都意外结束")
        return waiting.lose(job, _reason(future))
    if time.monotonic() > handed[future].deadline:
        del handed[future]
        workers = _holders(client, future)
        client.cancel([future], force=True)
        if workers:
            # A restart would wait for what hangs to end by itself.
            client.run(os._exit, 1, workers=workers, on_error="ignore")
        return waiting.lose(job, f"超过 {limit:g} 秒没有做完")
    return None


def _was_killed(future: Any) -> bool:
    from distributed import KilledWorker

    return future.status == "error" and isinstance(future.exception(), KilledWorker)


def _reason(future: Any) -> str:
    error = future.exception() if future.status == "error" else None
    if isinstance(error, MemoryError):
        return "内存不够"
    return f"集群没有做成（{type(error).__name__ if error is not None else future.status}）"


def _holders(client: Any, future: Any) -> list[str]:
    """The workers that have a job."""
    return [worker for worker, keys in client.processing().items() if future.key in keys]
