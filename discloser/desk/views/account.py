"""Signing in, choosing a password, and where each person begins."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from discloser.desk.models import Filing, Role, Task
from discloser.desk.rights import Right, needs, person
from discloser.desk.views.page import show


class SignIn(LoginView):
    """The page on which people sign in."""

    template_name = "desk/login.html"
    redirect_authenticated_user = True
    authentication_form = AuthenticationForm


@needs(Right.BE_HERE)
def password(request: HttpRequest) -> HttpResponse:
    """Choose a new password."""
    user = person(request)
    form = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        user.must_change_password = False
        user.save()
        update_session_auth_hash(request, user)
        messages.success(request, "密码已改。")
        return redirect("home")
    return show(request, "password", {"form": form})


@needs(Right.BE_HERE)
def home(request: HttpRequest) -> HttpResponse:
    """Where a person begins: the newest board, the own filings, the packs."""
    user = person(request)
    if user.role == Role.BUREAU:
        task = Task.objects.filter(is_closed=False).first()
        return redirect("board", task=task.pk) if task is not None else redirect("tasks")
    if user.role == Role.MAINTAINER:
        return redirect("packs")
    filings = Filing.objects.filter(office__in=_own_offices(user.office_id)).select_related(
        "task", "office", "current__check_result"
    )
    own = [each for each in filings if each.office_id == user.office_id]
    open_ones = [each for each in own if not each.task.is_closed]
    if len(open_ones) == 1 and len(filings) == 1:
        return redirect("filing", filing=open_ones[0].pk)
    units = [each for each in filings if each.office_id != user.office_id]
    return show(request, "home", {"own": own, "units": units})


def _own_offices(office_id: int | None) -> list[int]:
    """An office and those below it."""
    from discloser.desk.models import Office

    found = [office_id] if office_id is not None else []
    for each in found:
        found += Office.objects.filter(parent=each).values_list("pk", flat=True)
    return found
