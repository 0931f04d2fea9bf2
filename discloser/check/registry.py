"""Register the checks, and run them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from discloser.classification.codebook import Codebook
from discloser.compute.figures import Figures
from discloser.finding import Finding
from discloser.location import FieldPath, Location, SourceMap


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check looks at."""

    figures: Figures
    codebook: Codebook
    sources: SourceMap

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.figures.disclosure.year

    def place(self, *path: str | int) -> Location:
        """Where a field of the input stands."""
        return self.sources.find(path)

    def places(self, paths: Iterable[FieldPath]) -> tuple[Location, ...]:
        """Where several fields of the input stand."""
        return tuple(self.sources.find(path) for path in paths)


Check = Callable[[Subject], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Registered:
    """A check, and the parts of the input that it needs whole to have a say."""

    check: Check
    needs: frozenset[str]


CHECKS: list[Registered] = []
"""All checks in the order in which they run."""


def check(*needs: str) -> Callable[[Check], Check]:
    """Register a check. ``needs``: parts of the input; skip it where something of them is left out."""

    def register(function: Check) -> Check:
        CHECKS.append(Registered(function, frozenset(needs)))
        return function

    return register


def run_checks(
    figures: Figures,
    codebook: Codebook,
    sources: SourceMap,
    left_out: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Run all checks that may have a say; ``left_out`` names the parts that have lost lines."""
    from discloser.check import balance, codes, kinds, references  # noqa: F401 - they register themselves

    subject = Subject(figures, codebook, sources)
    return [
        finding
        for registered in CHECKS
        if not registered.needs & left_out
        for finding in registered.check(subject)
    ]
