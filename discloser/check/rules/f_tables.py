"""Relations within and between the tables of a final account (F01–F20).

Equal amounts and sums are held by their meaning (:mod:`discloser.check.agreement`); here stands
what else the tables have to do with each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.compare import SIDES, Missing, Side, at_most, equal, summed
from discloser.check.outcome import Outcome, Unchecked
from discloser.check.reader.facts import Fact
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Printed, Term
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.check.tables import REMEDY, agreement_check, measured, wholes
from discloser.compute.ledger import Side as Book
from discloser.finding import Rule, Severity
from discloser.model.values import Kind

F01 = Rule("F01", "本年收入合计不符", SIDES, REMEDY)
F02 = Rule("F02", "本年支出合计不符", SIDES, REMEDY)
F03 = Rule("F03", "收入总计不符", SIDES, REMEDY)
F04 = Rule("F04", "支出总计不符", SIDES, REMEDY)
F05 = Rule("F05", "收支总计不等", SIDES, REMEDY)
F06 = Rule("F06", "收入决算表与总表不符", SIDES, REMEDY)
F07 = Rule("F07", "类款项汇总不符", SIDES, REMEDY)
F08 = Rule("F08", "合计列不等于各分列之和", SIDES, REMEDY)
F09 = Rule("F09", "支出决算表与总表不符", SIDES, REMEDY)
F10 = Rule("F10", "财政拨款收入不符", SIDES, REMEDY)
F11 = Rule("F11", "财政拨款支出各栏之和不符", SIDES, REMEDY)
F12 = Rule("F12", "财政拨款收支不平", SIDES, REMEDY)
F13 = Rule("F13", "一般公共预算支出与财政拨款总表不符", SIDES, REMEDY)
F14 = Rule("F14", "基本支出与明细表不符", SIDES, REMEDY)
F15 = Rule("F15", "基本支出明细汇总不符", SIDES, REMEDY)
F16 = Rule("F16", "政府性基金收支不平", SIDES, REMEDY)
F17 = Rule("F17", "国有资本经营支出不符", SIDES, REMEDY)
F18 = Rule("F18", "“三公”经费表不符", SIDES, REMEDY)
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


@document_check(F05, kind=Kind.FINAL_ACCOUNT, says_all=True)
def both_totals_are_equal(reading: Reading) -> Iterator[Outcome]:
    table = "receipts_and_expenditure"
    receipts = measured(reading, table, "receipts_total")
    yield from equal(F05, receipts, measured(reading, table, "expenditure_total"))


@document_check(F12, kind=Kind.FINAL_ACCOUNT, says_all=True)
def appropriation_balances(reading: Reading) -> Iterator[Outcome]:
    yield from reading.agreement.outcomes(F12)
    receipts = measured(reading, "appropriation", "appropriation_receipts_total")
    outlay = measured(reading, "appropriation", "appropriation_outlay_total")
    yield from equal(F12, receipts, outlay)


@document_check(F16, kind=Kind.FINAL_ACCOUNT, says_all=True)
def government_fund_balances(reading: Reading) -> Iterator[Outcome]:
    yield from reading.agreement.outcomes(F16)
    yield from _rows_balance(F16, reading, "government_fund")


@document_check(F17, kind=Kind.FINAL_ACCOUNT, says_all=True)
def state_capital_balances(reading: Reading) -> Iterator[Outcome]:
    """Not every form of this table has receipts and what is carried over."""
    yield from reading.agreement.outcomes(F17)
    sheet = reading.table("state_capital")
    facts = reading.reader.facts.in_table(sheet.name) if isinstance(sheet, Sheet) else ()
    if any(fact.meaning.parts[0][0] is not Book.EXPENDITURE for fact in facts):
        yield from _rows_balance(F17, reading, "state_capital")


_BOOKS = tuple(Meaning.of(book) for book in Book)


def _rows_balance(rule: Rule, reading: Reading, role: str) -> Iterator[Outcome]:
    """年初＋本年收入＝本年支出＋年末 in each row."""
    sheet = reading.table(role)
    if isinstance(sheet, Missing):
        return
    rows: dict[int, list[Fact]] = {}
    for fact in reading.reader.facts.in_table(sheet.name):
        rows.setdefault(fact.row, []).append(fact)
    if not rows:
        yield Unchecked(rule.code, f"“{sheet.caption}”里认不出收支", sheet.own_place)
    for row, facts in rows.items():
        receipts, spent, closing = ([fact.term for fact in wholes(facts, book)] for book in _BOOKS)
        if receipts and spent and closing:
            yield from equal(rule, summed(receipts), summed((*spent, *closing)))
        else:
            reason = f"“{sheet.caption}”里认不出收入、支出或结转结余"
            yield Unchecked(rule.code, reason, sheet.place(row, 0))


@document_check(F19, kind=Kind.FINAL_ACCOUNT, says_all=True)
def three_public_covers_basic_items(reading: Reading) -> Iterator[Outcome]:
    for measure in _THREE_PUBLIC:
        whole = measured(reading, "three_public", measure)
        yield from at_most(F19, _basic_part(reading, measure), whole)


_THREE_PUBLIC = (
    "three_public_abroad",
    "three_public_vehicle_purchase",
    "three_public_vehicle_operation",
    "three_public_reception",
)


def _basic_part(reading: Reading, measure: str) -> Side:
    """What the table of basic expenditure has of a measure."""
    sheet = reading.table("general_public_basic")
    if isinstance(sheet, Missing):
        return sheet
    found = reading.reader.measures[measure]
    whole = Meaning(found.selection.parts)
    facts = reading.reader.facts.in_table(sheet.name)
    parts = [fact.term for fact in facts if fact.meaning.is_within(whole)]
    if not facts:
        return Missing(f"“{sheet.caption}”里认不出经济科目", sheet.own_place)
    label = f"“{sheet.caption}”{found.label}的科目"
    return summed(parts) if parts else Term(f"{label}（没有）", Printed(Decimal(0)))


@document_check(F20, kind=Kind.FINAL_ACCOUNT, says_all=True)
def all_expenditure_covers_the_appropriation(reading: Reading) -> Iterator[Outcome]:
    part = measured(reading, "general_public_expenditure", "general_public_budget")
    yield from at_most(F20, part, measured(reading, "expenditure", "current_expenditure"))


CHECKS = (
    *(
        agreement_check(rule, Kind.FINAL_ACCOUNT)
        for rule in (F01, F02, F03, F04, F06, F07, F08, F09, F10, F11, F13, F14, F15, F18)
    ),
    both_totals_are_equal,
    appropriation_balances,
    government_fund_balances,
    state_capital_balances,
    three_public_covers_basic_items,
    all_expenditure_covers_the_appropriation,
)
