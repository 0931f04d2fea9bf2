"""Audits of documents that anybody made."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from discloser.desk.jobs.queue import ask
from discloser.desk.models import Blob, Job, User


def ask_audit(files: list[tuple[str, bytes]], by: User, *, once: UUID) -> Job:
    """Ask for an audit of files, which are one department's document."""
    with transaction.atomic():
        kept = [(name, Blob.keep(content)) for name, content in files]
        return ask("audit", by, {"files": [name for name, _ in files]}, files=kept, once=once)
