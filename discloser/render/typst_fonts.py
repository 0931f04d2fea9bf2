"""The fonts of this machine as Typst knows them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import typst
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

_FAMILY_NAMES = frozenset({1, 16})
"""The entries of a font's name table that hold its family."""


@cache
def fonts() -> typst.Fonts:
    """The installed fonts, looked up once in a process."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def known_families(wanted: tuple[str, ...]) -> list[str]:
    """Return Typst's names of those families of ``wanted`` that are installed, in order."""
    keys = [family.casefold() for family in wanted]
    found = [_exact().get(key) or _all_names().get(key) for key in keys]
    return list(dict.fromkeys(name for name in found if name))


@cache
def _exact() -> Mapping[str, str]:
    return {name.casefold(): name for name in fonts().families()}


@cache
def _all_names() -> Mapping[str, str]:
    """Typst's name of each family by all its names: Typst keeps one, often the English one."""
    names: dict[str, str] = {}
    for font in sorted(fonts().fonts(), key=lambda font: (font.path or "", font.index)):
        for name in _names_in(font.path, font.index):
            names.setdefault(name.casefold(), font.family)
    return names


def _names_in(path: str | None, index: int) -> set[str]:
    if path is None:
        return set()
    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            entries = [entry for entry in font["name"].names if entry.nameID in _FAMILY_NAMES]
            return {entry.toUnicode(errors="replace") for entry in entries}
    except (OSError, TTLibError):
        return set()
