"""How wide text is, by the advance widths of the face that tables are set in.

The widths stand here, not in the fonts of the machine: the same input gives the same lines
everywhere, and no font need be opened for them.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

WIDE = 1.0
"""A Chinese character or mark, in sizes of its face."""
BOLD = 1.06
"""How much wider Latin letters and digits are in bold."""

_ADVANCES = {
    # Thousandths of the size in Noto Serif CJK SC, the widest of the faces that packs name. Digits
    # are as wide as 0, as in the columns of a table.
    196: "'", 256: " ", 308: "!", 311: "j", 316: "|", 327: ",.:;", 332: "i", 334: "l",
    344: "[]", 346: "-", 352: "/\\", 364: "()", 367: "t", 374: "{}", 376: '"', 388: "f",
    402: "J", 405: "I", 432: "?", 435: "`", 462: "r", 473: "s", 478: "*", 498: "z", 538: "c",
    546: "e", 548: "v", 550: "$", 552: "y", 557: "a", 562: "0123456789", 563: "_–", 564: "x",
    566: "g", 567: "S", 574: "#", 580: "+<=>^~", 596: "o", 605: "Z", 607: "kq", 625: "L",
    629: "Fd", 638: "bp", 641: "P", 652: "E", 653: "u", 659: "T", 661: "n", 663: "h", 670: "B",
    687: "Y", 691: "C", 700: "X", 714: "V", 715: "R", 718: "A", 731: "K", 741: "G", 767: "OQ",
    770: "D", 779: "&", 796: "N", 797: "U", 838: "w", 853: "H", 912: "@", 923: "%", 974: "m",
    975: "M", 1053: "W",
}  # fmt: skip
_KNOWN = {character: width / 1000 for width, text in _ADVANCES.items() for character in text}
_CAPITAL, _OTHER = 0.82, 0.65
"""Letters of other alphabets."""


@lru_cache(maxsize=16384)
def ems(text: str) -> float:
    """The width of ``text`` in sizes of its face."""
    return sum(map(_width, text))


@cache
def _width(character: str) -> float:
    known = _KNOWN.get(character)
    if known is not None:
        return known
    if unicodedata.east_asian_width(character) in "WFA":
        return WIDE
    return _CAPITAL if character.isupper() else _OTHER
