"""What a comparison of two values says."""

from __future__ import annotations

from discloser.compose.needs import values as v
from discloser.compose.needs.condition import (
    ALWAYS,
    NEVER,
    UNSURE,
    Atom,
    Condition,
    Fact,
    every,
    negated,
    some,
)

_CONTRARIES = {"ne": "eq", "notin": "in"}


def relation(left: v.Value, op: str, right: v.Value) -> Condition:
    """The condition under which a comparison holds; ``op`` is as Jinja calls it."""
    if op in _CONTRARIES:
        return negated(relation(left, _CONTRARIES[op], right))
    match left, right:
        case v.Option(), v.Sequence() if op == "in":
            return some(*(relation(left, "eq", each) for _, each in right.items))
        case v.Yuan(), v.Yuan() if left.amount.figure == right.amount.figure:
            return _columns(left.amount, op, right.amount)
        case v.Field(), v.Const():
            return _field(left, op, right.value)
    return _equality(left, right) if op == "eq" else UNSURE


def _equality(left: v.Value, right: v.Value) -> Condition:
    match left, right:
        case v.Option(), v.Const():
            return Atom(Fact.CHOSEN, (left.name, str(right.value)))
        case v.Const(), v.Const():
            return ALWAYS if left.value == right.value else NEVER
        case v.Prior(), v.Prior():
            return Atom(Fact.EQUAL_PRIORS, (left.figure, right.figure))
    return UNSURE


def _field(field: v.Field, op: str, wanted: object) -> Condition:
    """What a field says of a number or a word; a blank is neither equal nor more nor less."""
    nought = Atom(Fact.NOUGHT, field.subjects)
    if op == "eq" and isinstance(wanted, str):
        return Atom(Fact.WORD, (*field.subjects, wanted))
    if field.may_be_nought and (op, wanted) in (("eq", 0), ("lt", 1), ("lteq", 0)):
        return nought
    if field.may_be_nought and (op, wanted) in (("gt", 0), ("gteq", 1)):
        return every(Atom(Fact.GIVEN, field.subjects), negated(nought))
    return UNSURE


def _columns(left: v.Amount, op: str, right: v.Amount) -> Condition:
    pair = (left.figure, left.column.value, right.column.value)
    back = (pair[0], pair[2], pair[1])
    relations = {
        "eq": Atom(Fact.EQUAL, pair),
        "lt": Atom(Fact.LESS, pair),
        "gt": Atom(Fact.LESS, back),
        "lteq": negated(Atom(Fact.LESS, back)),
        "gteq": negated(Atom(Fact.LESS, pair)),
    }
    return relations.get(op, UNSURE)
