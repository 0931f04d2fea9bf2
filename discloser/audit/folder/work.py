"""The work on one department of a folder, in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from discloser.audit.audit import NATIONAL, Audited, audit
from discloser.audit.earlier import REPORT, Earlier, read_earlier
from discloser.audit.folder.job import AuditJob, AuditOutcome, Counts, State, first_said, state_of
from discloser.audit.folder.record import (
    MadeFrom,
    digests,
    earlier_digest,
    outcome_of,
    record,
    used_pack,
)
from discloser.audit.mark import can_mark, marked, marked_name
from discloser.audit.report import audit_json, audit_lines, audit_rows, sheet_title, verdict_line
from discloser.batch.fingerprint import file_digest
from discloser.os_errors import why
from discloser.output import NotOursError, write_documents
from discloser.pack.inputs import LoadPack
from discloser.pack.layers import pack_roots
from discloser.pipeline import keep_packs
from discloser.render.checklist import render_checklist

SHEET, LINES = "检查表.xlsx", "问题清单.txt"


def work(job: AuditJob) -> AuditOutcome:
    """Audit one department and write what there is to say. Only lack of memory is raised."""
    started = time.perf_counter()
    try:
        found = _work(job)
    except MemoryError:
        raise
    except NotOursError as error:
        found = lost(job, str(error))
    except OSError as error:
        found = lost(job, why(error, job.folder))
    except Exception as error:  # noqa: BLE001 - one department must not cost the others
        found = lost(job, f"程序出错（{type(error).__name__}）")
    return replace(found, seconds=time.perf_counter() - started)


def lost(job: AuditJob, reason: str) -> AuditOutcome:
    """The outcome of a department whose worker has not survived it; only the reason is kept."""
    try:
        for name in (REPORT, SHEET):
            (job.folder / name).unlink(missing_ok=True)
        write_documents(job.folder, {LINES: f"{reason}\n".encode()}, force=job.force)
    except (OSError, NotOursError):
        pass
    return AuditOutcome(job.path, State.FAILED, reason)


def _work(job: AuditJob) -> AuditOutcome:
    before = digests(job)  # what changes meanwhile is audited again by the next run
    earlier = _earlier(job)
    audited = audit(job.case, job.asked, _packs(), pack_roots(job.templates), earlier=earlier)
    files = {**_told(audited), **(_marked(audited) if job.mark else {})}
    made = write_documents(job.folder, files, force=job.force)
    identity = audited.identity
    pack = ""
    if identity is not None:
        pack = f"{job.asked.place or NATIONAL} {identity.kind.value} {identity.year}"
    made_from = MadeFrom(
        surroundings=job.surroundings,
        files=before,
        earlier=earlier_digest(job),
        pack=pack,
        pack_sha256=used_pack(job, pack),
        outputs={path.name: file_digest(path) for path in made},
        state=state_of(audited),
        title=identity.title if identity is not None else "",
        first=first_said(audited),
        counts=Counts.of(audited),
    )
    content = record(audit_json(audited), made_from)
    write_documents(job.folder, {REPORT: content}, force=job.force)
    return outcome_of(job, made_from)


def _told(audited: Audited) -> dict[str, bytes]:
    """The check sheet, and the lines that a terminal shows."""
    lines = (*audit_lines(audited, told_in_full=True), verdict_line(audited))
    return {
        SHEET: render_checklist(sheet_title(audited), audit_rows(audited)),
        LINES: ("\n".join(map(str, lines)) + "\n").encode(),
    }


def _marked(audited: Audited) -> Mapping[str, bytes]:
    """The copies with the faults in them, of the files that can hold any."""
    made = {}
    for path in audited.case.files if audited.reading is not None else ():
        if can_mark(path):
            try:
                made[marked_name(path)] = marked(path, audited.faults)
            except ValueError:
                continue  # too damaged; its findings stand in the lists
    return made


def _earlier(job: AuditJob) -> Earlier | None:
    return read_earlier(job.earlier) if job.earlier is not None else None


@cache
def _packs() -> LoadPack:
    return keep_packs()
