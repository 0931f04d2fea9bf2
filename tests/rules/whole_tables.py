"""Rows, totals, units and lists that are there or not: cases of rules that look at the whole."""

from __future__ import annotations

from dataclasses import replace

from discloser.document.nodes import Document, Table
from discloser.money import MoneyUnit
from tests.deceive.trees import put, spots
from tests.rules.documents import Edit, cell, text, words


def without_row(name: str, label: str) -> Edit:
    """Leave out the row of a table that has a text."""

    def edit(source: Document) -> Document:
        spot = next(s for s in spots(source) if getattr(s.node, "name", "") == name)
        assert isinstance(spot.node, Table)
        body = tuple(row for row in spot.node.body if label not in [c.text for c in row])
        assert len(body) == len(spot.node.body) - 1
        return put(source, spot, replace(spot.node, body=body))

    return edit


def in_yuan(name: str, unit: str = "单位：元") -> Edit:
    """A table in 万元 that says that it is in 元."""

    def edit(source: Document) -> Document:
        spot = next(s for s in spots(source) if getattr(s.node, "name", "") == name)
        assert isinstance(spot.node, Table)
        changed = replace(spot.node, unit=unit, money_unit=MoneyUnit.YUAN)
        return put(source, spot, changed)

    return edit


def without_rows(name: str, *labels: str) -> Edit:
    """Leave out several rows."""

    def edit(source: Document) -> Document:
        for label in labels:
            source = without_row(name, label)(source)
        return source

    return edit


_PROJECTS = "我部门2025年未开展重点项目预算的绩效目标"
_GOODS = "政府采购服务预算0万元"
WHOLE_TABLES: list[tuple[str, str, Edit, Edit]] = [
    (
        "A21",
        "final",
        without_row("expenditure", "213"),
        without_rows("expenditure", "213", "21305", "2130599"),
    ),
    (
        "A21",
        "final",
        without_row("expenditure", "2210201"),
        cell("expenditure", "行政运行", (), "551.65"),
    ),
    (
        "A22",
        "final",
        without_row("expenditure", "合计"),
        words("expenditure", "合计", "总计"),
    ),
    (
        "A23",
        "approval",
        cell("expenditure", "合计", ("合计",), "761.11"),
        cell("expenditure", "合计", ("合计",), "761.1"),
    ),
    ("A24", "approval", in_yuan("expenditure"), in_yuan("overall_targets")),
    (
        "N33",
        "approval",
        text(_GOODS, "政府采购服务预算3万元"),
        text(_GOODS, "政府采购服务预算0.00万元"),
    ),
    (
        "N34",
        "approval",
        text(_PROJECTS, f"内设机构5个：办公室、法规科、财务和审计科。{_PROJECTS}"),
        text(_PROJECTS, f"内设机构4个：办公室、法规科、财务科和审计科。{_PROJECTS}"),
    ),
    (
        "N35",
        "approval",
        text(_PROJECTS, f"租金3.00万元，比2024年增加1.00万元，增长60.00%。{_PROJECTS}"),
        text(_PROJECTS, f"租金3.00万元，比2024年增加1.00万元，增长50.00%。{_PROJECTS}"),
    ),
]
