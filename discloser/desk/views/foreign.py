"""Audits of documents that anybody made: upload, and the pages with their marks."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from discloser.desk.forms import Upload, file_name
from discloser.desk.jobs.engine_names import FINDINGS
from discloser.desk.models import Job
from discloser.desk.rights import Right, needs, person
from discloser.desk.services.foreign import ask_audit
from discloser.desk.views.page import show
from discloser.desk.views.steps import filled

_PICTURE = ".png"


@needs(Right.AUDIT)
def audits(request: HttpRequest) -> HttpResponse:
    """The audits there are; files that come in are audited."""
    if request.method == "POST":
        form = filled(request, Upload)
        if form is not None:
            files = [(file_name(each.name), each.read()) for each in form.cleaned_data["sent"]]
            job = ask_audit(files, person(request), once=form.cleaned_data["once"])
            return redirect("audit", job=job.pk)
    jobs = Job.objects.filter(work="audit").order_by("-pk").select_related("asked_by")[:100]
    return show(request, "audits", {"jobs": jobs, "upload": Upload()})


@needs(Right.AUDIT)
def audit(request: HttpRequest, job: Job) -> HttpResponse:
    """What an audit found: faults, and the pages on which they are marked."""
    if job.work != "audit":
        raise Http404
    made = list(job.files.filter(is_made=True))
    found = next((each for each in made if each.name == FINDINGS), None)
    report = json.loads(found.blob.data) if found is not None else None
    pictures = [
        {"at": at, "page": each.name.removesuffix(_PICTURE)}
        for at, each in enumerate(made)
        if each.name.endswith(_PICTURE)
    ]
    others = [
        (at, each.name)
        for at, each in enumerate(made)
        if each.name != FINDINGS and not each.name.endswith(_PICTURE)
    ]
    values = {"job": job, "report": report, "pictures": pictures, "others": others}
    return show(request, "audit", values)
