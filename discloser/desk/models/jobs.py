"""Work that takes longer than a page may: waiting, held by a worker for a while, ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from discloser.desk.models.moments import now
from discloser.desk.models.tasks import Filing
from discloser.desk.models.versions import Blob


class JobState(models.TextChoices):
    """How a job stands."""

    WAITING = "waiting", "排队中"
    RUNNING = "running", "正在做"
    DONE = "done", "做好了"
    FAILED = "failed", "没有做成"


class Job(models.Model):
    """A piece of work for the engine.

    A worker holds a running job until ``held_until`` and says so again while it works; one that
    was killed lets go by that, and the job waits again. ``holder`` names the worker: only it may
    end the job.
    """

    work = models.CharField(max_length=20)
    about = models.JSONField(default=dict)
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="jobs")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.WAITING)
    urgency = models.SmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    says = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    once = models.UUIDField(unique=True)

    class Meta:
        ordering = ("-urgency", "pk")
        verbose_name = "作业"
        indexes = (models.Index(fields=("state", "-urgency", "id"), name="jobs_that_wait"),)

    def __str__(self) -> str:
        return f"{self.work} {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.state in {JobState.DONE, JobState.FAILED}


class JobFile(models.Model):
    """A file that a job takes, or that it made."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    is_made = models.BooleanField(default=False)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
