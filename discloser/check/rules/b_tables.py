"""Relations within and between the tables of a budget (B01–B13)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.reader.printed import SIDES, Printed, Term, at_most, equal, total
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.check.tables import (
    REMEDY,
    adds_up,
    beside,
    detail_rows,
    rows_between,
    term,
    total_adds_up,
    undivided,
)
from discloser.classification.codebook import Scheme
from discloser.finding import Finding, Rule
from discloser.model.values import Kind
from discloser.vocabulary.names import normal

B01 = Rule(
    "B01",
    "收支总表不平",
    SIDES,
    REMEDY,
)
B02 = Rule(
    "B02",
    "收入总表与收支总表不符",
    SIDES,
    REMEDY,
)
B03 = Rule(
    "B03",
    "支出总表与收支总表不符",
    SIDES,
    REMEDY,
)
B04 = Rule(
    "B04",
    "支出表各栏之和不符",
    SIDES,
    REMEDY,
)
B05 = Rule(
    "B05",
    "财政拨款收支总表不平",
    SIDES,
    REMEDY,
)
B06 = Rule(
    "B06",
    "一般公共预算支出与本年拨款不符",
    SIDES,
    REMEDY,
)
B07 = Rule(
    "B07",
    "基本支出表与支出表不符",
    SIDES,
    REMEDY,
)
B08 = Rule(
    "B08",
    "经济分类汇总表与支出总表不符",
    SIDES,
    REMEDY,
)
B10 = Rule(
    "B10",
    "“三公”经费表不符",
    SIDES,
    REMEDY,
)
B11 = Rule(
    "B11",
    "项目支出表与支出总表不符",
    SIDES,
    REMEDY,
)
B12 = Rule(
    "B12",
    "绩效目标表与项目支出表不符",
    SIDES,
    REMEDY,
)
B13 = Rule(
    "B13",
    "整体绩效目标表的预算与收支总表不符",
    SIDES,
    REMEDY,
)
_EXPENDITURE_TABLES = (
    "expenditure",
    "general_public_expenditure",
    "government_fund",
    "state_capital",
)


@document_check(B01, kind=Kind.BUDGET)
def receipts_and_expenditure_balance(reading: Reading) -> Iterator[Finding]:
    table = "receipts_and_expenditure"
    receipts = term(reading, table, "收入总计")
    expenditure = term(reading, table, "支出总计")
    current, carried = (term(reading, table, name) for name in ("本年收入合计", "上年结转结余"))
    spent, closing = (term(reading, table, name) for name in ("本年支出合计", "年终结转结余"))
    yield from equal(B01, receipts, expenditure)
    yield from equal(B01, receipts, total((current, carried)))
    yield from equal(B01, expenditure, total((spent, closing)))
    for label in ("本年收入合计", "本年支出合计"):
        yield from total_adds_up(reading, B01, table, label)


@document_check(B02, kind=Kind.BUDGET)
def receipts_equal_the_balance(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("receipts")
    if sheet is None:
        return
    whole = sheet.term("合计", "总计")
    yield from equal(B02, whole, term(reading, "receipts_and_expenditure", "收入总计"))
    current, carried = sheet.column("本年收入", "合计"), sheet.column("上年结转结余", "合计")
    for row in sheet.rows:
        first = sheet.column("总计")
        if first is not None and current is not None and carried is not None:
            parts = (sheet.cell(row, current), sheet.cell(row, carried))
            yield from equal(B02, sheet.cell(row, first), total(parts))


@document_check(B03, kind=Kind.BUDGET)
def expenditure_equals_the_balance(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("expenditure")
    balance = reading.sheets.get("receipts_and_expenditure")
    if sheet is None or balance is None:
        return
    yield from equal(B03, sheet.term("合计"), balance.term("本年支出合计"))
    yield from _classes(reading, sheet, balance)


def _classes(reading: Reading, sheet: Sheet, balance: Sheet) -> Iterator[Finding]:
    column = sheet.column("合计")
    rows: dict[str, list[int]] = {}
    for row in detail_rows(sheet):
        rows.setdefault(sheet.code(row)[:3], []).append(row)
    for code, members in rows.items():
        name = reading.codebook.name(Scheme.FUNCTION, code, reading.year)
        whole = balance.term(name) or balance.term(name.removesuffix("支出"))
        if column is not None:
            parts = total(
                (sheet.cell(row, column) for row in members), f"“{sheet.caption}”{name}各项"
            )
            yield from equal(B03, parts, whole)


@document_check(B04, kind=Kind.BUDGET)
def expenditure_rows_add_up(reading: Reading) -> Iterator[Finding]:
    for name in _EXPENDITURE_TABLES:
        sheet = reading.sheets.get(name)
        if sheet is None:
            continue
        basic, project = sheet.column("基本支出", "小计"), sheet.column("项目支出", "小计")
        whole = sheet.column("合计")
        if basic is None or project is None or whole is None:
            continue
        for row in sheet.rows:
            yield from _equal_columns(sheet, row, whole, [basic, project])
            yield from _equal_columns(sheet, row, basic, list(range(basic + 1, project)))
            end = sheet.grid.column_count
            yield from _equal_columns(sheet, row, project, list(range(project + 1, end)))


def _equal_columns(sheet: Sheet, row: int, whole: int, parts: list[int]) -> Iterator[Finding]:
    terms = (sheet.cell(row, column) for column in parts)
    yield from equal(B04, sheet.cell(row, whole), total(terms))


_BLOCKS = (("本年收入", "上年结转"), ("上年结转", "收入合计"), ("本年支出", "年终结转结余"))
"""The sums of the appropriation's table whose parts stand below them, with what ends these."""


@document_check(B05, kind=Kind.BUDGET)
def appropriation_balances(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("appropriation")
    if sheet is None:
        return
    yield from equal(B05, sheet.term("收入合计"), sheet.term("支出合计", "合计"))
    yield from equal(
        B05, sheet.term("收入合计"), total((sheet.term("本年收入"), sheet.term("上年结转")))
    )
    for first, last in _BLOCKS:
        yield from adds_up(B05, sheet, first, rows_between(sheet, first, last))
    whole = sheet.column("支出", "合计")
    funds = [
        sheet.column("支出", "一般公共预算"),
        sheet.column("支出", "政府性基金"),
        sheet.column("支出", "国有资本经营预算"),
    ]
    columns = [column for column in funds if column is not None]
    if whole is None or len(columns) != len(funds):
        return
    for row in sheet.rows:
        parts = total(sheet.cell(row, column) for column in columns)
        yield from equal(B05, sheet.cell(row, whole), parts)


@document_check(B06, kind=Kind.BUDGET)
def general_public_equals_the_appropriation(reading: Reading) -> Iterator[Finding]:
    spent = term(reading, "general_public_expenditure", "合计", "合计")
    appropriated = term(reading, "appropriation", "一般公共预算拨款")
    kept = term(reading, "appropriation", "年终结转结余", "一般公共预算")
    yield from at_most(B06, spent, appropriated)
    if spent is not None:
        yield from at_most(B06, appropriated, total((spent, kept)))


@document_check(B07, kind=Kind.BUDGET)
def basic_expenditure_agrees(reading: Reading) -> Iterator[Finding]:
    basic = reading.sheets.get("general_public_basic")
    if basic is None:
        return
    whole = basic.term("合计", "合计")
    yield from equal(B07, term(reading, "general_public_expenditure", "合计", "基本支出"), whole)
    columns = [basic.column("合计"), basic.column("人员经费"), basic.column("公用经费")]
    first, personnel, operating = columns
    if first is None or personnel is None or operating is None:
        return
    for row in basic.rows:
        parts = (basic.cell(row, personnel), basic.cell(row, operating))
        yield from equal(B07, basic.cell(row, first), total(parts))
    for header in ("人员经费", "公用经费"):
        yield from equal(B07, _general_public(reading, header), basic.term("合计", header))


def _general_public(reading: Reading, header: str) -> Term | None:
    """05 表的人员经费或公用经费：其下各栏之和."""
    sheet = reading.sheets.get("general_public_expenditure")
    if sheet is None or sheet.total_row is None:
        return None
    columns = [c for c, labels in enumerate(sheet.headers) if header in labels]
    return total(sheet.cell(sheet.total_row, column) for column in columns)


@document_check(B08, kind=Kind.BUDGET)
def economic_summary_agrees(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("economic_summary")
    first = sheet.column("总计") if sheet is not None else None
    if sheet is None or first is None:
        return
    yield from equal(B08, sheet.term("合计", "总计"), term(reading, "expenditure", "合计", "合计"))
    sources = [
        column
        for column in range(first + 1, sheet.grid.column_count)
        if sheet.amount_columns[column] and sheet.headers[column][-1] != "财政拨款"
    ]
    for row in sheet.rows:
        parts = total(sheet.cell(row, column) for column in sources)
        yield from equal(B08, sheet.cell(row, first), parts)


@document_check(B10, kind=Kind.BUDGET)
def three_public_expenses_agree(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("three_public")
    if sheet is None or not len(sheet.rows):
        return
    row = sheet.rows[0]
    names = (
        "“三公”经费合计",
        "因公出国（境）费",
        "小计",
        "公务接待费",
        "公务用车购置费",
        "公务用车运行费",
    )
    columns = {name: sheet.column(name) for name in names}
    cells = {name: sheet.cell(row, c) for name, c in columns.items() if c is not None}
    if len(cells) != len(names):
        return
    whole, abroad, vehicles, reception, purchase, operation = (cells[name] for name in names)
    yield from equal(B10, whole, total((abroad, vehicles, reception)))
    yield from equal(B10, vehicles, total((purchase, operation)))
    summary = reading.sheets.get("economic_summary")
    if summary is None:
        return
    items = (
        (("30212",), abroad),
        (("30217",), reception),
        (("30231",), operation),
        (("30913", "31013"), purchase),
    )
    for codes, cell in items:
        least, most = _bounds_of_items(summary, codes)
        yield from at_most(B10, least, cell)
        yield from at_most(B10, cell, most)


def _bounds_of_items(summary: Sheet, codes: tuple[str, ...]) -> tuple[Term | None, Term | None]:
    """What the summary has of economic items: 一般公共预算 of this year, and all fiscal money.

    Carried-over money is of any fund, and a project that is not broken down may have any item;
    where neither is printed and no other fund pays for the items, both bounds are one amount.
    """
    columns = [c for name in _FISCAL if (c := summary.column(name)) is not None]
    if summary.column(_FISCAL[0]) is None:
        return None, None
    rows = [row for row, found in summary.coded_rows() if found in codes]
    label = f"“{summary.caption}”{'、'.join(codes)}"
    least = [summary.cell(row, columns[0]) for row in rows]
    most = [summary.cell(row, column) for row in (*rows, *undivided(summary)) for column in columns]
    nothing = Term(f"{label}（没有这一行）", Printed(Decimal(0)), (summary.own_place,))
    return total(least, f"{label}一般公共预算"), total(most, f"{label}财政资金") or nothing


_FISCAL = ("一般公共预算", "政府性基金", "国有资本经营预算", "上年结转结余")
"""The columns of the summary that hold 财政拨款, this year's 一般公共预算 first."""


@document_check(B11, kind=Kind.BUDGET)
def projects_equal_project_expenditure(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("projects")
    column = sheet.column("合计") if sheet is not None else None
    if sheet is None or column is None:
        return
    rows = detail_rows(sheet)
    whole = term(reading, "expenditure", "合计", "项目支出", "小计")
    yield from equal(B11, total((sheet.cell(r, column) for r in rows), "各项目之和"), whole)
    for kind in ("其他运转类", "特定目标类"):
        members = [row for row in rows if kind in sheet.texts[row]]
        parts = total((sheet.cell(row, column) for row in members), f"{kind}各项目之和")
        yield from equal(B11, parts, term(reading, "expenditure", "合计", kind))


@document_check(B12, kind=Kind.BUDGET)
def targets_equal_projects(reading: Reading) -> Iterator[Finding]:
    targets, projects = reading.sheets.get("project_targets"), reading.sheets.get("projects")
    if targets is None or projects is None:
        return
    amounts = projects.column("合计")
    column = targets.column("资金总额")
    if amounts is None or column is None:
        return
    rows: dict[str, list[int]] = {}
    for row in detail_rows(projects):
        rows.setdefault(normal(projects.text(row, "项目名称")), []).append(row)
    for name, members in rows.items():
        named = [row for row in targets.rows if name in map(normal, targets.label_texts(row))]
        left = total(targets.cell(row, column) for row in named)
        yield from equal(B12, left, total(projects.cell(row, amounts) for row in members))


_OVERALL = {
    "资金来源": ("政府预算资金", "财政专户管理资金", "单位资金"),
    "资金结构": ("基本支出", "项目支出"),
}
"""The two ways in which the form splits the whole budget; a blank part is nothing."""


@document_check(B13, kind=Kind.BUDGET)
def overall_targets_equal_the_budget(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("overall_targets")
    if sheet is None:
        return
    whole = beside(sheet, "部门预算总额")
    yield from equal(B13, whole, term(reading, "receipts_and_expenditure", "本年支出合计"))
    for what, parts in _OVERALL.items():
        yield from equal(B13, whole, total((beside(sheet, part) for part in parts), what))
    for label in ("基本支出", "项目支出"):
        yield from equal(
            B13, beside(sheet, label), term(reading, "expenditure", "合计", label, "小计")
        )


CHECKS = (
    receipts_and_expenditure_balance,
    receipts_equal_the_balance,
    expenditure_equals_the_balance,
    expenditure_rows_add_up,
    appropriation_balances,
    general_public_equals_the_appropriation,
    basic_expenditure_agrees,
    economic_summary_agrees,
    three_public_expenses_agree,
    projects_equal_project_expenditure,
    targets_equal_projects,
    overall_targets_equal_the_budget,
)
