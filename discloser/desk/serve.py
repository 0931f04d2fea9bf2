"""The desk's processes: the server, its workers, their database; each started by one command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

SETTINGS = "discloser.desk.settings"
_STOP_WAIT = 20


def set_up(data: Path | None = None) -> None:
    """Make Django ready for this process, with the desk's folder."""
    from discloser.desk.data import DATA, folder, prepare

    if data is not None:
        os.environ[DATA] = str(data.resolve())
    prepare(folder())
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django

    django.setup()


def migrate() -> None:
    """Bring the database to this version's form."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def run_worker() -> None:
    """Do jobs until this process is told to stop."""
    from discloser.desk.jobs.worker import work

    stop = threading.Event()

    def let_go(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, let_go)
    work(stop)


@contextmanager
def workers(count: int) -> Iterator[None]:
    """So many workers beside this process; one that ends is started again."""
    stop = threading.Event()
    command = [sys.executable, "-m", "discloser", "desk", "worker"]
    keepers = [
        threading.Thread(target=_keep, args=(command, os.environ.copy(), stop))
        for _ in range(count)
    ]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        stop.set()
        for keeper in keepers:
            keeper.join()


def _keep(command: list[str], environment: Mapping[str, str], stop: threading.Event) -> None:
    while not stop.is_set():
        process = subprocess.Popen(command, env=dict(environment))  # noqa: S603 - our own command
        while process.poll() is None and not stop.wait(0.5):
            pass
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(_STOP_WAIT)
            except subprocess.TimeoutExpired:
                process.kill()
        if not stop.is_set():
            stop.wait(1)


def run_server(host: str, port: int, threads: int = 8) -> None:
    """Answer requests until this process is told to stop."""
    from django.core.wsgi import get_wsgi_application
    from waitress import serve

    def let_go(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, let_go)  # so that the workers are told, too

    serve(
        get_wsgi_application(),
        host=host,
        port=port,
        threads=threads,
        ident="discloser",
        max_request_body_size=64 * 2**20,
        channel_timeout=60,
    )
