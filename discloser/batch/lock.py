"""One run at a time on one output folder."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from discloser.batch.place import Place, is_here
from discloser.temporary import take

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
        if not take(file):
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
