"""How wide the columns of a table are: as its texts take the fewest lines in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import ceil

from discloser.document.grid import Grid, Placed
from discloser.document.nodes import Role, Table
from discloser.document.number import Number
from discloser.render.advances import BOLD, ems
from discloser.render.cell_lines import Lines, lay, lay_head, widest_piece

SMALLEST = 0.3
"""No table is set smaller than this share of its usual size, however crowded it is."""

_STEP = 0.5
"""Between two widths that are tried, in sizes."""
_PASSES = 3
"""The widths that are asked for, those by the texts, and those by what makes rows higher."""
_MOST_TRIED = 16
_MOST_LINES = 6
_HEAD_LEAST, _HEAD_WHOLE = 2.0, 3.0
"""A head is at least so many characters wide; one of three stays whole, as it leaves a stub."""
_CUT, _STUB, _BESIDE, _HEAD = 2.0, 0.8, 0.1, 0.4
"""What is as bad as so many lines: a word that is cut, a stub, a line that makes no row higher;
and the lines of a head, of which others in the row may take as many."""

Text = tuple[str, bool]
"""What stands in a cell, and whether that is a head."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell loses of its width, and the size of heads, both in sizes of the body's text."""

    padding: float
    head: float = 1.0


@dataclass(frozen=True, slots=True)
class Fit:
    """Column widths as shares of the table that add up to 1, and the scale of its text.

    ``lines`` are those of each row; ``faults`` how many cells cut a word or end in a stub.
    """

    shares: tuple[float, ...]
    scale: float
    lines: tuple[int, ...]
    faults: int = 0


def fit_columns(table: Table, grid: Grid, room: float, look: Look) -> Fit:
    """Fit the columns of ``table`` into ``room``; lengths are in sizes of its text.

    No number, code or short word is cut: where all together need more than the room, the text
    becomes smaller.
    """
    needs = _needs(grid, look)
    if sum(needs) > room:
        return _crowded(grid, needs, room, look)
    total = sum(column.width for column in table.columns)
    wanted = [room * column.width / total for column in table.columns]
    best: tuple[float, Fit] | None = None
    widths = _share(wanted, needs, room)
    for number in range(_PASSES):
        rows, faults = _rows(grid, widths, look)
        fit = Fit(tuple(width / room for width in widths), 1.0, rows, faults)
        cost = sum(rows) + faults
        if best is None or cost < best[0]:
            best = cost, fit
        if cost <= len(rows):
            break
        curves = _curves(grid, needs, look, rows if number else None)
        widths = _share(wanted, _grown(needs, curves, room), room)
    return best[1] if best else Fit((), 1.0, ())


def _crowded(grid: Grid, needs: Sequence[float], room: float, look: Look) -> Fit:
    """Columns as narrow as they may be in text that is smaller."""
    paddings = look.padding * len(needs)
    scale = max((room - paddings) / (sum(needs) - paddings), SMALLEST)
    inner = look.padding / scale
    shrunk = [need + inner - look.padding for need in needs]
    shares = tuple(value / sum(shrunk) for value in shrunk)
    widths = [share * room / scale for share in shares]
    rows, faults = _rows(grid, widths, replace(look, padding=inner))
    return Fit(shares, scale, rows, faults)


def share_out(whole: int, parts: Sequence[float]) -> list[int]:
    """Share ``whole`` in proportion to ``parts``, so that the rounded shares add up to it."""
    total = sum(parts)
    edges = [round(whole * edge / total) for edge in accumulate(parts)]
    return [right - left for left, right in pairwise([0, *edges])]


def span(widths: Sequence[float], placed: Placed) -> float:
    """The width of a cell."""
    return sum(widths[placed.column : placed.last_column + 1])


def is_head(placed: Placed, grid: Grid) -> bool:
    """Whether a cell is set as a head: in the head, or between the data of a form."""
    return placed.row < grid.head_rows or placed.cell.role is Role.COLUMN_HEADER


def _laid(text: Text, width: float, look: Look) -> Lines:
    """How a text stands in a cell of ``width``."""
    room = (width - look.padding) / (look.head if text[1] else 1.0)
    # Rounded, so that equal columns of many tables are laid once.
    room = max(1.0, round(room, 2))
    return lay_head(text[0], room) if text[1] else lay(text[0], room)


def _share(wanted: list[float], needs: list[float], room: float) -> list[float]:
    """Give each column at least its need; the rest is shared by the widths wanted."""
    fixed: set[int] = set()
    while True:
        left = room - sum(needs[i] for i in fixed)
        free = sum(wanted[i] for i in range(len(wanted)) if i not in fixed)
        scale = left / free if free else 0
        short = {i for i, want in enumerate(wanted) if i not in fixed and want * scale < needs[i]}
        if not short or len(fixed) + len(short) == len(wanted):
            fixed |= short
            break
        fixed |= short
    widths = [needs[i] if i in fixed else want * scale for i, want in enumerate(wanted)]
    rest = room - sum(widths)
    return [width + rest * want / sum(wanted) for width, want in zip(widths, wanted, strict=True)]


def _cells(grid: Grid) -> Iterator[Placed]:
    return (placed for row in grid.rows for placed in row)


def _needs(grid: Grid, look: Look) -> list[float]:
    """The least width of each column, in sizes: nothing in it that must stay whole is cut."""
    needs = [look.padding + 1.0] * grid.column_count
    wide: list[tuple[Placed, float]] = []
    for placed in _cells(grid):
        need = _need(placed, grid, look) + look.padding
        if placed.cell.colspan == 1:
            needs[placed.column] = max(needs[placed.column], need)
        else:
            wide.append((placed, need))
    for placed, need in wide:
        missing = need - span(needs, placed)
        if missing > 0:
            for column in range(placed.column, placed.last_column + 1):
                needs[column] += missing / placed.cell.colspan
    return needs


def _need(placed: Placed, grid: Grid, look: Look) -> float:
    cell = placed.cell
    if isinstance(cell.content, Number):
        return ems(cell.text) * (BOLD if cell.strong or cell.content.strong else 1.0)
    need = widest_piece(cell.text) * (BOLD if cell.strong else 1.0)
    if is_head(placed, grid):
        whole = ems(cell.text)
        return max(need, whole if whole <= _HEAD_WHOLE else _HEAD_LEAST) * look.head
    return need


def _rows(grid: Grid, widths: Sequence[float], look: Look) -> tuple[tuple[int, ...], int]:
    """The lines of each row, and how many cells are badly set."""
    rows = [1] * len(grid.rows)
    faults = 0
    for placed in sorted(_cells(grid), key=lambda placed: placed.cell.rowspan):
        if isinstance(placed.cell.content, Number):
            continue
        laid = _laid((placed.cell.text, is_head(placed, grid)), span(widths, placed), look)
        faults += laid.cuts + laid.is_stub
        missing = laid.count - sum(rows[placed.row : placed.last_row + 1])
        if missing > 0:
            rows[placed.last_row] += missing
    return tuple(rows), faults


def _curves(
    grid: Grid, needs: list[float], look: Look, rows: Sequence[int] | None
) -> list[list[tuple[float, float]]]:
    """For each column the widths worth trying, with what its texts cost there.

    ``rows`` are the lines of the rows so far: a text that takes fewer counts little.
    """
    texts: list[Counter[tuple[Text, int]]] = [Counter() for _ in needs]
    for placed in _cells(grid):
        if placed.cell.colspan == 1 and not isinstance(placed.cell.content, Number):
            text = (placed.cell.text, is_head(placed, grid))
            free = sum(rows[placed.row : placed.last_row + 1]) - 1 if rows else 0
            texts[placed.column][text, free if rows else placed.cell.rowspan - 1] += 1
    return [_curve(found, need, look) for found, need in zip(texts, needs, strict=True)]


def _curve(texts: Counter[tuple[Text, int]], need: float, look: Look) -> list[tuple[float, float]]:
    widths = {need}
    for (text, is_title), _ in texts:
        for line in text.split("\n"):
            whole = ems(line) * (look.head if is_title else 1.0)
            for count in range(1, _MOST_LINES + 1):
                width = look.padding + ceil(whole / count / _STEP) * _STEP
                widths |= {w for w in (width, width + _STEP, width + 2 * _STEP) if w > need}
    ordered = sorted(widths)
    thin = max(1, ceil(len(ordered) / _MOST_TRIED))
    tried = sorted({*ordered[::thin], ordered[-1]})
    return [(width, _cost(texts, width, look)) for width in tried]


def _cost(texts: Counter[tuple[Text, int]], width: float, look: Look) -> float:
    cost = 0.0
    for (text, free), count in texts.items():
        laid = _laid(text, width, look)
        more = laid.count - 1
        lines = max(0, more - free) + _BESIDE * min(more, free)
        cost += count * (
            lines * (_HEAD if text[1] else 1.0) + laid.cuts * _CUT + laid.is_stub * _STUB
        )
    return cost


def _grown(needs: list[float], curves: list[list[tuple[float, float]]], room: float) -> list[float]:
    """The widths that save the most lines for the room that they take."""
    widths = list(needs)
    left = room - sum(widths)
    steps = [
        ((cost - after) / (wide - width), column, width, wide)
        for column, curve in enumerate(curves)
        for (width, cost), (wide, after) in pairwise(_hull(curve))
    ]
    stopped: set[int] = set()
    for saved, column, width, wide in sorted(steps, key=lambda step: (-step[0], step[1:])):
        if saved <= 0 or column in stopped:
            continue
        if wide - width > left:
            stopped.add(column)
        else:
            widths[column] = wide
            left -= wide - width
    return widths


def _hull(curve: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points of a curve that save most for what they take: its lower convex hull."""
    hull: list[tuple[float, float]] = []
    for point in curve:
        while len(hull) > 1 and _is_above(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    return hull


def _is_above(
    left: tuple[float, float], middle: tuple[float, float], right: tuple[float, float]
) -> bool:
    across = (middle[1] - left[1]) * (right[0] - left[0])
    return across >= (right[1] - left[1]) * (middle[0] - left[0])
