"""Rows that were copied in a spreadsheet, laid onto a sheet of a workbook from a cell on."""

from __future__ import annotations

import re

from discloser.entry.mend.book import EntryBook
from discloser.entry.mend.mended import Typed, mended
from discloser.entry.mend.rules import (
    NO_TABLE,
    NOT_FOR_TYPING,
    NOTHING_PASTED,
    TOO_MANY_ROWS,
    TOO_WIDE,
)
from discloser.entry.mend.shown import shown_text, typed_text
from discloser.entry.mend.slots import Slot, item_at, slot, slot_at
from discloser.finding import Finding
from discloser.read.excel_table import Table
from discloser.read.spreadsheet.rules import MAX_ROWS
from discloser.read.workbook_layout import Owner, Shape, plain

_FIELD = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)')
_END = re.compile(r"\t|\r\n|\r|\n|$")


def pasted(
    book: EntryBook, sheet: str, cell: str, text: str
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The workbook with pasted rows on a sheet from a cell on; none of them, or all."""
    values, findings = laid(book, sheet, cell, text)
    return mended(book, values) if values is not None else (None, findings)


def laid(
    book: EntryBook, sheet: str, cell: str, text: str
) -> tuple[Typed | None, tuple[Finding, ...]]:
    """Which cell gets which of the pasted texts; what is there below is written over, as in Excel.

    A first line that repeats the titles of its columns is left out, and so is what falls on
    columns that only show something.
    """
    start = slot_at(book, sheet, cell)
    if isinstance(start, Finding):
        return None, (start,)
    table = book.filled.tables.get(start.sheet.strip())
    if table is None or start.row <= table.header:
        rule = NOT_FOR_TYPING if start.fixed else NO_TABLE
        return None, (rule.at(start.place, reason=start.fixed, sheet=start.sheet),)
    lines = without_titles(rows_of(text), table, start.at)
    wide = max((len(_filled(line)) for line in lines), default=0)
    if not wide:
        return None, (NOTHING_PASTED.at(start.place),)
    findings = []
    room = max(table.cells.rows[table.header], default=start.at) - start.at + 1
    if wide > room:
        findings.append(TOO_WIDE.at(start.place, wide=wide, room=max(room, 0)))
    room = _last_row(table) - start.row + 1
    if len(lines) > room:
        findings.append(TOO_MANY_ROWS.at(start.place, many=len(lines), room=room))
    if findings:
        return None, tuple(findings)
    values = {}
    for row, line in enumerate(lines, start=start.row):
        for at, typed in enumerate(line[:wide], start=start.at):
            where = slot(book, start.sheet, *book.shown(start.sheet, row, at))
            is_first = (where.row, where.at) == (row, at)
            if (is_first or typed) and not (where.fixed and _may_pass(book, where, typed)):
                values[where.sheet, where.address] = typed
    return values, ()


def rows_of(text: str) -> list[list[str]]:
    """The cells of copied rows: tabs between them, line breaks inside quotation marks.

    Quotation marks that were not needed to hold a cell together are part of its text, as Excel
    copies it. The line break at the end opens no row.
    """
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        field = _FIELD.match(text, at)
        end = _END.match(text, field.end()) if field is not None else None
        if field is None or end is None:  # not with these expressions
            raise AssertionError(text)
        rows[-1].append(_text(field))
        at = end.end()
        if end.group() != "\t":
            if at >= len(text):
                return rows
            rows.append([])
        elif at >= len(text):
            rows[-1].append("")
            return rows


def _text(field: re.Match[str]) -> str:
    quoted = field[1]
    if quoted is None:
        return field[2] or ""
    is_needed = any(char in quoted for char in '\t\r\n"')
    return quoted.replace('""', '"') if is_needed else field[0]


def without_titles(lines: list[list[str]], table: Table, at: int) -> list[list[str]]:
    """The lines without a first one that only repeats the titles."""
    first = [plain(text) for text in _filled(lines[0])]
    titles = [table.title(column) for column in range(at, at + len(first))]
    return lines[1:] if first and first == titles else lines


def _filled(line: list[str]) -> list[str]:
    """A line up to its last cell that holds something."""
    last = max((at for at, text in enumerate(line) if text.strip()), default=-1)
    return line[: last + 1]


def _last_row(table: Table) -> int:
    """The last row that can be filled in: a form has no more than its entries."""
    if table.sheet.shape is Shape.FIELDS and table.sheet.owner is Owner.DEPARTMENT:
        return max((row for row in table.cells.rows if item_at(table, row)), default=table.header)
    return MAX_ROWS - 1


def _may_pass(book: EntryBook, where: Slot, typed: str) -> bool:
    """Whether a cell that is not to be filled in may be left as it is: nothing contradicts it."""
    held = book.cell(where.sheet, where.row, where.at)
    same = plain(typed) in ("", plain(shown_text(held)), plain(typed_text(held, where.column)))
    return same or where.only_shows
