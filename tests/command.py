"""Runs of the command line in the process of the tests."""

from __future__ import annotations

from collections.abc import Callable

Run = Callable[..., tuple[int, str, str]]
"""Takes a command's words; gives its exit code, its output and its messages."""
