"""What a batch says for programs: summary.json and manifest.json."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from discloser import __version__
from discloser.batch.fingerprint import code_digest, fonts_digest, library_versions
from discloser.batch.job import Job, Outcome, Record, State
from discloser.batch.place import Place, below
from discloser.batch.run import Result

SUMMARY, MANIFEST = "summary.json", "manifest.json"


def summary_json(jobs: Iterable[Job], result: Result, seconds: float) -> bytes:
    """Every input with its outcome, and how many there are of each."""
    content = {
        "discloser": __version__,
        "seconds": round(seconds, 2),
        "interrupted": result.interrupted,
        "stopped": result.stopped,
        "counts": {state.value: result.count(state) for state in State},
        "inputs": [
            _outcome(job, outcome) for job, outcome in zip(jobs, result.outcomes, strict=True)
        ],
    }
    return _json(content)


def _outcome(job: Job, outcome: Outcome) -> dict[str, Any]:
    facts = outcome.facts
    record = outcome.record if outcome.state.is_done else None
    return {
        "input": job.path.as_posix(),
        "state": outcome.state.value,
        "reason": outcome.reason,
        "log": outcome.log.as_posix() if outcome.log is not None else None,
        "department": {"code": facts.code, "name": facts.name} if facts is not None else None,
        "complete": outcome.complete,
        "errors": outcome.errors,
        "warnings": outcome.warnings,
        "formats": sorted({output.format for output in record.outputs}) if record else [],
        "pages": record.pages if record is not None else 0,
        "seconds": round(outcome.seconds, 3),
    }


def manifest_json(jobs: Iterable[Job], result: Result, scope: Place) -> bytes:
    """Every document with its fingerprint and those of what it was made from.

    A department that could not be made again keeps its documents of before: ``current`` is false.
    """
    entries = []
    for job, outcome in zip(jobs, result.outcomes, strict=True):
        if outcome.record is not None:
            entries.append(_entry(job, outcome.record, scope, current=outcome.state.is_done))
    content = {
        "discloser": __version__,
        "code_sha256": code_digest(),
        "libraries": dict(line.split(" ") for line in library_versions().splitlines()),
        "fonts_sha256": fonts_digest(),
        "departments": entries,
    }
    return _json(content)


def _entry(job: Job, record: Record, scope: Place, *, current: bool) -> dict[str, Any]:
    folder = below(scope, job.folder)
    return {
        "input": job.path.as_posix(),
        "inputs_sha256": dict(record.inputs),
        "pack": record.facts.pack,
        "pack_sha256": record.pack_sha256,
        "discloser": record.version,
        "current": current,
        "outputs": {
            (folder / output.path).as_posix(): {"sha256": output.sha256, "bytes": output.size}
            for output in record.outputs
        },
    }


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
