"""The command line in a child process that may take so much memory and computing and no more."""

from __future__ import annotations

import os
import resource
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

from discloser.cli import main

MEMORY = 700 * 1024**2
"""Bytes beyond what the process has when it begins."""
SECONDS = 25
_FAULT = 70


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code, -1 for a fault or a limit, and all that it printed."""

    code: int
    said: str


def run_limited(arguments: list[object], folder: Path) -> Ended:
    """Run a command; what it prints goes through a file in ``folder``."""
    output = folder / "said.txt"
    child = os.fork()
    if child == 0:
        _become(arguments, output)
    _, status = os.waitpid(child, 0)
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1
    return Ended(-1 if code == _FAULT else code, output.read_text("utf-8", "replace"))


def _become(arguments: list[object], output: Path) -> None:
    code = _FAULT
    try:
        _limit()
        sink = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = sys.stdout
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - whatever it is, the child ends here and tells it
        os.write(1, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _limit() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS, used + SECONDS + 1))
