"""Timing of one thing: some runs after a warm-up, and their median."""

from __future__ import annotations

import gc
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

ROOT = Path(__file__).parents[1]
RUNS = 5


@dataclass(frozen=True)
class Timing:
    """Some runs: seconds on the clock, and seconds of work of all cores, children included."""

    seconds: tuple[float, ...]
    work: tuple[float, ...]

    @property
    def cells(self) -> tuple[str, str]:
        """The medians for a table, the first with the fastest and the slowest run."""
        fastest, slowest = min(self.seconds), max(self.seconds)
        clock = f"{median(self.seconds):.3f} s ({fastest:.3f}–{slowest:.3f})"
        return clock, f"{median(self.work):.3f} s"


def measure(
    action: Callable[[], object], runs: int = RUNS, before: Callable[[], object] | None = None
) -> Timing:
    """Time ``action`` after one run that does not count; ``before`` each run is not timed."""
    seconds, work = [], []
    for _ in range(runs + 1):
        if before is not None:
            before()
        gc.collect()
        worked, start = _work(), perf_counter()
        action()
        seconds.append(perf_counter() - start)
        work.append(_work() - worked)
    return Timing(tuple(seconds[1:]), tuple(work[1:]))


def _work() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def measure_command(command: Sequence[str | Path], runs: int = RUNS) -> Timing:
    """Time a fresh process, from its start to its end."""

    def run() -> None:
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603

    return measure(run, runs)


@contextmanager
def stage_times(module: object, names: Sequence[str]) -> Iterator[dict[str, float]]:
    """Add up the work done in functions of ``module``, as it calls them by these names."""
    spent = dict.fromkeys(names, 0.0)
    kept = {name: getattr(module, name) for name in names}

    def timed(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            start = process_time()
            try:
                return function(*arguments, **options)
            finally:
                spent[name] += process_time() - start

        return call

    for name, function in kept.items():
        setattr(module, name, timed(name, function))
    try:
        yield spent
    finally:
        for name, function in kept.items():
            setattr(module, name, function)


def machine() -> str:
    """Say on what the figures were measured."""
    load = os.getloadavg()[0]
    packages = ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "typst"))
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"{packages}; load {load:.1f} at the start"
    )


def print_row(*cells: str) -> None:
    """Print a row of a Markdown table."""
    sys.stdout.write("| " + " | ".join(cells) + " |\n")
    sys.stdout.flush()


def print_head(*cells: str) -> None:
    """Print the head of a Markdown table."""
    print_row(*cells)
    print_row(*("---" for _ in cells))
