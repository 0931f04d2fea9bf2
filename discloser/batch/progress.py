"""How far a batch is: a live display in a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections import Counter
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from discloser.batch.doing import Done

_MINUTE = 60


class Display:
    """Tells of each outcome as it comes. What an earlier run has done is counted, not listed.

    ``what`` says in a word what is being done.
    """

    def __init__(self, total: int, what: str = "生成", console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, markup=False, soft_wrap=True)
        self._total = total
        self._counts: Counter[str] = Counter()
        self._done = 0
        self._worked = 0
        self._started = time.monotonic()
        self._live = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[rest]}"),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task = self._live.add_task(what, total=total, rest="")

    def __enter__(self) -> Display:
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def tell(self, outcome: Done) -> None:
        """Show an outcome."""
        self._done += 1
        self._counts[outcome.label] += 1
        if not outcome.was_kept:
            self._worked += 1
            number = str(self._done).rjust(len(str(self._total)))
            line = f"[{number}/{self._total}] {outcome.label} {outcome.path}"
            if not self._console.is_terminal or not outcome.is_well:
                reason = f"：{outcome.reason}" if outcome.reason else ""
                self._console.print(line + reason)
        self._live.update(self._task, completed=self._done, rest=self._rest())

    def _rest(self) -> str:
        """Counts, rate and the time that is left."""
        parts = [f"{label} {number}" for label, number in sorted(self._counts.items())]
        if self._worked:
            rate = self._worked / (time.monotonic() - self._started)
            left = (self._total - self._done) / rate
            parts.append(f"每分钟 {rate * _MINUTE:.0f} 个，还要 {duration(left)}")
        return "，".join(parts)


def duration(seconds: float) -> str:
    """A time as one says it: 3 分 20 秒."""
    minutes, rest = divmod(round(seconds), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
