"""What a reader understands of an amount, in the words of a table spec."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from discloser.check.reader.meaning import Key, Meaning
from discloser.compute.ledger import Column, Where
from discloser.compute.measure import Measures

Words: TypeAlias = "dict[str, Any]"
"""A part of a spec, as it is written."""
_Conditions: TypeAlias = "dict[str, frozenset[str]]"


@dataclass(frozen=True)
class Selections:
    """The measures of a pack, by what they mean."""

    measures: Measures

    def __post_init__(self) -> None:
        named: dict[Key, str] = {}
        for name, measure in self.measures.items():
            named.setdefault(Meaning(measure.selection.parts).key, name)
        object.__setattr__(self, "_named", named)

    def measure(self, meaning: Meaning) -> str:
        """The measure that means the same; empty where there is none."""
        named: Mapping[Key, str] = self.__dict__["_named"]
        return named.get(meaning.in_column(Column.AMOUNT).key, "")

    def expression(self, meaning: Meaning) -> str:
        """A figure of templates that means the same: a measure, or a part of one; or nothing."""
        name = self.measure(meaning)
        if name or meaning.is_nothing:
            return name
        amount = meaning.in_column(Column.AMOUNT)
        found = []
        for whole, measure in self.measures.items():
            of_whole = Meaning(measure.selection.parts)
            words = _narrowing(amount, of_whole) if amount.is_within(of_whole) else None
            if words is not None and set(words) == {"where"} and len(words["where"]) == 1:
                found.append((whole, words["where"]))
        if not found:
            return ""
        whole, where = found[0]
        condition = ", ".join(f"{name}={value!r}" for name, value in where.items())
        return f"({whole} | only({condition}))"

    def within(self, meaning: Meaning, base: Meaning) -> Words | None:
        """How a spec says ``meaning`` in a table about ``base``; None where it cannot.

        What the base says already is left out.
        """
        words = _narrowing(meaning, base)
        if words is None:
            name = self.measure(meaning)
            words = {"measure": name} if name else None
        if words is not None and meaning.column != Column.AMOUNT:
            words["value"] = str(meaning.column)
        return words


def _narrowing(meaning: Meaning, base: Meaning) -> Words | None:
    """The book and the filter that narrow the base to a meaning, where one of each does."""
    of_base = _by_side(base)
    parts = _by_side(meaning)
    if of_base is None or parts is None or not parts or not set(parts) <= set(of_base):
        return None
    added = [
        {name: values for name, values in found.items() if of_base[side].get(name) != values}
        for side, found in parts.items()
    ]
    if any(each != added[0] for each in added):
        return None
    words: Words = {}
    if len(parts) == 1 and len(of_base) > 1:
        words["of"] = str(next(iter(parts)))
    elif set(parts) != set(of_base):
        return None
    if added[0]:
        words["where"] = {name: _value(values) for name, values in sorted(added[0].items())}
    return words


def _by_side(meaning: Meaning) -> dict[str, _Conditions] | None:
    """The filter of each book; None where a book has two."""
    found: dict[str, _Conditions] = {}
    for side, where in meaning.parts:
        if side in found:
            return None
        found[side] = _conditions(where)
    return found


def _conditions(where: Where) -> _Conditions:
    found: _Conditions = {}
    for dimension, wanted, values in where.conditions:
        name = dimension if wanted else f"not_{dimension}"
        if name not in found:
            found[name] = values
        else:
            found[name] = found[name] & values if wanted else found[name] | values
    return found


def _value(values: frozenset[str]) -> str | list[str]:
    listed = sorted(values)
    return listed[0] if len(listed) == 1 else listed
