"""Text as the Typst template takes it: lines of pieces."""

from __future__ import annotations

import re
import unicodedata

from discloser.document.nodes import BREAK

_LONG = re.compile(r"[!-~]{13,}")
"""Codes and addresses that may break anywhere; shorter words stay whole."""

_NOT_PRINTED = frozenset({"Cc", "Cs"})
"""Categories of characters that no page shows: controls and halves of characters."""


def lines(text: str) -> list[list[str]]:
    """Return the lines of ``text``, each as pieces between which it may break."""
    return [_pieces(line) for line in text.replace(BREAK, "\n").split("\n")]


def _pieces(line: str) -> list[str]:
    if not line.isprintable():
        line = line.replace("\t", " ")
        line = "".join(c for c in line if unicodedata.category(c) not in _NOT_PRINTED)
    pieces: list[str] = []
    start = 0
    for match in _LONG.finditer(line):
        pieces += [line[start : match.start()], *match.group()]
        start = match.end()
    return [*pieces, line[start:]]
