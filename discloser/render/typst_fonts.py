"""The fonts of this machine as Typst names them, chosen as fontconfig chooses them.

Typst finds a family by its one English name and knows no aliases. So fontconfig is asked, as the
WeasyPrint writer asks it, and both print the same faces. Where there is no fontconfig, the names
inside the font files decide.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import typst

_LIBRARIES = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
_FC_REGULAR, _FC_BOLD = 80, 200
_FC_MATCH_PATTERN = 0
_INDEX_BITS = 0xFFFF
"""The rest of fontconfig's index names an instance of a variable font."""

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
    library = _fontconfig()
    if library is None:
        known = _all_names()
        found = [exact.get(name.casefold()) or known.get(name.casefold()) for name in wanted]
        families = tuple(dict.fromkeys(name for name in found if name))
        return Face(families, BOLD if bold else REGULAR, stroked=False)
    family, weight = "", BOLD if bold else REGULAR
    place = _match(library, wanted, _FC_BOLD if bold else _FC_REGULAR)
    if place in _by_place():
        family, weight = _by_place()[place]
    names = [family, *(exact.get(name.casefold(), "") for name in wanted)]
    families = tuple(dict.fromkeys(filter(None, names)))
    return Face(families, weight, stroked=bold and weight < SEMI_BOLD)


@cache
def _by_place() -> Mapping[tuple[str, int], tuple[str, int]]:
    """The family and the weight of each font by its file and its index there."""
    return {
        (font.path, font.index): (font.family, font.weight)
        for font in fonts().fonts()
        if font.path is not None
    }


@cache
def _fontconfig() -> ctypes.CDLL | None:
    for name in _LIBRARIES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.FcPatternCreate.restype = ctypes.c_void_p
        library.FcFontMatch.restype = ctypes.c_void_p
        return library
    return None


def _match(library: ctypes.CDLL, families: tuple[str, ...], weight: int) -> tuple[str, int]:
    """Return the file and the index of the font that fontconfig takes for ``families``."""
    pattern = ctypes.c_void_p(library.FcPatternCreate())
    for family in families:
        library.FcPatternAddString(pattern, b"family", family.encode())
    library.FcPatternAddInteger(pattern, b"weight", weight)
    library.FcConfigSubstitute(None, pattern, _FC_MATCH_PATTERN)
    library.FcDefaultSubstitute(pattern)
    found = ctypes.c_void_p(library.FcFontMatch(None, pattern, ctypes.byref(ctypes.c_int())))
    file, index = ctypes.c_char_p(), ctypes.c_int()
    if found.value is not None:
        library.FcPatternGetString(found, b"file", 0, ctypes.byref(file))
        library.FcPatternGetInteger(found, b"index", 0, ctypes.byref(index))
        place = ((file.value or b"").decode(), index.value & _INDEX_BITS)
        library.FcPatternDestroy(found)
    else:
        place = ("", 0)
    library.FcPatternDestroy(pattern)
    return place


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
