"""A process apart for the engine, with limits of time and memory, used again while it is sound."""

from __future__ import annotations

import logging
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from discloser.desk.jobs.result import Result

_log = logging.getLogger(__name__)
SECONDS = 180
"""How long a job may take."""
MEMORY = 3 * 2**30
"""How much memory it may ask for, in bytes, where the system can limit it."""
WORD_EVERY = 5
"""After how many seconds whoever waits is asked whether to go on."""
TOO_LONG = "太久没有做完，已停止。文件可能太大，请拆开再试。"
TOO_MUCH = "需要的内存太多，已停止。文件可能太大或已损坏，请拆开再试。"
STOPPED = "程序处理这个文件时中断了。文件可能已损坏；请另存一份再试，仍不行请联系管理员。"


def limit_memory() -> None:
    """Bound the memory of this process; Windows has no such limit."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def work_apart(work: str, folder: str, about: Mapping[str, Any]) -> Result:
    """Do a piece of work in this process; what goes wrong is said, not raised."""
    from discloser.desk.jobs.engine import run

    try:
        return run(work, folder, about)
    except MemoryError:
        return Result(says=TOO_MUCH, refused=True)
    except Exception:  # noqa: BLE001 - a fault of the engine ends its job, not the worker
        _log.exception("%s failed", work)
        return Result(says=STOPPED, refused=True)


class Apart:
    """The process; a new one is started where the old one was stopped or broke."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self._stop()

    def do(
        self,
        work: str,
        about: Mapping[str, Any],
        files: Mapping[str, bytes],
        go_on: Callable[[], bool] = lambda: True,
    ) -> Result:
        """Do a piece of work on files; ``go_on`` is asked now and then, and may give it up."""
        with tempfile.TemporaryDirectory(prefix="discloser-desk-") as folder:
            for name, content in files.items():
                path = Path(folder) / name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
            future = self._started().submit(work_apart, work, folder, dict(about))
            return self._waited(future, go_on, about.get("seconds", self._seconds))

    def _waited(self, future: Future[Result], go_on: Callable[[], bool], seconds: float) -> Result:
        waited = 0.0
        while True:
            try:
                return future.result(timeout=min(WORD_EVERY, seconds))
            except NotYetError:
                waited += min(WORD_EVERY, seconds)
                if waited >= seconds or not go_on():
                    self._stop()
                    return Result(says=TOO_LONG, refused=True)
            except BrokenProcessPool:
                self._stop()
                return Result(says=STOPPED, refused=True)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=limit_memory)
        return self._pool

    def _stop(self) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=True, cancel_futures=True)
