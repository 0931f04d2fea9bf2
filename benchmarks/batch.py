"""Measure batches: ``make bench-batch``, or ``python -m benchmarks.batch --quick`` to try it.

Departments a minute, 2 workers against 1, a worker's memory, a rerun of nothing new, and the same
documents by the common way. Prints Markdown and puts it into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty
from tempfile import TemporaryDirectory

from benchmarks.batch_workers import peaks, race_by_office, watched
from benchmarks.measure import machine
from benchmarks.office import office
from benchmarks.publish import publish, table
from discloser.batch.find import find_jobs
from discloser.batch.fingerprint import surroundings
from discloser.batch.job import Job, Options, Outcome
from discloser.batch.local import Crew, Work, run_here
from discloser.batch.run import run_batch
from discloser.batch.work import lost, work
from discloser.entry.lists import make_lists
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import load_pack
from discloser.specimen.city import City, first_pack, write_city

SEED, YEAR, LIMIT, WORKERS, PORT = 7, 2025, 600, 2, 2103
TYPST, WEASYPRINT = "typst", "weasyprint"
_MINUTE, _TENTH = 60, 10
Row = tuple[str, str, str]
"""What was measured, the result, and what it should be."""


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    sizes: dict[str, tuple[int, ...]]
    speed_up: dict[str, int]
    race: int


WHOLE = Plan({TYPST: (1, 10, 100, 1000), WEASYPRINT: (1, 10)}, {TYPST: 40, WEASYPRINT: 12}, 20)
QUICK = Plan({TYPST: (1, 6), WEASYPRINT: (1,)}, {TYPST: 4, WEASYPRINT: 2}, 2)


@dataclass(frozen=True)
class Taken:
    """What a batch took: seconds, those of all processors, and those of this process alone.

    ``not_done`` tells of departments with errors; there should be none.
    """

    seconds: float
    processor: float
    parent: float
    not_done: str = ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="little of everything, not kept")
    quick = parser.parse_args().quick
    plan = QUICK if quick else WHOLE
    rows: list[Row] = []
    about = f"{machine()}; {WORKERS} workers, DOCX, XLSX and PDF of each department."
    with TemporaryDirectory() as folder:
        city = make_city(Path(folder, "city"), max(size for s in plan.sizes.values() for size in s))
        for row in measure(plan, city, Path(folder)):
            rows.append(row)
            sys.stderr.write(f"{': '.join(filter(None, row))}\n")
    text = f"{about}\n\n{table(('measured', 'result', 'target'), rows)}"
    sys.stdout.write(text)
    if not quick:
        publish("batch", text)


def make_city(folder: Path, departments: int) -> Path:
    """Write the made-up city."""
    name = first_pack(YEAR, pack_roots())
    pack, _ = load_pack(name, Kind.BUDGET, YEAR, pack_roots())
    if pack is None:
        raise SystemExit("no pack")
    lists = make_lists(pack, YEAR)
    for _ in write_city(folder, City(departments, SEED, pack, lists.needs), lists):
        pass
    return folder


def measure(plan: Plan, city: Path, folder: Path) -> Iterator[Row]:
    """All measurements, one after the other."""
    for engine, sizes in plan.sizes.items():
        for size in sizes:
            marks = folder / f"peaks-{engine}-{size}"
            marks.mkdir()
            jobs = jobs_of(city, folder / f"{engine}-{size}", engine, size)
            yield f"{engine}, {size} departments", rate(timed(jobs, WORKERS, marks), size), ""
        yield f"{engine}, the same {size} again, unchanged", unchanged(jobs), "seconds"
        yield f"{engine}, peak memory of each worker", memory(marks), "+10 % at most"
    for engine, number in plan.speed_up.items():
        what = f"{engine}, {number} departments, 2 workers against 1"
        yield what, speed_up(city, folder, engine, number), "1.8 times"
    yield from race(city, folder, plan.race)


def jobs_of(city: Path, output: Path, engine: str, number: int) -> list[Job]:
    """The first jobs of the city."""
    options = Options(pdf_engine=engine)
    jobs = find_jobs([city], output, options, surroundings(options)).jobs
    return list(jobs[:number])


def timed(jobs: list[Job], workers: int, marks: Path | None = None) -> Taken:
    """What a batch takes, from its first process to its last document."""
    do: Work[Job, Outcome] = work if marks is None else partial(watched, marks)
    started, before = time.perf_counter(), os.times()
    crew = Crew(workers, LIMIT)
    result = run_batch(jobs, lambda todo: run_here(todo, do, lost, crew), lambda _: None)
    seconds, after = time.perf_counter() - started, os.times()
    failed = [outcome for outcome in result.outcomes if not outcome.state.is_done]
    not_done = f"; {len(failed)} not done ({failed[0].reason})" if failed else ""
    parent = after.user + after.system - before.user - before.system
    children = after.children_user + after.children_system
    children -= before.children_user + before.children_system
    return Taken(seconds, parent + children, parent, not_done)


def rate(taken: Taken, size: int) -> str:
    """Seconds, departments a minute, and the processor's seconds for each."""
    a_minute = size / taken.seconds * _MINUTE
    each = taken.processor / size
    clock = f"{taken.seconds:.1f} s, {a_minute:.0f} a minute"
    return f"{clock}; processor {each:.2f} s each{taken.not_done}"


def unchanged(jobs: list[Job]) -> str:
    """A run of jobs that are done."""
    return f"{timed(jobs, WORKERS).seconds:.2f} s"


def memory(marks: Path) -> str:
    """How large each worker has been by its tenth document and by its last one."""
    parts = []
    for sizes in peaks(marks):
        tenth = min(_TENTH, len(sizes))
        growth = sizes[-1] / sizes[tenth - 1] - 1
        parts.append(
            f"{sizes[tenth - 1]} MB by document {tenth}, {sizes[-1]} MB by {len(sizes)} "
            f"({growth:+.0%})"
        )
    return "; ".join(parts)


def speed_up(city: Path, folder: Path, engine: str, number: int) -> str:
    """Two workers against one, and where the processors' time went."""
    one, two = (
        timed(jobs_of(city, folder / f"{engine}-speed-{workers}", engine, number), workers)
        for workers in (1, WORKERS)
    )
    return (
        f"{one.seconds / two.seconds:.2f} times ({one.seconds:.1f} s, {two.seconds:.1f} s; "
        f"processors {one.processor:.1f} s, {two.processor:.1f} s, "
        f"of it {two.parent:.1f} s in the process that hands out the work)"
    )


def race(city: Path, folder: Path, number: int) -> Iterator[Row]:
    """The same documents by the common way and by both engines."""
    seconds: dict[str, float] = {}
    jobs: list[Job] = []
    for engine in (TYPST, WEASYPRINT):
        jobs = jobs_of(city, folder / f"race-{engine}", engine, number)
        seconds[f"discloser batch, {engine}"] = timed(jobs, WORKERS).seconds
    ports = [PORT + number for number in range(WORKERS)]
    made = folder / "race-office"
    made.mkdir()
    with ExitStack() as running:
        for port in ports:
            running.enter_context(office(port, folder / f"profile-{port}"))
        inputs = [Path(str(job.path)) for job in jobs]
        try:
            common = race_by_office(inputs, ports, made)
        except (RuntimeError, Empty) as error:
            yield f"{number} departments, the common way", f"not done: {error!r}", ""
            return
    seconds["docxtpl, openpyxl and two LibreOffice kept running"] = common
    for name, taken in seconds.items():
        result = f"{taken:.1f} s, {common / taken:.2f} times as fast"
        yield f"{number} departments, {name}", result, "2.5 times" if TYPST in name else ""


if __name__ == "__main__":
    main()
