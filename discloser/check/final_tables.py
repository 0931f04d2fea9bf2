"""Relations within and between the tables of a final account (F01–F13)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.budget_tables import REMEDY, term
from discloser.check.reader.printed import SIDES, Term, equal, total
from discloser.check.reader.sheet import Sheet
from discloser.check.registry import Reading, tree_check
from discloser.classification.codebook import Scheme
from discloser.finding import Finding, Rule
from discloser.model.values import Kind

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
    source="02 表合计＝01 表本年收入合计；财政拨款收入＝01 表前三行之和；其余各列＝01 表对应行",
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
_CODED = (
    "receipts",
    "expenditure",
    "general_public_expenditure",
    "government_fund",
    "state_capital",
)
FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")


def _side(reading: Reading, table: str, index: int, names: list[str]) -> Term | None:
    """Rows of the left (0) or right (1) half of a table that balances, added up."""
    sheet = reading.sheets.get(table)
    if sheet is None:
        return None
    column = [c for c, header in enumerate(sheet.headers) if header[-1:] == ("项目",)]
    return (
        total(_half(sheet, column[index], name) for name in names) if len(column) > index else None
    )


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
    yield from _half_adds_up(reading, F01, "本年收入合计", "收入各行之和")


@tree_check(kind=Kind.FINAL_ACCOUNT)
def expenditure_adds_up(reading: Reading) -> Iterator[Finding]:
    """F02: 01.本年支出合计＝Σ01.支出各类行."""
    yield from _half_adds_up(reading, F02, "本年支出合计", "支出各类之和")


def _half_adds_up(reading: Reading, rule: Rule, label: str, parts: str) -> Iterator[Finding]:
    """Hold a total of the table that balances to the rows above it."""
    sheet = reading.sheets.get(_BALANCE)
    slot = sheet.find(label) if sheet is not None else None
    amount = sheet.column(after=slot[1]) if sheet is not None and slot is not None else None
    if sheet is None or slot is None or amount is None:
        return
    rows = [row for row in sheet.rows if row < slot[0] and sheet.texts[row][slot[1]]]
    whole = sheet.cell(slot[0], amount)
    yield from equal(rule, whole, total((sheet.cell(row, amount) for row in rows), parts))


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
    """F06: 02.合计＝01.本年收入合计；02.财政拨款收入＝01.（一）＋（二）＋（三）；其余＝四～八."""
    balance = _side(reading, _BALANCE, 0, ["本年收入合计"])
    yield from equal(F06, term(reading, "receipts", "合计", "本年收入合计"), balance)
    funds = [f"{name}收入" for name in FUNDS]
    appropriation = _side(reading, _BALANCE, 0, funds)
    yield from equal(F06, term(reading, "receipts", "合计", "财政拨款收入"), appropriation)
    for name in ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"):
        row = _side(reading, _BALANCE, 0, [f"、{name}"])
        yield from equal(F06, term(reading, "receipts", "合计", name), row)


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
        if sheet is None or sheet.column("年初结转和结余") is not None:
            continue  # such a row balances, it does not add up: F16, F17
        columns = [c for c in range(sheet.grid.column_count) if sheet.amount_columns[c]]
        for row in sheet.rows:
            parts = total(sheet.cell(row, column) for column in columns[1:])
            yield from equal(F08, sheet.cell(row, columns[0]), parts)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def expenditure_equals_the_balance(reading: Reading) -> Iterator[Finding]:
    """F09: 03.合计＝01.本年支出合计；03 各类＝01 对应类行."""
    left = term(reading, "expenditure", "合计", "本年支出合计")
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
            header = (FUNDS[0],) if balance == "appropriation" else ()
            yield from equal(rule, sheet.cell(row, column), other.term(name, *header))


@tree_check(kind=Kind.FINAL_ACCOUNT)
def appropriation_receipts_agree(reading: Reading) -> Iterator[Finding]:
    """F10: 04.本年收入合计＝04.（一＋二＋三）＝02.财政拨款收入合计."""
    current = _side(reading, "appropriation", 0, ["本年收入合计"])
    funds = _side(reading, "appropriation", 0, [f"、{name}" for name in FUNDS])
    yield from equal(F10, current, funds)
    yield from equal(F10, current, term(reading, "receipts", "合计", "财政拨款收入"))


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
    left = term(reading, "general_public_expenditure", "合计")
    yield from equal(F13, left, term(reading, "appropriation", "本年支出合计", FUNDS[0]))
    yield from _classes(reading, "general_public_expenditure", "appropriation", F13)
