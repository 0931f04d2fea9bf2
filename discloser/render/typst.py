"""The document as PDF, laid out by Typst: the fast writer.

The text of a document never becomes Typst source. It goes to a fixed template, ``document.typ``,
as JSON, and the template shows it as strings. The compiler runs in this process and sees a folder
that holds the template alone.
"""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

from discloser.document.bands import bands
from discloser.document.nodes import (
    Block,
    Chart,
    Contents,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Text,
)
from discloser.document.style import Style
from discloser.render.layout import Layout, LayoutError
from discloser.render.typst_tags import tag_headers
from discloser.temporary import temporary_folder

if TYPE_CHECKING:
    from typst import PDFStandard

_MISSING = "没有安装 Typst（pip install typst），请安装，或改用 --pdf-engine weasyprint"
_SHOWN = 20
"""How much of a paragraph names it in a message."""
_FORGOTTEN_AFTER = 11
"""Typst keeps a layout until it has compiled so often without using it."""


def render_typst(document: Document, style: Style, *, archival: bool = False) -> Layout:
    """Lay out ``document`` as a tagged PDF (PDF/UA-1), for the archive as PDF/A-2a, too.

    The same arguments give the same bytes.

    Raises:
        LayoutError: if Typst is not installed, or cannot lay out the document.
    """
    try:
        import typst  # noqa: F401
    except ImportError as error:
        raise LayoutError(_MISSING) from error
    try:
        layout = _layout(document, style, archival=archival)
    except RuntimeError as error:
        reason = _reason(error)
        raise LayoutError(reason, _faulty_place(document, style, archival=archival)) from error
    grids = [band.grid for table in document.tables() for band in bands(table)]
    return replace(layout, pdf=tag_headers(layout.pdf, grids))


def forget_layouts() -> None:
    """Let Typst drop the layouts of earlier documents, for a process that makes many.

    It would keep those of the last ten for the next one, which has no use for them.
    """
    from typst import Compiler

    from discloser.render.typst_fonts import fonts

    compiler = Compiler(font_paths=fonts(), ignore_system_fonts=True)
    for _ in range(_FORGOTTEN_AFTER):
        compiler.compile(b"")


def _layout(document: Document, style: Style, *, archival: bool) -> Layout:
    from typst import Compiler

    from discloser.render.typst_data import document_data, label_names
    from discloser.render.typst_fonts import fonts

    data = document_data(document, style)
    standards: list[PDFStandard] = ["a-2a", "ua-1"] if archival else ["ua-1"]
    with temporary_folder() as folder:
        source = folder / "document.typ"
        source.write_bytes(files("discloser.render").joinpath("document.typ").read_bytes())
        compiler = Compiler(
            source,
            root=folder,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            # An empty folder: a package could not be found here, and none is named.
            package_path=folder,
            package_cache_path=folder,
        )
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=standards, timestamp=0
        )
        # The compiler remembers the layout: this reads from it.
        found = json.loads(compiler.query("<layout>", field="value", one=True))
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one file")
    pages = dict(zip(label_names(document), found["pages"], strict=True))
    messages = dict.fromkeys(str(warning.message) for warning in warnings)
    return Layout(pdf, pages, found["count"], tuple(messages))


def _reason(error: RuntimeError) -> str:
    message = " ".join(str(error).split())
    return f"Typst 不能排版（{message}）"


def _faulty_place(document: Document, style: Style, *, archival: bool) -> str:
    """Name the first block that cannot be laid out alone, and its row where it is a table."""
    part = ""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading) and block.level == 1:
                part = block.text
            if isinstance(block, PageBreak):
                continue
            alone = replace(section, blocks=(block,))
            if not _fits(alone, document, style, archival=archival):
                row = _faulty_row(block, document, style, archival=archival)
                return "，".join(filter(None, (part, _name(block), row)))
    return ""


def _faulty_row(block: Block, document: Document, style: Style, *, archival: bool) -> str:
    if isinstance(block, Table):
        for number, row in enumerate((*block.head, *block.body), start=1):
            text = " ".join(cell.text for cell in row)
            line = Section((Paragraph((Text(text),)),))
            if not _fits(line, document, style, archival=archival):
                return f"第 {number} 行“{_short(text)}”"
    return ""


def _fits(section: Section, document: Document, style: Style, *, archival: bool) -> bool:
    try:
        _layout(replace(document, sections=(section,)), style, archival=archival)
    except RuntimeError:
        return False
    return True


def _name(block: Block) -> str:
    match block:
        case Table():
            return f"表“{block.caption or block.name}”"
        case Chart():
            return f"“{_short(block.caption)}”"
        case Contents():
            return "目录"
        case Heading() | Paragraph():
            return f"“{_short(block.text)}”"
        case PageBreak():
            return ""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "…"
