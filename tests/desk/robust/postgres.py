"""A PostgreSQL of its own for a proof, from the system's package."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USER = "postgres"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    path = shutil.which("initdb")
    return Path(path).parent if path else None


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database, which goes away with its server."""
    where = programs()
    assert where is not None, "install the package postgresql"
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    port = free_port()
    as_root = os.getuid() == 0
    if as_root:
        shutil.chown(folder, _USER)

    def run(program: str, *arguments: str) -> None:
        command = [str(where / program), *arguments]
        subprocess.run(
            command, check=True, capture_output=True, cwd="/", user=_USER if as_root else None
        )

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", _USER, "desk")
        yield f"postgresql://{_USER}@127.0.0.1:{port}/desk"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
