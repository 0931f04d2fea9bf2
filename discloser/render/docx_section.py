"""Sections of a Word document: paper, margins, page numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor

from discloser.document.nodes import Align, Orientation, Section
from discloser.document.style import Margins, Page, Style
from discloser.render import docx_styles as styles
from discloser.render.css import tracking
from discloser.render.docx_xml import Element, field, mm_twips, relation, run, twips, w

HEADER_DISTANCE_MM = 15
_PER_POINT = 4096


@dataclass(frozen=True, slots=True)
class Area:
    """The text area of a page in twips, and how the page lies."""

    width: int
    height: int
    orientation: Orientation


def text_area(page: Page, orientation: Orientation) -> Area:
    """Return the text area of a page that lies as ``orientation`` says."""
    width, height = _paper(page, orientation)
    margins = _margins(page, orientation)
    return Area(
        width - mm_twips(margins.left_mm) - mm_twips(margins.right_mm),
        height - mm_twips(margins.top_mm) - mm_twips(margins.bottom_mm),
        orientation,
    )


def number_aligns(page: Page) -> dict[str, Align]:
    """Return where the page number stands on each kind of page that Word tells apart."""
    if page.number_outside:
        return {"default": Align.RIGHT, "even": Align.LEFT}
    return {"default": Align.CENTER}


def number_paragraph(page: Page, align: Align) -> Element:
    """Return the footer paragraph that prints the page number at ``align``."""
    before, _, after = page.number.partition("{page}")
    # GB/T 9704 sets the number one character in from the outer edge of the text.
    sides = {Align.LEFT: "left", Align.RIGHT: "right"}
    indent = w("ind", **{sides[align]: twips(page.number_size)}) if align in sides else None
    properties = w("pPr", w("pStyle", val=styles.FOOTER), indent, styles.alignment(align))
    return w("p", properties, run(before), *field("PAGE", "1"), run(after))


def section_properties(section: Section, style: Style, footers: Mapping[str, str]) -> Element:
    """Return ``w:sectPr`` of ``section``.

    ``footers`` maps the kinds of pages to the relationship ids of their footers.
    """
    orientation, page = section.orientation, style.page
    width, height = _paper(page, orientation)
    margins = _margins(page, orientation)
    number_height = page.number_size * styles.FOOTER_PITCH
    below = mm_twips(margins.bottom_mm - page.number_distance_mm) - twips(number_height)
    return w(
        "sectPr",
        *(relation("footerReference", rel_id, type=kind) for kind, rel_id in footers.items()),
        w("type", val="nextPage"),
        w("pgSz", w=width, h=height, orient=orientation.value),
        w(
            "pgMar",
            top=mm_twips(margins.top_mm),
            right=mm_twips(margins.right_mm),
            bottom=mm_twips(margins.bottom_mm),
            left=mm_twips(margins.left_mm),
            header=mm_twips(min(HEADER_DISTANCE_MM, margins.top_mm)),
            footer=max(0, below),
            gutter=0,
        ),
        w("pgNumType", start=1) if section.restart else None,
        _grid(style, section.orientation),
    )


def _grid(style: Style, orientation: Orientation) -> Element | None:
    """Return ``w:docGrid``: the lines of a page and the characters of a line, where they are set.

    Word adds ``charSpace``, in 4096ths of a point, to each character that stands on the grid.
    The lines fill an upright page only. LibreOffice centres those of a grid on the page, so that
    on a lying one all would stand lower, by half of what the last line leaves.
    """
    body = style.paragraphs["body"]
    if not style.page.line_chars or orientation is Orientation.LANDSCAPE:
        return None
    return w(
        "docGrid",
        type="linesAndChars",
        linePitch=twips(body.pitch),
        charSpace=floor(tracking(body, style) * _PER_POINT),
    )


def _paper(page: Page, orientation: Orientation) -> tuple[int, int]:
    width, height = mm_twips(page.width_mm), mm_twips(page.height_mm)
    return (height, width) if orientation is Orientation.LANDSCAPE else (width, height)


def _margins(page: Page, orientation: Orientation) -> Margins:
    return page.landscape_margins if orientation is Orientation.LANDSCAPE else page.margins
