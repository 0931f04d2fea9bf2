"""What a table's spec may say beside rows and columns: formats, conditions, spans, groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from discloser.document.nodes import Align
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.pack.consistency import unknown_formats
from discloser.pack.layers import pack_roots
from discloser.pack.pack import load_pack
from discloser.pack.specs import TableSpec
from tests.compose.conftest import TEMPLATES, Made, grid
from tests.compute.lines import disclosure, spend

Make = Callable[[Disclosure, Mapping[str, Any]], Made]

NAME = {"label": "名称", "key": "name", "row_header": True}
PROJECT = {"category": "特定目标类"}
LINES = disclosure(
    [{"amount": "90000"}, {"amount": "10000", "fund": "事业收入", "unit": "示范中心"}],
    [
        spend("50000", "2080505"),
        spend("30000", "2010301"),
        spend("15000", "2010302", project="乙", **PROJECT),
        spend("5000", "2010302", project="甲", unit="示范中心", fund="事业收入", **PROJECT),
    ],
    projects=[{"name": "甲", "code": "0001"}, {"name": "乙", "code": "0002"}],
)
NOTHING = disclosure([], [])
SPENT = {"measure": "current_expenditure"}


def test_the_format_of_a_row_goes_before_a_columns_and_that_before_the_tables(
    make_table: Make,
) -> None:
    made, findings = make_table(
        LINES,
        SPENT
        | {
            "format": "表格三位小数",
            "columns": [
                NAME,
                {"label": "合计"},
                {"label": "国资", "where": {"fund": "国有资本经营预算"}, "format": "两位小数"},
                {"label": "整数", "format": "表格整数千分位"},
            ],
            "rows": [
                {"cells": {"name": "合计"}, "format": "两位小数"},
                {"cells": {"name": "项目"}, "where": {"not_category": "基本支出"}},
            ],
        },
    )
    assert findings == []
    assert grid(made)[1:] == [
        ["合计", "10.00", "0.00", "10.00"],
        ["项目", "2.000", "0.00", "2"],
    ]


def test_a_table_in_yuan_prints_whole_amounts(make_table: Make) -> None:
    spec = {"money_unit": "元", "format": "表格整数千分位", "unit": "单位：元"}
    made, _ = make_table(LINES, SPENT | spec | {"columns": [NAME, {"label": "合计"}], "rows": [{}]})
    assert grid(made)[1:] == [["", "100,000"]]


def test_a_format_that_does_not_exist_is_told_where_it_is_named() -> None:
    spec = TableSpec.model_validate(
        {
            "name": "表",
            "caption": "表",
            "format": "两位小数",
            "columns": [{"label": "合计", "format": "三位小树"}],
            "rows": [{"format": "整数"}],
        }
    )
    found = list(unknown_formats(spec, ("两位小数", "三位小数"), SourceMap("t.yaml")))
    assert [finding.code for finding in found] == ["T007", "T007"]
    assert "三位小树" in found[0].message
    assert "三位小数" in found[0].remedy


def test_a_row_is_left_out_with_all_below_it_where_its_condition_fails(make_table: Make) -> None:
    rows = [
        {"cells": {"name": "合计"}, "counts": False},
        {
            "cells": {"name": "事业收入"},
            "where": {"fund": "事业收入"},
            "when": "year > 2030",
            "rows": [{"cells": {"name": "其中"}, "counts": False}],
        },
        {"cells": {"name": "国资"}, "where": {"fund": "国有资本经营预算"}, "when": "有数"},
        {"cells": {"name": "拨款"}, "where": {"fund": "一般公共预算"}, "when": "有数"},
    ]
    made, findings = make_table(
        LINES, {"columns": [NAME, {"label": "金额"}], "rows": rows, "covers": "current_expenditure"}
    )
    assert [cells[0] for cells in grid(made)[1:]] == ["合计", "拨款"]
    assert [finding.code for finding in findings] == ["C010"], "5,000 元 of 事业收入 are in no row"


def test_the_groups_of_a_row_have_numbers_and_a_condition_each(make_table: Make) -> None:
    row = {
        "each": ["function_item"],
        "when": "row.function_item.code != '2010301'",
        "cells": {"name": "{{ row.index }} {{ row.function_item.code }}"},
        "rows": [{"each": ["fund"], "cells": {"name": "{{ row.index }} {{ row.fund.name }}"}}],
    }
    made, _ = make_table(LINES, SPENT | {"columns": [NAME, {"label": "金额"}], "rows": [row]})
    assert grid(made)[1:] == [
        ["2 2010302", "2.00"],
        ["1 一般公共预算", "1.50"],
        ["2 事业收入", "0.50"],
        ["3 2080505", "5.00"],
        ["1 一般公共预算", "5.00"],
    ]


def test_a_table_has_at_least_so_many_rows_above_its_footer(make_table: Make) -> None:
    spec = {
        "columns": [NAME, {"label": "行次", "line_number": True}, {"label": "金额"}],
        "rows": [{"cells": {"name": "合计"}}],
        "min_rows": 3,
    }
    made, _ = make_table(LINES, SPENT | spec)
    assert grid(made)[1:] == [["合计", "1", "10.00"], ["", "2", ""], ["", "3", ""]]


def test_the_footer_of_a_table_stands_below_the_rows_that_fill_it(make_table: Make) -> None:
    spec = {
        "columns": [NAME, {"label": "金额"}],
        "rows": [{"each": ["function_class"], "cells": {"name": "{{ row.function_class.code }}"}}],
        "footer": [{"cells": {"name": "合计"}, "counts": False}],
        "min_rows": 3,
        "covers": "current_expenditure",
    }
    made, findings = make_table(LINES, spec)
    assert grid(made)[1:] == [["201", "5.00"], ["208", "5.00"], ["", ""], ["合计", "10.00"]]
    assert findings == []


def test_an_empty_table_is_filled_like_any_other(make_table: Make) -> None:
    texts = [{"label": label, "key": label} for label in ("类", "款")]
    total = {"cells": {"类": "合计"}, "span": 2}
    spec = {"columns": [*texts, {"label": "金额"}], "rows": [total], "min_rows": 2}
    below, _ = make_table(NOTHING, spec | {"empty": {"footer": [total]}})
    above, _ = make_table(NOTHING, spec | {"empty": {"rows": [total]}})
    blank = ["", "", ""]
    assert grid(below)[1:] == [blank, blank, ["合计", "", ""]]
    assert grid(above)[1:] == [["合计", "", ""], blank]


def test_the_first_text_of_a_row_may_take_several_columns(make_table: Make) -> None:
    texts = [{"label": label, "key": label} for label in ("类", "款", "项")]
    rows = [
        {"cells": {"类": "合计"}, "span": 9, "align": "center"},
        {"cells": {"类": "201", "款": "03", "项": "01"}, "where": {"function_item": "2010301"}},
    ]
    made, _ = make_table(LINES, SPENT | {"columns": [*texts, {"label": "金额"}], "rows": rows})
    assert [(cell.text, cell.colspan) for cell in made.body[0]] == [("合计", 3), ("10.00", 1)]
    assert made.body[0][0].align is Align.CENTER
    assert grid(made)[1:] == [["合计", "", "", "10.00"], ["201", "03", "01", "3.00"]]


def test_columns_are_made_of_what_the_ledger_holds(make_table: Make) -> None:
    columns = [
        NAME,
        {"label": "合计", "counts": False},
        {"label": "{{ column.unit.name }}", "each": ["unit"]},
    ]
    row = {"each": ["function_item"], "cells": {"name": "{{ row.function_item.code }}"}}
    made, findings = make_table(
        LINES, {"columns": columns, "rows": [row], "covers": "current_expenditure"}
    )
    assert findings == []
    assert grid(made) == [
        ["名称", "合计", "示范局", "示范中心"],
        ["2010301", "3.00", "3.00", ""],
        ["2010302", "2.00", "1.50", "0.50"],
        ["2080505", "5.00", "5.00", ""],
    ]


def test_a_spanner_of_groups_has_columns_of_groups_below_it(make_table: Make) -> None:
    """The cross of units and funds: only the funds that a unit has stand under it."""
    columns = [
        NAME,
        {
            "label": "{{ column.index }} {{ column.unit.name }}",
            "each": ["unit"],
            "columns": [
                {"label": "小计", "counts": False},
                {"label": "{{ column.fund.name }}", "each": ["fund"]},
            ],
        },
    ]
    rows = [{"cells": {"name": "合计"}}]
    made, findings = make_table(
        LINES, {"columns": columns, "rows": rows, "covers": "current_expenditure"}
    )
    assert findings == []
    assert [[(cell.text, cell.colspan) for cell in row] for row in made.head] == [
        [("名称", 1), ("1 示范局", 2), ("2 示范中心", 2)],
        [("小计", 1), ("一般公共预算", 1), ("小计", 1), ("事业收入", 1)],
    ]
    assert grid(made)[2:] == [["合计", "9.50", "9.50", "0.50", "0.50"]]


def test_columns_of_listed_values_stand_whether_or_not_there_are_lines(make_table: Make) -> None:
    funds = ["国有资本经营预算", "一般公共预算"]
    columns = [NAME, {"label": "{{ column.fund.name }}", "each": ["fund"], "values": funds}]
    made, _ = make_table(LINES, SPENT | {"columns": columns, "rows": [{}]})
    assert grid(made) == [["名称", *funds], ["", "", "9.50"]]


def test_more_columns_than_a_table_takes_are_a_finding(make_table: Make) -> None:
    codes = [f"21{n:03d}01" for n in range(61)]
    many = disclosure([{"amount": "61"}], [spend("1", code) for code in codes])
    columns = [NAME, {"label": "{{ column.function_item.code }}", "each": ["function_item"]}]
    made, findings = make_table(many, SPENT | {"columns": columns, "rows": [{}]})
    assert [finding.code for finding in findings] == ["T090"]
    assert "61 栏" in findings[0].message
    assert grid(made)[0] == ["名称"]


@pytest.mark.parametrize(
    "column",
    [
        {"label": "甲", "key": "name", "each": ["unit"]},
        {"label": "甲", "each": ["color"]},
        {"label": "甲", "each": ["unit", "fund"], "values": ["一"]},
        {"label": "甲", "key": "name", "format": "两位小数"},
    ],
    ids=["a text column", "an unknown dimension", "values of two dimensions", "a text's format"],
)
def test_what_makes_no_sense_in_a_column_is_refused(column: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"each|分组字段"):
        TableSpec.model_validate({"name": "表", "caption": "表", "columns": [column], "rows": [{}]})


def test_the_formats_that_the_handbook_names_are_in_every_pack() -> None:
    for name in ("henan/base", "example/qinglan"):
        pack, _ = load_pack(name, Kind.FINAL_ACCOUNT, 2024, pack_roots(TEMPLATES))
        assert pack is not None
        named = pack.parameters["number_formats"].value(2024)
        assert {"表格整数", "表格整数千分位", "表格三位小数", "两位小数"} <= named.keys()


def test_a_row_of_column_numbers_may_be_taken_away(make_table: Make) -> None:
    spec = SPENT | {"columns": [NAME, {"label": "金额"}], "rows": [{"cells": {"name": "合计"}}]}
    made, _ = make_table(LINES, spec | {"column_numbers": "栏次"})
    assert grid(made)[:2] == [["名称", "金额"], ["栏次", "1"]]
    made, _ = make_table(LINES, spec | {"column_numbers": "否"})
    assert grid(made) == [["名称", "金额"], ["合计", "10.00"]]


def test_a_spanner_of_groups_may_say_of_which_lines(make_table: Make) -> None:
    """What is in no group of it needs a column of its own."""
    spanner = {
        "label": "{{ column.unit.name }}",
        "each": ["unit"],
        "where": {"category": "基本支出"},
        "columns": [{"label": "金额"}],
    }
    row = {"each": ["function_item"], "cells": {"name": "{{ row.function_item.code }}"}}
    spec = {"columns": [NAME, spanner], "rows": [row], "covers": "current_expenditure"}
    made, findings = make_table(LINES, spec)
    assert grid(made)[:2] == [["名称", "示范局"], ["", "金额"]]
    assert {finding.code for finding in findings} == {"C010"}
    rest = {"label": "项目", "where": {"not_category": "基本支出"}}
    _, findings = make_table(LINES, spec | {"columns": [NAME, spanner, rest]})
    assert findings == []
