"""One fault, one finding: an amount that several sums miss is told once, with what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from discloser.audit.sureness import Sureness, sureness_of
from discloser.finding import Finding
from discloser.location import Location

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding, how sure it is, and the findings that have the same amount for their ``cause``."""

    finding: Finding
    sure: Sureness
    consequences: tuple[Finding, ...] = ()
    cause: Location | None = None

    @property
    def place(self) -> Location | None:
        """Where it is."""
        return self.cause or self.finding.location


def faults_of(findings: Sequence[Finding]) -> tuple[Fault, ...]:
    """The faults behind some findings, in the order of the first finding of each.

    The amount that most of the arithmetic findings name is the cause of all that name it; then the
    one that most of the others name.
    """
    left = [finding for finding in findings if sureness_of(finding) is Sureness.CERTAIN]
    causes: dict[int, Location] = {}
    behind: dict[int, list[Finding]] = {}
    while (place := _most_named(left)) is not None:
        group = [finding for finding in left if place in finding.locations]
        left = [finding for finding in left if place not in finding.locations]
        head = next((each for each in group if each.location == place), group[0])
        causes[id(head)] = place
        behind[id(head)] = [each for each in group if each is not head]
    told = {id(each) for group in behind.values() for each in group}
    return tuple(
        Fault(
            finding,
            sureness_of(finding),
            tuple(behind.get(id(finding), ())),
            causes.get(id(finding)),
        )
        for finding in findings
        if id(finding) not in told
    )


def _most_named(findings: Sequence[Finding]) -> Location | None:
    """The place that most findings name; None where each has places of its own."""
    named = Counter(place for finding in findings for place in dict.fromkeys(finding.locations))
    if not named:
        return None
    place, times = named.most_common(1)[0]
    return place if times >= _FEWEST else None
