"""Two lists of texts side by side: what is the same, what was replaced, what is on one side."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

Pairing = list[tuple[int | None, int | None]]

_ALIKE = 0.4


def align(left: Sequence[str], right: Sequence[str]) -> Pairing:
    """Pair the indexes of ``left`` and ``right`` in order; None where one side has no partner.

    Equal texts are paired first; between them, texts that are alike enough to be versions of one
    another.
    """
    pairing: Pairing = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for tag, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        if tag == "equal":
            pairing += zip(range(left_from, left_to), range(right_from, right_to), strict=True)
        else:
            pairing += _pair_alike(
                [(i, _bigrams(left[i])) for i in range(left_from, left_to)],
                [(j, _bigrams(right[j])) for j in range(right_from, right_to)],
            )
    return pairing


Profile = tuple[int, frozenset[str]]


def _pair_alike(left: list[Profile], right: list[Profile]) -> Pairing:
    """Pair in order so that the sum of all likenesses is greatest."""
    likeness = [[_likeness(a, b) for _, b in right] for _, a in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairing: Pairing = []
    i = j = 0
    while i < len(left) or j < len(right):
        if i == len(left):
            pairing.append((None, right[j][0]))
            j += 1
        elif j == len(right) or best[i][j] == best[i + 1][j]:
            pairing.append((left[i][0], None))
            i += 1
        elif best[i][j] == best[i][j + 1]:
            pairing.append((None, right[j][0]))
            j += 1
        else:
            pairing.append((left[i][0], right[j][0]))
            i, j = i + 1, j + 1
    return pairing


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right))
