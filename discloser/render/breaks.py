"""Where the lines of a title end, decided once, so that every writer prints the same lines.

Titles are set in the fewest lines that cut no atom (:mod:`discloser.render.words`), those in the
middle balanced, and no last line is a stub. The breaks are put into the tree as :data:`BREAK`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from discloser.document.nodes import (
    BREAK,
    Align,
    Block,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Inline,
    Orientation,
    Paragraph,
    Section,
    Table,
    Text,
    plain_text,
)
from discloser.document.style import Style, TextStyle
from discloser.render.advances import ems
from discloser.render.captions import prefix_of
from discloser.render.css import text_width
from discloser.render.words import Atom, atoms

STUB = 3.0
"""A last line of fewer sizes than this is a stub."""
CONTENTS_MARGIN = 2.5
"""What stays free for the page numbers at the end of a contents entry, in sizes."""

_SHORTEST_NAME = 5
_LINE_COST, _STUB_COST, _IMBALANCE, _RAGGED = 5.0, 10.0, 4.0, 0.4


@dataclass(frozen=True, slots=True)
class Measure:
    """The room of a title's lines in sizes of its face; ``first`` is that of the first one."""

    room: float
    first: float
    balanced: bool = False


def broken(text: str, measure: Measure, names: Sequence[str] = ()) -> str:
    """``text`` with a break at the end of each line but the last; the breaks that it has stay."""
    lines = []
    for index, line in enumerate(text.split("\n")):
        first = measure.first if index == 0 else measure.room
        if ems(line) <= first:
            lines.append(line)
        else:
            found = atoms(line, names)
            here = replace(measure, first=first)
            lines.append(BREAK.join(cheapest_lines(found, here)))
    return "\n".join(lines)


def cheapest_lines(found: Sequence[Atom], measure: Measure) -> list[str]:
    """The cheapest lines, by the cheapest way to end one behind each atom."""
    count = len(found)
    best: list[tuple[float, int]] = [(0.0, 0)] * (count + 1)
    target = _target(found, measure)
    for end in range(1, count + 1):
        choices = [
            (best[start][0] + _line_cost(found, start, end, measure, target), start)
            for start in _starts(found, end, measure)
        ]
        best[end] = min(choices)
    lines = []
    end = count
    while end:
        start = best[end][1]
        lines.append("".join(atom.text for atom in found[start:end]))
        end = start
    return lines[::-1]


def _starts(found: Sequence[Atom], end: int, measure: Measure) -> Iterator[int]:
    """Where a line that ends at ``end`` may begin, nearest first."""
    width = 0.0
    for start in range(end - 1, -1, -1):
        width += found[start].width
        if width > max(measure.room, measure.first) + 1 and start < end - 1:
            return
        yield start


def _target(found: Sequence[Atom], measure: Measure) -> float:
    """How wide balanced lines would be."""
    total = sum(atom.width for atom in found)
    return total / max(1, -(-total // measure.room))


def _line_cost(
    found: Sequence[Atom], start: int, end: int, measure: Measure, target: float
) -> float:
    """What a line costs: itself, its break, what it is too wide or too short."""
    width = sum(atom.width for atom in found[start:end])
    room = measure.first if start == 0 else measure.room
    is_last = end == len(found)
    cost = _LINE_COST + (found[start].cost if start else 0.0)
    if width > room + 1e-6:
        # Only a single atom may be wider than a line: it breaks as the writer breaks it.
        cost += 1000 * (width - room) if end - start > 1 else 100
    if is_last and start and width < STUB:
        cost += _STUB_COST
    if measure.balanced:
        cost += _IMBALANCE * ((width - target) / room) ** 2
    elif not is_last:
        cost += _RAGGED * max(0.0, (room - width) / room)
    return cost


def set_titles(document: Document, style: Style) -> Document:
    """The document with the lines of its titles: cover, headings, contents, captions."""
    setter = _Setter(style, names_of(document))
    sections = tuple(
        replace(section, blocks=tuple(setter.block(block, section) for block in section.blocks))
        for section in document.sections
    )
    return replace(document, sections=sections)


def names_of(document: Document) -> tuple[str, ...]:
    """The department's name, and what is left of it without the places in front."""
    name = document.author
    return tuple(name[start:] for start in range(max(1, len(name) - _SHORTEST_NAME + 1)))


@dataclass(frozen=True, slots=True)
class _Setter:
    style: Style
    names: tuple[str, ...]

    def block(self, block: Block, section: Section) -> Block:
        lies = section.orientation
        match block:
            case Heading():
                look = self.style.headings[min(block.level, len(self.style.headings)) - 1]
                return replace(block, content=self._inlines(block.content, look, lies))
            case Paragraph():
                known = self.style.paragraphs.get(block.style)
                if known is None or known.justify or known.align is not Align.CENTER:
                    return block
                return replace(block, content=self._inlines(block.content, known, lies))
            case Contents():
                return self._contents(block, lies)
            case Table():
                return self._table(block, lies)
            case _:
                return block

    def _measure(self, look: TextStyle, lies: Orientation, right: float = 0) -> Measure:
        room = text_width(self.style.page, lies) / look.size - look.left_chars - right
        hanging = max(0.0, -look.indent_chars)
        first = room - max(0.0, look.indent_chars)
        return Measure(room - hanging, first, look.align is Align.CENTER)

    def _text(self, text: str, look: TextStyle, lies: Orientation, right: float = 0) -> str:
        return broken(text, self._measure(look, lies, right), self.names)

    def _inlines(
        self, content: tuple[Inline, ...], look: TextStyle, lies: Orientation
    ) -> tuple[Inline, ...]:
        """The runs with the breaks of their text; one that a number would have is left out."""
        lines = self._text(plain_text(content), look, lies)
        if BREAK not in lines:
            return content
        made: list[Inline] = []
        place = 0
        for inline in content:
            text = ""
            for character in inline.text:
                if lines[place] == BREAK:
                    text += BREAK
                    place += 1
                text += character
                place += 1
            made.append(Text(text, inline.strong) if isinstance(inline, Text) else inline)
        return tuple(made)

    def _contents(self, contents: Contents, lies: Orientation) -> Contents:
        title = tuple(self._text(line, self.style.contents_title, lies) for line in contents.title)
        entries = tuple(self._entry(entry, lies) for entry in contents.entries)
        return replace(contents, title=title, entries=entries)

    def _entry(self, entry: ContentsEntry, lies: Orientation) -> ContentsEntry:
        levels = self.style.contents_levels
        look = levels[min(entry.level, len(levels)) - 1]
        right = CONTENTS_MARGIN if entry.numbered else 0.0
        return replace(entry, label=self._text(entry.label, look, lies, right))

    def _table(self, table: Table, lies: Orientation) -> Table:
        before = prefix_of(table, self.style)
        caption = self._text(before + table.caption, self.style.table_caption, lies)
        subtitle = self._text(table.subtitle, self.style.table_subtitle, lies)
        return replace(table, caption=caption.removeprefix(before), subtitle=subtitle)
