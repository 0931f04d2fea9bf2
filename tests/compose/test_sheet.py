"""Irregular sheets: repeated rows, spans, and cells that join with equal ones above."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from discloser.document.nodes import Align, Role
from discloser.model.disclosure import Disclosure
from tests.compose.conftest import Made, grid
from tests.compute.lines import disclosure, spend

Make = Callable[[Disclosure, Mapping[str, Any]], Made]


def row(*texts: str, repeat: str = "", merge: int = 0) -> dict[str, Any]:
    """A row of one-column cells, the first ``merge`` of which join with equal ones above."""
    cells = [{"text": text, "merge": number < merge} for number, text in enumerate(texts)]
    return {"cells": cells, "repeat": repeat}


def sheet(widths: int, *rows: Mapping[str, Any]) -> dict[str, Any]:
    return {"sheet_rows": {"widths": [1] * widths, "rows": rows}}


def indicators(*levels: str) -> Disclosure:
    """A disclosure with an indicator for each ``first-second-third``."""
    names = (level.split("-") for level in levels)
    listed = [{"level1": a, "level2": b, "name": c} for a, b, c in names]
    return disclosure(performance={"indicators": listed})


def test_equal_cells_above_one_another_are_one(make_table: Make) -> None:
    made, findings = make_table(
        disclosure(),
        sheet(2, row("甲", "1", merge=1), row("甲", "2", merge=1), row("乙", "3", merge=1)),
    )
    assert findings == []
    assert grid(made) == [["甲", "1"], ["", "2"], ["乙", "3"]]
    assert made.body[0][0].rowspan == 2


def test_a_cell_joins_only_where_those_before_it_have_joined(make_table: Make) -> None:
    text = {"repeat": "i in performance.indicators", "merge": 2}
    made, _ = make_table(
        indicators("产出-数量-一", "产出-数量-二", "产出-质量-三", "效益-质量-四"),
        sheet(3, row("{{ i.level1 }}", "{{ i.level2 }}", "{{ i.name }}", **text)),  # type: ignore[arg-type]
    )
    assert grid(made) == [
        ["产出", "数量", "一"],
        ["", "", "二"],
        ["", "质量", "三"],
        ["效益", "质量", "四"],
    ]


def test_equal_cells_that_are_apart_stay_apart(make_table: Make) -> None:
    made, _ = make_table(
        disclosure(),
        sheet(2, row("甲", "1", merge=1), row("乙", "2", merge=1), row("甲", "3", merge=1)),
    )
    assert grid(made) == [["甲", "1"], ["乙", "2"], ["甲", "3"]]


def test_a_row_without_joining_cells_parts_the_others(make_table: Make) -> None:
    made, _ = make_table(
        disclosure(), sheet(2, row("甲", "1", merge=1), row("甲", "2"), row("甲", "3", merge=1))
    )
    assert grid(made) == [["甲", "1"], ["甲", "2"], ["甲", "3"]]


def test_cells_of_different_width_do_not_join(make_table: Make) -> None:
    wide = {"cells": [{"text": "甲", "merge": True, "colspan": 2}]}
    made, _ = make_table(disclosure(), sheet(2, row("甲", "1", merge=1), wide))
    assert grid(made) == [["甲", "1"], ["甲", ""]]


def test_a_repeat_counts_its_rows_and_may_have_none(make_table: Make) -> None:
    spec = sheet(
        2, row("头", "尾"), row("{{ index }}", "{{ i.name }}", repeat="i in performance.indicators")
    )
    made, findings = make_table(indicators("甲-乙-丙", "甲-乙-丁"), spec)
    assert findings == []
    assert grid(made) == [["头", "尾"], ["1", "丙"], ["2", "丁"]]
    assert grid(make_table(disclosure(), spec)[0]) == [["头", "尾"]]


def test_a_measure_prints_its_amount_in_ten_thousands(make_table: Make) -> None:
    cells = [
        {"text": "基本支出", "header": True, "align": "center"},
        {"measure": "basic_expenditure"},
    ]
    made, _ = make_table(disclosure(expenditure=[spend("12345")]), sheet(2, {"cells": cells}))
    assert grid(made) == [["基本支出", "1.23"]]
    header, amount = made.body[0]
    assert (header.role, header.align) == (Role.ROW_HEADER, Align.CENTER)
    assert amount.role is Role.DATA


@pytest.mark.parametrize("texts", [["甲"], ["甲", "乙", "丙"]])
def test_a_row_that_does_not_fit_is_a_finding_and_the_rest_is_made(
    texts: list[str], make_table: Make
) -> None:
    made, findings = make_table(disclosure(), sheet(2, row(*texts), row("丁", "戊")))
    assert [finding.code for finding in findings] == ["T015"]
    assert grid(made) == [["丁", "戊"]]


def _roles(made: Any) -> list[list[Role]]:
    return [[cell.role for cell in line] for line in made.body]


def _headed(*texts: str, merge: int = 0, header: bool = True) -> dict[str, Any]:
    cells = [
        {"text": text, "header": header or number < merge, "merge": number < merge}
        for number, text in enumerate(texts)
    ]
    return {"cells": cells}


def test_a_row_of_headers_alone_heads_the_columns_below_it(make_table: Make) -> None:
    made, _ = make_table(
        disclosure(),
        sheet(
            2,
            _headed("名称", "内容"),
            _headed("一", "1", header=False),
            {"cells": [{"text": "合计", "header": True}, {"text": "1"}]},
        ),
    )
    column, row_, data = Role.COLUMN_HEADER, Role.ROW_HEADER, Role.DATA
    assert _roles(made) == [[column, column], [data, data], [row_, data]]


def test_a_header_beside_a_head_and_values_heads_its_rows(make_table: Make) -> None:
    made, _ = make_table(
        disclosure(),
        sheet(
            3,
            _headed("任务", "名称", "内容", merge=1),
            _headed("任务", "一", "1", merge=1, header=False),
        ),
    )
    column, row_, data = Role.COLUMN_HEADER, Role.ROW_HEADER, Role.DATA
    assert made.body[0][0].rowspan == 2
    assert _roles(made) == [[row_, column, column], [data, data]]


def test_headers_with_no_value_below_them_head_no_column(make_table: Make) -> None:
    made, _ = make_table(
        disclosure(), sheet(2, _headed("甲", "1", header=False), _headed("填表人", "日期"))
    )
    assert _roles(made)[1] == [Role.ROW_HEADER, Role.ROW_HEADER]
