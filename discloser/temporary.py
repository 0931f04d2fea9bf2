"""Folders for the time of a piece of work; those of runs that were killed are swept away."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PREFIX = "discloser-"
_HELD = ".held"
_GRACE = 3600
"""How old a folder that nobody holds must be, in seconds: one may just be coming into being."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is removed at the end, and by the next start where this run is killed.

    It is held by a lock, which the system lets go when the process ends, however it ends.
    """
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    held = folder / _HELD
    try:
        with held.open("wb") as file:
            take(file)
            inside = folder / "work"
            inside.mkdir()
            yield inside
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the temporary folders of our own runs that have ended without doing so."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    try:
        state = folder.stat(follow_symlinks=False)
        if folder.is_symlink() or not folder.is_dir() or not _is_mine(state):
            return False
        held = folder / _HELD
        if not held.is_file():
            return time.time() - state.st_mtime > _GRACE
        with held.open("r+b") as file:
            return take(file)
    except OSError:
        return False


def _is_mine(state: os.stat_result) -> bool:
    return sys.platform == "win32" or state.st_uid == os.getuid()


def take(file: IO[bytes] | IO[str]) -> bool:
    """Hold an open file for this process; False where another one holds it.

    Raises:
        OSError: if the file system holds no files.
    """
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
