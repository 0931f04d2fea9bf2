"""Doing many tasks, whatever they are: what is done already is left alone, the rest is handed out.

What a task and its outcome have to be for the rooms that know no more of them: the processes
(:mod:`discloser.batch.local`), the display (:mod:`discloser.batch.progress`) and this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from discloser.batch.place import Place


class Task(Protocol):
    """Something to be done; no two of a run have the same path."""

    @property
    def path(self) -> Place:
        """What it is known by."""


class Done(Protocol):
    """What became of a task."""

    @property
    def path(self) -> Place:
        """The task's."""

    @property
    def label(self) -> str:
        """What became of it, in a word or two."""

    @property
    def reason(self) -> str:
        """More of it in one line, or nothing."""

    @property
    def is_well(self) -> bool:
        """Whether nobody has to look at it."""

    @property
    def was_kept(self) -> bool:
        """Whether it was done by an earlier run, and this one had no work with it."""

    @property
    def stops(self) -> bool:
        """Whether every other task would fail for the same reason."""


T = TypeVar("T", bound=Task)
D = TypeVar("D", bound=Done)


@dataclass(frozen=True, slots=True)
class Run(Generic[D]):
    """The outcomes of a run by the tasks' paths; and why it ended before its time."""

    done: Mapping[Place, D]
    interrupted: bool = False
    stopped: str = ""


def run_tasks(
    tasks: Sequence[T],
    kept: Iterable[D],
    execute: Callable[[Sequence[T]], Iterator[D]],
    tell: Callable[[D], None],
) -> Run[D]:
    """Do the tasks that are not among the ``kept`` ones; tell of each outcome as it comes.

    Ctrl-C and what stops every task end the run; what was done by then stands.
    """
    done: dict[Place, D] = {}
    interrupted, stopped = False, ""
    try:
        for outcome in kept:
            done[outcome.path] = outcome
            tell(outcome)
        rest = [task for task in tasks if task.path not in done]
        for outcome in execute(rest) if rest else ():
            done[outcome.path] = outcome
            tell(outcome)
            if outcome.stops:
                stopped = outcome.reason
                break
    except KeyboardInterrupt:
        interrupted = True
    return Run(done, interrupted, stopped)
