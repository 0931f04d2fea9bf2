"""Worker processes on this machine. A worker that dies or hangs costs its one input."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Generic, TypeVar

from discloser.batch.doing import T
from discloser.batch.place import Place

R = TypeVar("R")
Work = Callable[[T], R]
"""Does one task; a process must be able to import it."""
Lost = Callable[[T, str], R]
"""The outcome of a task whose worker has not survived it, by the reason."""

_ATTEMPTS = 2
_OUT_OF_MEMORY = 77
"""The exit code of a worker that ran out of memory."""
_PATIENCE = 1.0
"""How many seconds a worker has to end by itself."""
_START = 60.0
"""How many seconds a new worker has to start on a busy machine; they are not its input's."""
_BEGUN = None
"""What a worker sends when it takes a job, before the job's outcome."""


class Waiting(Generic[T, R]):
    """The jobs that wait, and how often each has been tried."""

    def __init__(self, jobs: Sequence[T], lost: Lost[T, R]) -> None:
        self._jobs = deque(jobs)
        self._lost = lost
        self._attempts: Counter[Place] = Counter()

    def __len__(self) -> int:
        return len(self._jobs)

    def take(self) -> T:
        """The next job."""
        job = self._jobs.popleft()
        self._attempts[job.path] += 1
        return job

    def lose(self, job: T, reason: str) -> R | None:
        """Put a lost job at the end, once; the second time return its outcome."""
        if self._attempts[job.path] < _ATTEMPTS:
            self._jobs.append(job)
            return None
        return self._lost(job, f"{reason}，试了两次都没有做成")


@dataclass
class _Worker(Generic[T, R]):
    process: SpawnProcess
    connection: Connection
    job: T | None = None
    deadline: float = 0.0

    def give(self, job: T, limit: float) -> None:
        self.job, self.deadline = job, time.monotonic() + _START + limit
        self.connection.send(job)

    def answer(self, limit: float) -> R | str | None:
        """The outcome of its job, or why there will be none, or None where it is still at it."""
        try:
            if self.connection.poll():
                outcome: R | None = self.connection.recv()
                if outcome is _BEGUN:
                    self.deadline = time.monotonic() + limit
                return outcome
        except (EOFError, OSError):
            self.process.join(_PATIENCE)
        if not self.process.is_alive():
            if self.process.exitcode == _OUT_OF_MEMORY:
                return "内存不够"
            return f"处理它的进程意外结束（退出码 {self.process.exitcode}）"
        if time.monotonic() > self.deadline:
            return f"超过 {limit:g} 秒没有做完"
        return None

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


@dataclass(frozen=True, slots=True)
class Crew:
    """So many ``workers``, each a process here.

    One task may take ``limit`` seconds, a process ``memory`` megabytes; 0 for as many as there are.
    """

    workers: int
    limit: float
    memory: int = 0


def run_here(jobs: Sequence[T], work: Work[T, R], lost: Lost[T, R], hired: Crew) -> Iterator[R]:
    """Do ``jobs`` in worker processes; yield each outcome as it comes."""
    waiting = Waiting(jobs, lost)
    crew: list[_Worker[T, R]] = []
    try:
        while waiting or any(worker.job for worker in crew):
            busy = sum(worker.job is not None for worker in crew)
            while len(crew) < min(hired.workers, busy + len(waiting)):
                crew.append(_start(work, hired.memory))
            for worker in crew:
                if worker.job is None and waiting:
                    _give(worker, waiting.take(), hired.limit)
            _wait(crew)
            yield from _answers(crew, waiting, hired.limit)
    finally:
        for worker in crew:
            worker.end()


def _answers(crew: list[_Worker[T, R]], waiting: Waiting[T, R], limit: float) -> Iterator[R]:
    """The outcomes that have come; a worker that gives none is sent away."""
    for worker in list(crew):
        if worker.job is None:
            continue
        answer = worker.answer(limit)
        if isinstance(answer, str):
            crew.remove(worker)
            worker.end()
            answer = waiting.lose(worker.job, answer)
        elif answer is not None:
            worker.job = None
        if answer is not None:
            yield answer


def _give(worker: _Worker[T, R], job: T, limit: float) -> None:
    try:
        worker.give(job, limit)
    except OSError:
        return  # it has died; its answer will say so


def _wait(crew: Sequence[_Worker[T, R]]) -> None:
    """Sleep until something happens to a worker or the nearest deadline passes."""
    busy = [worker for worker in crew if worker.job is not None]
    nearest = min(worker.deadline for worker in busy) - time.monotonic()
    handles = [handle for worker in busy for handle in (worker.connection, worker.process.sentinel)]
    connection.wait(handles, max(0.0, nearest) + 0.01)


def _start(work: Work[T, R], memory: int) -> _Worker[T, R]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work, memory), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _serve(jobs: Connection, work: Work[T, R], memory: int) -> None:
    """The life of a worker: take a job, send its outcome."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.setdefault("RAYON_NUM_THREADS", "1")  # there is a process for each processor
    _limit_memory(memory)
    housekeeping = Housekeeping()
    while True:
        try:
            job = jobs.recv()
            jobs.send(_BEGUN)
        except (EOFError, OSError):
            return
        try:
            outcome = work(job)
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        jobs.send(outcome)
        del outcome
        housekeeping.after_a_document()


class Housekeeping:
    """Clears up between documents, so that a process is as large after many as after a few."""

    def __init__(self) -> None:
        gc.disable()  # not while a document is made
        self._first = True

    def after_a_document(self) -> None:
        """Drop what the document has left; the first one leaves packs and fonts."""
        clear_up()
        if self._first:
            gc.freeze()  # looking through what stays costs time
            self._first = False


def clear_up() -> None:
    """Drop what a document has left that the next one has no use for."""
    gc.collect()
    if "discloser.render.typst" in sys.modules:
        from discloser.render.typst import forget_layouts

        forget_layouts()


def _end_with_parent() -> None:
    """End at once when the parent is killed: nobody is left to take our outcome."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _limit_memory(megabytes: int) -> None:
    if not megabytes:
        return
    try:
        import resource
    except ImportError:  # Windows
        return
    size = megabytes * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
