"""What a pack's declared line tables say to a reader of the tables that print their lines."""

from __future__ import annotations

import re

from discloser.compute.ledger import Column
from discloser.model.supplement import ValueType
from discloser.pack.fields import FieldSpec, Per, books_in
from discloser.vocabulary.names import header_label
from discloser.vocabulary.tables import LineWords, Shape, TableWords

_NAMES, _CODES = ("", "名称"), ("", "编码", "代码")
_BY_CODE = (
    ValueType.FUNCTION,
    ValueType.DEPARTMENT_ECONOMIC,
    ValueType.GOVERNMENT_ECONOMIC,
    ValueType.CODE,
)
_HOLDERS = {
    Per.UNIT: (("单位", "单位名称"), LineWords(name="unit", type=ValueType.UNIT)),
    Per.PROJECT: (("项目", "项目名称"), LineWords(name="project", type=ValueType.PROJECT)),
    Per.ITEM: (("功能科目编码",), LineWords(name="function_item", type=ValueType.FUNCTION)),
}
"""What names the unit, the project or the item that lines hang on."""
_YEAR = re.compile(r"\{\{\s*year(?:\s*([+-])\s*(\d))?\s*\}\}")


def lines_words(name: str, spec: FieldSpec, year: int) -> TableWords:
    """How a table that prints a line table is read: its columns by what they are called there."""
    main = books_in({name: spec})[name].main
    called, holder = _HOLDERS.get(spec.per, ((), None))
    words = {label: holder for label in called if holder is not None}
    for column, told in (spec.lines or {}).items():
        its = Column.AMOUNT if column == main else column
        found = LineWords(name=its, type=told.type, choices=told.choices)
        endings = _CODES if told.type in _BY_CODE else _NAMES
        labels = [told.label + ending for ending in endings] + list(told.printed)
        words |= {header_label(_in_year(label, year), year): found for label in labels}
    return TableWords.model_validate(
        {"shape": Shape.LINES, "of": name, "lines": words}, context={"books": (name,)}
    )


def _in_year(label: str, year: int) -> str:
    """A label with the year in it, or one after or before it."""

    def written(match: re.Match[str]) -> str:
        return str(year + int(f"{match[1] or '+'}{match[2] or 0}"))

    return _YEAR.sub(written, label)
