"""Ways to the same document, run against each other: their parts, their failures, their medians."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any

BUDGET = 75
"""Seconds for one way: a slow one is run less often, and its row says how often."""
_LONGEST_REASON = 120


@dataclass
class Laps:
    """The parts of one run, in seconds."""

    parts: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Time one part."""
        start = perf_counter()
        yield
        self.parts[name] = perf_counter() - start

    def seconds(self, parts: Sequence[str] = ()) -> float:
        """All parts together, or some."""
        return sum(value for name, value in self.parts.items() if not parts or name in parts)


@dataclass(frozen=True)
class Way:
    """One way to the document: ``ready`` is not timed, ``go`` times its own parts."""

    name: str
    ready: Callable[[], Any]
    go: Callable[[Any, Laps], bytes]


@dataclass
class Result:
    """The runs of one way without the warm-up, and its last PDF."""

    runs: list[Laps] = field(default_factory=list)
    pdf: bytes = b""
    failure: str = ""

    def seconds(self, *parts: str) -> float:
        """The median of all parts together, or of some."""
        return median(laps.seconds(parts) for laps in self.runs)

    @property
    def text(self) -> str:
        """The median, the fastest and the slowest run."""
        if self.failure:
            return f"failed: {self.failure}"
        each = [laps.seconds() for laps in self.runs]
        return f"{self.seconds():.2f} s ({min(each):.2f}–{max(each):.2f}, {len(each)} runs)"

    @property
    def parts(self) -> str:
        """The median of each part."""
        names = self.runs[0].parts if self.runs else {}
        return ", ".join(f"{name} {self.seconds(name):.2f}" for name in names)


def run(way: Way, runs: int) -> Result:
    """Run a way once to warm up, then ``runs`` times or as often as its budget allows."""
    result = Result()
    spent = 0.0
    try:
        for number in range(runs + 1):
            state, laps = way.ready(), Laps()
            gc.collect()
            result.pdf = way.go(state, laps)
            spent += laps.seconds()
            if number:
                result.runs.append(laps)
            if spent > BUDGET and result.runs:
                break
    except Exception as error:  # noqa: BLE001 - each fails in its own way, and the race goes on
        result.failure = _reason(error)
    return result


def run_with(
    start: Callable[[], AbstractContextManager[Any]], way: Callable[[Any], Way], runs: int
) -> Result:
    """Run a way with a program that is started before and keeps running."""
    try:
        with start() as program:
            return run(way(program), runs)
    except Exception as error:  # noqa: BLE001 - as above: it may not start, or not end
        return Result(failure=_reason(error))


def _reason(error: Exception) -> str:
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return reason.replace("|", "/")[:_LONGEST_REASON]
