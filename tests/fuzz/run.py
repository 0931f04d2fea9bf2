"""Many cases on all cores: what failed is kept with its smallest case, and the sum is one line."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from tests.fuzz.cases import Case, case
from tests.fuzz.seeds import FOLDER, ROOT
from tests.fuzz.work import Kind, Verdict, run, warm

_CHUNK = 100


class Record:
    """What has been run, in a folder: a line for each chunk of cases, a folder for each failure."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done: dict[int, dict[str, int]] = {}
        self._log = folder / "done.jsonl"
        code = _fingerprint()
        lines = self._log.read_text().splitlines() if self._log.is_file() else []
        if lines and lines[0] == code:
            self.done = dict(map(json.loads, lines[1:]))
        else:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            self._log.write_text(code + "\n")

    def add(self, chunk: int, counts: dict[str, int]) -> None:
        """Note a chunk that is whole."""
        self.done[chunk] = counts
        with self._log.open("a") as log:
            log.write(json.dumps([chunk, counts]) + "\n")

    def counts(self, chunks: Sequence[int]) -> Counter[str]:
        """The sum of some chunks."""
        return sum((Counter(self.done[chunk]) for chunk in chunks), Counter[str]())

    def keep(self, failed: Case, kept: Sequence[int], verdict: Verdict) -> Path | None:
        """Keep the smallest case of each cause; return its folder where this one is kept."""
        name = hashlib.sha256("/".join(verdict.signature).encode()).hexdigest()[:8]
        folder = self.folder / f"{verdict.kind.replace(' ', '-')}-{name}"
        size = sum(map(len, failed.files.values()))
        story = folder / "verdict.json"
        if story.is_file() and json.loads(story.read_text())["size"] <= size:
            return None
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        failed.write(folder)
        told = {
            "number": failed.number,
            "steps": list(kept),
            "family": failed.family,
            "size": size,
            "kind": verdict.kind,
            "at": verdict.at,
            "story": verdict.story,
        }
        story.write_text(json.dumps(told, ensure_ascii=False, indent=1))
        return folder


def _fingerprint() -> str:
    """Equal for equal code: other code begins anew."""
    parts = [ROOT / "discloser", ROOT / "templates", ROOT / "inputs", FOLDER.parent]
    digest = hashlib.sha256()
    for path in sorted(path for part in parts for path in part.rglob("*") if path.is_file()):
        if "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def fuzz(number: int, folder: Path, jobs: int, first: int = 0) -> Counter[str]:
    """Run cases ``first`` to ``first + number``; chunks that the record holds are not run again."""
    record = Record(folder)
    chunks = range(first // _CHUNK, -(-(first + number) // _CHUNK))
    todo = [chunk for chunk in chunks if chunk not in record.done]
    began, cases = time.monotonic(), 0
    if todo:
        warm()
        context = multiprocessing.get_context("fork")
        with context.Pool(jobs) as pool:
            for chunk, counts, failures in pool.imap_unordered(_run_chunk, todo):
                for at, kept, verdict in failures:
                    where = record.keep(case(at, kept), kept, verdict)
                    if where is not None:
                        _say(f"{verdict.kind}: {verdict.at} (case {at}) → {where}")
                record.add(chunk, counts)
                cases += _CHUNK
                _progress(cases, len(todo) * _CHUNK, time.monotonic() - began)
    return record.counts(list(chunks))


def _progress(cases: int, total: int, seconds: float) -> None:
    if cases % (10 * _CHUNK) == 0:
        rate = cases / seconds
        left = (total - cases) / rate / 60
        _say(f"{cases}/{total}, {rate:.0f} a second, {left:.0f} minutes left")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


Failure = tuple[int, tuple[int, ...], Verdict]


def _run_chunk(chunk: int) -> tuple[int, dict[str, int], list[Failure]]:
    counts: Counter[str] = Counter()
    failures: dict[tuple[Kind, str], Failure] = {}
    for number in range(chunk * _CHUNK, (chunk + 1) * _CHUNK):
        made = case(number)
        verdict = run(made)
        counts[verdict.kind] += 1
        counts[made.family] += 1
        if verdict.kind is not Kind.FINE and verdict.signature not in failures:
            failures[verdict.signature] = number, _smallest(made, verdict), verdict
    return chunk, dict(counts), list(failures.values())


def _smallest(failed: Case, verdict: Verdict) -> tuple[int, ...]:
    """The steps that are needed for a failure of the same cause."""
    kept = tuple(range(failed.steps))
    for step in range(failed.steps):
        fewer = tuple(index for index in kept if index != step)
        if run(case(failed.number, fewer)).signature == verdict.signature:
            kept = fewer
    return kept


def closing_line(counts: Counter[str]) -> str:
    """The sum: ``N runs: 0 uncaught, …``."""
    runs = sum(counts[kind] for kind in Kind)
    limits = counts[Kind.TOO_LONG] + counts[Kind.TOO_BIG]
    return (
        f"{runs} runs: {counts[Kind.UNCAUGHT]} uncaught, {counts[Kind.ABORTED]} aborts, "
        f"{limits} over 10 s or 1 GB, {counts[Kind.NO_PLACE]} findings without a place"
    )


def failures(folder: Path) -> Iterator[dict[str, object]]:
    """What has been kept, by cause."""
    for story in sorted(islice(folder.glob("*/verdict.json"), 1000)):
        yield json.loads(story.read_text())
