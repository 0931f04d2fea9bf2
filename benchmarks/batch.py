"""Measure batches: departments a minute, speed-up, a worker's memory, a rerun of nothing new.

Run by ``make bench-batch``. Prints a table in Markdown for docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from discloser.batch.city import write_city
from discloser.batch.find import find_jobs
from discloser.batch.fingerprint import surroundings
from discloser.batch.job import Job, Options, State
from discloser.batch.local import run_here
from discloser.batch.run import run_batch
from discloser.batch.work import work
from discloser.entry.lists import make_lists
from discloser.model.values import Kind
from discloser.pack.layers import pack_names, pack_roots
from discloser.pack.pack import load_pack
from discloser.pipeline import PDF_ENGINES

SEED, YEAR, LIMIT = 7, 2025, 600
_MINUTE = 60


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    what: str
    result: str


@dataclass(frozen=True)
class Taken:
    """What a batch took: time, and time of all processors."""

    seconds: float
    processor: float


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100, 1000])
    parser.add_argument("--engines", nargs="+", default=list(PDF_ENGINES))
    parser.add_argument("--memory", type=int, default=500, help="documents for one worker")
    parser.add_argument("--speed-up", type=int, default=40, help="departments for 1 and 2 workers")
    chosen = parser.parse_args()
    largest = max(*chosen.sizes, chosen.speed_up, chosen.memory)
    with TemporaryDirectory() as folder:
        city = Path(folder, "city")
        make_city(city, largest)
        sys.stdout.write("| measured | result |\n|---|---|\n")
        for row in measure(chosen, city, Path(folder)):
            sys.stdout.write(f"| {row.what} | {row.result} |\n")
            sys.stdout.flush()


def make_city(folder: Path, departments: int) -> None:
    """Write the made-up city."""
    roots = pack_roots()
    name = pack_names(roots)[0]
    pack, _ = load_pack(name, Kind.BUDGET, YEAR, roots)
    if pack is None:
        raise SystemExit("no pack")
    lists = make_lists(pack, YEAR)
    paths = write_city(folder, departments, SEED, name, YEAR, measures=pack.measures, lists=lists)
    for _ in paths:
        pass


def measure(chosen: argparse.Namespace, city: Path, folder: Path) -> Iterator[Row]:
    """All measurements, one after the other."""
    workers = os.cpu_count() or 1
    for engine in chosen.engines:
        for size in chosen.sizes:
            jobs = jobs_of(city, folder / f"{engine}-{size}", engine, size)
            taken = timed(jobs, workers)
            what = f"{engine}, {size} departments, {workers} workers, full bundle"
            rate = size / taken.seconds * _MINUTE
            each = taken.processor / size
            text = f"{taken.seconds:.1f} s, {rate:.0f} a minute, processor {each:.2f} s each"
            yield Row(what, text)
            again = timed(jobs, workers)
            yield Row(f"{engine}, {size} departments unchanged", f"{again.seconds:.2f} s")
        yield speed_up(city, folder, engine, chosen.speed_up)
    if chosen.memory:
        yield memory(jobs_of(city, folder / "memory", "typst", chosen.memory))


def jobs_of(city: Path, output: Path, engine: str, number: int) -> list[Job]:
    """The first jobs of the city."""
    options = Options(pdf_engine=engine)
    jobs = find_jobs([city], output, options, surroundings(options)).jobs
    return list(jobs[:number])


def timed(jobs: list[Job], workers: int) -> Taken:
    """What a batch takes, from its first process to its last document."""
    started, before = time.perf_counter(), _processor()
    result = run_batch(jobs, lambda todo: run_here(todo, work, workers, LIMIT), lambda _: None)
    seconds = time.perf_counter() - started
    failed = [outcome for outcome in result.outcomes if not outcome.state.is_done]
    if failed:
        raise SystemExit(f"{len(failed)} not done: {failed[0].path} {failed[0].reason}")
    return Taken(seconds, _processor() - before)


def _processor() -> float:
    """The processor seconds of this process and of those that it has started and that ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def speed_up(city: Path, folder: Path, engine: str, number: int) -> Row:
    """Two workers against one."""
    one, two = (
        timed(jobs_of(city, folder / f"{engine}-speed-{workers}", engine, number), workers)
        for workers in (1, 2)
    )
    text = f"{one.seconds / two.seconds:.2f} times ({one.seconds:.1f} s, {two.seconds:.1f} s)"
    return Row(f"{engine}, {number} departments, 1 and 2 workers", text)


def memory(jobs: list[Job]) -> Row:
    """The peak memory of one worker after the 10th document and after the last."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_watched, args=(theirs, jobs))
    process.start()
    tenth, last = ours.recv()
    process.join()
    result = f"{tenth // 1024} and {last // 1024} MB ({last / tenth - 1:+.0%})"
    return Row(f"peak memory of a worker, 10th and {len(jobs)}th document", result)


def _watched(answer: Connection, jobs: list[Job]) -> None:
    """A worker's life in this process, with its memory looked at."""
    import resource

    from discloser.batch.local import Housekeeping

    housekeeping = Housekeeping()
    peaks = []
    for job in jobs:
        if work(job).state is not State.RENDERED:
            raise SystemExit(f"{job.path} was not rendered")
        housekeeping.after_a_document()
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    answer.send((peaks[min(9, len(peaks) - 1)], peaks[-1]))


if __name__ == "__main__":
    main()
