"""Each rule on the input: a disclosure that breaks it, and one that nearly does."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from discloser.check.run import run_checks
from discloser.compute.figures import compute
from discloser.finding import Finding
from discloser.model.disclosure import Disclosure
from discloser.model.evaluation import Execution
from discloser.model.ledger import ExpenditureLine
from discloser.model.performance import Indicator, ProjectTargets
from discloser.model.values import Category, Fund, UnitNature
from tests.rules.documents import prepared

Change = Callable[[Disclosure], Disclosure]
Case = tuple[str, str, Change, Change]


def with_(**parts: Any) -> Change:
    return lambda disclosure: disclosure.model_copy(update=parts)


def same(disclosure: Disclosure) -> Disclosure:
    return disclosure


def part(name: str, **values: Any) -> Change:
    """Change fields of one part of the input."""

    def change(disclosure: Disclosure) -> Disclosure:
        changed = getattr(disclosure, name).model_copy(update=values)
        return disclosure.model_copy(update={name: changed})

    return change


def project(**values: Any) -> Change:
    """Change fields of the first project (45 万元 in the ledger)."""

    def change(disclosure: Disclosure) -> Disclosure:
        first = next(p for p in disclosure.projects if p.name == "数字政府建设运行费")
        changed = first.model_copy(update=values)
        return disclosure.model_copy(update={"projects": (changed,)})

    return change


def indicator(name: str, value: str) -> tuple[Indicator, ...]:
    return (Indicator(name=name, value=value),)


def first_score(points: str) -> Change:
    """Give the first indicator of the self-evaluation another score."""

    def change(disclosure: Disclosure) -> Disclosure:
        assert disclosure.evaluation is not None
        items = disclosure.evaluation.indicators
        changed = (items[0].model_copy(update={"score": Decimal(points)}), *items[1:])
        return part("evaluation", indicators=changed)(disclosure)

    return change


def housing_fund(item: str) -> Change:
    """Pay the housing fund's lines as another economic item."""

    def change(disclosure: Disclosure) -> Disclosure:
        lines = tuple(
            line.model_copy(update={"department_economic": item})
            if line.function == "2210201"
            else line
            for line in disclosure.expenditure
        )
        return disclosure.model_copy(update={"expenditure": lines})

    return change


def prior(name: str, times: str) -> Change:
    """Say that last year's amount was so many times this year's."""

    def change(disclosure: Disclosure) -> Disclosure:
        amount = compute(disclosure, _measures()).get(name)
        assert amount is not None
        return part("prior_year", figures={name: amount.amount * Decimal(times)})(disclosure)

    return change


def _measures() -> Any:
    pack = prepared("approval").pack
    assert pack is not None
    return pack.measures


def evaluated(**changes: Any) -> Change:
    """Take the evaluation's money from lines that spent their whole adjusted budget."""

    def change(disclosure: Disclosure) -> Disclosure:
        lines = tuple(
            line.model_copy(update={"adjusted_budget": line.amount})
            for line in disclosure.expenditure
        )
        budgeted = disclosure.model_copy(update={"expenditure": lines})
        ours = {"difference_reason": "", "execution": (), "projects": ()}
        return part("evaluation", **(ours | changes))(budgeted)

    return change


def rate_said(actual: str) -> Change:
    """Say of the execution rate's indicator what was reached."""

    def change(disclosure: Disclosure) -> Disclosure:
        assert disclosure.evaluation is not None
        items = tuple(
            item.model_copy(update={"actual": actual}) if item.name == "预算执行率" else item
            for item in disclosure.evaluation.indicators
        )
        return evaluated(indicators=items)(disclosure)

    return change


def all_money(**amounts: str) -> tuple[Execution, ...]:
    typed = {name: Decimal(amount) for name, amount in amounts.items()}
    return (Execution(source="财政拨款", **typed),)


def lines(wanted: Callable[[ExpenditureLine], bool], **values: Any) -> Change:
    """Change fields of the expenditure lines that are wanted."""

    def change(disclosure: Disclosure) -> Disclosure:
        changed = tuple(
            line.model_copy(update=values) if wanted(line) else line
            for line in disclosure.expenditure
        )
        assert any(map(wanted, disclosure.expenditure))
        return disclosure.model_copy(update={"expenditure": changed})

    return change


def of_project(name: str) -> Callable[[ExpenditureLine], bool]:
    return lambda line: line.project == name


def basic(line: ExpenditureLine) -> bool:
    return line.category is Category.BASIC


def project_line(line: ExpenditureLine) -> bool:
    return line.category is not Category.BASIC


def wages(line: ExpenditureLine) -> bool:
    return line.department_economic == "30101"


def units(*values: dict[str, Any]) -> Change:
    """Change fields of the units in turn."""

    def change(disclosure: Disclosure) -> Disclosure:
        changed = tuple(
            unit.model_copy(update=update)
            for unit, update in zip(disclosure.units, values, strict=True)
        )
        return disclosure.model_copy(update={"units": changed})

    return change


def both(*changes: Change) -> Change:
    def change(disclosure: Disclosure) -> Disclosure:
        for each in changes:
            disclosure = each(disclosure)
        return disclosure

    return change


def more(part_name: str, amount: str) -> Change:
    """Add to the first line of a book."""

    def change(disclosure: Disclosure) -> Disclosure:
        first, *rest = getattr(disclosure, part_name)
        changed = first.model_copy(update={"amount": first.amount + Decimal(amount)})
        return disclosure.model_copy(update={part_name: (changed, *rest)})

    return change


def funded(part_name: str, fund: Fund) -> Change:
    """Pay all lines of a book from a fund."""

    def change(disclosure: Disclosure) -> Disclosure:
        changed = tuple(
            line.model_copy(update={"fund": fund}) for line in getattr(disclosure, part_name)
        )
        return disclosure.model_copy(update={part_name: changed})

    return change


def declared(*names: str) -> Change:
    return with_(projects=tuple(ProjectTargets(name=name) for name in names))


BOOKS = ("receipts", "expenditure")
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
    ("I01", "approval", part("procurement", small_and_micro=0), part("procurement", goods=0)),
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
    ("N13", "approval", prior("receipts_total", "0.0001"), prior("receipts_total", "0.00011")),
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


def findings(name: str, change: Change, last: Change | None = None) -> list[Finding]:
    source = prepared(name)
    assert source.figures is not None
    assert source.pack is not None
    disclosure = source.figures.disclosure
    figures = compute(change(disclosure), source.pack.measures)
    last_year = compute(last(disclosure), source.pack.measures) if last is not None else None
    return run_checks(figures, source.pack.codebook, source.sources, last_year=last_year)


def codes(name: str, change: Change, last: Change | None = None) -> set[str]:
    return {finding.code for finding in findings(name, change, last)}


@pytest.mark.parametrize(("code", "name", "broken", "near"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_tells_a_fault_from_what_nearly_is_one(
    code: str, name: str, broken: Change, near: Change
) -> None:
    assert code in codes(name, broken)
    assert code not in codes(name, near)


def test_a_prior_amount_is_held_to_last_years_input() -> None:
    given = part("prior_year", figures={"receipts_total": Decimal(7611000)})
    assert "I02" in codes("approval", given, same)
    assert "I02" not in codes("approval", prior("receipts_total", "1"), same)


def test_a_final_account_opens_with_what_last_year_left() -> None:
    def closing(amount: str) -> Change:
        def change(disclosure: Disclosure) -> Disclosure:
            from discloser.model.ledger import ClosingLine

            return disclosure.model_copy(update={"closing": (ClosingLine(amount=Decimal(amount)),)})

        return change

    assert "F22" in codes("final", same, closing("1"))
    assert "F22" not in codes("final", same, closing("0"))


ALONE = {"I02", "F22"}
"""Rules that need last year's input, with a test of their own above."""


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
