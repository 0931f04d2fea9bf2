"""The columns of the entry workbook's sheets beside those of the models, and what they offer."""

from __future__ import annotations

from dataclasses import replace

from discloser.entry.lists import Lists
from discloser.entry.looks import advice
from discloser.model.values import Kind
from discloser.read.workbook_columns import ACTUAL_AMOUNT, Column, ValueKind
from discloser.read.workbook_layout import (
    CONTENT,
    EACH_UNIT_TITLE,
    FUNCTION_TITLE,
    ITEM,
    LAST_AMOUNT,
    LIST_TITLE,
    PROJECT_TITLE,
    REMARK,
    UNIT_TITLE,
    Owner,
    Sheet,
)
from discloser.read.workbook_plan import layout

UNIT_ITEMS = "unit_items"
"""The list of what a unit's own document says."""
LAST = Column(LAST_AMOUNT, ("last_amount",), ValueKind.MONEY)
_OWNERS = {
    Owner.PROJECT: Column(PROJECT_TITLE, (), listing="projects", required=True),
    Owner.EACH_UNIT: Column(EACH_UNIT_TITLE, (), ValueKind.UNIT, listing="units", required=True),
    Owner.FUNCTION: Column(
        FUNCTION_TITLE, (), ValueKind.CLASSIFIED, listing="function", required=True
    ),
}
_UNIT = Column(UNIT_TITLE, (), ValueKind.UNIT, listing="units")


def columns_before(sheet: Sheet) -> tuple[Column, ...]:
    """The columns of a table that say whose a row is, and to which of its lists it goes."""
    before = [_OWNERS[sheet.owner]] if sheet.names_owner else []
    if len(sheet.lists) > 1:
        titles = tuple(title for title, _ in sheet.lists)
        before.append(Column(LIST_TITLE, (), ValueKind.CHOICE, titles, required=True))
    return tuple(before)


def columns_behind(sheet: Sheet) -> tuple[Column, ...]:
    """The column of a table that says of which unit's own document a row is."""
    return (_UNIT,) if sheet.owner is Owner.UNIT else ()


def form_columns(sheet: Sheet) -> tuple[Column, ...]:
    """The columns of a form."""
    own = (Column(ITEM, ()), Column(CONTENT, ()), Column(REMARK, ()))
    if sheet.owner is not Owner.UNIT:
        return own
    item = replace(own[0], listing=UNIT_ITEMS, required=True)
    return (replace(_UNIT, required=True), item, *own[1:])


def offered(column: Column, sheet: Sheet, kind: Kind, lists: Lists) -> Column:
    """A column as a sheet has it: with the choices alone that the pack's tables have a place for.

    The amount of a final account's line is called 决算数.
    """
    if not sheet.is_ledger:
        return column
    choices = lists.offers.get((sheet.book, str(column.path[-1])), ())
    if kind is Kind.FINAL_ACCOUNT and column.path == ("amount",):
        column = replace(column, title=ACTUAL_AMOUNT)
    return replace(column, choices=choices) if choices else column


def advice_for(entry: Column, lists: Lists) -> str:
    """What is said beside an entry of a form: how it is filled in, and from which amount on."""
    least = lists.thresholds.get(str(entry.path[-1])) if entry.path else None
    return f"单价 {least} 以上的。{advice(entry)}" if least else advice(entry)


def unit_items(lists: Lists) -> list[str]:
    """What a unit's own document may say, by the titles of the entries."""
    last = layout(lists.form)[-1]
    return [entry.title for entry in last.columns if lists.asks(last, entry)]
