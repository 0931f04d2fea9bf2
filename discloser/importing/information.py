"""The form 机构运行信息表 (财决附03): counts and contracts that no ledger holds.

Which row is which field says ``operating_information.csv``; a row of an expense names the
department economic item whose lines must give it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from discloser.classification.forms import bare
from discloser.importing.grid_rows import yuan_of
from discloser.importing.texts import text_of
from discloser.location import FieldPath, Location
from discloser.model.disclosure import Procurement
from discloser.read.cell_text import cell_text
from discloser.read.spreadsheet.address import cell_name
from discloser.read.spreadsheet.cell import Grid
from discloser.read.workbook_columns import ValueKind
from discloser.read.workbook_titles import unit_above
from discloser.read.workbook_values import amount

COUNTED = ("three_public", "procurement", "assets")
"""The parts of an input that the form fills."""
MONEY = frozenset({*Procurement.model_fields, "foreign_reception"})
"""The fields of these parts that are amounts."""
_COUNTED = ("统计数", "决算数")
_ITEM = "项目"
_NUMBER = re.compile(
    r"^(?:其中:)?"
    r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、])*"
    r"(?:其中:)?"
)
_UNIT = re.compile(r"\((?:个|人|人次|辆|批次|台[,、/]?套|台\(套\)|元)\)$")
_HEADER_ROWS = 12


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the form as ``operating_information.csv`` has it.

    It fills the field at ``path``, or proves an economic item.
    """

    label: str
    path: FieldPath
    economic: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A number of the form: the field that it fills or the economic item that it is spent on."""

    name: str
    path: FieldPath
    economic: str
    value: Decimal
    place: Location

    @property
    def is_money(self) -> bool:
        """Whether it is an amount in 元, not a count."""
        return bool(self.economic or MONEY & set(self.path))


def read_information(grid: Grid, file: str, items: Iterable[Item]) -> Iterator[Told]:
    """Read the rows of the known items; amounts come in 元."""
    known: dict[str, Item] = {}
    for item in items:
        known.setdefault(_plain(item.label), item)
    unit = ""
    for row in (cells for number, cells in grid.rows.items() if number < _HEADER_ROWS):
        above = unit_above(row)
        unit = above[1] if above is not None else unit
    panels = list(_panels(grid))
    for number, cells in grid.rows.items():
        for labels, values in panels:
            label, cell = cells.get(labels), cells.get(values)
            found = known.get(_plain(text_of(label))) if label is not None else None
            if found is None or cell is None:
                continue
            told = Told(
                text_of(label).strip(),
                found.path,
                found.economic,
                Decimal(0),
                Location(file, sheet=grid.name, cell=cell_name(number, values)),
            )
            written = amount(cell_text(cell, ValueKind.MONEY)[0].strip())
            value = yuan_of(written, unit if told.is_money else "")
            if written and value is not None:
                yield replace(told, value=value)


def _panels(grid: Grid) -> Iterator[tuple[int, int]]:
    """The columns of labels and of numbers, side by side: 项目, 行次, 统计数, twice."""
    for number, cells in grid.rows.items():
        titles = {at: bare(text_of(cell)) for at, cell in cells.items()}
        counted = [at for at, title in titles.items() if title in _COUNTED]
        if number < _HEADER_ROWS and counted:
            for at in counted:
                labels = [left for left, title in titles.items() if left < at and title == _ITEM]
                if labels:
                    yield max(labels), at
            return


def filled(told: list[Told]) -> dict[str, Any]:
    """The parts of a draft that the numbers fill, in 元; those of several units are added up."""
    sums: dict[FieldPath, Decimal] = {}
    for each in told:
        if each.path:
            sums[each.path] = sums.get(each.path, Decimal()) + each.value
    draft: dict[str, Any] = {}
    for path, value in sums.items():
        part = draft
        for step in path[:-1]:
            part = part.setdefault(str(step), {})
        part[str(path[-1])] = format(value.normalize() or Decimal(0), "f")
    return draft


def _plain(label: str) -> str:
    """A label without its number, 其中 and its unit."""
    text = bare(label)
    while _UNIT.search(text):
        text = _UNIT.sub("", text)
    return _NUMBER.sub("", text)


@cache
def standard_items() -> tuple[Item, ...]:
    """The rows of the table that comes with the program."""
    source = files("discloser.importing").joinpath("operating_information.csv").read_text("utf-8")
    return tuple(
        Item(row["写法"], field_path(row["字段"]), row["经济分类"])
        for row in csv.DictReader(source.splitlines())
    )


def field_path(text: str) -> FieldPath:
    """The path of a field that a table writes with dots."""
    return tuple(filter(None, text.split(".")))
