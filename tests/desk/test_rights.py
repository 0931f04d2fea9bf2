"""Every address × every role × own and other office."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from discloser.desk.rights import Right
from tests.desk.city import City, checked, made

pytestmark = pytest.mark.usefixtures("desk")
OPEN = {"login", "logout"}
"""Addresses for who has not signed in."""
PEOPLE = (
    "bureau",
    "maintainer",
    "education clerk",
    "education head",
    "school clerk",
    "health clerk",
    "health head",
)
# Who may, of the filing of the school: its own people, the department above, others, the bureau.
ALLOWED: dict[Right, set[str]] = {
    Right.LOOK: {"bureau", "education clerk", "education head", "school clerk"},
    Right.FILL_IN: {"school clerk"},
    Right.SIGN: set(),
    Right.JUDGE: {"bureau"},
    Right.COMMENT: {"bureau", "school clerk"},
    Right.RUN_CITY: {"bureau"},
    Right.SEE_PACKS: {"bureau", "maintainer"},
    Right.AUDIT: {"bureau"},
    Right.BE_HERE: set(PEOPLE),
}


def patterns() -> list[URLPattern]:
    found = get_resolver().url_patterns
    assert all(isinstance(each, URLPattern) for each in found)
    return [each for each in found if isinstance(each, URLPattern)]


def right_of(pattern: URLPattern) -> Right | None:
    return getattr(pattern.callback, "right", None)


def address(pattern: URLPattern, city: City) -> str:
    filing = city.filings["school"]
    current = filing.current
    assert current is not None
    job = filing.jobs.first()
    assert job is not None
    values: dict[str, Any] = {
        "filing": filing.pk,
        "version": current.pk,
        "job": job.pk,
        "task": city.task.pk,
        "person_id": city.people["health clerk"].pk,
        "other": current.pk,
        "index": 0,
        "at": 0,
        "comment": 0,
    }
    wanted = pattern.pattern.converters
    return reverse(str(pattern.name), kwargs={name: values[name] for name in wanted})


def test_every_address_says_who_may() -> None:
    silent = {str(each.name) for each in patterns() if right_of(each) is None}
    assert silent == OPEN


def test_who_has_not_signed_in_is_asked_to() -> None:
    city = made()
    checked(city, "school")
    for pattern in patterns():
        if pattern.name not in OPEN:
            answer = Client().get(address(pattern, city))
            assert answer.status_code == 302, pattern.name
            assert answer.headers["Location"].startswith("/login/"), pattern.name


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_may_only_what_the_table_says(who: str) -> None:
    city = made()
    checked(city, "school")
    client = Client(raise_request_exception=False)
    client.force_login(city.people[who], "django.contrib.auth.backends.ModelBackend")
    for pattern in patterns():
        right = right_of(pattern)
        if right is None:
            continue
        statuses = {
            client.get(address(pattern, city)).status_code,
            client.post(address(pattern, city)).status_code,
        }
        may = who in ALLOWED[right]
        about_filing = bool({"filing", "version", "job"} & pattern.pattern.converters.keys())
        if about_filing and who not in ALLOWED[Right.LOOK]:
            assert statuses == {404}, (pattern.name, statuses)
        elif not may:
            assert statuses == {403}, (pattern.name, statuses)
        else:
            assert not statuses & {403, 500}, (pattern.name, statuses)
        assert 500 not in statuses, pattern.name


def test_only_the_head_of_the_office_signs() -> None:
    city = made()
    checked(city, "school")
    filing = city.filings["school"]
    for who, status in (("school head", 302), ("school clerk", 403), ("education head", 403)):
        client = Client()
        client.force_login(city.people[who], "django.contrib.auth.backends.ModelBackend")
        assert client.post(reverse("sign", kwargs={"filing": filing.pk})).status_code == status, who
