"""What foreign files are recognised by, as tables that an office extends.

The tables that come with the program lie beside this file; a pack adds rows in files of the same
names in its folder ``import/``, a nearer pack's before its parents' and these before the program's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from discloser.classification.codebook import Codebook, Scheme
from discloser.finding import Finding, Rule, has_errors
from discloser.importing.fixed_pairs import FixedPair, standard_pairs
from discloser.importing.form import FormTitle, Use, standard_form_titles
from discloser.importing.form_columns import FISCAL
from discloser.importing.information import COUNTED, Item, field_path, standard_items
from discloser.importing.published.words import TextWords, text_words
from discloser.importing.titles import Role
from discloser.model.disclosure import Disclosure
from discloser.model.values import Category
from discloser.pack.csv_file import csv_rows
from discloser.pack.layers import Layers
from discloser.pack.merge import read_layered
from discloser.validation import nearest, validate

FOLDER = "import"
COLUMNS, FORMS = f"{FOLDER}/column_titles.csv", f"{FOLDER}/final_account_forms.csv"
INFORMATION, WORDS = f"{FOLDER}/operating_information.csv", f"{FOLDER}/published_words.yaml"
PAIRS = f"{FOLDER}/fixed_pairs.csv"
FILES = (COLUMNS, FORMS, INFORMATION, PAIRS, WORDS)

WRONG_COLUMNS = Rule(
    "T068",
    "识别表的表头不对",
    "这个文件的表头应当是：{expected}。",
    "请改第一行，各栏用半角逗号隔开。",
)
WRONG_ROW = Rule(
    "T069",
    "识别表的一行不对",
    "这一行的“{column}”填的是“{value}”。",
    "{hint}",
)
_FUNDS = tuple(fund.value for fund in FISCAL)
_CATEGORIES = tuple(each.value for each in Category)
_DIGITS = 5
T = TypeVar("T")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recognition:
    """The tables of an office: what its packs add, and then the program's own.

    ``columns`` has only what is added: :class:`.Titles` knows the rest.
    """

    columns: tuple[tuple[str, Role], ...] = ()
    forms: tuple[FormTitle, ...] = field(default_factory=standard_form_titles)
    information: tuple[Item, ...] = field(default_factory=standard_items)
    words: TextWords = field(default_factory=text_words)
    pairs: tuple[FixedPair, ...] = field(default_factory=standard_pairs)


class WrongCellError(ValueError):
    """A cell of a table says what nobody can use."""

    def __init__(self, column: str, value: str, hint: str) -> None:
        super().__init__(column, value, hint)
        self.column, self.value, self.hint = column, value, hint


def read_recognition(layers: Layers) -> tuple[Recognition, tuple[Finding, ...]]:
    """The tables with what a pack and its parents add; every faulty row is a finding."""
    findings: list[Finding] = []
    columns = _added(layers, COLUMNS, COLUMN_TABLE, column_of, findings)
    forms = _added(layers, FORMS, FORM_TABLE, form_of, findings)
    items = _added(layers, INFORMATION, ITEM_TABLE, item_of, findings)
    pairs = _added(layers, PAIRS, PAIR_TABLE, pair_of, findings)
    words = text_words()
    for layer, _ in reversed(layers.find(WORDS)):
        draft, sources, told = read_layered(Layers(layers.name, (layer,)), WORDS)
        findings += told
        if not has_errors(told):
            added, told, _ = validate(TextWords, draft or {}, sources)
            findings += told
            words = words.joined(added) if added is not None else words
    standard = Recognition()
    made = Recognition(
        tuple(columns),
        (*forms, *standard.forms),
        (*items, *standard.information),
        words,
        (*pairs, *standard.pairs),
    )
    return made, tuple(findings)


def _added(
    layers: Layers,
    file: str,
    table: tuple[str, ...],
    made: Callable[[Row], T],
    findings: list[Finding],
) -> list[T]:
    found: list[T] = []
    for _, path in layers.find(file):
        for row in csv_rows(path, table, WRONG_COLUMNS):
            if isinstance(row, Finding):
                findings.append(row)
                continue
            try:
                found.append(made(row[0]))
            except WrongCellError as wrong:
                words = {"column": wrong.column, "value": wrong.value, "hint": wrong.hint}
                findings.append(WRONG_ROW.at(row[1], figures=(), **words))
    return found


COLUMN_TABLE = ("栏", "标题")
FORM_TABLE = ("表号", "标题", "用途", "资金", "支出性质", "没有时")
ITEM_TABLE = ("写法", "字段", "经济分类")
PAIR_TABLE = ("功能科目", "部门经济科目", "依据")


def column_of(row: Row) -> tuple[str, Role]:
    """A title and its role. Raises WrongCellError."""
    role = _one_of(row, "栏", [role.value for role in Role])
    return _filled(row, "标题"), Role(role)


def form_of(row: Row) -> FormTitle:
    """A form of final accounts. Raises WrongCellError."""
    use = _one_of(row, "用途", [use.value for use in Use])
    fund = _one_of(row, "资金", ["", *_FUNDS])
    category = _one_of(row, "支出性质", ["", *_CATEGORIES])
    title = _filled(row, "标题")
    return FormTitle(row["表号"], title, Use(use), fund, category, row["没有时"])


def item_of(row: Row) -> Item:
    """A row of 机构运行信息表. Raises WrongCellError."""
    label, path, economic = _filled(row, "写法"), row["字段"], row["经济分类"]
    if bool(path) == bool(economic):
        raise WrongCellError("字段", path, "“字段”和“经济分类”填一个，只填一个。")
    if path and path not in _paths():
        known = list(_paths())
        raise WrongCellError("字段", path, nearest(path, known) or f"可填：{'、'.join(known)}。")
    if economic and economic not in Codebook().names(Scheme.DEPARTMENT_ECONOMIC):
        raise WrongCellError("经济分类", economic, f"请填 {_DIGITS} 位的部门经济分类科目编码。")
    return Item(label, field_path(path), economic)


def pair_of(row: Row) -> FixedPair:
    """A functional item and what it pays for. Raises WrongCellError."""
    for column in PAIR_TABLE[:2]:
        codes = row[column].split()
        if not codes or not all(code.isascii() and code.isdigit() for code in codes):
            raise WrongCellError(column, row[column], "请填科目编码，几个之间用空格隔开。")
    return FixedPair(row["功能科目"].strip(), tuple(row["部门经济科目"].split()))


def _one_of(row: Row, column: str, known: list[str]) -> str:
    value = row[column]
    if value not in known:
        named = list(filter(None, known))
        hint = nearest(value, named) or f"可填：{'、'.join(named)}。"
        raise WrongCellError(column, value, hint)
    return value


def _filled(row: Row, column: str) -> str:
    if not row[column]:
        raise WrongCellError(column, "", "请填文件里的写法。")
    return row[column]


def _paths() -> tuple[str, ...]:
    """The fields that the form may fill, with dots."""
    return tuple(
        path
        for name in COUNTED
        for path in _below(Disclosure.model_fields[name].annotation, f"{name}.")
    )


def _below(model: Any, above: str) -> Iterator[str]:
    for name, known in model.model_fields.items():
        parts = [known.annotation, *get_args(known.annotation)]
        part = next((p for p in parts if isinstance(p, type) and issubclass(p, BaseModel)), None)
        if part is not None:
            yield from _below(part, f"{above}{name}.")
        elif str not in parts:
            yield f"{above}{name}"
