"""Which characters of a text no font can show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from discloser.render import fontconfig

_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of characters that need no glyph: controls, spaces, format marks."""
_VARIATION = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""They choose a shape of the character before them, which is there without it."""


def missing_characters(text: str, families: Sequence[str]) -> set[str]:
    """Return the characters of ``text`` that no installed font of ``families`` holds."""
    wanted = {
        character
        for character in set(text)
        if unicodedata.category(character) not in _INVISIBLE and not _VARIATION.match(character)
    }
    for family in families:
        if not wanted:
            break
        wanted -= _characters(family)
    return wanted


def installed_families() -> frozenset[str]:
    """The names of all installed font families, in small letters."""
    return frozenset(_font_files())


@cache
def _characters(family: str) -> frozenset[str]:
    """The characters of one installed font of ``family``; its weights hold the same ones."""
    files = _font_files().get(family.casefold())
    if not files:
        return frozenset()
    # The fonts of a collection differ in shapes or widths, not in what they hold.
    with TTFont(min(files), lazy=True, fontNumber=0) as font:
        return frozenset(map(chr, font.getBestCmap() or {}))


@cache
def _font_files() -> Mapping[str, Iterable[str]]:
    """The files of each installed family, by its names in small letters."""
    files = fontconfig.files_by_family()
    if files is None:
        from discloser.render.typst_fonts import files_by_family

        return files_by_family()
    return files
