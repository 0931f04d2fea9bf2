"""Charts as Excel and Word have them, of the kinds and fills of the PDF, made by XlsxWriter.

A chart of DrawingML is the same in both: the DOCX takes it from a workbook with its numbers.
"""

from __future__ import annotations

from typing import Any, cast

import xlsxwriter.chart
from xlsxwriter import Workbook

from discloser.document.nodes import Chart, ChartKind
from discloser.render.charts import FILLS, as_drawn, is_upright
from discloser.render.xml_text import clean

LABELS = 9
"""The size of the words in a chart."""


def native_chart(
    workbook: Workbook, chart: Chart, sheet: str, row: int, face: str
) -> xlsxwriter.chart.Chart:
    """Make the chart of the cells that a sheet has from ``row`` on.

    Its categories are in the first column, its series beside them, their names in the row above.
    """
    drawn = as_drawn(chart)
    made: Any = workbook.add_chart(_kind(drawn))  # None is what it gives for kinds that it lacks
    font = {"name": face, "size": LABELS}
    last = row + len(drawn.categories) - 1
    for column, series in enumerate(drawn.series, start=1):
        plain = {"fill": {"color": "#FFFFFF"}} if drawn.kind in _WRITTEN_ON else {}
        labels = [
            {"value": clean(number.text + _share(drawn, index)), "font": font, **plain}
            for index, number in enumerate(series.numbers)
        ]
        values: dict[str, Any] = {
            "name": [sheet, row - 1, column],
            "categories": [sheet, row, 0, last, 0],
            "values": [sheet, row, column, last, column],
            "data_labels": {"value": True, "custom": labels, "font": font},
            **_look(drawn, column - 1),
        }
        if drawn.kind is ChartKind.PIE:
            named = [
                {**label, "value": f"{clean(category)}\n{label['value']}"}
                for category, label in zip(drawn.categories, labels, strict=True)
            ]
            values["data_labels"] |= {
                "custom": named,
                "position": "best_fit",
                "leader_lines": True,
            }
        if drawn.kind is ChartKind.LINE:
            values["data_labels"]["position"] = "below" if column > 1 else "above"
        made.add_series(values)
    made.set_legend({"position": "top", "font": font} if len(drawn.series) > 1 else {"none": True})
    made.set_title({"none": True})
    made.set_chartarea({"border": {"none": True}})
    if drawn.kind is not ChartKind.PIE:
        # XlsxWriter calls the axis of the categories x where bars stand, and y where they lie.
        lies = not is_upright(drawn)
        names, numbers = made.set_x_axis, made.set_y_axis
        if lies:
            names, numbers = numbers, names
        names({"num_font": font, "label_position": "low", "reverse": lies})
        numbers({"visible": False, "major_gridlines": {"visible": False}})
    return cast("xlsxwriter.chart.Chart", made)


_WRITTEN_ON = (ChartKind.STACKED, ChartKind.PIE)
"""The kinds whose numbers may stand on a dark or hatched ground."""


def _share(chart: Chart, category: int) -> str:
    return f"（{chart.shares[category].text}）" if chart.shares else ""


def _kind(chart: Chart) -> dict[str, str]:
    match chart.kind:
        case ChartKind.PIE:
            return {"type": "pie"}
        case ChartKind.LINE:
            return {"type": "line"}
        case ChartKind.STACKED:
            return {"type": "column", "subtype": "stacked"}
        case ChartKind.BAR:
            return {"type": "column" if is_upright(chart) else "bar"}


def _look(chart: Chart, number: int) -> dict[str, Any]:
    """The fill of a series, or of each part of a pie."""
    if chart.kind is ChartKind.PIE:
        return {"points": [_filled(index) for index in range(len(chart.categories))]}
    if chart.kind is ChartKind.LINE:
        dashes = ("solid", "dash", "round_dot", "dash_dot", "square_dot")
        marks = ("square", "circle", "triangle", "diamond", "x")
        look = {"color": "#000000", "width": 1.25, "dash_type": dashes[number % len(dashes)]}
        return {"line": look, "marker": {"type": marks[number % len(marks)], "size": 6}}
    return {**_filled(number), "gap": 80}


def _filled(number: int) -> dict[str, Any]:
    fill = FILLS[number % len(FILLS)]
    border = {"color": "#000000", "width": 0.5}
    if not fill.pattern:
        return {"fill": {"color": fill.color}, "border": border}
    pattern = {"pattern": fill.pattern, "fg_color": fill.line, "bg_color": fill.color}
    return {"pattern": pattern, "border": border}
