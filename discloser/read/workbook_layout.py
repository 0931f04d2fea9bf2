"""What the sheets of the entry workbook are: their titles, shapes, owners and columns.

The models say the columns: their fields, titles, kinds of value and choices; which sheets there
are says :mod:`discloser.read.workbook_plan`. Reading and writing use the same sheets, so neither
can drift from the models or from the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from discloser.location import FieldPath
from discloser.model.values import Kind
from discloser.read.workbook_columns import Column

FORMAT_VERSION = 2
"""The version of this layout; :data:`CHANGES` says what each one changed."""

CHANGES: Mapping[int, str] = {
    1: "第一版",
    2: "“单位”加了“单位性质”一列，加了“项目说明”一张表，"
    "决算的“年终结余”加了“功能分类科目（项）”一列",
}

GUIDE = "填表说明"
SELF_CHECK = "自查"
TO_FILL = "待填"
DICTIONARY = "字典"
PROBLEMS = "问题清单"
PROOF = "核对"
OWN_SHEETS = frozenset({GUIDE, SELF_CHECK, TO_FILL, DICTIONARY, PROBLEMS, PROOF})
"""The sheets that hold no input."""

VERSION_LABEL = "表格版本"
ITEM, CONTENT, REMARK = "事项", "内容", "说明"
LAST_AMOUNT = "上年金额"
"""A column of a ledger that shows last year's amount of each line. It is not read."""
LIST_TITLE = "类别"
PROJECT_TITLE = "项目名称"
UNIT_TITLE = "所属单位"
EACH_UNIT_TITLE = "预算单位"
FUNCTION_TITLE = "功能科目编码"
FUNCTION_PART = "item_supplements"
"""The mapping that holds what a pack asks of each functional item."""


class Shape(StrEnum):
    """What the rows of a sheet are."""

    FIELDS = "fields"
    ROWS = "rows"
    ITEMS = "items"
    MAPPING = "mapping"
    RECORD = "record"
    """A row is all that its owner has there."""


class Owner(StrEnum):
    """Whose part a row is.

    It is the department's alone, that of a unit's own document where the row names one, or that of
    the project, unit or functional item that it names.
    """

    DEPARTMENT = "department"
    UNIT = "unit"
    PROJECT = "project"
    EACH_UNIT = "each_unit"
    FUNCTION = "function"


_OWNER_TITLES = {
    Owner.DEPARTMENT: "",
    Owner.UNIT: UNIT_TITLE,
    Owner.PROJECT: PROJECT_TITLE,
    Owner.EACH_UNIT: EACH_UNIT_TITLE,
    Owner.FUNCTION: FUNCTION_TITLE,
}
_OWNER_PATHS: Mapping[Owner, FieldPath] = {
    Owner.PROJECT: ("projects", "*"),
    Owner.EACH_UNIT: ("units", "*"),
    Owner.FUNCTION: (FUNCTION_PART, "*"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: ``lists`` are the lists or mappings that its rows go to, with their titles.

    The columns of a mapping are its key and its value; those of a form are its entries.
    """

    name: str
    hint: str
    shape: Shape
    lists: tuple[tuple[str, FieldPath], ...]
    columns: tuple[Column, ...]
    owner: Owner = Owner.DEPARTMENT
    kinds: frozenset[Kind] = frozenset(Kind)
    since: int = 1
    is_declared: bool = False
    """Whether the pack asks for it, beside what every input has."""
    may_lack: bool = False
    """Whether packs say which kind has it, and none says so of either: it may well not be there."""

    @property
    def owner_title(self) -> str:
        """The title of the column that says whose a row is."""
        return _OWNER_TITLES[self.owner]

    @property
    def owner_path(self) -> FieldPath:
        """The way to the parts that such rows belong to; a star stands for each of them."""
        return _OWNER_PATHS.get(self.owner, ())

    @property
    def names_owner(self) -> bool:
        """Whether each row must say whose it is, in its first column."""
        return self.owner not in (Owner.DEPARTMENT, Owner.UNIT)

    @property
    def is_indispensable(self) -> bool:
        """Whether no disclosure can be without it."""
        if self.is_declared or self.may_lack:
            return False
        is_basic = self.shape is Shape.FIELDS and any(entry.required for entry in self.columns)
        return self.owner is Owner.DEPARTMENT and (
            (is_basic and self.kinds == frozenset(Kind)) or self.lists[0][1] in _INDISPENSABLE
        )

    @property
    def needed(self) -> tuple[str, ...]:
        """The titles of the columns without which its rows cannot be understood."""
        if self.shape is Shape.FIELDS:
            own = (UNIT_TITLE,) if self.owner is Owner.UNIT else ()
            return (*own, ITEM, CONTENT)
        owner = (self.owner_title,) if self.names_owner else ()
        chooser = (LIST_TITLE,) if len(self.lists) > 1 else ()
        return (*owner, *chooser, *(column.title for column in self.columns if column.required))

    @property
    def is_ledger(self) -> bool:
        """Whether its rows are lines of the ledger."""
        return self.shape is Shape.ROWS and self.lists[0][1] in LEDGERS

    @property
    def book(self) -> str:
        """The book of the ledger whose lines its rows are; empty for other sheets."""
        return str(self.lists[0][1][0]) if self.is_ledger else ""

    @property
    def only_list(self) -> FieldPath | None:
        """The list that all its rows go to, where no cell has to say it."""
        only = self.owner is Owner.DEPARTMENT and len(self.lists) == 1
        return self.lists[0][1] if only else None

    @property
    def headers(self) -> tuple[str, ...]:
        """The titles in the order in which they are written."""
        if self.shape is Shape.FIELDS:
            own = (UNIT_TITLE,) if self.owner is Owner.UNIT else ()
            return (*own, ITEM, CONTENT, REMARK)
        owner = (self.owner_title,) if self.names_owner else ()
        chooser = (LIST_TITLE,) if len(self.lists) > 1 else ()
        unit = (UNIT_TITLE,) if self.owner is Owner.UNIT else ()
        return (*owner, *chooser, *(column.title for column in self.columns), *unit)

    def by_title(self) -> dict[str, Column]:
        """The columns, or the entries of a form, by all that they are called; see :func:`plain`."""
        return {
            plain(title): column
            for column in reversed(self.columns)
            for title in (column.title, *column.aliases)
        }


LEDGERS: tuple[FieldPath, ...] = (("receipts",), ("expenditure",), ("closing",))
_INDISPENSABLE: tuple[FieldPath, ...] = (("units",), ("receipts",), ("expenditure",))


def plain(title: str) -> str:
    """A title without what people and programs add: white space and a mark of required ones."""
    return "".join(title.split()).removesuffix("*").removesuffix("＊")
