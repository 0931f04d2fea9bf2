"""Pivot tables: header trees, groups of rows, sums of cells, and amounts that find no cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from discloser.document.nodes import Role, Table
from discloser.document.number import Number
from discloser.model.disclosure import Disclosure
from tests.compose.conftest import Made, grid
from tests.compute.lines import disclosure, spend

Make = Callable[[Disclosure, Mapping[str, Any]], Made]

NAME = {"label": "名称", "key": "name", "row_header": True}
AMOUNT = {"label": "金额"}
PROJECT = {"category": "特定目标类"}
LINES = disclosure(
    [{"amount": "90000"}, {"amount": "10000", "fund": "事业收入", "unit": "示范中心"}],
    [
        spend("50000", "2080505"),
        spend("30000", "2010301"),
        spend("15000", "2010302", project="乙", **PROJECT),
        spend("5000", "2010302", project="甲", unit="示范中心", fund="事业收入", **PROJECT),
    ],
    projects=[
        {"name": "甲", "code": "0001", "output": [{"name": "一", "value": "1"}, {"name": "二"}]},
        {"name": "乙", "code": "0002", "benefit": [{"name": "三", "value": "3"}]},
    ],
)


def amounts(table: Table) -> list[Decimal]:
    """The exact amounts of a table's cells, in 万元."""
    cells = (cell for row in table.body for cell in row)
    return [cell.content.value for cell in cells if isinstance(cell.content, Number)]


def test_a_header_tree_becomes_rows_of_spans(make_table: Make) -> None:
    columns = [
        NAME,
        {"label": "支出", "columns": [AMOUNT, {"label": "其中", "columns": [AMOUNT, AMOUNT]}]},
    ]
    made, findings = make_table(LINES, {"columns": columns, "rows": [{}]})
    assert findings == []
    assert [[(c.text, c.rowspan, c.colspan) for c in row] for row in made.head] == [
        [("名称", 3, 1), ("支出", 1, 3)],
        [("金额", 2, 1), ("其中", 1, 2)],
        [("金额", 1, 1), ("金额", 1, 1)],
    ]
    assert {cell.role for row in made.head for cell in row} == {Role.COLUMN_HEADER}


def test_a_cell_is_the_row_and_the_column_together(make_table: Make) -> None:
    made, _ = make_table(
        LINES,
        {
            "measure": "current_expenditure",
            "columns": [
                NAME,
                {"label": "合计"},
                {"label": "基本", "measure": "basic_expenditure"},
                {"label": "项目", "where": {"not_category": "基本支出"}},
            ],
            "rows": [
                {"cells": {"name": "合计"}, "strong": True},
                {"cells": {"name": "一般"}, "where": {"fund": "一般公共预算"}},
                {"cells": {"name": "备注"}, "amounts": False},
            ],
        },
    )
    assert grid(made)[1:] == [
        ["合计", "10.00", "8.00", "2.00"],
        ["一般", "9.50", "8.00", "1.50"],
        ["备注", "", "", ""],
    ]
    assert [cell.strong for cell in made.body[0]] == [True] * 4
    assert [cell.role for cell in made.body[0][:2]] == [Role.ROW_HEADER, Role.DATA]


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        (["ledger"], ["2080505", "2010301", "2010302"]),
        (["code"], ["2010301", "2010302", "2080505"]),
        (["category", "ledger"], ["2080505", "2010301", "2010302"]),
        (["unit", "code"], ["2010301", "2010302", "2080505"]),
    ],
)
def test_groups_are_sorted_as_the_spec_says(
    order: list[str], codes: list[str], make_table: Make
) -> None:
    row = {
        "each": ["function_item"],
        "order": order,
        "cells": {"name": "{{ row.function_item.code }}"},
    }
    made, _ = make_table(
        LINES, {"measure": "current_expenditure", "columns": [NAME, AMOUNT], "rows": [row]}
    )
    assert [cells[0] for cells in grid(made)[1:]] == codes


def test_a_group_knows_the_names_of_its_code_unit_and_project(make_table: Make) -> None:
    cells = {
        "name": "{{ row.project.code }}{{ row.project.name }} {{ row.unit.name }} "
        "{{ row.function_item.name }}"
    }
    row = {"each": ["project", "unit", "function_item"], "order": ["project_code"], "cells": cells}
    made, _ = make_table(
        LINES, {"measure": "project_expenditure", "columns": [NAME, AMOUNT], "rows": [row]}
    )
    assert grid(made)[1:] == [
        ["0001甲 示范中心 一般行政管理事务", "0.50"],
        ["0002乙 示范局 一般行政管理事务", "1.50"],
    ]


def test_rows_below_a_group_are_restricted_to_it(make_table: Make) -> None:
    rows = [
        {
            "each": ["unit"],
            "order": ["unit"],
            "cells": {"name": "{{ row.unit.name }}"},
            "rows": [{"each": ["project"], "cells": {"name": "—{{ row.project.name }}"}}],
        }
    ]
    made, _ = make_table(
        LINES, {"measure": "project_expenditure", "columns": [NAME, AMOUNT], "rows": rows}
    )
    assert grid(made)[1:] == [
        ["示范局", "1.50"],
        ["—乙", "1.50"],
        ["示范中心", "0.50"],
        ["—甲", "0.50"],
    ]


def test_a_list_beside_a_row_makes_it_as_high_as_the_list(make_table: Make) -> None:
    columns = [
        NAME,
        AMOUNT,
        {"label": "产出", "key": "output.name"},
        {"label": "值", "key": "output.value"},
        {"label": "效益", "key": "benefit.name"},
    ]
    row = {
        "each": ["project"],
        "order": ["project_code"],
        "cells": {"name": "{{ row.project.name }}"},
        "parallel": {"output": "row.project.output", "benefit": "row.project.benefit"},
    }
    made, findings = make_table(
        LINES, {"measure": "project_expenditure", "columns": columns, "rows": [row]}
    )
    assert findings == []
    assert grid(made)[1:] == [
        ["甲", "0.50", "一", "1", ""],
        ["", "", "二", "", ""],
        ["乙", "1.50", "", "", "三"],
    ]
    assert [cell.rowspan for cell in made.body[0]] == [2, 2, 1, 1, 1]


def test_panels_stand_side_by_side_with_their_footers_at_the_bottom(make_table: Make) -> None:
    left = {
        "columns": [NAME, AMOUNT],
        "rows": [{"cells": {"name": "收入"}, "of": "receipts"}],
        "footer": [{"cells": {"name": "收入总计"}, "of": "receipts"}],
    }
    right = {
        "columns": [NAME, AMOUNT],
        "rows": [
            {"cells": {"name": code}, "of": "expenditure", "where": {"function_class": code}}
            for code in ("201", "208", "210")
        ],
        "footer": [{"cells": {"name": "支出总计"}, "of": "expenditure"}],
    }
    made, _ = make_table(LINES, {"panels": [left, right]})
    assert grid(made)[1:] == [
        ["收入", "10.00", "201", "5.00"],
        ["", "", "208", "5.00"],
        ["", "", "210", ""],
        ["收入总计", "10.00", "支出总计", "10.00"],
    ]


def test_a_table_without_lines_prints_its_sentence(make_table: Make) -> None:
    spec = {
        "measure": "government_fund_expenditure",
        "columns": [NAME, AMOUNT],
        "rows": [{"cells": {"name": "合计"}}, {"each": ["unit"], "cells": {"name": "x"}}],
        "notes": ["有"],
        "empty": {"rows": [{"cells": {"name": "合计"}}], "notes": ["{{ department.name }}无"]},
    }
    made, _ = make_table(LINES, spec)
    assert grid(made)[1:] == [["合计", ""]]
    assert made.notes == ("示范局无",)
    fund = disclosure(expenditure=[spend("10000", "2120801", fund="政府性基金预算")])
    made, _ = make_table(fund, spec)
    assert grid(made)[1:] == [["合计", "1.00"], ["x", "1.00"]]
    assert made.notes == ("有",)


def covering(*rows: Mapping[str, Any]) -> dict[str, Any]:
    return {"covers": "current_expenditure", "columns": [NAME, AMOUNT], "rows": rows}


def test_a_table_that_shows_each_line_once_has_no_findings(make_table: Make) -> None:
    rows: list[dict[str, Any]] = [
        {"counts": False},
        {"where": {"function_class": "208"}},
        {"where": {"not_function_class": "208"}},
    ]
    assert make_table(LINES, covering(*rows))[1] == []


def test_a_line_without_cell_is_reported_with_its_amount(make_table: Make) -> None:
    _, findings = make_table(LINES, covering({"where": {"function_class": "208"}}))
    assert [(f.code, [place.field for place in f.locations]) for f in findings] == [
        ("C010", ["expenditure[2]", "covers"]),
        ("C010", ["expenditure[3]", "covers"]),
        ("C010", ["expenditure[4]", "covers"]),
    ]
    assert "《表》" in findings[0].message
    assert "30,000 元" in findings[0].message


def test_a_line_in_two_cells_is_reported_with_its_count(make_table: Make) -> None:
    overlapping = {"where": {"function_class": "208"}}
    _, findings = make_table(LINES, covering({}, overlapping, overlapping))
    (finding,) = findings
    assert finding.code == "C011"
    assert "算了 3 次" in finding.message
    assert "50,000 元" in finding.message


def test_lines_alike_are_one_finding(make_table: Make) -> None:
    alike = disclosure(expenditure=[spend("1"), spend("2"), spend("4", "2080505")])
    _, findings = make_table(alike, covering({"where": {"function_class": "208"}}))
    (finding,) = findings
    places = [place.field for place in finding.locations]
    assert places == ["expenditure[1]", "expenditure[2]", "covers"]
    assert "3 元" in finding.message


def test_a_line_of_nothing_need_not_be_shown(make_table: Make) -> None:
    nothing = disclosure(expenditure=[spend("0")])
    assert make_table(nothing, covering({"where": {"function_class": "208"}}))[1] == []


def test_cells_keep_the_exact_amount(make_table: Make) -> None:
    exact = disclosure(expenditure=[spend("49.99")])
    made, _ = make_table(exact, covering({}))
    assert amounts(made) == [Decimal("0.004999")]
    assert grid(made)[1:] == [["", "0.00"]]


def test_a_project_line_without_project_still_makes_a_row(make_table: Make) -> None:
    nameless = disclosure(expenditure=[spend("10000", category="项目支出")])
    row = {
        "each": ["project"],
        "order": ["project_code"],
        "cells": {"name": "{{ row.project.name }}"},
    }
    made, findings = make_table(nameless, covering(row))
    assert findings == []
    assert grid(made)[1:] == [["", "1.00"]]


def test_numbered_columns_and_lines_count_on_from_panel_to_panel(make_table: Make) -> None:
    def panel(*names: str) -> dict[str, Any]:
        columns = [NAME, {"label": "行次", "line_number": True}, AMOUNT]
        return {"columns": columns, "rows": [{"cells": {"name": name}} for name in names]}

    made, _ = make_table(
        LINES, {"column_numbers": "栏次", "panels": [panel("甲", "乙"), panel("丙")]}
    )
    assert [[cell.text for cell in row] for row in made.head] == [
        ["名称", "行次", "金额", "名称", "行次", "金额"],
        ["栏次", "1", "栏次", "2"],
    ]
    assert [[row[1], row[4]] for row in grid(made)[2:]] == [["1", "3"], ["2", "4"]]


def test_listed_groups_are_printed_with_or_without_lines(make_table: Make) -> None:
    row = {
        "each": ["function_class"],
        "values": ["201", "202", "208"],
        "cells": {"name": "{{ row.function_class.name }}"},
    }
    made, _ = make_table(LINES, covering(row))
    assert grid(made)[1:] == [
        ["一般公共服务支出", "5.00"],
        ["外交支出", ""],
        ["社会保障和就业支出", "5.00"],
    ]


SCRAMBLED = disclosure(
    [{"amount": "90000"}],
    [
        spend("1", "2210201", department_economic="30302", unit="102", fund="政府性基金预算"),
        spend("2", "2080505", department_economic="30217", unit="101001", project="乙", **PROJECT),
        spend(
            "3",
            "2010301",
            department_economic="30102",
            unit="102",
            category="其他运转类",
            project="无",
        ),
        spend("4", "2010301", department_economic="30302", unit="101001", project="甲", **PROJECT),
        spend("5", "2010301", department_economic="30101", unit="无码", fund="其他收入"),
    ],
    units=[{"code": "102", "name": "二"}, {"name": "无码"}, {"code": "101001", "name": "一"}],
    projects=[{"name": "乙", "code": "0002"}, {"name": "甲", "code": "0001"}, {"name": "无"}],
)


@pytest.mark.parametrize(
    ("each", "order", "rows"),
    [
        ("function_item", None, ["2010301", "2080505", "2210201"]),
        ("function_class", None, ["201", "208", "221"]),
        ("economic_item", None, ["30101", "30102", "30217", "30302"]),
        ("economic_item", "输入次序", ["30302", "30217", "30102", "30101"]),
        ("economic_item", ["输入次序"], ["30302", "30217", "30102", "30101"]),
        ("economic_item", ["单位", "编码"], ["30217", "30302", "30102", "30101"]),
        ("unit", None, ["101001", "102", "无码"]),
        ("unit", "输入次序", ["102", "101001", "无码"]),
        ("category", None, ["基本支出", "其他运转类", "特定目标类"]),
        ("fund", None, ["一般公共预算", "政府性基金预算", "其他收入"]),
        ("project", None, ["甲", "乙", "无", ""]),
        ("project", "项目编码", ["甲", "乙", "无", ""]),
        ("project", ["支出性质", "输入次序"], ["", "无", "乙", "甲"]),
    ],
)
def test_rows_stand_by_code_unless_the_spec_says_otherwise(
    each: str, order: Any, rows: list[str], make_table: Make
) -> None:
    shown = {"unit": "{{ row.unit.code or row.unit.name }}", "project": "{{ row.project.name }}"}
    row = {"each": [each], "cells": {"name": shown.get(each, f"{{{{ row.{each}.code }}}}")}}
    row |= {"order": order} if order is not None else {}
    made, findings = make_table(
        SCRAMBLED, {"columns": [NAME, AMOUNT], "rows": [{**row, "of": "expenditure"}]}
    )
    assert findings == []
    assert [cells[0] for cells in grid(made)[1:]] == rows


def test_pairs_of_items_stand_by_code_whatever_unit_they_are_of(make_table: Make) -> None:
    pair = "{{ row.economic_item.code }} {{ row.unit.name }}"
    row = {"each": ["economic_item", "unit"], "of": "expenditure", "cells": {"name": pair}}
    made, _ = make_table(SCRAMBLED, {"columns": [NAME, AMOUNT], "rows": [row]})
    assert [cells[0] for cells in grid(made)[1:]] == [
        "30101 无码",
        "30102 二",
        "30217 一",
        "30302 一",
        "30302 二",
    ]


def test_the_parts_of_a_sum_stand_by_code(context: Any) -> None:
    made = context(SCRAMBLED)
    spent = made.amount("current_expenditure")
    by = {
        d: [part.code for part in made.breakdown(spent, d)]
        for d in ("function_class", "category", "fund", "unit")
    }
    assert by == {
        "function_class": ["201", "208", "221"],
        "category": ["基本支出", "其他运转类", "特定目标类"],
        "fund": ["一般公共预算", "政府性基金预算", "其他收入"],
        "unit": ["101001", "102", "无码"],
    }
    assert made.item_names(spent) == [
        made.code_name("economic_item", c) for c in ("30101", "30102", "30217", "30302")
    ]
