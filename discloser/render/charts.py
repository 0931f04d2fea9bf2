"""What all writers of charts share: fills that can be told apart in grey, and how bars stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from discloser.document.nodes import Chart, ChartKind, Series

MOST_UPRIGHT = 4
"""So many categories stand side by side with their names below them."""
LONGEST_BELOW = 22
"""The longest name that stands below its bars, in characters, on two lines."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How the parts of a series are filled: a colour, and lines of another one.

    ``pattern`` is the name of the preset in Office files, empty for none; ``slopes`` are the
    directions of the same lines in a picture: 1 rises, -1 falls, 0 lies.
    """

    color: str
    pattern: str = ""
    line: str = "#000000"
    slopes: tuple[int, ...] = ()


FILLS = (
    Fill("#1F4E79"),
    Fill("#FFFFFF", "wide_upward_diagonal", "#1F4E79", (1,)),
    Fill("#BDD7EE"),
    Fill("#FFFFFF", "outlined_diamond", "#404040", (1, -1)),
    Fill("#FFFFFF", "light_horizontal", "#1F4E79", (0,)),
)
"""Dark, light and white ones with lines by turns, so that neighbours differ in grey too."""


def as_drawn(chart: Chart) -> Chart:
    """The chart with the series of its only category side by side, each under its own name."""
    if len(chart.categories) > 1 or len(chart.series) < 2:  # noqa: PLR2004 - one is no choice
        return chart
    numbers = tuple(series.numbers[0] for series in chart.series)
    labels = tuple(series.label for series in chart.series)
    return replace(chart, categories=labels, series=(Series(chart.categories[0], numbers),))


def is_upright(chart: Chart) -> bool:
    """Whether bars stand: there are few, and their names have room below them."""
    if chart.kind is not ChartKind.BAR:
        return True
    longest = max(map(len, chart.categories))
    few = len(chart.categories) <= MOST_UPRIGHT
    return few and longest * len(chart.categories) <= 2 * LONGEST_BELOW
