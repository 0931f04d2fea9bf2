"""Relations of a final account's basic expenditure, funds and three public expenses (F14–F20)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import document_check
from discloser.check.reader.printed import SIDES, Term, at_most, equal, total
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.check.tables import FUNDS, REMEDY, sum_cell, term, three_public_cells
from discloser.finding import Finding, Rule, Severity
from discloser.model.values import Kind

F14 = Rule(
    "F14",
    "基本支出与明细表不符",
    SIDES,
    REMEDY,
)
F15 = Rule(
    "F15",
    "基本支出明细汇总不符",
    SIDES,
    REMEDY,
)
F16 = Rule(
    "F16",
    "政府性基金收支不平",
    SIDES,
    REMEDY,
)
F17 = Rule("F17", "国有资本经营支出不符", SIDES, REMEDY)
F18 = Rule(
    "F18",
    "“三公”经费表不符",
    SIDES,
    REMEDY,
)
F19 = Rule(
    "F19",
    "“三公”经费小于基本支出中的对应科目",
    SIDES,
    "请核对“三公”经费决算数：它不应小于基本支出明细表里对应的科目。",
    Severity.WARNING,
)
F20 = Rule(
    "F20",
    "财政拨款支出大于全部支出",
    SIDES,
    "请核对 03 表和 05 表的口径。",
    Severity.WARNING,
)


@document_check(F14, kind=Kind.FINAL_ACCOUNT)
def basic_expenditure_agrees(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("general_public_basic")
    if sheet is None:
        return
    parts = total((sum_cell(sheet, "人员经费合计"), sum_cell(sheet, "公用经费合计")))
    left = term(reading, "general_public_expenditure", "合计", "基本支出")
    yield from equal(F14, left, parts)


@document_check(F15, kind=Kind.FINAL_ACCOUNT)
def economic_items_add_up(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("general_public_basic")
    if sheet is None:
        return
    cells = dict(_economic_cells(sheet))
    classes = {code: cell for code, cell in cells.items() if len(code) == 3}  # noqa: PLR2004
    for code, cell in classes.items():
        members = [item for c, item in cells.items() if len(c) == 5 and c[:3] == code]  # noqa: PLR2004
        yield from equal(F15, cell, total(members, f"{code}各款之和"))
    personnel = total(cell for code, cell in classes.items() if code in ("301", "303"))
    operating = total(cell for code, cell in classes.items() if code not in ("301", "303"))
    yield from equal(F15, sum_cell(sheet, "人员经费合计"), personnel)
    yield from equal(F15, sum_cell(sheet, "公用经费合计"), operating)


def _economic_cells(sheet: Sheet) -> Iterator[tuple[str, Term]]:
    for row in sheet.rows:
        for column in range(sheet.grid.column_count):
            code = sheet.texts[row][column].strip()
            amount = sheet.column(after=column)
            if code.isdigit() and amount is not None:
                cell = sheet.cell(row, amount)
                if cell is not None:
                    yield code, cell


@document_check(F16, kind=Kind.FINAL_ACCOUNT)
def government_fund_balances(reading: Reading) -> Iterator[Finding]:
    yield from _fund_agrees(reading, "government_fund", FUNDS[1], F16)


@document_check(F17, kind=Kind.FINAL_ACCOUNT)
def state_capital_agrees(reading: Reading) -> Iterator[Finding]:
    yield from _fund_agrees(reading, "state_capital", FUNDS[2], F17)


def _fund_agrees(reading: Reading, table: str, fund: str, rule: Rule) -> Iterator[Finding]:
    """Hold a fund's table to itself and to the fund's row and column in the appropriation's."""
    yield from _rows_balance(reading, table, rule)
    spent = term(reading, "appropriation", "本年支出合计", fund)
    yield from equal(rule, term(reading, table, "合计", "本年支出"), spent)
    receipts = term(reading, "appropriation", fund)
    yield from equal(rule, term(reading, table, "合计", "本年收入"), receipts)


def _rows_balance(reading: Reading, table: str, rule: Rule) -> Iterator[Finding]:
    """年初＋本年收入＝本年支出＋年末 in each row of a table that has these columns."""
    sheet = reading.sheets.get(table)
    if sheet is None:
        return
    names = ("年初结转和结余", "本年收入", "本年支出", "年末结转和结余")
    columns = [column for name in names if (column := sheet.column(name)) is not None]
    if len(columns) != len(names):
        return
    for row in sheet.rows:
        opening, receipts, spent, closing = (sheet.cell(row, column) for column in columns)
        if opening is not None and spent is not None:
            yield from equal(rule, total((opening, receipts)), total((spent, closing)))


@document_check(F18, kind=Kind.FINAL_ACCOUNT)
def three_public_expenses_add_up(reading: Reading) -> Iterator[Finding]:
    for group in ("预算数", "决算数"):
        cells = three_public_cells(reading, group)
        if cells:
            whole, abroad, vehicles, purchase, operation, reception = cells
            yield from equal(F18, whole, total((abroad, vehicles, reception)))
            yield from equal(F18, vehicles, total((purchase, operation)))


@document_check(F19, kind=Kind.FINAL_ACCOUNT)
def three_public_covers_basic_items(reading: Reading) -> Iterator[Finding]:
    cells = three_public_cells(reading, "决算数")
    sheet = reading.sheets.get("general_public_basic")
    if not cells or sheet is None:
        return
    items = dict(_economic_cells(sheet))
    codes = {"30212": 1, "31013": 3, "30231": 4, "30217": 5}
    for code, index in codes.items():
        yield from at_most(F19, items.get(code), cells[index])


@document_check(F20, kind=Kind.FINAL_ACCOUNT)
def all_expenditure_covers_the_appropriation(reading: Reading) -> Iterator[Finding]:
    left = term(reading, "general_public_expenditure", "合计")
    yield from at_most(F20, left, term(reading, "expenditure", "合计"))


CHECKS = (
    basic_expenditure_agrees,
    economic_items_add_up,
    government_fund_balances,
    state_capital_agrees,
    three_public_expenses_add_up,
    three_public_covers_basic_items,
    all_expenditure_covers_the_appropriation,
)
