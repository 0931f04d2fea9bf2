"""The row of titles of a sheet: which column is which, in what unit, and what looks like one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from discloser.model.values import Kind
from discloser.read.spreadsheet.cell import Row
from discloser.read.workbook_columns import ACTUAL_AMOUNT, BUDGETED_AMOUNT, Column, ValueKind
from discloser.read.workbook_layout import Shape, Sheet, plain
from discloser.read.workbook_values import classified, unit_reader

_UNIT = r"(元|千元|万元|百万元|亿元)"
_TITLE_UNIT = re.compile(rf"(.+?)[(:/\[](?:单位[:]?)?{_UNIT}[)\]]?")
_HEAD_UNIT = re.compile(rf"\(?(?:金额)?单位:?(?:人民币)?{_UNIT}\)?")
_ALIKE = 0.5
_DIGITS = {"function": 7}
_ECONOMIC_DIGITS = 5


def columns_of(sheet: Sheet, row: Row, kind: Kind | None) -> dict[str, list[int]]:
    """The columns of a row of titles by the titles of the layout.

    A title itself goes before what else its column may be called, 决算数 before 预算数 in a
    final account. Columns that say the same title stand side by side.
    """
    found: dict[str, list[int]] = {}
    for title, names in _names(sheet, kind).items():
        for name, is_money in names:
            at = [each for each, text in _texts(row) if _same(text, name, is_money=is_money)]
            if at:
                found[title] = at
                break
    return found


def unit_in_title(title: str) -> str:
    """The unit that a title says: 万元 of ``金额（万元）``; nothing where it says none."""
    return name_and_unit(title)[1]


def name_and_unit(title: str) -> tuple[str, str]:
    """A title without the unit that it says, and the unit; a unit that it does not say is empty."""
    even = _even(title)
    match = _TITLE_UNIT.fullmatch(even)
    return (match[1], match[2]) if match is not None else (even, "")


def unit_above(row: Row) -> tuple[int, str] | None:
    """The unit that a row above the titles says, and its column: 万元 of ``单位：万元``."""
    for at, text in _texts(row):
        unit = unit_said(text)
        if unit:
            return at, unit
    return None


def unit_said(text: str) -> str:
    """The unit that a text above the titles says, and nothing else; empty where it does not."""
    match = _HEAD_UNIT.fullmatch(_even(text))
    return match[1] if match is not None else ""


def likely(
    missing: Iterable[Column],
    title: str,
    texts: list[str],
    gap: frozenset[str],
    units: Mapping[str, str],
) -> Column | None:
    """The missing column that an unknown one of this title and these texts looks like.

    ``gap`` has the titles that stand between those of its neighbours.
    """
    best, most = None, 0.0
    for column in missing:
        score = _likeness(title, column.title) + 2 * _fits(column, texts, units)
        score += column.title in gap
        if score > most:
            best, most = column, score
    return best if most >= _ALIKE else None


def _names(sheet: Sheet, kind: Kind | None) -> dict[str, tuple[tuple[str, bool], ...]]:
    """The titles of the layout with all that each may be called, the best first."""
    names: dict[str, tuple[tuple[str, bool], ...]]
    names = {title: ((title, False),) for title in sheet.headers}
    if sheet.shape is Shape.FIELDS:
        return names
    usual = BUDGETED_AMOUNT if kind is Kind.BUDGET else ACTUAL_AMOUNT
    for column in sheet.columns:
        is_money = column.kind is ValueKind.MONEY
        aliases = sorted(column.aliases, key=lambda alias: alias != usual)
        names[column.title] = tuple((name, is_money) for name in (column.title, *aliases))
    return names


def _texts(row: Row) -> list[tuple[int, str]]:
    return [(at, cell.value) for at, cell in row.items() if isinstance(cell.value, str)]


def _same(text: str, name: str, *, is_money: bool) -> bool:
    """Whether a title is this name; behind that of amounts a unit may stand."""
    title, known = _even(text), _even(name)
    match = _TITLE_UNIT.fullmatch(title) if is_money else None
    return title == known or (match is not None and match[1] == known)


def _even(text: str) -> str:
    return unicodedata.normalize("NFKC", plain(text))


def _likeness(title: str, known: str) -> float:
    """How much two titles have in common; less than half is nothing."""
    ratio = SequenceMatcher(None, title, known).ratio()
    return ratio if ratio >= _ALIKE else 0.0


def _fits(column: Column, texts: list[str], units: Mapping[str, str]) -> bool:
    """Whether what stands in a column can be the contents of another whose contents are few."""
    if not texts:
        return False
    if column.kind is ValueKind.UNIT:
        read = unit_reader(units)
        return all(read(text) in units for text in texts)
    if column.kind is ValueKind.CLASSIFIED:
        digits = _DIGITS.get(column.listing, _ECONOMIC_DIGITS)
        codes = [classified(text) for text in texts]
        return all(code.isdecimal() and len(code) == digits for code in codes)
    if column.kind is ValueKind.CHOICE:
        return {plain(text) for text in texts} <= {plain(choice) for choice in column.choices}
    return False
