"""A form of the final-accounts software: its titles, and its rows by functional item.

The forms (财决01 to 财决附03) stand one on a sheet. Which one a sheet is says its name's number
(``Z05_1``; names are cut at 31 characters) or the title on it; what a column is say its titles.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files

from discloser.classification.forms import bare
from discloser.finding import Finding
from discloser.importing.caption import Caption, is_caption, read_caption
from discloser.importing.grid import code_of_levels
from discloser.importing.grid_rows import yuan_of
from discloser.importing.header import merged_texts, words_of
from discloser.importing.texts import text_of
from discloser.location import Location
from discloser.read.cell_text import cell_text
from discloser.read.spreadsheet.address import cell_name
from discloser.read.spreadsheet.cell import Grid, Row
from discloser.read.workbook_columns import ValueKind
from discloser.read.workbook_values import amount, classified, is_total

_NUMBER = re.compile(r"([ZF]\d{2}(?:_\d)?)(?!\d|_\d)", re.IGNORECASE)
_NUMBER_IN_TITLE = re.compile(r"[(（]?财决[附0-9-]+表[)）]?")
_TITLE_ROWS = 8
_HEADER_ROWS = 12
_DEEPEST = 5
_LEAST_TITLES = 3
_NUMBERING = "栏次"
_CODE_TITLES = ("科目编码", "类", "款", "项")
_NAME_TITLES = ("科目名称", "项目")


class Use(StrEnum):
    """What a form is read for."""

    SPENDING = "支出明细"
    RECEIPTS = "收入"
    ACCOUNT = "收支"
    PROOF = "核对"
    INFORMATION = "机构运行信息"


@dataclass(frozen=True, slots=True)
class FormTitle:
    """A form of ``final_account_forms.csv``; an empty fund stands for all money.

    ``without`` says what is to be typed where a workbook does not have the form.
    """

    number: str
    title: str
    use: Use
    fund: str = ""
    category: str = ""
    without: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount of a form in 元, and where it stands; None where the cell is no number."""

    yuan: Decimal | None
    text: str
    place: Location


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a form: its code, empty for a row of totals, and its amounts by column."""

    number: int
    code: str
    name: str
    place: Location
    figures: Mapping[int, Figure]


@dataclass(frozen=True, slots=True)
class Form:
    """A form on a sheet: its columns' titles from the top, and its rows."""

    title: FormTitle
    file: str
    sheet: str
    columns: Mapping[int, tuple[str, ...]]
    rows: tuple[FormRow, ...]
    caption: Caption = field(default_factory=Caption)
    findings: tuple[Finding, ...] = ()

    @property
    def unit(self) -> str:
        """The unit whose form it is: 编制单位：某局."""
        return self.caption.owner.text if self.caption.owner is not None else ""

    @property
    def items(self) -> Iterator[FormRow]:
        """The rows of functional items (项)."""
        return (row for row in self.rows if len(row.code) == _ITEM_DIGITS)


_ITEM_DIGITS = 7


def is_form_name(name: str) -> bool:
    """Whether a sheet's name begins with the number of a form."""
    return _NUMBER.match(name.strip()) is not None


def form_title(grid: Grid, known: Iterable[FormTitle]) -> FormTitle | None:
    """Which of the known forms a sheet is; None where it is none of them."""
    number = _NUMBER.match(grid.name.strip())
    if number is not None:
        named = next((each for each in known if each.number == number[1].upper()), None)
        if named is not None:
            return named
    texts = [grid.name, *(text_of(cell) for row in _top(grid) for cell in row.values())]
    titles = {_NUMBER_IN_TITLE.sub("", bare(text)) for text in texts}
    return next((each for each in known if each.title in titles), None)


def read_form(grid: Grid, title: FormTitle, file: str) -> Form | None:
    """Read the rows of a form by functional item; None where it has no titles."""
    first = _first_row(grid)
    if first is None:
        return None
    above = [row for row in range(max(0, first - _DEEPEST), first) if _is_titles(grid, row)]
    if not above:
        return None
    columns = words_of(grid, merged_texts(grid, range(first)), range(above[0], first))
    caption = read_caption(grid, file, above[0])
    findings: list[Finding] = []
    rows = [
        _row(grid, file, columns, (number, cells, caption.money_unit), findings)
        for number, cells in grid.rows.items()
        if number >= first and not _is_numbering(cells)
    ]
    kept = tuple(row for row in rows if row is not None)
    told = (*grid.findings, *findings)
    return Form(title, file, grid.name, columns, kept, caption, told)


def _first_row(grid: Grid) -> int | None:
    """The first row below the titles: that of the columns' numbers, or that of the sums."""
    for number, cells in grid.rows.items():
        texts = [text_of(cell) for cell in cells.values()]
        has_amount = any(isinstance(cell.value, float) for cell in cells.values())
        is_sum = has_amount and any(is_total(text) for text in texts)
        if number < _HEADER_ROWS and (_NUMBERING in texts or is_sum):
            return number
    return None


def _is_titles(grid: Grid, row: int) -> bool:
    """Whether a row has titles of columns, not the form's own title, unit or number."""
    texts = [text for cell in grid.rows.get(row, {}).values() if (text := text_of(cell))]
    return len(texts) >= _LEAST_TITLES and not any(map(is_caption, texts))


def _is_numbering(cells: Row) -> bool:
    return any(text_of(cell) == _NUMBERING for cell in cells.values())


def _row(
    grid: Grid,
    file: str,
    columns: Mapping[int, tuple[str, ...]],
    content: tuple[int, Row, str],
    findings: list[Finding],
) -> FormRow | None:
    number, cells, unit = content
    coded, names, figures = dict[str, str](), list[str](), dict[int, Figure]()
    for at, cell in cells.items():
        words = [bare(text) for text in columns.get(at, ())]
        place = Location(file, sheet=grid.name, cell=cell_name(number, at))
        if _is_code(words):
            text = cell_text(cell, ValueKind.CLASSIFIED)[0].strip()
            coded[words[-1] if words[-1] in ("类", "款", "项") else f"{at:03}"] = text
        elif words and words[-1] in _NAME_TITLES:
            names.append(cell_text(cell, ValueKind.TEXT)[0].strip())
        elif words:
            text, doubt = cell_text(cell, ValueKind.MONEY)
            if doubt is not None:
                findings.append(doubt.at(place))
            written = amount(text.strip())
            if written:
                figures[at] = Figure(yuan_of(written, unit), written, place)
    code = code_of_levels(list(filter(None, coded.values())))
    if not figures or not (code or names):
        return None
    place = Location(file, sheet=grid.name, cell=cell_name(number, min(cells)))
    is_sum = any(is_total(text) for text in (*coded.values(), *names))
    return FormRow(number, "" if is_sum else classified(code), "".join(names), place, figures)


def _is_code(words: list[str]) -> bool:
    return bool(words) and (words[-1] in _CODE_TITLES or words[-1].endswith("科目编码"))


def _top(grid: Grid) -> Iterator[Row]:
    return (cells for number, cells in grid.rows.items() if number < _TITLE_ROWS)


@cache
def standard_form_titles() -> tuple[FormTitle, ...]:
    """The forms of the table that comes with the program."""
    source = files("discloser.importing").joinpath("final_account_forms.csv").read_text("utf-8")
    return tuple(
        FormTitle(
            row["表号"], row["标题"], Use(row["用途"]), row["资金"], row["支出性质"], row["没有时"]
        )
        for row in csv.DictReader(source.splitlines())
    )
