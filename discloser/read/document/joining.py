"""Tables that go on: on the next page, or as a second table with the same head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TypeAlias

from discloser.read.document.raw import Line, Raw, RawCell, RawTable
from discloser.read.document.words import bare

_CONTINUED = re.compile(r"[（(]?续(?:表|上表|前表)?[一二三四五六七八九\d]*[）)]?")
_MOST_LINES = 4
_WORDS = re.compile(r"[^\d]+")
_RawRow: TypeAlias = tuple[tuple[int, int, str], ...]
"""The cells of a row: the column of each, how many it covers, its text."""


def joined(raws: Iterable[Raw]) -> list[Raw]:
    """All parts with tables that continue each other as one, repeated heads dropped.

    A table goes on where nothing but a page's edge parts it from the one before, and it has the
    same columns or repeats the head.
    """
    whole: list[Raw] = []
    for raw in raws:
        before = _table_before(whole) if isinstance(raw, RawTable) else None
        last = whole[before] if before is not None else None
        if isinstance(raw, RawTable) and isinstance(last, RawTable) and before is not None:
            repeated = _repeated(last, raw)
            if _goes_on(last, raw, repeated):
                again = repeated or (_repeated_within(last, raw) if raw.continues else 0)
                whole[before:] = [_sum(last, raw, again, is_head=bool(repeated))]
                continue
        whole.append(raw)
    return whole


def _table_before(raws: Sequence[Raw]) -> int | None:
    """The table that the next one may continue: only its own title stands between them again."""
    between: list[str] = []
    for index in range(len(raws) - 1, -1, -1):
        raw = raws[index]
        if isinstance(raw, RawTable):
            above = {
                _title(each.text)
                for each in raws[max(0, index - _MOST_LINES) : index]
                if isinstance(each, Line)
            }
            return index if all(_title(text) in above for text in between) else None
        if isinstance(raw, Line):
            between.append(raw.text)
        if len(between) > _MOST_LINES:
            return None
    return None


def _title(text: str) -> str:
    return _CONTINUED.sub("", bare(text))


def _goes_on(first: RawTable, second: RawTable, repeated: int) -> bool:
    if first.column_count != second.column_count:
        return False
    return second.continues or bool(repeated)


def _rows(table: RawTable) -> list[_RawRow]:
    rows: list[list[tuple[int, int, str]]] = [[] for _ in range(table.row_count)]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        rows[cell.row].append((cell.column, cell.columns, bare(cell.text)))
    return [tuple(row) for row in rows]


def _repeated(first: RawTable, second: RawTable) -> int:
    """How many first rows of a table are those of the other."""
    count = 0
    for one, other in zip(_rows(first), _rows(second), strict=False):
        if one != other or not any(text for _, _, text in one):
            break
        count += 1
    return count


def _repeated_within(first: RawTable, second: RawTable) -> int:
    """How many first rows of a table are a head that stands among the rows of the other.

    A form has several heads. One has words alone, and more than a title.
    """
    rows, others = _rows(first), _rows(second)
    runs = [
        list(takewhile(_is_again, zip(rows[start:], others, strict=False)))
        for start in range(len(rows))
    ]
    return max((len(run) for run in runs if any(len(row) > 1 for row, _ in run)), default=0)


def _is_again(rows: tuple[_RawRow, _RawRow]) -> bool:
    one, other = rows
    return one == other and all(_WORDS.fullmatch(text) for _, _, text in one)


def _sum(first: RawTable, second: RawTable, repeated: int, *, is_head: bool) -> RawTable:
    """One table of two, the second without the rows that it repeats."""
    shift = first.row_count - repeated
    moved = [
        replace(below, row=below.row + shift)
        for cell in second.cells
        if (below := _below(cell, repeated)) is not None
    ]
    cells = _reaching(first, moved, first.row_count)
    head = first.head
    if is_head and head is None:
        head = repeated
    return replace(
        first,
        cells=tuple(cells),
        row_count=first.row_count + second.row_count - repeated,
        head=head,
    )


def _below(cell: RawCell, row: int) -> RawCell | None:
    """What of a cell lies below the upper edge of a row."""
    if cell.row >= row:
        return cell
    left = cell.row + cell.rows - row
    return replace(cell, row=row, rows=left) if left > 0 else None


def _reaching(first: RawTable, moved: list[RawCell], row: int) -> list[RawCell]:
    """All cells; one over several rows that a page's edge cuts goes on below it.

    Writers leave one part of it empty, or print its text in both.
    """
    ends = {
        (cell.column, cell.columns): cell for cell in first.cells if cell.row + cell.rows == row
    }
    below: dict[int, RawCell] = {}
    kept = []
    for cell in moved:
        above = ends.get((cell.column, cell.columns)) if cell.row == row else None
        if above is not None and _is_cut(above, cell):
            below[id(above)] = cell
        else:
            kept.append(cell)
    return [_grown(c, below[id(c)]) if id(c) in below else c for c in first.cells] + kept


def _grown(above: RawCell, below: RawCell) -> RawCell:
    return replace(above, rows=above.rows + below.rows, text=above.text or below.text)


def _is_cut(above: RawCell, below: RawCell) -> bool:
    one, other = bare(above.text), bare(below.text)
    if one and other:
        return one == other and (above.rows > 1 or below.rows > 1)
    return (above.rows > 1 and bool(one)) or (below.rows > 1 and bool(other))
