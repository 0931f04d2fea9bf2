"""Cells as clerks fill them, each in every kind of column: the files of the matrix of reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from discloser.location import FieldPath
from discloser.read.excel_table import Field, Table
from discloser.read.spreadsheet import open_spreadsheet
from discloser.read.spreadsheet.cell import Grid
from discloser.read.workbook_columns import Column, ValueKind
from discloser.read.workbook_layout import PROJECT_TITLE, UNIT_TITLE, Sheet
from discloser.read.workbook_plan import layout
from discloser.read.workbook_values import plain_reader, unit_reader

MARCH, OCTOBER = date(2025, 3, 5), date(2025, 10, 1)
UNITS = {"101001": "示范局", "0102": "示范中心"}


@dataclass(frozen=True)
class Dirt:
    """A cell: what it stores, in which format, and what it shows."""

    name: str
    value: Any
    format: str = "General"
    shown: str | None = None

    @property
    def typed(self) -> str | None:
        """The same typed as text, as YAML would have it; None where it cannot be typed."""
        return (
            self.value if isinstance(self.value, str) and self.format == "General" else self.shown
        )


DIRT = (
    Dirt("text", "甲乙"),
    Dirt("spaces around", "  甲 乙  "),
    Dirt("line break", "甲\n乙"),
    Dirt("zero width", "甲\u200b乙"),
    Dirt("compatibility ideograph", "\u2f8f政"),
    Dirt("full-width digits", "２０１０３０１"),
    Dirt("digits", "2010301"),
    Dirt("code and name", "2010301 行政运行"),
    Dirt("amount with commas", "1,234.50"),
    Dirt("amount with full-width commas", "１，２３４．５０元"),
    Dirt("thousands by spaces", "310 000"),
    Dirt("two numbers", "310000\n310000"),
    Dirt("two numbers in a line", "310000 12"),
    Dirt("two numbers with a comma", "310、310"),
    Dirt("dash", "—"),
    Dirt("brackets", "（1,234.50）"),
    Dirt("typed percentage", "95%"),
    Dirt("typed month", "2025年3月"),
    Dirt("typed date", "2025-03-05"),
    Dirt("yes", "是"),
    Dirt("tick", "√"),
    Dirt("unit", "101001 示范局"),
    Dirt("unit in brackets", "[0102]示范中心"),
    Dirt("choice with spaces", "基本 支出"),
    Dirt("list title", "产出指标"),
    Dirt("typed error", "#N/A"),
    Dirt("number", 12, shown="12"),
    Dirt("decimal", 12.5, shown="12.5"),
    Dirt("binary noise", 0.1 + 0.2, shown="0.3"),
    Dirt("fraction", 0.95, shown="0.95"),
    Dirt("amount as shown", 1234.5, "#,##0.00", "1,234.50"),
    Dirt("rounded", 1234.567, "0.0", "1234.6"),
    Dirt("accounting", -1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
    Dirt("percentage", 0.95, "0%", "95%"),
    Dirt("percentage of one", 1, "0.00%", "100.00%"),
    Dirt("unit in the format", 12, '0"次"', "12次"),
    Dirt("ten thousands in the format", 12.5, '0.0"万元"', "12.5万元"),
    Dirt("thousands in the format", 1234567, "#,##0,", "1,235"),
    Dirt("zeros in the format", 102, "0000", "0102"),
    Dirt("date", MARCH, 'yyyy"年"m"月"d"日"', "2025年3月5日"),
    Dirt("day of a month", MARCH, 'm"月"d"日"', "3月5日"),
    Dirt("month of a year", OCTOBER, 'yyyy"年"m"月"', "2025年10月"),
    Dirt("time", time(9, 30), "h:mm", "9:30"),
    Dirt("month as a number", 2025.1, "0.00", "2025.10"),
    Dirt("month as a short number", 2025.1),
    Dirt("month without a point", 202503, shown="202503"),
    Dirt("year and month as code", 2010301, shown="2010301"),
    Dirt("code of 17 digits", 41120025000000005, "0"),
    Dirt("truth", True, shown=None),
    Dirt("formula with a value", "=6*2", shown=None),
    Dirt("division by zero", "=1/0"),
    Dirt("not available", "=NA()"),
)
"""Every one stands in a row of its own; formulas are computed by the program that saves."""


def _column(sheet: str, title: str) -> tuple[Sheet, Column]:
    found = next(each for each in layout() if each.name == sheet)
    return found, next(column for column in found.columns if column.title == title)


COLUMNS: Mapping[str, tuple[Sheet, Column]] = {
    "text": _column("绩效目标", "指标值"),
    "money": _column("支出", "金额"),
    "money left open": _column("支出", "年初预算数"),
    "count": _column("三公与其他事项", "国有资产·车辆·其他用车"),
    "number": _column("自评指标", "分值"),
    "code": _column("项目", "项目编码"),
    "function": _column("支出", "功能分类科目（项）"),
    "economic": _column("支出", "部门经济分类科目（款）"),
    "unit": _column("支出", "单位代码"),
    "choice": _column("支出", "支出性质"),
    "flag": _column("支出", "是否上年结转"),
    "month": _column("基本信息", "公开月份"),
    "figure": _column("上年数", "数的名称"),
    "project of a line": _column("支出", "项目名称"),
    "project": _column("项目", "项目名称"),
    "unit's name": _column("单位", "单位名称"),
    "evaluated project": _column("评价项目", "项目名称"),
}
LABELS = {
    "label of a project": (layout()[9], PROJECT_TITLE),
    "label of a list": (layout()[9], "类别"),
    "label of a unit": (layout()[2], UNIT_TITLE),
}
PLACES: Mapping[str, FieldPath] = {
    "text": ("projects", 0, "output", 0, "value"),
    "money": ("expenditure", 0, "amount"),
    "count": ("assets", "vehicles", "other"),
    "code": ("projects", 0, "code"),
    "function": ("expenditure", 0, "function"),
    "economic": ("expenditure", 0, "department_economic"),
    "unit": ("expenditure", 0, "unit"),
    "choice": ("expenditure", 0, "category"),
    "flag": ("expenditure", 0, "carried_over"),
    "month": ("published",),
    "project of a line": ("expenditure", 3, "project"),
    "project": ("projects", 0, "name"),
    "unit's name": ("units", 0, "name"),
}
"""Where the columns stand in a draft, for YAML."""


def save(path: Path) -> None:
    """Write all cells, one below the other, as openpyxl stores them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, dirt in enumerate(DIRT, start=1):
        cell = sheet.cell(row, 1)
        cell.value = dirt.value
        cell.number_format = dirt.format
    book.save(path)


def grid_of(path: Path) -> Grid:
    """The cells as they are read back."""
    book, findings = open_spreadsheet(path.read_bytes(), path.name)
    assert findings == ()
    assert book is not None
    grid = next(iter(book.sheets.values()))()
    assert grid.findings == ()
    return grid


def outcome(grid: Grid, row: int, name: str) -> tuple[str, list[str]]:
    """What a cell is read as in a column, and the codes of what is said about it."""
    sheet, column = COLUMNS[name] if name in COLUMNS else (LABELS[name][0], None)
    title = column.title if column is not None else LABELS[name][1]
    table = Table("a", sheet, grid, -1, {title: 0}, [], UNITS)
    if column is None:
        text = table.label(row, title)
    else:
        is_unit = column.kind is ValueKind.UNIT
        tidy = unit_reader(UNITS) if is_unit else plain_reader(column)
        text = table.text(row, Field(title, column, 0, tidy))
    return text, [each.code for each in table.findings]
