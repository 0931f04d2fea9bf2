"""Run all checks. The modules imported here hold them; each registers its own."""

from __future__ import annotations

from collections.abc import Iterable

from discloser.check import (
    balance,
    budget_tables,
    claims,
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
    told_changes,
    wording,
    years,
)
from discloser.check.outcome import Tally, Unchecked, sort_out
from discloser.check.registry import CHECKS, TREE_CHECKS, Printed, Reading, Subject, rule_codes
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
    claims,
    told_changes,
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


_UNSOUND = "填报的数有错误，改好以后再核对"
_LOST = "有几行填报的内容没有读进来，改好以后再核对"


def run_checks(
    figures: Figures,
    codebook: Codebook,
    sources: SourceMap,
    left_out: frozenset[str] = frozenset(),
    last_year: Figures | None = None,
    *,
    printed: Printed | None = None,
) -> tuple[tuple[Finding, ...], Tally]:
    """Run all checks that may have a say; ``left_out`` names the parts that have lost lines.

    ``printed`` are the dimensions that the pack's tables list, with the names of the tables.
    """
    subject = Subject(figures, codebook, sources, last_year, printed)
    findings: list[Finding] = []
    tally = Tally()
    for registered in CHECKS:
        if not registered.applies.to(figures):
            continue
        codes = rule_codes(registered.check)
        lost = registered.needs & left_out
        told = (Unchecked(code, _LOST) for code in codes)
        found, counted = sort_out(codes, told if lost else registered.check(subject))
        findings += found
        tally += counted
    return tuple(findings), tally


def run_tree_checks(
    document: Document,
    figures: Figures,
    codebook: Codebook,
    sources: SourceMap,
    *,
    words_only: bool = False,
) -> tuple[tuple[Finding, ...], Tally]:
    """Run all checks of the composed document, or those alone that read its words."""
    reading = Reading(document, figures, codebook, sources)
    findings: list[Finding] = []
    tally = Tally()
    for registered in TREE_CHECKS:
        if not registered.applies.to(figures):
            continue
        codes = rule_codes(registered.check)
        silent = words_only and not registered.of_words
        told = (Unchecked(code, _UNSOUND) for code in codes)
        found, counted = sort_out(codes, told if silent else registered.check(reading))
        findings += found
        tally += counted
    return tuple(findings), tally


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
