"""A desk of real processes for the proofs: offices with a clerk each, a server, workers.

``python -m tests.desk.robust.town fill|prove`` runs inside the desk's environment: the proofs
themselves know the desk by HTTP alone.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.desk.robust.postgres import free_port

PASSWORD = "the-horse-that-knew-9"  # noqa: S105 - of a desk that lives for a test
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_PART = "Content-Disposition: form-data; name="
_SEEN = re.compile(r'name="seen" value="(\d*)"')


class Browser:
    """A person's browser, as far as a proof needs one: cookies, forms, no scripts."""

    def __init__(self, base: str) -> None:
        self.base = base
        handlers = urllib.request.HTTPCookieProcessor(CookieJar())
        self._open = urllib.request.build_opener(handlers).open

    def get(self, path: str) -> str:
        """A page as text."""
        with self._open(self.base + path, timeout=60) as answer:
            return str(answer.read().decode())

    def sign_in(self, username: str) -> None:
        """Sign in."""
        self.post("/login/", {"username": username, "password": PASSWORD}, page="/login/")

    def post(self, path: str, fields: Mapping[str, str], *, page: str) -> str:
        """Send a form of a page; returns where it led."""
        token = self._token(page)
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        headers = {"Referer": self.base + page}
        request = urllib.request.Request(self.base + path, body, headers)  # noqa: S310 - ours
        with self._open(request, timeout=60) as answer:
            return str(answer.geturl())

    def _token(self, page: str) -> str:
        found = _TOKEN.search(self.get(page))
        assert found is not None, page
        return found[1]

    def upload(self, filing: int, name: str, content: bytes, once: str = "") -> int | None:
        """Upload a file to a filing; the number of the job that was acknowledged, if it was."""
        page = f"/filings/{filing}/"
        text = self.get(page)
        token, seen = _TOKEN.search(text), _SEEN.search(text)
        if token is None or 'type="file"' not in text:
            return None
        fields = {
            "csrfmiddlewaretoken": token[1],
            "seen": seen[1] if seen else "",
            "once": once or str(uuid4()),
        }
        border = uuid4().hex
        parts = [
            f'--{border}\r\n{_PART}"{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--{border}\r\n{_PART}"sent"; filename="{name}"\r\n'
        parts += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", content]
        parts.append(f"\r\n--{border}--\r\n".encode())
        headers = {
            "Content-Type": f"multipart/form-data; boundary={border}",
            "Referer": self.base + page,
        }
        request = urllib.request.Request(f"{self.base}{page}upload/", b"".join(parts), headers)  # noqa: S310 - ours
        with self._open(request, timeout=60) as answer:
            led = re.search(r"/jobs/(\d+)/", answer.geturl())
        return int(led[1]) if led else None


class Town:
    """A desk: its folder, its environment, its server and workers while they run."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {"DISCLOSER_DESK_DATA": str(folder)}
        self.environment.pop("DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = database
        self._server: subprocess.Popen[bytes] | None = None

    def start(self, workers: int = 2) -> None:
        """Start server and workers, and wait until the server answers."""
        command = [sys.executable, "-m", "discloser", "desk", "serve"]
        command += ["--port", str(self.port), "--workers", str(workers)]
        with (self.folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                command,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        for _ in range(600):
            try:
                Browser(self.base).get("/login/")
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """Kill server, workers and whatever they started, as a power cut does."""
        if self._server is not None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server = None

    def kill_a_worker(self) -> None:
        """Kill one of the workers with what it started; the server goes on and starts another."""
        assert self._server is not None
        found = subprocess.run(
            ["pgrep", "-P", str(self._server.pid)], capture_output=True, text=True, check=False
        )
        workers = found.stdout.split()
        if not workers:
            return
        children = subprocess.run(
            ["pgrep", "-P", workers[0]], capture_output=True, text=True, check=False
        )
        for pid in (workers[0], *children.stdout.split()):
            try:
                os.kill(int(pid), signal.SIGKILL)
            except ProcessLookupError:
                continue

    def fill(self, offices: int) -> list[int]:
        """Set up so many offices with a clerk and a filing each; the numbers of the filings."""
        return [int(each) for each in self._inside("fill", str(offices))["filings"]]

    def prove(self, wait: float = 900) -> Any:
        """Wait for the queue to be empty, then hold everything stored to itself."""
        return self._inside("prove", str(wait))

    def _inside(self, *arguments: str) -> Any:
        command = [sys.executable, "-m", "tests.desk.robust.inside", *arguments]
        ran = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr[-3000:]
        return json.loads(ran.stdout)


@contextmanager
def town(folder: Path, database: str) -> Iterator[Town]:
    """A desk that is gone when the proof is over."""
    made = Town(folder, database)
    try:
        yield made
    finally:
        made.kill()
