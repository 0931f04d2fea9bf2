"""When a need arises: a formula over what the ledger, last year's figures and the options are.

It can be evaluated for an input, and be written as a live formula of a workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Fact(StrEnum):
    """What an atom says of its subjects."""

    ZERO = "zero"
    """The figure is exactly zero."""
    SAME = "same"
    """The figure's change against last year prints as none; false where last year is unknown."""
    PRIOR = "prior"
    """Last year's amount of the figure is known."""
    EQUAL_PRIORS = "equal_priors"
    """Last year's amounts of two figures are known and equal."""
    LESS = "less"
    """One column of the figure's lines is less than another."""
    EQUAL = "equal"
    """Two columns of the figure's lines are equal."""
    CHOSEN = "chosen"
    """An option has a value."""
    REASON = "reason"
    """A reason is given."""
    GIVEN = "given"
    """The field of the input at a path is filled in."""
    NOUGHT = "nought"
    """The field at a path says 0 or 否."""
    WORD = "word"
    """The field at a path, all subjects but the last, holds a word, the last one."""
    ITEM_OF = "item_of"
    """The functional item that a need is of is among those of a figure."""
    UNSURE = "unsure"
    """Something that only running the template tells."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A single fact."""

    fact: Fact
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of a condition."""

    of: Condition


@dataclass(frozen=True, slots=True)
class Every:
    """All of some conditions; of none: always."""

    of: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """Any of some conditions; of none: never."""

    of: tuple[Condition, ...] = ()


Condition = Atom | Not | Every | Some
ALWAYS, NEVER = Every(), Some()
UNSURE = Atom(Fact.UNSURE)


def negated(condition: Condition) -> Condition:
    """The contrary; of what is unsure, unsure."""
    if condition in (ALWAYS, NEVER):
        return NEVER if condition == ALWAYS else ALWAYS
    if condition == UNSURE:
        return UNSURE
    return condition.of if isinstance(condition, Not) else Not(condition)


def every(*conditions: Condition) -> Condition:
    """All of the conditions, as short as possible."""
    parts = _flat(conditions, Every)
    if NEVER in parts or any(negated(part) in parts for part in parts if part != UNSURE):
        return NEVER
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def some(*conditions: Condition) -> Condition:
    """Any of the conditions, as short as possible."""
    parts = _flat(conditions, Some)
    if ALWAYS in parts or any(negated(part) in parts for part in parts if part != UNSURE):
        return ALWAYS
    # What holds whenever a shorter one of the others holds adds nothing.
    kept = [p for p in parts if not any(q != p and implies(p, q) for q in parts)]
    return kept[0] if len(kept) == 1 else Some(tuple(kept))


def _flat(conditions: Iterable[Condition], kind: type[Every] | type[Some]) -> list[Condition]:
    parts: list[Condition] = []
    for condition in conditions:
        parts += condition.of if isinstance(condition, kind) else (condition,)
    return list(dict.fromkeys(parts))


def implies(narrow: Condition, wide: Condition) -> bool:
    """Whether a condition has all the parts of another, so that the other holds where it does."""
    mine = set(narrow.of) if isinstance(narrow, Every) else {narrow}
    return (set(wide.of) if isinstance(wide, Every) else {wide}) <= mine


def atoms(condition: Condition) -> Iterator[Atom]:
    """The facts that a condition is made of."""
    match condition:
        case Atom():
            yield condition
        case Not():
            yield from atoms(condition.of)
        case Every() | Some():
            for part in condition.of:
                yield from atoms(part)


def possible(
    condition: Condition, is_known: Callable[[Atom], bool], *, holds: bool = True
) -> Condition:
    """When a condition may hold (or may not), as far as the known ones of its facts tell."""
    match condition:
        case Atom():
            if not is_known(condition):
                return ALWAYS
            return condition if holds else Not(condition)
        case Not():
            return possible(condition.of, is_known, holds=not holds)
        case Every() | Some():
            parts = [possible(part, is_known, holds=holds) for part in condition.of]
            return every(*parts) if isinstance(condition, Every) == holds else some(*parts)


def holds(condition: Condition, knows: Callable[[Atom], bool | None]) -> bool | None:
    """Whether a condition holds by what ``knows`` tells of its facts; None where that is open."""
    match condition:
        case Atom():
            return knows(condition)
        case Not():
            found = holds(condition.of, knows)
            return None if found is None else not found
        case Every() | Some():
            breaking = isinstance(condition, Some)
            found_parts = [holds(part, knows) for part in condition.of]
            if breaking in found_parts:
                return breaking
            return None if None in found_parts else not breaking
