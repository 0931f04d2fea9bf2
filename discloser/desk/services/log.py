"""Writing the log, and whether it is whole."""

from __future__ import annotations

from uuid import UUID

from discloser.desk.models import Act, Filing, LogEntry, User, Version


def note(
    by: User,
    act: Act,
    filing: Filing | None = None,
    *,
    version: Version | None = None,
    sha256: str = "",
    detail: str = "",
    once: UUID | None = None,
) -> LogEntry:
    """Add an entry, inside the transaction of what it is about."""
    return LogEntry.objects.create(
        by=by,
        act=act,
        filing=filing,
        version=version,
        sha256=sha256 or (version.blob_id if version is not None else ""),
        detail=detail,
        once=once,
    )


def first_gap() -> LogEntry | None:
    """The first entry that does not follow from the one before; None where the log is whole."""
    before = ""
    for entry in LogEntry.objects.order_by("pk").iterator():
        if entry.digest != entry.digest_after(before):
            return entry
        before = entry.digest
    return None
