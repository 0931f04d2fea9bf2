"""The fonts of this machine as Typst names them, chosen as fontconfig chooses them.

Typst finds a family by its one English name and knows no aliases. So fontconfig is asked, as the
WeasyPrint writer asks it, and both print the same faces. Where there is no fontconfig, the names
inside the font files decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import typst

from discloser.render import fontconfig

REGULAR, BOLD, SEMI_BOLD = 400, 700, 600
_FAMILY_NAMES = frozenset({1, 16})
"""The entries of a font's name table that hold its family."""


@dataclass(frozen=True, slots=True)
class Face:
    """Families in order and their weight. ``stroked`` asks for bold that the font lacks."""

    families: tuple[str, ...]
    weight: int
    stroked: bool


@cache
def fonts() -> typst.Fonts:
    """The installed fonts, looked up once in a process."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@cache
def find_face(wanted: tuple[str, ...], *, bold: bool) -> Face:
    """Return the installed face for the family names ``wanted``, the best one first."""
    exact = {name.casefold(): name for name in fonts().families()}
    place = fontconfig.match(wanted, fontconfig.BOLD if bold else fontconfig.REGULAR)
    if place is None:
        known = _all_names()
        found = [exact.get(name.casefold()) or known.get(name.casefold()) for name in wanted]
        families = tuple(dict.fromkeys(name for name in found if name))
        return Face(families, BOLD if bold else REGULAR, stroked=False)
    family, weight = _by_place().get(place, ("", BOLD if bold else REGULAR))
    names = [family, *(exact.get(name.casefold(), "") for name in wanted)]
    families = tuple(dict.fromkeys(filter(None, names)))
    return Face(families, weight, stroked=bold and weight < SEMI_BOLD)


def files_by_family() -> Mapping[str, frozenset[str]]:
    """The files of each installed family, by all the names in them in small letters."""
    files: dict[str, set[str]] = defaultdict(set)
    for (path, index), (family, _) in _by_place().items():
        for name in {family, *_names_in(path, index)}:
            files[name.casefold()].add(path)
    return {family: frozenset(found) for family, found in files.items()}


@cache
def _by_place() -> Mapping[tuple[str, int], tuple[str, int]]:
    """The family and the weight of each font by its file and its index there."""
    return {
        (font.path, font.index): (font.family, font.weight)
        for font in fonts().fonts()
        if font.path is not None
    }


@cache
def _all_names() -> Mapping[str, str]:
    """Typst's name of each family by all the names in its file."""
    names: dict[str, str] = {}
    for (path, index), (family, _) in sorted(_by_place().items()):
        for name in _names_in(path, index):
            names.setdefault(name.casefold(), family)
    return names


def _names_in(path: str, index: int) -> set[str]:
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            entries = [entry for entry in font["name"].names if entry.nameID in _FAMILY_NAMES]
            return {entry.toUnicode(errors="replace") for entry in entries}
    except (OSError, TTLibError):
        return set()
