"""Published documents as trees of what they print, with the faults that they have.

``tests/fidelity/data/published`` holds what the published PDF say, line by line; what their
extraction read wrongly is set right as there. Nothing here comes from a pack or an input: the
texts, the cells and their order are those of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from discloser.document.nodes import (
    Align,
    Block,
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Orientation,
    Paragraph,
    Role,
    Row,
    Section,
    Table,
    Text,
)
from discloser.document.number import Number, NumberFormat
from tests.fidelity.normal import Line, bare, is_amount, join_part_titles
from tests.fidelity.printed import PrintedTable
from tests.fidelity.published import (
    extracted,
    narrative_lines,
    placed_tables,
    published,
    slips,
)

SEEDS = ("000", "001", "002", "003", "004")
_MONTH = re.compile(r"二〇\S{2}年\S{1,3}月|20\d\d年\d{1,2}月$")
_PART = re.compile(r"第[一二三四五六七八九十]+部分|附件[:：]")
_LEVELS = (
    (1, _PART),
    (2, re.compile(r"[一二三四五六七八九十]+、")),
    (3, re.compile(r"[（(][一二三四五六七八九十]+[)）]")),
)
_LONGEST_HEADING = 45
_CONTENTS = "目录"
_NUMBER = re.compile(r"(?:公开|预算)\d+表")
_ZERO = re.compile(r"0\.0+")
_WIDEST_UPRIGHT = 6


def printed_tree(number: str) -> Document:
    """The tree of a published document."""
    raw, known = extracted(number), slips(number)
    placed: list[tuple[int, Line | PrintedTable]] = [
        *narrative_lines(raw, known),
        *placed_tables(raw, known),
    ]
    blocks = list(_blocks([each for _, each in sorted(placed, key=lambda each: each[0])]))
    cover, listed = _front([bare(line) for line in published(number).front])
    contents = _contents(listed, blocks)
    return Document(
        "".join(cover[:-1] if _MONTH.fullmatch(cover[-1]) else cover),
        "",
        date(2025, 1, 1),
        (
            Section(tuple(_paragraph(line, "cover_title") for line in cover), page_numbers=False),
            Section((contents,), page_numbers=False),
            *_sections(blocks),
        ),
    )


def _front(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines of the cover, and those of the contents list with its title."""
    at = next(n for n, line in enumerate(lines) if line.endswith(_CONTENTS))
    cover = list(lines[:at])
    begin = next((n for n, line in enumerate(cover) if n and line == cover[0]), at)
    return cover[:begin], list(lines[begin:])


def _contents(lines: Sequence[str], blocks: Sequence[Block]) -> Contents:
    at = next(n for n, line in enumerate(lines) if line.endswith(_CONTENTS)) + 1
    anchors = {
        bare(block.text if isinstance(block, Heading) else block.caption): block.anchor
        for block in blocks
        if isinstance(block, Heading | Table)
    }
    first = next(iter(anchors.values()))
    entries = tuple(
        ContentsEntry(line, 1 if _PART.match(line) else 2, anchors.get(line, first))
        for line in lines[at:]
    )
    return Contents(tuple(lines[:at]), entries)


def _blocks(placed: Sequence[Line | PrintedTable]) -> Iterator[Block]:
    """Headings, paragraphs and tables; a part's title may stand in two lines."""
    lines: list[Line] = []
    count = 0
    for each in (*placed, None):
        if isinstance(each, Line):
            lines.append(each)
            continue
        for line in join_part_titles(lines):
            count += 1
            yield _line(line, f"h{count}")
        lines = []
        if each is not None:
            count += 1
            yield from map(_paragraph, _second_titles(each))
            yield _table(each, f"t{count}")


def _line(line: Line, anchor: str) -> Block:
    text = bare(line.text)
    is_short = len(text) <= _LONGEST_HEADING and not text.endswith(("。", "；", "：", "，"))
    level = next((level for level, mark in _LEVELS if mark.match(text)), 0)
    if level and is_short and (line.heading or level == 1):
        return Heading(level, (Text(text),), anchor)
    return _paragraph(text)


def _paragraph(text: str, style: str = "body") -> Paragraph:
    return Paragraph((Text(text),), style)


def _sections(blocks: Sequence[Block]) -> Iterator[Section]:
    """Running text upright, every wide table on pages of its own."""
    upright: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and len(block.columns) > _WIDEST_UPRIGHT:
            if upright:
                yield Section(tuple(upright))
            upright = []
            yield Section((block,), Orientation.LANDSCAPE)
        else:
            upright.append(block)
    if upright:
        yield Section(tuple(upright))


# Tables


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a table beside its caption."""

    subject: str = ""
    unit: str = ""
    number: str = ""
    subtitle: str = ""


def _table(printed: PrintedTable, anchor: str) -> Table:
    around = _around([bare(line) for line in printed.lines])
    head = tuple(_head(printed))
    body = tuple(_form(printed.rows) if not printed.columns else _rows(printed.rows))
    width = len(printed.columns) or max((len(row) for row in printed.rows), default=1)
    return Table(
        name=anchor,
        sheet=bare(printed.title)[:28],
        caption=bare(printed.title),
        anchor=anchor,
        columns=(Column(),) * width,
        head=head,
        body=body,
        subtitle=around.subtitle,
        number=around.number,
        subject=around.subject,
        unit=around.unit,
        notes=tuple(bare(note) for note in printed.notes),
    )


def _second_titles(printed: PrintedTable) -> list[str]:
    """The lines that call a table once more, which a table of the tree has no place for."""
    lines = map(bare, printed.lines)
    return [line for line in lines if line.endswith("表") and not _NUMBER.fullmatch(line)]


def _around(lines: Sequence[str]) -> _Around:
    found: dict[str, list[str]] = {"subject": [], "unit": [], "number": [], "subtitle": []}
    for line in lines:
        if re.match(r"(?:金额)?单位[:：]", line):
            found["unit"].append(line)
        elif re.match(r"部门(?:名称)?[:：]", line):
            found["subject"].append(line)
        elif _NUMBER.fullmatch(line):
            found["number"].append(line)
        elif not line.endswith("表"):
            found["subtitle"].append(line)
    return _Around(**{name: "".join(texts) for name, texts in found.items()})


def _head(printed: PrintedTable) -> Iterator[Row]:
    """The header that the columns' paths say: equal beginnings of neighbours are one cell."""
    paths = [tuple(map(bare, path.split("/"))) for path in printed.columns]
    depth = max(map(len, paths), default=0)
    for level in range(depth):
        row = []
        for at, path in enumerate(paths):
            if len(path) <= level:
                continue
            begun = path[: level + 1]
            if at and paths[at - 1][: level + 1] == begun and len(paths[at - 1]) > level + 1:
                continue
            leaf = len(path) == level + 1
            run = 1
            while not leaf and at + run < len(paths) and paths[at + run][: level + 1] == begun:
                run += 1
            rows = depth - level if leaf else 1
            row.append(Cell(path[level], Role.COLUMN_HEADER, rows, run, Align.CENTER))
        yield tuple(row)
    if printed.ordinals:
        yield tuple(Cell(bare(text), Role.COLUMN_HEADER) for text in printed.ordinals)


def _rows(rows: Sequence[Sequence[str]]) -> Iterator[Row]:
    for row in rows:
        yield tuple(_cell(text) for text in row)


def _form(rows: Sequence[Sequence[str]]) -> Iterator[Row]:
    """The rows of a form: an empty slot belongs to the cell at its left, else to the one above."""
    placed: list[list[_Slot]] = []
    above: list[_Slot] = []
    for row in rows:
        filled = [c for c, text in enumerate(row) if text]
        first = filled[0] if filled else len(row)
        over = [slot for slot in above if slot.begin < first]
        if filled and over and over[-1].end <= first:
            for slot in over:
                slot.height += 1
        else:
            over = [_Slot("", 0, first)] if first else []
        ends = [*filled[1:], len(row)]
        new = [_Slot(bare(row[c]), c, end) for c, end in zip(filled, ends, strict=True)]
        own = [slot for slot in over if slot not in above]
        placed.append([*own, *new])
        above = [*over, *new]
    for slots in placed:
        yield tuple(Cell(s.text, rowspan=s.height, colspan=s.end - s.begin) for s in slots)


@dataclass(eq=False, slots=True)
class _Slot:
    """A cell of a form: its columns from ``begin`` to before ``end``, and its rows."""

    text: str
    begin: int
    end: int
    height: int = 1


def _cell(text: str) -> Cell:
    """A cell; an amount is a number, as it is in a workbook."""
    printed = bare(text)
    if is_amount(printed) or _ZERO.fullmatch(printed):
        places = len(printed.partition(".")[2])
        value = Decimal(printed.replace(",", ""))
        number = Number(value, NumberFormat(decimals=places, grouping="," in printed))
        return Cell(number, align=Align.RIGHT)
    return Cell(printed)


def with_numbers(document: Document) -> Document:
    """A document that was read, with its amounts as numbers."""
    sections = tuple(
        replace(section, blocks=tuple(map(_numbered, section.blocks)))
        for section in document.sections
    )
    return replace(document, sections=sections)


def _numbered(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    body = tuple(
        tuple(replace(cell, content=_cell(cell.text).content) for cell in row) for row in block.body
    )
    return replace(block, body=body)
