"""The words id, drop, after and before of lists, and when of a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from discloser.finding import Finding
from discloser.model.disclosure import Disclosure
from discloser.pack.layers import Layer, Layers
from discloser.pack.merge import read_layered
from tests.compose.conftest import Made, base_pack, context, grid, make_table
from tests.compute.lines import disclosure, spend

__all__ = ["base_pack", "context", "make_table"]
Make = Callable[[Disclosure, Mapping[str, Any]], Made]

UNDER = """\
columns:
  - {id: code, label: 编码}
  - {label: 名称}
  - {id: total, label: 合计, width: 2}
"""
NAME = {"label": "名称", "key": "name"}
ALL = {"label": "合计", "counts": False}
FUND = {"label": "基金", "where": {"fund": "政府性基金预算"}}


def read(folder: Path, over: str) -> tuple[Any, tuple[Finding, ...]]:
    layers = []
    for name, text in (("over", f"extends: parent\n{over}"), ("under", UNDER)):
        (folder / name).mkdir()
        (folder / name / "t.yaml").write_text(text, encoding="utf-8")
        layers.append(Layer(name, folder / name))
    draft, _, findings = read_layered(Layers("pack", tuple(layers)), "t.yaml")
    return draft, findings


def merged(folder: Path, over: str) -> tuple[list[dict[str, Any]], list[str]]:
    draft, findings = read(folder, over)
    return draft["columns"], [finding.code for finding in findings]


def test_one_column_changes_and_the_others_stay_with_or_without_id(tmp_path: Path) -> None:
    columns, codes = merged(tmp_path, "columns: [{id: total, label: 总计}]\n")
    assert columns == [
        {"id": "code", "label": "编码"},
        {"label": "名称"},
        {"id": "total", "label": "总计", "width": "2"},
    ]
    assert codes == []


def test_a_column_is_left_out(tmp_path: Path) -> None:
    columns, codes = merged(tmp_path, "columns: [{id: code, drop: 是}]\n")
    assert [column["label"] for column in columns] == ["名称", "合计"]
    assert codes == []


@pytest.mark.parametrize(
    ("word", "labels"),
    [
        ("after: code", ["编码", "新", "名称", "合计"]),
        ("before: total", ["编码", "名称", "新", "合计"]),
        ("width: 1", ["编码", "名称", "合计", "新"]),
    ],
)
def test_a_new_column_goes_where_it_says(word: str, labels: list[str], tmp_path: Path) -> None:
    columns, codes = merged(tmp_path, f"columns: [{{id: new, label: 新, {word}}}]\n")
    assert [column["label"] for column in columns] == labels
    assert "after" not in str(columns)
    assert "before" not in str(columns)
    assert codes == []


@pytest.mark.parametrize("words", ["id: nothing, drop: 是", "id: new, label: 新, after: nothing"])
def test_an_id_that_the_parent_lacks_is_a_finding(words: str, tmp_path: Path) -> None:
    assert merged(tmp_path, f"columns: [{{{words}}}]\n")[1] == ["T041"]


def test_a_lost_id_is_told_at_the_parents_list_too(tmp_path: Path) -> None:
    """The parent may be the one that left it out."""
    _, [lost] = read(tmp_path, "columns: [{id: gone, drop: 是}]\n")
    assert [place.file for place in lost.locations] == [
        str(tmp_path / layer / "t.yaml") for layer in ("over", "under")
    ]


@pytest.mark.parametrize(
    ("when", "fund", "header"),
    [
        ("有数", "一般公共预算", ["名称", "合计"]),
        ("有数", "政府性基金预算", ["名称", "合计", "基金"]),
        ("year > 2025", "政府性基金预算", ["名称", "合计"]),
        ("year == 2025", "一般公共预算", ["名称", "合计", "基金"]),
    ],
)
def test_a_column_is_printed_when_its_condition_holds(
    when: str, fund: str, header: list[str], make_table: Make
) -> None:
    lines = disclosure(expenditure=[spend("10000", fund=fund)])
    spec = {"columns": [NAME, ALL, FUND | {"when": when}], "rows": [{"cells": {"name": "甲"}}]}
    made, findings = make_table(lines, spec)
    assert findings == []
    assert grid(made)[0] == header


def test_a_spanner_without_printed_columns_goes_too(make_table: Make) -> None:
    lines = disclosure(expenditure=[spend("10000")])
    spanner = {"label": "其中", "columns": [FUND | {"when": "有数"}]}
    made, _ = make_table(lines, {"columns": [NAME, ALL, spanner], "rows": [{}]})
    assert grid(made) == [["名称", "合计"], ["", "1.00"]]


def test_an_amount_in_a_column_that_is_not_printed_is_reported(make_table: Make) -> None:
    lines = disclosure(expenditure=[spend("10000", fund="政府性基金预算")])
    columns = [
        NAME,
        FUND | {"when": "year > 2025"},
        {"label": "别的", "where": {"fund": "其他收入"}},
    ]
    _, findings = make_table(
        lines, {"covers": "current_expenditure", "columns": columns, "rows": [{}]}
    )
    assert [finding.code for finding in findings] == ["C010"]
