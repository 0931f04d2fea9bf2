"""What becomes of a job's result in the database."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID

from discloser.desk.jobs import engine_names as names
from discloser.desk.jobs.result import Result
from discloser.desk.models import (
    Blob,
    CheckResult,
    Job,
    Origin,
    RenderedFile,
    Rendering,
    Version,
)
from discloser.desk.services.filings import ChangedMeanwhileError, New, NotNowError, add_version

_GIVES_A_VERSION = {"take_in": Origin.IMPORT, "mend": Origin.MEND, "paste": Origin.MEND}


def settle(job: Job, result: Result) -> Result:
    """Store what a job found or made where it belongs, and return what the job itself keeps."""
    if job.work == "check":
        return _checked(job, result)
    if job.work == "make":
        return _rendered(job, result)
    if job.work in _GIVES_A_VERSION:
        return _taken_in(job, result)
    return result


def _checked(job: Job, result: Result) -> Result:
    data = result.data

    def kept(name: str) -> Blob | None:
        content = result.files.get(name)
        return Blob.keep(content) if content is not None else None

    CheckResult.objects.get_or_create(
        version_id=job.about["version"],
        defaults={
            "is_ok": data["ok"],
            "errors": data["errors"],
            "warnings": data["warnings"],
            "notes": data["notes"],
            "verdict": data["verdict"],
            "findings": Blob.keep(result.files[names.FINDINGS]),
            "page": kept(names.PAGE),
            "numbers": kept(names.NUMBERS),
            "sheets": kept(names.SHEETS),
        },
    )
    return replace(result, files={}, says=data["verdict"])


def _rendered(job: Job, result: Result) -> Result:
    title = result.data["title"]
    rendering, is_new = Rendering.objects.get_or_create(
        version_id=job.about["version"], defaults={"title": title}
    )
    if is_new:
        RenderedFile.objects.bulk_create(
            RenderedFile(rendering=rendering, name=name, blob=Blob.keep(content))
            for name, content in result.files.items()
        )
    return replace(result, files={})


def _taken_in(job: Job, result: Result) -> Result:
    """Make the workbook a version; where somebody was faster it stays beside the job.

    What an import could not take over stays beside the job in any case.
    """
    assert job.filing is not None  # noqa: S101 - such a job is always a filing's
    name = job.about["name"]
    origin = _GIVES_A_VERSION[job.work]
    what = job.about.get("what") or f"由{'、'.join(job.about['files'])}"
    new = New(result.files[name], name, origin, what)
    try:
        version, _ = add_version(
            job.filing, job.asked_by, new, seen=job.about["seen"], once=UUID(job.about["once"])
        )
    except (ChangedMeanwhileError, NotNowError) as error:
        return replace(result, says=f"{error}做好的填报表可以在这里下载。")
    data = {"version": version.pk, "number": Version.objects.get(pk=version.pk).number}
    told = result.files.get(names.FINDINGS, b"")
    files = {names.FINDINGS: told} if told and json.loads(told)["findings"] else {}
    return replace(result, data=data, files=files)
