"""The document as PDF, laid out by WeasyPrint from its HTML."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

import pydyf  # type: ignore[import-untyped]
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes
from weasyprint.html import UA
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from discloser.document.nodes import Document, Heading, Table
from discloser.document.style import Style
from discloser.garbage import no_garbage_collection
from discloser.render.css import print_css, section_name
from discloser.render.html import html_for_pdf
from discloser.render.layout import Layout
from discloser.render.pdf_bold import embolden
from discloser.render.pdf_digits import DigitsFetcher, Faces, digits_source
from discloser.render.pdf_labels import label_pages
from discloser.render.pdf_lines import justify_lines
from discloser.render.pdf_metadata import mark_accessible
from discloser.render.pdf_tables import mend_merged_cells
from discloser.render.pdf_tags import complete_tags


def render_pdf(document: Document, style: Style, *, archival: bool = False) -> Layout:
    """Lay out ``document`` as a tagged PDF (PDF/UA-1), for the archive as PDF/A-2a, too.

    The same arguments give the same bytes.
    """
    variant = "pdf/a-2a" if archival else "pdf/ua-1"
    source = html_for_pdf(document, style)
    with _collected_warnings() as warnings, no_garbage_collection():
        sheet = _sheet(print_css(style, digits_source), tuple(style.faces.items()))
        rendered = _Source(source).render(
            font_config=_fonts(), stylesheets=[sheet], pdf_variant=variant
        )
        page_boxes = [page._page_box for page in rendered.pages]
        numbers = list(_page_numbers(document, page_boxes))
        if style.page.number_outside:
            _move_even_numbers(page_boxes, numbers)
        mend_merged_cells(page_boxes)
        justify_lines(page_boxes)
        printed = list(_printed_numbers(document, page_boxes, numbers))

        def finish(rendered: Any, pdf: Any) -> None:
            label_pages(pdf, printed)
            (_finish_archival if archival else _finish)(rendered, pdf)

        pdf = rendered.write_pdf(
            pdf_variant=variant,
            pdf_identifier=sha256(source.encode()).hexdigest()[:32],
            finisher=finish,
        )
    pages = _pages_of_anchors(document, rendered.pages, numbers)
    return Layout(pdf, pages, len(rendered.pages), tuple(dict.fromkeys(warnings)))


class _Source(HTML):  # type: ignore[misc]
    """HTML that is well-formed XML, which the standard parser reads in a tenth of the time."""

    def __init__(self, source: str) -> None:
        self.base_url = None
        self.url_fetcher = _nothing_fetched()
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(
            ElementTree.fromstring(source),  # noqa: S314 - our own HTML, without entities
            content_language=None,
        )
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002
        return [_basic_sheet()]


@cache
def _basic_sheet() -> CSS:
    """WeasyPrint's own style sheet without list marks and footnotes, which our HTML has none of.

    Their rules would give each element six more styles to compute.
    """
    sheet = re.sub(r"^::[\w-]+ \{.*\}$", "", UA, flags=re.MULTILINE)
    return CSS(string=sheet, counter_style={}, url_fetcher=_nothing_fetched())


def _finish(rendered: Any, pdf: Any) -> None:
    complete_tags(rendered)
    embolden(rendered.fonts, pdf)
    _compress(pdf)


def _finish_archival(rendered: Any, pdf: Any) -> None:
    mark_accessible(pdf)
    _finish(rendered, pdf)


def _compress(pdf: Any) -> None:
    """Compress the streams once: pydyf would do it for the file's identifier, too, and harder."""
    for content in pdf.objects:
        if isinstance(content, pydyf.Stream) and content.compress:
            content.stream = [compressed(b"\n".join(map(pydyf._to_bytes, content.stream)))]
            content.extra["Filter"] = "/FlateDecode"
            content.compress = False


def compressed(data: bytes) -> bytes:
    """The data compressed, not ending like a line.

    A reader would take that end for the one before ``endstream``, and the length for wrong. Blanks
    behind what a page or a font says are nothing; each changes the check sum, which stands last.
    """
    done = zlib.compress(data)
    return done if done[-1:] not in b"\r\n" else compressed(data + b" ")


@cache
def _fonts() -> FontConfiguration:
    """The fonts of this machine, looked up once in a process."""
    return FontConfiguration()


@cache
def _nothing_fetched() -> URLFetcher:
    """A fetcher that fetches nothing: whatever a pack or an input names, it stays unread."""
    return URLFetcher(allowed_protocols=())


@cache
def _sheet(css: str, faces: Faces) -> CSS:
    """A parsed style sheet, once in a process for each look."""
    return CSS(string=css, font_config=_fonts(), url_fetcher=DigitsFetcher(faces))


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs, and keep it from the handlers of the program."""
    logger = logging.getLogger("weasyprint")
    handler = _Collector(logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield handler.messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


class _Collector(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _page_numbers(document: Document, page_boxes: list[Any]) -> Iterator[int]:
    """Count the pages as the ``@page`` rules do."""
    restarting = {
        section_name(index) for index, section in enumerate(document.sections) if section.restart
    }
    number, current = 0, ""
    for page in page_boxes:
        name = page.page_type.name
        number = 1 if name != current and name in restarting else number + 1
        current = name
        yield number


def _printed_numbers(
    document: Document, page_boxes: list[Any], numbers: Sequence[int]
) -> Iterator[int | None]:
    """The number that each page prints; None where it prints none."""
    silent = {
        section_name(index)
        for index, section in enumerate(document.sections)
        if not section.page_numbers
    }
    for page, number in zip(page_boxes, numbers, strict=True):
        yield None if page.page_type.name in silent else number


def _pages_of_anchors(
    document: Document, laid_out: Sequence[Any], numbers: Sequence[int]
) -> dict[str, int]:
    """The first page of each heading and table; cells have anchors too, which nobody asks for."""
    wanted = {block.anchor for block in document.blocks() if isinstance(block, Heading | Table)}
    pages: dict[str, int] = {}
    for page, number in zip(laid_out, numbers, strict=True):
        for anchor in page.anchors:
            if anchor in wanted:
                pages.setdefault(anchor, number)
    return pages


def _move_even_numbers(page_boxes: list[Any], numbers: list[int]) -> None:
    """Move the page numbers of even pages from the right edge to the left one."""
    for page, number in zip(page_boxes, numbers, strict=True):
        if number % 2:
            continue
        for margin_box in page.children:
            if isinstance(margin_box, boxes.MarginBox):
                for line in margin_box.children:
                    for box in line.children:
                        box.translate(dx=margin_box.content_box_x() - box.position_x)
