"""One input sheet of the entry workbook: its titles, its rows, its rules for typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from discloser.entry.columns import (
    LAST,
    advice_for,
    columns_before,
    columns_behind,
    form_columns,
    offered,
)
from discloser.entry.lists import Lists
from discloser.entry.looks import Looks, advice, width
from discloser.entry.rows import columns_for, items, owners_of
from discloser.location import FieldPath
from discloser.model.values import Kind
from discloser.read.spreadsheet.address import cell_name, column_letters
from discloser.read.workbook_columns import NUMBERS, Column, ValueKind
from discloser.read.workbook_layout import (
    CONTENT,
    DICTIONARY,
    ITEM,
    LAST_AMOUNT,
    REMARK,
    UNIT_TITLE,
    Owner,
    Shape,
    Sheet,
)
from discloser.read.workbook_values import exact_number

_HEADER = 2
ROOM = 3000
"""Rows with drop-downs and in the range of the sums."""
_LONGEST_CHOICES = 255
"""The characters that a drop-down without a list of its own holds."""
_LINE_HEIGHT, _HIGHEST = 14, 400
_PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """An input sheet as it stands in the workbook: its columns from the left, and its rows."""

    sheet: Sheet
    columns: tuple[Column, ...]
    header: int
    rows: tuple[tuple[str, ...], ...]
    entries: tuple[Column | None, ...] = ()

    @property
    def has_sums(self) -> bool:
        """Whether a row of sums stands above the titles."""
        return self.header > _HEADER

    @property
    def first(self) -> int:
        """The first row of data, counted from zero."""
        return self.header + 1

    def at(self, name: str) -> int:
        """Which column holds the field ``name`` of a row."""
        return next(n for n, column in enumerate(self.columns) if column.path == (name,))

    def has(self, name: str) -> bool:
        """Whether a column holds the field ``name``."""
        return any(column.path == (name,) for column in self.columns)

    def range(self, name: str) -> str:
        """The cells of a field in a formula: ``'支出'!$I$4:$I$3004``.

        The title is among them: a row that is inserted right below it is then in the range too.
        """
        return self.cells_of(self.at(name))

    def cells_of(self, at: int) -> str:
        """The cells of a column, counted from 0, in a formula."""
        column = column_letters(at)
        return f"'{self.sheet.name}'!${column}${self.header + 1}:${column}${self.first + ROOM}"

    def texts(self, name: str) -> list[str]:
        """What the rows have in the field ``name``."""
        at = self.at(name)
        return [row[at] for row in self.rows]


def place_sheet(
    sheet: Sheet, kind: Kind, draft: Mapping[str, Any], lists: Lists, last: Sequence[str] = ()
) -> Placed:
    """Decide the columns and rows of a sheet for a draft; ``last`` has last year's amounts."""
    if sheet.shape is Shape.FIELDS:
        return _place_form(sheet, kind, draft, lists)
    asked = columns_for(sheet, kind, draft, lists.asks)
    own = [offered(column, sheet, kind, lists) for column in asked]
    columns = (*columns_before(sheet), *own, *columns_behind(sheet))
    rows = []
    for owner, title, item in items(sheet, draft):
        ahead = [owner] if sheet.names_owner else []
        ahead += [title] if len(sheet.lists) > 1 else []
        behind = [owner] if sheet.owner is Owner.UNIT else []
        rows.append((*ahead, *_texts(sheet, own, item), *behind))
    known = {row[0] for row in rows if not row[-1] or sheet.owner is not Owner.UNIT}
    waiting = owners_of(sheet, draft) if sheet.shape is Shape.RECORD else _asked(sheet, lists)
    rows += [(name, *[""] * (len(columns) - 1)) for name in waiting if name not in known]
    if any(last):
        columns = (*columns, LAST)
        rows = [(*row, amount) for row, amount in zip(rows, last, strict=True)]
    has_sums = any(column.kind is ValueKind.MONEY for column in own) and sheet.shape is Shape.ROWS
    return Placed(sheet, columns, _HEADER + has_sums, tuple(rows))


def _asked(sheet: Sheet, lists: Lists) -> Sequence[str]:
    """The names that a mapping lists for a document of this pack, filled in or not."""
    if sheet.columns[0].listing == "options":
        return list(lists.names["options"])
    kinds: dict[FieldPath, str] = {("prior_year", "figures"): "prior", ("reasons",): "reason"}
    kind = kinds.get(sheet.lists[0][1], "") if sheet.shape is Shape.MAPPING else ""
    return [need.key[0] for need in lists.needs.of(kind)]


def _place_form(sheet: Sheet, kind: Kind, draft: Mapping[str, Any], lists: Lists) -> Placed:
    entries = {column.path: column for column in columns_for(sheet, kind, draft, lists.asks)}
    found = [(owner, entries[path], value) for owner, _, (path, value) in items(sheet, draft)]
    if sheet.owner is Owner.UNIT:
        rows = [(owner, entry.title, value, "") for owner, entry, value in found]
        listed = tuple(entry for _, entry, _ in found)
        return Placed(sheet, form_columns(sheet), _HEADER, tuple(rows), listed)
    known = {entry.path: value for _, entry, value in found}
    rows = [(e.title, known.get(e.path, ""), advice_for(e, lists)) for e in entries.values()]  # type: ignore[misc]
    return Placed(sheet, form_columns(sheet), _HEADER, tuple(rows), tuple(entries.values()))


def _texts(sheet: Sheet, columns: list[Column], item: Any) -> list[str]:
    if sheet.shape is Shape.ITEMS:
        return [item or ""]
    if sheet.shape is Shape.MAPPING:
        return [item[0], item[1] or ""]
    return [item.get(column.path[0]) or "" for column in columns]


class SheetWriter:
    """Writes input sheets; ``sources`` has the range of each list on the dictionary sheet."""

    def __init__(
        self, looks: Looks, lists: Lists, units: Mapping[str, str], sources: Mapping[str, str]
    ) -> None:
        self._looks = looks
        self._lists = lists
        self._units = units
        self._sources = sources

    def write(self, target: Worksheet, placed: Placed) -> None:
        """Write a sheet with its titles, rows, drop-downs, protection and print set-up."""
        looks, sheet = self._looks, placed.sheet
        form = bool(placed.entries) and sheet.owner is Owner.DEPARTMENT
        for number, column in enumerate(placed.columns):
            wide = self._width(placed, number)
            target.set_column(number, number, wide, None if form else looks.input(column))
        for row in range(placed.first):
            target.set_row(row, 24 if row == 0 else 20, looks.plain)
        target.write_string(0, 0, sheet.name, looks.title)
        target.write_string(1, 0, sheet.hint, looks.hint)
        target.set_row(placed.header, 32, looks.plain)
        for number, column in enumerate(placed.columns):
            look = looks.required if column.required else looks.header
            target.write_string(placed.header, number, column.title, look)
            if not (form or column.title == REMARK):
                target.write_comment(
                    placed.header, number, advice(column), {"width": 220, "height": 90}
                )
        if form:
            self._form(target, placed)
        else:
            self._rows(target, placed)
        self._set_up(target, placed, form=form)

    def _rows(self, target: Worksheet, placed: Placed) -> None:
        widths = [self._width(placed, number) for number in range(len(placed.columns))]
        for row, texts in enumerate(placed.rows, start=placed.first):
            for number, (column, text) in enumerate(zip(placed.columns, texts, strict=True)):
                kind = self._entry_at(placed, row, number) or column
                self.cell(target, (row, number), kind, text)
            shown = list(map(self._shown, placed.columns, texts))
            target.set_row(row, row_height(shown, widths))
        last = placed.first + ROOM - 1
        for number, column in enumerate(placed.columns):
            rule = self._rule(column)
            if rule:
                target.data_validation(placed.first, number, last, number, rule)
        if placed.sheet.columns[0].listing == "options":
            for row, texts in enumerate(placed.rows, start=placed.first):
                words = list(self._lists.choices.get(texts[0], ()))
                if words and len(",".join(words)) <= _LONGEST_CHOICES:
                    target.data_validation(row, 1, row, 1, _choice_rule(words, strict=False))

    def _form(self, target: Worksheet, placed: Placed) -> None:
        for row, (texts, entry) in enumerate(
            zip(placed.rows, placed.entries, strict=True), start=placed.first
        ):
            if entry is None:
                continue
            look = self._looks.required_label if entry.required else self._looks.label
            target.write_string(row, 0, texts[0], look)
            self.cell(target, (row, 1), entry, texts[1])
            target.write_string(row, 2, texts[2], self._looks.wrapped)
            target.set_row(row, row_height(texts, [40, 60, 60]))
            rule = self._rule(entry)
            if rule:
                target.data_validation(row, 1, row, 1, rule)

    def _entry_at(self, placed: Placed, row: int, number: int) -> Column | None:
        """The kind of a form's value, which differs from row to row."""
        if placed.sheet.shape is Shape.FIELDS and placed.columns[number].title == CONTENT:
            return placed.entries[row - placed.first]
        return None

    def cell(self, target: Worksheet, at: tuple[int, int], column: Column, text: str) -> None:
        """Write a text as its column holds it; never as a formula or a link."""
        look: Format = self._looks.input(column)
        number = exact_number(text) if column.kind in NUMBERS else None
        if number is not None:
            target.write_number(*at, cast("float", number), look)  # its shortest text is kept
        elif text == "":
            target.write_blank(*at, None, look)
        else:
            target.write_string(*at, self._shown(column, text), look)

    def _shown(self, column: Column, text: str) -> str:
        if column.kind is ValueKind.UNIT:
            return self._units.get(text, text)
        if column.kind is ValueKind.NAMED and column.choices:
            return next((each for each in column.choices if each.split()[-1] == text), text)
        return self._lists.shown(column.listing, text)

    def _width(self, placed: Placed, number: int) -> int:
        column = placed.columns[number]
        if placed.sheet.shape is Shape.FIELDS:
            return {UNIT_TITLE: 26, ITEM: 40, CONTENT: 60, REMARK: 60}[column.title]
        return 26 if column.title == UNIT_TITLE else width(placed.sheet, column)

    def _rule(self, column: Column) -> dict[str, Any]:
        """The data validation of a column, with a prompt in Chinese."""
        if column == LAST:
            return _NOT_FOR_TYPING
        prompt = {"input_title": column.title[:32], "input_message": advice(column)[:255]}
        if column.kind is ValueKind.MONEY or column.kind is ValueKind.NUMBER:
            least = 0 if column.kind is ValueKind.MONEY else -1_000_000
            return prompt | {
                "validate": "decimal",
                "criteria": ">=",
                "value": least,
                "error_title": "不是数",
                "error_message": "这里只填数字，不写单位，不能为负数。",
            }
        if column.kind is ValueKind.COUNT:
            return prompt | {
                "validate": "integer",
                "criteria": ">=",
                "value": 0,
                "error_title": "不是整数",
                "error_message": "这里只填整数，不写单位。",
            }
        if column.listing in self._sources:
            return prompt | {
                "validate": "list",
                "source": f"={self._sources[column.listing]}",
                "show_error": False,
            }
        if column.choices:
            return prompt | _choice_rule(list(column.choices), strict=True)
        return {}

    def _set_up(self, target: Worksheet, placed: Placed, *, form: bool) -> None:
        last_column = len(placed.columns) - 1
        target.freeze_panes(placed.first, 1 if form else 0)
        target.repeat_rows(placed.header)
        target.set_landscape()
        target.set_paper(9)
        target.fit_to_pages(1, 0)
        target.set_footer("&C第 &P 页，共 &N 页")
        target.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        if not form:
            last = placed.first + max(ROOM - 1, len(placed.rows))
            target.autofilter(placed.header, 0, last, last_column)
        target.protect("", _PROTECTION)


def row_height(texts: Sequence[str], widths: Sequence[int]) -> int:
    """The height of a row whose texts wrap, in points; programs do not find it by themselves."""
    lines = 1
    for text, wide in zip(texts, widths, strict=True):
        if 2 * len(text) <= wide - 2 and "\n" not in text:
            continue
        parts = text.split("\n")
        cells = [sum(1 if char.isascii() else 2 for char in part) for part in parts]
        lines = max(lines, sum(max(1, -(-cell // max(1, wide - 2))) for cell in cells))
    return min(_HIGHEST, 6 + _LINE_HEIGHT * lines)


_NOT_FOR_TYPING = {
    "validate": "custom",
    "value": "=FALSE",
    "ignore_blank": False,
    "input_title": LAST_AMOUNT,
    "input_message": "上年的数，只供参考，不用填，也不会印出来。",
    "error_title": "不用填",
    "error_message": "这一栏是上年的数，只供参考。",
}


def _choice_rule(words: list[str], *, strict: bool) -> dict[str, Any]:
    if len(",".join(words)) > _LONGEST_CHOICES:
        return {}
    return {
        "validate": "list",
        "source": words,
        "show_error": strict,
        "error_title": "不在可选范围",
        "error_message": "请从下拉里选。",
    }


def dictionary_formula(name: str, row: int, column: str) -> str:
    """A cell of another sheet, or nothing; deleting rows there does not break it."""
    cells = f"'{name}'!${column}:${column}"
    return f'=IF(INDEX({cells},{row})="","",INDEX({cells},{row}))'


def dictionary_range(column: int, count: int) -> str:
    """The range of a list on the dictionary sheet."""
    return f"'{DICTIONARY}'!${(at := cell_name(0, column).rstrip('1'))}$2:${at}${count + 1}"
