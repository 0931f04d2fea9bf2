"""The record beside a department's documents, and whether they are still those of its input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from discloser.batch.fingerprint import file_digest
from discloser.batch.job import Facts, Job, Outcome, Record, State
from discloser.batch.place import Place, beside, save_at

NAME = ".discloser.json"
_RECORD = TypeAdapter(Record)

PackDigest = Callable[[Facts], str]


def write_record(folder: Place, record: Record) -> None:
    """Write the record of the documents in ``folder``.

    Raises:
        OSError: if it cannot be written.
    """
    save_at({folder / NAME: _RECORD.dump_json(record, indent=1)})


def read_record(folder: Place) -> Record | None:
    """The record of the documents in ``folder``; None where there is none that can be read."""
    try:
        return _RECORD.validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def unchanged(job: Job, pack_digest: PackDigest) -> Record | None:
    """The record of a job whose documents are what rendering it again would make, else None."""
    record = read_record(job.folder)
    if record is None or record.surroundings != job.surroundings:
        return None
    same = (
        job.path.name in record.inputs
        and all(
            digest and file_digest(beside(job.path, name)) == digest
            for name, digest in record.inputs.items()
        )
        and pack_digest(record.facts) == record.pack_sha256
        and all(file_digest(job.folder / output.path) == output.sha256 for output in record.outputs)
    )
    return record if same else None


def as_before(job: Job, record: Record) -> Outcome:
    """The outcome of a job whose documents are up to date."""
    said_something = bool(record.warnings or record.notes)
    return Outcome(
        job.path,
        State.UNCHANGED,
        log=job.log if said_something and job.log.is_file() else None,
        warnings=record.warnings,
        complete=True,
        facts=record.facts,
        record=record,
    )


def left_from_before(job: Job) -> Record | None:
    """The record of a job that made nothing, with those of its earlier documents that remain."""
    record = read_record(job.folder)
    if record is None:
        return None
    remaining = tuple(output for output in record.outputs if (job.folder / output.path).is_file())
    return replace(record, outputs=remaining)
