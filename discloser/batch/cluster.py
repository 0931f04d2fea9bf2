"""The same work on a Dask cluster. All machines see inputs and outputs, in a folder or by URL.

A machine gets no more inputs than it has threads, so that an input's time runs from when it is
handed over, and a machine that is lost takes few inputs with it.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from socket import gethostname
from typing import Any
from uuid import uuid4

from discloser.batch.fingerprint import program
from discloser.batch.job import Job, Outcome, State
from discloser.batch.local import Waiting, Work, clear_up
from discloser.batch.work import forget_packs, lost

_Work = Work[Job, Outcome]
_Waiting = Waiting[Job, Outcome]
_CONNECTING = 10
"""How many seconds the scheduler has to answer."""
_PATIENCE = 5
"""How many seconds the scheduler has to say goodbye."""
_PAUSE = 0.5
"""How often deadlines are looked at and machines that come and go are counted, in seconds."""


class NoClusterError(Exception):
    """There is no cluster at the address."""


@dataclass(frozen=True, slots=True)
class _Handed:
    """A job that a machine has, and when its time is up."""

    job: Job
    deadline: float


@dataclass(frozen=True, slots=True)
class _Run:
    """A run by its own name, and the fingerprint of the discloser that began it."""

    name: str
    program: str


def run_there(jobs: Sequence[Job], work: _Work, address: str, limit: float) -> Iterator[Outcome]:
    """Do ``jobs`` on the cluster whose scheduler is at ``address``; yield outcomes as they come.

    An input that takes longer than ``limit`` seconds is tried once more. One whose worker dies
    is given to others by the scheduler, as often as it is set to (three times). The cluster's
    nannies start workers anew. Machines may join and leave while it runs. If the scheduler is
    lost, the last outcome says so, and the jobs that it has not told of are for another run.

    Raises:
        NoClusterError: if there is no cluster, or the library for it is not installed.
    """
    client = _connect(address)
    named = {job.path.absolute(): job for job in jobs}
    try:
        for outcome in _outcomes(client, work, [_absolute(job) for job in jobs], limit):
            yield _as_named(outcome, named.pop(outcome.path))
    except (OSError, TimeoutError):
        untold = next(iter(named.values()))
        yield Outcome(untold.path, State.PENDING, "集群的调度器断开了", stops=True)
    finally:
        with suppress(OSError, TimeoutError):
            client.close(timeout=_PATIENCE)


def _outcomes(client: Any, work: _Work, jobs: Sequence[Job], limit: float) -> Iterator[Outcome]:
    """The outcomes of jobs as they come."""
    waiting = Waiting(jobs, lost)
    run = _Run(uuid4().hex, program())
    handed: dict[Any, _Handed] = {}
    happened = threading.Event()
    try:
        while waiting or handed:
            happened.clear()
            for _ in range(min(len(waiting), _threads(client) - len(handed))):
                job = waiting.take()
                future = client.submit(_do, work, job, run, pure=False, retries=0)
                handed[future] = _Handed(job, time.monotonic() + limit)
                future.add_done_callback(lambda _: happened.set())
            happened.wait(_PAUSE)
            if client.status != "running":
                raise ConnectionError  # else its jobs would seem to have been given up
            for future in list(handed):
                outcome = _answer(client, future, handed, waiting, limit)
                if outcome is not None:
                    yield outcome
    finally:
        with suppress(OSError, TimeoutError):
            client.cancel(list(handed), force=True)


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise NoClusterError("没有安装 Dask：pip install discloser[cluster]") from error
    _quiet()
    try:
        return Client(address, timeout=_CONNECTING, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise NoClusterError(f"连不上集群 {address}（{error}）") from error


_last_run: str = ""


def _do(work: _Work, job: Job, run: _Run) -> Outcome:
    """Do a job on the cluster's machine, if that has the same discloser."""
    global _last_run  # noqa: PLW0603 - a worker outlives the runs it works for
    if run.program != program():
        reason = f"{gethostname()} 上的 discloser 或程序库和发起的机器不是同一版本"
        return replace(lost(job, reason), stops=True)
    if run.name != _last_run:
        forget_packs()
        _last_run = run.name
    try:
        return work(job)
    finally:
        clear_up()


def _quiet() -> None:
    """Keep Dask from logging what the outcomes tell: machines that go, with tracebacks."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


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


def _as_named(outcome: Outcome, job: Job) -> Outcome:
    """The outcome with its paths as they were given here."""
    return replace(outcome, path=job.path, log=job.log if outcome.log is not None else None)


def _threads(client: Any) -> int:
    return sum(client.nthreads().values())


def _answer(
    client: Any,
    future: Any,
    handed: dict[Any, _Handed],
    waiting: Waiting[Job, Outcome],
    limit: float,
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
