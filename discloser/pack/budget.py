"""How much a pack may do for one document: work, text and, as a last resort, time.

Work is counted in steps that are the same on every machine: a part of a template that runs, an item
of a list that a filter goes through, a cell of a table. So a finding does not depend on how fast a
machine is; the time is only there for what nobody thought of counting.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from jinja2 import TemplateRuntimeError

MOST_WORK = 4_000_000
"""Steps for a document; those of the checkout take about one in ten."""
WORK_OF_LINE = 5_000
"""More steps for each line of the ledger: a large department has large tables."""
MOST_TEXT = 20_000_000
"""Characters that all templates of a document may make on their way."""
MOST_SECONDS, SECONDS_OF_LINE = 6.0, 0.002
"""Seconds of the processor for a document, and more for each line of the ledger."""
CALL = 20
"""Steps for a call from a template."""
FAULT = 2_000
"""Steps for something that fails: to find its place takes time."""
CELL = 150
"""Steps for a cell of a table: it is kept, with its number and where that comes from."""
SCOPE = 600
"""Steps for each time that something is repeated."""
SOURCE = 10
"""Steps for a character of a template: to read it takes as long as to run it a few times."""
_PER_STEP = 16
_LOOK_AT_CLOCK = 5_000


class OverBudgetError(TemplateRuntimeError):
    """A pack does more for one document than any pack needs to."""


class Budget:
    """What is left of a document's work, text and time."""

    def __init__(self, lines: int = 0) -> None:
        self._work = MOST_WORK + lines * WORK_OF_LINE
        self._text = MOST_TEXT
        self._seconds = MOST_SECONDS + lines * SECONDS_OF_LINE
        self._end = time.thread_time() + self._seconds
        self._unseen = _LOOK_AT_CLOCK
        self.is_spent = False

    def spend(self, steps: int = 1) -> None:
        """Take steps of work.

        Raises:
            OverBudgetError: if no more are left.
        """
        self._work -= steps
        self._unseen -= steps
        if self._work < 0:
            self._stop("要做的事太多")
        if self._unseen < 0:
            self._unseen = _LOOK_AT_CLOCK
            if time.thread_time() > self._end:
                self._stop(f"运行超过了 {self._seconds:.0f} 秒")

    def make(self, characters: int) -> None:
        """Take text, before it is made.

        Raises:
            OverBudgetError: if no more is left.
        """
        self._text -= characters
        if self._text < 0:
            self._stop("前后生成的文字太长")
        self.spend(characters // _PER_STEP)

    def fail(self) -> None:
        """Take the steps for a fault; who is at fault has others to hear of first."""
        self._work -= FAULT

    def handle(self, *values: Any) -> None:
        """Take the steps for going through values once."""
        steps = 1
        for value in values:
            steps += weight(value)
        self.spend(steps)

    def _stop(self, reason: str) -> None:
        self.is_spent = True
        raise OverBudgetError(f"{reason}，超过了一份文档的限度。")


def weight(value: Any) -> int:
    """The steps for going through a value once: its items, its characters, an amount's lines."""
    kind = type(value)
    measure = _MEASURES.get(kind)
    if measure is None:
        measure = _MEASURES[kind] = _measure_of(kind)
    return measure(value)


def _measure_of(kind: type) -> Callable[[Any], int]:
    if issubclass(kind, str):
        return lambda text: len(text) // _PER_STEP
    if issubclass(kind, list | tuple | dict | set | frozenset | range):
        return len
    if hasattr(kind, "lines"):
        return lambda amount: len(amount.lines)
    return lambda _: 0


_MEASURES: dict[type, Callable[[Any], int]] = {}
