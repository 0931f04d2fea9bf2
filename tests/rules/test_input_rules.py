"""Each rule on the input: a disclosure that breaks it, and one that nearly does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from discloser.compute.figures import compute
from discloser.model.disclosure import Disclosure
from discloser.model.ledger import ClosingLine, ReceiptLine
from discloser.model.values import Category, ClosingKind, Fund, ReceiptKind, UnitNature
from tests.rules.changes import (
    Case,
    Change,
    all_money,
    basic,
    both,
    budgeted,
    cars,
    codes,
    declared,
    evaluated,
    findings,
    first_score,
    forget_carrying,
    funded,
    housing,
    housing_fund,
    indicator,
    keep_some,
    last_year,
    lines,
    more,
    moved,
    of_item,
    of_project,
    part,
    prior,
    project,
    project_line,
    published,
    rate_said,
    reason,
    same,
    scaled,
    second_project,
    split_project,
    units,
    wages,
    with_,
    with_budget_of_the_year,
)
from tests.rules.documents import prepared

BOOKS = ("receipts", "expenditure")
CODE, OFFICE = "411200240000000008240", "办公设备购置（市政府办）"
CARS = {"three_public_vehicle_purchase": "3", "three_public_vehicle_operation": "4"}
PUBLISHED_CARS = {
    "three_public_vehicle_purchase": "50.01",
    "three_public_vehicle_operation": "50.00",
}
OPERATING = {"operating_expenditure": "3"}
TOTALS = {"receipts_total": "7611049", "expenditure_total": "7611052"}
HALL, PLATFORM = "大厅运行保障经费（含党组织活动费）", "数字政府建设运行费"
SELF_EVALUATED = ("大厅运行保障费（含党组织活动经费）", "新型智慧城市建设示范基地建设运行经费")
CASES: list[Case] = [
    ("X01", "approval", lines(wages, unit="121002"), lines(wages, unit="121001")),
    (
        "X02",
        "approval",
        lines(of_project(PLATFORM), project="数字政府运行费"),
        lines(of_project(PLATFORM), project=HALL),
    ),
    ("X03", "approval", declared(PLATFORM, HALL, "大厅运行保障经费"), declared(PLATFORM, HALL)),
    (
        "X04",
        "approval",
        lines(of_project(PLATFORM), project=None),
        lines(of_project(PLATFORM), project=None, category=Category.BUSINESS),
    ),
    (
        "X05",
        "approval",
        lines(wages, project=PLATFORM),
        lines(wages, project=PLATFORM, category=Category.OTHER_OPERATION),
    ),
    ("X06", "approval", units({}, {"code": "121001"}), units({}, {"code": "121002"})),
    ("X06", "office", second_project(code=CODE), second_project(code=CODE[:-1] + "9")),
    ("X06", "office", second_project(name=OFFICE), second_project(name=f"{OFFICE}（二）")),
    (
        "X06",
        "approval",
        part("performance", key_projects=(PLATFORM, PLATFORM)),
        part("performance", key_projects=(PLATFORM, HALL)),
    ),
    (
        "X07",
        "approval",
        with_(reasons={"receipts_totals": "人员增加"}),
        with_(reasons={"receipts_total": "人员增加"}),
    ),
    (
        "X08",
        "approval",
        part("performance", evaluated_projects=("数字政府运行费",)),
        part("performance", evaluated_projects=(PLATFORM,)),
    ),
    ("X09", "final", declared(SELF_EVALUATED[0]), declared(*SELF_EVALUATED)),
    (
        "X11",
        "final",
        with_(item_reasons={"2013399": "人员变动"}),
        with_(item_reasons={"2010399": "人员变动"}),
    ),
    (
        "X10",
        "approval",
        split_project(Category.SPECIFIC_PURPOSE),
        split_project(Category.OTHER_OPERATION),
    ),
    ("I01", "approval", part("procurement", small_and_micro=0), part("procurement", goods=0)),
    ("I01", "approval", of_item("closing"), of_item("receipts")),
    (
        "I05",
        "approval",
        units({"nature": None}, {}),
        units({"nature": UnitNature.CIVIL_SERVICE}, {}),
    ),
    ("K01", "approval", lines(wages, function="2010377"), lines(wages, function="2010399")),
    ("K02", "approval", lines(wages, function="2010308"), lines(wages, function="2010303")),
    (
        "K03",
        "district",
        lines(basic, department_economic=None),
        lines(project_line, department_economic=None),
    ),
    (
        "K04",
        "district",
        lines(project_line, department_economic=None),
        lines(basic, department_economic=None),
    ),
    (
        "K05",
        "approval",
        lines(wages, government_economic="50201"),
        lines(wages, government_economic="50501"),  # the dependent unit's, which pays from these
    ),
    ("A01", "approval", more("receipts", "0.01"), both(*(more(b, "0.01") for b in BOOKS))),
    (
        "A02",
        "approval",
        funded("receipts", Fund.GOVERNMENT_FUND),
        both(*(funded(b, Fund.GOVERNMENT_FUND) for b in BOOKS)),
    ),
    ("A08", "office", moved("receipts", "0.01"), both(*(moved(b, "0.01") for b in BOOKS))),
    ("A09", "funds", forget_carrying, keep_some),
    (
        "A03",
        "approval",
        with_(control_figures={"receipts_total": Decimal("7611049.01")}),
        with_(control_figures={"receipts_total": Decimal("7611049.00")}),
    ),
    (
        "I03",
        "approval",
        with_(reasons={"receipts_total": "无"}),
        with_(reasons={"receipts_total": "无新增项目"}),
    ),
    (
        "I04",
        "approval",
        with_(reasons={"receipts_total": "压缩项目和"}),
        with_(reasons={"receipts_total": "压缩项目和会议"}),
    ),
    *(
        ("I03", "approval", reason(words), reason(near))
        for words, near in (
            ("qq", "qq群平台建设"),
            ("111", "111号文件调整标准"),
            ("测试", "测试设备更新"),
            ("待补充", "补充人员"),
            ("TBD", "厉行节约"),
            ("？", "人员减少"),
            ("/", "调资"),
            ("详见附件", "附件设备更换减少"),
            ("主要原因：正常增减变动。", "人员正常晋级"),
            ("xxx", "新增ETC设备"),
            ("暂无说明", "无公务用车"),
        )
    ),
    (
        "I06",
        "approval",  # 25.55 万元 less than last year
        reason("新增人员经费"),
        reason("在职人员增加，辞退补偿到期"),
    ),
    *(
        ("I06", "approval", reason(words), reason(near))
        for words, near in (
            ("收入总计有所增加", "收入总计有所减少"),
            ("项目经费增加", "人员增加"),
            ("增加了一般性项目支出", "人员经费增加，但项目支出减少"),
            ("预算大幅增长", "上年追加的预算增长"),
            ("拨款提高", "标准提高"),
        )
    ),
    *(
        ("I06", "office", reason(words), reason(near))  # more than last year
        for words, near in (
            ("压减一般性支出", "人员减少，支付一次性补偿"),
            ("经费减少", "经费未减少"),
        )
    ),
    ("I07", "approval", published(2023, 3), published(2024, 12)),
    ("I07", "approval", published(2026, 1), published(2025, 12)),
    ("I07", "final", published(2024, 3), published(2024, 6)),
    (
        "I07",
        "final",
        part("evaluation", month=date(2023, 3, 1)),
        part("evaluation", month=date(2024, 3, 1)),
    ),
    *(
        ("N13", "approval", prior("receipts_total", times), prior("receipts_total", near))
        for times, near in (
            ("0.0001", "0.002"),  # 元 typed for 万元
            ("0.00035", "0.0007"),
            ("22000", "1500"),
            ("0.1", "0.3"),  # a 0 left out
            ("11.5", "7"),
            ("97", "60"),
            ("1100", "1400"),
        )
    ),
    ("N13", "approval", prior("basic_expenditure", "6"), prior("project_expenditure", "6")),
    ("N13", "approval", prior("basic_expenditure", "0.19"), prior("basic_expenditure", "0.25")),
    ("N13", "approval", prior("receipts_total", "0.0001"), prior("receipts_total", "0")),
    *(
        ("I08", "approval", last_year(**broken), last_year(**near))
        for broken, near in (
            (
                {"receipts_total": "100", "expenditure_total": "99.98"},
                {"receipts_total": "100.00", "current_expenditure": "99.99"},
            ),
            (
                {"three_public": "5", "three_public_vehicles": "6"},
                {"three_public": "6", "three_public_vehicles": "6"},
            ),
            (
                {"three_public_vehicles": "5", **CARS},
                {"three_public_vehicles": "7", **CARS},
            ),
            (  # each published to 0.01 万元
                {"three_public_vehicles": "100.03", **PUBLISHED_CARS},
                {"three_public_vehicles": "100.02", **PUBLISHED_CARS},
            ),
            (
                {"general_public_basic": "9", "personnel_expenditure": "7", **OPERATING},
                {"general_public_basic": "9", "personnel_expenditure": "6", **OPERATING},
            ),
            (
                {"receipts_total": "9", "basic_expenditure": "5", "current_expenditure": "4"},
                {"receipts_total": "9", "basic_expenditure": "5", "current_expenditure": "9"},
            ),
            (
                {"general_public_receipts": "8", "general_public_expenditure": "9"},
                {"general_public_receipts": "9", "general_public_budget": "12"},
            ),
        )
    ),
    (
        "I08",
        "approval",
        with_(control_figures={name: Decimal(value) for name, value in TOTALS.items()}),
        with_(control_figures={name: Decimal(7611049) for name in TOTALS}),
    ),
    (
        "I09",
        "approval",
        last_year(receipts_total="9", current_receipts="5", carried_over_receipts="3"),
        last_year(receipts_total="9", current_receipts="5"),
    ),
    ("I10", "approval", scaled("0.0001"), scaled("0.05")),
    ("I10", "approval", scaled("10000"), scaled("100")),
    ("I10", "final", scaled("0.0001"), scaled("0.1")),
    (
        "I11",
        "approval",
        lines(wages, amount=Decimal("189.52")),
        lines(wages, amount=Decimal(1895200)),
    ),
    (
        "I11",
        "district",
        lines(housing, amount=Decimal(4836000)),
        lines(housing, amount=Decimal(966400)),
    ),
    (
        "I11",
        "district",
        lines(project_line, amount=Decimal("99.99")),
        lines(project_line, amount=Decimal(100)),
    ),
    ("I13", "office", cars(0), cars(1)),
    ("I13", "district", cars(0, "30231"), cars(0)),
    *(
        ("I13", "made up", part("three_public", **broken), part("three_public", **near))
        for broken, near in (
            ({"vehicles_bought": 0}, {"vehicles_bought": 2}),
            ({"vehicles_kept": 0}, {"vehicles_kept": 1}),
            ({"groups_abroad": 0}, {"groups_abroad": 2}),
            ({"persons_abroad": 0}, {"persons_abroad": 2}),
            ({"domestic_groups": 0}, {"domestic_groups": 1}),
            ({"domestic_guests": 0}, {"domestic_guests": 100}),
            ({"foreign_guests": 3}, {"foreign_guests": 0}),
            (
                {"foreign_reception": Decimal(500), "foreign_groups": 0},
                {"foreign_reception": Decimal(500), "foreign_groups": 1, "foreign_guests": 2},
            ),
        )
    ),
    ("I13", "final", part("three_public", groups_abroad=1), part("three_public", vehicles_kept=1)),
    *(
        ("I14", "made up", part("three_public", **broken), part("three_public", **near))
        for broken, near in (
            ({"persons_abroad": 1, "groups_abroad": 2}, {"persons_abroad": 2, "groups_abroad": 2}),
            ({"domestic_guests": 13}, {"domestic_guests": 14}),
            ({"vehicles_kept": 6}, {"vehicles_kept": 5}),
            ({"vehicles_bought": 6}, {"vehicles_bought": 5}),
        )
    ),
    (
        "B16",
        "approval",
        part("procurement", goods=Decimal("7611049.01")),
        part("procurement", goods=Decimal("7611049.00")),
    ),
    (
        "B16",
        "made up",
        part("three_public", foreign_reception=Decimal(10**7)),
        part("three_public", foreign_reception=Decimal(1)),
    ),
    ("I12", "final", budgeted("0.0001"), budgeted("0.01")),
    ("I12", "final", budgeted("0.0001", of=3), budgeted("0.01", of=3)),
    ("I15", "final", with_budget_of_the_year("0.99"), with_budget_of_the_year("1")),
    (
        "B16",
        "final",
        part("procurement", goods=Decimal(5), small_and_medium=Decimal(6)),
        part("procurement", goods=Decimal(6), small_and_medium=Decimal(6)),
    ),
    ("K06", "approval", housing_fund("30114"), housing_fund("30113")),
    (
        "B14",
        "approval",
        project(cost=indicator("项目成本", "≤45.02万元")),
        project(cost=indicator("项目成本", "≤450000元")),
    ),
    (
        "B14",
        "approval",
        project(cost=(*indicator("设备成本", "≤30万元"), *indicator("人工成本", "≤20万元"))),
        project(cost=(*indicator("项目总成本", "≤45万元"), *indicator("设备成本", "≤20万元"))),
    ),
    (
        "K03",
        "made up",
        lines(basic, department_economic=None),
        lines(basic, government_economic=None),
    ),
    (
        "K04",
        "district",
        lines(project_line, department_economic=None),
        lines(project_line, government_economic=None),
    ),
    ("P01", "final", first_score("3.01"), first_score("3.00")),
    ("P04", "final", first_score("-5.74"), first_score("-5.73")),
    (
        "P03",
        "approval",
        project(satisfaction=indicator("群众满意度", "≤95%")),
        project(satisfaction=indicator("群众满意度", "≥95%")),
    ),
    (
        "P06",
        "approval",
        project(output=indicator("维修面积", "44318")),
        project(output=indicator("维修面积", "44318平方米")),
    ),
    (
        "P07",
        "approval",
        project(output=indicator("40万元", "40万元")),
        project(output=indicator("40万元以下", "40万元")),
    ),
    (
        "P08",
        "approval",
        project(output=(*indicator("次数", "1次"), *indicator("次数", "2次"))),
        project(output=indicator("次数", "1次"), benefit=indicator("次数", "2次")),
    ),
    (
        "P09",
        "approval",
        project(code="41120025000000004440"),
        project(code="411200250000000044401"),
    ),
    ("P01", "final", first_score("3.5"), first_score("2.9")),
    (
        "P02",
        "final",
        evaluated(execution_score=Decimal("9.50")),
        evaluated(execution_score=Decimal("10.00")),
    ),
    ("P04", "final", first_score("-6"), first_score("-5")),
    (
        "P05",
        "final",
        evaluated(execution=all_money(executed="39051200")),
        evaluated(execution=all_money(executed="38818350")),
    ),
    (
        "P10",
        "final",
        both(evaluated(), lines(lambda line: line.function == "2069999", adjusted_budget=None)),
        evaluated(),
    ),
    (
        "P11",
        "final",
        evaluated(execution=all_money(executed="1"), difference_reason="含代管资金"),
        evaluated(execution=all_money(executed="38818350"), difference_reason="含代管资金"),
    ),
    ("P12", "final", rate_said("99.99%"), rate_said("100%")),
]


@pytest.mark.parametrize(("code", "name", "broken", "near"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_tells_a_fault_from_what_nearly_is_one(
    code: str, name: str, broken: Change, near: Change
) -> None:
    assert code in codes(name, broken)
    assert code not in codes(name, near)


@pytest.mark.parametrize(("cost", "told"), [("≤820万元", False), ("≤820.01万元", True)])
def test_a_final_accounts_cost_targets_are_held_to_the_budget(cost: str, told: bool) -> None:
    """8,200,000 元 at the beginning of the year, 8,100,000 adjusted, 8,030,101.05 spent."""
    target = indicator("运行维护成本", cost)

    def change(disclosure: Disclosure) -> Disclosure:
        first, *others = disclosure.projects
        changed = first.model_copy(update={"cost": target})
        return disclosure.model_copy(update={"projects": (changed, *others)})

    found = [f.message for f in findings("made up", change) if f.code == "B14"]
    said = "预算数是 8,200,000 元，多 100 元"
    assert [said in message for message in found] == [True] * told


@pytest.mark.parametrize(
    ("code", "change", "at"),
    [
        ("I01", part("procurement", small_and_micro=0), "procurement.small_and_micro kind"),
        ("I07", published(2023, 3), "published year kind"),
    ],
)
def test_what_kind_or_year_may_be_wrong_for_is_told_there_too(
    code: str, change: Change, at: str
) -> None:
    (found,) = [each for each in findings("approval", change) if each.code == code]
    assert " ".join(".".join(map(str, place.path)) for place in found.locations) == at


def test_a_prior_amount_is_held_to_last_years_input() -> None:
    given = part("prior_year", figures={"receipts_total": Decimal(7611000)})
    assert "I02" in codes("approval", given, same)
    assert "I02" not in codes("approval", prior("receipts_total", "1"), same)


def test_a_final_account_opens_with_what_last_year_left() -> None:
    def left(amount: str, **fields: Any) -> Change:
        return with_(closing=(ClosingLine(amount=Decimal(amount), **fields),))

    def opening(amount: str, fund: Fund) -> Change:
        def change(disclosure: Disclosure) -> Disclosure:
            kind = ReceiptKind.CARRIED_OVER
            line = ReceiptLine(kind=kind, fund=fund, amount=Decimal(amount))
            return disclosure.model_copy(update={"receipts": (*disclosure.receipts, line)})

        return change

    general, fund, own = (
        Fund.GENERAL_PUBLIC_BUDGET,
        Fund.GOVERNMENT_FUND,
        Fund.OTHER_RECEIPTS,
    )
    assert "F22" in codes("final", same, left("1"))
    assert "F22" not in codes("final", same, left("0"))
    assert "F22" not in codes("final", same, left("1", kind=ClosingKind.DISTRIBUTION))
    assert "F22" in codes("final", opening("5", general), left("5", fund=fund))
    assert "F22" not in codes("final", opening("5", fund), left("5", fund=fund))
    business = left("5", fund=Fund.BUSINESS_RECEIPTS)
    assert "F22" not in codes("final", opening("5", own), business)


ALONE = {"I02", "F22", "K07"}
"""Rules that need last year's input, with a test above, or a pack's tables, with one in
``tests/pack/test_printed.py``."""


def natures(*values: UnitNature | None) -> Change:
    return units(*({"nature": nature} for nature in values))


ADMINISTRATIVE, CIVIL_SERVICE, INSTITUTION = UnitNature


@pytest.mark.parametrize(
    ("government", "change", "wrong"),
    [
        ("50501", natures(ADMINISTRATIVE, ADMINISTRATIVE), True),
        ("50501", natures(CIVIL_SERVICE, CIVIL_SERVICE), True),
        ("50501", natures(ADMINISTRATIVE, INSTITUTION), False),
        ("50501", natures(ADMINISTRATIVE, None), False),
        ("50101", natures(INSTITUTION, INSTITUTION), True),
        ("50101", natures(INSTITUTION, ADMINISTRATIVE), False),
    ],
    ids=[
        "an institution's item of an administrative unit",
        "an institution's item of a unit under the civil service law",
        "a dependent institution's item",
        "a dependent unit of unknown nature",
        "an administrative item of an institution",
        "a dependent administrative unit's item",
    ],
)
def test_economic_items_correspond_for_that_kind_of_unit(
    government: str, change: Change, wrong: bool
) -> None:
    paid = both(lines(wages, government_economic=government), change)
    places = {
        finding.location.path[1]
        for finding in findings("approval", paid)
        if finding.code == "K05" and finding.location is not None
    }
    assert (0 in places) is wrong


def test_a_unit_with_accounts_of_its_own_does_not_lend_its_nature() -> None:
    independent = units({"nature": ADMINISTRATIVE}, {"nature": INSTITUTION, "independent": True})
    (finding,) = (f for f in findings("approval", independent) if f.code == "K05")
    assert "30107 绩效工资与" not in finding.message
    assert "50501 工资福利支出：这一对只用于其他事业单位" in finding.message
    assert "三门峡市行政审批和政务信息管理局”是行政单位" in finding.message
    assert "30107 可以对应 50199 其他工资福利支出" in finding.remedy


@pytest.mark.parametrize(
    ("nature", "counted"),
    [(None, True), (ADMINISTRATIVE, True), (CIVIL_SERVICE, True), (INSTITUTION, False)],
)
def test_an_institutions_operating_costs_are_no_agency_operating_costs(
    nature: UnitNature | None, counted: bool
) -> None:
    source = prepared("final")
    assert source.figures is not None
    assert source.pack is not None
    changed = natures(nature, INSTITUTION)(source.figures.disclosure)
    figures = compute(changed, source.pack.measures)
    costs = figures["operating_expenditure_with_carry_over"].amount if counted else Decimal(0)
    assert figures["agency_operating_costs"].amount == costs
