"""What becomes of a rule that is applied: it holds, it is broken, or it could not be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from discloser.finding import Finding
from discloser.location import Location


@dataclass(frozen=True, slots=True)
class Held:
    """符合: a rule was applied and holds, ``times`` over."""

    code: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Unchecked:
    """未核对: a rule could not be applied, and why: no such table, a label that is not known."""

    code: str
    reason: str
    place: Location | None = None


Outcome = Finding | Held | Unchecked


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each rule was applied, and what was not checked.

    Findings of severity note are no breach: they count as applied and held.
    """

    held: Mapping[str, int] = field(default_factory=dict)
    broken: Mapping[str, int] = field(default_factory=dict)
    unchecked: tuple[Unchecked, ...] = ()

    @property
    def compared(self) -> int:
        """核对: how often any rule was applied."""
        return sum(self.held.values()) + sum(self.broken.values())

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            Counter(self.held) + Counter(other.held),
            Counter(self.broken) + Counter(other.broken),
            tuple(dict.fromkeys((*self.unchecked, *other.unchecked))),
        )


def sort_out(codes: Iterable[str], outcomes: Iterable[Outcome]) -> tuple[list[Finding], Tally]:
    """The findings of one check of the rules ``codes``, and its tally.

    A rule of which nothing is said was applied once and holds.
    """
    findings: list[Finding] = []
    held: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    unchecked: dict[Unchecked, None] = {}
    for outcome in outcomes:
        match outcome:
            case Held():
                held[outcome.code] += outcome.times
            case Unchecked():
                unchecked[outcome] = None
            case Finding():
                findings.append(outcome)
                broken[outcome.code] += 1
    told = held.keys() | broken.keys() | {each.code for each in unchecked}
    held.update(dict.fromkeys(set(codes) - told, 1))
    return findings, Tally(held, broken, tuple(unchecked))
