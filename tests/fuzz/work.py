"""Run the product on a case in a process that may take so much time and memory and no more."""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import resource
import select
import signal
import sys
import tempfile
import traceback
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from discloser.cli_entry import annotate_file
from discloser.entry.mend.around import CellFindings, around
from discloser.entry.mend.book import open_book
from discloser.entry.mend.differences import differences
from discloser.entry.mend.mended import mended
from discloser.finding import Finding
from discloser.model.values import Kind as DocumentKind
from discloser.pack.layers import pack_names, pack_roots
from discloser.pipeline import keep_packs, prepare, render
from discloser.report import finding_lines
from discloser.workshop.lint import lint
from tests.fuzz import packs
from tests.fuzz.cases import PACKS, Case, case

MEMORY = 1 << 30
SECONDS = 10
_PATIENCE = 90
"""Seconds by the clock after which a run that computes nothing is ended: others may be busy."""
_KEEP = keep_packs()


class Kind(StrEnum):
    """How a run went."""

    FINE = "fine"
    UNCAUGHT = "uncaught"
    ABORTED = "aborted"
    TOO_LONG = "over 10 s"
    TOO_BIG = "over 1 GB"
    NO_PLACE = "no place"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run went, and what tells it from others: where it failed, and the whole story."""

    kind: Kind
    at: str = ""
    story: str = ""

    @property
    def signature(self) -> tuple[Kind, str]:
        """Equal for failures of one cause."""
        return self.kind, self.at


def check(case: Case, folder: Path) -> tuple[Finding, ...]:
    """What the command line does with an input or a pack, without writing documents."""
    path = case.write(folder)
    if case.pack:
        return _check_pack(case, path, folder / PACKS)
    prepared = prepare(path, load=_KEEP)
    finding_lines(prepared.findings)
    if path.suffix != ".yaml":
        annotate_file(path, folder / "annotated.xlsx", prepared.findings)
    mended_findings = _mend(path, prepared.findings) if path.suffix == ".xlsx" else ()
    return (*prepared.findings, *mended_findings)


def _mend(path: Path, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What a page does with a workbook: the first problem's cell is seen, mended and compared."""
    book, refused = open_book(path.read_bytes(), str(path))
    places = [place for each in findings for place in each.locations if place.sheet and place.cell]
    sheet, cell = (places[0].sheet or "", places[0].cell or "") if places else ("支出", "I6")
    if book is None:
        return refused
    around(book, sheet, cell, CellFindings(book, findings))
    data, refused = mended(book, {(sheet, cell): "7", ("职责", "A6"): "一条"})
    if data is None:
        return refused
    again, refused = open_book(data, str(path))
    if again is None:
        raise AssertionError("what was mended cannot be opened")
    differences(book, again)
    return refused


def _check_pack(case: Case, path: Path, templates: Path) -> tuple[Finding, ...]:
    prepared = prepare(path, templates)
    findings = prepared.findings
    # Lint is asked of a pack that is there, and of the input's kind. It tries every sample: for an
    # heir of a whole pack that is long, so one in forty.
    known = case.pack in pack_names((templates,))
    if known and (case.pack == packs.TINY or case.number % 40 == 0):
        figures = prepared.figures
        kind = figures.disclosure.kind if figures is not None else DocumentKind.BUDGET
        findings += lint(case.pack, 2025, pack_roots(templates), (kind,))
    finding_lines(findings)
    if prepared.ok:
        render(prepared, ("docx", "xlsx"), contents_pages="none")
    return findings


def warm() -> None:
    """Import and read once what every run needs, so that a forked process has it."""
    for number in range(1, 25):
        sound = case(number, ())
        with tempfile.TemporaryDirectory() as folder:
            check(sound, Path(folder))
    gc.collect()
    gc.freeze()


def run(case: Case) -> Verdict:
    """Run a case in a forked process."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _in_child(case, Path(folder), writer)
        os.close(writer)
        said, late = _listen(reader, child)
        _, status, usage = os.wait4(child, 0)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    return _verdict(said, late, status, usage.ru_maxrss * 1024)


def _in_child(case: Case, folder: Path, writer: int) -> None:
    os.setpgid(0, 0)
    faulthandler.disable()  # pytest switches it on
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        lost = [f for f in check(case, folder) if not has_place(f)]
        verdict = Verdict(Kind.FINE)
        if lost:
            story = "\n".join(f"{f.code} {f.message} {f.locations}" for f in lost)
            verdict = Verdict(Kind.NO_PLACE, lost[0].code, story)
    except MemoryError:
        verdict = Verdict(Kind.TOO_BIG, _raised_at(sys.exc_info()[2]), traceback.format_exc())
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what we look for
        at = f"{type(error).__name__} {_raised_at(error.__traceback__)}"
        verdict = Verdict(Kind.UNCAUGHT, at, traceback.format_exc())
    os.write(writer, json.dumps([verdict.kind, verdict.at, verdict.story[-20_000:]]).encode())
    os._exit(0)


def _raised_at(trace: object) -> str:
    """The last line of our own in a traceback."""
    frames = traceback.extract_tb(trace) if trace is not None else []  # type: ignore[arg-type]
    own = [frame for frame in frames if "/discloser/" in frame.filename]
    last = own[-1] if own else frames[-1]
    return f"{last.filename.rpartition('/discloser/')[2]}:{last.name}"


def has_place(finding: Finding) -> bool:
    """Whether a finding says where: a line, a cell, or the workbook as a whole."""
    place = finding.location
    if place is None:
        return False
    whole = place.file.endswith((".xlsx", ".xls", ".ods"))
    return place.line is not None or place.sheet is not None or whole


def _listen(reader: int, child: int) -> tuple[bytes, bool]:
    said = b""
    with os.fdopen(reader, "rb", buffering=0) as stream:
        while select.select([stream], [], [], _PATIENCE)[0]:
            part = stream.read(65536)
            if not part:
                return said, False
            said += part
    os.killpg(child, signal.SIGKILL)
    return said, True


def _verdict(said: bytes, late: bool, status: int, memory: int) -> Verdict:
    if late:
        return Verdict(Kind.TOO_LONG, "waits", f"no answer within {_PATIENCE} s")
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number in (signal.SIGXCPU, signal.SIGKILL):
            return Verdict(Kind.TOO_LONG, "computes", f"over {SECONDS} s of computing")
        return Verdict(Kind.ABORTED, signal.Signals(number).name, f"ended by signal {number}")
    if not said:
        return Verdict(Kind.ABORTED, f"exit {os.WEXITSTATUS(status)}", "ended without a word")
    if memory > MEMORY:
        return Verdict(Kind.TOO_BIG, "grows", f"{memory >> 20} MB")
    kind, at, story = json.loads(said)
    return Verdict(Kind(kind), at, story)
