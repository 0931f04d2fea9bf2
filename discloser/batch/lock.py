"""One run at a time on one output folder."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from discloser.batch.place import Place, is_here

NAME = ".discloser.lock"


class InUseError(Exception):
    """The output folder is in use; ``holder`` says by whom."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def locked(folder: Place) -> Iterator[None]:
    """Hold ``folder`` for this run; behind a URL there is nothing that holds.

    The system lets go when the process ends, however it ends.

    Raises:
        InUseError: if another run holds it.
        OSError: if the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not is_here(folder):
        yield
        return
    path = folder / NAME
    with path.open("a+", encoding="utf-8") as file:
        if not _take(file):
            file.seek(0)
            raise InUseError(file.read().strip() or "另一个程序")
        file.truncate(0)
        file.write(_holder() + "\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _holder() -> str:
    """Who holds the folder: user, machine, process and since when."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "未知用户"
    since = datetime.now().astimezone().strftime("%m月%d日 %H:%M")
    return f"{user} 在 {socket.gethostname()} 上（进程 {os.getpid()}，{since} 开始）"


def _take(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 20)  # a place that nobody reads: Windows also keeps readers out
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except PermissionError:
        if sys.platform == "win32":
            return False
        raise
    return True
