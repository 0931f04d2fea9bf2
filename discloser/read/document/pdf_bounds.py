"""How much the pages of a PDF draw, before a library is asked to read them.

A few bytes may unpack to millions of lines, and a library that runs out of memory ends the process.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from discloser.location import Spot
from discloser.read.document.bounds import too_much
from discloser.read.document.rules import MAX_DRAWN, MAX_PAGES

_DRAWS = re.compile(rb"/(\w+)\s+Do\b")
_DEEPEST = 8


def bound_pages(data: bytes, file: str) -> None:
    """Refuse a file with too many pages, or with a page that draws too much.

    What is damaged or locked is left to whoever reads it.

    Raises:
        Refused: with the page.
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise too_much(file, "页数太多", f"{MAX_PAGES} 页")
            for number, page in enumerate(pdf.pages, start=1):
                held = page.obj.get(Name.Contents, Array())
                parts = list(held) if isinstance(held, Array) else [held]
                if sum(_drawn(part, page.obj, 0) for part in parts) > MAX_DRAWN:
                    limit = f"{MAX_DRAWN // 1024**2} MB"
                    raise too_much(file, f"第 {number} 页画的线和字太多", limit, Spot(page=number))
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ):
        return


def _drawn(stream: Object, holder: Object, depth: int) -> int:
    """The bytes that a stream draws, with the forms that it draws as often as it does."""
    if not isinstance(stream, Stream) or depth > _DEEPEST:
        return 0
    content = _unpacked(stream)
    resources = stream.get(Name.Resources, holder.get(Name.Resources, Dictionary()))
    known = resources.get(Name.XObject, Dictionary())
    drawn = len(content)
    for name, times in Counter(_DRAWS.findall(content)).items():
        form = known.get(f"/{name.decode()}")
        if form is not None and form.get(Name.Subtype) == Name.Form and drawn <= MAX_DRAWN:
            drawn += times * _drawn(form, stream, depth + 1)
    return drawn


def _unpacked(stream: Stream) -> bytes:
    """What a stream unpacks to, one byte more than is read at most."""
    raw = stream.read_raw_bytes()
    if stream.get(Name.Filter) != Name.FlateDecode:
        return raw if stream.get(Name.Filter) is None else stream.read_bytes()
    try:
        return zlib.decompressobj().decompress(raw, MAX_DRAWN + 1)
    except zlib.error:
        return b""
