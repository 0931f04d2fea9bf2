"""A document as plain data for the Typst template: what to show, where, and in which look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from discloser.document.nodes import (
    Block,
    Chart,
    Contents,
    Document,
    Heading,
    Inline,
    Orientation,
    PageBreak,
    Paragraph,
    Section,
    Table,
)
from discloser.document.style import Style, TextStyle
from discloser.render.captions import lines_above, title_of
from discloser.render.chart_svg import chart_svg
from discloser.render.css import margins, text_width, tracking
from discloser.render.typst_fonts import find_face
from discloser.render.typst_table import bands_data
from discloser.render.typst_text import lines

Data = dict[str, Any]

MIDDLE = 0.38
"""The middle of a Chinese character above its baseline, in sizes."""


def document_data(document: Document, style: Style) -> Data:
    """Return everything that the template reads."""
    return _Builder(document, style, label_names(document)).data()


def label_names(document: Document) -> dict[str, str]:
    """Return the template's name of each anchor: Typst does not take every text as a label."""
    found: dict[str, str] = {}
    for block in document.blocks():
        if isinstance(block, Heading | Table):
            found.setdefault(block.anchor, f"anchor-{len(found)}")
    return found


@dataclass
class _Builder:
    document: Document
    style: Style
    names: Mapping[str, str]
    level: int = 0
    """The level of the last heading: none may be skipped in a tagged document."""
    tables: int = 0
    marked: set[str] = field(default_factory=set)

    def data(self) -> Data:
        document, style = self.document, self.style
        language, _, region = document.language.partition("-")
        day, page = document.date, style.page
        return {
            "title": document.title,
            "author": [document.author] if document.author else [],
            "description": document.subject,
            "date": [day.year, day.month, day.day],
            "lang": language,
            "region": region.rpartition("-")[2] or None,
            "middle": MIDDLE,
            "looks": {name: self._look(look) for name, look in _looks(style).items()},
            "rules": {
                "line": style.rules.line,
                "color": style.rules.color,
                "fill": style.rules.header_fill,
            },
            "number": {
                "parts": page.number.split("{page}"),
                "outside": page.number_outside,
                "distance": page.number_distance_mm,
            },
            "sections": [self._section(section) for section in document.sections],
            "anchors": list(self.names.values()),
        }

    def _look(self, look: TextStyle) -> Data:
        return {
            "plain": _face(look, self.style, bold=look.strong),
            "bold": _face(look, self.style, bold=True),
            "size": look.size,
            "tracking": tracking(look, self.style),
            "pitch": look.pitch,
            "align": look.align.value,
            "justify": look.justify,
            "indent": look.indent_chars,
            "left": look.left_chars,
            "before": look.space_before,
            "after": look.space_after,
            "sticky": look.keep_with_next,
        }

    def _section(self, section: Section) -> Data:
        page = self.style.page
        sides = [page.width_mm, page.height_mm]
        if section.orientation is Orientation.LANDSCAPE:
            sides.reverse()
        edges = margins(page, section.orientation)
        return {
            "width": sides[0],
            "height": sides[1],
            "margins": [edges.top_mm, edges.right_mm, edges.bottom_mm, edges.left_mm],
            "numbered": section.page_numbers,
            "restart": section.restart,
            "blocks": list(self._blocks(section)),
        }

    def _blocks(self, section: Section) -> Iterator[Data]:
        new_page = False
        for block in section.blocks:
            if isinstance(block, PageBreak):
                new_page = True
                continue
            data = self._block(block, section.orientation)
            look = _looks(self.style).get(data.get("look", ""))
            data["new-page"] = new_page or bool(look and look.page_break_before)
            yield data
            new_page = False

    def _block(self, block: Block, lies: Orientation) -> Data:
        match block:
            case Heading():
                level = min(block.level, len(self.style.headings))
                return {
                    "kind": "text",
                    "look": f"heading-{level}",
                    "runs": _runs(block.content),
                    "level": self._next_level(block.level),
                    "anchor": self._mark(block.anchor),
                }
            case Paragraph():
                known = block.style in self.style.paragraphs
                return {
                    "kind": "text",
                    "look": f"paragraph-{block.style if known else 'body'}",
                    "runs": _runs(block.content),
                    "level": None,
                    "anchor": None,
                }
            case Contents():
                return self._contents(block)
            case Table():
                return self._table(block, lies)
            case Chart():
                return self._chart(block, lies)
            case PageBreak():
                raise TypeError("a page break is no block of its own")

    def _next_level(self, level: int) -> int:
        self.level = min(level, self.level + 1)
        return self.level

    def _mark(self, anchor: str) -> str | None:
        """The label of an anchor, for the first block that has it."""
        if anchor in self.marked:
            return None
        self.marked.add(anchor)
        return self.names[anchor]

    def _contents(self, contents: Contents) -> Data:
        deepest = len(self.style.contents_levels)
        return {
            "kind": "contents",
            "title": lines("\n".join(contents.title)) if contents.title else None,
            "level": self._next_level(1) if contents.title else None,
            "entries": [
                {
                    "label": lines(entry.label),
                    "look": f"contents-{min(entry.level, deepest)}",
                    "anchor": self.names.get(entry.anchor),
                    "numbered": entry.numbered,
                }
                for entry in contents.entries
            ],
        }

    def _chart(self, chart: Chart, lies: Orientation) -> Data:
        face = find_face(self.style.faces[self.style.table_cell.face], bold=False)
        width = text_width(self.style.page, lies)
        return {
            "kind": "chart",
            "svg": chart_svg(chart, self.style, width, face.families),
            "alt": chart.text,
            "caption": lines(chart.caption),
        }

    def _table(self, table: Table, lies: Orientation) -> Data:
        self.tables += 1
        caption = title_of(table, self.style)
        return {
            "kind": "table",
            "id": f"table-{self.tables}",
            "anchor": self._mark(table.anchor),
            "caption": lines(caption) if caption else None,
            "level": self._next_level(2) if caption else None,
            "subtitle": lines(table.subtitle) if table.subtitle else None,
            "above": [[lines(text) for text in line] for line in lines_above(table, self.style)],
            "notes": [lines(note) for note in table.notes],
            **bands_data(table, self.style, lies),
        }


def _looks(style: Style) -> Mapping[str, TextStyle]:
    page = style.page
    number = TextStyle(face=page.number_face, size=page.number_size, pitch=page.number_size)
    return {
        **{f"paragraph-{name}": look for name, look in style.paragraphs.items()},
        **{f"heading-{level}": look for level, look in enumerate(style.headings, start=1)},
        **{f"contents-{level}": look for level, look in enumerate(style.contents_levels, start=1)},
        "contents-title": style.contents_title,
        "table-caption": style.table_caption,
        "table-subtitle": style.table_subtitle,
        "table-line": style.table_line,
        "table-header": style.table_header,
        "table-cell": style.table_cell,
        "table-note": style.table_note,
        "chart-caption": style.chart_caption,
        "page-number": number,
    }


def _face(look: TextStyle, style: Style, *, bold: bool) -> Data:
    face = find_face(style.faces[look.face], bold=bold)
    families = style.digits_of(look.face)
    digits = find_face(families, bold=bold).families[:1] if families else ()
    return {
        "font": face.families,
        "digits": digits,
        "weight": face.weight,
        "stroked": face.stroked,
    }


def _runs(content: tuple[Inline, ...]) -> list[Data]:
    return [{"text": lines(inline.text), "strong": inline.strong} for inline in content]
