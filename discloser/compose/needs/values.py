"""What a template's expressions stand for while it is read and not run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import nodes

from discloser.compose.needs.condition import ALWAYS, Atom, Condition, Fact
from discloser.compute.ledger import Column
from discloser.location import FieldPath
from discloser.model.values import Part

ITEM = "*"
"""The figure's name of each part of a breakdown."""


class Value:
    """Any value; this one itself is a value that nothing is known of."""

    __slots__ = ()


OPAQUE = Value()


@dataclass(frozen=True, slots=True)
class Const(Value):
    """A value that is written in the template or in a parameter without options."""

    value: Any


@dataclass(frozen=True, slots=True)
class Truth(Value):
    """A truth value by its condition."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Option(Value):
    """A parameter that an input may choose."""

    name: str


@dataclass(frozen=True, slots=True)
class Amount(Value):
    """A figure's amount, or that of each part of a breakdown, in one of its columns."""

    figure: str
    column: Column = Column.AMOUNT
    of: str = ""
    """Of a breakdown's part: the figure that is broken down."""


@dataclass(frozen=True, slots=True)
class Yuan(Value):
    """The exact value of an amount."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class Prior(Value):
    """Last year's amount of a figure, or its exact value."""

    figure: str


@dataclass(frozen=True, slots=True)
class Change(Value):
    """The change of a figure against last year."""

    figure: str


@dataclass(frozen=True, slots=True)
class Direction(Value):
    """The direction of a figure's change."""

    figure: str


@dataclass(frozen=True, slots=True)
class Name(Value):
    """The name of a figure, or the code of each part of a breakdown of one."""

    figure: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Sequence(Value):
    """A list: each item is there under a condition."""

    items: tuple[tuple[Condition, Value], ...]


@dataclass(frozen=True, slots=True)
class Repeated(Value):
    """A list of unknown length; every item is like this one."""

    item: Value


@dataclass(frozen=True, slots=True)
class Either(Value):
    """One of some values, each under a condition."""

    of: tuple[tuple[Condition, Value], ...]


@dataclass(frozen=True, slots=True)
class Record(Value):
    """A part of the input that misses what is blank.

    Where it is a functional item's, ``of`` is the figure whose items are meant; empty: any.
    ``may_lack``: whether an input may well have no such part.
    """

    path: FieldPath
    model: type[Part]
    of: str = ""
    may_lack: bool = False

    @property
    def condition(self) -> Condition:
        """When the input has it."""
        given = Atom(Fact.GIVEN, tuple(map(str, self.path)))
        return given if self.may_lack else ALWAYS


@dataclass(frozen=True, slots=True)
class Field(Value):
    """A single field of the input.

    ``may_be_nought``: whether it counts as false where it says 0 or 否; ``is_missed``: whether a
    blank is missed, and then counts as true, since nobody knows.
    """

    path: FieldPath
    may_be_nought: bool
    is_missed: bool

    @property
    def subjects(self) -> tuple[str, ...]:
        """The path as facts have it."""
        return tuple(map(str, self.path))


@dataclass(frozen=True, slots=True)
class Tally(Value):
    """What a pack counts: the declared fields that it adds up, each with the ways to it."""

    fields: tuple[tuple[Record, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Project(Value):
    """Any project, with what its pack asks of it."""

    supplement: Value = OPAQUE


@dataclass(frozen=True, slots=True)
class Holder(Value):
    """Any unit or functional item, with what its pack asks of it."""

    supplement: Value

    def among(self, figure: str) -> Value:
        """What is asked of it where it is one of a figure's functional items."""
        held = self.supplement
        return replace(held, of=figure) if isinstance(held, Record) else held


@dataclass(frozen=True, slots=True)
class Row(Value):
    """A row's or column's group: what its dimensions stand for."""

    members: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Loop(Value):
    """The state of a loop at one of its items."""

    first: Condition
    last: Condition


@dataclass(frozen=True, slots=True)
class Function(Value):
    """A name that is called and that the program makes."""

    name: str


@dataclass(frozen=True, slots=True)
class Macro(Value):
    """A macro with the names that it sees."""

    node: nodes.Macro
    names: Mapping[str, Value]


def listed(*values: Value) -> Sequence:
    """A list that has all of ``values``."""
    return Sequence(tuple((ALWAYS, value) for value in values))
