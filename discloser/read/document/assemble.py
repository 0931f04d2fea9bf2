"""A document of the tree from what was found in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

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
from discloser.read.document.entries import matched
from discloser.read.document.joining import joined
from discloser.read.document.raw import Found, Line, NewSection, Raw, RawTable

_COVER_MONTH = re.compile(r"(\d{4})年(\d{1,2})月")
_OWN_TITLE = re.compile(r".*20\d{2}年度?.*部门.*(?:预算|决算)(?:信息)?(?:公开)?$")
_PART_NUMBER, _BODY = "part_number", "body"


def assembled(found: Found, file: str) -> Document:
    """Make the document; what is wrong with its tables is added to the findings."""
    raws, listed = part_contents(joined(found.raws))
    maker = _Maker(raws, file, found.findings, _titles(listed) | found.outline)
    maker.run()
    lines = [raw.text for raw in found.raws if isinstance(raw, Line)]
    title = lines[0].strip() if lines else file
    sections = _with_contents(maker.sections, listed, maker.contents_at, title)
    return Document(title, "", _month(lines), tuple(sections))


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
        lines, self._lines = self._whole_titles(self._lines), []
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

    def _whole_titles(self, lines: list[Line]) -> list[Line]:
        """The lines, those as one that only together are what the contents list calls a title."""
        whole: list[Line] = []
        at = 0
        while at < len(lines):
            group = lines[at : at + 2]
            text = "".join(words.bare(line.text) for line in group)
            begins = words.is_part_number(group[0].text) or words.bare(group[0].text) in self.titles
            if len(group) > 1 and not begins and text in self.titles:
                whole.append(replace(group[0], text=text))
                at += 1
            else:
                whole.append(lines[at])
            at += 1
        return whole

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
    sections: list[Section], listed: Listed | None, at: tuple[int, int] | None, title: str
) -> list[Section]:
    """The sections with the contents list where it stood, its entries pointing at headings.

    The title of the document may stand at the head of the list.
    """
    if listed is None or at is None:
        return sections
    listing = list(listed.entries)
    if listing and (words.bare(listing[0][0]) == words.bare(title) or _names(listing[0][0])):
        del listing[0]
    labels = [label for label, _ in listing]
    anchors = matched(labels, list(_titled(sections)))
    entries = tuple(
        ContentsEntry(label, words.level_of(label) or 1, anchor, numbered)
        for (label, numbered), anchor in zip(listing, anchors, strict=True)
    )
    contents = Contents((listed.title,), entries)
    number, place = at
    if number >= len(sections):
        return [*sections, Section((contents,))]
    blocks = list(sections[number].blocks)
    blocks.insert(place, contents)
    sections[number] = Section(tuple(blocks), sections[number].orientation)
    return sections


def _names(label: str) -> bool:
    """Whether a line at the head of a list is the document's own title: 某局2026年部门预算公开."""
    return not words.level_of(label) and bool(_OWN_TITLE.search(words.bare(label)))


def _titled(sections: Sequence[Section]) -> Iterator[tuple[str, str]]:
    """The titles of headings and tables with their anchors, in order."""
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Heading | Table):
                title = block.text if isinstance(block, Heading) else block.caption or block.sheet
                if title.strip():
                    yield title, block.anchor


def one_of(documents: Sequence[Document]) -> Document:
    """Several documents as one: what a contents list of any of them names may be in another."""
    if len(documents) == 1:
        return documents[0]
    sections = [
        replace(section, blocks=tuple(_numbered(block, number) for block in section.blocks))
        for number, document in enumerate(documents, start=1)
        for section in document.sections
    ]
    titles = list(_titled(sections))
    whole = tuple(
        replace(section, blocks=tuple(_matched(block, titles) for block in section.blocks))
        for section in sections
    )
    return replace(documents[0], sections=whole)


def _numbered(block: Block, number: int) -> Block:
    """A block with an anchor that no other document's has."""
    if isinstance(block, Heading | Table):
        return replace(block, anchor=f"{number}-{block.anchor}")
    return block


def _matched(block: Block, titles: list[tuple[str, str]]) -> Block:
    """A contents list that points at what it names, wherever it is."""
    if not isinstance(block, Contents):
        return block
    anchors = matched([entry.label for entry in block.entries], titles)
    pairs = zip(block.entries, anchors, strict=True)
    return replace(block, entries=tuple(replace(each, anchor=anchor) for each, anchor in pairs))
