"""What templates see: amounts, changes, shares and breakdowns, and what they find missing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from jinja2 import TemplateRuntimeError

from discloser.compose.context import Context
from discloser.model.disclosure import Disclosure
from tests.compute.lines import disclosure, spend

Make = Callable[[Disclosure], Context]


def codes(context: Context) -> list[tuple[str, str]]:
    return [(f.code, f.location.field if f.location else "") for f in context.findings]


def test_an_amount_prints_in_ten_thousands_and_knows_its_change(context: Make) -> None:
    given = {"figures": {"receipts_total": "20049"}}
    amount = context(disclosure([{"amount": "10050"}], prior_year=given)).amount("receipts_total")
    assert str(amount) == "1.01"
    assert amount.printed == Decimal("1.01")
    assert str(amount.prior) == "2.00"
    made = amount.change
    # The difference is of the exact amounts: 0.9999, not 2.00 − 1.01.
    assert (str(made.amount), str(made.percent), made.direction) == ("1.00", "49.87%", "decrease")
    assert not made.is_none


def test_a_difference_that_prints_as_zero_is_no_change(context: Make) -> None:
    given = {"figures": {"receipts_total": "10049.99"}}
    amount = context(disclosure([{"amount": "10000"}], prior_year=given)).amount("receipts_total")
    assert (str(amount.change.amount), amount.change.direction) == ("0.00", "none")
    given = {"figures": {"receipts_total": "10050"}}
    amount = context(disclosure([{"amount": "10000"}], prior_year=given)).amount("receipts_total")
    assert (str(amount.change.amount), amount.change.direction) == ("0.01", "decrease")


def test_a_missing_prior_amount_is_reported_once_and_makes_no_change(context: Make) -> None:
    found = context(disclosure([{"amount": "5"}]))
    for _ in range(2):
        made = found.amount("receipts_total").change
        assert (made.direction, made.is_none) == ("unknown", False)
        assert str(made.amount) == str(made.percent) == "（待填：收入总计的上年数）"
    assert codes(found) == [("C001", "prior_year.figures.receipts_total")]
    assert found.findings[0].figures == ("receipts_total",)


def test_an_amount_that_is_not_compared_is_not_missed(context: Make) -> None:
    found = context(disclosure([{"amount": "5"}]))
    str(found.amount("receipts_total"))
    assert found.findings == ()


def test_a_reason_is_as_typed_and_a_missing_one_is_reported(context: Make) -> None:
    found = context(disclosure(reasons={"receipts_total": "人员增加。"}))
    assert found.reason("receipts_total") == "人员增加。"
    assert found.has_reason("receipts_total")
    assert not found.has_reason("expenditure_total")
    assert found.reason("expenditure_total") == "（待填：支出总计的原因）"
    assert codes(found) == [("C002", "reasons.expenditure_total")]


def test_shares_are_of_the_printed_amounts_and_the_last_takes_the_rest(context: Make) -> None:
    lines = [
        spend("6761049"),
        spend("850000", category="其他运转类", project="甲"),
    ]
    found = context(disclosure(expenditure=lines))
    parts = [found.amount("basic_expenditure"), found.amount("project_expenditure")]
    shared = found.with_shares(parts, found.amount("current_expenditure"))
    assert [f"{part}万元，占{part.share}" for part in shared] == [
        "676.10万元，占88.83%",
        "85.00万元，占11.17%",
    ]


def test_shares_may_each_be_rounded_by_an_option(context: Make) -> None:
    lines = [spend("10000", code) for code in ("2010301", "2080505", "2101101")]
    for option, last in (("末项倒挤", "33.34%"), ("各自四舍五入", "33.33%")):
        found = context(disclosure(expenditure=lines, options={"share_rounding": option}))
        whole = found.amount("current_expenditure")
        shared = found.with_shares(found.breakdown(whole, "function_class"), whole)
        assert [str(part.share) for part in shared] == ["33.33%", "33.33%", last]


def test_a_breakdown_is_named_by_code_and_leaves_out_nothing_but_zeros(context: Make) -> None:
    lines = [spend("3", "2080505"), spend("0", "2101101"), spend("1"), spend("2", "2080501")]
    found = context(disclosure(expenditure=lines))
    parts = found.breakdown(found.amount("current_expenditure"), "function_class")
    assert [(part.code, part.label, int(part.yuan)) for part in parts] == [
        ("201", "一般公共服务支出", 1),
        ("208", "社会保障和就业支出", 5),
    ]


def test_the_items_behind_an_amount_are_named_once_by_code(context: Make) -> None:
    lines = [
        spend("1", department_economic="30302", government_economic="50905"),
        spend("1"),
        spend("1", "2080505"),
    ]
    found = context(disclosure(expenditure=lines))
    assert found.item_names(found.amount("personnel_expenditure")) == ["基本工资", "退休费"]


def test_projects_are_seen_with_their_targets(context: Make) -> None:
    line = spend("5", category="特定目标类", project="甲", unit="示范中心")
    declared = [{"name": "甲", "code": "01", "cost": [{"name": "成本", "value": "≤5元"}]}]
    (project,) = context(disclosure(expenditure=[line], projects=declared)).projects()
    assert (project.name, project.code, project.unit.name) == ("甲", "01", "示范中心")
    assert [(target.name, target.value) for target in project.cost] == [("成本", "≤5元")]
    assert project.output == ()


@pytest.mark.parametrize(
    ("options", "code"),
    [({"leed": "年份在前"}, "C003"), ({"number_formats": "x"}, "C003"), ({"lead": "x"}, "C004")],
)
def test_an_option_that_is_not_there_is_reported_and_the_packs_value_stays(
    options: dict[str, str], code: str, context: Make
) -> None:
    found = context(disclosure(options=options))
    (name,) = options
    assert codes(found) == [(code, f"options.{name}")]
    assert found.parameters["lead"] == "单位在前"


def test_an_option_chooses_how_amounts_print(context: Make) -> None:
    options = {"text_amount": "整数不带小数", "table_amount": "表格两位小数千分位"}
    found = context(disclosure([{"amount": "42500000"}], options=options))
    assert found.findings == ()
    assert str(found.amount("receipts_total")) == "4250"
    assert found.formats.table.text(Decimal(4250)) == "4,250.00"
    styled = found.filters()["styled"](found.amount("receipts_total"), "两位小数千分位")
    assert str(styled) == "4,250.00"
    with pytest.raises(TemplateRuntimeError, match="是不是“两位小数”"):
        found.filters()["styled"](styled, "二位小数")
