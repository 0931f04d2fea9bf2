"""The queue: jobs in the database, taken in order and held for a while.

Why not a library: django-tasks' database backend (0.13) leaves the task of a worker that was killed
running for ever, has no limit of time, and lets a worker that lost a task still end it. A job here
is held until a time; who holds it says so again while it works, and only the holder may end it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from discloser.desk.models import Blob, Filing, Job, JobFile, JobState, User

HOLD = timedelta(seconds=30)
"""How long a job is held without a word from its worker."""
MOST_TRIES = 3
"""How often a job is begun; one that takes its worker down each time is given up."""
URGENT, USUAL, LEISURELY = 1, 0, -1


def ask(
    work: str,
    by: User,
    about: Mapping[str, Any],
    *,
    filing: Filing | None = None,
    files: Sequence[tuple[str, Blob]] = (),
    urgency: int = USUAL,
    once: UUID | None = None,
) -> Job:
    """Put a job into the queue, in the transaction of whoever asks; one ``once`` only once."""
    defaults = {
        "work": work,
        "about": dict(about),
        "filing": filing,
        "asked_by": by,
        "urgency": urgency,
    }
    job, is_new = Job.objects.get_or_create(once=once or uuid4(), defaults=defaults)
    if is_new:
        JobFile.objects.bulk_create(JobFile(job=job, name=name, blob=blob) for name, blob in files)
    return job


def ahead_of(job: Job) -> int:
    """How many jobs come before one that waits, those that are being done among them."""
    before = Q(state=JobState.RUNNING) | Q(state=JobState.WAITING) & (
        Q(urgency__gt=job.urgency) | Q(urgency=job.urgency, pk__lt=job.pk)
    )
    return Job.objects.filter(before).exclude(pk=job.pk).count()


def take(holder: str) -> Job | None:
    """Take the next job, or one whose holder has been silent; None where there is nothing to do."""
    now = timezone.now()
    with transaction.atomic():
        silent = Q(state=JobState.RUNNING, held_until__lt=now)
        waiting = Job.objects.filter(Q(state=JobState.WAITING) | silent)
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        if job.tries >= MOST_TRIES:
            _end(job, JobState.FAILED, "试了几次都没有做完，程序中途停了。请联系管理员。", {})
            return None
        job.state, job.holder, job.held_until = JobState.RUNNING, holder, now + HOLD
        job.tries += 1
        job.save(update_fields=("state", "holder", "held_until", "tries"))
    return job


def hold(job: Job) -> bool:
    """Say that a job is still being done; False where it is another's by now."""
    mine = Job.objects.filter(pk=job.pk, holder=job.holder, state=JobState.RUNNING)
    return bool(mine.update(held_until=timezone.now() + HOLD))


def is_mine(job: Job) -> bool:
    """Tell, inside a transaction, whether a job is still its worker's to end; its row is locked."""
    mine = Job.objects.filter(pk=job.pk, holder=job.holder, state=JobState.RUNNING)
    return mine.select_for_update().exists()


def end(
    job: Job,
    says: str,
    result: Mapping[str, Any],
    files: Mapping[str, bytes],
    *,
    failed: bool = False,
) -> None:
    """End a job, inside the transaction that stores what came of it."""
    JobFile.objects.bulk_create(
        JobFile(job=job, name=name, is_made=True, blob=Blob.keep(content))
        for name, content in files.items()
    )
    _end(job, JobState.FAILED if failed else JobState.DONE, says, result)


def _end(job: Job, state: JobState, says: str, result: Mapping[str, Any]) -> None:
    job.state, job.says, job.result, job.ended_at = state, says, dict(result), timezone.now()
    job.held_until = None
    job.save(update_fields=("state", "says", "result", "ended_at", "held_until"))


def retry(job: Job) -> None:
    """Let a job that failed wait again."""
    failed = Job.objects.filter(pk=job.pk, state=JobState.FAILED)
    failed.update(state=JobState.WAITING, tries=0, says="", ended_at=None, holder="")
