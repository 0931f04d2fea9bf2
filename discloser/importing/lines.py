"""Rows of ledger grids as lines of the ledger: one for each amount, in the model's fields.

What a grid does not say is inferred where one reading is the usual one; each inference is told
with the field that it fills.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from discloser.classification.forms import Forms, bare
from discloser.importing.grid import LedgerGrid
from discloser.importing.grid_rows import Amount, GridRow
from discloser.importing.texts import Text
from discloser.importing.titles import Role, Titles
from discloser.location import Location
from discloser.model.values import Category, Fund
from discloser.read.understand import choices_by_title
from discloser.read.workbook_values import flag

_BETWEEN = r"\s*[-－_—–:：、.|]*\s*"
_CODE = r"([0-9A-Za-z０-９]+(?:-[0-9]+)*)"
_CODED = re.compile(rf"[\[(【<（［]?{_CODE}[\])】>）］]?{_BETWEEN}([^0-9０-９].*)")
_CODED_AFTER = re.compile(rf"(.*?[^0-9０-９]){_BETWEEN}[\[(【<（［]{_CODE}[\])】>）］]")
_LEAST_CODE = 3
_FIELDS = {
    Role.FUNCTION: "function",
    Role.DEPARTMENT_ECONOMIC: "department_economic",
    Role.GOVERNMENT_ECONOMIC: "government_economic",
}
EXPENDITURE, RECEIPTS, CLOSING = "expenditure", "receipts", "closing"
FROM_ABOVE = "这一格是空的，按上面一行填"
NO_FUND = "文件没有写资金来源，按一般公共预算填"
FUND_OF_CARRIED_OVER = "文件只写“上年结转”，没有写是什么钱，按一般公共预算填"
NO_CATEGORY = "文件没有写支出性质，{how}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a book of the ledger as a file has it.

    ``values`` are the texts of the model's fields, ``places`` where each stands, ``inferred`` how
    those came about that the file does not say. ``yuan`` is None where the amount is no number.
    ``source`` numbers the tables that are read, ``row`` and ``column`` are those of the amount;
    ``unit`` is the unit's code and name, ``project_code`` belongs to the project.
    """

    book: str
    values: Mapping[str, str]
    places: Mapping[str, Location]
    inferred: Mapping[str, str]
    yuan: Decimal | None
    source: int
    row: int = 0
    column: int = 0
    unit: tuple[str, str] = ("", "")
    project_code: str = ""


def split_code(text: str) -> tuple[str, str]:
    """The code and the name of ``709001-某局``, ``[709001]某局``, ``某局(709001)``."""
    tidy = text.strip()
    if re.fullmatch(_CODE, tidy):
        return unicodedata.normalize("NFKC", tidy), ""
    before = _CODED.fullmatch(tidy)
    if before is not None and len(before[1]) >= _LEAST_CODE:
        return unicodedata.normalize("NFKC", before[1]), before[2].strip()
    after = _CODED_AFTER.fullmatch(tidy)
    if after is not None:
        return unicodedata.normalize("NFKC", after[2]), after[1].strip()
    return "", tidy


def lines_of(number: int, grid: LedgerGrid, titles: Titles, forms: Forms) -> Iterator[Line]:
    """The lines of a grid, in the order of its rows and columns; ``number`` is the grid's own."""
    for row in grid.lines:
        for amount in row.amounts:
            filling = _filled(row, amount, titles, forms, grid.heads.caption.owner)
            yield Line(
                EXPENDITURE,
                filling.values,
                filling.places,
                filling.inferred,
                amount.yuan,
                number,
                row.number,
                amount.column,
                filling.unit,
                _project_code(row),
            )


def _filled(
    row: GridRow, amount: Amount, titles: Titles, forms: Forms, owner: Text | None
) -> _Filling:
    filling = _Filling(row)
    filling.set("amount", _written(amount), amount.place)
    for role, name in _FIELDS.items():
        if role in row.keys:
            how = FROM_ABOVE if role in row.filled else ""
            filling.set(name, row.keys[role].text, row.keys[role].place, how)
    _unit(filling, owner)
    _fund(filling, amount, titles)
    _category(filling, forms)
    return filling


class _Filling:
    """The fields of one line in the making."""

    def __init__(self, row: GridRow) -> None:
        self.row = row
        self.values: dict[str, str] = {}
        self.places: dict[str, Location] = {}
        self.inferred: dict[str, str] = {}
        self.unit = ("", "")

    def set(self, name: str, text: str, place: Location, how: str = "") -> None:
        self.values[name], self.places[name] = text, place
        if how:
            self.inferred[name] = how

    def key(self, role: Role) -> Text | None:
        return self.row.keys.get(role)


def _written(amount: Amount) -> str:
    """The amount in 元, or as it is written where it is no number."""
    if amount.yuan is None:
        return amount.text
    return format(amount.yuan.normalize(), "f")


def _unit(filling: _Filling, owner: Text | None) -> None:
    """The unit of a line: its own, else the one whose table it is."""
    text = filling.key(Role.UNIT) or owner
    if text is not None:
        how = FROM_ABOVE if Role.UNIT in filling.row.filled else ""
        filling.unit = code, name = split_code(text.text)
        filling.set("unit", code or name, text.place, how)


def _fund(filling: _Filling, amount: Amount, titles: Titles) -> None:
    """The fund by the title of the amount's column, else by the row."""
    said = filling.key(Role.FUND)
    own = titles.fund(said.text) if said is not None else None
    flagged = filling.key(Role.CARRIED_OVER)
    carried = amount.title.carries_over or (own is not None and own.carries_over)
    if carried:
        filling.set("carried_over", "是", amount.place)
    elif flagged is not None:
        filling.set("carried_over", flag(flagged.text), flagged.place)
    if amount.title.fund:
        filling.set("fund", amount.title.fund, amount.place)
    elif said is not None and not (own is not None and own.carries_over and not own.fund):
        fund = own.fund if own is not None and own.carries_over else said.text
        filling.set("fund", fund, said.place)
    else:
        how = FUND_OF_CARRIED_OVER if carried else NO_FUND
        filling.set("fund", Fund.GENERAL_PUBLIC_BUDGET.value, amount.place, how)


def _category(filling: _Filling, forms: Forms) -> None:
    """The nature of the expenditure; a basic one has no project."""
    said, project = filling.key(Role.CATEGORY), filling.key(Role.PROJECT)
    if said is not None:
        filling.set("category", said.text, said.place)
        basic = meaning_of("支出性质", said.text, forms) == Category.BASIC
    else:
        basic = project is None
        category = Category.BASIC if basic else Category.PROJECT
        how = "这一行没有项目，按基本支出填" if basic else "这一行有项目，按项目支出填"
        filling.set(
            "category", category.value, filling.places["amount"], NO_CATEGORY.format(how=how)
        )
    if project is not None and not basic:
        filling.set("project", project_name(project.text), project.place)


def _project_code(row: GridRow) -> str:
    """The code of a row's project, in a column of its own or before the name."""
    own, named = row.codes.get(Role.PROJECT), row.keys.get(Role.PROJECT)
    if own is not None:
        return own.text
    is_before = named is not None and project_name(named.text) != named.text
    return split_code(named.text)[0] if named is not None and is_before else ""


def project_name(text: str) -> str:
    """The name of a project without its code."""
    code, name = split_code(text)
    return name if name and sum(sign.isdigit() for sign in code) >= _PROJECT_DIGITS else text


_PROJECT_DIGITS = 8
"""A shorter number before a name may belong to it: 2026 年会议."""


def meaning_of(field: str, text: str, forms: Forms) -> str:
    """The value of a field that a text stands for; the text itself where that is not known."""
    choices = {bare(each): each for each in choices_by_title()[field]}
    form = forms.find(field, text, choices)
    return form.meaning if form is not None and form.meaning is not None else text
