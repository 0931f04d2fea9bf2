"""What the processes of the batch's measurements do; they import it by name."""

from __future__ import annotations

import os
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.docxtpl_peer import fill, write_workbook
from benchmarks.docxtpl_template import data_of, make_template
from benchmarks.office import converter
from discloser.batch.job import Job, Outcome
from discloser.batch.work import work
from discloser.pipeline import prepare

MEGABYTE = 1024
PATIENCE = 180
"""Seconds after which a process that says nothing has failed."""


def watched(folder: Path, job: Job) -> Outcome:
    """Do a job and write down how large this process has been, in MB."""
    import resource

    outcome = work(job)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE
    with (folder / str(os.getpid())).open("a", encoding="ascii") as file:
        file.write(f"{peak}\n")
    return outcome


def peaks(folder: Path) -> list[list[int]]:
    """How large each process has been after each of its documents, in MB."""
    return [[int(line) for line in path.read_text().split()] for path in folder.iterdir()]


def race_by_office(inputs: list[Path], ports: list[int], folder: Path) -> float:
    """The seconds that a process for each LibreOffice takes for the documents of ``inputs``.

    Texts and template of each document are ready when the clock starts.

    Raises:
        queue.Empty: if a process has failed.
    """
    context = get_context("spawn")
    numbers: Queue[int | None] = context.Queue()
    answers: Queue[Any] = context.Queue()
    crew = [
        context.Process(target=_peer, args=(inputs, port, folder, numbers, answers), daemon=True)
        for port in ports
    ]
    for process in crew:
        process.start()
    for _ in crew:
        answers.get(timeout=PATIENCE)
    started = perf_counter()
    for number in (*range(len(inputs)), *(None for _ in crew)):
        numbers.put(number)
    for _ in inputs:
        answers.get(timeout=PATIENCE)
    seconds = perf_counter() - started
    for process in crew:
        process.join()
    return seconds


def _peer(
    inputs: list[Path], port: int, folder: Path, numbers: Queue[int | None], answers: Queue[Any]
) -> None:
    convert = converter(port)
    templates = [folder / f"template-{port}-{number}.docx" for number in range(len(inputs))]
    ready = [_ready(path, template) for path, template in zip(inputs, templates, strict=True)]
    answers.put("ready")
    for number in iter(numbers.get, None):
        target = folder / f"{number}.docx"
        fill(ready[number], templates[number], target)
        write_workbook(ready[number], target.with_suffix(".xlsx"))
        target.with_suffix(".pdf").write_bytes(convert(target.read_bytes()))
        answers.put(number)


def _ready(path: Path, template: Path) -> dict[str, Any]:
    """The texts of a document; its template is written."""
    prepared = prepare(path)
    if prepared.document is None or prepared.pack is None:
        raise RuntimeError(f"{path} cannot be composed")
    make_template(prepared.document, prepared.pack.style, template)
    return data_of(prepared.document)
