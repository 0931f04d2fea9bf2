"""Charts as SVG, the same picture for both PDF writers and the preview.

There are four kinds of a few shapes each, all of whose text is text; a library for charts would
bring its own fonts and layout, and the same data would not give the same bytes in all versions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from discloser.document.nodes import Chart, ChartKind
from discloser.document.style import Style
from discloser.render.chart_shapes import Canvas, spread, text_width, wrapped
from discloser.render.charts import as_drawn, is_upright

PLOT = 130.0
"""The height of upright bars and of lines in points."""
RADIUS = 62.0
BAR, GAP = 13.0, 9.0
"""The height of a lying bar and the space between two categories."""
ABOVE = 6.0
"""The space above a picture."""
WIDEST = 44.0
"""The width of an upright bar at most."""


def chart_svg(chart: Chart, style: Style, width: float, families: Sequence[str]) -> str:
    """Draw ``chart`` in a picture ``width`` points wide, its text in the first of ``families``."""
    drawn = as_drawn(chart)
    canvas = Canvas(chart.anchor, style.table_cell.size, width)
    draw: Callable[[_Plot], None] = {
        ChartKind.BAR: _upright if is_upright(drawn) else _lying,
        ChartKind.STACKED: _stacked,
        ChartKind.PIE: _pie,
        ChartKind.LINE: _lines,
    }[drawn.kind]
    draw(_Plot(drawn, canvas))
    return canvas.svg(chart.text, ", ".join(f"'{escape(name)}'" for name in families))


@dataclass(frozen=True, slots=True)
class _Plot:
    """A chart and what it is drawn on."""

    chart: Chart
    canvas: Canvas

    @property
    def rows(self) -> list[list[float]]:
        """The numbers of each category as they are printed."""
        series = self.chart.series
        return [
            [float(each.numbers[index].printed) for each in series]
            for index in range(len(self.chart.categories))
        ]

    def label(self, category: int, series: int) -> str:
        """A number as it is printed."""
        return self.chart.series[series].numbers[category].text

    def share(self, category: int) -> str:
        """The share of a category in brackets, if it has one."""
        shares = self.chart.shares
        return f"（{shares[category].text}）" if shares else ""

    def legend(self, y: float) -> float:
        """Draw what the series are called, where there are several; return where it ends."""
        canvas, size = self.canvas, self.canvas.size
        unit = f"单位：{self.chart.unit}"
        canvas.text(canvas.width, y + size, unit, "end")
        if len(self.chart.series) > 1:
            x = 0.0
            for index, series in enumerate(self.chart.series):
                canvas.rect(x, y + 0.1 * size, 1.6 * size, size, index)
                canvas.text(x + 2 * size, y + size, series.label)
                x += 3 * size + text_width(series.label, size)
        return y + 2 * size

    def names_below(self, y: float, room: float) -> float:
        """Write the categories below a plot, each in the middle of its room; return the end."""
        most = 1
        for index, category in enumerate(self.chart.categories):
            lines = wrapped(category, room * 0.95, self.canvas.size)
            most = max(most, len(lines))
            for number, line in enumerate(lines):
                at = y + (number + 1.1) * 1.2 * self.canvas.size
                self.canvas.text((index + 0.5) * room, at, line, "middle")
        return y + (most + 0.5) * 1.2 * self.canvas.size


def _scale(values: Sequence[float], length: float) -> tuple[float, float]:
    """How long one unit is where ``length`` is for all, and where zero lies from the upper end."""
    top, bottom = max(0.0, *values), min(0.0, *values)
    unit = length / ((top - bottom) or 1.0)
    return unit, top * unit


def _upright(plot: _Plot) -> None:
    canvas, size = plot.canvas, plot.canvas.size
    rows = plot.rows
    top = plot.legend(ABOVE) + 1.5 * size
    unit, zero = _scale([value for row in rows for value in row], PLOT)
    room = canvas.width / len(rows)
    width = min(WIDEST, 0.8 * room / len(rows[0]))
    for index, row in enumerate(rows):
        left = (index + 0.5) * room - width * len(row) / 2
        for number, value in enumerate(row):
            x, height = left + number * width, abs(value) * unit
            y = top + zero - (height if value > 0 else 0)
            canvas.rect(x + 0.1 * width, y, 0.8 * width, height, number)
            at = y - 0.4 * size if value >= 0 else y + height + 1.1 * size
            canvas.text(x + width / 2, at, plot.label(index, number) + plot.share(index), "middle")
    canvas.line(0, top + zero, canvas.width, top + zero)
    canvas.height = plot.names_below(top + max(PLOT, zero) + _below(rows, size), room)


def _below(rows: Sequence[Sequence[float]], size: float) -> float:
    return 1.2 * size if any(value < 0 for row in rows for value in row) else 0.0


def _lying(plot: _Plot) -> None:
    canvas, size = plot.canvas, plot.canvas.size
    rows = plot.rows
    longest = max(text_width(name, size) for name in plot.chart.categories)
    names = min(longest + size, 0.42 * canvas.width)
    ends = [
        text_width(plot.label(index, number) + plot.share(index), size)
        for index, row in enumerate(rows)
        for number in range(len(row))
    ]
    length = canvas.width - names - max(ends) - size
    unit, right = _scale([value for row in rows for value in row], length)
    zero = names + length - right
    y = begin = plot.legend(ABOVE) + 0.5 * size
    for index, row in enumerate(rows):
        lines = wrapped(plot.chart.categories[index], names - size, size)
        height = max(len(row) * BAR, 1.2 * size * len(lines))
        middle = y + height / 2
        for number, line in enumerate(lines):
            at = middle + (number - (len(lines) - 1) / 2) * 1.2 * size + 0.35 * size
            canvas.text(names - 0.6 * size, at, line, "end")
        for number, value in enumerate(row):
            at = middle + (number - len(row) / 2) * BAR
            long = abs(value) * unit
            canvas.rect(zero - (long if value < 0 else 0), at + 1, long, BAR - 2, number)
            text = plot.label(index, number) + plot.share(index)
            canvas.text(
                zero + max(value, 0.0) * unit + 0.4 * size, at + BAR / 2 + 0.35 * size, text
            )
        y += height + GAP
    canvas.line(zero, begin - 0.3 * size, zero, y - GAP + 0.3 * size)
    canvas.height = y


def _stacked(plot: _Plot) -> None:
    canvas, size = plot.canvas, plot.canvas.size
    rows = plot.rows
    top = plot.legend(ABOVE) + 0.5 * size
    unit, _ = _scale([sum(row) for row in rows], PLOT)
    room = canvas.width / len(rows)
    width = min(WIDEST, 0.4 * room)
    for index, row in enumerate(rows):
        left, y = (index + 0.5) * room - width, top + PLOT
        middles = []
        for number, value in enumerate(row):
            y -= value * unit
            canvas.rect(left, y, width, value * unit, number)
            middles.append(y + value * unit / 2)
        for number, at in enumerate(spread(middles, 1.2 * size)):
            if row[number]:
                canvas.line(left + width, middles[number], left + width + size, at)
                canvas.text(left + width + 1.2 * size, at + 0.35 * size, plot.label(index, number))
    canvas.line(0, top + PLOT, canvas.width, top + PLOT)
    canvas.height = plot.names_below(top + PLOT, room)


def _pie(plot: _Plot) -> None:
    canvas, size = plot.canvas, plot.canvas.size
    values = [row[0] for row in plot.rows]
    whole = sum(values)
    x, top = canvas.width / 2, plot.legend(ABOVE)
    angle = 0.0
    slices = []
    for value in values:
        slices.append((angle, angle + 2 * math.pi * value / whole))
        angle = slices[-1][1]
    middles = [(begin + end) / 2 for begin, end in slices]
    ends = list(_beside(middles, size))
    y = top + max(RADIUS + size, 2 * size - min(at for _, at in ends))
    for index, around in enumerate(slices):
        canvas.slice(x, y, RADIUS, around, index)
    for index, (side, beside) in enumerate(ends):
        at = y + beside
        edge_x = x + RADIUS * math.sin(middles[index])
        edge_y = y - RADIUS * math.cos(middles[index])
        near = x + side * (RADIUS + 1.6 * size)
        canvas.line(edge_x, edge_y, near, at)
        anchor = "start" if side > 0 else "end"
        number = f"{plot.label(index, 0)}{plot.share(index)}"
        room = canvas.width / 2 - RADIUS - 3 * size
        for line, text in enumerate((*wrapped(plot.chart.categories[index], room, size), number)):
            canvas.text(near + side * 0.4 * size, at + (line - 0.15) * 1.2 * size, text, anchor)
    canvas.height = y + max(RADIUS + size, *(at + 3 * size for _, at in ends))


def _beside(middles: Sequence[float], size: float) -> Iterator[tuple[int, float]]:
    """The side of each part's words, right (1) or left (-1), and their height below the middle."""
    sides = [1 if middle <= math.pi else -1 for middle in middles]
    wanted = [-(RADIUS + size) * math.cos(middle) for middle in middles]
    found: dict[int, float] = {}
    for side in (1, -1):
        there = [index for index, each in enumerate(sides) if each == side]
        found |= dict(zip(there, spread([wanted[index] for index in there], 4 * size), strict=True))
    return ((sides[index], found[index]) for index in range(len(middles)))


def _lines(plot: _Plot) -> None:
    canvas, size = plot.canvas, plot.canvas.size
    rows = plot.rows
    top = plot.legend(ABOVE) + 1.5 * size
    unit, zero = _scale([value for row in rows for value in row], PLOT)
    room = canvas.width / len(rows)
    points = [
        [((index + 0.5) * room, top + zero - row[number] * unit) for index, row in enumerate(rows)]
        for number in range(len(plot.chart.series))
    ]
    for number, way in enumerate(points):
        canvas.way(way, number)
    for index in range(len(rows)):
        heights = [way[index][1] for way in points]
        for number, at in enumerate(spread(heights, 2.4 * size)):
            x = points[number][index][0] + 0.6 * size
            canvas.text(x, at + 0.35 * size, plot.label(index, number) + plot.share(index))
    canvas.line(0, top + zero, canvas.width, top + zero)
    canvas.height = plot.names_below(top + max(PLOT, zero) + _below(rows, size), room)
