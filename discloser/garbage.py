"""Python's collector of garbage, kept still while much is made that stays."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 50_000
"""After so many new objects the collector looks through the youngest: by itself after 700."""


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Keep Python from looking again and again through the objects of what is being made.

    What nothing refers to is freed all the same; only circles wait for the end.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def look_seldom() -> None:
    """Let the collector look seldom in this process, and not at all when it ends.

    A command imports its rooms, makes what stays until it ends, and ends: what the collector would
    find then the system takes back at once.
    """
    gc.set_threshold(_MANY)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
