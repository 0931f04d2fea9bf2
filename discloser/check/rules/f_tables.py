"""Relations within and between the tables of a final account (F01–F13)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import document_check
from discloser.check.reader.printed import SIDES, Term, equal, total
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.check.tables import FUNDS, REMEDY, term, total_adds_up
from discloser.classification.codebook import Scheme
from discloser.finding import Finding, Rule
from discloser.model.values import Kind
from discloser.vocabulary.names import normal

F01 = Rule("F01", "本年收入合计不符", SIDES, REMEDY)
F02 = Rule("F02", "本年支出合计不符", SIDES, REMEDY)
F03 = Rule(
    "F03",
    "收入总计不符",
    SIDES,
    REMEDY,
)
F04 = Rule(
    "F04",
    "支出总计不符",
    SIDES,
    REMEDY,
)
F05 = Rule("F05", "收支总计不等", SIDES, REMEDY)
F06 = Rule(
    "F06",
    "收入决算表与总表不符",
    SIDES,
    REMEDY,
)
F07 = Rule(
    "F07",
    "类款项汇总不符",
    SIDES,
    REMEDY,
)
F08 = Rule(
    "F08",
    "合计列不等于各分列之和",
    SIDES,
    REMEDY,
)
F09 = Rule(
    "F09",
    "支出决算表与总表不符",
    SIDES,
    REMEDY,
)
F10 = Rule(
    "F10",
    "财政拨款收入不符",
    SIDES,
    REMEDY,
)
F11 = Rule(
    "F11",
    "财政拨款支出各栏之和不符",
    SIDES,
    REMEDY,
)
F12 = Rule(
    "F12",
    "财政拨款收支不平",
    SIDES,
    REMEDY,
)
F13 = Rule(
    "F13",
    "一般公共预算支出与财政拨款总表不符",
    SIDES,
    REMEDY,
)
_CODED = (
    "receipts",
    "expenditure",
    "general_public_expenditure",
    "government_fund",
    "state_capital",
)


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


@document_check(F01, kind=Kind.FINAL_ACCOUNT)
def receipts_add_up(reading: Reading) -> Iterator[Finding]:
    yield from total_adds_up(reading, F01, _BALANCE, "本年收入合计")


@document_check(F02, kind=Kind.FINAL_ACCOUNT)
def expenditure_adds_up(reading: Reading) -> Iterator[Finding]:
    yield from total_adds_up(reading, F02, _BALANCE, "本年支出合计")


@document_check(F03, kind=Kind.FINAL_ACCOUNT)
def total_receipts_add_up(reading: Reading) -> Iterator[Finding]:
    names = ["本年收入合计", "使用非财政拨款结余和专用结余", "年初结转和结余"]
    if _side(reading, _BALANCE, 0, names[1:2]) is None:
        names[1] = "使用非财政拨款结余"
    whole = _side(reading, _BALANCE, 0, ["总计"])
    yield from equal(F03, _side(reading, _BALANCE, 0, names), whole)


@document_check(F04, kind=Kind.FINAL_ACCOUNT)
def total_expenditure_adds_up(reading: Reading) -> Iterator[Finding]:
    parts = _side(reading, _BALANCE, 1, ["本年支出合计", "结余分配", "年末结转和结余"])
    yield from equal(F04, parts, _side(reading, _BALANCE, 1, ["总计"]))


@document_check(F05, kind=Kind.FINAL_ACCOUNT)
def both_totals_are_equal(reading: Reading) -> Iterator[Finding]:
    receipts = _side(reading, _BALANCE, 0, ["总计"])
    yield from equal(F05, receipts, _side(reading, _BALANCE, 1, ["总计"]))


@document_check(F06, kind=Kind.FINAL_ACCOUNT)
def receipts_equal_the_balance(reading: Reading) -> Iterator[Finding]:
    balance = _side(reading, _BALANCE, 0, ["本年收入合计"])
    yield from equal(F06, term(reading, "receipts", "合计", "本年收入合计"), balance)
    funds = [f"{name}收入" for name in FUNDS]
    appropriation = _side(reading, _BALANCE, 0, funds)
    yield from equal(F06, term(reading, "receipts", "合计", "财政拨款收入"), appropriation)
    for name in ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"):
        row = _side(reading, _BALANCE, 0, [f"、{name}"])
        yield from equal(F06, term(reading, "receipts", "合计", name), row)


@document_check(F07, kind=Kind.FINAL_ACCOUNT)
def classes_equal_their_items(reading: Reading) -> Iterator[Finding]:
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


@document_check(F08, kind=Kind.FINAL_ACCOUNT)
def rows_add_up(reading: Reading) -> Iterator[Finding]:
    for name in _CODED:
        sheet = reading.sheets.get(name)
        if sheet is None or sheet.column("年初结转和结余") is not None:
            continue  # such a row balances, it does not add up: F16, F17
        columns = [c for c in range(sheet.grid.column_count) if sheet.amount_columns[c]]
        for row in sheet.rows:
            parts = total(sheet.cell(row, column) for column in columns[1:])
            yield from equal(F08, sheet.cell(row, columns[0]), parts)


@document_check(F09, kind=Kind.FINAL_ACCOUNT)
def expenditure_equals_the_balance(reading: Reading) -> Iterator[Finding]:
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


@document_check(F10, kind=Kind.FINAL_ACCOUNT)
def appropriation_receipts_agree(reading: Reading) -> Iterator[Finding]:
    current = _side(reading, "appropriation", 0, ["本年收入合计"])
    funds = _side(reading, "appropriation", 0, [f"、{name}" for name in FUNDS])
    yield from equal(F10, current, funds)
    yield from equal(F10, current, term(reading, "receipts", "合计", "财政拨款收入"))


@document_check(F11, kind=Kind.FINAL_ACCOUNT)
def appropriation_rows_add_up(reading: Reading) -> Iterator[Finding]:
    sheet = reading.sheets.get("appropriation")
    whole = sheet.column("支出", "合计") if sheet is not None else None
    if sheet is None or whole is None:
        return
    columns = [c for c in range(whole + 1, sheet.grid.column_count) if sheet.amount_columns[c]]
    for row in sheet.rows:
        parts = total(sheet.cell(row, column) for column in columns)
        yield from equal(F11, sheet.cell(row, whole), parts)
    yield from total_adds_up(reading, F11, "appropriation", "本年支出合计")


@document_check(F12, kind=Kind.FINAL_ACCOUNT)
def appropriation_balances(reading: Reading) -> Iterator[Finding]:
    table = "appropriation"
    receipts = _side(reading, table, 0, ["总计"])
    opening = ["本年收入合计", "年初财政拨款结转和结余"]
    yield from equal(F12, _side(reading, table, 0, opening), receipts)
    closing = ["本年支出合计", "年末财政拨款结转和结余"]
    yield from equal(F12, _side(reading, table, 1, closing), _side(reading, table, 1, ["总计"]))
    yield from equal(F12, receipts, _side(reading, table, 1, ["总计"]))
    sheet = reading.sheets.get(table)
    if sheet is not None:
        whole = sheet.term("年初财政拨款结转和结余")
        yield from equal(F12, whole, total(_opening_by_fund(sheet), "年初结转和结余各项资金"))


def _opening_by_fund(sheet: Sheet) -> Iterator[Term | None]:
    """The rows of the funds below that of what is carried over; not every form has them."""
    slot = sheet.find("年初财政拨款结转和结余")
    amount = sheet.column(after=slot[1]) if slot is not None else None
    if slot is None or amount is None:
        return
    for row in sheet.rows:
        if row > slot[0] and normal(sheet.texts[row][slot[1]]) in FUNDS:
            yield sheet.cell(row, amount)


@document_check(F13, kind=Kind.FINAL_ACCOUNT)
def general_public_equals_the_appropriation(reading: Reading) -> Iterator[Finding]:
    left = term(reading, "general_public_expenditure", "合计")
    yield from equal(F13, left, term(reading, "appropriation", "本年支出合计", FUNDS[0]))
    yield from _classes(reading, "general_public_expenditure", "appropriation", F13)


CHECKS = (
    receipts_add_up,
    expenditure_adds_up,
    total_receipts_add_up,
    total_expenditure_adds_up,
    both_totals_are_equal,
    receipts_equal_the_balance,
    classes_equal_their_items,
    rows_add_up,
    expenditure_equals_the_balance,
    appropriation_receipts_agree,
    appropriation_rows_add_up,
    appropriation_balances,
    general_public_equals_the_appropriation,
)
