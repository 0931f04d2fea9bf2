"""What the columns of an export are called: the titles of ``column_titles.csv`` and of funds.

The table has for each column the titles that it was seen or may be met under, the better one
first; a field name of the budget system stands there without ``_code`` or ``_name``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from discloser.classification.forms import Forms, bare
from discloser.model.values import Fund
from discloser.read.workbook_titles import name_and_unit
from discloser.read.workbook_values import TOTAL_WORDS


class Role(StrEnum):
    """What a column of a ledger grid says of each line, by the Chinese names of the table."""

    UNIT = "单位"
    FUNCTION = "功能分类"
    DEPARTMENT_ECONOMIC = "部门经济分类"
    GOVERNMENT_ECONOMIC = "政府经济分类"
    FUND = "资金性质"
    CATEGORY = "支出性质"
    PROJECT = "项目"
    CARRIED_OVER = "上年结转"
    YEAR = "年度"
    AMOUNT = "金额"


class Part(StrEnum):
    """Which part of a code with its name a column has."""

    WHOLE = ""
    CODE = "code"
    NAME = "name"
    CLASS = "类"
    DIVISION = "款"
    ITEM = "项"


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says: the role of its column and the part of it.

    A column of one fund's amounts has ``fund``, as the title has it. ``carries_over`` says that
    its money is last year's; then the fund may be unknown. ``unit`` is that of its amounts as the
    title writes it, empty where it does not; ``group`` what stands above it. ``rank`` is less for a
    better title.
    """

    role: Role
    part: Part = Part.WHOLE
    fund: str = ""
    carries_over: bool = False
    unit: str = ""
    is_total: bool = False
    group: str = ""
    rank: int = 0


_PARTS = (
    (("编码", "代码", "编号", "_code"), Part.CODE),
    (("名称", "_name"), Part.NAME),
)
_LEAVES = {
    "科目编码": Part.CODE,
    "编码": Part.CODE,
    "代码": Part.CODE,
    "科目代码": Part.CODE,
    "科目名称": Part.NAME,
    "名称": Part.NAME,
    "类": Part.CLASS,
    "款": Part.DIVISION,
    "项": Part.ITEM,
}
_CARRIED_OVER = re.compile(r"上年(?:结转结余|结转\(结余\)|结转和结余|结转|结余)(?:资金|收入)?")
_BRACKETS = re.compile(r"[()]")
_FIELD = re.compile(r"[a-z]+(?:_[a-z]+)+")
_FUND_TITLE = "资金来源"


class Titles:
    """The titles of an office: the standard ones, or with what its pack adds."""

    def __init__(self, forms: Forms | None = None, added: Iterable[tuple[str, Role]] = ()) -> None:
        self._forms = forms or Forms()
        self._table: dict[str, Title] = {}
        for rank, (title, role) in enumerate((*added, *standard_columns())):
            self._table.setdefault(bare(title), Title(role, rank=rank))

    def read(self, words: tuple[str, ...]) -> Title | None:
        """What the titles of a column say, those above it first; None where that is unknown."""
        texts = [bare(word).rstrip("*") for word in words if word.strip()]
        if not texts:
            return None
        leaf, unit = name_and_unit(texts[-1])
        above = texts[-2] if len(texts) > 1 and texts[-2] != texts[-1] else ""
        found = self._leaf(leaf, above, unit)
        return replace(found, group=above) if found is not None else None

    def _leaf(self, leaf: str, above: str, unit: str) -> Title | None:
        if above and leaf in _LEAVES:
            group = self._standard(above)
            return Title(group.role, _LEAVES[leaf], rank=group.rank) if group is not None else None
        if above and leaf in TOTAL_WORDS:
            return Title(Role.AMOUNT, unit=unit, is_total=True)
        found = self._standard(leaf)
        if found is not None:
            return Title(found.role, found.part, unit=unit, rank=found.rank)
        return self._fund(leaf, unit)

    def _standard(self, text: str) -> Title | None:
        """The role that a title of the table has, with its part where the title ends in one."""
        if text in self._table:
            return self._table[text]
        for endings, part in _PARTS:
            for ending in endings:
                whole = text.removesuffix(ending) if text.endswith(ending) else ""
                found = self._table.get(whole)
                if found is not None:
                    return Title(found.role, part, rank=found.rank)
        return None

    def fund(self, text: str) -> Title | None:
        """What the name of a kind of money says: whose it is, and whether it is last year's."""
        return self._fund(bare(text), "")

    def _fund(self, leaf: str, unit: str) -> Title | None:
        """The column of one fund's amounts."""
        rest, times = _CARRIED_OVER.subn("", leaf)
        fund = _BRACKETS.sub("", rest) if times else leaf
        if times and not fund:
            return Title(Role.AMOUNT, carries_over=True, unit=unit)
        form = self._forms.find(_FUND_TITLE, fund, _funds())
        if form is None or not form.meanings:
            return None
        return Title(Role.AMOUNT, fund=fund, carries_over=bool(times), unit=unit)

    def meanings(self, fund: str) -> frozenset[str]:
        """The funds that a fund's title may stand for."""
        form = self._forms.find(_FUND_TITLE, fund, _funds())
        return frozenset(form.meanings) if form is not None else frozenset()


def is_field_name(text: str) -> bool:
    """Whether a title is a field name of the budget system: ``exp_func_code``."""
    return _FIELD.fullmatch(text.strip()) is not None or text.strip() == "amt"


@cache
def _funds() -> dict[str, str]:
    return {bare(fund): fund.value for fund in Fund}


@cache
def standard_columns() -> tuple[tuple[str, Role], ...]:
    """The titles of the table that comes with the program, each with its column's role."""
    source = files("discloser.importing").joinpath("column_titles.csv").read_text("utf-8")
    rows = csv.DictReader(source.splitlines())
    return tuple((row["标题"], Role(row["栏"])) for row in rows)
