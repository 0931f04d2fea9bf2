"""What the members of known values are, while a template is read and not run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args, get_origin

from discloser.compose.needs import values as v
from discloser.compose.needs.condition import Atom, Fact
from discloser.compose.records import parts_of_sum, sums_of
from discloser.location import FieldPath
from discloser.model.supplement import (
    Required,
    ValueType,
    asked_when,
    declared,
    lines_in,
    model_within,
)
from discloser.model.values import Kind, Part, kinds_of


def figure_member(amount: v.Amount, name: str) -> v.Value:
    """A member of an amount that is a figure."""
    match name:
        case "is_zero":
            return v.Truth(Atom(Fact.ZERO, (amount.figure,)))
        case "has_prior":
            return v.Truth(Atom(Fact.PRIOR, (amount.figure,)))
        case "name":
            return v.Name(amount.figure)
        case "code":
            return v.Const("")
    return amount_member(amount, name)


def amount_member(amount: v.Amount, name: str) -> v.Value:
    """A member of any amount."""
    if name == "code" and amount.figure == v.ITEM:
        return v.Name(v.ITEM, amount.of)
    return v.Yuan(amount) if name == "yuan" else v.OPAQUE


def plain_member(value: v.Value, name: str) -> v.Value:
    """A member of a value that is no amount and no record."""
    match value:
        case v.Prior() if name == "yuan":
            return value
        case v.Field() if name == "is_zero":
            return v.Truth(Atom(Fact.NOUGHT, value.subjects))
        case v.Change() if name in ("is_none", "direction"):
            same = v.Truth(Atom(Fact.SAME, (value.figure,)))
            return same if name == "is_none" else v.Direction(value.figure)
        case v.Loop() if name in ("first", "last"):
            return v.Truth(value.first if name == "first" else value.last)
        case v.Const() if isinstance(value.value, Mapping):
            found = value.value.get(name, v.OPAQUE)
            return found if isinstance(found, v.Value) else v.Const(found)
    return v.OPAQUE


def declared_member(record: v.Record, name: str) -> tuple[v.Value, FieldPath, str]:
    """A field that a pack declares: what it comes to, its way, and the kind of need that it is.

    A line table comes to its lines; what need not be filled in is no need.
    """
    field = record.model.model_fields.get(name)
    if field is None:
        return v.OPAQUE, (), ""
    path = (*record.path, name)
    line = lines_in(field)
    if line is not None:
        return v.Repeated(v.Record((*path, v.ITEM), line)), path, ""
    told = declared(field)
    if told is None:
        return v.OPAQUE, path, ""
    is_missed = told.required is not Required.NEVER
    found = v.Field(path, told.type in _FALSE_WHERE_NOUGHT, is_missed)
    if told.required is not Required.PRINTED:
        return found, path, ""
    return found, path, "each" if v.ITEM in path else "value"


_FALSE_WHERE_NOUGHT = frozenset({ValueType.COUNT, ValueType.NUMBER, ValueType.YES_NO})
"""What a condition takes for false where it is 0 or 否. An amount is never false."""


def core_member(record: v.Record, name: str, kind: Kind) -> tuple[v.Value, list[str]]:
    """What a member of a part of the core comes to, and the part's fields that it needs.

    What the program computes comes from no field.
    """
    if name in sums_of(record.model):
        return v.OPAQUE, parts_of_sum(record.model, name, kind)
    given_by = getattr(record.model, "GIVEN_BY", {})
    if name in given_by:
        return v.Truth(Atom(Fact.GIVEN, tuple(map(str, (*record.path, given_by[name]))))), []
    field = record.model.model_fields.get(name)
    if field is None or not kinds_of(field):
        return v.OPAQUE, []
    path = (*record.path, name)
    inner = model_within(field.annotation)
    if inner is not None and issubclass(inner, Part):
        is_list = get_origin(field.annotation) is tuple
        item = v.Record((*path, v.ITEM) if is_list else path, inner)
        return v.Repeated(item) if is_list else item, []
    may_be_nought = any(each in (int, Decimal) for each in _types(field.annotation))
    asked = asked_when(field)
    found = v.Field(path, may_be_nought, asked is not Required.NEVER)
    return found, [name] if asked is Required.PRINTED else []


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for inner in get_args(annotation):
        yield from _types(inner)
