"""The text that a cell stands for: shortest numbers, codes before their names, tidy digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from discloser.model.values import Kind
from discloser.read.workbook_columns import Column, ValueKind

CellValue = object
"""What the reader of workbooks gives for a cell: text, number, truth value, date; "" for none."""

_DIGITS = 15
"""A workbook holds 15 digits of a number; what is behind them is binary noise."""
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_NOTHING = frozenset({"-", "－", "—", "–", "——", "/"})
_LEADING_CODE = re.compile(r"(\d+)(?=\D|$)")
_CODE_AND_NAME = re.compile(r"([0-9A-Za-z_-]+)[\s　]+\S")
_NAME_AT_END = re.compile(r"(?:^|\s)([A-Za-z_]\w*)$", re.ASCII)
_KINDS = {kind.label: kind.value for kind in Kind}
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?(?:\s*[-./]?\s*\d{1,2}\s*日?)?")
_YES = frozenset({"是", "√", "✓", "y", "yes", "true"})
_NO = frozenset({"否", "×", "n", "no", "false"})


def shortest(value: CellValue) -> str:
    """The text of a cell: numbers without binary noise and without an exponent."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return _number(value)
    return str(value).removesuffix(" 00:00:00")


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 10**_DIGITS:
        return str(int(value))
    number = Decimal(format(value, f".{_DIGITS}g"))
    return format(number.normalize(), "f")


def without_invisible(text: str) -> str:
    """A text without characters that cannot be seen; its line breaks are all alike."""
    if text.isprintable():
        return text
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))


def is_too_long_a_code(value: CellValue) -> bool:
    """Whether a code that is held as a number has lost its last digits."""
    return isinstance(value, int | float) and abs(value) >= 10**_DIGITS


def amount(text: str) -> str:
    """An amount as it is typed: full-width digits, spaces and a dash for zero are put right."""
    if text in _NOTHING:
        return "0"
    tidy = "".join(unicodedata.normalize("NFKC", text).split())
    return tidy.replace("、", ",").removeprefix("¥").removesuffix("元") if tidy else tidy


def whole(text: str) -> str:
    """A count: as an amount, without the decimal places of a whole number."""
    tidy = amount(text).replace(",", "")
    return tidy.removesuffix(".0").removesuffix(".00")


def classified(text: str) -> str:
    """The code before a name: ``2010301 行政运行``."""
    tidy = unicodedata.normalize("NFKC", text).strip()
    match = _LEADING_CODE.match(tidy)
    return match[1] if match is not None else tidy


def code(text: str) -> str:
    """A code as typed, in half-width letters and digits."""
    return unicodedata.normalize("NFKC", text).strip()


def month(text: str) -> str:
    """A month in the ways that people write it and spreadsheets store it."""
    match = _MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return f"{match[1]}-{int(match[2]):02}" if match is not None else text


def flag(text: str) -> str:
    """是 or 否, where it is one."""
    word = unicodedata.normalize("NFKC", text).strip().lower()
    return "是" if word in _YES else "否" if word in _NO else text


def named(text: str) -> str:
    """The name at the end of ``收入总计 receipts_total``."""
    match = _NAME_AT_END.search(text)
    return match[1] if match is not None else _KINDS.get(text, text)


def choice_reader(choices: Iterable[str]) -> Callable[[str], str]:
    """A function that finds the choice that a text is, whatever its spaces and widths."""
    exact = {_bare(choice): choice for choice in choices}

    def read(text: str) -> str:
        return exact.get(_bare(text), text)

    return read


def unit_reader(names: Mapping[str, str]) -> Callable[[str], str]:
    """A function that finds a unit's key in ``编码 名称``, its code or its name.

    ``names`` has each unit's key with its name.
    """
    by_name: dict[str, str] = {}
    for key, name in names.items():
        by_name.setdefault(name, key)

    def read(text: str) -> str:
        tidy = code(text)
        for candidate in (text, tidy):
            if candidate in names:
                return candidate
        match = _CODE_AND_NAME.match(tidy)
        if match is not None and match[1] in names:
            return match[1]
        return by_name.get(text, text)

    return read


def plain_reader(column: Column) -> Callable[[str], str]:
    """The function that tidies the text of a column's cells."""
    if column.kind is ValueKind.CHOICE:
        return choice_reader(column.choices)
    return _READERS.get(column.kind, str)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


_READERS: Mapping[ValueKind, Callable[[str], str]] = {
    ValueKind.MONEY: amount,
    ValueKind.NUMBER: amount,
    ValueKind.COUNT: whole,
    ValueKind.CODE: code,
    ValueKind.CLASSIFIED: classified,
    ValueKind.FLAG: flag,
    ValueKind.MONTH: month,
    ValueKind.NAMED: named,
}
