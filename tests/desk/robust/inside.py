"""What the proofs do inside a desk's own environment: fill it, hold what it stores to itself."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from datetime import timedelta
from typing import Any

from discloser.desk.serve import migrate, set_up


def fill(offices: int) -> dict[str, Any]:
    """Offices with a clerk each, whose passwords are those of the proofs."""
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from discloser.desk.models import Filing, Kind, Office, Role, Task, User
    from tests.desk.robust.town import PASSWORD

    password = make_password(PASSWORD)

    def person(username: str, role: Role, office: Office | None) -> None:
        User.objects.create(
            username=username,
            full_name=username,
            role=role,
            office=office,
            password=password,
            must_change_password=False,
        )

    person("caizheng", Role.BUREAU, None)
    task = Task.objects.create(
        kind=Kind.BUDGET,
        year=2025,
        pack="henan/sanmenxia",
        deadline=timezone.localdate() + timedelta(days=1),
    )
    filings = []
    for number in range(offices):
        office = Office.objects.create(code=f"{number:06d}", name=f"示范{number}局")
        person(f"clerk{number}", Role.CLERK, office)
        filings.append(Filing.objects.create(task=task, office=office).pk)
    return {"filings": filings}


def prove(wait: float) -> dict[str, Any]:
    """Wait until every job has ended; then every row is whole and follows from the one before."""
    from discloser.desk.models import Blob, Filing, Job, JobState, Version
    from discloser.desk.services.log import first_gap

    until = time.monotonic() + wait
    ended = (JobState.DONE, JobState.FAILED)
    while Job.objects.exclude(state__in=ended).exists() and time.monotonic() < until:
        time.sleep(0.5)
    left = Job.objects.exclude(state__in=ended).count()
    assert left == 0, f"{left} jobs have not ended"
    for blob in Blob.objects.iterator():
        assert hashlib.sha256(blob.data).hexdigest() == blob.sha256
        assert len(blob.data) == blob.size
    for filing in Filing.objects.all():
        numbers = list(filing.versions.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        newest = filing.versions.first()
        assert filing.current == newest
        assert newest is None or hasattr(newest, "check_result")
    assert first_gap() is None
    silent = Job.objects.filter(state=JobState.FAILED, says="")
    assert not silent.exists()
    return {
        "jobs": Job.objects.count(),
        "failed": Job.objects.filter(state=JobState.FAILED).count(),
        "versions": Version.objects.count(),
        "imports": Job.objects.filter(work="take_in").count(),
    }


if __name__ == "__main__":
    set_up()
    migrate()
    told = fill(int(sys.argv[2])) if sys.argv[1] == "fill" else prove(float(sys.argv[2]))
    print(json.dumps(told))  # noqa: T201 - this is how it answers
