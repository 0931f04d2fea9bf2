"""Latin letters and digits of Chinese text, in a face of their own, for WeasyPrint.

Pango takes each character from the first family that has it, so the Latin face stands first with
letters and digits alone: “” and … stay Chinese. And it takes the height of a line from the first
family, so each Chinese face gets them with its own height, or lines with digits would be higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from io import BytesIO
from typing import Any

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher, URLFetcherResponse

from discloser.document.style import DIGITS
from discloser.render import fontconfig

_SCHEME = "digits"
_LETTERS = range(0x20, 0x7F)
_FEATURES = ("kern", "lnum", "tnum")
_USE_TYPO_METRICS = 1 << 7
_WEIGHTS = {"normal": fontconfig.REGULAR, "bold": fontconfig.BOLD}

Faces = tuple[tuple[str, tuple[str, ...]], ...]
"""The faces of a style as a value that can be remembered."""


def digits_source(face: str, weight: str) -> str:
    """Return the CSS source of the letters and digits beside the Chinese ``face``."""
    return f'url("{_SCHEME}:{weight}/{face.encode().hex()}")'


class DigitsFetcher(URLFetcher):  # type: ignore[misc]
    """A fetcher that makes the fonts of :func:`digits_source`, and reads nothing else."""

    def __init__(self, faces: Faces) -> None:
        super().__init__(allowed_protocols=(_SCHEME,))
        self._faces = dict(faces)

    def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
        """Return the font that ``url`` names.

        Raises:
            ValueError: if it names anything else.
        """
        scheme, _, name = url.partition(":")
        weight, _, face = name.partition("/")
        if scheme != _SCHEME or weight not in _WEIGHTS:
            raise ValueError(f"not a font of the style: {url}")
        families = self._faces[bytes.fromhex(face).decode()]
        font = _digits_font(self._faces[DIGITS], families, _WEIGHTS[weight])
        return URLFetcherResponse(url, font)


@cache
def _digits_font(digits: Sequence[str], chinese: Sequence[str], weight: int) -> bytes:
    """The letters and digits of the installed ``digits``, as high as ``chinese``."""
    with _opened(chinese, weight) as font:
        height, baselines = _height(font), _baselines(font)
    options = Options(layout_features=list(_FEATURES), hinting=False, drop_tables=["FFTM"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_LETTERS)
    result = BytesIO()
    with _opened(digits, weight) as font:
        subsetter.subset(font)
        size = font["head"].unitsPerEm
        head = font["hhea"]
        head.ascent, head.descent = (round(part * size) for part in height)
        head.lineGap = 0
        if "OS/2" in font:
            font["OS/2"].fsSelection &= ~_USE_TYPO_METRICS
        if baselines is not None:
            font["BASE"] = _scaled(baselines, size)
        font.save(result)
    return result.getvalue()


def _baselines(font: Any) -> tuple[Any, int] | None:
    """Where a font has the baselines of scripts, by which Pango puts two fonts side by side."""
    if "BASE" not in font or font["BASE"].table.HorizAxis is None:
        return None
    return deepcopy(font["BASE"]), font["head"].unitsPerEm


def _scaled(baselines: tuple[Any, int], size: int) -> Any:
    table, unit = baselines
    table.table.VertAxis = None
    for record in table.table.HorizAxis.BaseScriptList.BaseScriptRecord:
        record.BaseScript.BaseLangSysRecord, record.BaseScript.DefaultMinMax = [], None
        values = record.BaseScript.BaseValues
        for place in values.BaseCoord if values else ():
            place.Coordinate = round(place.Coordinate * size / unit)
    return table


def _opened(families: Sequence[str], weight: int) -> Any:
    found = fontconfig.match(families, weight)
    if found is None:
        raise ValueError("no fontconfig")
    return TTFont(found[0], fontNumber=found[1], lazy=True, recalcTimestamp=False)


def _height(font: Any) -> tuple[float, float]:
    """Ascent and descent in sizes, as HarfBuzz takes them."""
    size = font["head"].unitsPerEm
    table = font.get("OS/2")
    if table is not None and table.fsSelection & _USE_TYPO_METRICS:
        return table.sTypoAscender / size, table.sTypoDescender / size
    return font["hhea"].ascent / size, font["hhea"].descent / size
