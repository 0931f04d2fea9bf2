"""Which rows of a table are its head."""

from __future__ import annotations

import re

from discloser.read.document.raw import Slots, row_texts
from discloser.read.document.words import AMOUNT, NUMBER, bare

_LONGEST_LABEL = 40
_MOST_ROWS = 6
_COUNTED = {"栏次", "行次", "列次"}
_BODY = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])|(?:合|总|小)计$"
    r"|(?:收入|支出)(?:总|合)计$"
)
_FEWEST_COLUMNS = 3


def head_rows(grid: Slots, marked: int | None = None) -> int:
    """How many rows of a table are its head.

    ``marked`` is what the file says. Without it the head ends where every column has a label of
    its own, before the first amount, code or long text; a form, in which amounts stand among
    texts, has none. A row that numbers the columns (栏次 1 2 3) is part of the head.
    """
    if not grid:
        return 0
    if marked is not None:
        return _whole(grid, min(marked, len(grid)))
    limit = next((r for r in range(len(grid)) if _is_body(grid, r)), len(grid))
    found = _labelled(grid, min(limit, _MOST_ROWS)) or _before_body(grid, limit)
    if not found or not _is_regular(grid, found):
        return 0
    while found < len(grid) and _counts_columns(grid, found):
        found += 1
    return _whole(grid, found)


def _whole(grid: Slots, rows: int) -> int:
    """So many rows, and those into which a cell of them reaches."""
    last = max((cell.row + cell.rows for row in grid[:rows] for cell in row), default=0)
    return rows if last <= rows else _whole(grid, last)


def _is_body(grid: Slots, row: int) -> bool:
    texts = [text.strip() for text in row_texts(grid, row)]
    filled = [text for text in texts if text]
    if row == 0 and any(text.endswith(("：", ":")) for text in filled):
        return True
    if any(len(text) > _LONGEST_LABEL for text in filled):
        return True
    return any(NUMBER.fullmatch(text) for text in filled) and not _counts_columns(grid, row)


def _counts_columns(grid: Slots, row: int) -> bool:
    """Whether a row has 1, 2, 3 … and nothing else; a part of a wide table counts on, by name."""
    texts = [bare(text) for text in row_texts(grid, row)]
    numbers = [text for text in texts if text and text not in _COUNTED]
    first = numbers[0] if numbers and _COUNTED.intersection(texts) else "1"
    if row == 0 or not first.isdecimal():
        return False
    return numbers == [str(int(first) + n) for n in range(len(numbers))] != []


def _labelled(grid: Slots, limit: int) -> int:
    """The rows within which every column gets a label that it shares with no other."""
    missing = set(range(len(grid[0])))
    for row in range(limit):
        for column, cell in enumerate(grid[row]):
            if cell.columns == 1 and cell.text.strip():
                missing.discard(column)
        ends = all(cell.row + cell.rows <= row + 1 for cell in grid[row])
        if not missing and ends:
            return row + 1
    return 0


def _before_body(grid: Slots, limit: int) -> int:
    """The rows before the first amount, or before one that is called as rows are."""
    for row in range(1, min(limit, _MOST_ROWS)):
        texts = [bare(text) for text in row_texts(grid, row)]
        filled = sum(map(bool, texts))
        first = next((text for text in texts if text), "")
        if not filled or (_BODY.search(first) and filled * 2 <= len(texts)):
            return row
    return limit if limit <= _MOST_ROWS else 0


def _is_regular(grid: Slots, head: int) -> bool:
    """Whether columns below the head hold amounts alone, or texts alone in three and more."""
    columns = range(len(grid[0]))
    bodies = [[row_texts(grid, r)[c] for r in range(head, len(grid))] for c in columns]
    amounts = [any(AMOUNT.fullmatch(bare(t)) for t in body) for body in bodies]
    pure = [all(not bare(t) or NUMBER.fullmatch(bare(t)) for t in body) for body in bodies]
    if any(amounts):
        return any(a and p for a, p in zip(amounts, pure, strict=True))
    return len(columns) >= _FEWEST_COLUMNS or all(not bare(t) for body in bodies for t in body)
