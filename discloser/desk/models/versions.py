"""What an office has filed: files by their hash, versions that never change, what checks found."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models

from discloser.desk.models.moments import now
from discloser.desk.models.tasks import Filing


class Blob(models.Model):
    """The bytes of a file, once, by their SHA-256.

    They lie in the database, so that a version and its file are stored together or not at all,
    every worker sees them, and a backup has both.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256[:12]

    @classmethod
    def keep(cls, content: bytes) -> Blob:
        """Store bytes; those that are known already are not stored twice."""
        sha256 = hashlib.sha256(content).hexdigest()
        defaults = {"size": len(content), "content": content}
        blob, _ = cls.objects.get_or_create(sha256=sha256, defaults=defaults)
        return blob

    @property
    def data(self) -> bytes:
        """The bytes."""
        return bytes(self.content)


class Origin(models.TextChoices):
    """How a version came about."""

    UPLOAD = "upload", "上传填报表"
    IMPORT = "import", "由导出文件导入"
    MEND = "mend", "在网页上改"
    RETAKEN = "retaken", "取回旧版本"


class Version(models.Model):
    """An input as it stood once. A row is written once and never changed."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    once = models.UUIDField(unique=True)

    class Meta:
        ordering = ("-number",)
        verbose_name = "版本"
        constraints = (
            models.UniqueConstraint(fields=("filing", "number"), name="versions_are_numbered"),
        )

    def __str__(self) -> str:
        return f"第{self.number}版"


class CheckResult(models.Model):
    """What the engine found in a version: findings, the document as a page, its numbers."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="check_result")
    is_ok = models.BooleanField()
    errors = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    notes = models.PositiveIntegerField()
    verdict = models.TextField()
    findings = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    page = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    numbers = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    sheets = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.verdict


class Rendering(models.Model):
    """The three files of a version."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="rendering")
    title = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.title


class RenderedFile(models.Model):
    """One file of a rendering."""

    rendering = models.ForeignKey(Rendering, models.CASCADE, related_name="files")
    name = models.CharField(max_length=220)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("rendering", "name"), name="files_have_names"),
        )

    def __str__(self) -> str:
        return self.name
