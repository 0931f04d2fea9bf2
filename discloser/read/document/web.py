"""Web pages: headings, paragraphs and tables of HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from lxml import html

from discloser.location import Spot
from discloser.read.document.bounds import bound_cells, bound_tags
from discloser.read.document.raw import Found, Line, RawCell, RawTable

Element: TypeAlias = Any
_SKIPPED = {"script", "style", "noscript", "template", "head", "nav", "footer"}
_INLINE = {
    "a", "abbr", "b", "bdi", "em", "font", "i", "ins", "label", "mark", "small", "span",
    "strong", "sub", "sup", "u",
}  # fmt: skip
_HEADING = re.compile(r"h([1-6])")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LOWEST = 4
_WIDEST = 1000


def read_html(data: bytes, file: str) -> Found:
    """Everything in the body of a web page."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    text = _decoded(data)
    bound_tags(text.count("<"), file)
    root = html.document_fromstring(text, parser=parser)
    reader = _Reader(file, marks_heads=next(root.iter("th", "thead"), None) is not None)
    body = root.find("body")
    reader.walk(body if body is not None else root)
    reader.end_line()
    return reader.found


def _decoded(data: bytes) -> str:
    """The text of a page: as it says, as UTF-8, else as the Chinese encoding before it."""
    named = _CHARSET.search(data[:4096])
    names = [named[1].decode("ascii")] if named else []
    for name in [*names, "utf-8-sig", "gb18030"]:
        encoding = "gb18030" if name.lower() in ("gb2312", "gbk") else name
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")


@dataclass
class _Reader:
    file: str
    marks_heads: bool = False
    found: Found = field(default_factory=Found)
    lines: int = 0
    tables: int = 0
    _parts: list[str] = field(default_factory=list)
    _level: int = 0

    def walk(self, element: Element) -> None:
        """Read an element: its text, its children, and what follows each of them."""
        self._parts.append(element.text or "")
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "table":
                self.end_line()
                self._table(child)
            elif tag == "br":
                self.end_line()
            elif tag in _INLINE:
                self.walk(child)
            elif tag and tag not in _SKIPPED:
                self.end_line()
                heading = _HEADING.fullmatch(tag)
                self._level = min(int(heading[1]), _LOWEST) if heading else self._level
                self.walk(child)
                self.end_line()
                self._level = 0
            self._parts.append(child.tail or "")

    def end_line(self) -> None:
        """What was gathered is a paragraph."""
        text = " ".join("".join(self._parts).split())
        self._parts = []
        if text:
            self.lines += 1
            self.found.raws.append(Line(text, Spot(paragraph=self.lines), self._level))

    def _table(self, element: Element) -> None:
        caption = element.find("caption")
        if caption is not None:
            self._parts.append(caption.text_content())
            self.end_line()
        rows = [row for row in element.iter("tr") if _table_of(row) is element]
        inner = element.find(".//table")
        if inner is not None and len(rows) == 1 and len(list(rows[0])) == 1:
            self.walk(rows[0][0])
            return
        self.tables += 1
        cells: list[RawCell] = []
        taken: set[tuple[int, int]] = set()
        head = 0
        for r, row in enumerate(rows):
            parts = [part for part in row if part.tag in ("td", "th")]
            column = 0
            for c, part in enumerate(parts, start=1):
                while (r, column) in taken:
                    column += 1
                spot = Spot(table=self.tables, row=r + 1, column=c)
                height = min(_span(part, "rowspan") or len(rows), len(rows) - r)
                width = _span(part, "colspan") or 1
                cells.append(RawCell(_text(part), r, column, spot, height, width))
                slots = (
                    (y, x) for y in range(r, r + height) for x in range(column, column + width)
                )
                taken.update(slots)
                bound_cells(len(taken), self.file, Spot(table=self.tables))
                column += width
            is_head = row.getparent().tag == "thead" or all(part.tag == "th" for part in parts)
            head += head == r and bool(parts) and is_head
        width = max((cell.column + cell.columns for cell in cells), default=0)
        if cells:
            marked = head if self.marks_heads else None
            spot = Spot(table=self.tables)
            self.found.raws.append(RawTable(tuple(cells), len(rows), width, spot, marked))


def _table_of(row: Element) -> Element:
    return next(row.iterancestors("table"))


def _span(part: Element, name: str) -> int:
    value = part.get(name, "1").strip()
    return min(int(value), _WIDEST) if value.isdigit() else 1


def _text(part: Element) -> str:
    for line_break in part.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    lines = (
        "".join(line.split()) if _is_chinese(line) else " ".join(line.split())
        for line in part.text_content().strip().split("\n")
    )
    return "\n".join(line for line in lines if line)


def _is_chinese(line: str) -> bool:
    return not re.search(r"[A-Za-z] +[A-Za-z]", line)
