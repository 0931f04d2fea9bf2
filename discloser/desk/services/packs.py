"""What the desk asks the engine about packs."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from discloser.desk.jobs.queue import LEISURELY, ask
from discloser.desk.models import Blob, Job, Task, User
from discloser.desk.services.filings import last_years

SECONDS_FOR_ALL = 3_600
"""How long it may take to go through every document of a city."""


def ask_list(by: User) -> Job:
    """Ask for the packs and what lint says of those in use; once an hour for each person."""
    hour = f"{timezone.now():%Y%m%d%H}"
    used = sorted({(task.pack, task.kind, task.year) for task in Task.objects.all()})
    about = {"packs": [list(each) for each in used], "year": timezone.localdate().year}
    once = uuid5(NAMESPACE_URL, f"packs {by.pk} {hour} {used}")
    return ask("packs", by, about, urgency=LEISURELY, once=once)


def ask_effect(task: Task, by: User) -> Job:
    """Ask what the packs that are to come change in every document of a task."""
    filings = task.filings.exclude(current=None).select_related("office", "current__blob")
    documents: list[dict[str, str]] = []
    files: list[tuple[str, Blob]] = []
    for number, filing in enumerate(filings):
        version = filing.current
        if version is None:
            continue
        folder = str(number)
        documents.append({"office": filing.office.name, "folder": folder, "input": version.name})
        parts = [(version.name, version.blob), *last_years(filing)]
        files += [(f"{folder}/{name}", blob) for name, blob in parts]
    about = {"documents": documents, "task": str(task), "seconds": SECONDS_FOR_ALL}
    return ask("effect", by, about, files=files, urgency=LEISURELY)
