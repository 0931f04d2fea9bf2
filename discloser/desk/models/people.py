"""Who works at the desk: offices in their tree, and people with a role."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """What a person is at the desk."""

    BUREAU = "bureau", "财政部门"
    CLERK = "clerk", "填报人"
    REVIEWER = "reviewer", "部门负责人"
    MAINTAINER = "maintainer", "模板维护"


OF_AN_OFFICE = (Role.CLERK, Role.REVIEWER)
"""The roles that belong to an office and see what is that office's."""


class Office(models.Model):
    """An office that must publish: a department or a unit below one."""

    code = models.CharField("单位代码", max_length=20, unique=True)
    name = models.CharField("单位名称", max_length=100)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name="主管部门"
    )
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ("code",)
        verbose_name = "单位"

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person with an account. People of an office belong to one; the bureau's to none."""

    role = models.CharField("角色", max_length=12, choices=Role.choices)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="单位"
    )
    full_name = models.CharField("姓名", max_length=40)
    must_change_password = models.BooleanField("须改密码", default=True)

    class Meta:
        ordering = ("username",)
        verbose_name = "用户"
        constraints = (
            models.CheckConstraint(
                name="office_people_have_an_office",
                condition=(
                    models.Q(role__in=OF_AN_OFFICE, office__isnull=False)
                    | (~models.Q(role__in=OF_AN_OFFICE) & models.Q(office__isnull=True))
                ),
            ),
        )

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def is_bureau(self) -> bool:
        """Whether the person is of the finance bureau."""
        return self.role == Role.BUREAU

    @property
    def is_clerk(self) -> bool:
        """Whether the person fills in for an office."""
        return self.role == Role.CLERK

    @property
    def is_reviewer(self) -> bool:
        """Whether the person signs for an office."""
        return self.role == Role.REVIEWER
