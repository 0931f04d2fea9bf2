"""What a pack declares is printed in sentences and tables, each number once and with its origin."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.document.nodes import Document
from discloser.pipeline import prepare
from tests.supplement.demo import (
    INPUT,
    PACKS,
    cells,
    draft,
    errors,
    pack_with,
    prepared,
    put,
    said,
)


@pytest.fixture(scope="module")
def document() -> Document:
    made = prepare(INPUT, PACKS)
    # The pack prints nothing but what it declares, so that all else is told to be missing (W).
    assert [finding for finding in made.findings if not finding.code.startswith("W")] == []
    assert made.document is not None
    return made.document


@pytest.mark.parametrize(
    "sentence",
    [
        "监督索引号0530100。2025年3月5日可以公开，由张三审签。",
        "国有资产总额1234.57万元，其中房屋1200.5平方米、价值5000000.00元，规划到2027年12月。",
        "示范市示范局离退休12人，编制25名；示范市示范中心离退休0人，编制30名。",
        "政府采购预算20.40万元，面向中小企业5.00万元，货物5.40万元。",
        "一般行政管理事务20.00万元，用于信息系统建设。本科目不安排会议费。",
        "会议费和培训费共9.00万元，其中会议费4次300人2.5天6.00万元、培训费2次80人3天3.00万元。",
        "立项依据：信息化规划。",
        "三年共20.00万元、31.00万元、10.50万元。",
    ],
)
def test_sentences_say_declared_values(document: Document, sentence: str) -> None:
    assert sentence in said(document).replace("\n", "")


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "staff",
            [
                ["合计", "55", "25", "30", "51", ""],
                ["示范市示范局", "25", "25", "0", "23", "12"],
                ["示范市示范中心", "30", "0", "30", "28", "0"],
            ],
        ),
        (
            "purchases",
            [
                ["", "合计", "", "211", "5.40", "15.00", "20.40"],
                ["1", "计算机（示范市示范中心）", "是", "10", "5.00", "", "5.00"],
                ["2", "物业管理", "否", "1", "", "15.00", "15.00"],
                ["3", "打印纸", "否", "200", "0.40", "", "0.40"],
            ],
        ),
        (
            "services",
            [
                ["2010301行政运行", "机关日常运转", "", "150000.00", ""],
                ["", "", "A0101", "150000.00", ""],
                ["2010302一般行政管理事务", "信息系统建设", "", "60000.00", ""],
                ["", "", "B02", "60000.00", ""],
            ],
        ),
        ("equipment", [["计算机", "2025年6月30日", "10", "0.50"]]),
        (
            "grants",
            [
                ["合计", "55.00", ""],
                ["甲县", "35.00", ""],
                ["", "", "覆盖10个乡镇"],
                ["", "", "追加"],
                ["乙县", "20.00", ""],
                ["", "", "覆盖6个乡镇"],
            ],
        ),
        (
            "plan",
            [
                ["系统建设（三年）", "20.00", "31.00", "10.50"],
                ["一般公共预算", "20.00", "30.00", "10.00"],
                ["其他收入", "", "1.00", "0.50"],
            ],
        ),
        ("meetings", [["会议费", "300", "2.5", "6.00"], ["培训费", "80", "3", "3.00"]]),
    ],
)
def test_tables_print_declared_lines(document: Document, name: str, rows: list[list[str]]) -> None:
    assert cells(document, name)[-len(rows) :] == rows


def test_a_column_for_each_value_that_occurs(document: Document) -> None:
    assert cells(document, "purchases")[0] == [
        "序号", "采购品目", "中小企业", "数量", "货物", "服务", "合计",
    ]  # fmt: skip


def test_a_table_without_lines_is_empty(tmp_path: Path) -> None:
    made = prepared(put(draft(), ("supplement", "grants"), None), tmp_path)
    assert errors(made) == []
    assert made.document is not None
    assert cells(made.document, "grants")[-1] == ["无", "", ""]


def test_a_line_that_no_column_has_is_told_with_its_number(tmp_path: Path) -> None:
    """A column too few: 参公 has no place of its own and is counted nowhere."""
    table = (PACKS / "demo/budget/tables/staff.yaml").read_text(encoding="utf-8")
    less = table.replace("[行政, 参公]", "行政")
    made = prepared(draft(), tmp_path, pack_with(tmp_path, budget__tables__staff=less))
    (error,) = errors(made)
    assert error.code == "C010"
    assert "编制数" in error.message
    assert "共 5 人" in error.message
    line, spec = error.locations
    assert line.path == ("units", 0, "supplement", "staff", 1)
    of = table.splitlines().index("of: staff") + 1
    assert (Path(spec.file).name, spec.line) == ("staff.yaml", of), "where the table says it"


def test_a_line_in_two_columns_is_told(tmp_path: Path) -> None:
    table = (PACKS / "demo/budget/tables/staff.yaml").read_text(encoding="utf-8")
    more = table.replace("where: {post: 事业}", "where: {post: [参公, 事业]}")
    made = prepared(draft(), tmp_path, pack_with(tmp_path, budget__tables__staff=more))
    assert [error.code for error in errors(made)] == ["C011"]


def test_every_number_counts_for_itself(tmp_path: Path) -> None:
    """The second year without a column is no fault; the third year half shown is one."""
    table = (PACKS / "demo/budget/tables/plan.yaml").read_text(encoding="utf-8")
    column = '  - {label: "{{ year + 1 }}年", value: second}\n'
    fewer = pack_with(tmp_path, budget__tables__plan=table.replace(column, ""))
    assert errors(prepared(draft(), tmp_path, fewer)) == []
    half = table.replace("value: third}", "value: third, where: {fund: 一般公共预算}}")
    (fewer / "demo/budget/tables/plan.yaml").write_text(half, encoding="utf-8")
    (error,) = errors(prepared(draft(), tmp_path, fewer))
    assert error.code == "C010"
    assert "第三年" in error.message
    assert "5,000 元" in error.message


def test_a_blank_that_is_printed_is_missed_at_its_place(tmp_path: Path) -> None:
    made = prepared(put(draft(), ("units", 1, "supplement", "retired"), None), tmp_path)
    (error,) = errors(made)
    assert error.code == "C008"
    assert "示范市示范中心·离退休人数" in error.message
    assert error.location is not None
    assert error.location.path == ("units", 1, "supplement", "retired")


def test_a_blank_that_may_be_prints_nothing(tmp_path: Path) -> None:
    path = ("item_supplements", "2010302", "conferences")
    made = prepared(put(draft(), path, None), tmp_path)
    assert errors(made) == []
    assert made.document is not None
    assert "用于信息系统建设。" in said(made.document)
    assert "待填" not in said(made.document)
