"""Annotations in a PDF: a frame around each place, with the remark behind it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from discloser.audit.faults import Fault
from discloser.audit.mark.remarks import AUTHOR, COLORS, remarks
from discloser.audit.sureness import Sureness
from discloser.location import Spot

_MARGIN = 1.5
"""Between what is framed and its frame, in points."""
_WHOLE_PAGE = (24.0, 24.0, 48.0, 48.0)
"""Where a remark on a page stands that has no box: in its upper left corner."""
_QUARTER = 90


def marked_pdf(path: Path, faults: Sequence[Fault]) -> bytes:
    """The file with a frame for each remark.

    Raises:
        ValueError: if the file cannot be opened for writing.
    """
    try:
        with pikepdf.open(path) as pdf:
            for spot, sure, text in remarks(faults, str(path)):
                if 0 < spot.page <= len(pdf.pages):
                    _frame(pdf, pdf.pages[spot.page - 1], spot, sure, text)
            stream = BytesIO()
            pdf.save(stream)
    except pikepdf.PdfError as error:
        raise ValueError("文件已损坏") from error
    return stream.getvalue()


def _frame(pdf: Pdf, page: pikepdf.Page, spot: Spot, sure: Sureness, text: str) -> None:
    frame = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Square,
        Rect=Array(_rectangle(page, spot.box or _WHOLE_PAGE)),
        Contents=String(text),
        T=String(AUTHOR),
        C=Array(COLORS[sure]),
        F=4,  # printed with the page
        BS=Dictionary(W=1),
        P=page.obj,
    )
    if Name.Annots not in page:
        page.Annots = Array()
    page.Annots.append(pdf.make_indirect(frame))


def _rectangle(
    page: pikepdf.Page, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """A box of the page as it is seen, from its upper left, in the page's own coordinates."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    width, height = right - left, top - bottom
    x0, y0 = box[0] - _MARGIN, box[1] - _MARGIN
    x1, y1 = box[2] + _MARGIN, box[3] + _MARGIN
    turns = int(page.obj.get(Name.Rotate, 0)) // _QUARTER % 4
    seen = {
        0: (x0, height - y1, x1, height - y0),
        1: (y0, x0, y1, x1),
        2: (width - x1, y0, width - x0, y1),
        3: (width - y1, height - x1, width - y0, height - x0),
    }[turns]
    return left + seen[0], bottom + seen[1], left + seen[2], bottom + seen[3]
