"""Relations within and between the tables of a final account (F01–F20)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.printed import SIDES, Term, at_most, equal, total
from discloser.check.registry import Reading, tree_check
from discloser.check.sheet import Sheet
from discloser.classification.codebook import Scheme
from discloser.finding import Finding, Rule, Severity
from discloser.model.values import Kind

REMEDY = "请核对模板包中这两处的口径；台账有误的，改台账。"

F01 = Rule("F01", "本年收入合计不符", SIDES, REMEDY, source="01 表本年收入合计＝收入各行之和")
F02 = Rule("F02", "本年支出合计不符", SIDES, REMEDY, source="01 表本年支出合计＝支出各类之和")
F03 = Rule(
    "F03",
    "收入总计不符",
    SIDES,
    REMEDY,
    source="01 表总计（收）＝本年收入合计＋使用非财政拨款结余＋年初结转和结余",
)
F04 = Rule(
    "F04",
    "支出总计不符",
    SIDES,
    REMEDY,
    source="01 表总计（支）＝本年支出合计＋结余分配＋年末结转和结余",
)
F05 = Rule("F05", "收支总计不等", SIDES, REMEDY, source="01 表总计（收）＝总计（支）")
F06 = Rule(
    "F06",
    "收入决算表与总表不符",
    SIDES,
    REMEDY,
    source="02 表合计＝01 表本年收入合计；02 表财政拨款收入＝01 表前三行之和；其余各列＝01 表对应行",
)
F07 = Rule(
    "F07",
    "类款项汇总不符",
    SIDES,
    REMEDY,
    source="02、03、05、07、08 表：类＝各款之和，款＝各项之和（逐列）",
)
F08 = Rule(
    "F08",
    "合计列不等于各分列之和",
    SIDES,
    REMEDY,
    source="02、03、05、07、08 表每行：合计列＝各分列之和",
)
F09 = Rule(
    "F09",
    "支出决算表与总表不符",
    SIDES,
    REMEDY,
    source="03 表合计＝01 表本年支出合计；03 表各类＝01 表对应类",
)
F10 = Rule(
    "F10",
    "财政拨款收入不符",
    SIDES,
    REMEDY,
    source="04 表本年收入合计＝04 表一、二、三行之和＝02 表财政拨款收入合计",
)
F11 = Rule(
    "F11",
    "财政拨款支出各栏之和不符",
    SIDES,
    REMEDY,
    source="04 表每行：合计＝一般公共预算＋政府性基金＋国有资本经营",
)
F12 = Rule(
    "F12",
    "财政拨款收支不平",
    SIDES,
    REMEDY,
    source="04 表：本年收入＋年初结转＝总计＝本年支出＋年末结转",
)
F13 = Rule(
    "F13",
    "一般公共预算支出与财政拨款总表不符",
    SIDES,
    REMEDY,
    source="05 表合计＝04 表本年支出合计的一般公共预算列；05 表各类＝04 表对应类",
)
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
F17 = Rule(
    "F17", "国有资本经营支出不符", SIDES, REMEDY, source="08 表合计＝04 表国有资本经营列"
)
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
_CODED = ("receipts", "expenditure", "general_public_expenditure", "government_fund", "state_capital")
_FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")


def _term(reading: Reading, table: str, label: str, *header: str) -> Term | None:
    sheet = reading.sheets.get(table)
    return sheet.term(label, *header) if sheet is not None else None


def _side(reading: Reading, table: str, index: int, names: list[str]) -> Term | None:
    """Rows of the left (0) or right (1) half of a table that balances, added up."""
    sheet = reading.sheets.get(table)
    if sheet is None:
        return None
    column = [c for c, header in enumerate(sheet.headers) if header[-1:] == ("项目",)]
    return total(_half(sheet, column[index], name) for name in names) if len(column) > index else None


def _half(sheet: Sheet, column: int, name: str) -> Term | None:
    for row in sheet.rows:
        if sheet.texts[row][column].endswith(name):
            amount = sheet.column(after=column)
            return sheet.cell(row, amount) if amount is not None else None
    return None


_BALANCE = "receipts_and_expenditure"


@tree_check(kind=Kind.FINAL_ACCOUNT)
def receipts_add_up(reading: Reading) -> Iterator[Finding]:
    """F01: 01.本年收入合计＝Σ01.收入各行（一～八）."""
    sheet = reading.sheets.get(_BALANCE)
    slot = sheet.find("本年收入合计") if sheet is not None else None
    if sheet is None or slot is None:
        return
    amount = sheet.column(after=slot[1])
    rows = [row for row in sheet.rows if row < slot[0] and sheet.texts[row][slot[1]]]
    if amount is not None:
        parts = total((sheet.cell(row, amount) for row in rows), "收入各行之和")
        yield from equal(F01, sheet.cell(slot[0], amount), parts)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def expenditure_adds_up(reading: Reading) -> Iterator[Finding]:
    """F02: 01.本年支出合计＝Σ01.支出各类行."""
    sheet = reading.sheets.get(_BALANCE)
    slot = sheet.find("本年支出合计") if sheet is not None else None
    if sheet is None or slot is None:
        return
    amount = sheet.column(after=slot[1])
    rows = [row for row in sheet.rows if row < slot[0] and sheet.texts[row][slot[1]]]
    if amount is not None:
        parts = total((sheet.cell(row, amount) for row in rows), "支出各类之和")
        yield from equal(F02, sheet.cell(slot[0], amount), parts)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def total_receipts_add_up(reading: Reading) -> Iterator[Finding]:
    """F03: 01.本年收入合计＋使用非财政拨款结余（和专用结余）＋年初结转和结余＝01.总计（收）."""
    names = ["本年收入合计", "使用非财政拨款结余和专用结余", "年初结转和结余"]
    if _side(reading, _BALANCE, 0, names[1:2]) is None:
        names[1] = "使用非财政拨款结余"
    whole = _side(reading, _BALANCE, 0, ["总计"])
    yield from equal(F03, _side(reading, _BALANCE, 0, names), whole)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def total_expenditure_adds_up(reading: Reading) -> Iterator[Finding]:
    """F04: 01.本年支出合计＋结余分配＋年末结转和结余＝01.总计（支）."""
    parts = _side(reading, _BALANCE, 1, ["本年支出合计", "结余分配", "年末结转和结余"])
    yield from equal(F04, parts, _side(reading, _BALANCE, 1, ["总计"]))


@tree_check(kind=Kind.FINAL_ACCOUNT)
def both_totals_are_equal(reading: Reading) -> Iterator[Finding]:
    """F05: 01.总计（收）＝01.总计（支）."""
    receipts = _side(reading, _BALANCE, 0, ["总计"])
    yield from equal(F05, receipts, _side(reading, _BALANCE, 1, ["总计"]))


@tree_check(kind=Kind.FINAL_ACCOUNT)
def receipts_equal_the_balance(reading: Reading) -> Iterator[Finding]:
    """F06: 02.合计＝01.本年收入合计；02.财政拨款收入＝01.（一）＋（二）＋（三）；其余＝01 四～八行."""
    balance = _side(reading, _BALANCE, 0, ["本年收入合计"])
    yield from equal(F06, _term(reading, "receipts", "合计", "本年收入合计"), balance)
    funds = [f"{name}收入" for name in _FUNDS]
    appropriation = _side(reading, _BALANCE, 0, funds)
    yield from equal(F06, _term(reading, "receipts", "合计", "财政拨款收入"), appropriation)
    for name in ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"):
        row = _side(reading, _BALANCE, 0, [f"、{name}"])
        yield from equal(F06, _term(reading, "receipts", "合计", name), row)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def classes_equal_their_items(reading: Reading) -> Iterator[Finding]:
    """F07: 02/03/05/07/08：类＝Σ款，款＝Σ项（逐列）."""
    for name in _CODED:
        sheet = reading.sheets.get(name)
        if sheet is None:
            continue
        coded = dict(sheet.coded_rows())
        for row, code in coded.items():
            members = [r for r, c in coded.items() if len(c) == len(code) + 2 and c[:-2] == code]
            for column in range(sheet.grid.column_count):
                if members and sheet.amount_columns[column]:
                    parts = total((sheet.cell(r, column) for r in members), f"{code}下级各行之和")
                    yield from equal(F07, sheet.cell(row, column), parts)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def rows_add_up(reading: Reading) -> Iterator[Finding]:
    """F08: 02/03/05/07/08 每行：合计列＝Σ分列."""
    for name in _CODED:
        sheet = reading.sheets.get(name)
        if sheet is None or name == "government_fund":
            continue
        columns = [c for c in range(sheet.grid.column_count) if sheet.amount_columns[c]]
        for row in sheet.rows:
            parts = total(sheet.cell(row, column) for column in columns[1:])
            yield from equal(F08, sheet.cell(row, columns[0]), parts)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def expenditure_equals_the_balance(reading: Reading) -> Iterator[Finding]:
    """F09: 03.合计＝01.本年支出合计；03 各类＝01 对应类行."""
    left = _term(reading, "expenditure", "合计", "本年支出合计")
    yield from equal(F09, left, _side(reading, _BALANCE, 1, ["本年支出合计"]))
    yield from _classes(reading, "expenditure", _BALANCE, F09)


def _classes(reading: Reading, table: str, balance: str, rule: Rule) -> Iterator[Finding]:
    sheet, other = reading.sheets.get(table), reading.sheets.get(balance)
    column = sheet.column() if sheet is not None else None
    if sheet is None or other is None or column is None:
        return
    for row, code in sheet.coded_rows():
        if len(code) == 3:  # noqa: PLR2004 - a class
            name = reading.codebook.name(Scheme.FUNCTION, code, reading.year)
            header = (_FUNDS[0],) if balance == "appropriation" else ()
            yield from equal(rule, sheet.cell(row, column), other.term(name, *header))


@tree_check(kind=Kind.FINAL_ACCOUNT)
def appropriation_receipts_agree(reading: Reading) -> Iterator[Finding]:
    """F10: 04.本年收入合计＝04.（一＋二＋三）＝02.财政拨款收入合计."""
    current = _side(reading, "appropriation", 0, ["本年收入合计"])
    funds = _side(reading, "appropriation", 0, [f"、{name}" for name in _FUNDS])
    yield from equal(F10, current, funds)
    yield from equal(F10, current, _term(reading, "receipts", "合计", "财政拨款收入"))


@tree_check(kind=Kind.FINAL_ACCOUNT)
def appropriation_rows_add_up(reading: Reading) -> Iterator[Finding]:
    """F11: 04 每行：合计＝一般＋基金＋国资."""
    sheet = reading.sheets.get("appropriation")
    whole = sheet.column("支出", "合计") if sheet is not None else None
    if sheet is None or whole is None:
        return
    columns = [c for c in range(whole + 1, sheet.grid.column_count) if sheet.amount_columns[c]]
    for row in sheet.rows:
        parts = total(sheet.cell(row, column) for column in columns)
        yield from equal(F11, sheet.cell(row, whole), parts)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def appropriation_balances(reading: Reading) -> Iterator[Finding]:
    """F12: 04.本年收入＋年初＝总计＝本年支出＋年末；年初＝一般＋基金＋国资三行."""
    table = "appropriation"
    receipts = _side(reading, table, 0, ["总计"])
    opening = ["本年收入合计", "年初财政拨款结转和结余"]
    yield from equal(F12, _side(reading, table, 0, opening), receipts)
    closing = ["本年支出合计", "年末财政拨款结转和结余"]
    yield from equal(F12, _side(reading, table, 1, closing), _side(reading, table, 1, ["总计"]))
    yield from equal(F12, receipts, _side(reading, table, 1, ["总计"]))


@tree_check(kind=Kind.FINAL_ACCOUNT)
def general_public_equals_the_appropriation(reading: Reading) -> Iterator[Finding]:
    """F13: 05.合计＝04.本年支出合计.一般公共预算列；05 各类＝04 各类一般公共列."""
    left = _term(reading, "general_public_expenditure", "合计")
    yield from equal(F13, left, _term(reading, "appropriation", "本年支出合计", _FUNDS[0]))
    yield from _classes(reading, "general_public_expenditure", "appropriation", F13)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def basic_expenditure_agrees(reading: Reading) -> Iterator[Finding]:
    """F14: 05.合计.基本支出＝06.人员经费合计＋06.公用经费合计."""
    sheet = reading.sheets.get("general_public_basic")
    if sheet is None:
        return
    parts = total((_sum_cell(sheet, "人员经费合计"), _sum_cell(sheet, "公用经费合计")))
    left = _term(reading, "general_public_expenditure", "合计", "基本支出")
    yield from equal(F14, left, parts)


def _sum_cell(sheet: Sheet, label: str) -> Term | None:
    """The first printed amount to the right of a label; it stands under the last column."""
    slot = sheet.find(label)
    if slot is None:
        return None
    columns = [c for c in range(slot[1] + 1, sheet.grid.column_count) if sheet.amount_columns[c]]
    printed = [c for c in columns if sheet.texts[slot[0]][c]]
    return sheet.cell(slot[0], (printed or columns)[0]) if columns else None


@tree_check(kind=Kind.FINAL_ACCOUNT)
def economic_items_add_up(reading: Reading) -> Iterator[Finding]:
    """F15: 06.301＝Σ款……；人员经费合计＝301＋303；公用经费合计＝302＋307＋310＋399（＋312、313）."""
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
    yield from equal(F15, _sum_cell(sheet, "人员经费合计"), personnel)
    yield from equal(F15, _sum_cell(sheet, "公用经费合计"), operating)


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
    """F16: 07：年初＋本年收入－本年支出小计＝年末；07.支出合计＝04.基金列；07.收入合计＝04.（二）."""
    sheet = reading.sheets.get("government_fund")
    if sheet is None:
        return
    names = ("年初结转和结余", "本年收入", "本年支出", "年末结转和结余")
    columns = [column for name in names if (column := sheet.column(name)) is not None]
    if len(columns) != len(names):
        return
    for row in sheet.rows:
        opening, receipts, spent, closing = (sheet.cell(row, column) for column in columns)
        if opening is not None and spent is not None:
            yield from equal(F16, total((opening, receipts)), total((spent, closing)))
    other = _term(reading, "appropriation", "本年支出合计", _FUNDS[1])
    yield from equal(F16, sheet.term("合计", "本年支出"), other)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def state_capital_agrees(reading: Reading) -> Iterator[Finding]:
    """F17: 08.支出合计＝04.国资列."""
    left = _term(reading, "state_capital", "合计")
    yield from equal(F17, left, _term(reading, "appropriation", "本年支出合计", _FUNDS[2]))


@tree_check(kind=Kind.FINAL_ACCOUNT)
def three_public_expenses_add_up(reading: Reading) -> Iterator[Finding]:
    """F18: 09.合计＝出国＋车辆小计＋接待；小计＝购置＋运行（预算、决算两组）."""
    for group in ("预算数", "决算数"):
        cells = _three_public(reading, group)
        if cells:
            whole, abroad, vehicles, purchase, operation, reception = cells
            yield from equal(F18, whole, total((abroad, vehicles, reception)))
            yield from equal(F18, vehicles, total((purchase, operation)))


def _three_public(reading: Reading, group: str) -> list[Term | None]:
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
    cells = _three_public(reading, "决算数")
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
    left = _term(reading, "general_public_expenditure", "合计")
    yield from at_most(F20, left, _term(reading, "expenditure", "合计"))
