"""The shapes that charts are drawn of, as SVG: few, each with its fill and its numbers rounded."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from discloser.render.charts import FILLS, Fill

_STEP = 5.0
"""The distance of the lines of a fill in points."""
_DASHES = ("", "6 3", "2 2", "8 3 2 3", "1 3")
_THIN = 0.5


_PRECISION = 0.5
"""How exactly the lines of a fill end where its shape does."""
Point = tuple[float, float]
Inside = Callable[[float, float], bool]


@dataclass
class Canvas:
    """A picture that grows downwards; all lengths are points, ``size`` is that of its text."""

    name: str
    size: float
    width: float
    height: float = 0.0
    _shapes: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, anchor: str = "start") -> None:
        """Write a line whose base is at ``y``."""
        aligned = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self._shapes.append(f'<text x="{x:.1f}" y="{y:.1f}"{aligned}>{escape(text)}</text>')

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """Draw a thin line."""
        self._stroke(f"M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}", "#000000", _THIN)

    def rect(self, x: float, y: float, width: float, height: float, number: int) -> None:
        """Draw a rectangle with the fill of a series."""
        fill = FILLS[number % len(FILLS)]
        box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        self._shapes.append(f'<rect {box} fill="{fill.color}"/>')
        sides = (x, y, x + width, y + height)
        self._hatch(fill, sides, lambda px, py: x <= px <= sides[2] and y <= py <= sides[3])
        self._shapes.append(f'<rect {box} fill="none" stroke="#000000" stroke-width="{_THIN}"/>')

    def slice(
        self, x: float, y: float, radius: float, angles: tuple[float, float], number: int
    ) -> None:
        """Draw a slice of a pie from one angle to another, both clockwise from above."""
        fill = FILLS[number % len(FILLS)]
        begin, end = angles
        ends = [(x + radius * math.sin(a), y - radius * math.cos(a)) for a in angles]
        large = int(end - begin > math.pi)
        way = (
            f"M{x:.1f} {y:.1f}L{ends[0][0]:.1f} {ends[0][1]:.1f}"
            f"A{radius:.1f} {radius:.1f} 0 {large} 1 {ends[1][0]:.1f} {ends[1][1]:.1f}Z"
        )
        self._shapes.append(f'<path d="{way}" fill="{fill.color}"/>')

        def inside(px: float, py: float) -> bool:
            angle = math.atan2(px - x, y - py) % (2 * math.pi)
            return math.hypot(px - x, py - y) < radius and begin <= angle <= end

        box = (x - radius, y - radius, x + radius, y + radius)
        self._hatch(fill, box, inside)
        self._stroke(way, "#000000", _THIN)

    def way(self, points: Sequence[tuple[float, float]], number: int) -> None:
        """Draw the line of a series with a mark at each of its points."""
        dash = _DASHES[number % len(_DASHES)]
        way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self._stroke(f"M{way}", "#000000", 1.2, dash)
        for x, y in points:
            self.rect(x - 2.5, y - 2.5, 5, 5, number)

    def _stroke(self, way: str, color: str, width: float, dash: str = "") -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._shapes.append(
            f'<path d="{way}" fill="none" stroke="{color}" stroke-width="{width}"{dashed}/>'
        )

    def _hatch(self, fill: Fill, box: Sequence[float], inside: Inside) -> None:
        """Draw the lines of a fill, each as far as it lies inside a shape."""
        ways = [
            f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}"
            for slope in fill.slopes
            for line in _lines_of(slope, box)
            for a, b in _pieces(line, inside)
        ]
        if ways:
            self._stroke("".join(ways), fill.line, 0.8)

    def svg(self, says: str, families: str) -> str:
        """The picture; ``says`` is what it says to a reader who does not see it."""
        box = f"{self.width:.1f} {self.height:.1f}"
        size = f'width="{self.width:.1f}pt" height="{self.height:.1f}pt" viewBox="0 0 {box}"'
        face = f'font-family="{families}" font-size="{self.size:g}"'
        opened = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {face}>'
        return "".join((opened, f"<title>{escape(says)}</title>", *self._shapes, "</svg>"))


def _lines_of(slope: int, box: Sequence[float]) -> Iterator[list[Point]]:
    """The lines that cross a box, each as the points along it; 1 rises, -1 falls, 0 lies."""
    left, top, right, bottom = box
    ends = sorted((y + slope * x) for x in (left, right) for y in (top, bottom))
    across = [left + _PRECISION * n for n in range(math.floor((right - left) / _PRECISION) + 1)]
    step = _STEP * (math.sqrt(2) if slope else 1)
    for number in range(math.floor(ends[0] / step) + 1, math.ceil(ends[-1] / step)):
        yield [(x, number * step - slope * x) for x in across]


def _pieces(line: Sequence[Point], inside: Inside) -> Iterator[tuple[Point, Point]]:
    """The stretches of a line that lie inside a shape."""
    begun: list[Point] = []
    for point in line:
        if inside(*point):
            begun = [*begun[:1], point]
        elif begun:
            yield begun[0], begun[-1]
            begun = []
    if begun:
        yield begun[0], begun[-1]


def text_width(text: str, size: float) -> float:
    """The width of a line: Chinese characters are as wide as high, others half and a little."""
    return sum(0.55 if character.isascii() else 1.0 for character in text) * size


def wrapped(text: str, room: float, size: float) -> list[str]:
    """The text in as few lines as it needs, all about as long."""
    count = max(1, math.ceil(text_width(text, size) / max(room, size)))
    length = math.ceil(len(text) / count)
    return [text[begin : begin + length] for begin in range(0, len(text), length)]


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Heights near the wanted ones and in their order, with no smaller gap between any two."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    found = list(wanted)
    for above, below in pairwise(order):
        found[below] = max(found[below], found[above] + gap)
    moved = sum(found) - sum(wanted)
    return [height - moved / len(found) for height in found] if found else []
