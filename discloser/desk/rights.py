"""Who may do what: one table, which every view stands in.

``views`` are wrapped by :func:`needs`; a test goes through every address, role and office.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, TypeAlias, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from discloser.desk.models import Filing, Job, Office, Role, User, Version

View: TypeAlias = Callable[..., HttpResponse]


class Right(Enum):
    """Something that some people may do; the value says who."""

    LOOK = "filing: own office, offices below it, bureau"
    FILL_IN = "filing: clerk of the office"
    SIGN = "filing: reviewer of the office"
    JUDGE = "filing: bureau"
    COMMENT = "filing: own office, bureau"
    RUN_CITY = "bureau"
    SEE_PACKS = "bureau, maintainer"
    AUDIT = "bureau"
    BE_HERE = "everybody who has signed in"


_ROLES = {
    Right.RUN_CITY: {Role.BUREAU},
    Right.SEE_PACKS: {Role.BUREAU, Role.MAINTAINER},
    Right.AUDIT: {Role.BUREAU},
    Right.BE_HERE: set(Role),
}


def person(request: HttpRequest) -> User:
    """Who asks; only behind :func:`needs`, which lets nobody pass who has not signed in."""
    return cast("User", request.user)


def may(user: User, right: Right, filing: Filing | None = None) -> bool:
    """Tell whether a person may do something, to a filing where the right is about one."""
    if right in _ROLES:
        return user.role in _ROLES[right]
    if filing is None:
        return False
    own = user.office_id is not None and user.office_id == filing.office_id
    allowed = {
        Right.JUDGE: user.is_bureau,
        Right.FILL_IN: user.is_clerk and own,
        Right.SIGN: user.is_reviewer and own,
        Right.COMMENT: user.is_bureau or own,
    }
    if right in allowed:
        return allowed[right]
    return user.is_bureau or own or _is_above(user.office, filing.office)


def _is_above(office: Office | None, other: Office) -> bool:
    """Tell whether an office stands over another one in the tree."""
    above = other.parent
    while above is not None and office is not None:
        if above.pk == office.pk:
            return True
        above = above.parent
    return False


def needs(right: Right) -> Callable[[View], View]:
    """Let a view be called only by those who have a right.

    A view about a filing takes ``filing``, or ``version`` or ``job`` by number, and gets the row.
    What somebody may not look at is not there for them (404); what they may not do is refused.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            user = person(request)
            filing, found = _meant(named)
            if filing is not None and not may(user, Right.LOOK, filing):
                get_object_or_404(Filing.objects.none())
            if not may(user, right, filing):
                raise PermissionDenied
            return view(request, **{**named, **found})

        guarded.right = right  # type: ignore[attr-defined]  # the test of all addresses reads it
        return guarded

    return wrap


def _meant(named: dict[str, Any]) -> tuple[Filing | None, dict[str, Any]]:
    """The filing that an address is about, and the rows that its numbers stand for."""
    filings = Filing.objects.select_related("task", "office__parent", "current__check_result")
    if "version" in named:
        version = get_object_or_404(
            Version.objects.select_related(
                "filing__task", "filing__office__parent", "check_result", "made_by"
            ),
            pk=named["version"],
        )
        return version.filing, {"version": version}
    if "filing" in named:
        filing = get_object_or_404(filings, pk=named["filing"])
        return filing, {"filing": filing}
    if "job" in named:
        job = get_object_or_404(Job.objects.select_related("filing"), pk=named["job"])
        return job.filing, {"job": job}
    return None, {}
