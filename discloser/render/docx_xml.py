"""WordprocessingML elements, lengths and runs of text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from discloser.document.nodes import BREAK, Inline
from discloser.render.xml_text import clean

Element = etree._Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

TWIPS_PER_POINT = 20

_NSMAP = {"w": WORD, "r": RELATIONSHIPS}
_TWIPS_PER_MM = 1440 / 25.4
_BREAKS = re.compile(rf"([\n\t{BREAK}])")
_EITHER_WIDTH = re.compile(r"[\u00a7-\u00d7\u2010-\u2027\u2030-\u203b\u2103-\u22ff\u2460-\u25ff]")
"""Characters that Latin and Chinese faces both have, such as “” — … ×."""


def w(tag: str, *children: Element | None, **attributes: str | float) -> Element:
    """Return the element ``w:tag`` with ``w:`` attributes and those children that are not None."""
    element = etree.Element(f"{{{WORD}}}{tag}", nsmap=_NSMAP)
    for name, value in attributes.items():
        element.set(f"{{{WORD}}}{name}", str(value))
    element.extend(child for child in children if child is not None)
    return element


def qualified(tag: str) -> str:
    """Return the name of ``w:tag`` in the form that lxml compares."""
    return f"{{{WORD}}}{tag}"


def relation(tag: str, rel_id: str, **attributes: str) -> Element:
    """Return ``w:tag`` that points at another part by its relationship id."""
    element = w(tag, **attributes)
    element.set(f"{{{RELATIONSHIPS}}}id", rel_id)
    return element


def twips(points: float) -> int:
    """Return ``points`` in twentieths of a point."""
    return round(points * TWIPS_PER_POINT)


def mm_twips(millimetres: float) -> int:
    """Return ``millimetres`` in twentieths of a point."""
    return round(millimetres * _TWIPS_PER_MM)


def one_line(text: str) -> str:
    """Return ``text`` for an attribute or a field, without breaks and tabs."""
    return _BREAKS.sub(" ", clean(text).replace(BREAK, ""))


def xml(tag: str, *content: str | None, **attributes: str | float) -> str:
    """Return what :func:`w` makes, as text: a table has thousands of elements.

    ``content`` is XML already.
    """
    named = "".join(f" w:{name}={quoteattr(str(value))}" for name, value in attributes.items())
    return f"<w:{tag}{named}>{''.join(filter(None, content))}</w:{tag}>"


def parsed(text: str) -> Element:
    """Return the elements that are written in ``text``, in one around them."""
    return etree.fromstring(f'<w:body xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}">{text}</w:body>')


def run(text: str, *, strong: bool = False) -> Element:
    """Return a run; line breaks and tabs in ``text`` become those of Word."""
    return parsed(run_xml(text, strong=strong))[0]


def run_xml(text: str, *, strong: bool = False, size: float | None = None) -> str:
    """Return a run as text. ``size`` in points is given where it is not that of the style."""
    text = clean(text)
    # Without the hint Word draws “”, — and … with the face for Latin text, where it substitutes.
    hint = xml("rFonts", hint="eastAsia") if _EITHER_WIDTH.search(text) else ""
    # Bold stands at the run itself: a character style would switch bold off in a bold paragraph.
    bold = "<w:b/><w:bCs/>" if strong else ""
    points = "".join(xml(tag, val=half_points(size)) for tag in ("sz", "szCs")) if size else ""
    properties = hint + bold + points
    return xml("r", xml("rPr", properties) if properties else "", *map(_text, _BREAKS.split(text)))


def _text(piece: str) -> str:
    if piece in ("\n", BREAK):
        return "<w:br/>"
    if piece == "\t":
        return "<w:tab/>"
    preserve = ' xml:space="preserve"' if piece != piece.strip() or "  " in piece else ""
    return f"<w:t{preserve}>{escape(piece)}</w:t>" if piece else ""


def half_points(points: float) -> int:
    """Return ``points`` as Word counts sizes."""
    return round(points * 2)


def font_size(points: float) -> tuple[Element, Element]:
    """Return the elements that set a size."""
    return w("sz", val=half_points(points)), w("szCs", val=half_points(points))


def inline_runs(content: Iterable[Inline]) -> list[Element]:
    """Return one run for each text or number that is not empty."""
    return [run(inline.text, strong=inline.strong) for inline in content if inline.text]


def field(instruction: str, result: str) -> list[Element]:
    """Return the runs of a complex field whose cached result is ``result``."""
    return [*field_start(instruction), run(result), field_end()]


def hidden_field(instruction: str) -> list[Element]:
    """Return the runs of a field without a result that nobody sees, such as a mark.

    Its instruction alone is hidden: LibreOffice leaves out marks whose ends are hidden too.
    """
    begin, code = field_start(instruction)[:2]
    code.insert(0, w("rPr", w("vanish")))
    return [begin, code, field_end()]


def field_start(instruction: str) -> list[Element]:
    """Return the runs that open a field: its instruction, up to where the result begins."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(XML_SPACE, "preserve")
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
    ]


def field_end() -> Element:
    """Return the run that closes a field."""
    return w("r", w("fldChar", fldCharType="end"))
