"""The parts of an adopted document: cover, contents, headings and text, and where tables stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from discloser.document.nodes import (
    Contents,
    Document,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Table,
)
from discloser.vocabulary.names import normal
from discloser.workshop.adopt.selections import Words
from discloser.workshop.adopt.writing import Names

_PART_NUMBER = "part_number"
_COVER = ("cover_title", "cover_department", "cover_date")
_OVERVIEW = ("职责", "职能", "概况", "机构设置")
_LONGEST_COVER_LINE = 60
_MOST_COVER_LINES = 4


@dataclass
class Part:
    """A part of the document: its number, its heading, and what stands in it."""

    heading: str
    number: str = ""
    blocks: list[Heading | Paragraph | Table] = field(default_factory=list)
    orientation: Orientation = Orientation.PORTRAIT

    @property
    def tables(self) -> list[Table]:
        """Its tables."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def texts(self) -> list[Heading | Paragraph]:
        """Its headings and paragraphs."""
        return [block for block in self.blocks if not isinstance(block, Table)]

    @property
    def is_overview(self) -> bool:
        """Whether it tells what the department is, which an input says."""
        said = self.heading + "".join(b.text for b in self.blocks if isinstance(b, Heading))
        return not self.tables and any(word in said for word in _OVERVIEW)


@dataclass
class Outline:
    """The document in parts."""

    cover: list[str] = field(default_factory=list)
    contents: Contents | None = None
    parts: list[Part] = field(default_factory=list)


def outline(document: Document) -> Outline:
    """Part a document by its headings of the first level.

    What stands before the first heading and the contents list is the cover.
    """
    found = Outline()
    number = ""
    for block, orientation in _blocks(document):
        if isinstance(block, Contents):
            found.contents = block
        elif isinstance(block, Paragraph) and block.style == _PART_NUMBER:
            number = block.text
        elif isinstance(block, Heading) and block.level == 1:
            found.parts.append(Part(block.text, number, orientation=orientation))
            number = ""
        elif isinstance(block, Paragraph) and not found.parts and _may_be_cover(block, found):
            found.cover.append(block.text)
        elif isinstance(block, Heading | Paragraph | Table):
            _current(found, block, orientation).blocks.append(block)
    return found


def _blocks(document: Document) -> Iterator[tuple[object, Orientation]]:
    for section in document.sections:
        for block in section.blocks:
            if not isinstance(block, PageBreak):
                yield block, section.orientation


def _may_be_cover(block: Paragraph, found: Outline) -> bool:
    return (
        len(found.cover) < _MOST_COVER_LINES
        and len(block.text) <= _LONGEST_COVER_LINE
        and not block.text.endswith("。")
    )


def _current(found: Outline, block: object, orientation: Orientation) -> Part:
    """The part that a block belongs to; tables before any heading have one of their own."""
    is_table = isinstance(block, Table)
    if not found.parts or (is_table and found.parts[-1].texts and not found.parts[-1].tables):
        heading = "" if found.parts else "正文"
        if is_table:
            heading = "附件：部门公开表"
        found.parts.append(Part(heading, orientation=orientation))
    return found.parts[-1]


def report(found: Outline, names: Names, specs: Mapping[int, str], bodies: Sequence[str]) -> Words:
    """``report.yaml``: the whole document in order.

    ``specs`` are the names of the tables' specs by their identity, ``bodies`` the templates of
    the parts, empty where a part has no text.
    """
    cover = found.cover or ["部门公开"]
    title = found.contents.title if found.contents is not None else ("目录",)
    parts = []
    for index, (part, body) in enumerate(zip(found.parts, bodies, strict=True), start=1):
        words: Words = {
            "id": f"part{index}",
            "heading": names.template(part.heading, "in_titles"),
            "orientation": part.orientation.value,
        }
        if part.number:
            words["number"] = part.number
        if body:
            words |= {"body": body, "contents_depth": 1}
        if part.tables:
            words["tables"] = [specs[id(table)] for table in part.tables]
        parts.append(words)
    styles = _COVER if len(cover) == 1 else ("cover_department", "cover_title", "cover_date")
    return {
        "title": names.template("".join(cover[:2]), "name"),
        "cover": [
            {"text": _cover_line(text, names), "style": styles[min(index, len(styles) - 1)]}
            for index, text in enumerate(cover)
        ],
        "contents": {"title": [names.template(line, "name") for line in title]},
        "parts": parts,
    }


def _cover_line(text: str, names: Names) -> str:
    """A line of the cover; a month alone is that of the publication."""
    bare = normal(text)
    if bare.endswith("月") and "年" in bare and len(bare) <= len("二〇二五年十二月"):
        is_chinese = "〇" in bare or "二" in bare[:2]
        day = "{{ published | chinese_month }}"
        return day if is_chinese else "{{ published.year }}年{{ published.month }}月"
    return names.template(text, "name")
