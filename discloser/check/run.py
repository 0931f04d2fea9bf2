"""Run all checks. The modules imported here hold them; each registers its own."""

from __future__ import annotations

from discloser.check import balance, codes, kinds, references
from discloser.check.registry import CHECKS, Subject
from discloser.classification.codebook import Codebook
from discloser.compute.figures import Figures
from discloser.finding import Finding
from discloser.location import SourceMap

MODULES = (balance, codes, kinds, references)


def run_checks(
    figures: Figures,
    codebook: Codebook,
    sources: SourceMap,
    left_out: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Run all checks that may have a say; ``left_out`` names the parts that have lost lines."""
    subject = Subject(figures, codebook, sources)
    return [
        finding
        for registered in CHECKS
        if not registered.needs & left_out
        for finding in registered.check(subject)
    ]
