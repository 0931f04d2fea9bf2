"""A document of the tree from what was found in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher

from discloser.document.nodes import (
    Block,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Orientation,
    Paragraph,
    Section,
    Table,
    Text,
)
from discloser.finding import Finding
from discloser.read.document import tables, words
from discloser.read.document.contents import Listed, part_contents
from discloser.read.document.joining import joined
from discloser.read.document.raw import Found, Line, NewSection, Raw, RawTable

_COVER_MONTH = re.compile(r"(\d{4})年(\d{1,2})月")
_PART_NUMBER, _BODY = "part_number", "body"
_ALIKE = 0.7
"""From this likeness on an entry and a title of one number are meant to be the same."""


def assembled(found: Found, file: str) -> Document:
    """Make the document; what is wrong with its tables is added to the findings."""
    raws, listed = part_contents(joined(found.raws))
    maker = _Maker(raws, file, found.findings, _titles(listed) | found.outline)
    maker.run()
    sections = _with_contents(maker.sections, listed, maker.contents_at)
    lines = [raw.text for raw in found.raws if isinstance(raw, Line)]
    return Document(lines[0].strip() if lines else file, "", _month(lines), tuple(sections))


def _month(lines: Sequence[str]) -> date:
    """The month on the cover; the first day there is where none is printed."""
    for line in lines[:10]:
        match = _COVER_MONTH.search(words.bare(line))
        if match and 1 <= int(match[2]) <= 12:  # noqa: PLR2004 - months
            return date(int(match[1]), int(match[2]), 1)
    return date.min


def _titles(listed: Listed | None) -> dict[str, int]:
    """What the contents list calls the headings, with and without their numbers, by level.

    Those whose number stands in the list alone are above all that have one in the text.
    """
    titles: dict[str, int] = {}
    labels = [label for label, _ in listed.entries] if listed is not None else []
    levels = [level for label in labels if (level := words.level_of(label))]
    above = min(levels, default=1) - 1
    for label in labels:
        level = words.level_of(label) or 1
        titles[words.bare(label)] = level
        titles.setdefault(words.unnumbered(label), max(1, level - above))
    return titles


class _Maker:
    """Walks through the parts of a file once."""

    def __init__(
        self,
        raws: Sequence[Raw | Listed],
        file: str,
        findings: list[Finding],
        titles: Mapping[str, int],
    ) -> None:
        self.raws = raws
        self.file = file
        self.findings = findings
        self.titles = titles
        self.sections: list[Section] = []
        self.contents_at: tuple[int, int] | None = None
        self._blocks: list[Block] = []
        self._orientation = Orientation.PORTRAIT
        self._lines: list[Line] = []
        self._tables = 0
        self._headings = 0
        styled = {raw.level for raw in raws if isinstance(raw, Line) and raw.level}
        self._is_styled = bool(styled - {1})

    def run(self) -> None:
        """Make all blocks."""
        at = 0
        while at < len(self.raws):
            raw = self.raws[at]
            at += 1
            if isinstance(raw, Listed):
                self._flush()
                self.contents_at = len(self.sections), len(self._blocks)
            elif isinstance(raw, NewSection):
                self._turn(raw.orientation)
            elif isinstance(raw, RawTable):
                at += self._table(raw, at)
            else:
                self._lines.append(raw)
        self._turn(self._orientation)

    def _turn(self, orientation: Orientation) -> None:
        self._flush()
        if self._blocks:
            self.sections.append(Section(tuple(self._blocks), self._orientation))
            self._blocks = []
        self._orientation = orientation

    def _table(self, raw: RawTable, at: int) -> int:
        """Make a table with the lines around it, and return how many of those below it are its."""
        around = tables.above(self._lines)
        del self._lines[len(self._lines) - around.above :]
        self._flush()
        following = []
        for below in self.raws[at:]:
            if not isinstance(below, Line):
                break
            following.append(below)
        notes = tables.below(following)
        around.notes = [note.text.strip() for note in notes]
        self._tables += 1
        table, findings = tables.made(raw, around, self._tables, self.file)
        self.findings += findings
        self._blocks.append(table)
        return len(notes)

    def _flush(self) -> None:
        """Make headings and paragraphs of the lines that belong to no table."""
        lines, self._lines = self._lines, []
        for index, line in enumerate(lines):
            text = line.text.strip().replace("\t", " ")
            after_number = index > 0 and words.is_part_number(lines[index - 1].text)
            if words.is_part_number(text) and index + 1 < len(lines) and line.level in (0, 1):
                self._blocks.append(Paragraph((Text(text),), _PART_NUMBER, line.spot))
                continue
            level = line.level or (1 if after_number else self._level(text))
            if level:
                self._headings += 1
                anchor = f"heading{self._headings}"
                self._blocks.append(Heading(level, (Text(text),), anchor, spot=line.spot))
            else:
                self._blocks.append(Paragraph((Text(text),), _BODY, line.spot))

    def _level(self, text: str) -> int:
        if self._is_styled:
            return 0
        level = words.level_of(text) or self.titles.get(words.bare(text), 0)
        return level or self._as_listed(words.bare(text))

    def _as_listed(self, text: str) -> int:
        """The level of a title that says 某局主要职能 where the contents list says 部门主要职能."""
        if not words.may_be_title(text):
            return 0
        return next((level for name, level in self.titles.items() if words.is_of(text, name)), 0)


def _with_contents(
    sections: list[Section], listed: Listed | None, at: tuple[int, int] | None
) -> list[Section]:
    """The sections with the contents list where it stood, its entries pointing at headings."""
    if listed is None or at is None:
        return sections
    anchors: dict[str, str] = {}
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Heading | Table):
                title = block.text if isinstance(block, Heading) else block.caption
                anchors.setdefault(words.bare(title), block.anchor)
    entries = tuple(
        ContentsEntry(label, words.level_of(label) or 1, _anchor(label, anchors), numbered)
        for label, numbered in listed.entries
    )
    contents = Contents((listed.title,), entries)
    number, place = at
    if number >= len(sections):
        return [*sections, Section((contents,))]
    blocks = list(sections[number].blocks)
    blocks.insert(place, contents)
    sections[number] = Section(tuple(blocks), sections[number].orientation)
    return sections


def _anchor(label: str, anchors: dict[str, str]) -> str:
    """What an entry names: the title that says the same, else the longest that it ends with.

    Else it is the likest title with its number: the list may have been retyped.
    """
    wanted = words.bare(label)
    if wanted in anchors:
        return anchors[wanted]
    name = words.unnumbered(label)
    ends = [title for title in anchors if title and wanted.endswith(title)]
    ends = ends or [title for title in anchors if words.is_of(title, name)]
    if ends:
        return anchors[max(ends, key=len)]
    number = wanted.removesuffix(name)
    numbered = [title for title in anchors if number and title.startswith(number)]
    likeness = {title: _likeness(name, words.unnumbered(title)) for title in numbered}
    likest = max(numbered, key=likeness.__getitem__, default="")
    return anchors[likest] if likest and likeness[likest] > _ALIKE else ""


def _likeness(one: str, two: str) -> float:
    return SequenceMatcher(None, one, two, autojunk=False).ratio()
