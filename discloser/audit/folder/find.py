"""The departments of a folder as tasks, each with a folder for what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from discloser.audit.files import Case, cases
from discloser.audit.folder.job import AuditJob
from discloser.audit.rules import ONE_NAME
from discloser.filenames import clashes, safe_name
from discloser.finding import Finding
from discloser.location import Location

MakeJob = Callable[[Case, Path], AuditJob]
"""The task of a department, with the folder for what is said of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """The departments; of those that would share a folder, only findings."""

    jobs: tuple[AuditJob, ...]
    findings: tuple[Finding, ...]


def find_jobs(sources: Sequence[Path], output: Path, make: MakeJob) -> Found:
    """Find the departments below some folders."""
    found, findings = cases(sources)
    jobs = [make(case, output / safe_name(case.name)) for case in found]
    shared = clashes((job, job.folder) for job in jobs)
    findings += (
        ONE_NAME.at(
            *(Location(str(job.case.files[0])) for job in group),
            names="”和“".join(str(job.case.files[0]) for job in group),
        )
        for group in shared
    )
    lost = {job.case.files for group in shared for job in group}
    return Found(tuple(job for job in jobs if job.case.files not in lost), tuple(findings))
