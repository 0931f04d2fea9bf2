"""The board of a task."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from discloser.desk.models import State, Task
from discloser.desk.rights import Right, needs
from discloser.desk.services import board as boards
from discloser.desk.services.publication import city_package as packed
from discloser.desk.views.page import download, show


@needs(Right.RUN_CITY)
@require_safe
def board(request: HttpRequest, task: int) -> HttpResponse:
    """Offices × state, with filters; what a phone shows too."""
    found = get_object_or_404(Task, pk=task)
    state, words = request.GET.get("state", ""), request.GET.get("words", "").strip()
    rows = boards.rows_of(found)
    shown = boards.rows_of(found, state=state, words=words) if state or words else rows
    values = {
        "task": found,
        "tasks": Task.objects.all(),
        "rows": shown,
        "counts": boards.counted(rows),
        "whole": len(rows),
        "state": state,
        "words": words,
        "states": [each.value for each in State],
        "reminders": boards.reminders(rows),
    }
    return show(request, "board", values)


@needs(Right.RUN_CITY)
@require_safe
def workbook(request: HttpRequest, task: int) -> HttpResponse:
    """The board as a workbook, with the filters of the page."""
    found = get_object_or_404(Task, pk=task)
    state, words = request.GET.get("state", ""), request.GET.get("words", "").strip()
    rows = boards.rows_of(found, state=state, words=words)
    return download(f"{found}进度.xlsx", boards.as_workbook(found, rows))


@needs(Right.RUN_CITY)
@require_safe
def city_package(_request: HttpRequest, task: int) -> HttpResponse:
    """All that is published of a task."""
    found = get_object_or_404(Task, pk=task)
    return download(f"{found}.zip", packed(found))
