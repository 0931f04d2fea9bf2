"""kill -9 of server and workers: nothing acknowledged is lost, nothing is half stored."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.desk.robust.postgres import postgres
from tests.desk.robust.town import Browser, Town, town

INPUT = Path("inputs/henan/sanmenxia/2025/administrative-approval.yaml")
OFFICES = 6
SERVER_KILLS, WORKER_KILLS = 15, 10
"""On each of two databases: fifty moments in all."""
MOST_UPLOADS = 4
"""By each person between two kills: the queue is emptied at the end."""


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    with ExitStack() as stack:
        address = stack.enter_context(postgres()) if request.param == "postgresql" else ""
        yield stack.enter_context(town(tmp_path, address))


def test_nothing_acknowledged_is_lost(desk: Town) -> None:
    filings = desk.fill(OFFICES)
    acknowledged: list[int] = []
    chance = random.Random(20260101)  # noqa: S311 - moments, no secrets

    def upload(number: int) -> None:
        """Upload until the server is gone."""
        browser = Browser(desk.base)
        try:
            browser.sign_in(f"clerk{number}")
            for _ in range(MOST_UPLOADS):
                job = browser.upload(filings[number], f"某局{len(acknowledged)}.yaml", content)
                if job is not None:
                    acknowledged.append(job)
        except (OSError, HTTPException, AssertionError):
            return

    content = INPUT.read_bytes()
    for kill in range(SERVER_KILLS + WORKER_KILLS):
        desk.start()
        people = [
            threading.Thread(target=upload, args=((kill + each) % OFFICES,)) for each in range(2)
        ]
        for each in people:
            each.start()
        threading.Event().wait(chance.uniform(0.5, 4))
        if kill >= SERVER_KILLS:
            desk.kill_a_worker()
            threading.Event().wait(chance.uniform(0.5, 2))
        desk.kill()
        for each in people:
            each.join()
    desk.start()
    found = desk.prove()
    assert found["imports"] >= len(set(acknowledged)) > SERVER_KILLS
    assert found["versions"] > 0
    browser = Browser(desk.base)
    browser.sign_in("caizheng")
    for job in set(acknowledged):
        assert "没有这一页" not in browser.get(f"/jobs/{job}/")


def test_what_was_sent_twice_is_stored_once(desk: Town) -> None:
    filings = desk.fill(1)
    desk.start()
    browser = Browser(desk.base)
    browser.sign_in("clerk0")
    once = "6f1dca3c-6d0b-4a53-8a0e-0f4a3f1f7a10"
    jobs = {browser.upload(filings[0], "某局.yaml", INPUT.read_bytes(), once) for _ in range(2)}
    assert len(jobs) == 1
    assert desk.prove()["versions"] == 1
