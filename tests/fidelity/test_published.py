"""Loading a published document: its extraction slips are set right, and nothing else is touched."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.fidelity.published import DATA, NUMBERS, Slips, corrected, published, slips

RAW: dict[str, Any] = {
    "cover_and_toc": [{"line": 1, "text": "某局预算"}],
    "paragraphs": [
        {"line": 1, "text": "某局预算", "heading": False},
        {"line": 3, "text": "一、概况", "heading": True},
        {"line": 5, "text": "（一）管理全市数据、", "heading": True},
        {"line": 7, "text": "档案等。收入85.00万元。", "heading": False},
        {"line": 9, "text": "表一", "heading": False},
    ],
    "tables": [
        {
            "id": "xm",
            "title": "项目支出表",
            "lines": [20, 21],
            "before": [{"line": 11, "text": "项目支出表"}, {"line": 12, "text": "单位：万元"}],
            "header_rows_raw": [["项目", "金额", "备注"], ["栏次", "1", "2"]],
            "columns": ["项目", "金额", "备注"],
            "rows": [
                {"line": 20, "cells": ["大厅", "85.00", ""]},
                {"line": 21, "cells": ["1.00", "续建", ""]},
            ],
            "after": [{"line": 30, "text": "注：含尾"}],
        }
    ],
}
KNOWN = Slips.model_validate(
    {
        "torn": [{"lines": [7], "why": "翻页"}],
        "moved": [{"line": 9, "table": "xm", "why": "表号"}],
        "shifted": [{"table": "xm", "lines": [21, 21], "column": 0, "why": "少读一格"}],
        "misread": [
            {"line": 21, "column": 0, "read": "", "printed": "平台", "why": "漏读"},
            {"line": 30, "read": "含尾", "printed": "含尾差。", "why": "截断"},
        ],
        "headers": [{"table": "xm", "columns": ["项目", "金额", "说明"], "why": "原表"}],
    }
)


def test_it_sets_the_slips_of_the_extraction_right() -> None:
    found = corrected(RAW, KNOWN)
    assert found.front == ("某局预算",)
    assert [(sentence.heading, sentence.text) for sentence in found.narrative] == [
        ("一、概况", "一、概况"),
        ("一、概况", "（一）管理全市数据、档案等。"),
        ("一、概况", "收入85.00万元。"),
    ]
    (table,) = found.tables
    assert table.lines == ("表一", "单位：万元")
    assert table.columns == ("项目", "金额", "说明")
    assert table.ordinals == ("栏次", "1", "2")
    assert table.rows == (("大厅", "85.00", ""), ("平台", "1.00", "续建"))
    assert table.notes == ("注：含尾差。",)


def test_it_changes_nothing_without_slips() -> None:
    (table,) = corrected(RAW, Slips()).tables
    assert table.rows == (("大厅", "85.00", ""), ("1.00", "续建", ""))
    assert table.columns == ("项目", "金额", "备注")


def test_it_refuses_a_slip_that_does_not_fit_the_text() -> None:
    wrong = {"line": 20, "column": 1, "read": "58.00", "printed": "85.00", "why": "读错"}
    with pytest.raises(ValueError, match=r"58\.00"):
        corrected(RAW, Slips.model_validate({"misread": [wrong]}))
    filled = {"line": 20, "column": 1, "read": "", "printed": "85.00", "why": "读错"}
    with pytest.raises(ValueError, match="line 20"):
        corrected(RAW, Slips.model_validate({"misread": [filled]}))


def test_it_refuses_a_shift_that_would_drop_a_cell() -> None:
    shift = {"table": "xm", "lines": [20, 20], "column": 0, "width": 2, "why": "少读两格"}
    with pytest.raises(ValueError, match="would drop"):
        corrected(RAW, Slips.model_validate({"shifted": [shift]}))


@pytest.mark.parametrize("number", NUMBERS)
def test_every_slip_of_a_real_document_is_used_and_has_a_reason(number: str) -> None:
    known = slips(number)
    lines = {line for slip in known.torn for line in slip.lines}
    lines |= {slip.line for slip in known.misread} | {slip.line for slip in known.moved}
    document = published(number)
    assert document.tables
    assert document.narrative
    assert lines <= _all_lines(number)
    for slip in (*known.torn, *known.misread, *known.shifted, *known.headers, *known.moved):
        assert re.search(r"[\u4e00-\u9fff]{2}", slip.why)


def _all_lines(number: str) -> set[int]:
    raw = _raw(number)
    lines = {line["line"] for line in raw["paragraphs"] + raw["cover_and_toc"]}
    for table in raw["tables"]:
        lines |= {row["line"] for row in table["rows"] + table["after"]}
    return lines


def _raw(number: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "published" / f"{number}.json").read_text("utf-8"))
    return found
