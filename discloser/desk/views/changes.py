"""How a filing changes: files that come in, values mended in place, rows pasted, old versions."""

from __future__ import annotations

import json

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe
from openpyxl.utils import get_column_letter

from discloser.desk.forms import Step, Upload, file_name
from discloser.desk.models import Filing, Origin, Version
from discloser.desk.rights import Right, needs, person
from discloser.desk.services import filings
from discloser.desk.services.filings import New
from discloser.desk.views.filing import frame
from discloser.desk.views.page import attempt, back_to, show
from discloser.desk.views.steps import filled

_MOST_ROWS = 400


class Mend(Step):
    """A value for a cell."""

    sheet = forms.CharField(max_length=40)
    cell = forms.CharField(max_length=12)
    value = forms.CharField(max_length=32_767, required=False, strip=False)


class Paste(Step):
    """Rows copied from a worksheet, to be laid from a cell on."""

    sheet = forms.CharField(label="工作表", max_length=40)
    cell = forms.CharField(label="从哪一格起", max_length=12)
    rows = forms.CharField(
        label="从 Excel 复制的行",
        max_length=2_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@needs(Right.FILL_IN)
@require_POST
def ask_workbook(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Ask for the workbook that the office fills in."""
    job = filings.ask_workbook(filing, person(request))
    return redirect("job", job=job.pk)


@needs(Right.FILL_IN)
@require_POST
def upload(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Take in files: a filled workbook becomes a version, all else is imported first."""
    form = filled(request, Upload)
    if form is None:
        return back_to(filing)
    data, user = form.cleaned_data, person(request)
    files = [(file_name(each.name), each.read()) for each in data["sent"]]
    job = filings.ask_import(filing, user, files, seen=data["seen"], once=data["once"])
    return redirect("job", job=job.pk)


@needs(Right.FILL_IN)
@require_POST
def mend(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Put a value into a cell; a new version comes of it."""
    form = filled(request, Mend)
    if form is None:
        return back_to(filing, "problems")
    data = form.cleaned_data
    place = f"{data['sheet']}!{data['cell']}"
    about = {"values": [[data["sheet"], data["cell"], data["value"]]], "what": f"改 {place}"}
    return _changed(request, filing, ("mend", about), form)


@needs(Right.FILL_IN)
@require_POST
def paste(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Lay rows onto a sheet; a new version comes of it."""
    form = filled(request, Paste)
    if form is None:
        return back_to(filing, "sheets")
    data = form.cleaned_data
    about = {key: data[key] for key in ("sheet", "cell", "rows")}
    about["what"] = f"粘贴到 {data['sheet']}!{data['cell']}"
    return _changed(request, filing, ("paste", about), form)


def _changed(
    request: HttpRequest, filing: Filing, change: filings.Change, form: Step
) -> HttpResponse:
    seen, once, user = form.cleaned_data["seen"], form.cleaned_data["once"], person(request)
    jobs: list[int] = []

    def do() -> None:
        job = filings.ask_change(filing, user, change, seen=seen, once=once)
        jobs.append(job.pk)

    if attempt(request, "", do):
        return redirect("job", job=jobs[0])
    return back_to(filing, "problems")


@needs(Right.LOOK)
@require_safe
def sheets(request: HttpRequest, filing: Filing) -> HttpResponse:
    """The sheets of the current version, as they were read."""
    version = filing.current
    check = getattr(version, "check_result", None)
    read = json.loads(check.sheets.data) if check is not None and check.sheets else {}
    name = request.GET.get("sheet", next(iter(read), ""))
    rows = read.get(name, [])
    values = {
        "names": list(read),
        "letters": [get_column_letter(at + 1) for at in range(len(rows[0][1]))] if rows else [],
        "name": name,
        "rows": rows[:_MOST_ROWS],
        "more": max(0, len(rows) - _MOST_ROWS),
        "paste": Paste(initial={"seen": version.number if version else None, "sheet": name}),
    }
    return show(request, "sheets", frame(request, filing, "sheets") | values)


@needs(Right.COMMENT)
@require_POST
def ask_files(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Ask for the three files, to be looked at before handing in."""
    if filing.current is None:
        messages.error(request, "还没有存入数据。")
        return back_to(filing)
    return redirect("job", job=filings.ask_files(filing.current, person(request)).pk)


@needs(Right.FILL_IN)
@require_POST
def take_back(request: HttpRequest, version: Version) -> HttpResponse:
    """Make an old version the current one, as a new version."""
    form = filled(request, Step)
    if form is not None:
        data, user, filing = form.cleaned_data, person(request), version.filing
        new = New(version.blob.data, version.name, Origin.RETAKEN, f"取回第{version.number}版")
        attempt(
            request,
            f"已取回第{version.number}版。",
            lambda: filings.add_version(filing, user, new, seen=data["seen"], once=data["once"]),
        )
    return back_to(version.filing, "versions")


@needs(Right.LOOK)
@require_safe
def compare(request: HttpRequest, version: Version, other: int) -> HttpResponse:
    """What differs between two versions of a filing, cell by cell."""
    old = version.filing.versions.filter(pk=other).first()
    if old is None:
        return back_to(version.filing, "versions")
    if old.number > version.number:
        old, version = version, old
    job = filings.ask_comparison(old, version, person(request))
    return redirect("job", job=job.pk)
