"""How a document looks: page, faces, sizes, pitches and rules, read by every writer.

A pack's ``style.yaml`` fills this model. Lengths are millimetres where the name ends in
``_mm`` and points elsewhere. The defaults follow GB/T 9704-2012 (党政机关公文格式).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from discloser.document.nodes import Align

Points = Annotated[float, Field(gt=0)]
Millimetres = Annotated[float, Field(ge=0)]


class _StylePart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Margins(_StylePart):
    """Page margins of a portrait page in millimetres."""

    top_mm: Millimetres = 37
    bottom_mm: Millimetres = 35
    left_mm: Millimetres = 28
    right_mm: Millimetres = 26


class Page(_StylePart):
    """Paper and margins; a landscape page has ``landscape_margins`` of its own."""

    width_mm: Millimetres = 210
    height_mm: Millimetres = 297
    margins: Margins = Margins()
    landscape_margins: Margins = Margins(top_mm=28, bottom_mm=26, left_mm=25, right_mm=25)
    number: str = "— {page} —"
    number_face: str = "song"
    number_size: Points = 14
    number_distance_mm: Millimetres = 7
    number_outside: bool = True
    """Right on odd pages and left on even ones, one character in; otherwise centred."""


class TextStyle(_StylePart):
    """A paragraph style: face, size, line pitch, indents and spaces in points."""

    face: str = "fangsong"
    size: Points = 16
    pitch: Points = 29
    align: Align = Align.LEFT
    justify: bool = False
    strong: bool = False
    indent_chars: float = 0
    """First-line indent in characters of the style's size; below zero the first line hangs."""
    left_chars: float = 0
    """Indent of all lines from the left margin, in characters of the style's size."""
    space_before: float = 0
    space_after: float = 0
    keep_with_next: bool = False
    page_break_before: bool = False


class Rules(_StylePart):
    """The lines and paddings of tables."""

    line: Points = 0.5
    color: str = "#000000"
    header_fill: str = ""
    padding_x_mm: Millimetres = 0.8
    padding_y_mm: Millimetres = 0.6


class Style(_StylePart):
    """Everything a writer needs to know about looks.

    ``faces`` maps a face's key to family names, official first, then free ones. ``paragraphs``
    holds the paragraph styles by name; ``headings`` those of levels 1 to 4.
    """

    faces: dict[str, tuple[str, ...]]
    page: Page = Page()
    paragraphs: dict[str, TextStyle]
    headings: tuple[TextStyle, ...]
    contents_title: TextStyle
    contents_levels: tuple[TextStyle, ...]
    table_caption: TextStyle
    table_subtitle: TextStyle
    table_line: TextStyle
    table_header: TextStyle
    table_cell: TextStyle
    table_note: TextStyle
    rules: Rules = Rules()
    css: str = ""
    """Extra CSS for the HTML and PDF only."""
