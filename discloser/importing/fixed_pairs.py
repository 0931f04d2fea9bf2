"""Functional items that pay for certain economic items, as an import of published tables uses them.

``fixed_pairs.csv`` has the national ones with their ground; a pack adds rows in its ``import/``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class FixedPair:
    """A functional item, or the beginning of its code, with the economic ones that it pays for."""

    function: str
    economic: tuple[str, ...]


@cache
def standard_pairs() -> tuple[FixedPair, ...]:
    """The national pairs. Source: the ground that each row names."""
    text = (files("discloser.importing") / "fixed_pairs.csv").read_text("utf-8-sig")
    rows = csv.DictReader(text.splitlines())
    return tuple(FixedPair(row["功能科目"], tuple(row["部门经济科目"].split())) for row in rows)
