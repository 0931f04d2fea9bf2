"""The record beside what is said of a department, and whether it still holds.

The record is the report for programs (核对.json) with the fingerprints of all that it was made
from, so that it also serves as the earlier report of a later audit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from discloser.audit.earlier import REPORT
from discloser.audit.folder.job import AuditJob, AuditOutcome, Counts, State
from discloser.batch.fingerprint import file_digest, pack_digest
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots

_MADE_FROM = "made_from"


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What a report was made from, and what was written beside it: digests by name."""

    surroundings: str
    files: Mapping[str, str]
    earlier: str
    pack: str
    pack_sha256: str
    outputs: Mapping[str, str]
    state: State
    title: str
    first: str
    counts: Counts


_MadeFrom = TypeAdapter(MadeFrom)


def record(report: Mapping[str, object], made_from: MadeFrom) -> bytes:
    """The content of a department's record."""
    content = {**report, _MADE_FROM: _MadeFrom.dump_python(made_from, mode="json")}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def kept(job: AuditJob) -> AuditOutcome | None:
    """The outcome of an earlier run, where auditing again would say the same; else None."""
    made = _read(job.folder)
    if made is None or made.surroundings != job.surroundings:
        return None
    same = (
        made.files == digests(job)
        and made.earlier == earlier_digest(job)
        and made.pack_sha256 == used_pack(job, made.pack)
        and all(file_digest(job.folder / name) == sha for name, sha in made.outputs.items())
    )
    if not same:
        return None
    return replace(outcome_of(job, made), was_kept=True)


def outcome_of(job: AuditJob, made: MadeFrom) -> AuditOutcome:
    """What became of a department, by its record."""
    reason = made.first if made.state is State.FAILED else str(made.counts)
    return AuditOutcome(job.path, made.state, reason, made.title, made.first, made.counts)


def report_of(job: AuditJob, outcome: AuditOutcome) -> dict[str, Any]:
    """A department's report for programs; where there is none, why."""
    try:
        content: dict[str, Any] = json.loads((job.folder / REPORT).read_bytes())
        content.pop(_MADE_FROM, None)
    except (OSError, ValueError, AttributeError):
        files = [str(path) for path in job.case.files]
        return {"files": files, "checked": False, "reason": outcome.reason, "findings": []}
    return content


def digests(job: AuditJob) -> dict[str, str]:
    """The fingerprints of a department's files."""
    return {str(path): file_digest(path) for path in job.case.files}


def earlier_digest(job: AuditJob) -> str:
    """The fingerprint of the report that the department is held to, where it is one file."""
    if job.earlier is None:
        return ""
    own = job.earlier / job.folder.name / REPORT if job.earlier.is_dir() else job.earlier
    return file_digest(own)


def used_pack(job: AuditJob, pack: str) -> str:
    """The fingerprint of the pack that a document was read with: ``name kind year``."""
    if not pack:
        return ""
    name, kind, year = pack.split()
    return pack_digest(name, Kind(kind), int(year), pack_roots(job.templates))


def _read(folder: Path) -> MadeFrom | None:
    try:
        content = json.loads((folder / REPORT).read_bytes())
        return _MadeFrom.validate_python(content[_MADE_FROM])
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None
