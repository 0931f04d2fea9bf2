"""The numbers of a chart as a small table, for whoever cannot print or compare a picture."""

from __future__ import annotations

from discloser.document.nodes import Align, Cell, Chart, Column, Role, Row, Table

WHAT, SHARE = "项目", "占比"


def as_table(chart: Chart) -> Table:
    """A row for each category, a column for each series, and one for the shares."""
    labels = [series.label or "金额" for series in chart.series]
    head = [WHAT, *labels, *([SHARE] if chart.shares else [])]
    body: list[Row] = []
    for index, category in enumerate(chart.categories):
        numbers = [series.numbers[index] for series in chart.series]
        shown = (*numbers, *chart.shares[index : index + 1])
        body.append((Cell(category, Role.ROW_HEADER), *map(Cell, shown)))
    return Table(
        name=chart.name,
        sheet=chart.number or chart.title,
        caption=chart.title,
        anchor=chart.anchor,
        columns=(Column(2.0), *(Column(1.0, Align.RIGHT) for _ in head[1:])),
        head=(tuple(Cell(label, Role.COLUMN_HEADER) for label in head),),
        body=tuple(body),
        number=chart.number,
        unit=f"单位：{chart.unit}",
    )
