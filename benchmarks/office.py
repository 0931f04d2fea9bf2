"""LibreOffice kept running, each with a profile of its own, and converting by it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from shutil import which

from benchmarks.measure import ROOT

PEERS = ROOT / ".venv-peers"
"""Where ``benchmarks/peers.sh`` puts docxtpl and unoserver."""
_PATIENCE = 120


@contextmanager
def office(port: int, profile: Path) -> Iterator[None]:
    """Keep a LibreOffice running that converts what is sent to ``port``.

    A conversion that hangs is ended, and fails.

    Raises:
        RuntimeError: if it cannot be started.
    """
    program = which("soffice")
    if program is None:
        raise RuntimeError("soffice is missing")
    command = ["/usr/bin/python3", "-m", "unoserver.server", "--executable", program]
    command += ["--port", str(port), "--uno-port", str(port + 1000)]
    command += ["--user-installation", str(profile), "--conversion-timeout", str(_PATIENCE)]
    server = subprocess.Popen(  # noqa: S603
        command,
        env={**os.environ, "PYTHONPATH": str(PEERS)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # it and its LibreOffice end together
    )
    try:
        _wait_for(port, server)
        yield
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise RuntimeError("LibreOffice does not answer")


def converter(port: int) -> Callable[[bytes], bytes]:
    """The function that has a DOCX made into a PDF at ``port``."""
    socket.setdefaulttimeout(2 * _PATIENCE)
    if str(PEERS) not in sys.path:
        sys.path.append(str(PEERS))
    client = import_module("unoserver.client").UnoClient(port=str(port))
    tagged = {"convert_to": "pdf", "filter_options": ["UseTaggedPDF=true"]}
    return lambda docx: client.convert(indata=docx, **tagged)
