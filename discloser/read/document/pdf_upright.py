"""Pages as they are seen: a turn that a PDF says of a page, put into what the page draws.

Programs print a wide table on an upright page with a turn of 90 degrees (``/Rotate``); libraries
give the characters of such a page in its own frame, where all of them lie on their side.
"""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pikepdf import Array, Name

_QUARTER = 90
_BOXES = (Name.CropBox, Name.TrimBox, Name.BleedBox, Name.ArtBox)


def upright(data: bytes) -> bytes:
    """The file with no page turned, each looking as before; for reading, not for keeping.

    Raises:
        ValueError: if the file is damaged.
    """
    stream = BytesIO()
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            for page in pdf.pages:
                _turn(page)
            pdf.save(stream)
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error
    return stream.getvalue()


def _turn(page: pikepdf.Page) -> None:
    turns = int(page.obj.get(Name.Rotate, 0)) // _QUARTER % 4
    if not turns:
        return
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    matrix = {
        1: (0, -1, 1, 0, -bottom, right),
        2: (-1, 0, 0, -1, right, top),
        3: (0, 1, -1, 0, top, -left),
    }[turns]
    width, height = right - left, top - bottom
    if turns % 2:
        width, height = height, width
    words = " ".join(f"{number:.4f}" for number in matrix)
    page.contents_add(f"q {words} cm\n".encode(), prepend=True)
    page.contents_add(b"\nQ")
    page.obj.MediaBox = Array([0, 0, width, height])
    page.obj.Rotate = 0
    for box in _BOXES:
        if box in page.obj:
            del page.obj[box]
