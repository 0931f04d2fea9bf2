"""The styles and fonts of a Word document, made from a style sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import floor

from discloser.document.nodes import Align
from discloser.document.style import DIGITS, Rules, Style, TextStyle
from discloser.render.css import tracking
from discloser.render.docx_xml import (
    Element,
    font_size,
    mm_twips,
    qualified,
    twips,
    w,
)

NORMAL = "Normal"
CAPTION = "Caption"
CONTENTS_TITLE = "TOCHeading"
FOOTER = "Footer"
HYPERLINK = "Hyperlink"
SEPARATOR = "Separator"
TABLE = "TableGrid"
TABLE_CELL = "TableCell"
TABLE_HEADER = "TableHeader"
TABLE_LINE = "TableLine"
TABLE_NOTE = "TableNote"
CHART = "Chart"
CHART_CAPTION = "ChartCaption"
TABLE_SUBTITLE = "TableSubtitle"

UNCUT = 1.2
"""A pitch of this many sizes holds the tallest glyph of any Chinese face."""
FOOTER_PITCH = 1.3
"""Pitch of the page number in sizes."""

_WORD_NAMES = {
    "body": "Normal Indent",
    "flush": "正文顶格",
    "center": "正文居中",
    "right": "落款",
    "part_number": "部分序号",
    "cover_department": "封面单位",
    "cover_title": "封面标题",
    "cover_date": "封面日期",
}
"""What Word's style list shows; Word translates the names of its built-in styles."""


def paragraph_id(name: str) -> str:
    """Return the Word id of the paragraph style ``name``."""
    return "NormalIndent" if name == "body" else f"Text_{name}"


def heading_id(level: int) -> str:
    """Return the Word id of the style of headings of ``level``."""
    return f"Heading{level}"


def contents_id(level: int, style: Style) -> str:
    """Return the Word id of the style of contents entries; deep levels share the last one."""
    return f"TOC{min(level, len(style.contents_levels))}"


def style_elements(style: Style, language: str) -> list[Element]:
    """Return the content of the styles part."""
    return [
        _defaults(style, language),
        # Word shows its ~270 other styles unless told to hide what the document does not define.
        w(
            "latentStyles",
            defLockedState=0,
            defUIPriority=99,
            defSemiHidden=1,
            defUnhideWhenUsed=1,
            defQFormat=0,
            count=376,
        ),
        *_basic_styles(style),
        *_text_styles(style),
        *_table_styles(style),
        *_character_styles(),
    ]


def font_elements(style: Style) -> list[Element]:
    """Return the content of the font table: each first face, and what to take in its place."""
    found: dict[str, Element] = {}
    for key, (name, *others) in style.faces.items():
        latin = key == DIGITS
        found[name] = w(
            "font",
            w("altName", val=others[0]) if others else None,
            w("charset", val="00" if latin else "86"),
            w("family", val="roman" if latin else "auto"),
            w("pitch", val="variable" if latin else "default"),
            name=name,
        )
    return list(found.values())


def fonts(style: Style, face: str) -> Element:
    """Return ``w:rFonts``: the official face of ``face``, and that of its letters and digits."""
    name = style.faces[face][0]
    digits = (style.digits_of(face) or (name,))[0]
    return w("rFonts", ascii=digits, eastAsia=name, hAnsi=digits, cs=digits)


def alignment(align: Align, *, justify: bool = False) -> Element:
    """Return ``w:jc``."""
    return w("jc", val="both" if justify and align is Align.LEFT else align.value)


def spacing(look: TextStyle) -> Element:
    """Return ``w:spacing``: the line pitch, and the space before and after."""
    return w("spacing", **spacing_values(look))


def spacing_values(look: TextStyle) -> dict[str, str | float]:
    """Return the attributes of ``w:spacing``."""
    # An exact pitch keeps 22 lines on a page whatever face Word substitutes.
    exact = look.pitch >= UNCUT * look.size
    return {
        "before": twips(look.space_before),
        "after": twips(look.space_after),
        "line": twips(look.pitch),
        "lineRule": "exact" if exact else "atLeast",
    }


def _defaults(style: Style, language: str) -> Element:
    body = style.paragraphs["body"]
    run_properties = w(
        "rPr",
        fonts(style, body.face),
        *font_size(body.size),
        w("lang", val=language, eastAsia=language, bidi="ar-SA"),
    )
    return w("docDefaults", w("rPrDefault", run_properties), w("pPrDefault"))


def _basic_styles(style: Style) -> Iterator[Element]:
    body = style.paragraphs["body"]
    plain = TextStyle(face=body.face, size=body.size, pitch=body.pitch)
    normal = _paragraph_style(
        NORMAL,
        NORMAL,
        plain,
        style,
        based_on=None,
        shared=_chinese_line_breaking(),
        quick=True,
    )
    normal.set(qualified("default"), "1")
    yield normal
    yield _default("character", "DefaultParagraphFont", "Default Paragraph Font")
    table = _default("table", "TableNormal", "Normal Table")
    margins = w("tblCellMar", *(w(side, w=0, type="dxa") for side in _SIDES[:4]))
    table.append(w("tblPr", w("tblInd", w=0, type="dxa"), margins))
    yield table
    yield _default("numbering", "NoList", "No List")


_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def _default(kind: str, style_id: str, name: str) -> Element:
    return w(
        "style",
        w("name", val=name),
        w("uiPriority", val=99),
        w("semiHidden"),
        w("unhideWhenUsed"),
        type=kind,
        default=1,
        styleId=style_id,
    )


def _chinese_line_breaking() -> list[Element]:
    """Return what every paragraph shares, in the order that the schema wants."""
    return [
        w("widowControl"),
        w("kinsoku"),
        w("overflowPunct"),
        w("autoSpaceDE", val=0),
        w("autoSpaceDN", val=0),
        w("adjustRightInd", val=0),
        w("snapToGrid", val=0),
    ]


def _text_styles(style: Style) -> Iterator[Element]:
    body = paragraph_id("body")
    for name, look in style.paragraphs.items():
        yield _paragraph_style(
            paragraph_id(name),
            _WORD_NAMES.get(name, name),
            look,
            style,
            quick=True,
            custom=name != "body",
        )
    for level, look in enumerate(style.headings, start=1):
        yield _paragraph_style(
            heading_id(level),
            f"heading {level}",
            look,
            style,
            after=body,
            outline=level,
            quick=True,
        )
    yield _paragraph_style(CONTENTS_TITLE, "TOC Heading", style.contents_title, style)
    for level, look in enumerate(style.contents_levels, start=1):
        yield _paragraph_style(contents_id(level, style), f"toc {level}", look, style)
    number = TextStyle(
        face=style.page.number_face,
        size=style.page.number_size,
        pitch=style.page.number_size * FOOTER_PITCH,
    )
    yield _paragraph_style(FOOTER, "footer", number, style)


def _table_styles(style: Style) -> Iterator[Element]:
    yield _paragraph_style(CAPTION, "caption", style.table_caption, style, quick=True)
    yield _paragraph_style(TABLE_SUBTITLE, "表副题", style.table_subtitle, style, custom=True)
    yield _paragraph_style(TABLE_LINE, "表单位行", style.table_line, style, custom=True)
    yield _paragraph_style(TABLE_HEADER, "表头", style.table_header, style, custom=True)
    yield _paragraph_style(TABLE_CELL, "表格正文", style.table_cell, style, custom=True)
    yield _paragraph_style(TABLE_NOTE, "表注", style.table_note, style, custom=True)
    tiny = TextStyle(face=style.table_cell.face, size=1, pitch=UNCUT)
    drawn = TextStyle(face=style.table_cell.face, size=10, pitch=10, keep_with_next=True)
    yield _paragraph_style(CHART, "图", drawn, style, custom=True)
    yield _paragraph_style(CHART_CAPTION, "图题", style.chart_caption, style, custom=True)
    yield _paragraph_style(SEPARATOR, "分隔", tiny, style, custom=True)
    yield _grid_style(style.rules)


def border(side: str, rules: Rules, eighths: int = 8) -> Element:
    """Return a line of a table: ``eighths`` of its usual width are drawn."""
    # Word's lines are a quarter of a point at least.
    width = max(2, round(rules.line * eighths))
    return w(side, val="single", sz=width, space=0, color=rules.color.lstrip("#"))


def cell_margins(horizontal: int, vertical: int) -> Element:
    """Return the paddings of a table's cells in twips."""
    margins = zip(_SIDES[:4], (vertical, horizontal, vertical, horizontal), strict=True)
    return w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in margins))


def _grid_style(rules: Rules) -> Element:
    horizontal = mm_twips(rules.padding_x_mm)
    vertical = mm_twips(rules.padding_y_mm)
    return w(
        "style",
        w("name", val="Table Grid"),
        w("basedOn", val="TableNormal"),
        w("uiPriority", val=39),
        w(
            "tblPr",
            w("tblBorders", *(border(side, rules) for side in _SIDES)),
            cell_margins(horizontal, vertical),
        ),
        type="table",
        styleId=TABLE,
    )


def _character_styles() -> Iterator[Element]:
    yield w(
        "style",
        w("name", val="Hyperlink"),
        w("basedOn", val="DefaultParagraphFont"),
        w("uiPriority", val=99),
        w("unhideWhenUsed"),
        type="character",
        styleId=HYPERLINK,
    )


def _paragraph_style(
    style_id: str,
    name: str,
    look: TextStyle,
    style: Style,
    *,
    based_on: str | None = NORMAL,
    after: str | None = None,
    outline: int | None = None,
    shared: Iterable[Element] = (),
    quick: bool = False,
    custom: bool = False,
) -> Element:
    bold = (w("b"), w("bCs")) if look.strong else ()
    element = w(
        "style",
        w("name", val=name),
        w("basedOn", val=based_on) if based_on else None,
        w("next", val=after) if after else None,
        w("uiPriority", val=9 if quick else 39),
        w("qFormat") if quick else None,
        _paragraph_properties(look, style, outline, shared),
        w(
            "rPr",
            fonts(style, look.face),
            *bold,
            # The spacing sets the characters, not the page's grid.
            w("snapToGrid", val=0) if based_on is None else None,
            _condensed(tracking(look, style)),
            *font_size(look.size),
        ),
        type="paragraph",
        styleId=style_id,
    )
    if custom:
        element.set(qualified("customStyle"), "1")
    return element


def _condensed(points: float) -> Element | None:
    """Return ``w:spacing`` of a run.

    Rounded down to tenths of a point, which LibreOffice counts in: a line must hold its last
    character, and those that end at both edges are stretched anyway.
    """
    return w("spacing", val=twips(floor(points * 10) / 10)) if points else None


def _paragraph_properties(
    look: TextStyle, style: Style, outline: int | None, shared: Iterable[Element]
) -> Element:
    return w(
        "pPr",
        w("keepNext") if look.keep_with_next else None,
        w("keepLines") if outline is not None else None,
        w("pageBreakBefore") if look.page_break_before else None,
        *shared,
        spacing(look),
        _indent(look, look.size + tracking(look, style)),
        alignment(look.align, justify=look.justify),
        w("outlineLvl", val=outline - 1) if outline is not None else None,
    )


def _indent(look: TextStyle, pitch: float) -> Element | None:
    """Return ``w:ind``; a first line is indented by characters, each ``pitch`` points wide."""
    if not look.indent_chars and not look.left_chars:
        return None
    attributes: dict[str, int] = {"left": twips(look.left_chars * look.size)}
    first = abs(look.indent_chars)
    if first:
        kind = "firstLine" if look.indent_chars > 0 else "hanging"
        attributes[f"{kind}Chars"] = round(first * 100)
        attributes[kind] = twips(first * pitch)
    return w("ind", **attributes)
