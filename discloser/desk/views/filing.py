"""The pages of one filing: what is next, its problems, its document, its versions, its log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from discloser.desk.forms import Reason, Remark, Secrecy, Upload
from discloser.desk.models import Filing, JobState, Stage, Version
from discloser.desk.rights import Right, may, needs, person
from discloser.desk.services.publication import package as packed
from discloser.desk.views.next_step import next_step
from discloser.desk.views.page import download, show, step_form

_SEVERITIES = (("error", "错误"), ("warning", "警告"), ("note", "提示"))
_FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "sandbox allow-same-origin"
)
"""The document is a page without code; its own styles are inside it."""


def frame(request: HttpRequest, filing: Filing, part: str) -> dict[str, Any]:
    """What every page of a filing shows."""
    user = person(request)
    rights = {
        right.name.lower(): may(user, right, filing)
        for right in (Right.FILL_IN, Right.SIGN, Right.JUDGE, Right.COMMENT)
    }
    running = filing.jobs.exclude(state__in=(JobState.DONE, JobState.FAILED)).first()
    last = filing.jobs.order_by("-pk").first()
    failed = last if last is not None and last.state == JobState.FAILED else None
    return {
        "filing": filing,
        "part": part,
        "may": rights,
        "step": step_form(filing),
        "running": running,
        "failed": failed,
        "next": next_step(filing, user),
        "comments": filing.comments.filter(settled_at=None).select_related("by", "version"),
        "remark": Remark(),
    }


@needs(Right.LOOK)
@require_safe
def overview(request: HttpRequest, filing: Filing) -> HttpResponse:
    """The next step, and what can be done now."""
    values = frame(request, filing, "overview")
    seen = values["step"].initial
    forms: dict[str, Any] = {
        "upload": Upload(initial=seen),
        "reason": Reason(initial=seen),
        "secrecy": Secrecy(initial=seen | {"by": str(person(request))}),
    }
    if filing.stage in {Stage.SIGNED, Stage.HANDED_IN} and filing.current is not None:
        forms["seen_before"] = _seen_before(filing)
    return show(request, "overview", values | forms)


def _seen_before(filing: Filing) -> Version | None:
    """The version that was handed in before the current one, to be compared with."""
    handed_in = filing.log.filter(act="hand_in").exclude(version=filing.current).first()
    return handed_in.version if handed_in is not None else None


@needs(Right.LOOK)
@require_safe
def problems(request: HttpRequest, filing: Filing) -> HttpResponse:
    """What the checks found, by sheet, with what stands around each cell."""
    found = _found(filing.current)
    shown = request.GET.get("severity", "")
    findings = [each for each in found.get("findings", []) if shown in {"", each["severity"]}]
    values = {
        "groups": _by_sheet(findings),
        "tally": found.get("tally"),
        "shown": shown,
        "severities": _SEVERITIES,
        "choices": list(enumerate(found.get("choices", ()))),
    }
    return show(request, "problems", frame(request, filing, "problems") | values)


def _found(version: Version | None) -> dict[str, Any]:
    check = getattr(version, "check_result", None)
    return json.loads(check.findings.data) if check is not None else {}


def _by_sheet(findings: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Findings by the sheet of their first place, in the order in which they were found."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for number, each in enumerate(findings):
        places = each["locations"]
        sheet = places[0]["sheet"] if places and places[0]["sheet"] else "整份数据"
        grids = [grid | {"once": uuid4()} for grid in each.get("grids", ())]
        groups.setdefault(sheet, []).append(each | {"number": number, "grids": grids})
    return list(groups.items())


@needs(Right.LOOK)
@require_safe
def document(request: HttpRequest, filing: Filing) -> HttpResponse:
    """The document as pages; its numbers tell where they come from."""
    found = _found(filing.current)
    marked = [
        each | {"mark_json": json.dumps(each["mark"])}
        for each in found.get("findings", [])
        if each.get("mark")
    ]
    check = getattr(filing.current, "check_result", None)
    values = {"marked": marked, "has_page": check is not None and check.page_id is not None}
    return show(request, "document", frame(request, filing, "document") | values)


@needs(Right.LOOK)
@require_safe
def versions(request: HttpRequest, filing: Filing) -> HttpResponse:
    """All versions, the newest first."""
    listed = list(filing.versions.select_related("made_by", "check_result", "rendering"))
    steps = [(version, uuid4()) for version in listed]
    return show(request, "versions", frame(request, filing, "versions") | {"versions": steps})


@needs(Right.LOOK)
@require_safe
def log(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Who did what, when."""
    entries = filing.log.select_related("by", "version")
    return show(request, "filing_log", frame(request, filing, "log") | {"entries": entries})


@needs(Right.LOOK)
@require_safe
def package(_request: HttpRequest, filing: Filing) -> HttpResponse:
    """The package of what is published."""
    content = packed(filing)
    if filing.stage != Stage.PUBLISHED or content is None:
        raise Http404
    return download(f"{filing}.zip", content)


@needs(Right.LOOK)
@require_safe
def version_input(_request: HttpRequest, version: Version) -> HttpResponse:
    """The file of a version as it came."""
    return download(version.name, version.blob.data)


@needs(Right.LOOK)
@require_safe
@xframe_options_sameorigin
def version_page(_request: HttpRequest, version: Version) -> HttpResponse:
    """The document of a version as a page without code, for the frame that shows it."""
    check = getattr(version, "check_result", None)
    if check is None or check.page is None:
        raise Http404
    response = HttpResponse(check.page.data, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = _FRAMED
    return response


@needs(Right.LOOK)
@require_safe
def number(_request: HttpRequest, version: Version, index: int) -> HttpResponse:
    """How a number of the document arises, as lines."""
    check = getattr(version, "check_result", None)
    numbers = json.loads(check.numbers.data) if check is not None and check.numbers else []
    if index >= len(numbers):
        raise Http404
    return JsonResponse({"lines": numbers[index]})


@needs(Right.LOOK)
@require_safe
def version_file(_request: HttpRequest, version: Version, at: int) -> HttpResponse:
    """A file that was rendered of a version."""
    rendering = getattr(version, "rendering", None)
    files = list(rendering.files.all()) if rendering is not None else []
    if at >= len(files):
        raise Http404
    return download(files[at].name, files[at].blob.data)
