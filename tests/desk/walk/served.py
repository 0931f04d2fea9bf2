"""A desk that is served by its own command, with its workers."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ACCOUNT = re.compile(r"^\s*(\w+)\s+(\S+-\S+-\S+)\s", re.MULTILINE)
_COMMAND = (sys.executable, "-m", "discloser", "desk")
_WAIT = 300


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def served(command: str, data: Path) -> Iterator[str]:
    """Run ``desk serve`` or ``desk demo`` on a folder; gives the address.

    What the command says goes to ``said.txt`` in the folder.
    """
    data.mkdir(exist_ok=True)
    port = free_port()
    # A desk of the tests' own process must not lend this one its folder.
    environment = {name: value for name, value in os.environ.items() if "DESK" not in name}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with (data / "said.txt").open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [*_COMMAND, command, "--data", str(data), "--port", str(port)],
            stdout=said,
            stderr=subprocess.STDOUT,
            env=environment | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(60)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _WAIT
    while time.monotonic() < deadline:
        assert process.poll() is None, "the desk ended before it answered"
        try:
            with urllib.request.urlopen(f"{address}/login/", timeout=5):  # noqa: S310 - our own
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise AssertionError("the desk does not answer")


@contextmanager
def served_demo(data: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The made-up city: its address, and everybody's password."""
    with served("demo", data) as address:
        said = (data / "said.txt").read_text(encoding="utf-8")
        yield address, dict(_ACCOUNT.findall(said))


def first_account(data: Path, username: str) -> str:
    """Make the first account of the bureau by its command; returns the password."""
    done = subprocess.run(
        [*_COMMAND, "account", username, "赵财政", "--data", str(data)],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={name: value for name, value in os.environ.items() if "DESK" not in name}
        | {"PYTHONUTF8": "1"},
    )
    found = re.search(r"\w{4}-\w{4}-\w{4}", done.stdout)
    assert found is not None, done.stdout
    return found[0]
