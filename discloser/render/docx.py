"""Documents as Word files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from discloser.document.nodes import (
    Block,
    Chart,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Section,
    Table,
)
from discloser.document.style import Style
from discloser.render import docx_styles as styles
from discloser.render.docx_chart import add_chart
from discloser.render.docx_chart import caption as chart_caption
from discloser.render.docx_contents import (
    Bookmark,
    bookmarks,
    contents_entries,
    contents_marks,
    contents_paragraphs,
)
from discloser.render.docx_package import add_footer, new_package, package_bytes
from discloser.render.docx_section import (
    Area,
    number_aligns,
    number_paragraph,
    section_properties,
    text_area,
)
from discloser.render.docx_table import table_elements
from discloser.render.docx_xml import Element, inline_runs, qualified, w

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


@dataclass(frozen=True, slots=True)
class _Context:
    """What the blocks of all sections share."""

    style: Style
    marks: Mapping[str, Bookmark]
    entries: Mapping[str, Sequence[ContentsEntry]]
    pages: Mapping[str, int]
    word: WordDocument
    charts: Sequence[str]
    """The anchors of the charts."""


def render_docx(document: Document, style: Style, pages: Mapping[str, int]) -> bytes:
    """Render ``document`` as a Word file.

    ``pages`` holds the printed page number of each anchor, for the contents list; entries
    without one are printed without a number. The same arguments give the same bytes.
    """
    word = new_package(document, style)
    charts = [chart.anchor for chart in document.charts()]
    context = _Context(style, bookmarks(document), contents_entries(document), pages, word, charts)
    sections = document.sections or (Section(()),)
    footers = _footers(word, sections, style)
    body = word.element.body
    del body[:]
    for number, section in enumerate(sections, start=1):
        elements = _section_elements(section, context)
        properties = section_properties(section, style, footers[section.page_numbers])
        body.extend(elements)
        if number == len(sections):
            body.append(properties)
        else:
            _paragraph_properties(elements[-1:]).append(properties)
    return package_bytes(word)


def _footers(
    word: WordDocument, sections: tuple[Section, ...], style: Style
) -> dict[bool, dict[str, str]]:
    """Add the footers that ``sections`` need, and return their ids by ``page_numbers``.

    A section without a footer of its own shows that of the section before it; so one without
    page numbers gets an empty one.
    """
    aligns = number_aligns(style.page)
    footers: dict[bool, dict[str, str]] = {}
    if any(section.page_numbers for section in sections):
        footers[True] = {
            kind: add_footer(word, number_paragraph(style.page, align))
            for kind, align in aligns.items()
        }
    if not all(section.page_numbers for section in sections):
        empty = add_footer(word, w("p", w("pPr", w("pStyle", val=styles.FOOTER))))
        footers[False] = dict.fromkeys(aligns, empty)
    return footers


def _section_elements(section: Section, context: _Context) -> list[Element]:
    """Return the paragraphs and tables of ``section``; the last one is a paragraph."""
    area = text_area(context.style.page, section.orientation)
    elements: list[Element] = []
    new_page = False
    for block in section.blocks:
        if isinstance(block, PageBreak):
            new_page = bool(elements)
            continue
        written = _block_elements(block, context, area)
        if written and new_page:
            _start_page(written)
            new_page = False
        if written and elements and not (_is_paragraph(elements[-1]) or _is_paragraph(written[0])):
            elements.append(_separator())
        elements += written
    printed = [block for block in section.blocks if not isinstance(block, PageBreak)]
    in_field = bool(printed) and isinstance(printed[-1], Contents)
    # A section's properties must stand outside the contents field: LibreOffice imports the
    # footers where they stand, and drops page numbers inside the field.
    if not elements or not _is_paragraph(elements[-1]) or in_field:
        elements.append(_separator())
    return elements


def _block_elements(block: Block, context: _Context, area: Area) -> list[Element]:
    match block:
        case Heading():
            return [_heading(block, context)]
        case Paragraph():
            return [_paragraph(block, context.style)]
        case Table():
            mark, entries = context.marks[block.anchor], context.entries.get(block.anchor, ())
            return table_elements(block, context.style, area, mark, entries)
        case Chart():
            number = 1 + context.charts.index(block.anchor)
            drawn = add_chart(context.word, block, context.style, number, area)
            return [drawn, chart_caption(block)]
        case Contents():
            return contents_paragraphs(
                block, context.style, context.marks, context.pages, area.width
            )
        case PageBreak():
            return []


def _heading(heading: Heading, context: _Context) -> Element:
    if heading.level > len(context.style.headings):
        raise ValueError(f"the style sheet has no heading of level {heading.level}")
    properties = w("pPr", w("pStyle", val=styles.heading_id(heading.level)))
    runs = contents_marks(context.entries.get(heading.anchor, ())) + inline_runs(heading.content)
    return w("p", properties, *context.marks[heading.anchor].around(runs))


def _paragraph(paragraph: Paragraph, style: Style) -> Element:
    if paragraph.style not in style.paragraphs:
        raise ValueError(f"the style sheet has no paragraph style {paragraph.style!r}")
    properties = w("pPr", w("pStyle", val=styles.paragraph_id(paragraph.style)))
    return w("p", properties, *inline_runs(paragraph.content))


def _separator() -> Element:
    """Return a paragraph a point high: Word wants one between tables and at a section's end."""
    return w("p", w("pPr", w("pStyle", val=styles.SEPARATOR)))


def _is_paragraph(element: Element) -> bool:
    return element.tag == qualified("p")


def _paragraph_properties(elements: list[Element]) -> Element:
    """Return the properties of the first paragraph in ``elements``."""
    return next(found for element in elements for found in element.iter(qualified("pPr")))


def _start_page(elements: list[Element]) -> None:
    """Let the first paragraph of ``elements`` begin a page."""
    properties = _paragraph_properties(elements)
    first = [qualified(tag) for tag in ("pStyle", "keepNext", "keepLines")]
    place = sum(child.tag in first for child in properties)
    properties.insert(place, w("pageBreakBefore"))
