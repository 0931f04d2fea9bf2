"""When something was, as precisely as every form of it can say."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """Now, to the millisecond: a backup's JSON holds no more, and the log's digests cover it."""
    moment = timezone.now()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
