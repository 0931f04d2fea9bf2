"""A table with the lines around it: title, form number, unit, subject, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from discloser.document.nodes import Table
from discloser.finding import Finding
from discloser.location import Location
from discloser.money import MoneyUnit
from discloser.read.document import words
from discloser.read.document.cells import nodes
from discloser.read.document.head import head_rows
from discloser.read.document.raw import Line, RawTable, slots
from discloser.read.document.rules import OTHER_UNIT, OVERLAP

_MOST_LINES = 6
_LONGEST_SHEET_NAME = 31


@dataclass(slots=True)
class Around:
    """What the lines above and below a table say about it."""

    caption: str = ""
    subtitle: str = ""
    number: str = ""
    subject: str = ""
    unit: str = ""
    notes: list[str] = field(default_factory=list)
    above: int = 0
    """How many of the lines before it are about the table."""


def above(lines: Sequence[Line]) -> Around:
    """What the last lines before a table say about it, nearest first."""
    around = Around()
    for count, line in enumerate(reversed(lines[-_MOST_LINES:]), start=1):
        if not _take(line, around):
            break
        around.above = count
    return around


def _take(line: Line, around: Around) -> bool:
    """Take from a line what it says about a table; False where it is about something else."""
    taken = False
    for piece in filter(None, map(str.strip, line.text.split("\t"))):
        if not around.unit and (match := words.UNIT.search(piece)):
            around.unit = match[0]
            rest = piece.replace(match[0], "").strip()
            taken = True
            if not rest:
                continue
            piece = rest  # noqa: PLW2901 - what is left of the piece
        if not around.subject and words.is_subject(piece):
            around.subject = piece
        elif not around.number and words.FORM_NUMBER.fullmatch(words.bare(piece)):
            around.number = piece
        elif not around.caption and not around.subtitle and words.is_subtitle(piece):
            around.subtitle = piece
        elif not around.caption and words.is_caption(piece):
            around.number, around.caption = _parted(piece, around.number)
        else:
            return taken
        taken = True
    return taken


def _parted(title: str, number: str) -> tuple[str, str]:
    """A title without the form number before it: 公开01表 收入支出决算总表."""
    match = words.NUMBERED_TITLE.fullmatch(title)
    return (match[1], match[2]) if match else (number, title)


def below(lines: Sequence[Line]) -> list[Line]:
    """The notes on a table that stand directly below it."""
    notes: list[Line] = []
    for line in lines:
        if not words.is_note(line.text, after_note=bool(notes)):
            break
        notes.append(line)
    return notes


def made(table: RawTable, around: Around, number: int, file: str) -> tuple[Table, list[Finding]]:
    """The node of a table, the document's ``number``-th."""
    grid, clashing = slots(table)
    findings = [
        OVERLAP.at(Location(file, spot=cell.spot), text=cell.text) for cell in clashing if cell.text
    ]
    unit = words.money_unit(around.unit)
    if around.unit and unit is None:
        findings.append(OTHER_UNIT.at(Location(file, spot=table.spot), unit=around.unit))
    columns, head, body = nodes(grid, head_rows(grid, table.head))
    name = f"table{number}"
    node = Table(
        name=name,
        sheet=(around.caption or table.spot.sheet or name)[:_LONGEST_SHEET_NAME],
        caption=around.caption,
        anchor=name,
        columns=columns,
        head=head,
        body=body,
        subtitle=around.subtitle,
        number=around.number,
        subject=around.subject,
        unit=around.unit,
        notes=tuple(around.notes),
        money_unit=unit or MoneyUnit.WAN_YUAN,
        spot=table.spot,
    )
    return node, findings
