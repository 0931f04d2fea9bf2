"""One fault, one finding: an amount that several sums miss is told once, with what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from discloser.audit.sureness import Sureness, sureness_of
from discloser.finding import Finding
from discloser.location import Location

_FEWEST = 2
_WHOLE_TABLE = 4
"""So many faults of one table that have nothing else in common are one of the table."""
_CELL = "／"
"""What stands between row and column where a place is a cell of a table."""


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
    one that most of the others name. Where so many are left of one table that it must be wrong as a
    whole (columns or titles exchanged, another unit), they are one.
    """
    left = [finding for finding in findings if sureness_of(finding) is Sureness.CERTAIN]
    groups: list[_Group] = []
    while (place := _most_named(left)) is not None:
        group = [finding for finding in left if place in finding.locations]
        left = [finding for finding in left if place not in finding.locations]
        head = next((each for each in group if each.location == place), group[0])
        groups.append(_Group(head, [each for each in group if each is not head], place))
    groups = _by_table([*groups, *(_Group(finding, [], None) for finding in left)])
    headed = {id(group.head): group for group in groups}
    told = {id(each) for group in groups for each in group.others}
    return tuple(
        Fault(finding, sureness_of(finding), tuple(group.others), group.cause)
        for finding in findings
        if id(finding) not in told
        for group in (headed.get(id(finding), _Group(finding, [], None)),)
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """A finding, those that have the same cause, and the amount that is it."""

    head: Finding
    others: list[Finding]
    cause: Location | None


def _by_table(groups: list[_Group]) -> list[_Group]:
    """The groups, those as one that are about a table which is wrong as a whole."""
    named = Counter(table for group in groups for table in _tables_of(group.head))
    for table, times in named.most_common():
        of_table = [group for group in groups if table in _tables_of(group.head)]
        if times < _WHOLE_TABLE or len(of_table) < _WHOLE_TABLE:
            continue
        first, *rest = of_table
        more = [each for group in rest for each in (group.head, *group.others)]
        whole = _Group(first.head, [*first.others, *more], None)
        groups = [whole, *(group for group in groups if group not in of_table)]
    return groups


def _tables_of(finding: Finding) -> set[str]:
    """The tables that a finding relates the cells of; none where a sentence has a part in it."""
    cells = [place.cell or "" for place in finding.locations]
    if not all(_CELL in cell for cell in cells):
        return set()
    return {f"{place.file} {place.sheet}" for place in finding.locations}


def _most_named(findings: Sequence[Finding]) -> Location | None:
    """The place that most findings name; None where each has places of its own."""
    named = Counter(place for finding in findings for place in dict.fromkeys(finding.locations))
    if not named:
        return None
    place, times = named.most_common(1)[0]
    return place if times >= _FEWEST else None
