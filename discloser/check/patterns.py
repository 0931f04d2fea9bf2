"""Words of a vocabulary as one pattern, and how near a text is to a word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache


@lru_cache(maxsize=256)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that any of the words matches; of no words, none."""
    return re.compile("|".join(f"(?:{word})" for word in words) if words else r"(?!)")


@lru_cache(maxsize=1024)
def at_end(phrase: str) -> re.Pattern[str]:
    """A vocabulary's words right before something; each is asked for again in every document."""
    return re.compile(f"(?:{phrase})$")


_OTHER_LETTERS = 4
"""Of so many letters one may be another."""


def nearly(text: str, name: str) -> bool:
    """Whether a text is a name, written wrong: of every four letters at most one is another."""
    blocks = SequenceMatcher(None, text, name, autojunk=False).get_matching_blocks()
    other = max(len(text), len(name)) - sum(block.size for block in blocks)
    return other * _OTHER_LETTERS <= len(name)
