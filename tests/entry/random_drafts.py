"""Random drafts of either kind, made from the models: every field that there is may be filled."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from discloser.classification.codebook import Codebook, Scheme
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind, kinds_of
from discloser.read.characters import one_line, tidy
from discloser.read.workbook_columns import ValueKind, hint_of, kind_of, model_in
from discloser.read.workbook_values import is_total

YEAR = 2025
UNITS = ("101001", "0102", "乙单位")
PROJECTS = ("甲项目", "乙项目（二期）")
MOST = 2
"""Items of a list, beside those that have names of their own."""

written = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")),
    min_size=1,
    max_size=12,
).map(lambda text: one_line(tidy(text)[0]).strip() or "字")
written = written.filter(lambda text: not is_total(text) and not text.startswith("#"))
"""Texts as a person writes them, in characters that reading leaves as they are.

The name of a row of sums is none, nor is an error word of a spreadsheet.
"""
money = st.integers(0, 10**13).map(lambda fen: str(Decimal(fen) / 100))


def _codes(scheme: Scheme, level: str) -> list[str]:
    return [each.code for each in Codebook().codes(scheme, YEAR) if each.level == level]


FUNCTIONS = _codes(Scheme.FUNCTION, "项")
_NAMED = {
    "pack": st.just("henan/base"),
    "year": st.just(str(YEAR)),
    "function": st.sampled_from(FUNCTIONS),
    "department_economic": st.sampled_from(_codes(Scheme.DEPARTMENT_ECONOMIC, "款")),
    "government_economic": st.sampled_from(_codes(Scheme.GOVERNMENT_ECONOMIC, "款")),
    "score": st.sampled_from(["0", "9.75", "100"]),
    "code": st.sampled_from(["101", "007", "A-1", "411200250000000058998"]),
    "supervision_index": st.sampled_from(["0101", "A-1"]),
    "economic": st.sampled_from(_codes(Scheme.DEPARTMENT_ECONOMIC, "款")),
    "government": st.sampled_from(_codes(Scheme.GOVERNMENT_ECONOMIC, "款")),
    "unit": st.sampled_from(UNITS[:1]),
}
_BY_KIND: dict[ValueKind, st.SearchStrategy[str]] = {
    ValueKind.MONEY: money,
    ValueKind.NUMBER: st.sampled_from(["0", "0.5", "10"]),
    ValueKind.COUNT: st.integers(0, 10**6).map(str),
    ValueKind.FLAG: st.sampled_from(["是", "否"]),
    ValueKind.MONTH: st.sampled_from(["2025-03", "2024-12"]),
    ValueKind.DAY: st.sampled_from(["2025-03-05", "2024-12-31"]),
}


@st.composite
def drafts(draw: st.DrawFn, kind: Kind, form: type[Disclosure] = Disclosure) -> dict[str, Any]:
    """A draft of one kind; what its units and projects are called is used in the ledger."""
    draft = draw(of_model(form, kind))
    units = [
        {**draw(of_model(model_of_items("units", form), kind)), "code": code, "name": f"单位{code}"}
        for code in UNITS[: draw(st.integers(1, len(UNITS)))]
    ]
    projects = [
        {**draw(of_model(model_of_items("projects", form), kind)), "name": name}
        for name in PROJECTS[: draw(st.integers(0, len(PROJECTS)))]
    ]
    keys = [unit["code"] for unit in units]
    for book in ("receipts", "expenditure", "closing"):
        for line in draft.get(book, ()):
            line["unit"] = draw(st.sampled_from(keys))
    return {**draft, "kind": kind.value, "units": units, "projects": projects}


def model_of_items(name: str, form: type[Disclosure] = Disclosure) -> type[BaseModel]:
    """The model of a list's items."""
    model = model_in(get_args(hint_of(form, name))[0])
    assert model is not None
    return model


@st.composite
def of_model(draw: st.DrawFn, model: type[BaseModel], kind: Kind) -> dict[str, Any]:
    """Some fields of a model, and all that it must have."""
    found = {}
    for name, field in model.model_fields.items():
        if kind not in kinds_of(field) or not (field.is_required() or draw(st.booleans())):
            continue
        value = draw(_of_field(model, name, kind))
        if value not in ({}, []):
            found[name] = value
    return found


def _of_field(model: type[BaseModel], name: str, kind: Kind) -> st.SearchStrategy[Any]:
    hint = hint_of(model, name)
    inner = model_in(hint)
    if get_origin(hint) is dict:
        of_each = model_in(get_args(hint)[1])
        if of_each is not None:
            parts = of_model(of_each, kind)
            return st.dictionaries(st.sampled_from(FUNCTIONS), parts, max_size=MOST).map(_filled)
        keys = FUNCTIONS if name == "item_reasons" else ["receipts_total", "basic_expenditure"]
        values = money if kind_of(get_args(hint)[1]) is ValueKind.MONEY else written
        return st.dictionaries(st.sampled_from(keys), values, max_size=MOST)
    if get_origin(hint) is tuple:
        item = model_in(get_args(hint)[0])
        return st.lists(of_model(item, kind) if item is not None else written, max_size=MOST)
    if inner is not None:
        return of_model(inner, kind)
    return _NAMED[name] if name in _NAMED else _of_value(hint)


def _filled(parts: dict[str, Any]) -> dict[str, Any]:
    """The parts in which something is filled in: of an empty one nothing can come back."""
    return {key: part for key, part in parts.items() if part}


def _of_value(hint: Any) -> st.SearchStrategy[str]:
    for option in (hint, *get_args(hint)):
        if isinstance(option, type) and issubclass(option, StrEnum):
            return st.sampled_from([member.value for member in option])
    return _BY_KIND.get(kind_of(hint), written)
