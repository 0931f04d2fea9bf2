"""Run all checks. The modules imported here hold them; each registers its own."""

from __future__ import annotations

from discloser.check import (
    balance,
    budget_tables,
    codes,
    economic,
    final_details,
    final_tables,
    indicators,
    kinds,
    ledger_cells,
    lists,
    narrative,
    performance,
    plausible,
    references,
    sums,
    wording,
)
from discloser.check.registry import CHECKS, TREE_CHECKS, Reading, Subject
from discloser.classification.codebook import Codebook
from discloser.compute.figures import Figures
from discloser.document.nodes import Document
from discloser.finding import Finding
from discloser.location import SourceMap

MODULES = (
    balance,
    codes,
    economic,
    kinds,
    references,
    plausible,
    performance,
    ledger_cells,
    sums,
    budget_tables,
    final_tables,
    final_details,
    narrative,
    wording,
    lists,
    indicators,
)


def run_checks(
    figures: Figures,
    codebook: Codebook,
    sources: SourceMap,
    left_out: frozenset[str] = frozenset(),
    last_year: Figures | None = None,
) -> list[Finding]:
    """Run all checks that may have a say; ``left_out`` names the parts that have lost lines."""
    subject = Subject(figures, codebook, sources, last_year)
    return [
        finding
        for registered in CHECKS
        if not registered.needs & left_out and registered.applies.to(figures)
        for finding in registered.check(subject)
    ]


def run_tree_checks(
    document: Document, figures: Figures, codebook: Codebook, sources: SourceMap
) -> list[Finding]:
    """Run all checks of the composed document."""
    reading = Reading(document, figures, codebook, sources)
    return [
        finding
        for registered in TREE_CHECKS
        if registered.applies.to(figures)
        for finding in registered.check(reading)
    ]
