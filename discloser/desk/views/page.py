"""What pages share: their frame, the steps' forms, downloads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from discloser import __version__
from discloser.desk.forms import Step
from discloser.desk.models import Filing
from discloser.desk.services.filings import ChangedMeanwhileError, NotNowError

_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}


def common(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame shows."""
    return {"engine_version": __version__, "me": request.user}


def show(
    request: HttpRequest, name: str, values: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page."""
    return render(request, f"desk/{name}.html", dict(values), status=status)


def download(name: str, content: bytes) -> HttpResponse:
    """A file to be saved under a name, whatever is in it or in its name."""
    suffix = name[name.rfind(".") :].lower()
    response = HttpResponse(content, content_type=_TYPES.get(suffix, "application/octet-stream"))
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Length"] = str(len(content))
    return response


def step_form(filing: Filing) -> Step:
    """The hidden fields of a step: its number, and the version that is seen."""
    return Step(initial={"seen": filing.current.number if filing.current else None})


def attempt(
    request: HttpRequest, done: str, do: Callable[[], object], once: UUID | None = None
) -> bool:
    """Try a step; what stands against it is told on the next page.

    The page that tells of ``once`` lets the browser forget what was typed for that step.
    """
    try:
        do()
    except (ChangedMeanwhileError, NotNowError) as error:
        messages.error(request, str(error))
        return False
    if done:
        messages.success(request, done, extra_tags=str(once or ""))
    return True


def tell_errors(request: HttpRequest, form: Any) -> None:
    """Tell every problem of a form on the next page."""
    for problems in form.errors.values():
        for problem in problems:
            messages.error(request, problem)


def back_to(filing: Filing, part: str = "filing") -> HttpResponse:
    """Go to a page of a filing."""
    return redirect(part, filing=filing.pk)
