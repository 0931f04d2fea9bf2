"""The workbook that the sheets of a document share: its formats and its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from discloser.document.nodes import Align, Orientation
from discloser.document.style import Margins, Style, TextStyle
from discloser.render.xlsx_measure import POINTS_PER_MM

Mark = Callable[[Worksheet, Orientation], None]
"""Puts something on every page that a sheet is printed on."""

_MM_PER_INCH = 25.4
_PAPERS = {(210, 297): 9, (297, 420): 8}
_GB2312_CHARSET = 134


@dataclass(frozen=True)
class Book:
    """The workbook, its style, and the formats that its sheets share."""

    workbook: Workbook
    style: Style
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)
    cell_formats: dict[tuple[Any, ...], Format] = field(default_factory=dict)
    mark: Mark | None = None

    def format(self, look: TextStyle, **properties: str | float | bool) -> Format:
        """Return the format for text of a style; ``properties`` go before the style's own."""
        values: dict[str, Any] = {
            "font_name": face(self.style, look),
            "font_size": look.size,
            # Not the theme's face, which Excel would show in its place.
            "font_scheme": "none",
            "font_charset": _GB2312_CHARSET,
            "bold": look.strong,
            "align": look.align.value,
            "valign": "vcenter",
            "text_wrap": True,
            "indent": round(look.left_chars),
        }
        values |= properties
        key = tuple(sorted(values.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(values)
        return self.formats[key]

    def cell_format(
        self,
        look: TextStyle,
        *,
        header: bool,
        align: Align | None,
        strong: bool,
        top: bool,
        number_format: str,
    ) -> Format:
        """Return the format of a table cell; ``@`` is the number format of codes."""
        key = (look.size, header, align, strong, top, number_format)
        if key not in self.cell_formats:
            rules = self.style.rules
            properties: dict[str, Any] = {
                "align": (align or look.align).value,
                "bold": look.strong or strong,
                "border": _border(rules.line),
                "border_color": rules.color,
                "indent": 0,
            }
            if header and rules.header_fill:
                properties["bg_color"] = rules.header_fill
            if number_format:
                # A number, or a code: Latin letters and digits alone.
                properties["num_format"] = number_format
                digits = self.style.digits_of(look.face)
                if digits:
                    properties |= {"font_name": digits[0], "font_charset": 0}
            if number_format not in ("", "@"):
                # Where the faces are wider than they should be, a smaller number beats ####.
                properties |= {"text_wrap": False, "shrink": True}
            if top:
                properties["valign"] = "top"
            self.cell_formats[key] = self.format(look, **properties)
        return self.cell_formats[key]

    def set_page(self, sheet: Worksheet, orientation: Orientation, *, whole: bool = False) -> None:
        """Set paper, margins, page number and mark; ``whole`` sheets are printed on one page."""
        page, margins = self.style.page, self.margins(orientation)
        sheet.set_paper(_PAPERS.get((round(page.width_mm), round(page.height_mm)), 9))
        if orientation is Orientation.LANDSCAPE:
            sheet.set_landscape()
        sheet.set_margins(
            left=margins.left_mm / _MM_PER_INCH,
            right=margins.right_mm / _MM_PER_INCH,
            top=margins.top_mm / _MM_PER_INCH,
            bottom=margins.bottom_mm / _MM_PER_INCH,
        )
        height = page.number_size / POINTS_PER_MM
        distance = max(0.0, margins.bottom_mm - page.number_distance_mm - height)
        number = page.number.replace("&", "&&").replace("{page}", "&P")
        faces = self.style.digits_of(page.number_face) or self.style.faces[page.number_face]
        space = " " if number[:1].isdigit() else ""  # or the digit would belong to the size
        sheet.set_footer(
            f'&C&"{faces[0]},Regular"&{page.number_size:g}{space}{number}',
            {"margin": distance / _MM_PER_INCH, "scale_with_doc": False},
        )
        sheet.fit_to_pages(1, int(whole))
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        if self.mark is not None:
            self.mark(sheet, orientation)

    def margins(self, orientation: Orientation) -> Margins:
        """Return the margins of a page that lies so."""
        page = self.style.page
        return page.landscape_margins if orientation is Orientation.LANDSCAPE else page.margins

    def text_area(self, orientation: Orientation) -> tuple[float, float]:
        """Return width and height in millimetres of what is inside the margins."""
        page, margins = self.style.page, self.margins(orientation)
        width, height = page.width_mm, page.height_mm
        if orientation is Orientation.LANDSCAPE:
            width, height = height, width
        return (
            width - margins.left_mm - margins.right_mm,
            height - margins.top_mm - margins.bottom_mm,
        )


def face(style: Style, look: TextStyle) -> str:
    """Return the face of a text style."""
    return style.faces[look.face][0]


def _border(points: float) -> int:
    """Return the nearest of a workbook's line styles: none, hair, thin, medium, thick."""
    limits = ((0.0, 0), (0.3, 7), (0.8, 1), (1.6, 2))
    return next((line for limit, line in limits if points <= limit), 5)
