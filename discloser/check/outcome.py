"""What becomes of a rule that is applied: it holds, it is broken, or it could not be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
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
    """How often each rule held, how often something was found, and what was not checked."""

    held: Mapping[str, int] = field(default_factory=dict)
    found: Mapping[str, int] = field(default_factory=dict)
    unchecked: tuple[Unchecked, ...] = ()

    @property
    def compared(self) -> int:
        """核对: how often any rule was applied."""
        return sum(self.held.values()) + sum(self.found.values())

    @staticmethod
    def of(tallies: Iterable[Tally]) -> Tally:
        """The tally of all of these together."""
        held: Counter[str] = Counter()
        found: Counter[str] = Counter()
        unchecked: dict[Unchecked, None] = {}
        for tally in tallies:
            held.update(tally.held)
            found.update(tally.found)
            unchecked.update(dict.fromkeys(tally.unchecked))
        return Tally(held, found, tuple(unchecked))

    def __add__(self, other: Tally) -> Tally:
        return Tally.of((self, other))

    def without(self, codes: Collection[str]) -> Tally:
        """The tally of the rules that are not among ``codes``."""
        return Tally(
            {code: times for code, times in self.held.items() if code not in codes},
            {code: times for code, times in self.found.items() if code not in codes},
            tuple(each for each in self.unchecked if each.code not in codes),
        )


def sort_out(
    codes: Iterable[str], outcomes: Iterable[Outcome], *, says_all: bool = False
) -> tuple[list[Finding], Tally]:
    """The findings of one check of the rules ``codes``, and its tally.

    A rule of which nothing is said was applied once and holds; where a check ``says_all`` that it
    looks at, there was nothing to look at.
    """
    findings: list[Finding] = []
    held: Counter[str] = Counter()
    told: Counter[str] = Counter()
    unchecked: dict[Unchecked, None] = {}
    for outcome in outcomes:
        match outcome:
            case Held():
                held[outcome.code] += outcome.times
            case Unchecked():
                unchecked[outcome] = None
            case Finding():
                findings.append(outcome)
                told[outcome.code] += 1
    if says_all:
        return findings, Tally(held, told, tuple(unchecked))
    spoken = held.keys() | told.keys() | {each.code for each in unchecked}
    held.update(dict.fromkeys(set(codes) - spoken, 1))
    return findings, Tally(held, told, tuple(unchecked))
