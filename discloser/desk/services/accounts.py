"""Accounts: made by the bureau, with a first password that must be changed."""

from __future__ import annotations

import secrets

from axes.utils import reset
from django.db import transaction

from discloser.desk.models import Act, Role, User
from discloser.desk.services.log import note

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_GROUP = 3, 4


def first_password() -> str:
    """A password that can be read out: three groups of letters and digits that look unlike."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def make_account(user: User, by: User) -> str:
    """Store a new account and return its first password."""
    with transaction.atomic():
        return give_password(user, by, "新建账号")


def give_password(user: User, by: User, what: str = "重置密码") -> str:
    """Give an account a first password and return it; a lock-out ends."""
    password = first_password()
    with transaction.atomic():
        user.set_password(password)
        user.must_change_password = True
        user.save()
        reset(username=user.username)
        note(by, Act.ACCOUNT, detail=f"{what}：{user.username}（{user}）")
    return password


def switch(user: User, by: User) -> None:
    """Let an account rest, or wake it."""
    with transaction.atomic():
        user.is_active = not user.is_active
        user.save(update_fields=("is_active",))
        what = "启用" if user.is_active else "停用"
        note(by, Act.ACCOUNT, detail=f"{what}：{user.username}（{user}）")


def first_account(username: str, name: str) -> str | None:
    """Make an account of the bureau from the command line; None where the name is taken."""
    with transaction.atomic():
        if User.objects.filter(username=username).exists():
            return None
        user = User(username=username, full_name=name, role=Role.BUREAU)
        password = first_password()
        user.set_password(password)
        user.save()
        note(user, Act.ACCOUNT, detail=f"新建账号：{username}（{name}）")
        return password
