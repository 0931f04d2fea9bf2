"""Reading an input file into a plain draft and the places its values came from."""

from __future__ import annotations

from typing import TypeAlias

DraftValue: TypeAlias = "str | list[DraftValue] | dict[str, DraftValue] | None"
"""A value as written: every scalar is text, an empty one is None."""

Draft: TypeAlias = dict[str, DraftValue]
"""An input as it was written, before anything is known of its meaning."""
