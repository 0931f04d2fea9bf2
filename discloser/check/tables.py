"""Amounts of national tables by role and label, as several rules look for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from discloser.check.reader.printed import Term, equal, total
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.finding import Finding, Rule

FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")


REMEDY = "请核对模板包中这两处的口径；台账有误的，改台账。"


_ITEM_LENGTHS = (5, 7)


_UNIT_LENGTH = 6


def term(reading: Reading, table: str, label: str, *header: str) -> Term | None:
    """An amount of a table by its labels; None where the document has no such cell."""
    sheet = reading.sheets.get(table)
    return sheet.term(label, *header) if sheet is not None else None


def beside(sheet: Sheet, label: str) -> Term | None:
    """The amount to the right of a label in a table without header."""
    for row in sheet.rows:
        for column, text in enumerate(sheet.texts[row]):
            if label not in text:
                continue
            for other in range(column + 1, sheet.grid.column_count):
                printed = sheet.read(row, other)
                if printed is not None and "." in sheet.texts[row][other]:
                    words = f"“{sheet.caption}”{label}"
                    return Term(words, printed, (sheet.place(row, other),))
    return None


def sum_cell(sheet: Sheet, label: str) -> Term | None:
    """The first printed amount to the right of a label; it stands under the last column."""
    slot = sheet.find(label)
    if slot is None:
        return None
    columns = [c for c in range(slot[1] + 1, sheet.grid.column_count) if sheet.amount_columns[c]]
    printed = [c for c in columns if sheet.texts[slot[0]][c]]
    return sheet.cell(slot[0], (printed or columns)[0]) if columns else None


def three_public_cells(reading: Reading, group: str) -> list[Term | None]:
    """The six amounts of a group, in the order of the official table."""
    sheet = reading.sheets.get("three_public")
    if sheet is None or not len(sheet.rows):
        return []
    columns = [c for c, header in enumerate(sheet.headers) if header[:1] == (group,)]
    cells = [sheet.cell(sheet.rows[0], column) for column in columns]
    return cells if len(cells) == 6 else []  # noqa: PLR2004


def detail_rows(sheet: Sheet) -> list[int]:
    """The rows that a table's total is made of: items, pairs of items, projects or units."""
    coded = {row: code for row, code in sheet.coded_rows() if len(code) in _ITEM_LENGTHS}
    if coded:
        deepest = max(map(len, coded.values()))
        rows = [row for row, code in coded.items() if len(code) == deepest]
        return sorted({*rows, *undivided(sheet)})
    if sheet.name == "projects":
        return [row for row in sheet.rows if "类" in sheet.texts[row][0]]
    if sheet.name == "receipts":
        codes = {sheet.texts[row][0].strip(): row for row in sheet.rows}
        return [row for code, row in codes.items() if len(code) == _UNIT_LENGTH]
    return []


def undivided(sheet: Sheet) -> list[int]:
    """The rows of project expenditure that is not broken down by economic items."""
    return [row for row in sheet.rows if any("未细化" in text for text in sheet.texts[row])]


def adds_up(rule: Rule, sheet: Sheet, label: str, rows: Iterable[int]) -> Iterator[Finding]:
    """Hold a row to the sum of others, in each column of its half of a table that balances."""
    slot = sheet.find(label)
    if slot is None:
        return
    row, start = slot
    parts = _of_first_level({other: sheet.texts[other][start] for other in rows})
    for column in range(start + 1, sheet.grid.column_count):
        if sheet.headers[column][-1:] == ("项目",):
            return
        if sheet.amount_columns[column]:
            cells = (sheet.cell(other, column) for other in parts)
            yield from equal(rule, sheet.cell(row, column), total(cells, f"{label}各行之和"))


def _of_first_level(labels: Mapping[int, str]) -> list[int]:
    """The rows that are not part of another: not 其中, not numbered 1. below 一、."""
    named = {row: text.strip() for row, text in labels.items() if text.strip()}
    levels = {row: _level(text) for row, text in named.items()}
    first = min((level for level in levels.values() if level), default=0)
    return [
        row
        for row, text in named.items()
        if levels[row] in (0, first) and not text.startswith("其中")
    ]


_NUMBERS = "[一二三四五六七八九十]+"
_LEVELS = tuple(map(re.compile, (f"{_NUMBERS}、", rf"[（(]{_NUMBERS}[）)]", r"\d+[.．、]")))


def _level(text: str) -> int:
    """How deep a label is numbered: 1 for 一、, 2 for （一）, 3 for 1.; 0 without a number."""
    return next((n for n, level in enumerate(_LEVELS, 1) if level.match(text)), 0)


def rows_between(sheet: Sheet, first: str, last: str) -> range:
    """The rows below one label and above another; none where either is missing."""
    begin, end = sheet.find(first), sheet.find(last)
    return range(begin[0] + 1, end[0]) if begin is not None and end is not None else range(0)


def total_adds_up(reading: Reading, rule: Rule, table: str, label: str) -> Iterator[Finding]:
    """Hold a total of a table that balances to the rows above it."""
    sheet = reading.sheets.get(table)
    slot = sheet.find(label) if sheet is not None else None
    if sheet is not None and slot is not None:
        yield from adds_up(rule, sheet, label, range(sheet.first, slot[0]))
