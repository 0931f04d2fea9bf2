"""The cells of a table as nodes: what is a number, and how it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from discloser.document.nodes import Align, Cell, Column, Role, Row
from discloser.document.number import Number, NumberFormat, Trim
from discloser.read.document.raw import RawCell, Slots, row_texts
from discloser.read.document.words import AMOUNT, NUMBER

_CODES = re.compile(r"[码号次]$|代码|编码|^[类款项]$|年度$")


def nodes(grid: Slots, head: int) -> tuple[tuple[Column, ...], tuple[Row, ...], tuple[Row, ...]]:
    """The columns, the head and the body of a table."""
    width = len(grid[0]) if grid else 0
    formats = [_format(grid, head, column) for column in range(width)]
    columns = tuple(Column(align=Align.LEFT if each is None else Align.RIGHT) for each in formats)
    top = tuple(_row(grid, row, head, formats) for row in range(head))
    return columns, top, tuple(_row(grid, row, head, formats) for row in range(head, len(grid)))


def _row(grid: Slots, row: int, head: int, formats: Sequence[NumberFormat | None]) -> Row:
    def node(cell: RawCell) -> Cell:
        is_head = row < head
        end = head if is_head else len(grid)
        rows = min(cell.rows, end - cell.row)
        content = cell.text if is_head else _content(cell.text, formats[cell.column])
        role = Role.COLUMN_HEADER if is_head else _role(cell, content, formats)
        return Cell(content, role, rows, cell.columns, spot=cell.spot)

    return tuple(node(cell) for cell in _own(grid, row))


def _own(grid: Slots, row: int) -> Iterator[RawCell]:
    for column, cell in enumerate(grid[row]):
        if (cell.row, cell.column) == (row, column):
            yield cell


def _role(cell: RawCell, content: str | Number, formats: Sequence[NumberFormat | None]) -> Role:
    """A text before the first column of numbers says what its row is."""
    first = next((c for c, each in enumerate(formats) if each is not None), 0)
    is_label = isinstance(content, str) and content and cell.column < first
    return Role.ROW_HEADER if is_label else Role.DATA


def _format(grid: Slots, head: int, column: int) -> NumberFormat | None:
    """How the numbers of a column are printed; None where it is no column of numbers."""
    texts = [row_texts(grid, row)[column].strip() for row in range(head, len(grid))]
    numbers = [text for text in texts if text]
    if not numbers or not all(NUMBER.fullmatch(text) for text in numbers):
        return None
    titles = [grid[row][column].text.strip() for row in range(head)]
    is_code = any(_CODES.search(title) for title in titles[-1:])
    if not any(AMOUNT.fullmatch(text) for text in numbers) and (is_code or not head):
        return None
    if any(re.match(r"0\d", text) for text in numbers):
        return None
    places = [len(text.partition(".")[2]) for text in numbers]
    grouping = any("," in text for text in numbers)
    return NumberFormat(max(places), grouping, _trim(places))


def _trim(places: Sequence[int]) -> Trim:
    """Which zeros a column drops: none where all its numbers have as many places."""
    if len(set(places)) <= 1:
        return Trim.NONE
    between = {p for p in places if 0 < p < max(places)}
    return Trim.ZEROS if between else Trim.INTEGER


def _content(text: str, form: NumberFormat | None) -> str | Number:
    """A number where it prints as it was read, else the text."""
    stripped = text.strip()
    if form is None and not AMOUNT.fullmatch(stripped):
        return text
    if not NUMBER.fullmatch(stripped):
        return text
    own = NumberFormat(len(stripped.partition(".")[2]), "," in stripped)
    value = Decimal(stripped.replace(",", "").replace("－", "-"))
    for each in (form, own):
        number = Number(value, each) if each is not None else None
        if number is not None and number.text == stripped:
            return number
    return text
