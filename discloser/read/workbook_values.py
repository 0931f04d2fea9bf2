"""The text that a cell stands for: shortest numbers, codes before their names, tidy digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from discloser.model.values import Kind
from discloser.read.characters import one_line
from discloser.read.spreadsheet.cell import Value
from discloser.read.unit_forms import find_unit
from discloser.read.workbook_columns import Column, ValueKind

_DIGITS = 15
"""A workbook holds 15 digits of a number; what is behind them is binary noise."""
_NOTHING = frozenset({"-", "--", "－", "—", "–", "——", "/", "／", "无"})
_IN_BRACKETS = re.compile(r"\((.*)\)")
_PLAIN_AMOUNT = re.compile(r"-?[\d.,]+")
_SPACED_AMOUNT = re.compile(r"- ?\d[\d.,]*|-?\d{1,3}(?: \d{3})+(?:\.\d+)?", re.ASCII)
"""Spaces stand behind a sign or between groups of three digits; else they part two numbers."""
_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_COUNTED = re.compile(r"(\d[\d,.]*)\s*(?:人次|台套|批次|[辆台套个人批次件家名项年分])")
TOTAL_WORDS = (
    *("合计", "总计", "小计", "共计", "累计", "总合计"),
    *("本页合计", "本页小计", "部门合计", "单位合计", "单位小计", "合计数"),
)
"""What a row that is the sum of others is called; a unit may stand behind it in brackets."""
_LEADING_CODE = re.compile(r"[\[【(]?(\d+)(?=\D|$)")
_CODE_AT_END = re.compile(r"\D+?[-_\s]*[\[【(]?(\d+)[\]】)]?")
_CODE_BY_LEVELS = re.compile(r"(\d{3})[-. ](\d{2})(?:[-. ](\d{2}))?(?=\D|$)")
_NAME_AT_END = re.compile(r"(?:^|\s)([A-Za-z_]\w*)$", re.ASCII)
_MONTH = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?(?:\s*[-./]?\s*\d{1,2}\s*日?)?"
    r"|(?P<year>[12]\d{3})(?P<month>0[1-9]|1[0-2])"
)
_DAY = re.compile(
    r"([12]\d{3})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?|([12]\d{3})(\d{2})(\d{2})",
    re.ASCII,
)
_NAMES = frozenset(
    {
        "name",
        "text_name",
        "table_name",
        "title_name",
        "listed_as",
        "project",
        "evaluated_projects",
        "key_projects",
    }
)
"""The fields whose texts stand in one line."""
_YES = frozenset({"是", "√", "✓", "y", "yes", "true"})
_NO = frozenset({"否", "×", "n", "no", "false"})


def shortest(value: Value) -> str:
    """The text of a value: numbers without binary noise and without an exponent."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return number_text(value)
    return str(value).removesuffix(" 00:00:00")


def number_text(value: float) -> str:
    """A number without binary noise and without an exponent."""
    if value.is_integer() and abs(value) < 10**_DIGITS:
        return str(int(value))
    text = format(value, f".{_DIGITS}g")
    return format(Decimal(text), "f") if "e" in text else text


def exact_number(text: str) -> Decimal | int | None:
    """A number that a workbook holds without loss, or None."""
    bare = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    if _PLAIN_NUMBER.fullmatch(bare) is None:
        return None
    value = Decimal(bare)
    if Decimal(number_text(float(bare))) != value:
        return None
    return int(value) if value == value.to_integral_value() else value


def is_too_long_a_code(value: Value) -> bool:
    """Whether a code that is held as a number has lost its last digits."""
    return isinstance(value, int | float) and abs(value) >= 10**_DIGITS


def amount(text: str) -> str:
    """An amount as it is typed: full-width digits, spaces and a dash for zero are put right.

    What is no amount stays as it is written.
    """
    if text in _NOTHING:
        return "0"
    tidy = unicodedata.normalize("NFKC", text).strip().removeprefix("'").removeprefix("¥").strip()
    bracketed = _IN_BRACKETS.fullmatch(tidy)
    if bracketed is not None:
        tidy = f"-{bracketed[1].strip()}"  # as accountants write what is less than nothing
    bare = tidy.removesuffix("整").removesuffix("元").strip()
    if _SPACED_AMOUNT.fullmatch(bare):
        bare = bare.replace(" ", "")
    return bare if _PLAIN_AMOUNT.fullmatch(bare) else text


def whole(text: str) -> str:
    """A count: as an amount, without the decimal places of a whole number."""
    counted = _COUNTED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    tidy = amount(counted[1] if counted is not None else text).replace(",", "")
    return tidy.removesuffix(".0").removesuffix(".00") if _PLAIN_AMOUNT.fullmatch(tidy) else text


def classified(text: str) -> str:
    """The code before a name: ``2010301 行政运行``."""
    tidy = unicodedata.normalize("NFKC", text).strip()
    levels = _CODE_BY_LEVELS.match(tidy)
    if levels is not None:
        return "".join(filter(None, levels.groups()))
    match = _LEADING_CODE.match(tidy) or _CODE_AT_END.fullmatch(tidy)
    return match[1] if match is not None else tidy


def is_total(text: str) -> bool:
    """Whether a label says that its row is a sum: ``合　计``, ``小计：``, ``合计（元）``."""
    return "计" in text and _bare(text).partition("(")[0].replace(":", "") in TOTAL_WORDS


def code(text: str) -> str:
    """A code as typed, in half-width letters and digits."""
    return unicodedata.normalize("NFKC", text).strip()


def month(text: str) -> str:
    """A month in the ways that people write it and spreadsheets store it."""
    match = _MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return text
    return f"{match[1] or match['year']}-{int(match[2] or match['month']):02}"


def day(text: str) -> str:
    """A day in the ways that people write it and spreadsheets store it."""
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return text
    year, month, number = filter(None, match.groups())
    return f"{year}-{int(month):02}-{int(number):02}"


def flag(text: str) -> str:
    """是 or 否, where it is one."""
    word = unicodedata.normalize("NFKC", text).strip().lower()
    return "是" if word in _YES else "否" if word in _NO else text


def named(text: str) -> str:
    """The name at the end of ``收入总计 receipts_total``."""
    match = _NAME_AT_END.search(text)
    return match[1] if match is not None else Kind.meant_by(text) or text


def choice_reader(choices: Iterable[str]) -> Callable[[str], str]:
    """A function that finds the choice that a text is, whatever its spaces and widths."""
    exact = {_bare(choice): choice for choice in choices}

    def read(text: str) -> str:
        return exact.get(_bare(text), text)

    return read


def unit_reader(names: Mapping[str, str]) -> Callable[[str], str]:
    """A function that finds a unit's key where a text names it beyond doubt.

    ``names`` has each unit's key with its name.
    """

    def read(text: str) -> str:
        found = find_unit(text, names)
        return found.key if found.key is not None and found.sure else text

    return read


def plain_reader(column: Column) -> Callable[[str], str]:
    """The function that tidies the text of a column's cells."""
    if column.kind is ValueKind.CHOICE:
        return choice_reader(column.choices)
    is_name = column.listing == "projects" or (column.path and column.path[-1] in _NAMES)
    if column.kind is ValueKind.TEXT and is_name:
        return one_line
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
    ValueKind.DAY: day,
    ValueKind.NAMED: named,
}
