"""Charts of all kinds: few and many categories, small, negative and long ones."""

from __future__ import annotations

from decimal import Decimal

from discloser.document.nodes import Chart, ChartKind, Document, Heading, Series, Text
from discloser.document.number import Number, NumberFormat
from tests.render.pdf_reader import one_section

PERCENT = NumberFormat(suffix="%")


def series(label: str, *values: str) -> Series:
    return Series(label, tuple(Number(Decimal(value)) for value in values))


def shares(*values: str) -> tuple[Number, ...]:
    return tuple(Number(Decimal(value), PERCENT) for value in values)


TWO_YEARS = Chart(
    "years",
    ChartKind.BAR,
    "图1",
    "两年收入、支出总计",
    "chart-years",
    ("收入总计", "支出总计"),
    (series("2023年度", "1295", "1200.5"), series("2024年度", "1359.73", "-120")),
)
ONE_CATEGORY = Chart(
    "one",
    ChartKind.BAR,
    "图2",
    "收入总计",
    "chart-one",
    ("收入总计",),
    (series("2023年度", "1295"), series("2024年度", "1359.73")),
)
MANY = Chart(
    "many",
    ChartKind.BAR,
    "图3",
    "多项 <&> 收入",
    "chart-many",
    tuple(f"一般公共预算财政拨款收入第{number}项" for number in range(7)),
    (series("", "1295", "1200.5", "3", "88", "0.01", "300", "45"),),
    shares=shares("44.17", "40.95", "0.10", "3.00", "0.00", "10.23", "1.55"),
)
STACKED = Chart(
    "stacked",
    ChartKind.STACKED,
    "图4",
    "“三公”经费",
    "chart-stacked",
    ("2023年度", "2024年度"),
    (series("因公出国（境）费", "5", "0.2"), series("公务接待费", "30", "40")),
)
PIE = Chart(
    "pie",
    ChartKind.PIE,
    "图5",
    "支出结构",
    "chart-pie",
    ("教育支出", "社会保障和就业支出", "卫生健康支出", "住房保障支出", "其他很长名称的支出"),
    (series("", "10", "9", "8", "1", "0.5"),),
    shares=shares("35.09", "31.58", "28.07", "3.51", "1.75"),
)
LINE = Chart(
    "line",
    ChartKind.LINE,
    "图6",
    "三年",
    "chart-line",
    ("2022年度", "2023年度", "2024年度"),
    (series("预算", "5", "6", "7"), series("决算", "4.9", "6.1", "3")),
)
CHARTS = (TWO_YEARS, ONE_CATEGORY, MANY, STACKED, PIE, LINE)


def document() -> Document:
    """All of them under a heading."""
    return one_section(Heading(1, (Text("图"),), "heading"), *CHARTS)
