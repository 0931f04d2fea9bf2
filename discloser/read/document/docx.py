"""Word files (.docx): paragraphs, headings and tables by their XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from lxml import etree

from discloser.document.nodes import Orientation
from discloser.location import Location, Spot
from discloser.read.document.bounds import bound_cells, bound_tags
from discloser.read.document.docx_numbering import Numbering
from discloser.read.document.docx_styles import Styles
from discloser.read.document.docx_text import Texts, W, number_of
from discloser.read.document.raw import Found, Line, NewSection, RawCell, RawTable
from discloser.read.document.rules import COMMENT, TRACKED
from discloser.read.spreadsheet.package import Package

DOCUMENT_PART = "word/document.xml"
Element: TypeAlias = Any
_LONGEST_EXCERPT = 40


def xml_part(package: Package, name: str) -> Element | None:
    """The root of a part, without entities, network or limits lifted; None where it is missing."""
    if name not in package:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    content = package.read(name)
    bound_tags(content.count(b"<"), package.file)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("document type")
    return root


def read_docx(package: Package, file: str) -> Found:
    """Everything in the body of a Word file, in reading order."""
    root = xml_part(package, DOCUMENT_PART)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ValueError("no body")
    reader = _Reader(file, Styles(xml_part(package, "word/styles.xml")))
    reader.numbering = Numbering(xml_part(package, "word/numbering.xml"))
    reader.marks_heads = next(body.iter(f"{W}tblHeader"), None) is not None
    reader.comments = _comments(xml_part(package, "word/comments.xml"))
    reader.read(body)
    return reader.found


def paragraphs_at(body: Element) -> Mapping[Spot, Element]:
    """The paragraph, or the first one of a cell or table, that stands at each spot of a body."""
    reader = _Reader("", Styles(None))
    reader.read(body)
    return reader.elements


def _comments(root: Element | None) -> dict[str, str]:
    if root is None:
        return {}
    return {
        note.get(f"{W}id", ""): "".join(t.text or "" for t in note.iter(f"{W}t"))
        for note in root.iter(f"{W}comment")
    }


@dataclass
class _Reader:
    file: str
    styles: Styles
    numbering: Numbering = field(default_factory=lambda: Numbering(None))
    comments: dict[str, str] = field(default_factory=dict)
    marks_heads: bool = False
    """Whether the file marks the heads of tables, so that a table without marks has none."""
    found: Found = field(default_factory=Found)
    paragraphs: int = 0
    tables: int = 0
    is_parted: bool = True
    """Whether anything that is seen stands between the last table and what comes next."""
    texts: Texts = field(default_factory=Texts)
    elements: dict[Spot, Element] = field(default_factory=dict)

    def read(self, body: Element) -> None:
        """Walk through the body; a section's properties stand at its end."""
        start = 0
        for element in _blocks(body):
            properties = None
            if element.tag == f"{W}p":
                self._paragraph(element)
                properties = element.find(f"{W}pPr/{W}sectPr")
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag == f"{W}sectPr":
                properties = element
            if properties is not None:
                self.found.raws.insert(start, NewSection(_orientation(properties)))
                start = len(self.found.raws)

    def _paragraph(self, element: Element) -> None:
        self.paragraphs += 1
        spot = Spot(paragraph=self.paragraphs)
        text = self._text(element, spot)
        style, level = self.styles.of(element)
        number = self.numbering.label(element, self.styles.numbering(style))
        in_contents = self.texts.in_contents or self.styles.is_contents(style)
        if not text.strip():
            self.is_parted = self.is_parted or not _is_hidden(element)
            return
        self.is_parted = True
        self.found.raws.append(Line(number + text, spot, level, in_contents))

    def _text(self, element: Element, spot: Spot) -> str:
        """The text of a paragraph; changes and comments in it are said."""
        text = self.texts.of(element)
        self.elements.setdefault(spot, element)
        self.elements.setdefault(Spot(table=spot.table), element)
        place = Location(self.file, spot=spot)
        if self.texts.tracked:
            self.found.findings.append(TRACKED.at(place))
        for mark in element.iter(f"{W}commentReference"):
            said = self.comments.get(mark.get(f"{W}id", ""), "")
            self.found.findings.append(COMMENT.at(place, text=said[:_LONGEST_EXCERPT]))
        return text

    def _table(self, element: Element) -> None:
        inner = _only_table(element)
        if inner is not None:
            for block in _blocks(inner):
                if block.tag == f"{W}tbl":
                    self._table(block)
                elif block.tag == f"{W}p":
                    self._paragraph(block)
            return
        self.tables += 1
        rows = list(_children(element, "tr"))
        heads = sum(1 for _ in _heads(rows))
        cells: list[RawCell] = []
        open_merges: dict[int, int] = {}
        width = 0
        for r, row in enumerate(rows):
            column = number_of(row, "trPr/gridBefore")
            for c, part in enumerate(_children(row, "tc"), start=1):
                span = max(1, number_of(part, "tcPr/gridSpan"))
                merge = part.find(f"{W}tcPr/{W}vMerge")
                goes_on = merge is not None and merge.get(f"{W}val") != "restart"
                if goes_on and column in open_merges:
                    index = open_merges[column]
                    above = cells[index]
                    cells[index] = _taller(above, r)
                else:
                    spot = Spot(table=self.tables, row=r + 1, column=c)
                    made = RawCell(self._cell(part, spot), r, column, spot, columns=span)
                    index = _above(cells, made) if r == heads and _is_open(part) else -1
                    open_merges.pop(column, None)
                    if index >= 0:
                        text = cells[index].text or made.text
                        cells[index] = replace(_taller(cells[index], r), text=text)
                    else:
                        cells.append(made)
                    if merge is not None:
                        open_merges[column] = index % len(cells)
                column += span
                bound_cells(len(cells), self.file, Spot(table=self.tables))
            width = max(width, column)
        head = heads if self.marks_heads else None
        spot = Spot(table=self.tables)
        goes_on = not self.is_parted
        self.found.raws.append(RawTable(tuple(cells), len(rows), width, spot, head, goes_on))
        self.is_parted = False

    def _cell(self, part: Element, spot: Spot) -> str:
        lines = [self._text(each, spot) for each in part.iter(f"{W}p")]
        while lines and not lines[-1].strip():
            lines.pop()
        return "\n".join(lines)


def _is_hidden(paragraph: Element) -> bool:
    """Whether the mark of an empty paragraph is hidden, so that it takes no room."""
    mark = paragraph.find(f"{W}pPr/{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false")


def _is_open(part: Element) -> bool:
    """Whether no line stands above a cell below a head: it goes on from the one above."""
    line = part.find(f"{W}tcPr/{W}tcBorders/{W}top")
    return line is not None and line.get(f"{W}val") in ("nil", "none")


def _above(cells: list[RawCell], cell: RawCell) -> int:
    """The cell that ends right above another one and is as wide; -1 where there is none."""
    for index in range(len(cells) - 1, -1, -1):
        other = cells[index]
        if (other.column, other.columns) == (cell.column, cell.columns):
            return index if other.row + other.rows == cell.row else -1
    return -1


def _taller(cell: RawCell, row: int) -> RawCell:
    return RawCell(cell.text, cell.row, cell.column, cell.spot, row - cell.row + 1, cell.columns)


def _blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, those in content controls and insertions too."""
    for child in parent:
        if child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            yield from _blocks(child)
        else:
            yield child


def _children(parent: Element, name: str) -> Iterator[Element]:
    return (each for each in _blocks(parent) if each.tag == f"{W}{name}")


def _only_table(element: Element) -> Element | None:
    """The one cell of a table that only frames others; None for a table of its own."""
    cells = [cell for row in _children(element, "tr") for cell in _children(row, "tc")]
    if len(cells) == 1 and any(True for _ in _children(cells[0], "tbl")):
        return cells[0]
    return None


def _heads(rows: list[Element]) -> Iterator[Element]:
    for row in rows:
        mark = row.find(f"{W}trPr/{W}tblHeader")
        if mark is None or mark.get(f"{W}val") in ("0", "false"):
            return
        yield row


def _orientation(properties: Element) -> Orientation:
    size = properties.find(f"{W}pgSz")
    if size is None:
        return Orientation.PORTRAIT
    wide = int(size.get(f"{W}w", "0")) > int(size.get(f"{W}h", "0"))
    return Orientation.LANDSCAPE if wide else Orientation.PORTRAIT
