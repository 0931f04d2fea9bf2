"""What sentences say of an input's own fields: procurement, assets, counts of three public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from discloser.check.reader.printed import Printed
from discloser.importing.published.document import in_yuan
from discloser.importing.published.parts import PartsReading
from discloser.location import FieldPath, Spot
from discloser.model.supplement import model_within
from discloser.model.values import Kind, kinds_of

Told = tuple[str, str, Spot | None, bool]
"""A field with dots, what is said of it, where, and whether it is an amount."""
IS_NOTHING = "合计是 0"
ADJUSTED = "合计印 {total} 万元，在取整以内调了 {yuan} 元"
_WAN, _HALF, _FEN = Decimal(10_000), Decimal(50), Decimal("0.01")
"""万元, half of the last digit that is printed of them, and the least amount, in 元."""


def read_told(reading: PartsReading, form: type[BaseModel]) -> int:
    """The fields of ``form`` that sentences tell; how many there are.

    Where a sum is nothing, so are its parts.
    """
    before, kind = len(reading.spots), reading.reader.kind
    for name, value, spot, is_money in _told(reading):
        path = tuple(name.split("."))
        if _is_value(form, path, kind):
            put = reading.put_money if is_money else reading.put
            put(path, value, spot)
            continue
        parts = list(_parts_of_sum(form, path, kind))
        for part in parts if value == "0" else ():
            reading.put(part, value, spot, IS_NOTHING)
        if is_money and parts:
            _fit(reading, parts, Decimal(value))
    return len(reading.spots) - before


def _fit(reading: PartsReading, parts: Iterable[FieldPath], yuan: Decimal) -> None:
    """Let parts that were rounded each on its own add up to what is printed as their sum."""
    known = {path: Decimal(found) for path in parts if (found := _value(reading, path))}
    total, half = Printed(yuan, _HALF), _HALF - _FEN
    rest = sum(known.values(), Decimal()) - yuan
    if total.stands_for(yuan + rest) or abs(rest) > half * (len(known) + 1):
        return
    rest += half if rest < 0 else -half
    for path, own in known.items():
        step = max(min(rest, half), -half) if own else Decimal()
        rest -= step
        if step:
            reading.change(path, own - step, ADJUSTED.format(total=yuan / _WAN, yuan=abs(step)))


def _told(reading: PartsReading) -> Iterator[Told]:
    """Single fields before sums."""
    told: list[Told] = []
    for claim in reading.reader.claims:
        if claim.field:
            yuan = in_yuan(claim.mention.printed.value)
            told.append((claim.field, yuan, claim.passage.spot, True))
    for count in reading.reader.counts:
        if count.words is not None and count.words.of and not count.words.less:
            number = str(int(count.mention.printed.value))
            told.append((count.words.of, number, count.passage.spot, False))
    yield from sorted(told, key=lambda each: each[0].endswith(".total"))


def _value(reading: PartsReading, path: FieldPath) -> str:
    part: Any = reading.draft
    for step in path:
        part = part.get(step, {})
    return part if isinstance(part, str) else ""


def _is_value(form: type[BaseModel], path: tuple[str, ...], kind: Kind) -> bool:
    """Whether a path leads to a field that holds one value and that a kind has.

    A column of lines is none: what a sentence says of it is the sum of as many as there are.
    """
    model: type[BaseModel] | None = form
    for step in path:
        known = model.model_fields.get(step) if model is not None else None
        if known is None or kind not in (kinds_of(known) or (kind,)):
            return False
        if {get_origin(part) for part in _types(known.annotation)} & {tuple, dict, list}:
            return False
        model = model_within(known.annotation)
    return model is None


def _types(annotation: object) -> tuple[object, ...]:
    return (annotation, *get_args(annotation))


def _parts_of_sum(
    form: type[BaseModel], path: tuple[str, ...], kind: Kind
) -> Iterator[tuple[str, ...]]:
    """The fields that a sum is of, such as ``assets.vehicles.total``."""
    model: type[BaseModel] | None = form
    for step in path[:-1]:
        known = model.model_fields.get(step) if model is not None else None
        model = model_within(known.annotation) if known is not None else None
    for name in getattr(model, "SUMS", {}).get(path[-1], ()):
        if _is_value(form, part := (*path[:-1], name), kind):
            yield part
