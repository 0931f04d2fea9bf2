"""A worker: takes jobs, lets the engine do them apart, stores what came of it."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from secrets import token_hex

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import OperationalError

from discloser.desk.jobs.process import Apart
from discloser.desk.jobs.queue import end, hold, is_mine, take
from discloser.desk.jobs.result import Result
from discloser.desk.models import Job
from discloser.desk.services.settling import settle

PAUSE = 0.3
"""Seconds between two looks into an empty queue."""
_log = logging.getLogger(__name__)


def holder_name() -> str:
    """What this worker is called: one of its own for each start."""
    return f"{socket.gethostname()[:20]}-{os.getpid()}-{token_hex(3)}"


def work(stop: threading.Event, *, until_empty: bool = False) -> None:
    """Do jobs until told to stop, or until there is none left."""
    holder = holder_name()
    with Apart() as apart:
        while not stop.is_set():
            try:
                done = do_one(holder, apart)
            except OperationalError:
                _log.exception("the database did not answer")
                connection.close()  # the next look opens a new one
                done = False
                stop.wait(PAUSE * 10)
            if not done:
                if until_empty:
                    return
                stop.wait(PAUSE)


def do_one(holder: str, apart: Apart) -> bool:
    """Do the next job; False where there is none."""
    job = take(holder)
    if job is None:
        return False
    began = time.monotonic()
    files = {each.name: each.blob.data for each in job.files.filter(is_made=False)}
    about = {**settings.DESK_PACKS, **job.about}
    result = apart.do(job.work, about, files, lambda: hold(job))
    store(job, result)
    _log.info("%s %s: %.2f s", job.work, job.pk, time.monotonic() - began)
    return True


def store(job: Job, result: Result) -> None:
    """Store what came of a job with its end, both or neither; nothing where it is another's."""
    with transaction.atomic():
        if not is_mine(job):
            return
        if not result.refused:
            result = settle(job, result)
        end(job, result.says, result.data, result.files, failed=result.refused)
