"""Which title of the text each entry of a contents list names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from discloser.read.document import words

_ALIKE, _VERY_ALIKE = 0.7, 0.8
"""From this likeness on an entry and a title are meant to be the same: with one number, without."""
_YEAR = re.compile(r"^20\d{2}年度?")
_SAME, _ENDS, _OF, _OTHER = 4.0, 3.0, 2.0, 0.0


def matched(labels: Sequence[str], titles: Sequence[tuple[str, str]]) -> list[str]:
    """The anchors of the titles that labels name, in their order; "" where a label names none.

    ``titles`` have their anchors beside them. Of titles that say the same the first one behind the
    last that was named is meant, for a list is in the order of the text.
    """
    anchors: list[str] = []
    last = -1
    for label in labels:
        scores = [_score(label, title) for title, _ in titles]
        best = max(scores, default=_OTHER)
        found = [at for at, score in enumerate(scores) if score == best and best > _OTHER]
        if not found:
            anchors.append("")
            continue
        at = next((each for each in found if each > last), found[0])
        anchors.append(titles[at][1])
        last = at
    return anchors


def _score(label: str, title: str) -> float:
    """How well a title is what a label names, whatever number and year stand before it."""
    if words.bare(label) == words.bare(title):
        return _SAME
    name, other = _name(label), _name(title)
    if name == other:
        return _SAME
    if other and words.bare(label).endswith(other):
        return _ENDS
    if words.is_of(other, name):
        return _OF
    number = words.bare(label).removesuffix(words.unnumbered(label))
    is_numbered = bool(number) and words.bare(title).startswith(number)
    likeness = SequenceMatcher(None, name, other, autojunk=False).ratio()
    if is_numbered:
        return likeness if likeness > _ALIKE else _OTHER
    ends_alike = bool(name) and name[-1:] == other[-1:]  # …表 is no …说明
    return likeness if ends_alike and likeness > _VERY_ALIKE else _OTHER


def _name(text: str) -> str:
    return _YEAR.sub("", words.unnumbered(text))
