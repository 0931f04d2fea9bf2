"""Words of a vocabulary as one pattern."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=256)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that any of the words matches; of no words, none."""
    return re.compile("|".join(f"(?:{word})" for word in words) if words else r"(?!)")


@lru_cache(maxsize=1024)
def at_end(phrase: str) -> re.Pattern[str]:
    """A vocabulary's words right before something; each is asked for again in every document."""
    return re.compile(f"(?:{phrase})$")
