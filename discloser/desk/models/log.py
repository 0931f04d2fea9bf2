"""What people did and said: a log to which is only added, and comments."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from discloser.desk.models.moments import now
from discloser.desk.models.tasks import Filing
from discloser.desk.models.versions import Version


class Act(models.TextChoices):
    """What was done."""

    TASK = "task", "下达任务"
    VERSION = "version", "存入版本"
    HAND_IN = "hand_in", "送审"
    WITHDRAW = "withdraw", "撤回送审"
    SECRECY = "secrecy", "保密审查"
    SIGN = "sign", "签发"
    RETURN = "return", "退回"
    PASS = "pass", "复核通过"
    PUBLISH = "publish", "公开"
    COMMENT = "comment", "批注"
    ACCOUNT = "account", "账号"
    EXPORT = "export", "导出"


class LogEntry(models.Model):
    """One thing that one person did. ``digest`` covers the entry before, so that a gap shows."""

    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=Act.choices)
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="log")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    detail = models.TextField(blank=True)
    once = models.UUIDField(unique=True, null=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-pk",)
        verbose_name = "记录"

    def __str__(self) -> str:
        return f"{self.at:%F %T} {Act(self.act).label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; one that is there cannot be changed."""
        if not self._state.adding:
            raise TypeError("the log is only added to")
        last = LogEntry.objects.select_for_update().order_by("-pk").first()
        self.digest = self.digest_after(last.digest if last is not None else "")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """No entry is taken out."""
        raise TypeError("the log is only added to")

    def digest_after(self, before: str) -> str:
        """The digest of this entry behind another's."""
        parts = [
            before,
            self.at.isoformat(),
            self.by_id,
            self.act,
            self.filing_id,
            self.version_id,
            self.sha256,
            self.detail,
        ]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class Comment(models.Model):
    """What somebody says of a filing, or of a place in it: a finding, a paragraph, a cell."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="comments")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    place = models.CharField("位置", max_length=200, blank=True)
    text = models.TextField("意见")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "批注"

    def __str__(self) -> str:
        return self.text[:30]
