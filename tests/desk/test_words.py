"""Comments that are dealt with, names that people's files have, and what a page says of a job."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from discloser.desk.forms import file_name
from discloser.desk.jobs.queue import take
from discloser.desk.jobs.result import Result
from discloser.desk.jobs.worker import store
from discloser.desk.models import Act, Comment, LogEntry
from discloser.desk.services import filings
from discloser.desk.services.comments import add_comment, settle
from tests.desk.city import City, checked, made

pytestmark = pytest.mark.usefixtures("desk")


def signed_in(city: City, who: str) -> Client:
    client = Client()
    client.force_login(city.people[who], "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/某局.XLSX", "某局.xlsx"),
        ("C:\\报表\\某局.xlsx", "某局.xlsx"),
        ("某局\r\nSet-Cookie: a=b.xlsx", "某局 Set-Cookie a=b.xlsx"),
        ('"><script>.xlsx', "script.xlsx"),
        ("nul.xlsx", "_nul.xlsx"),
    ],
)
def test_a_sent_file_gets_a_name_that_every_system_takes(sent: str, kept: str) -> None:
    assert file_name(sent) == kept


def test_a_file_of_a_long_name_can_be_stored() -> None:
    name = file_name("很" * 120 + ".xlsx")
    assert len(name.encode()) <= 255
    assert name.endswith(".xlsx")


def test_a_comment_is_settled_once_and_stays_in_the_log() -> None:
    city = made()
    checked(city)
    filing, clerk = city.filings["education"], city.people["education clerk"]
    add_comment(filing, city.people["bureau"], place="支出!I6", text="请核", once=uuid4())
    comment = Comment.objects.get()
    settle(comment, clerk)
    settle(comment, clerk)
    told = [entry.detail for entry in LogEntry.objects.filter(act=Act.COMMENT).order_by("pk")]
    assert told == ["支出!I6：请核", "已处理：请核"]


def test_a_comment_of_another_filing_is_not_there() -> None:
    city = made()
    checked(city)
    checked(city, "health")
    add_comment(city.filings["health"], city.people["bureau"], place="", text="请核", once=uuid4())
    numbers = {"filing": city.filings["education"].pk, "comment": Comment.objects.get().pk}
    answer = signed_in(city, "bureau").post(reverse("settle_comment", kwargs=numbers))
    assert answer.status_code == 404
    assert Comment.objects.get().settled_at is None


def test_texts_of_people_are_shown_as_they_are() -> None:
    city = made()
    checked(city)
    attack = "<script>alert(1)</script>\"'"
    filing = city.filings["education"]
    filing.office.name = attack
    filing.office.save()
    add_comment(filing, city.people["bureau"], place=attack, text=attack, once=uuid4())
    client = signed_in(city, "bureau")
    for name in ("filing", "problems", "document", "sheets", "versions", "filing_log"):
        said = client.get(reverse(name, kwargs={"filing": filing.pk})).content.decode()
        assert "<script>alert" not in said, name
        assert "&lt;script&gt;alert(1)" in said, name


def test_a_failed_job_is_told_on_the_filing_with_a_way_to_try_again() -> None:
    city = made()
    filing, clerk = city.filings["education"], city.people["education clerk"]
    filings.ask_workbook(filing, clerk)
    job = take("tests")
    assert job is not None
    store(job, Result(says="没有可以读的内容。", refused=True))
    said = signed_in(city, "education clerk").get(f"/filings/{filing.pk}/").content.decode()
    assert "没有可以读的内容。" in said
    assert reverse("job", kwargs={"job": job.pk}) in said


def test_a_comparison_is_shown_where_it_was_asked_for() -> None:
    city = made()
    old = checked(city)
    new = checked(city, seen=1)
    job = filings.ask_comparison(old, new, city.people["education clerk"])
    taken = take("tests")
    assert taken == job
    change = {"place": "支出 I6", "title": "金额", "old": "一百万", "new": "1000000"}
    store(taken, Result({"title": "第1版 → 第2版", "changes": [change]}, says="1 处不同"))
    answer = signed_in(city, "education clerk").get(reverse("job", kwargs={"job": job.pk}))
    assert "<del>一百万</del>" in answer.content.decode()
