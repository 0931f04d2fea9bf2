"""Comments on a filing."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from discloser.desk.models import Act, Comment, Filing, LogEntry, User
from discloser.desk.services.filings import NotNowError
from discloser.desk.services.log import note


def add_comment(filing: Filing, by: User, *, place: str, text: str, once: UUID) -> None:
    """Store what somebody says of the current version.

    Raises:
        NotNowError: if there is no version yet.
    """
    if filing.current is None:
        raise NotNowError("还没有存入数据，不能批注。")
    with transaction.atomic():
        if LogEntry.objects.filter(once=once).exists():
            return
        Comment.objects.create(filing=filing, version=filing.current, place=place, text=text, by=by)
        detail = f"{place}：{text}" if place else text
        note(by, Act.COMMENT, filing, version=filing.current, detail=detail, once=once)


def settle(comment: Comment, by: User) -> None:
    """Say that a comment is dealt with; a second time changes nothing."""
    with transaction.atomic():
        still_open = Comment.objects.filter(pk=comment.pk, settled_at=None)
        if not still_open.update(settled_at=timezone.now()):
            return
        detail = f"已处理：{comment.text}"
        note(by, Act.COMMENT, comment.filing, version=comment.version, detail=detail)
