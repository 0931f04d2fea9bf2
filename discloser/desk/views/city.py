"""What the bureau sets up: tasks, offices, people; and the whole log."""

from __future__ import annotations

from functools import cache

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from discloser.desk.forms import OfficeList, Person, TaskForm
from discloser.desk.models import Act, LogEntry, Office, Task, User
from discloser.desk.rights import Right, needs, person
from discloser.desk.services.accounts import give_password, make_account, switch
from discloser.desk.services.log import first_gap, note
from discloser.desk.services.offices import expect, lay_on, read_list
from discloser.desk.views.page import show, tell_errors


@cache
def pack_choices() -> tuple[str, ...]:
    """The packs that a task may name."""
    from discloser.pack.layers import pack_names, pack_roots

    return tuple(pack_names(pack_roots(None)))


@needs(Right.RUN_CITY)
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """All tasks."""
    return show(request, "tasks", {"tasks": Task.objects.all()})


@needs(Right.RUN_CITY)
def new_task(request: HttpRequest) -> HttpResponse:
    """Make a task and ask every office for it."""
    form = TaskForm(request.POST or None, packs=pack_choices())
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            task = form.save()
            count = expect(task, list(Office.objects.filter(is_active=True)))
            note(person(request), Act.TASK, detail=f"{task}，期限 {task.deadline}，{count} 个单位")
        messages.success(request, f"已下达，{count} 个单位应报送。")
        return redirect("board", task=task.pk)
    return show(request, "task_form", {"form": form, "title": "下达年度任务"})


@needs(Right.RUN_CITY)
def edit_task(request: HttpRequest, task: int) -> HttpResponse:
    """Change a task's dates; offices that came later are asked too."""
    found = get_object_or_404(Task, pk=task)
    form = TaskForm(request.POST or None, instance=found, packs=pack_choices())
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            count = expect(found, list(Office.objects.filter(is_active=True)))
            detail = f"{found}改为期限 {found.deadline}，新增 {count} 个单位"
            note(person(request), Act.TASK, detail=detail)
        messages.success(request, f"已改。新增 {count} 个应报送的单位。")
        return redirect("board", task=found.pk)
    return show(request, "task_form", {"form": form, "title": f"修改：{found}", "task": found})


@needs(Right.RUN_CITY)
def offices(request: HttpRequest) -> HttpResponse:
    """The list of who must publish; a new list is laid onto it."""
    form = OfficeList(request.POST or None, request.FILES or None)
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        if form.is_valid():
            file = form.cleaned_data["file"][0]
            listed = read_list(file.read(), file.name)
            problems = listed.problems
            if not problems:
                with transaction.atomic():
                    count = lay_on(listed.rows)
                    note(person(request), Act.TASK, detail=f"单位名单：{count} 个单位")
                messages.success(request, f"名单已存，{count} 个单位。")
                return redirect("offices")
        else:
            tell_errors(request, form)
    listed_offices = Office.objects.select_related("parent").prefetch_related("people")
    values = {"form": form, "problems": problems, "offices": listed_offices}
    return show(request, "offices", values)


@needs(Right.RUN_CITY)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """All accounts."""
    return show(request, "people", {"people": User.objects.select_related("office")})


@needs(Right.RUN_CITY)
def new_person(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is shown once."""
    form = Person(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        password = make_account(user, person(request))
        return show(request, "first_password", {"user_made": user, "password": password})
    return show(request, "person_form", {"form": form})


@needs(Right.RUN_CITY)
@require_POST
def reset_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a new first password, which is shown once."""
    user = get_object_or_404(User, pk=person_id)
    password = give_password(user, person(request))
    return show(request, "first_password", {"user_made": user, "password": password})


@needs(Right.RUN_CITY)
@require_POST
def switch_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let an account rest, or wake it."""
    user = get_object_or_404(User, pk=person_id)
    if user == person(request):
        messages.error(request, "不能停用自己的账号。")
    else:
        switch(user, person(request))
        messages.success(request, f"{user}的账号已{'启用' if user.is_active else '停用'}。")
    return redirect("people")


@needs(Right.RUN_CITY)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The whole log, and whether it is whole."""
    entries = LogEntry.objects.select_related("by", "filing__office", "filing__task", "version")
    page = Paginator(entries, 100).get_page(request.GET.get("page"))
    asked = request.GET.get("prove") == "1"
    values = {"page": page, "asked": asked, "gap": first_gap() if asked else None}
    return show(request, "log", values)
