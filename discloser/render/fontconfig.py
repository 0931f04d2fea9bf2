"""What fontconfig knows of this machine's fonts; both PDF writers print the faces it chooses.

Where there is no fontconfig, as on a plain Windows, there are no answers.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

REGULAR, BOLD = 80, 200
"""Weights as fontconfig counts them."""

_LIBRARIES = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
_FOUND = 0
_MATCH_PATTERN = 0
_SYSTEM_FONTS = 0
_INDEX_BITS = 0xFFFF
"""The rest of fontconfig's index names an instance of a variable font."""


class _FontSet(ctypes.Structure):
    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("patterns", ctypes.POINTER(ctypes.c_void_p)),
    )


def files_by_family() -> Mapping[str, frozenset[str]] | None:
    """The files of each installed family, by its names in small letters; None without fontconfig.

    A family with names in several languages is found by each of them.
    """
    library = _library()
    if library is None:
        return None
    files: dict[str, set[str]] = defaultdict(set)
    config = ctypes.c_void_p(library.FcInitLoadConfigAndFonts())
    fonts = library.FcConfigGetFonts(config, _SYSTEM_FONTS).contents
    for pattern in fonts.patterns[: fonts.count]:
        for file in _strings(library, pattern, b"file"):
            for family in _strings(library, pattern, b"family"):
                files[family.casefold()].add(file)
    library.FcConfigDestroy(config)
    return {family: frozenset(found) for family, found in files.items()}


def match(families: Sequence[str], weight: int) -> tuple[str, int] | None:
    """Return the file and the index there of the font for ``families``; None without fontconfig."""
    library = _library()
    if library is None:
        return None
    pattern = ctypes.c_void_p(library.FcPatternCreate())
    for family in families:
        library.FcPatternAddString(pattern, b"family", family.encode())
    library.FcPatternAddInteger(pattern, b"weight", weight)
    library.FcConfigSubstitute(None, pattern, _MATCH_PATTERN)
    library.FcDefaultSubstitute(pattern)
    found = ctypes.c_void_p(library.FcFontMatch(None, pattern, ctypes.byref(ctypes.c_int())))
    library.FcPatternDestroy(pattern)
    if found.value is None:
        return "", 0
    index = ctypes.c_int()
    library.FcPatternGetInteger(found, b"index", 0, ctypes.byref(index))
    file = next(_strings(library, found.value, b"file"), "")
    library.FcPatternDestroy(found)
    return file, index.value & _INDEX_BITS


def _strings(library: ctypes.CDLL, pattern: int, name: bytes) -> Iterator[str]:
    """All values of a property of a font."""
    value = ctypes.c_char_p()
    position = 0
    while (
        library.FcPatternGetString(ctypes.c_void_p(pattern), name, position, ctypes.byref(value))
        == _FOUND
    ):
        yield (value.value or b"").decode()
        position += 1


@cache
def _library() -> ctypes.CDLL | None:
    for name in _LIBRARIES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        for function in ("FcPatternCreate", "FcFontMatch", "FcInitLoadConfigAndFonts"):
            getattr(library, function).restype = ctypes.c_void_p
        library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
        return library
    return None
