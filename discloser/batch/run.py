"""A batch from its jobs to its lists: leave the unchanged alone, do the rest, say what became."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from discloser.batch.doing import run_tasks
from discloser.batch.fingerprint import pack_digest
from discloser.batch.job import Facts, Job, Outcome, State
from discloser.batch.place import is_here
from discloser.batch.record import as_before, left_from_before, unchanged
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots

Execute = Callable[[Sequence[Job]], Iterator[Outcome]]
"""Does jobs somewhere and yields each outcome as it comes."""
Tell = Callable[[Outcome], None]


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of each job, in the jobs' order; and why the run ended before its time."""

    outcomes: tuple[Outcome, ...]
    interrupted: bool = False
    stopped: str = ""

    def count(self, state: State) -> int:
        """How many inputs are in a state."""
        return sum(outcome.state is state for outcome in self.outcomes)


def run_batch(jobs: Sequence[Job], execute: Execute, tell: Tell, *, force: bool = False) -> Result:
    """Do the jobs whose documents are not there or not of today.

    Whether documents behind a URL are of today is found out where they are made.
    """
    kept = () if force else _unchanged([job for job in jobs if job.is_here])
    run = run_tasks(jobs, kept, execute, tell)
    outcomes = tuple(_outcome(job, run.done.get(job.path)) for job in jobs)
    return Result(outcomes, run.interrupted, run.stopped)


def _outcome(job: Job, outcome: Outcome | None) -> Outcome:
    """The outcome of a job, with the record of its earlier documents where it made none."""
    outcome = outcome or Outcome(job.path, State.PENDING, "这次没有轮到")
    if outcome.record is not None or not is_here(job.folder):
        return outcome
    return replace(outcome, record=left_from_before(job))


def _unchanged(jobs: Sequence[Job]) -> Iterator[Outcome]:
    """The outcomes of the jobs that need nothing. Each pack is looked through once."""
    digests = _pack_digests(jobs[0].options.templates) if jobs else None
    if digests is None:
        return
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        records = pool.map(lambda job: unchanged(job, digests), jobs)
        for job, record in zip(jobs, records, strict=True):
            if record is not None:
                yield as_before(job, record)


def _pack_digests(templates: Path | None) -> Callable[[Facts], str]:
    roots = pack_roots(templates)

    @cache
    def digest(name: str, kind: str, year: int) -> str:
        return pack_digest(name, Kind(kind), year, roots)

    return lambda facts: digest(facts.pack, facts.kind, facts.year)
