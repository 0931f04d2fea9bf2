"""The steps of a filing: handing in, signing, returning, passing, publishing, comments."""

from __future__ import annotations

from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from discloser.desk.forms import Reason, Remark, Secrecy, Step, part_of
from discloser.desk.models import Act, Filing
from discloser.desk.rights import Right, needs, person
from discloser.desk.services import filings
from discloser.desk.services.comments import add_comment, settle
from discloser.desk.views.page import attempt, back_to, tell_errors

FormType = TypeVar("FormType", bound=forms.Form)


def filled(request: HttpRequest, form: type[FormType]) -> FormType | None:
    """The form that was sent; None where something is wrong with it, which is told."""
    sent = form(request.POST, request.FILES or None)
    if sent.is_valid():
        return sent
    tell_errors(request, sent)
    return None


def _step(request: HttpRequest, filing: Filing, act: Act, done: str) -> HttpResponse:
    form = filled(request, Step)
    if form is not None:
        seen, once = form.cleaned_data["seen"], form.cleaned_data["once"]
        user = person(request)
        attempt(request, done, lambda: filings.step(act, filing, user, seen=seen, once=once))
    return back_to(filing)


@needs(Right.FILL_IN)
@require_POST
def hand_in(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Hand in to the head of the office."""
    return _step(request, filing, Act.HAND_IN, "已送负责人签发。")


@needs(Right.FILL_IN)
@require_POST
def withdraw(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Take back what nobody has signed."""
    form = filled(request, Step)
    if form is not None:
        seen, once = form.cleaned_data["seen"], form.cleaned_data["once"]
        user = person(request)
        attempt(request, "已撤回。", lambda: filings.withdraw(filing, user, seen=seen, once=once))
    return back_to(filing)


@needs(Right.SIGN)
@require_POST
def secrecy(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Record the look for what is secret."""
    form = filled(request, Secrecy)
    if form is not None:
        data, user = form.cleaned_data, person(request)
        attempt(
            request,
            "保密审查已登记。",
            lambda: filings.review_secrecy(
                filing, user, seen=data["seen"], once=data["once"], detail=f"审查人：{data['by']}"
            ),
        )
    return back_to(filing)


@needs(Right.SIGN)
@require_POST
def sign(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Sign for the office."""
    return _step(request, filing, Act.SIGN, "已签发，送财政部门复核。")


def _return(request: HttpRequest, filing: Filing) -> HttpResponse:
    form = filled(request, Reason)
    if form is not None:
        data, user = form.cleaned_data, person(request)
        attempt(
            request,
            "已退回。",
            lambda: filings.send_back(
                filing, user, seen=data["seen"], once=data["once"], reason=data["reason"]
            ),
            data["once"],
        )
    return back_to(filing)


@needs(Right.SIGN)
@require_POST
def refuse(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Return to the clerk, by the head of the office."""
    return _return(request, filing)


@needs(Right.JUDGE)
@require_POST
def send_back(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Return to the office, by the bureau."""
    return _return(request, filing)


@needs(Right.JUDGE)
@require_POST
def pass_(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Pass what was signed."""
    return _step(request, filing, Act.PASS, "已通过。")


@needs(Right.JUDGE)
@require_POST
def publish(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Record that it is public; its files are there."""
    version = filing.current
    if version is not None and not hasattr(version, "rendering"):
        filings.ask_files(version, person(request))
        messages.info(request, "正在生成公开文件，生成好以后再按“登记公开”。")
        return back_to(filing)
    return _step(request, filing, Act.PUBLISH, "已登记公开。公开文件包可以下载。")


@needs(Right.COMMENT)
@require_POST
def comment(request: HttpRequest, filing: Filing) -> HttpResponse:
    """Say something of a place."""
    form = filled(request, Remark)
    if form is not None:
        user = person(request)
        data = form.cleaned_data
        part = data.pop("part")
        attempt(request, "批注已存。", lambda: add_comment(filing, user, **data), data["once"])
        return back_to(filing, part)
    return back_to(filing)


@needs(Right.COMMENT)
@require_POST
def settle_comment(request: HttpRequest, filing: Filing, comment: int) -> HttpResponse:
    """Say that a comment is dealt with; it stays in the log."""
    found = get_object_or_404(filing.comments, pk=comment)
    settle(found, person(request))
    messages.success(request, "批注已标为处理好，记录里还在。")
    return back_to(filing, part_of(request.POST.get("part", "")))
