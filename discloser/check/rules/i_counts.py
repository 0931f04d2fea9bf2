"""Counts against the money beside them, and parts against their wholes (I13, I14, B16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from pydantic import BaseModel

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.compute.figures import Figures
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.money import yuan_text

NO_COUNT = Rule(
    "I13",
    "数量与金额矛盾",
    "{problem}。",
    "请核对数量和金额；确有特殊情况的（如车辆由别的单位统一管理、支付上年尾款），可以不管。",
    Severity.WARNING,
)
FEWER = Rule(
    "I14",
    "两个数量矛盾",
    "{less} {less_count}，{more} {more_count}，{less}不应更大。",
    "请核对这两个数量。",
    Severity.WARNING,
)
FINAL = frozenset({Kind.FINAL_ACCOUNT})
BOTH = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Counts that stand beside an amount; ``both_ways``: a count without money is wrong too."""

    counts: tuple[FieldPath, ...]
    amount: str
    kinds: frozenset[Kind] = FINAL
    both_ways: bool = True


_VEHICLES: FieldPath = ("assets", "vehicles", "total")
_PAIRS = (
    _Pair((_VEHICLES,), "three_public_vehicle_operation", BOTH, both_ways=False),
    _Pair((("three_public", "vehicles_kept"),), "three_public_vehicle_operation", both_ways=False),
    _Pair((("three_public", "vehicles_bought"),), "three_public_vehicle_purchase"),
    _Pair(
        (("three_public", "groups_abroad"), ("three_public", "persons_abroad")),
        "three_public_abroad",
    ),
    _Pair((("three_public", "foreign_groups"), ("three_public", "foreign_guests")), "foreign"),
    _Pair((("three_public", "domestic_groups"), ("three_public", "domestic_guests")), "domestic"),
)
_ORDERED = (
    ("groups_abroad", "persons_abroad"),
    ("foreign_groups", "foreign_guests"),
    ("domestic_groups", "domestic_guests"),
    ("vehicles_bought", "vehicles_kept"),
)
"""Counts of a final account of which the first is not more than the second."""


@check(NO_COUNT, needs=("expenditure",))
def counts_go_with_money(subject: Subject) -> Iterator[Finding]:
    disclosure = subject.figures.disclosure
    for pair in _PAIRS:
        if disclosure.kind not in pair.kinds:
            continue
        label, amount, fields = _amount(subject.figures, pair.amount)
        for path in pair.counts:
            count = _value(disclosure, path)
            if count is None or bool(count) is bool(amount) or not (amount or pair.both_ways):
                continue
            what = _title(disclosure, path)
            problem = f"{what}是 {count}，{label}却是 {yuan_text(amount)} 元"
            places = [_typed(path), *fields]
            yield NO_COUNT.at(*subject.places(places), problem=problem)


@check(FEWER, kind=Kind.FINAL_ACCOUNT)
def fewer_are_not_more(subject: Subject) -> Iterator[Finding]:
    disclosure = subject.figures.disclosure
    pairs: list[tuple[FieldPath, FieldPath]] = [
        (("three_public", less), ("three_public", more)) for less, more in _ORDERED
    ]
    pairs.append((("three_public", "vehicles_kept"), _VEHICLES))
    for less, more in pairs:
        few, many = _value(disclosure, less), _value(disclosure, more)
        if few and many and few > many:  # a missing one is told by I13
            yield FEWER.at(
                *subject.places([_typed(less), _typed(more)]),
                less=_title(disclosure, less),
                less_count=few,
                more=_title(disclosure, more),
                more_count=many,
            )


def _amount(figures: Figures, name: str) -> tuple[str, Decimal, list[FieldPath]]:
    """An amount beside counts: what it is called, in 元, and the fields that it comes from."""
    foreign = figures.disclosure.three_public.foreign_reception or Decimal(0)
    if name == "foreign":
        return "外宾接待支出", foreign, [("three_public", "foreign_reception")]
    label = "国内公务接待支出"
    figure = figures["three_public_reception" if name == "domestic" else name]
    fields: list[FieldPath] = [(*entry.path, "amount") for entry in figure.lines]
    if name == "domestic":
        return label, max(figure.amount - foreign, Decimal(0)), fields
    return figure.label, figure.amount, fields


def _value(disclosure: Disclosure, path: FieldPath) -> int | None:
    """A count of the input; None where it is not known."""
    value = reduce(lambda part, name: getattr(part, str(name)), path, disclosure)
    return value if isinstance(value, int) else None


def _title(disclosure: Disclosure, path: FieldPath) -> str:
    if path == _VEHICLES:
        return "车辆总数"
    part = reduce(lambda part, name: getattr(part, str(name)), path[:-1], disclosure)
    assert isinstance(part, BaseModel)  # noqa: S101 - the paths above lead to fields
    return type(part).model_fields[str(path[-1])].title or str(path[-1])


def _typed(path: FieldPath) -> FieldPath:
    """Where a count is typed: a total in the part that it adds up."""
    return path[:-1] if path == _VEHICLES else path


CHECKS = (
    counts_go_with_money,
    fewer_are_not_more,
)
