"""Self-evaluations of any form, read by their labels and held to the ledger (P14 to P18)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from discloser.check.check import DocumentCheck
from discloser.check.outcome import Held, Unchecked
from discloser.check.rules import p_execution, p_printed
from discloser.compute.figures import compute
from discloser.document.nodes import Cell, Column, Document, Role, Row, Section, Table
from discloser.finding import Finding
from discloser.model.values import Category, Fund
from tests.rules.documents import original

Rows = list[list[str]]
PROJECT = "智慧大厅建设"
LINES = (
    # source, carried over, 年初预算数, 全年预算数, 执行数, in 元
    (Fund.GENERAL_PUBLIC_BUDGET, False, 1_000_000, 1_200_000, 1_000_000),
    (Fund.GENERAL_PUBLIC_BUDGET, True, 0, 300_000, 250_000),
    (Fund.OTHER_RECEIPTS, False, 500_000, 500_000, 350_000),
)
"""What the project was given and spent: in all 150, 200 and 160 万元, a rate of 80%."""
FORM = [
    ["项目名称", PROJECT, "", "", "", "", "", ""],
    [
        "项目资金（万元）",
        "",
        "年初预算数",
        "全年预算数（A）",
        "全年执行数（B）",
        "分值",
        "执行率（B/A）",
        "得分",
    ],
    ["", "年度资金总额：", "150.00", "200.00", "160.00", "10", "80.00%", "8"],
    ["", "其中：当年财政拨款", "100.00", "120.00", "100.00", "—", "83.33%", "—"],
    ["", "上年结转资金", "0.00", "30.00", "25.00", "—", "83.33%", "—"],
    ["", "其他资金", "50.00", "50.00", "35.00", "—", "70.00%", "—"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
    ["产出指标", "数量指标", "窗口数量", "≥20个", "20个", "50", "50", ""],
    ["效益指标", "社会效益", "预算执行率", "≥90%", "80%", "40", "30.5", ""],
    ["总分", "", "", "", "", "100", "88.5", ""],
]
"""The form of a project's self-evaluation, with an indicator that is called as a column is."""
SPLIT = [
    ["", "年初预算数", "全年预算数", "全年执行数", "执行率"],
    ["部门预算总额（万元）", "150.00", "200.00", "160.00", "80%"],
    ["资金来源：（1）财政拨款", "100.00", "150.00", "125.00", "83.3%"],
    ["（2）财政专户管理资金", "0.00", "0.00", "0.00", ""],
    ["（3）单位资金", "50.00", "50.00", "35.00", "70%"],
    ["资金结构：（1）基本支出", "0.00", "0.00", "0.00", ""],
    ["（2）项目支出", "150.00", "200.00", "160.00", "80%"],
]
"""A form of the whole that splits its money twice."""
SUMMARY = [
    ["序号", "项目名称", "年初预算数", "全年预算数", "预算执行数", "执行率（%）", "自评得分"],
    ["1", PROJECT, "150.00", "200.00", "160.00", "80", "88.5"],
    ["", "合计", "150.00", "200.00", "160.00", "80.0", ""],
]


def table(caption: str, rows: Rows, head: int) -> Table:
    def line(texts: Iterable[str], role: Role) -> Row:
        return tuple(Cell(text, role) for text in texts)

    return Table(
        name=caption,
        sheet=caption,
        caption=caption,
        anchor=caption,
        columns=(Column(),) * len(rows[0]),
        head=tuple(line(row, Role.COLUMN_HEADER) for row in rows[:head]),
        body=tuple(line(row, Role.DATA) for row in rows[head:]),
    )


AMOUNT = re.compile(r"\d+\.\d\d")
FORMS = {
    "项目支出绩效自评表": (FORM, 0),
    "部门整体支出绩效自评表": (SPLIT, 1),
    "项目支出绩效自评汇总表": (SUMMARY, 1),
}


def told(caption: str, rows: Rows, reason: str = "") -> dict[str, list[object]]:
    """The outcomes of each rule on a form of the project's department."""
    source = original("final")
    given = source.figures.disclosure
    assert given.evaluation is not None
    line = next(line for line in given.expenditure if line.category is not Category.BASIC)
    lines = tuple(
        line.model_copy(
            update={
                "project": PROJECT,
                "fund": fund,
                "carried_over": carried,
                "initial_budget": Decimal(initial),
                "adjusted_budget": Decimal(adjusted),
                "amount": Decimal(spent),
            }
        )
        for fund, carried, initial, adjusted, spent in LINES
    )
    ours = given.evaluation.model_copy(update={"difference_reason": reason, "execution": ()})
    changed = given.model_copy(update={"expenditure": lines, "evaluation": ours})
    figures = compute(changed, source.figures.measures)
    document = Document(
        "", "", date(2024, 8, 1), (Section((table(caption, rows, FORMS[caption][1]),)),)
    )
    reading = replace(source, document=document, figures=figures)
    checks: tuple[DocumentCheck, ...] = (*p_execution.CHECKS, *p_printed.CHECKS)
    return {check.rules[0].code: list(check.outcomes(reading)) for check in checks}


def broken(outcomes: dict[str, list[object]]) -> set[str]:
    return {code for code, said in outcomes.items() if any(isinstance(o, Finding) for o in said)}


def put(rows: Rows, row: int, column: int, text: str) -> Rows:
    changed = [list(each) for each in rows]
    changed[row][column] = text
    return changed


def test_the_lines_add_up_to_what_the_forms_print() -> None:
    amounts = [(initial, adjusted, spent) for _, _, initial, adjusted, spent in LINES]
    totals = [sum(column) for column in zip(*amounts, strict=True)]
    assert totals == [1_500_000, 2_000_000, 1_600_000]


@pytest.mark.parametrize("caption", FORMS)
def test_a_true_form_holds_and_every_amount_is_looked_at(caption: str) -> None:
    rows, _ = FORMS[caption]
    said = told(caption, rows)
    assert broken(said) == set()
    amounts = [text for row in rows for text in row if AMOUNT.fullmatch(text)]
    looked_at = [o for o in said["P17"] if isinstance(o, Held | Unchecked)]
    assert len(looked_at) == len(amounts)
    unclear = [o for o in said["P17"] if isinstance(o, Unchecked)]
    assert {o.reason for o in unclear} <= {"“其他资金”不知道是台账的哪些行"}


@pytest.mark.parametrize("caption", FORMS)
def test_any_amount_that_is_another_is_told(caption: str) -> None:
    rows, head = FORMS[caption]
    for row in range(head, len(rows)):
        for column, text in enumerate(rows[row]):
            if AMOUNT.fullmatch(text):
                other = f"{Decimal(text) + 7:.2f}"
                assert broken(told(caption, put(rows, row, column, other))) & {"P16", "P17"}, text
                near = text.removesuffix("0")
                assert broken(told(caption, put(rows, row, column, near))) == set()


@pytest.mark.parametrize(
    ("caption", "slot", "wrong", "near", "code"),
    [
        ("项目支出绩效自评表", (2, 6), "81.00%", "80.0%", "P15"),
        ("项目支出绩效自评表", (3, 6), "83.35%", "83%", "P15"),
        ("部门整体支出绩效自评表", (1, 4), "0.81", "0.80", "P15"),
        ("项目支出绩效自评汇总表", (1, 5), "79", "80.00", "P15"),
        ("项目支出绩效自评表", (2, 7), "7.5", "8.89", "P18"),
        ("项目支出绩效自评表", (2, 5), "15", "10", "P14"),
        ("项目支出绩效自评表", (9, 6), "89", "88.50", "P14"),
        ("项目支出绩效自评表", (7, 6), "51", "50", "P14"),
    ],
)
def test_a_rate_a_score_or_points_that_are_others_are_told(
    caption: str, slot: tuple[int, int], wrong: str, near: str, code: str
) -> None:
    rows, _ = FORMS[caption]
    assert code in broken(told(caption, put(rows, *slot, wrong)))
    assert code not in broken(told(caption, put(rows, *slot, near)))


def test_what_is_not_the_ledgers_stands_with_a_reason() -> None:
    """The typed figures are held instead, and the rate's score may follow another rule."""
    changed = put(put(SPLIT, 2, 3, "120.00"), 1, 3, "155.00")
    assert {"P17"} <= broken(told("部门整体支出绩效自评表", changed))
    scored = put(FORM, 2, 7, "7.5")
    assert "P18" not in broken(told("项目支出绩效自评表", scored, reason="评分办法另有规定"))


def test_a_project_without_lines_is_not_held_to_the_ledger() -> None:
    changed = [[text.replace(PROJECT, "别的项目") for text in row] for row in FORM]
    said = told("项目支出绩效自评表", changed)
    assert "P17" not in broken(said)
    assert all(isinstance(outcome, Unchecked) for outcome in said["P17"])
