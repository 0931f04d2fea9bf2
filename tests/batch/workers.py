"""Work that goes wrong in the ways that work can; a process imports it by name."""

from __future__ import annotations

import os
import signal
import time

from discloser.batch.job import Job, Outcome, State


def work(job: Job) -> Outcome:
    """Do what the name of the job's input says; each attempt leaves a mark in its folder."""
    attempt = sum(1 for _ in job.folder.glob("attempt-*")) + 1
    (job.folder / f"attempt-{attempt}").touch()
    match job.path.stem.split("-"):
        case ["dies"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["dies", "once"] if attempt == 1:
            os._exit(3)
        case ["hangs"]:
            time.sleep(600)
        case ["hangs", "once"] if attempt == 1:
            time.sleep(600)
        case ["hungry"]:
            raise MemoryError
        case ["greedy"]:
            bytearray(1 << 40)
    return Outcome(job.path, State.RENDERED)
