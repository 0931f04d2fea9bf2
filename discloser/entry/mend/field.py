"""What a cell asks for: its title, its kind, what may be chosen, how it is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from discloser.entry.columns import UNIT_ITEMS, advice_for, offered, unit_items
from discloser.entry.lists import Lists
from discloser.entry.mend.book import EntryBook
from discloser.entry.mend.shown import shown_text, typed_text
from discloser.entry.mend.slots import Slot, slot_at
from discloser.entry.rows import unit_keys
from discloser.entry.workbook import LONGEST_TEXT
from discloser.finding import Finding
from discloser.model.values import Kind
from discloser.money import MoneyUnit
from discloser.read.workbook_columns import Column, ValueKind
from discloser.read.workbook_values import named


class FieldType(StrEnum):
    """What a field is for those who fill it in."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    AMOUNT = "amount"
    NUMBER = "number"
    COUNT = "count"
    CODE = "code"
    MONTH = "month"
    DAY = "day"
    CHOICE = "choice"
    YES_NO = "yes_no"


TYPES = {
    ValueKind.MONEY: FieldType.AMOUNT,
    ValueKind.NUMBER: FieldType.NUMBER,
    ValueKind.COUNT: FieldType.COUNT,
    ValueKind.CODE: FieldType.CODE,
    ValueKind.MONTH: FieldType.MONTH,
    ValueKind.DAY: FieldType.DAY,
    ValueKind.FLAG: FieldType.YES_NO,
    ValueKind.CHOICE: FieldType.CHOICE,
    ValueKind.NAMED: FieldType.CHOICE,
    ValueKind.UNIT: FieldType.CHOICE,
    ValueKind.CLASSIFIED: FieldType.CHOICE,
}
"""What the kinds of values are, beside texts."""


@dataclass(frozen=True, slots=True)
class CellField:
    """A cell as a field of a page.

    ``value`` is what a person would type to get what it says, ``shown`` what it shows. ``unit``
    is that of amounts, 元 or 万元. ``choices`` are offered in their order; ``only_choices`` says
    that nothing else is taken. ``longest`` is how many characters fit. ``fixed`` says why the
    cell is not to be filled in, and is empty where it is.
    """

    sheet: str
    cell: str
    title: str
    type: FieldType
    value: str
    shown: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    only_choices: bool = False
    required: bool = False
    default: str = ""
    help: str = ""
    longest: int = LONGEST_TEXT
    fixed: str = ""

    @property
    def may_edit(self) -> bool:
        """Whether it is to be filled in."""
        return not self.fixed


def cell_field(
    book: EntryBook, lists: Lists, sheet: str, cell: str
) -> tuple[CellField | None, tuple[Finding, ...]]:
    """What the cell at an address asks for; of merged cells, the one that is shown.

    ``lists`` are those of the book's pack (:func:`discloser.entry.convert.lists_for`).
    """
    slot = slot_at(book, sheet, cell)
    if isinstance(slot, Finding):
        return None, (slot,)
    return _field(book, lists, slot), ()


def _field(book: EntryBook, lists: Lists, slot: Slot) -> CellField:
    held = book.cell(slot.sheet, slot.row, slot.at)
    value, shown = typed_text(held, slot.column), shown_text(held)
    layout = book.filled.sheets.get(slot.sheet.strip())
    if slot.column is None or layout is None:
        kind = FieldType.TEXT
        return CellField(slot.sheet, slot.address, slot.title, kind, value, shown, fixed=slot.fixed)
    column = offered(slot.column, layout, book.kind or Kind.BUDGET, lists)
    choices = _choices(book, lists, slot, column)
    kind = TYPES.get(column.kind) or (FieldType.LONG_TEXT if column.is_long else FieldType.TEXT)
    if choices and kind is FieldType.TEXT:
        kind = FieldType.CHOICE
    is_amount = column.kind is ValueKind.MONEY
    return CellField(
        slot.sheet,
        slot.address,
        slot.title,
        kind,
        value,
        shown,
        str(book.draft.get("money_unit") or MoneyUnit.YUAN.value) if is_amount else "",
        choices,
        bool(choices) and column.kind in (ValueKind.CHOICE, ValueKind.FLAG),
        column.required,
        column.default,
        advice_for(column, lists),
        fixed=slot.fixed,
    )


def _choices(book: EntryBook, lists: Lists, slot: Slot, column: Column) -> tuple[str, ...]:
    """What may be chosen, as a cell has it: a code with its name."""
    if column.choices:
        return column.choices
    if column.listing in lists.names:
        return tuple(lists.entries(column.listing))
    own = {
        "units": list(unit_keys(book.draft).values()),
        "projects": _names(book.draft.get("projects")),
        UNIT_ITEMS: unit_items(lists),
    }
    if column.listing in own:
        return tuple(filter(None, own[column.listing]))
    return _of_option(book, lists, slot, column)


def _of_option(book: EntryBook, lists: Lists, slot: Slot, column: Column) -> tuple[str, ...]:
    """What may be chosen for the option that a row names."""
    table = book.filled.tables.get(slot.sheet.strip())
    key = table.sheet.columns[0] if table is not None else None
    if table is None or key is None or key.listing != "options" or column == key:
        return ()
    chosen = table.cells.cell(slot.row, table.columns.get(key.title, -1))
    return lists.choices.get(named(typed_text(chosen, key)), ())


def _names(items: object) -> list[str]:
    found = items if isinstance(items, list) else []
    return [str(each["name"]) for each in found if isinstance(each, Mapping) and each.get("name")]
