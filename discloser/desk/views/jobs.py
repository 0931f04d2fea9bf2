"""The page of a job: how many come before it, how it ended, what it made."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from discloser.desk.jobs.engine_names import FINDINGS
from discloser.desk.jobs.queue import ahead_of, retry
from discloser.desk.models import Job, JobState, User
from discloser.desk.rights import Right, needs, person
from discloser.desk.views.page import download, show


def _mine(user: User, job: Job) -> None:
    """A job that is about no filing is seen by who asked for it."""
    if job.filing is None and job.asked_by_id != user.pk:
        raise Http404


@needs(Right.BE_HERE)
@require_safe
def job(request: HttpRequest, job: Job) -> HttpResponse:
    """How a job stands; asked by htmx, the changing part alone."""
    _mine(person(request), job)
    waiting = job.state == JobState.WAITING
    made = list(enumerate(job.files.filter(is_made=True).select_related("blob")))
    found = next((file for _, file in made if file.name == FINDINGS), None)
    values = {
        "job": job,
        "ahead": ahead_of(job) if waiting else 0,
        "made": [(at, file) for at, file in made if file is not found],
        "told": json.loads(found.blob.data)["findings"] if found is not None else [],
    }
    if request.htmx:  # type: ignore[attr-defined]  # django_htmx adds it
        response = show(request, "job_part", values)
        if job.is_over:
            response.headers["HX-Refresh"] = "true"
        return response
    is_told_here = bool(made) or job.work == "compare"
    if job.filing is not None and job.state == JobState.DONE and not is_told_here:
        number = job.result.get("number")
        done = f"已存为第{number}版。" if number else ""
        messages.success(request, done + job.says or "已处理好。", extra_tags=str(job.once))
        return redirect("filing", filing=job.filing_id)
    return show(request, "job", values)


@needs(Right.BE_HERE)
@require_safe
def job_file(request: HttpRequest, job: Job, at: int) -> HttpResponse:
    """A file that a job made."""
    _mine(person(request), job)
    made = list(job.files.filter(is_made=True))
    if at >= len(made):
        raise Http404
    return download(made[at].name, made[at].blob.data)


@needs(Right.BE_HERE)
@require_POST
def again(request: HttpRequest, job: Job) -> HttpResponse:
    """Try a job again that was not done."""
    _mine(person(request), job)
    retry(job)
    return redirect("job", job=job.pk)
