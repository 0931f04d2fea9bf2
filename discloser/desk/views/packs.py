"""Packs for who maintains them: what there is, what lint says, what a changed pack does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from discloser.desk.models import Job, Task
from discloser.desk.rights import Right, needs, person
from discloser.desk.services.packs import ask_effect, ask_list
from discloser.desk.views.page import show


@needs(Right.SEE_PACKS)
@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """The packs that a task names, with what lint says of them."""
    listed = ask_list(person(request))
    effects = Job.objects.filter(work="effect").order_by("-pk")[:10]
    values = {"job": listed, "tasks": Task.objects.all(), "effects": effects}
    return show(request, "packs", values)


@needs(Right.SEE_PACKS)
@require_POST
def effect(request: HttpRequest) -> HttpResponse:
    """Ask what the packs, as they are now, change in the documents of a task."""
    task = get_object_or_404(Task, pk=request.POST.get("task", 0))
    return redirect("job", job=ask_effect(task, person(request)).pk)
