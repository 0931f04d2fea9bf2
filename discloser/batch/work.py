"""The work on one input: the same function in a process here and on a cluster's machine."""

from __future__ import annotations

import errno
import hashlib
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from discloser import __version__
from discloser.batch.facts import facts_of
from discloser.batch.fingerprint import file_digest, pack_digest
from discloser.batch.job import Facts, Job, Outcome, Output, Record, State
from discloser.batch.place import Place, at_hand, below, reconnect, save_at, write_at
from discloser.batch.record import (
    as_before,
    left_from_before,
    read_record,
    unchanged,
    write_record,
)
from discloser.classification.codebook import Codebook
from discloser.filenames import clashes, file_names, safe_name
from discloser.finding import Finding, Rule, Severity, has_errors
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.unit import unit_key
from discloser.model.values import Kind
from discloser.os_errors import why
from discloser.output import PART, NotOursError
from discloser.pack.inputs import LoadPack
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack
from discloser.pipeline import (
    Prepared,
    keep_packs,
    layout_finding,
    prepare,
    render,
)
from discloser.problems import in_order, merged
from discloser.render.layout import Layout, LayoutError
from discloser.report import finding_lines, summary

ONE_FOLDER = Rule(
    "G03",
    "两个单位的文件夹同名",
    "单位“{names}”的文件夹名在有的系统上是同一个，不能各自生成文件。",
    "请改单位代码（没有代码的改名称）：只差大小写或 / : * 这类符号的，当作相同。",
)

STOPPING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""What is wrong with the disk and not with one input."""


@dataclass(frozen=True, slots=True)
class _Rendered:
    """A document that is ready to be written: its folder, title, files and pages."""

    folder: Place
    title: str
    files: Mapping[str, bytes]
    pages: int


def work(job: Job, *, only_changed: bool = False) -> Outcome:
    """Do one input from reading to writing. Only running out of memory is raised.

    With ``only_changed``, documents that are up to date are left alone.
    """
    started = time.perf_counter()
    try:
        record = unchanged(job, partial(_pack_digest, job)) if only_changed else None
        if record is not None:
            outcome = as_before(job, record)
        else:
            with at_hand(job.path) as path:
                outcome = _work(job, path)
    except MemoryError:
        raise
    except NotOursError as error:
        outcome = lost(job, str(error))
    except OSError as error:
        stops = error.errno in STOPPING
        outcome = _failed(job, why(error, job.folder), stops=stops)
    except Exception as error:  # noqa: BLE001 - one input's trouble must not cost the others
        outcome = _failed(job, f"程序出错（{type(error).__name__}）")
    return replace(outcome, seconds=time.perf_counter() - started)


def work_afar(job: Job, *, force: bool = False) -> Outcome:
    """:func:`work` for inputs or documents behind URLs, where it also sees what has changed.

    A connection may have been ended for want of use: what fails is tried once more by a new one.
    """
    outcome = work(job, only_changed=not force)
    if outcome.state is State.FAILED and not outcome.stops:
        job = replace(
            job,
            path=reconnect(job.path),
            folder=reconnect(job.folder),
            log=reconnect(job.log),
        )
        outcome = work(job, only_changed=not force)
    if outcome.record is None:
        outcome = replace(outcome, record=left_from_before(job))
    return outcome


def lost(job: Job, reason: str) -> Outcome:
    """The outcome of an input whose worker has not survived it."""
    try:
        _write_log(job, [reason])
        log = job.log
    except (OSError, NotOursError):
        log = None
    return Outcome(job.path, State.FAILED, reason, log)


def _work(job: Job, path: Path) -> Outcome:
    """Do a job whose input is at ``path`` for the moment."""
    began = time.time_ns()
    own = file_digest(path)
    prepared = _prepare(job, path)
    findings = list(prepared.findings)
    documents: list[tuple[Place, Prepared]] = [(job.folder, prepared)]
    if prepared.figures is not None and prepared.ok and job.options.units:
        units = _publishing(prepared.figures.disclosure)
        findings += _sharing_a_folder(units, prepared.sources)
        for key in () if has_errors(findings) else units:
            documents.append((job.folder / safe_name(key), _prepare(job, path, key)))
            findings += documents[-1][1].findings
    ready: list[_Rendered] = []
    if not has_errors(findings):
        for folder, document in documents:
            rendered, more = _render(document, job, folder)
            findings += more
            ready += rendered
    facts = _facts(prepared)
    findings = list(merged(in_order(dict.fromkeys(findings), prepared.sources)))
    counts = Counter(finding.severity for finding in findings)
    complete = all(document.document is not None for _, document in documents)
    outcome = Outcome(
        job.path,
        State.FINDINGS,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        complete=complete,
        facts=facts,
        log=job.log if findings else None,
    )
    lines = finding_lines(findings, prepared.sources)
    _write_log(job, [line.replace(str(path.parent), str(job.path.parent)) for line in lines])
    if has_errors(findings) or facts is None or prepared.figures is None:
        return replace(outcome, reason=summary(findings))
    record = Record(
        version=__version__,
        surroundings=job.surroundings,
        inputs={job.path.name: own, **_last_years(path, prepared.figures.disclosure, began)},
        pack_sha256=_pack_digest(job, facts),
        outputs=(),
        facts=facts,
        pages=ready[0].pages,
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
    )
    record = _publish(job, ready, record)
    return replace(outcome, state=State.RENDERED, record=record)


def _prepare(job: Job, path: Path, unit: str = "") -> Prepared:
    return prepare(path, job.options.templates, unit, _load)


def _publishing(disclosure: Disclosure) -> dict[str, FieldPath]:
    """The units that publish for themselves, each by what it is called, with its place."""
    if len(disclosure.units) == 1:
        return {}
    return {
        unit_key(unit): ("units", index, "code" if unit.code else "name")
        for index, unit in enumerate(disclosure.units)
        if unit.independent
    }


def _sharing_a_folder(units: Mapping[str, FieldPath], sources: SourceMap) -> Iterator[Finding]:
    """The units whose folders would be one on some system."""
    for keys in clashes((key, Path(safe_name(key))) for key in units):
        places = (sources.find(units[key]) for key in keys)
        yield ONE_FOLDER.at(*places, names="”和“".join(keys))


def _render(
    prepared: Prepared, job: Job, folder: Place
) -> tuple[list[_Rendered], tuple[Finding, ...]]:
    if not prepared.ok or prepared.document is None:
        return [], ()
    pages: list[int] = []

    def count(layout: Layout) -> None:
        pages.append(layout.page_count)

    options = job.options
    try:
        files = render(
            prepared,
            options.formats,
            archival=options.archival,
            pdf_engine=options.pdf_engine,
            laid_out=count,
        )
    except LayoutError as error:
        return [], (layout_finding(error),)
    return [_Rendered(folder, prepared.document.title, files, sum(pages))], ()


def _publish(job: Job, documents: list[_Rendered], record: Record) -> Record:
    """Write the documents and then what they were made from; clear away what they replace."""
    before = read_record(job.folder)
    outputs: list[Output] = []
    for document in documents:
        _clear_parts(document.folder)
        named = file_names(document.title, document.files)
        write_at(document.folder, named, job.path, force=job.options.overwrite)
        for name, content in named.items():
            path = below(job.folder, document.folder / name)
            outputs.append(Output(str(path), hashlib.sha256(content).hexdigest(), len(content)))
    record = replace(record, outputs=tuple(outputs))
    write_record(job.folder, record)
    if before is not None:
        _clear_renamed(job, before, record)
    return record


def _clear_parts(folder: Place) -> None:
    """Remove what a killed run has left half-written."""
    if folder.is_dir():
        for part in folder.glob(f".*{PART}"):
            part.unlink(missing_ok=True)


def _clear_renamed(job: Job, before: Record, now: Record) -> None:
    """Remove our own earlier documents that have another name now, unless someone altered them."""
    kept = {output.path for output in now.outputs}
    for output in before.outputs:
        path = job.folder / output.path
        renamed = output.path not in kept and output.format in job.options.formats
        if renamed and file_digest(path) == output.sha256:
            path.unlink(missing_ok=True)


def _last_years(path: Path, disclosure: Disclosure, began: int) -> dict[str, str]:
    """The fingerprints of last year's inputs; none for one that has changed in the meantime."""
    names = {disclosure.prior_year.input, *(unit.own.prior_year.input for unit in disclosure.units)}
    digests = {}
    for name in sorted(names - {""}):
        last = path.parent / name
        digest = file_digest(last)
        digests[name] = digest if last.stat().st_mtime_ns < began else ""
    return digests


def _facts(prepared: Prepared) -> Facts | None:
    if prepared.figures is None:
        return None
    codebook = prepared.pack.codebook if prepared.pack is not None else Codebook()
    return facts_of(prepared.figures, codebook)


def _load(
    name: str, kind: Kind, year: int, roots: tuple[Path, ...], place: Location | None = None
) -> tuple[Pack | None, tuple[Finding, ...]]:
    """Load a pack once in a process.

    The fingerprint comes first: what changes between the two is read again by the next run.
    """
    _digest_of(name, kind, year, roots)
    return _packs()(name, kind, year, roots, place)


@cache
def _packs() -> LoadPack:
    return keep_packs()


def forget_packs() -> None:
    """Read packs anew from now on: a process that lives longer than a run must do so."""
    _packs.cache_clear()
    _digest_of.cache_clear()


@cache
def _digest_of(name: str, kind: Kind, year: int, roots: tuple[Path, ...]) -> str:
    return pack_digest(name, kind, year, roots)


def _pack_digest(job: Job, facts: Facts) -> str:
    return _digest_of(facts.pack, Kind(facts.kind), facts.year, pack_roots(job.options.templates))


def _write_log(job: Job, lines: list[str]) -> None:
    """Write what there is to say of an input; nothing to say removes what was said before.

    Raises:
        NotOursError: if a file that is no such list has its name.
    """
    if job.log.exists() and not _is_log(job):
        raise NotOursError(f"{job.log} 已经存在，不是问题清单，没有覆盖。请移开它。")
    if lines:
        job.log.parent.mkdir(parents=True, exist_ok=True)
        save_at({job.log: ("\n".join([str(job.path), *lines]) + "\n").encode()})
    else:
        job.log.unlink(missing_ok=True)


def _is_log(job: Job) -> bool:
    """Whether a job's list of problems begins as ours do: with the input."""
    first, _, _ = job.log.read_bytes().partition(b"\n")
    return first.decode(errors="replace").endswith(job.path.name)


def _failed(job: Job, reason: str, *, stops: bool = False) -> Outcome:
    outcome = Outcome(job.path, State.FAILED, reason, stops=stops)
    try:
        _write_log(job, [reason, traceback.format_exc()])
    except (OSError, NotOursError):
        return outcome
    return replace(outcome, log=job.log)
