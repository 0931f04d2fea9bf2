"""The engine's work through the queue: import, check, files, mending; in the process apart."""

from __future__ import annotations

import threading
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from discloser.desk.jobs.process import STOPPED, TOO_LONG, Apart
from discloser.desk.jobs.worker import work
from discloser.desk.models import Filing, Job, JobState, State, Task
from discloser.desk.services import filings
from discloser.desk.services.packs import ask_list
from tests.desk.city import made

pytestmark = pytest.mark.usefixtures("desk")
INPUT = Path("inputs/henan/sanmenxia/2025/administrative-approval.yaml")


def test_an_input_becomes_a_version_that_is_checked_and_rendered() -> None:
    city = made()
    city.task.year = 2025
    city.task.save()
    filing, clerk = city.filings["education"], city.people["education clerk"]
    files = [(INPUT.name, INPUT.read_bytes())]
    filings.ask_import(filing, clerk, files, seen=None, once=uuid4())
    work(threading.Event(), until_empty=True)
    assert {job.state for job in Job.objects.all()} == {JobState.DONE}
    filing = Filing.objects.get(pk=filing.pk)
    assert filing.state is State.READY
    version = filing.current
    assert version is not None
    assert version.blob.data.startswith(b"PK")
    filings.ask_files(version, clerk)
    work(threading.Event(), until_empty=True)
    names = [each.name for each in version.rendering.files.all()]
    assert {Path(name).suffix for name in names} == {".docx", ".xlsx", ".pdf", ".zip"}
    client = Client()
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("version_page", kwargs={"version": version.pk}))
    assert "三门峡市行政审批和政务信息管理局" in page.content.decode()
    assert "sandbox" in page.headers["Content-Security-Policy"]
    number = client.get(reverse("number", kwargs={"version": version.pk, "index": 0}))
    assert number.json()["lines"]
    for part in ("filing", "problems", "sheets", "document", "versions", "filing_log"):
        assert client.get(reverse(part, kwargs={"filing": filing.pk})).status_code == 200, part


BAD = {
    "坏.xlsx": b"PK\x03\x04 nothing",
    "空.xlsx": b"",
    "坏.pdf": b"%PDF-1.7 nothing",
    "坏.yaml": b"a: [\n",
    "坏.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "坏.docx": b"PK\x05\x06" + b"\0" * 18,
    "坏.html": b"\xff\xfe<table>",
}


def test_files_that_cannot_be_read_are_said_and_change_nothing() -> None:
    city = made()
    filing, clerk = city.filings["education"], city.people["education clerk"]
    for name, content in BAD.items():
        filings.ask_import(filing, clerk, [(name, content)], seen=None, once=uuid4())
    work(threading.Event(), until_empty=True)
    for job in Job.objects.all():
        assert job.state == JobState.FAILED, job.about["files"]
        assert any("\u4e00" <= char <= "\u9fff" for char in job.says), job.about["files"]
        assert "Traceback" not in job.says
    assert Filing.objects.get(pk=filing.pk).state is State.NOT_BEGUN


def test_the_packs_are_listed_where_no_task_names_one_yet() -> None:
    bureau = made().people["bureau"]
    Filing.objects.all().delete()
    Task.objects.all().delete()
    ask_list(bureau)
    work(threading.Event(), until_empty=True)
    job = Job.objects.get()
    assert job.state == JobState.DONE, job.says
    assert {each["name"] for each in job.result["packs"]} >= {"national", "henan/base"}


def test_work_that_takes_too_long_is_stopped_and_the_next_is_done() -> None:
    with Apart(seconds=0.01) as apart:
        result = apart.do("packs", {"packs": [["henan/base", "budget", 2025]]}, {})
        assert (result.refused, result.says) == (True, TOO_LONG)
    with Apart() as apart:
        assert apart.do("no such work", {}, {}).says == STOPPED
        assert not apart.do("packs", {"packs": [], "year": 2025}, {}).refused
