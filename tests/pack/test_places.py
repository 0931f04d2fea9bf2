"""云南, 北京 and 甘肃: the lists of tables that were seen there, and sums counted from the inputs.

Titles and their order are those of published documents, typed here once more. Every expected
amount is added up from the lines of the input, read as plain YAML.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from discloser.document.nodes import Heading
from discloser.finding import Severity
from tests.pack.places import (
    APPROPRIATIONS,
    FUND,
    GENERAL,
    INPUTS,
    added,
    changed,
    place,
    wan,
)

GANSU = """部门收支总体情况表 部门收入总体情况表 部门支出总体情况表 财政拨款收支总体情况表
财政拨款支出表 一般公共预算支出情况表 一般公共预算基本支出情况表
一般公共预算财政拨款“三公”经费、会议费、培训费支出情况表
一般公共预算财政拨款机关运行经费表 政府性基金预算支出情况表 部门管理转移支付表
国有资本经营预算支出情况表"""
GANSU_UNIT = f"{GANSU} 单位整体支出绩效目标表和项目支出绩效目标表"
for _word in ("收支总体", "收入总体", "支出总体"):
    GANSU_UNIT = GANSU_UNIT.replace(f"部门{_word}情况表", f"单位{_word}情况表")
YUNNAN = """部门财务收支预算总表 部门收入预算表 部门支出预算表 部门财政拨款收支预算总表
一般公共预算支出预算表（按功能科目分类） 一般公共预算“三公”经费支出预算表 部门基本支出预算表
部门项目支出预算表 部门项目支出绩效目标表 部门政府性基金预算支出预算表 部门政府采购预算表
部门政府购买服务预算表 对下转移支付预算表 对下转移支付绩效目标表 新增资产配置表
上级补助项目支出预算表 部门项目中期规划预算表"""
YUNNAN_PROVINCE = YUNNAN.replace("对下", "省对下").replace("上级补助项目", "中央转移支付补助项目")
YUNNAN_DISTRICT = """财务收支预算总表 部门收入预算表 部门支出预算表 财政拨款收支预算总表
一般公共预算支出预算表（按功能科目分类） 一般公共预算“三公”经费支出预算表 部门基本支出预算表
部门项目支出预算表 项目支出绩效目标表 政府性基金预算支出预算表 部门政府采购预算表
政府购买服务预算表 区对下转移支付预算表 区对下转移支付绩效目标表 新增资产配置表
上级补助项目支出预算表 部门项目中期规划预算表"""
YUNNAN_PREFECTURE = """财务收支预算总表 部门收入预算表 部门支出预算表 财政拨款收支预算总表
一般公共预算支出预算表（按功能科目分类） 一般公共预算“三公”经费支出预算表
基本支出预算表（人员类、运转类公用经费项目） 项目支出预算表（其他运转类、特定目标类项目）
项目支出绩效目标表（本次下达） 项目支出绩效目标表（另文下达） 政府性基金预算支出预算表
部门政府采购预算表 政府购买服务预算表 对下转移支付预算表 对下转移支付绩效目标表 新增资产配置表
上级补助项目支出预算表 部门项目中期规划预算表"""
BEIJING = """收支总表 收入总表 支出总表 项目支出表 政府采购预算明细表 财政拨款收支总表
一般公共预算财政拨款支出表 一般公共预算财政拨款基本支出表 政府性基金预算财政拨款支出表
国有资本经营预算财政拨款支出表 财政拨款“三公”经费支出表 政府购买服务预算财政拨款明细表
项目支出绩效目标表 部门整体支出绩效目标表"""
BEIJING_UNIT = BEIJING.removesuffix(" 部门整体支出绩效目标表")
BEIJING_2026 = """收支总表 收入总表 支出总表 财政拨款收支总表 一般公共预算财政拨款支出表
一般公共预算财政拨款基本支出表 政府性基金预算财政拨款支出表 国有资本经营预算财政拨款支出表
财政拨款“三公”经费支出表 政府采购预算明细表 政府购买服务预算财政拨款明细表
年度项目支出绩效目标表 部门整体支出绩效目标表"""
SECTIONS = {
    "gansu": """一、部门职责 二、机构设置情况 一、收支总体情况 二、一般公共预算情况
三、一般公共预算财政拨款“三公”经费、培训费、会议费等情况
四、一般公共预算财政拨款机关运行经费情况 五、政府采购安排情况 六、国有资产占用情况
七、其他重要事项情况说明 八、预算绩效管理情况 九、名词解释""",
    "yunnan": """一、基本职能及主要工作 二、预算单位基本情况 三、预算单位收入情况
四、预算单位支出情况 五、对下专项转移支付情况 六、政府采购预算情况
七、部门“三公”经费增减变化情况及原因说明 八、重点项目预算绩效目标情况 九、其他公开信息""",
    "beijing": """一、部门情况说明 二、收入预算情况说明 三、支出预算情况说明
四、财政拨款“三公”经费预算情况说明 五、其他情况说明 六、名词解释""",
}
COUNTY = {"transfer_level": "对下", "superior_word": "上级补助"}


@pytest.mark.parametrize(
    ("name", "changes", "titles"),
    [
        ("gansu", {}, GANSU),
        ("gansu", {"options": {"table_naming": "单位"}}, GANSU_UNIT),
        ("yunnan", {}, YUNNAN),
        ("yunnan", {"options": {}}, YUNNAN_PROVINCE),
        (
            "yunnan",
            {"options": {**COUNTY, "table_naming": "区级十七张", "transfer_level": "区对下"}},
            YUNNAN_DISTRICT,
        ),
        ("yunnan", {"options": {**COUNTY, "table_naming": "州级十八张"}}, YUNNAN_PREFECTURE),
        ("beijing", {}, BEIJING),
        ("beijing", {"options": {"table_naming": "单位"}}, BEIJING_UNIT),
        ("beijing", {"year": 2026, "published": "2026-02"}, BEIJING_2026),
    ],
)
def test_the_tables_are_those_that_were_seen(
    name: str, changes: dict[str, Any], titles: str, tmp_path: Path
) -> None:
    found = changed(name, tmp_path, **changes) if changes else place(name)
    assert found.titles() == titles.split()


@pytest.mark.parametrize("name", INPUTS)
def test_an_input_has_no_errors_and_no_warnings(name: str) -> None:
    findings = place(name).prepared.findings
    assert [f.message for f in findings if f.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("name", INPUTS)
def test_the_sections_are_those_that_were_seen(name: str) -> None:
    assert place(name).headings(2) == SECTIONS[name].split()


@pytest.mark.parametrize("name", INPUTS)
def test_receipts_and_expenditure_are_the_sums_of_the_lines(name: str) -> None:
    found = place(name)
    whole = wan(found.total())
    assert found.row("receipts_and_expenditure", "收入总计").count(whole) == 2
    assert found.row("expenditure", "合计")[2:] == [
        whole,
        wan(found.total(category="基本支出")),
        wan(found.total(category=("其他运转类", "特定目标类"))),
    ]


def test_meetings_and_training_stand_beside_the_three_public_expenses() -> None:
    found = place("gansu")
    for unit in [None, *found.typed["units"]]:
        of = {"fund": APPROPRIATIONS} | ({"unit": unit["code"]} if unit else {})
        abroad, bought, run, guests, meetings, training = (
            found.total(department_economic=item, **of)
            for item in ("30212", "31013", "30231", "30217", "30215", "30216")
        )
        three = abroad + bought + run + guests
        amounts = [three + meetings + training, three, abroad, bought + run, bought, run, guests]
        if not amounts[0]:
            continue
        label = unit["name"] if unit else "合计"
        expected = [label, *map(wan, (*amounts, meetings, training))]
        assert found.row("three_public", label) == expected


def test_operating_costs_are_those_of_the_offices() -> None:
    found = place("gansu")
    office = found.typed["units"][0]["code"]
    lines = found.spent(category="基本支出", fund=GENERAL, unit=office)
    items = {line["department_economic"] for line in lines}
    running = sorted(item for item in items if item[:3] not in ("301", "303"))
    rows = found.rows("operating_costs")
    assert [row[0] for row in rows[1:]] == running
    by_item = [added([e for e in lines if e["department_economic"] == item]) for item in running]
    assert [row[2] for row in rows] == [wan(sum(by_item, Decimal(0))), *map(wan, by_item)]


@pytest.mark.parametrize(
    ("table", "where"),
    [
        ("basic_lines", {"category": "基本支出"}),
        ("project_lines", {"category": ("其他运转类", "特定目标类")}),
    ],
)
def test_tables_of_lines_print_every_line_once(
    table: str, where: dict[str, str | tuple[str, ...]]
) -> None:
    found = place("yunnan")
    names = {unit["code"]: unit["name"] for unit in found.typed["units"]}
    expected = sorted(
        (names[e["unit"]], e["project"], e["function"], e["department_economic"], wan(added([e])))
        for e in found.spent(**where)
    )
    unit, project, function, economic, amount = (
        (3, 2, 4, 6, 8) if table == "project_lines" else (0, None, 1, 3, 5)
    )
    rows = [row for row in found.rows(table) if row[function]]
    assert (
        sorted(
            (r[unit], "" if project is None else r[project], r[function], r[economic], r[amount])
            for r in rows
        )
        == expected
    )


def test_transfers_have_a_column_for_each_region() -> None:
    found = place("yunnan")
    lines = found.typed["supplement"]["transfer_lines"]
    regions = list(dict.fromkeys(line["region"] for line in lines))
    head = found.tables["transfers"].head[-1]
    assert [cell.text for cell in head][-len(regions) :] == regions
    for name in dict.fromkeys(line["name"] for line in lines):
        own = [line for line in lines if line["name"] == name]
        cross = [wan(added([e for e in own if e["region"] == region])) for region in regions]
        total = wan(added(own))
        assert found.row("transfers", name) == [name, total, total, "", *cross]
    sentence = next(t for t in found.paragraphs() if "对下专项转移支付" in t)
    assert f"对下专项转移支付{wan(added(lines))}万元" in sentence


@pytest.mark.parametrize("name", ["yunnan", "beijing"])
def test_sentences_on_procurement_are_summed_from_its_lines(name: str) -> None:
    found = place(name)
    lines = found.typed["supplement"]["procurement_items"]
    sentence = next(t for t in found.paragraphs() if "政府采购预算安排" in t)
    assert f"安排{wan(added(lines))}万元" in sentence
    for nature in ("货物", "工程", "服务"):
        amount = wan(added([line for line in lines if line["nature"] == nature]))
        assert f"政府采购{nature}预算{amount}万元" in sentence
        if name == "beijing":
            assert found.row("procurement", nature)[2] == amount
    assert found.rows("procurement")[0].count(wan(added(lines))) == 1


def test_counts_money_in_yuan_and_three_years_stand_in_one_document() -> None:
    found = place("yunnan")
    assets = found.typed["supplement"]["new_assets"]
    total = found.row("new_assets", "合计")
    assert (total[5], total[7]) == (str(sum(e["quantity"] for e in assets)), f"{added(assets):.2f}")
    assert found.tables["new_assets"].unit == "单位：元"
    for project in found.typed["projects"]:
        for plan in project.get("supplement", {}).get("midterm", []):
            years = [wan(Decimal(plan[year])) for year in ("amount", "second", "third")]
            assert found.row("midterm", project["name"])[-3:] == years
            assert wan(found.total(project=project["name"])) == years[0]


def test_what_is_not_filled_in_is_an_empty_table_with_its_sentence(tmp_path: Path) -> None:
    supplement = dict(place("yunnan").typed["supplement"])
    for name in ("procurement_items", "purchased_services", "new_assets", "superior_projects"):
        del supplement[name]
    found = changed("yunnan", tmp_path, supplement=supplement)
    notes = {name: table.notes for name, table in found.tables.items() if table.is_empty}
    assert notes.keys() == {"procurement", "purchased_services", "new_assets", "superior_projects"}
    assert notes["procurement"] == ("说明：本部门2025年没有政府采购预算，故本表无数据。",)
    assert any(text.endswith("没有编制政府采购预算。") for text in found.paragraphs())


def test_the_supervision_index_stands_on_the_cover_where_there_is_one(tmp_path: Path) -> None:
    supplement = dict(place("yunnan").typed["supplement"])
    index = supplement.pop("supervision_index")
    assert f"监督索引号{index}" in place("yunnan").paragraphs()[:3]
    bare = changed("yunnan", tmp_path, supplement=supplement)
    assert not any("监督索引号" in text for text in bare.paragraphs())


def test_targets_that_are_issued_later_stand_in_a_table_of_their_own(tmp_path: Path) -> None:
    projects = [dict(project) for project in place("yunnan").typed["projects"]]
    later = projects[2]
    later["supplement"] = {"issued": "另文下达"}
    options = {**COUNTY, "table_naming": "州级十八张"}
    found = changed("yunnan", tmp_path, options=options, projects=projects)
    names = {table: {row[0] for row in found.rows(table)} for table in ("targets", "targets_later")}
    assert later["name"] in names["targets_later"] - names["targets"]
    assert {p["name"] for p in projects} - {later["name"]} <= names["targets"]


def test_a_year_is_compared_with_the_initial_budget_of_the_last(tmp_path: Path) -> None:
    found = place("beijing")
    before = Decimal(found.typed["prior_year"]["figures"]["receipts_total"])
    less = wan(before - found.total())
    sentence = next(t for t in found.paragraphs() if t.startswith("2025年度收入预算"))
    assert f"比2024年年初预算数{wan(before)}万元减少{less}万元" in sentence
    assert FUND in {line["fund"] for line in found.spent()}
    figures = {**found.typed["prior_year"]["figures"], "receipts_total": int(found.total())}
    same = changed("beijing", tmp_path, prior_year={"figures": figures})
    assert any("与2024年年初预算数持平" in text for text in same.paragraphs())


@pytest.mark.parametrize("name", INPUTS)
def test_the_terms_go_on_in_the_narrative_and_every_other_part_begins_a_page(name: str) -> None:
    """They are a section of it; the tables of the annex have other ways of the paper, too."""
    pack = place(name).prepared.pack
    assert pack is not None
    sections = place(name).document.sections
    begun = [block for section in sections for block in section.blocks[:2]]  # number and heading
    headings = [block for s in sections for block in s.blocks if isinstance(block, Heading)]
    for part in pack.report.parts:
        own = [block for block in headings if block.anchor == f"part-{part.id}"]
        assert own, part.id
        assert (own[0] in begun) is (part.id != "terms")
