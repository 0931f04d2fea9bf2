"""A small city of two departments and a unit, with everybody, made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from discloser.desk.jobs.engine_names import FINDINGS
from discloser.desk.jobs.queue import take
from discloser.desk.jobs.result import Result
from discloser.desk.jobs.worker import store
from discloser.desk.models import Filing, Kind, Office, Origin, Role, Task, User, Version
from discloser.desk.services import filings
from discloser.desk.services.filings import New


@dataclass
class City:
    """Who is there: people by their short name, and the filing of each office."""

    people: dict[str, User]
    filings: dict[str, Filing]
    task: Task


def made() -> City:
    """Make it."""
    education = Office.objects.create(code="205", name="教育局")
    school = Office.objects.create(code="205001", name="第一中学", parent=education)
    health = Office.objects.create(code="210", name="卫生健康局")
    people = {
        "bureau": person("caizheng", Role.BUREAU),
        "maintainer": person("moban", Role.MAINTAINER),
    }
    for short, office in (("education", education), ("school", school), ("health", health)):
        people[f"{short} clerk"] = person(f"{short}1", Role.CLERK, office)
        people[f"{short} head"] = person(f"{short}2", Role.REVIEWER, office)
    task = Task.objects.create(
        kind=Kind.BUDGET,
        year=2026,
        pack="henan/sanmenxia",
        deadline=timezone.localdate() + timedelta(days=5),
    )
    found = {
        name: Filing.objects.create(task=task, office=office)
        for name, office in (("education", education), ("school", school), ("health", health))
    }
    return City(people, found, task)


def person(username: str, role: Role, office: Office | None = None) -> User:
    """An account; tests let it in without a password."""
    user = User(username=username, full_name=username, role=role, office=office)
    user.set_unusable_password()
    user.must_change_password = False
    user.save()
    return user


def version(
    city: City, office: str = "education", content: bytes = b"PK", seen: int | None = None
) -> Version:
    """A version of an office's filing, stored by its clerk; nobody has checked it yet."""
    new = New(content, "某局2026.xlsx", Origin.UPLOAD)
    clerk = city.people[f"{office} clerk"]
    return filings.add_version(city.filings[office], clerk, new, seen=seen, once=uuid4())[0]


def checked(
    city: City, office: str = "education", *, ok: bool = True, seen: int | None = None
) -> Version:
    """A version that the engine has checked, as it would say it of a good or a bad input."""
    made_version = version(city, office, content=uuid4().bytes, seen=seen)
    job = take("tests")
    assert job is not None
    assert job.about["version"] == made_version.pk
    data = {"ok": ok, "errors": 0 if ok else 2, "warnings": 1, "notes": 0, "verdict": "警告 1 个"}
    store(job, Result(data, {FINDINGS: b'{"findings": [], "tally": {"lines": []}}'}))
    city.filings[office].refresh_from_db()
    return Version.objects.get(pk=made_version.pk)
