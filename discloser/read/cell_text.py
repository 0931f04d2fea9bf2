"""The text that a cell stands for in a column: one reading for every format of workbook.

What is read is what is shown. Where a number is wanted, the stored number is taken if what is
shown is that number rounded; else what is shown is judged as if it had been typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.read.excel_rules import (
    BAD_CELL,
    CODE_DIGITS,
    CODE_NUMBER,
    FORMULA,
    MONTH_UNCLEAR,
    NOT_SHOWN,
    NUMBER_IN_TEXT,
    SCALED,
)
from discloser.read.spreadsheet.cell import Cell
from discloser.read.workbook_columns import ValueKind
from discloser.read.workbook_values import amount, is_too_long_a_code, number_text, shortest

_ERROR = re.compile(
    r"#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|#+)|Err:\d{3}"
)
_ONE_DECIMAL = re.compile(r"\d{4}\.\d")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful about a cell: the rule and the values of its message."""

    rule: Rule
    values: Mapping[str, object] = field(default_factory=dict)

    def at(self, place: Location) -> Finding:
        """The finding at the cell's place."""
        return self.rule.at(place, figures=(), **self.values)


Reading = tuple[str, Doubt | None]
"""The text of a cell, not yet tidied, and what is doubtful about it."""


def is_error(text: str) -> bool:
    """Whether a text is what spreadsheets show for an error: ``#N/A``."""
    return text[:1] in "#E" and _ERROR.fullmatch(text.strip()) is not None


def cell_text(cell: Cell, kind: ValueKind) -> Reading:
    """What a filled cell says in a column of this kind."""
    if cell.error:
        return "", Doubt(BAD_CELL, {"value": cell.error})
    if cell.is_open:
        return "", Doubt(FORMULA)
    value = cell.value
    if isinstance(value, bool):
        return _of_truth(kind, is_true=value), None
    if isinstance(value, str):
        wrong = is_error(value)
        return ("", Doubt(BAD_CELL, {"value": value.strip()})) if wrong else _shown(cell)
    reader = _READERS.get(kind, _words)
    if reader is not _number and isinstance(value, float) and is_too_long_a_code(value):
        return "", Doubt(CODE_DIGITS, {"value": number_text(value)})
    return reader(cell)


def _words(cell: Cell) -> Reading:
    """What a text column takes: what is shown. A fraction may be a percentage that was meant."""
    value = cell.value
    text, doubt = _shown(cell)
    if doubt is None and isinstance(value, float) and 0 < abs(value) < 1 and agrees(text, value):
        return text, Doubt(NUMBER_IN_TEXT, {"value": text})
    return text, doubt


def _shown(cell: Cell) -> Reading:
    shown = cell.shown
    if shown is None:
        value = cell.value
        words = {"value": shortest(value), "format": cell.format.code}
        return "", Doubt(NOT_SHOWN, words)
    return shown, None


def _of_truth(kind: ValueKind, *, is_true: bool) -> str:
    words = ("否", "是") if kind is ValueKind.FLAG else ("FALSE", "TRUE")
    return words[is_true]


def _number(cell: Cell) -> Reading:
    value = cell.value
    if not isinstance(value, float):
        return _shown(cell)
    if cell.text is None and cell.format.is_plain:
        return number_text(value), None
    text, doubt = _shown(cell)
    if doubt is not None:
        return text, doubt
    if agrees(text, value):
        return number_text(value), None
    if _decimal(text) is not None:
        return "", Doubt(SCALED, {"shown": text, "value": number_text(value)})
    return text, None


def agrees(shown: str, number: float) -> bool:
    """Whether what is shown is the number, rounded to as many places as are shown."""
    seen = _decimal(shown)
    if seen is None:
        return False
    exponent = seen.as_tuple().exponent
    if not isinstance(exponent, int):
        return False
    try:
        stored = Decimal(number_text(number))
        return stored.quantize(Decimal((0, (1,), exponent)), ROUND_HALF_UP) == seen
    except InvalidOperation:
        return False


def _decimal(shown: str) -> Decimal | None:
    """The number that a text shows, with commas, brackets for less than nothing, a dash for 0."""
    try:
        return Decimal(amount(shown).replace(",", ""))
    except InvalidOperation:
        return None


def _code(cell: Cell) -> Reading:
    """A code that is stored as a number: as many digits as are shown, or as are stored."""
    value = cell.value
    if not isinstance(value, float):
        return _shown(cell)
    digits = number_text(value)
    shown = cell.shown
    if shown is not None and shown != digits:
        is_padded = shown.isascii() and shown.isdigit() and int(shown) == value
        if is_padded or not agrees(shown, value):
            return shown, None
    return digits, None


def _own_code(cell: Cell) -> Reading:
    """A code that no list knows: whether zeros are missing in front, nobody can tell."""
    text, doubt = _code(cell)
    if doubt is None and isinstance(cell.value, float) and text == number_text(cell.value):
        return text, Doubt(CODE_NUMBER, {"value": text})
    return text, doubt


def _month(cell: Cell) -> Reading:
    """A date, or a number as it is shown; 2025.1 may have been typed as 2025.10."""
    if isinstance(cell.value, datetime):
        return f"{cell.value.year:04}-{cell.value.month:02}", None
    text, doubt = _shown(cell)
    if doubt is None and _ONE_DECIMAL.fullmatch(text):
        return "", Doubt(MONTH_UNCLEAR, {"value": text})
    return text, doubt


def _day(cell: Cell) -> Reading:
    """A date, or what is shown."""
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat(), None
    return _shown(cell)


_READERS: Mapping[ValueKind, Callable[[Cell], Reading]] = {
    ValueKind.MONEY: _number,
    ValueKind.NUMBER: _number,
    ValueKind.COUNT: _number,
    ValueKind.CODE: _own_code,
    ValueKind.UNIT: _code,
    ValueKind.CLASSIFIED: _code,
    ValueKind.MONTH: _month,
    ValueKind.DAY: _day,
}
