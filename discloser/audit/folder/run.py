"""An audit of many departments: what is known already is left alone, the rest is done beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from discloser.audit.folder.job import AuditJob, AuditOutcome, State
from discloser.audit.folder.record import kept
from discloser.audit.folder.work import lost, work
from discloser.batch.doing import run_tasks
from discloser.batch.local import Crew, run_here

_READERS = 4
"""How many records are looked at side by side: it waits for the disk."""


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of each department, in the order of the jobs, and why the run ended early."""

    outcomes: tuple[AuditOutcome, ...]
    interrupted: bool = False
    stopped: str = ""

    def __str__(self) -> str:
        """How many departments there are, and how many of each state."""
        counts = ((state, sum(o.state is state for o in self.outcomes)) for state in State)
        told = "，".join(f"{state.label} {number}" for state, number in counts if number)
        return f"共 {len(self.outcomes)} 个部门：{told}"


def run_audits(
    jobs: Sequence[AuditJob], crew: Crew, tell: Callable[[AuditOutcome], None], *, force: bool
) -> Result:
    """Audit the departments; with ``force`` those too of which an earlier report still holds."""
    known: Iterable[AuditOutcome] = () if force else _kept(jobs)
    run = run_tasks(jobs, known, lambda rest: run_here(rest, work, lost, crew), tell)
    pending = State.PENDING
    outcomes = (run.done.get(job.path) or AuditOutcome(job.path, pending) for job in jobs)
    return Result(tuple(outcomes), run.interrupted, run.stopped)


def _kept(jobs: Sequence[AuditJob]) -> Iterator[AuditOutcome]:
    with ThreadPoolExecutor(_READERS) as pool:
        yield from (outcome for outcome in pool.map(kept, jobs) if outcome is not None)
