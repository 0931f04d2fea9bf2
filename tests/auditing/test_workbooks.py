"""A workbook has neither cover nor headings: its tables and its list say what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from discloser.model.values import Kind
from tests.auditing.files import audited

LISTED = ("收入支出决算总表", "决算单位")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A list with a column of numbers and a date below, a table, and one titled by its tab."""
    made = Workbook()
    contents = made.active
    assert contents is not None
    contents.title = "目录"
    contents.append(["某市某局2024年度部门决算"])
    for number, name in enumerate(LISTED, start=1):
        contents.append([str(number), name])
    contents.append(["公开时间：2025年10月15日"])
    total = made.create_sheet("总表")
    for row in (
        ["收入支出决算总表"],
        ["2024年度"],
        ["部门：某市某局", None, None, "单位：万元"],
        ["收入", None, "支出", None],
        ["项目", "金额", "项目", "金额"],
        ["一、一般公共预算财政拨款收入", 10.5, "一、一般公共服务支出", 10.5],
        ["本年收入合计", 10.5, "本年支出合计", 10.5],
    ):
        total.append(row)
    units = made.create_sheet("决算单位")
    for row in (
        ["序号", "单位名称", "备注"],
        ["1", "某市某局（本级）", "行政"],
        ["2", "某中心", ""],
    ):
        units.append(row)
    path = tmp_path / "附表.xlsx"
    made.save(path)
    return path


def test_its_tables_say_whose_it_is_and_of_which_year(book: Path) -> None:
    identity = audited(book).identity
    assert identity is not None
    assert (identity.kind, identity.year) == (Kind.FINAL_ACCOUNT, 2024)
    assert identity.department == "某市某局"


def test_its_list_names_tables_by_title_or_tab(book: Path) -> None:
    found = audited(book)
    assert [fault.finding.message for fault in found.faults if fault.finding.code == "N17"] == []


def test_a_list_that_names_what_is_not_there_is_told(tmp_path: Path, book: Path) -> None:
    made = load_workbook(book)
    made["目录"].insert_rows(4)
    made["目录"]["A4"], made["目录"]["B4"] = "3", "支出决算表"
    path = tmp_path / "缺表.xlsx"
    made.save(path)
    told = [fault.finding.message for fault in audited(path).faults]
    assert any("“支出决算表”在正文里没有" in message for message in told)
