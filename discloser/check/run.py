"""Run all checks. The modules imported here hold them; each registers its own."""

from __future__ import annotations

from collections.abc import Iterable

from discloser.check import (
    balance,
    budget_tables,
    codes,
    consistency,
    counts,
    economic,
    evaluation,
    final_details,
    final_sentences,
    final_tables,
    indicators,
    kinds,
    known_amounts,
    ledger_cells,
    lists,
    magnitude,
    months,
    names,
    narrative,
    outturn,
    performance,
    plausible,
    reasons,
    references,
    sums,
    targets,
    wording,
    years,
)
from discloser.check.registry import CHECKS, TREE_CHECKS, Printed, Reading, Subject
from discloser.classification.codebook import Codebook
from discloser.compute.figures import Figures
from discloser.document.nodes import Document
from discloser.finding import Finding, Severity
from discloser.location import SourceMap

MODULES = (
    balance,
    codes,
    economic,
    kinds,
    references,
    months,
    reasons,
    consistency,
    magnitude,
    counts,
    plausible,
    performance,
    evaluation,
    ledger_cells,
    sums,
    budget_tables,
    final_tables,
    final_details,
    final_sentences,
    narrative,
    known_amounts,
    outturn,
    wording,
    names,
    years,
    lists,
    targets,
    indicators,
)


def run_checks(
    figures: Figures,
    codebook: Codebook,
    sources: SourceMap,
    left_out: frozenset[str] = frozenset(),
    last_year: Figures | None = None,
    *,
    printed: Printed | None = None,
) -> list[Finding]:
    """Run all checks that may have a say; ``left_out`` names the parts that have lost lines.

    ``printed`` are the dimensions that the pack's tables list, with the names of the tables.
    """
    subject = Subject(figures, codebook, sources, last_year, printed)
    return [
        finding
        for registered in CHECKS
        if not registered.needs & left_out and registered.applies.to(figures)
        for finding in registered.check(subject)
    ]


def run_tree_checks(
    document: Document,
    figures: Figures,
    codebook: Codebook,
    sources: SourceMap,
    *,
    words_only: bool = False,
) -> list[Finding]:
    """Run all checks of the composed document, or those alone that read its words."""
    reading = Reading(document, figures, codebook, sources)
    return [
        finding
        for registered in TREE_CHECKS
        if registered.applies.to(figures) and (registered.of_words or not words_only)
        for finding in registered.check(reading)
    ]


def amounts_are_sound(findings: Iterable[Finding]) -> bool:
    """Tell whether no error touches the amounts that a document prints.

    Where one does, checks of the document's amounts would only repeat its consequences.
    """
    errors = (finding for finding in findings if finding.severity is Severity.ERROR)
    return all(
        error.location is not None and error.location.path[:1] in _BESIDE for error in errors
    )


_BESIDE = {
    ("control_figures",),
    ("evaluation",),
    ("procurement",),
    ("assets",),
    ("transfers",),
}
"""Parts of an input that no amount of a table or of a sentence about one is computed from."""
