"""Bold text in faces that have no bold weight, as the official ones for text and tables.

Pango asks for them to be made bold, but WeasyPrint draws their regular outlines. Here the
outlines are also stroked, as Word and WPS do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint.pdf.stream import Stream

_SEMI_BOLD = 600

STROKE = 1 / 36
"""The width of the stroke in sizes."""


def embolden(fonts: Mapping[Any, Any], pdf: Any) -> None:
    """Stroke the text that ``pdf`` shows in those of ``fonts`` that are bold in name only."""
    names = {
        f"/{font.hash}".encode()
        for font in fonts.values()
        if font.weight >= _SEMI_BOLD and _weight(font) < _SEMI_BOLD
    }
    if names:
        for content in pdf.objects:
            if isinstance(content, Stream):
                content.stream = list(_stroked(content.stream, names))


def _weight(font: Any) -> int:
    file = TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True)
    return int(file["OS/2"].usWeightClass) if "OS/2" in file else _SEMI_BOLD


def _stroked(operations: Iterable[Any], names: set[bytes]) -> Iterator[Any]:
    """Set the way to draw text wherever a font is set; both are saved and restored together."""
    for operation in operations:
        yield operation
        if isinstance(operation, bytes) and operation.endswith(b" Tf"):
            name, size, _ = operation.split()
            if name in names:
                yield f"{float(size) * STROKE:.3f} w 2 Tr".encode()
            else:
                yield b"0 Tr"
