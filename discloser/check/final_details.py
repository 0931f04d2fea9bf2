"""Relations of a final account's basic expenditure, funds and three public expenses (F14–F20)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.budget_tables import REMEDY, term
from discloser.check.final_tables import FUNDS
from discloser.check.reader.printed import SIDES, Term, at_most, equal, total
from discloser.check.reader.sheet import Sheet
from discloser.check.registry import Reading, tree_check
from discloser.finding import Finding, Rule, Severity
from discloser.model.values import Kind

F14 = Rule(
    "F14",
    "基本支出与明细表不符",
    SIDES,
    REMEDY,
    source="05 表基本支出合计＝06 表人员经费合计＋公用经费合计",
)
F15 = Rule(
    "F15",
    "基本支出明细汇总不符",
    SIDES,
    REMEDY,
    source="06 表各类＝各款之和；人员经费合计＝301＋303；公用经费合计＝302＋307＋310＋399",
)
F16 = Rule(
    "F16",
    "政府性基金收支不平",
    SIDES,
    REMEDY,
    source="07 表：年初＋本年收入－本年支出＝年末；07 表支出＝04 表基金列",
)
F17 = Rule("F17", "国有资本经营支出不符", SIDES, REMEDY, source="08 表合计＝04 表国有资本经营列")
F18 = Rule(
    "F18",
    "“三公”经费表不符",
    SIDES,
    REMEDY,
    source="09 表：合计＝出国＋小计＋接待；小计＝购置＋运行（预算、决算两组）",
)
F19 = Rule(
    "F19",
    "“三公”经费小于基本支出中的对应科目",
    SIDES,
    "请核对“三公”经费决算数：它不应小于基本支出明细表里对应的科目。",
    Severity.WARNING,
    source="09 表决算数≥06 表对应经济科目（30212、30217、30231、31013），差额是项目支出",
)
F20 = Rule(
    "F20",
    "财政拨款支出大于全部支出",
    SIDES,
    "请核对 03 表和 05 表的口径。",
    Severity.WARNING,
    source="03 表合计≥05 表合计",
)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def basic_expenditure_agrees(reading: Reading) -> Iterator[Finding]:
    """F14: 05.合计.基本支出＝06.人员经费合计＋06.公用经费合计."""
    sheet = reading.sheets.get("general_public_basic")
    if sheet is None:
        return
    parts = total((sum_cell(sheet, "人员经费合计"), sum_cell(sheet, "公用经费合计")))
    left = term(reading, "general_public_expenditure", "合计", "基本支出")
    yield from equal(F14, left, parts)


def sum_cell(sheet: Sheet, label: str) -> Term | None:
    """The first printed amount to the right of a label; it stands under the last column."""
    slot = sheet.find(label)
    if slot is None:
        return None
    columns = [c for c in range(slot[1] + 1, sheet.grid.column_count) if sheet.amount_columns[c]]
    printed = [c for c in columns if sheet.texts[slot[0]][c]]
    return sheet.cell(slot[0], (printed or columns)[0]) if columns else None


@tree_check(kind=Kind.FINAL_ACCOUNT)
def economic_items_add_up(reading: Reading) -> Iterator[Finding]:
    """F15: 06 各类＝Σ款；人员经费合计＝301＋303；公用经费合计＝302＋307＋310＋399（＋312、313）."""
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


@tree_check(kind=Kind.FINAL_ACCOUNT)
def government_fund_balances(reading: Reading) -> Iterator[Finding]:
    """F16: 07：年初＋本年收入－本年支出＝年末；07.支出合计＝04.基金列；07.收入合计＝04.（二）."""
    yield from _rows_balance(reading, "government_fund", F16)
    other = term(reading, "appropriation", "本年支出合计", FUNDS[1])
    yield from equal(F16, term(reading, "government_fund", "合计", "本年支出"), other)


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


@tree_check(kind=Kind.FINAL_ACCOUNT)
def state_capital_agrees(reading: Reading) -> Iterator[Finding]:
    """F17: 08.支出合计＝04.国资列；表中有收入和结转的，年初＋本年收入－本年支出＝年末."""
    yield from _rows_balance(reading, "state_capital", F17)
    left = term(reading, "state_capital", "合计", "本年支出")
    yield from equal(F17, left, term(reading, "appropriation", "本年支出合计", FUNDS[2]))


@tree_check(kind=Kind.FINAL_ACCOUNT)
def three_public_expenses_add_up(reading: Reading) -> Iterator[Finding]:
    """F18: 09.合计＝出国＋车辆小计＋接待；小计＝购置＋运行（预算、决算两组）."""
    for group in ("预算数", "决算数"):
        cells = three_public_cells(reading, group)
        if cells:
            whole, abroad, vehicles, purchase, operation, reception = cells
            yield from equal(F18, whole, total((abroad, vehicles, reception)))
            yield from equal(F18, vehicles, total((purchase, operation)))


def three_public_cells(reading: Reading, group: str) -> list[Term | None]:
    """The six amounts of a group, in the order of the official table."""
    sheet = reading.sheets.get("three_public")
    if sheet is None or not len(sheet.rows):
        return []
    columns = [c for c, header in enumerate(sheet.headers) if header[:1] == (group,)]
    cells = [sheet.cell(sheet.rows[0], column) for column in columns]
    return cells if len(cells) == 6 else []  # noqa: PLR2004


@tree_check(kind=Kind.FINAL_ACCOUNT)
def three_public_covers_basic_items(reading: Reading) -> Iterator[Finding]:
    """F19: 09.决算.X≥06.对应经济科目（30212/30217/30231/31013），差额＝项目支出."""
    cells = three_public_cells(reading, "决算数")
    sheet = reading.sheets.get("general_public_basic")
    if not cells or sheet is None:
        return
    items = dict(_economic_cells(sheet))
    codes = {"30212": 1, "31013": 3, "30231": 4, "30217": 5}
    for code, index in codes.items():
        yield from at_most(F19, items.get(code), cells[index])


@tree_check(kind=Kind.FINAL_ACCOUNT)
def all_expenditure_covers_the_appropriation(reading: Reading) -> Iterator[Finding]:
    """F20: 03.合计≥05.合计."""
    left = term(reading, "general_public_expenditure", "合计")
    yield from at_most(F20, left, term(reading, "expenditure", "合计"))
