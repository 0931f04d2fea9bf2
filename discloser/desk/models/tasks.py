"""A year's task, and what each office has to file for it."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from discloser.desk.models.moments import now
from discloser.desk.models.people import Office

DAYS_TO_PUBLISH = 20
"""预算法 第十四条: within twenty days of the approval by the finance bureau."""


class Kind(models.TextChoices):
    """What is published."""

    BUDGET = "budget", "部门预算"
    FINAL_ACCOUNT = "final_account", "部门决算"


class Task(models.Model):
    """A year's budgets or final accounts, to be published by a day."""

    kind = models.CharField("种类", max_length=13, choices=Kind.choices)
    year = models.PositiveSmallIntegerField("年度")
    pack = models.CharField("模板包", max_length=100)
    approved_on = models.DateField("批复日期", null=True, blank=True)
    deadline = models.DateField("公开期限")
    note = models.TextField("要求", blank=True)
    is_closed = models.BooleanField("已结束", default=False)
    made_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("-year", "kind", "pk")
        verbose_name = "年度任务"
        constraints = (
            models.UniqueConstraint(fields=("kind", "year", "pack"), name="one_task_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.year}年{Kind(self.kind).label}公开"

    @property
    def days_left(self) -> int:
        """Days until the deadline; below zero where it has passed."""
        return (self.deadline - timezone.localdate()).days


def deadline_after(approved_on: date) -> date:
    """The last day to publish, for a document that was approved on a day (预算法 第十四条)."""
    return approved_on + timedelta(days=DAYS_TO_PUBLISH)


class Stage(models.TextChoices):
    """How far a filing has come, by what people did."""

    DRAFTING = "drafting", "填报中"
    HANDED_IN = "handed_in", "待签发"
    SIGNED = "signed", "待复核"
    RETURNED = "returned", "已退回"
    PASSED = "passed", "已通过"
    PUBLISHED = "published", "已公开"


OPEN = (Stage.DRAFTING, Stage.RETURNED)
"""The stages in which a filing may be changed."""


class State(models.TextChoices):
    """What the board shows: the stage, and while it is being filled in what the checks say."""

    NOT_BEGUN = "未开始"
    CHECKING = "正在核对"
    WITH_ERRORS = "有错误"
    READY = "可送审"
    HANDED_IN = "待签发"
    SIGNED = "待复核"
    RETURNED = "已退回"
    PASSED = "已通过"
    PUBLISHED = "已公开"
    OVERDUE = "逾期"


class Filing(models.Model):
    """What one office files for one task: its versions, and how far it has come."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="filings")
    office = models.ForeignKey(Office, models.PROTECT, related_name="filings")
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.DRAFTING)
    current = models.ForeignKey(
        "desk.Version", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField("退回原因", blank=True)
    changed_at = models.DateTimeField(default=now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("office__code",)
        verbose_name = "报送"
        constraints = (
            models.UniqueConstraint(fields=("task", "office"), name="one_filing_an_office"),
        )

    def __str__(self) -> str:
        return f"{self.office}{self.task}"

    @property
    def is_open(self) -> bool:
        """Whether it may be changed."""
        return self.stage in OPEN and not self.task.is_closed

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed and it is not published."""
        return self.stage != Stage.PUBLISHED and self.task.days_left < 0

    @property
    def state(self) -> State:
        """What the board shows; :attr:`is_overdue` beside it."""
        if self.stage != Stage.DRAFTING:
            return State(Stage(self.stage).label)
        if self.current is None:
            return State.NOT_BEGUN
        check = getattr(self.current, "check_result", None)
        if check is None:
            return State.CHECKING
        return State.READY if check.is_ok else State.WITH_ERRORS
