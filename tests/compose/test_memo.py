"""Columns and rows beside what a table covers, and measures that it covers in part only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from discloser.model.disclosure import Disclosure
from tests.compose.conftest import Made, grid
from tests.compute.lines import disclosure, spend

Make = Callable[[Disclosure, Mapping[str, Any]], Made]
CENTRE = "示范中心"


def item(amount: str, code: str, **others: str) -> dict[str, Any]:
    return spend(amount, department_economic=code, government_economic="50299", **others)


SPENT = disclosure(
    [{"amount": "3000000"}],
    [
        item("2000000", "30201"),
        item("100000", "30217"),
        item("50000", "30231"),
        item("400000", "30201", unit=CENTRE),
        spend("70000", unit=CENTRE),
    ],
)
"""三公 15 万元 in the first unit only; 公用经费 215 and 40 万元; wages 7 万元."""
NAME = {"label": "单位", "key": "name"}
TOTAL = {"label": "合计", "counts": False}
RECEPTION = {"label": "公务接待费", "measure": "three_public_reception"}
VEHICLES = {"label": "公务用车", "measure": "three_public_vehicles"}
MEMO = {"label": "机关运行经费", "measure": "operating_expenditure", "counts": False}
ALL = {"cells": {"name": "合计"}, "counts": False}
EACH = {"each": ["unit"], "cells": {"name": "{{ row.unit.name }}"}}
MEMO_ROW = {"cells": {"name": "其中"}, "measure": "operating_expenditure", "counts": False}


def spec(
    *columns: dict[str, Any], rows: tuple[dict[str, Any], ...] = (ALL, EACH)
) -> dict[str, Any]:
    return {"covers": "three_public", "columns": [NAME, *columns], "rows": list(rows)}


def test_a_memo_column_prints_its_own_measure_of_the_row_s_group(make_table: Make) -> None:
    table, findings = make_table(SPENT, spec(TOTAL, RECEPTION, VEHICLES, MEMO))
    assert findings == []
    assert grid(table)[1:] == [
        ["合计", "15.00", "10.00", "5.00", "255.00"],
        ["示范局", "15.00", "10.00", "5.00", "215.00"],
        ["示范中心", "", "", "", "40.00"],
    ]


def test_a_total_column_stays_within_what_the_table_covers(make_table: Make) -> None:
    total = {**TOTAL, "where": {"fund": "一般公共预算"}}
    table, findings = make_table(SPENT, spec(total, RECEPTION, VEHICLES))
    assert findings == []
    assert grid(table)[1:] == [
        ["合计", "15.00", "10.00", "5.00"],
        ["示范局", "15.00", "10.00", "5.00"],
    ]


def test_a_memo_column_may_be_of_another_book(make_table: Make) -> None:
    receipts = {"label": "收入", "of": "receipts", "counts": False}
    table, findings = make_table(SPENT, spec(TOTAL, RECEPTION, VEHICLES, receipts))
    assert findings == []
    assert grid(table)[1] == ["合计", "15.00", "10.00", "5.00", "300.00"]


def test_a_nested_memo_column_prints_its_own_measure(make_table: Make) -> None:
    spanner = {"label": "另有", "columns": [MEMO]}
    table, findings = make_table(SPENT, spec(RECEPTION, VEHICLES, spanner, rows=(ALL,)))
    assert [finding.code for finding in findings] == ["C010"]  # the only row counts nowhere
    assert grid(table)[-1] == ["合计", "10.00", "5.00", "255.00"]


def test_a_memo_row_prints_its_own_measure_of_its_group(make_table: Make) -> None:
    group = {**EACH, "rows": [MEMO_ROW]}
    amount = {"label": "金额"}
    table, findings = make_table(SPENT, spec(amount, rows=(ALL, group, MEMO_ROW)))
    assert findings == []
    assert grid(table)[1:] == [
        ["合计", "15.00"],
        ["示范局", "15.00"],
        ["其中", "215.00"],
        ["示范中心", ""],
        ["其中", "40.00"],
        ["其中", "255.00"],
    ]


COUNTING = {**MEMO, "counts": True}


@pytest.mark.parametrize(
    ("columns", "rows", "codes"),
    [
        ([RECEPTION, VEHICLES], (ALL, EACH), []),
        ([RECEPTION, VEHICLES, COUNTING], (ALL, EACH), ["T058", "C011"]),
        (
            [RECEPTION, VEHICLES, {"label": "另有", "columns": [COUNTING]}],
            (ALL, EACH),
            ["T058", "C011"],
        ),
        ([{"label": "金额"}], (ALL, {**MEMO_ROW, "counts": True}), ["T058"]),
        (
            [{"label": "金额"}],
            (ALL, {**EACH, "rows": [{**MEMO_ROW, "counts": True}]}),
            ["T058", "C011"],
        ),
    ],
)
def test_a_counting_measure_that_the_table_covers_in_part_is_a_finding(
    columns: list[dict[str, Any]],
    rows: tuple[dict[str, Any], ...],
    codes: list[str],
    make_table: Make,
) -> None:
    _, findings = make_table(SPENT, spec(*columns, rows=rows))
    assert [finding.code for finding in findings] == codes
    for finding in findings[:1]:
        assert "2,400,000" in finding.message
        assert "三公" in finding.message


@pytest.mark.parametrize(
    ("column", "codes"),
    [(RECEPTION, []), (MEMO, ["T059"]), (COUNTING, ["T059"]), (TOTAL, [])],
)
def test_a_measure_of_the_whole_table_hides_no_part_of_a_column_s(
    column: dict[str, Any], codes: list[str], make_table: Make
) -> None:
    table = {"measure": "three_public", "columns": [NAME, column], "rows": [ALL]}
    assert [finding.code for finding in make_table(SPENT, table)[1]] == codes
