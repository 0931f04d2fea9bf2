"""What is done to a filing: its steps in order, two people at once, a double click."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from discloser.desk.jobs.queue import HOLD, ahead_of, ask, hold, retry, take
from discloser.desk.jobs.result import Result
from discloser.desk.jobs.worker import store
from discloser.desk.models import Act, Blob, Job, JobState, LogEntry, Origin, State, Version
from discloser.desk.services import filings
from discloser.desk.services.filings import ChangedMeanwhileError, New, NotNowError
from discloser.desk.services.log import first_gap
from tests.desk.city import City, checked, made, version

pytestmark = pytest.mark.usefixtures("desk")


def do(city: City, act: Act, who: str, seen: int = 1) -> None:
    filings.step(act, city.filings["education"], city.people[who], seen=seen, once=uuid4())


def review(city: City, seen: int = 1) -> None:
    head = city.people["education head"]
    filings.review_secrecy(
        city.filings["education"], head, seen=seen, once=uuid4(), detail="审查人"
    )


def state(city: City) -> State:
    filing = city.filings["education"]
    return type(filing).objects.get(pk=filing.pk).state


def test_a_filing_goes_its_way_and_each_step_is_in_the_log() -> None:
    city = made()
    assert state(city) is State.NOT_BEGUN
    version(city)
    assert state(city) is State.CHECKING
    city = made_again(city)
    checked(city, seen=1)
    assert state(city) is State.READY
    do(city, Act.HAND_IN, "education clerk", 2)
    assert state(city) is State.HANDED_IN
    review(city, 2)
    do(city, Act.SIGN, "education head", 2)
    do(city, Act.PASS, "bureau", 2)
    do(city, Act.PUBLISH, "bureau", 2)
    assert state(city) is State.PUBLISHED
    acts = [entry.act for entry in LogEntry.objects.order_by("pk")]
    assert acts == ["version", "version", "hand_in", "secrecy", "sign", "pass", "publish"]
    assert first_gap() is None


def made_again(city: City) -> City:
    """The same city; the job of the version that nobody checked is out of the way."""
    Job.objects.all().update(state=JobState.FAILED)
    return city


def test_errors_are_not_handed_in() -> None:
    city = made()
    checked(city, ok=False)
    assert state(city) is State.WITH_ERRORS
    with pytest.raises(NotNowError, match="还有错误"):
        do(city, Act.HAND_IN, "education clerk")


def test_nothing_is_signed_that_nobody_looked_through_for_secrets() -> None:
    city = made()
    checked(city)
    do(city, Act.HAND_IN, "education clerk")
    with pytest.raises(NotNowError, match="保密审查"):
        do(city, Act.SIGN, "education head")


@pytest.mark.parametrize("act", [Act.SIGN, Act.PASS, Act.PUBLISH])
def test_no_step_is_left_out(act: Act) -> None:
    city = made()
    checked(city)
    with pytest.raises(NotNowError, match="可送审"):
        do(city, act, "bureau")


def test_the_second_of_two_people_is_told_and_overwrites_nothing() -> None:
    city = made()
    checked(city)
    version(city, seen=1)
    with pytest.raises(ChangedMeanwhileError, match="第2版"):
        version(city, seen=1)
    with pytest.raises(ChangedMeanwhileError):
        do(city, Act.HAND_IN, "education clerk", seen=1)
    assert Version.objects.filter(filing=city.filings["education"]).count() == 2


def test_a_second_click_is_the_first_again() -> None:
    city = made()
    once, new = uuid4(), New(b"PK1", "某局.xlsx", Origin.UPLOAD)
    filing, clerk = city.filings["education"], city.people["education clerk"]
    first, job = filings.add_version(filing, clerk, new, seen=None, once=once)
    second, same = filings.add_version(filing, clerk, new, seen=None, once=once)
    assert (first, job) == (second, same)
    assert Job.objects.count() == 1


def test_what_was_returned_is_mended_and_handed_in_again() -> None:
    city = made()
    checked(city)
    do(city, Act.HAND_IN, "education clerk")
    bureau = city.people["bureau"]
    filing = city.filings["education"]
    filings.send_back(filing, bureau, seen=1, once=uuid4(), reason="原因太笼统")
    assert state(city) is State.RETURNED
    filing.refresh_from_db()
    assert filing.reason == "原因太笼统"
    checked(city, seen=1)
    assert state(city) is State.READY
    do(city, Act.HAND_IN, "education clerk", 2)
    assert state(city) is State.HANDED_IN


def test_what_was_handed_in_cannot_be_changed() -> None:
    city = made()
    checked(city)
    do(city, Act.HAND_IN, "education clerk")
    with pytest.raises(NotNowError, match="不能再改"):
        version(city, seen=1)


def changes() -> dict[str, Callable[[], object]]:
    return {
        "a version's number": lambda: Version.objects.update(number=9),
        "a version": lambda: Version.objects.all().delete(),
        "a log entry": lambda: LogEntry.objects.update(detail="别的"),
        "all of the log": lambda: LogEntry.objects.all().delete(),
        "a file": lambda: Blob.objects.update(content=b"other"),
    }


@pytest.mark.parametrize("what", changes())
def test_the_database_itself_keeps_what_was_written(what: str) -> None:
    city = made()
    version(city)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        changes()[what]()


def test_an_entry_that_was_changed_behind_our_back_is_found() -> None:
    city = made()
    version(city)
    entry = LogEntry.objects.get()
    assert first_gap() is None
    entry.detail = "别的"
    assert entry.digest != entry.digest_after("")


def test_jobs_are_done_in_order_the_urgent_first() -> None:
    city = made()
    by = city.people["bureau"]
    slow, usual, urgent = (ask("packs", by, {}, urgency=u) for u in (-1, 0, 1))
    assert [ahead_of(each) for each in (slow, usual, urgent)] == [2, 1, 0]
    assert [take("甲"), take("乙"), take("甲"), take("甲")] == [urgent, usual, slow, None]


def test_the_job_of_a_worker_that_fell_silent_is_taken_by_another() -> None:
    city = made()
    ask("packs", city.people["bureau"], {})
    job = take("甲")
    assert job is not None
    assert take("乙") is None
    Job.objects.update(held_until=job.held_until - 2 * HOLD if job.held_until else None)
    again = take("乙")
    assert again == job
    assert not hold(job)
    store(job, Result(says="甲来晚了"))
    job.refresh_from_db()
    assert (job.state, job.says) == (JobState.RUNNING, "")
    assert again is not None
    store(again, Result(says="好"))
    job.refresh_from_db()
    assert (job.state, job.says) == (JobState.DONE, "好")


def test_a_job_that_takes_its_worker_down_each_time_is_given_up_and_said() -> None:
    city = made()
    ask("packs", city.people["bureau"], {})
    for _ in range(3):
        job = take("甲")
        assert job is not None
        Job.objects.update(held_until=job.asked_at)
    assert take("甲") is None
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "联系管理员" in job.says
    retry(job)
    assert take("甲") == job
