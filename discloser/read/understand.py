"""From what a draft says to the values that the model knows: usual forms, codes, units.

Both kinds of file go through here, so that the same text means the same in YAML and in a workbook.
Nothing is read otherwise than written without a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias, get_args, get_origin

from pydantic import BaseModel

from discloser.classification.codebook import Codebook, Scheme
from discloser.classification.forms import Form, Forms, bare
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.read import Draft
from discloser.read.cell_text import is_error
from discloser.read.characters import Remark, look_alikes, look_alikes_in_code
from discloser.read.characters import findings as said
from discloser.read.code_names import another_codes_name
from discloser.read.excel_rules import BAD_CELL, NAME_OF_ANOTHER
from discloser.read.unit_forms import find_unit
from discloser.read.workbook_columns import Column, ValueKind, column_of, hint_of, kind_of, model_in
from discloser.read.workbook_plan import layout
from discloser.read.workbook_values import plain_reader

READ_AS = Rule(
    "R040",
    "按通常的写法读了",
    "“{label}”里的“{written}”按“{meaning}”读了。",
    "不用处理；不对的，请直接填“{label}”的可选项。",
    Severity.NOTE,
)
SEVERAL = Rule(
    "R041",
    "不知道指哪一个",
    "“{label}”填的是“{written}”，可能是：{candidates}。",
    "{advice}",
)
NOT_HERE = Rule("R042", "填错了地方", "“{label}”不能填“{written}”。", "{advice}")

_SCHEMES = {
    "function": Scheme.FUNCTION,
    "department_economic": Scheme.DEPARTMENT_ECONOMIC,
    "government_economic": Scheme.GOVERNMENT_ECONOMIC,
}
_CODES = frozenset({ValueKind.CODE, ValueKind.CLASSIFIED, ValueKind.UNIT})
_CODE_BEFORE_NAME = re.compile(r"[\[(（【]?[^\s\[\]()（）【】\-—_:：\u3400-\u9fff]*")
_MOST_CANDIDATES = 8
_Said: TypeAlias = tuple[str, Rule | None, dict[str, str]]
"""A text as it is read, and what is said of it with which words."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A draft in the model's own words; ``findings`` tell the faults of the fields in ``told``."""

    draft: Draft
    findings: tuple[Finding, ...]
    told: frozenset[FieldPath]


def understand(
    draft: Draft,
    sources: SourceMap,
    forms: Forms,
    codebook: Codebook,
    form: type[Disclosure] = Disclosure,
) -> Understood:
    """Read each text of a draft as its field asks for it.

    ``forms``, ``codebook`` and ``form`` (of the input) are the standard ones, or those of the pack
    that the draft names.
    """
    reading = _Reading(sources, forms, codebook, _units(draft), _year(draft))
    read = reading.model(draft, form, ())
    return Understood(read, tuple(reading.findings), frozenset(reading.told))


@dataclass(frozen=True, slots=True)
class _Read:
    """What a text stands for, what is to be said about it, and its remarkable characters."""

    text: str
    rule: Rule | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


@dataclass
class _Reading:
    """One pass over a draft."""

    sources: SourceMap
    forms: Forms
    codebook: Codebook
    units: Mapping[str, str]
    year: int | None
    findings: list[Finding] = field(default_factory=list)
    told: set[FieldPath] = field(default_factory=set)
    _known: dict[tuple[Column, str], _Read] = field(default_factory=dict)

    def model(self, draft: Any, model: type[BaseModel], path: FieldPath) -> Any:
        """A part of the draft; what is no mapping is left to the validation."""
        if not isinstance(draft, dict):
            return draft
        known = model.model_fields
        return {
            name: self._field(value, model, name, (*path, name)) if name in known else value
            for name, value in draft.items()
        }

    def _field(self, value: Any, model: type[BaseModel], name: str, path: FieldPath) -> Any:
        origin, inner, held = _shape_of(model, name)
        if origin is tuple:
            return self._items(value, held[0], path)
        if origin is dict:
            return self._mapping(value, held[1], path)
        if inner is not None:
            return self.model(value, inner, path)
        return self._text(value, column_of(model, name), path)

    def _items(self, value: Any, hint: Any, path: FieldPath) -> Any:
        inner = model_in(hint)
        if not isinstance(value, list):
            return value
        if inner is not None:
            return [self.model(item, inner, (*path, at)) for at, item in enumerate(value)]
        column = _plain_column(hint, str(path[-1]))
        return [self._text(item, column, (*path, at)) for at, item in enumerate(value)]

    def _mapping(self, value: Any, hint: Any, path: FieldPath) -> Any:
        if not isinstance(value, dict):
            return value
        inner = model_in(hint)
        if inner is not None:
            return {key: self.model(each, inner, (*path, key)) for key, each in value.items()}
        column = _plain_column(hint, "")
        return {key: self._text(each, column, (*path, key)) for key, each in value.items()}

    def _text(self, value: Any, column: Column, path: FieldPath) -> Any:
        if not isinstance(value, str) or not value:
            return value
        key = (column, value)
        if key not in self._known:
            self._known[key] = self._read(value, column)
        read = self._known[key]
        if read.rule is not None or read.remarks:
            place = self.sources.find(path)
            self.findings += said((remark, place) for remark in read.remarks)
            if read.rule is not None:
                label = place.label or column.title
                self.findings.append(read.rule.at(place, figures=(), label=label, **read.words))
                self.told |= {path} if read.rule.severity is Severity.ERROR else set()
        return read.text

    def _read(self, value: str, column: Column) -> _Read:
        """The text that a value stands for, and what is to be said about it."""
        value = value.strip()
        if is_error(value):
            return _Read(value, BAD_CELL, {"value": value})
        text = plain_reader(column)(value)
        remarks: tuple[Remark, ...] = ()
        is_foreign_text = column.kind is ValueKind.TEXT and not value.isascii()
        if column.kind in _CODES or is_foreign_text:
            remarks = _look_alikes(value, column.kind)
        rule, words = None, dict[str, str]()
        match column.kind:
            case ValueKind.CHOICE:
                text, rule, words = self._choice(text, column)
            case ValueKind.UNIT:
                text, rule, words = self._unit(value)
            case ValueKind.CLASSIFIED:
                text, rule, words = self._classified(value, text, column)
        return _Read(text, rule, words, remarks)

    def _choice(self, text: str, column: Column) -> _Said:
        choices = _choices(column)
        if text in choices.values():
            return text, None, {}
        form = self.forms.find(column.title.split("·")[-1], text, choices)
        if form is None:
            return text, None, {}
        if form.meaning is not None:
            return form.meaning, READ_AS, {"written": text, "meaning": form.meaning}
        return text, *_doubt(form, text)

    def _unit(self, value: str) -> _Said:
        found = find_unit(value, self.units)
        if found.key is not None:
            rule = None if found.sure else READ_AS
            shown = f"{found.key} {self.units[found.key]}".strip()
            return found.key, rule, {"written": value, "meaning": shown} if rule else {}
        if found.keys:
            named = tuple(f"{key} {self.units[key]}".strip() for key in found.keys)
            return value, *_doubt(Form("", value, named), value)
        return value, None, {}

    def _classified(self, value: str, text: str, column: Column) -> _Said:
        if any(sign.isdigit() for sign in text):
            found = another_codes_name(column.listing, text, value) if text != value else None
            if found is None:
                return text, None, {}
            name, other, meant = found
            words = {"value": value, "code": text, "name": name, "other": other, "meant": meant}
            return text, NAME_OF_ANOTHER, words
        codes = self._codes_called(column.listing, bare(value))
        if len(codes) == 1:
            return codes[0], READ_AS, {"written": value, "meaning": f"{codes[0]} {value}"}
        if codes:
            return value, *_doubt(Form("", value, codes, "请写编码。"), value)
        return value, None, {}

    def _codes_called(self, listing: str, name: str) -> tuple[str, ...]:
        """The codes of the level that a field asks for which have a name in the draft's year."""
        scheme = _SCHEMES.get(listing)
        if scheme is None or self.year is None:
            return ()
        digits = 7 if scheme is Scheme.FUNCTION else 5
        return tuple(
            each.code
            for each in self.codebook.codes(scheme, self.year)
            if len(each.code) == digits and bare(each.name) == name
        )


@cache
def _shape_of(model: type[BaseModel], name: str) -> tuple[Any, type[BaseModel] | None, Any]:
    """What a field holds: the kind of collection, the model of a part, the hints of its items."""
    hint = hint_of(model, name)
    return get_origin(hint), model_in(hint), get_args(hint)


def _look_alikes(value: str, kind: ValueKind) -> tuple[Remark, ...]:
    """The characters of a text, or of the code before a name, that only look right."""
    if kind is ValueKind.TEXT:
        return look_alikes(value)
    code = _CODE_BEFORE_NAME.match(value) if kind is not ValueKind.CODE else None
    return look_alikes_in_code(code[0] if code is not None else value)


def _doubt(form: Form, text: str) -> tuple[Rule, dict[str, str]]:
    """What is said about a form that does not mean one value."""
    if not form.meanings:
        return NOT_HERE, {"written": text, "advice": form.advice}
    listed = "、".join(form.meanings[:_MOST_CANDIDATES])
    more = "等" if len(form.meanings) > _MOST_CANDIDATES else ""
    advice = form.advice or "请填其中的一个。"
    return SEVERAL, {"written": text, "candidates": listed + more, "advice": advice}


@cache
def choices_by_title() -> dict[str, tuple[str, ...]]:
    """The values of each field that has a fixed choice, by the field's title."""
    found: dict[str, tuple[str, ...]] = {}
    for sheet in layout():
        for column in sheet.columns:
            if column.kind is ValueKind.CHOICE:
                title = column.title.split("·")[-1]
                found.setdefault(title, tuple(_choices(column).values()))
    return found


@cache
def _plain_column(hint: Any, name: str) -> Column:
    """The column of a list of single texts, or of a mapping's values."""
    return Column("", (name,), kind_of(hint))


@cache
def _choices(column: Column) -> dict[str, str]:
    """The values of a field by the bare forms of what they are called."""
    return {bare(choice): choice for choice in column.choices}


def _units(draft: Draft) -> dict[str, str]:
    """The units by what ledger lines call them, with their names."""
    units = draft.get("units")
    found: dict[str, str] = {}
    for unit in units if isinstance(units, list) else ():
        if isinstance(unit, dict):
            code, name = (unit.get(each) for each in ("code", "name"))
            key = code or name
            if isinstance(key, str):
                found.setdefault(key.strip(), name.strip() if isinstance(name, str) else "")
    return found


def _year(draft: Draft) -> int | None:
    year = draft.get("year")
    return int(year) if isinstance(year, str) and year.strip().isdecimal() else None
