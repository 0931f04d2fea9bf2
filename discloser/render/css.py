"""CSS made from a style sheet: the looks once for all documents, the pages for each document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from discloser.document.nodes import Align, Document, Orientation, Section
from discloser.document.style import DIGITS, Margins, Page, Style, TextStyle

POINTS_PER_MM = 72 / 25.4

_PLAY = 0.01
"""So much less is a space between characters, or rounding could leave no room for the last one."""

JUSTIFY = "justify"
"""The class of blocks whose lines end at both edges."""


def class_name(paragraph_style: str) -> str:
    """Return the class of paragraphs with a paragraph style."""
    return "style-" + re.sub(r"[^\w-]", "-", paragraph_style)


def section_name(index: int) -> str:
    """Return the name of a section's pages and its class; ``index`` counts from 0."""
    return f"section-{index + 1}"


def margins(page: Page, orientation: Orientation) -> Margins:
    """Return the page margins that hold for ``orientation``."""
    return page.landscape_margins if orientation is Orientation.LANDSCAPE else page.margins


def text_width(page: Page, orientation: Orientation) -> float:
    """Return the width between the margins in points."""
    side = page.height_mm if orientation is Orientation.LANDSCAPE else page.width_mm
    edges = margins(page, orientation)
    return (side - edges.left_mm - edges.right_mm) * POINTS_PER_MM


def text_height(page: Page, orientation: Orientation) -> float:
    """Return the height between the margins in points."""
    side = page.width_mm if orientation is Orientation.LANDSCAPE else page.height_mm
    edges = margins(page, orientation)
    return (side - edges.top_mm - edges.bottom_mm) * POINTS_PER_MM


def tracking(look: TextStyle, style: Style) -> float:
    """Return what each character of a look takes more than its size, in points.

    Where the style says how many characters of the body's size a line has, they fill it.
    """
    body = style.paragraphs["body"]
    if not style.page.line_chars or look.size != body.size:
        return 0.0
    return text_width(style.page, Orientation.PORTRAIT) / style.page.line_chars - body.size


def page_css(document: Document, style: Style) -> str:
    """Return the pages of ``document``: one named page a section.

    Page numbers are counted in ``@page`` rules. A counter reset on an element would give every
    entry of the contents list the same number.
    """
    rules: list[str] = []
    for index, section in enumerate(document.sections):
        name = section_name(index)
        rules += [f".{name} {{ page: {name} }}", _page_rule(name, section, style)]
        if section.restart:
            rules.append(f"@page :nth(1 of {name}) {{ counter-reset: page 1 }}")
    return "\n".join(rules) + "\n"


def _page_rule(name: str, section: Section, style: Style) -> str:
    page = style.page
    sides = [page.width_mm, page.height_mm]
    if section.orientation is Orientation.LANDSCAPE:
        sides.reverse()
    edges = margins(page, section.orientation)
    lengths = (edges.top_mm, edges.right_mm, edges.bottom_mm, edges.left_mm)
    size = " ".join(f"{side:g}mm" for side in sides)
    margin = " ".join(f"{length:g}mm" for length in lengths)
    number = _number_box(style) if section.page_numbers else ""
    return f"@page {name} {{ size: {size}; margin: {margin}; {number} }}"


def _number_box(style: Style) -> str:
    """The page number, at the right edge where it stands outside: the PDF writer moves even ones.

    ``:left`` and ``:right`` pages cannot place it, as they ignore that a number restarts.
    """
    page = style.page
    content = "counter(page)".join(f" {css_string(part)} " for part in page.number.split("{page}"))
    align = "right" if page.number_outside else "center"
    look = TextStyle(face=page.number_face, size=page.number_size, pitch=page.number_size)
    return (
        f"@bottom-center {{ content: {content.strip()}; {_font(look, style)}; "
        f"text-align: {align}; width: 100%; box-sizing: border-box; "
        f"vertical-align: top; padding: {page.number_distance_mm:g}mm 1em 0 }}"
    )


def print_css(style: Style, digits: Callable[[str, str], str] | None = None) -> str:
    """Return the looks of everything but the pages.

    ``digits`` gives the CSS source of the letters and digits beside a Chinese face in a weight;
    without it they are an installed font's.
    """
    source = digits or (lambda _, weight: _installed(style, weight))
    rules = (
        *_digit_faces(style, source),
        *_text_rules(style),
        *_table_rules(style),
        *_fixed_rules(),
    )
    return "\n".join((*rules, style.css)) + "\n"


def _digit_faces(style: Style, source: Callable[[str, str], str]) -> Iterator[str]:
    """Latin letters and digits beside each Chinese face: “” and … are Chinese."""
    for face in style.digits_in:
        for weight in ("normal", "bold"):
            yield (
                f"@font-face {{ font-family: {_digits(face)}; font-weight: {weight}; "
                f"src: {source(face, weight)}; unicode-range: U+20-7E }}"
            )


def _installed(style: Style, weight: str) -> str:
    names = ("{} Bold",) if weight == "bold" else ("{}", "{} Regular")
    return ", ".join(
        f"local({css_string(name.format(family))})"
        for family in style.faces[DIGITS]
        for name in names
    )


def _digits(face: str) -> str:
    return css_string(f"digits {face}")


def css_string(text: str) -> str:
    """Quote ``text`` for CSS."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ")
    # The sheet stands in a <style> element, which "</" could end, and "&" begins an entity in XML.
    return '"' + escaped.replace("<", "\\3c ").replace("&", "\\26 ") + '"'


def _font(look: TextStyle, style: Style) -> str:
    names = [css_string(family) for family in style.faces[look.face]]
    families = ", ".join([_digits(look.face), *names] if style.digits_of(look.face) else names)
    weight = "bold" if look.strong else "normal"
    return f"font: {weight} {look.size:g}pt/{look.pitch:g}pt {families}"


def _look(look: TextStyle, style: Style) -> str:
    spacing = tracking(look, style)
    declarations = [
        _font(look, style),
        f"text-align: {look.align}",
        f"margin: {look.space_before:g}pt 0 {look.space_after:g}pt {look.left_chars:g}em",
        f"text-indent: {look.indent_chars * (look.size + spacing):g}pt",
    ]
    if spacing:
        declarations.append(f"letter-spacing: {spacing - _PLAY:.3f}pt")
    if look.keep_with_next:
        declarations.append("break-after: avoid")
    if look.page_break_before:
        declarations.append("break-before: page")
    return "; ".join(declarations)


def _text_rules(style: Style) -> Iterator[str]:
    for name, look in style.paragraphs.items():
        yield f".{class_name(name)} {{ {_look(look, style)} }}"
    for level, look in enumerate(style.headings, start=1):
        yield f"h{level} {{ {_look(look, style)} }}"
    yield f".contents-title {{ {_look(style.contents_title, style)} }}"
    for level, look in enumerate(style.contents_levels, start=1):
        yield f".contents .level-{level} {{ {_look(look, style)} }}"


def _table_rules(style: Style) -> Iterator[str]:
    rules, cell, header = style.rules, style.table_cell, style.table_header
    padding = f"var(--above, {rules.padding_y_mm:g}mm) var(--beside, {rules.padding_x_mm:g}mm)"
    line = f"{rules.line:g}pt solid {rules.color}"
    yield f".caption {{ {_look(style.table_caption, style)} }}"
    yield f".subtitle {{ {_look(style.table_subtitle, style)} }}"
    yield f".table-line {{ {_look(style.table_line, style)} }}"
    yield f".chart figcaption {{ {_look(style.chart_caption, style)} }}"
    yield f".note {{ {_look(style.table_note, style)} }}"
    yield f"table {{ {_font(cell, style)}; text-align: {cell.align} }}"
    # A table that is set otherwise says so by its style.
    yield f"td, th {{ line-height: var(--pitch, {cell.pitch / cell.size:.4g}) }}"
    yield f"tr.blank td {{ height: {cell.pitch / cell.size:.4g}em }}"
    yield f"th, td {{ border: {line}; padding: {padding} }}"
    # The bands of a form share the line between them.
    yield f"table.band {{ margin-top: -{rules.line:g}pt }}"
    yield ".open-below { border-bottom-style: hidden } .open-above { border-top-style: hidden }"
    # Sizes relative to the table: a crowded one is set smaller as a whole.
    yield (
        f"thead th, thead td, .head {{ {_font(header, style)}; "
        f"font-size: {header.size / cell.size:.4g}em; "
        f"line-height: var(--head-pitch, {header.pitch / header.size:.4g}); "
        f"text-align: {header.align}; background: {rules.header_fill or 'none'} }}"
    )
    for align in Align:
        yield f".{align} {{ text-align: {align} }}"


def _fixed_rules() -> Iterator[str]:
    """What no style sheet changes."""
    yield "html { overflow-wrap: anywhere; widows: 2; orphans: 2 }"
    yield "body { margin: 0 }"
    yield "section { break-before: page }"
    yield ".new-page { break-before: page }"
    yield "h1 { bookmark-level: 1 } h2 { bookmark-level: 2 }"
    yield "h3 { bookmark-level: 3 } h4 { bookmark-level: 4 }"
    yield "table { width: 100%; table-layout: fixed; border-collapse: collapse; margin: 0 auto }"
    yield "caption { caption-side: top; break-inside: avoid; break-after: avoid }"
    yield ".caption, .subtitle, .table-line { display: block }"
    yield ".contents-title, .caption { bookmark-label: content(text) }"
    yield ".contents-title { bookmark-level: 1 } .caption { bookmark-level: 2 }"
    yield ".table-line { display: flex; column-gap: 1em } .table-line .unit { margin-left: auto }"
    yield ".chart { margin: 0; break-inside: avoid } .chart svg { display: block; max-width: 100% }"
    yield "thead { display: table-header-group }"
    yield "tr { break-inside: avoid }"
    yield "tr.together { break-after: avoid }"
    yield "th, td { vertical-align: middle; font-weight: normal }"
    yield "th { text-align: inherit }"
    yield ".number { white-space: nowrap; font-variant-numeric: tabular-nums }"
    yield ".strong, strong { font-weight: bold }"
    yield ".notes { break-before: avoid }"
    yield ".contents ol { list-style: none; margin: 0; padding: 0 }"
    yield ".contents li { position: relative; padding-right: 2.5em; break-inside: avoid }"
    # A <br> in a link would be a link of its own without a tag.
    yield ".contents a { color: inherit; text-decoration: none; white-space: pre-line }"
    # The dots are the underline of one wide space, behind label and number: they are never read
    # aloud. WeasyPrint draws it as one line, where it draws each dot of a border, and a pattern
    # of dots as a background keeps some viewers busy for a minute.
    yield (
        r".contents li:not(.plain)::before { content: '\a0'; position: absolute; left: 0; "
        "right: 0; bottom: 0.35em; overflow: hidden; white-space: nowrap; text-indent: 0; "
        "letter-spacing: 2000pt; text-decoration: underline dotted 1pt }"
    )
    yield ".contents a { position: relative; background: white; padding-right: 0.3em }"
    yield (
        ".contents .page { position: absolute; right: 0; bottom: 0; background: white; "
        "padding-left: 0.3em; text-indent: 0 }"
    )
    yield ".contents .page:empty::after { content: target-counter(attr(data-target), page) }"
    yield (
        "@media screen { html { background: #ddd } "
        "body { max-width: 210mm; margin: 0 auto; padding: 10mm 20mm; background: white } "
        f".{JUSTIFY} {{ text-align: justify }} "
        "section + section { border-top: 1pt dashed #bbb; margin-top: 8mm; padding-top: 8mm } }"
    )
