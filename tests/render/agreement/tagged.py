"""A tagged PDF read back: its text outside tables, its tables cell by cell, its bookmarks.

Text is taken from the marked content that the structure tree names, so page numbers and other
artifacts are not in it, and the order is the reading order.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pypdf import PdfReader
from pypdf.generic import IndirectObject

TABLE = "▦"
"""Stands for a table in the text around it."""


@dataclass(frozen=True)
class TaggedCell:
    kind: str
    rowspan: int
    colspan: int
    text: str


TaggedRow = list[TaggedCell]


@dataclass
class Tagged:
    """What a PDF says. A table that goes on over pages is one table here."""

    prose: str = ""
    tables: list[list[TaggedRow]] = field(default_factory=list)
    page_texts: list[str] = field(default_factory=list)
    orientations: list[str] = field(default_factory=list)
    bookmarks: list[tuple[int, str]] = field(default_factory=list)


def flat(text: str) -> str:
    """Return ``text`` without any space: where lines break is not compared."""
    return re.sub(r"\s+", "", text)


def read_tagged(pdf: bytes) -> Tagged:
    reader = PdfReader(BytesIO(pdf))
    found = _Walk(reader, _marked_texts(pdf)).run()
    boxes = [page.mediabox for page in reader.pages]
    sides = ["landscape" if box.width > box.height else "portrait" for box in boxes]
    found.orientations = [side for side, _ in groupby(sides)]
    found.bookmarks = [(level, flat(title)) for level, title in _bookmarks(reader.outline, 1)]
    return found


def _bookmarks(items: list[Any], level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        if isinstance(item, list):
            yield from _bookmarks(item, level + 1)
        else:
            yield level, str(item.title)


def _marked_texts(pdf: bytes) -> list[dict[int, str]]:
    """The text of each marked content of each page."""
    pages: list[dict[int, str]] = []
    document = pdfium.PdfDocument(pdf)
    for page in document:
        texts: dict[int, str] = {}
        text_page = page.get_textpage()
        for index in range(pdfium_c.FPDFPage_CountObjects(page)):
            item = pdfium_c.FPDFPage_GetObject(page, index)
            if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_TEXT:
                mark = pdfium_c.FPDFPageObj_GetMarkedContentID(item)
                texts[mark] = texts.get(mark, "") + _text_of(item, text_page)
        pages.append(texts)
        text_page.close()
        page.close()
    document.close()
    return pages


def _text_of(item: Any, text_page: Any) -> str:
    size = pdfium_c.FPDFTextObj_GetText(item, text_page, None, 0)
    buffer = ctypes.create_string_buffer(size)
    letters = ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR))
    pdfium_c.FPDFTextObj_GetText(item, text_page, letters, size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le")


class _Walk:
    def __init__(self, reader: PdfReader, texts: list[dict[int, str]]) -> None:
        self.root: Any = reader.trailer["/Root"]
        self.texts = texts
        self.found = Tagged(page_texts=[flat("".join(page.values())) for page in texts])
        self.page_of = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(reader.pages)
            if page.indirect_reference is not None
        }
        self.after_table = False
        self.last_rows: list[TaggedRow] = []

    def run(self) -> Tagged:
        self._visit(self.root["/StructTreeRoot"]["/K"], None)
        return self.found

    def _visit(self, node: Any, page: int | None) -> None:
        for kid, where in self._kids(node, page):
            if isinstance(kid, str):
                if flat(kid):
                    self.found.prose += flat(kid)
                    self.after_table = False
            elif kid["/S"] == "/Table":
                self._table(kid, where)
            elif kid["/S"] == "/Figure" and "/Alt" in kid:
                self.found.prose += flat(str(kid["/Alt"]))
                self.after_table = False
            else:
                self._visit(kid.get("/K", []), where)

    def _kids(self, node: Any, page: int | None) -> Iterator[tuple[Any, int | None]]:
        """The elements and the texts directly below, with the page that they are on."""
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for item in node:
                yield from self._kids(item, page)
        elif isinstance(node, int):
            if page is not None:
                yield self.texts[page].get(node, ""), page
        elif "/Pg" in node:
            page = self.page_of[node.raw_get("/Pg").idnum]
        if isinstance(node, dict):
            if node.get("/Type") == "/MCR":
                yield from self._kids(int(node["/MCID"]), page)
            elif "/S" in node:
                yield node, page

    def _text(self, node: Any, page: int | None) -> str:
        parts = [
            kid if isinstance(kid, str) else self._text(kid.get("/K", []), where)
            for kid, where in self._kids(node, page)
        ]
        return flat("".join(parts))

    def _table(self, table: Any, page: int | None) -> None:
        rows: list[TaggedRow] = []
        for row, where in self._rows(table, page):
            if row["/S"] != "/TR":
                self._visit([row], where)
            else:
                cells = self._kids(row["/K"], where)
                rows.append(
                    [self._cell(cell, at) for cell, at in cells if not isinstance(cell, str)]
                )
        if self.after_table:
            self.found.tables[-1] += _without_repeated(rows, self.last_rows)
        else:
            self.found.tables.append(rows)
            self.found.prose += TABLE
        self.after_table = True
        self.last_rows = rows

    def _rows(self, node: Any, page: int | None) -> Iterator[tuple[Any, int | None]]:
        for kid, where in self._kids(node.get("/K", []), page):
            if isinstance(kid, str):
                continue
            if kid["/S"] in ("/THead", "/TBody", "/TFoot", "/NonStruct"):
                yield from self._rows(kid, where)
            else:
                yield kid, where

    def _cell(self, cell: Any, page: int | None) -> TaggedCell:
        spans = {"/RowSpan": 1, "/ColSpan": 1}
        attributes = cell.get("/A", [])
        for item in attributes if isinstance(attributes, list) else [attributes]:
            values = item.get_object()
            spans |= {name: int(values[name]) for name in spans if name in values}
        text = self._text(cell.get("/K", []), page)
        return TaggedCell(cell["/S"][1:], spans["/RowSpan"], spans["/ColSpan"], text)


def _without_repeated(rows: list[TaggedRow], before: list[TaggedRow]) -> list[TaggedRow]:
    """Leave out the header rows of the table before that WeasyPrint tags again on each page."""
    same = 0
    while (
        same < min(len(rows), len(before))
        and rows[same] == before[same]
        and all(cell.kind == "TH" for cell in rows[same])
    ):
        same += 1
    return rows[same:]


def slots(rows: list[TaggedRow]) -> list[list[str]]:
    """Every slot's text; a merged cell's text stands in all of its slots."""
    return [[cell.text if cell else "∅" for cell in row] for row in _owners(rows)]


def kinds(rows: list[TaggedRow]) -> list[list[str]]:
    """Every slot's tag: ``TH`` or ``TD``."""
    return [[cell.kind if cell else "∅" for cell in row] for row in _owners(rows)]


def _owners(rows: list[TaggedRow]) -> list[list[TaggedCell | None]]:
    filled: dict[tuple[int, int], TaggedCell] = {}
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in filled:
                column += 1
            for dr in range(cell.rowspan):
                for dc in range(cell.colspan):
                    filled[r + dr, column + dc] = cell
    width = 1 + max((c for _, c in filled), default=-1)
    height = 1 + max((r for r, _ in filled), default=-1)
    return [[filled.get((r, c)) for c in range(width)] for r in range(height)]
