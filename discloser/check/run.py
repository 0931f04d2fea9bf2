"""Run all checks of an input, then all of the document that is made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from discloser.check.check import Check, DocumentCheck, InputCheck
from discloser.check.outcome import Outcome, Tally, Unchecked, sort_out
from discloser.check.rules import ALL
from discloser.check.subject import Printed, Proof, Reading, Subject
from discloser.classification.codebook import Codebook
from discloser.compute.figures import Figures
from discloser.compute.measure import Measures
from discloser.document.nodes import Document
from discloser.finding import Finding, Severity
from discloser.location import FieldPath, SourceMap
from discloser.parameters.limits import Limits, national_limits
from discloser.vocabulary.words import Words

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
    limits: Limits | None = None,
) -> tuple[tuple[Finding, ...], Tally]:
    """Run all checks that may have a say; ``left_out`` names the parts that have lost lines.

    ``printed`` are the dimensions that the pack's tables list, with the names of the tables;
    ``limits`` its limits, the national ones where none are given.
    """
    limits = limits or national_limits(figures.disclosure.year)
    subject = Subject(figures, codebook, sources, limits, last_year, printed)
    applied: list[tuple[Check, Iterable[Outcome]]] = []
    for check in ALL:
        if isinstance(check, InputCheck) and check.applies.to(figures.disclosure):
            lost = check.needs & left_out
            applied.append((check, _unchecked(check, _LOST) if lost else check.outcomes(subject)))
    return _sorted_out(applied)


def run_document_checks(
    document: Document,
    figures: Figures,
    codebook: Codebook,
    sources: SourceMap,
    words: Words | None = None,
    *,
    limits: Limits | None = None,
    counts: Measures | None = None,
    words_only: bool = False,
) -> tuple[tuple[Finding, ...], Tally]:
    """Run all checks of the composed document, or those alone that read its words.

    ``words`` is the vocabulary that it is read with, ``limits`` what it is held to; the national
    ones where none are given. ``counts`` are the pack's measures of counts.
    """
    limits = limits or national_limits(figures.disclosure.year)
    proof = Proof.of(document, figures, codebook, sources, limits, words=words, counts=counts)
    return check_proof(proof, words_only=words_only)


def check_proof(proof: Proof, *, words_only: bool = False) -> tuple[tuple[Finding, ...], Tally]:
    """Run all checks of a document that is read already, or those alone that read its words."""
    applied: list[tuple[Check, Iterable[Outcome]]] = []
    for check in _of_documents(proof):
        silent = words_only and not check.of_words
        said = _unchecked(check, _UNSOUND) if silent else check.outcomes(proof)
        applied.append((check, said))
    return _sorted_out(applied)


def check_print(reading: Reading) -> tuple[tuple[Finding, ...], Tally]:
    """Run every check that needs nothing beside the document."""
    return _sorted_out(
        (check, check.of_print(reading))
        for check in _of_documents(reading)
        if check.of_print is not None
    )


def _of_documents(reading: Reading) -> Iterator[DocumentCheck]:
    for check in ALL:
        if isinstance(check, DocumentCheck) and check.applies.to(reading):
            yield check


def _unchecked(check: Check, reason: str) -> list[Outcome]:
    return [Unchecked(code, reason) for code in check.codes]


def _sorted_out(
    applied: Iterable[tuple[Check, Iterable[Outcome]]],
) -> tuple[tuple[Finding, ...], Tally]:
    sorted_out = [
        sort_out(check.codes, outcomes, says_all=check.says_all) for check, outcomes in applied
    ]
    findings = tuple(finding for found, _ in sorted_out for finding in found)
    return findings, Tally.of(tally for _, tally in sorted_out)


def amounts_are_sound(findings: Iterable[Finding]) -> bool:
    """Tell whether no error touches the amounts that a document prints.

    Where one does, checks of the document's amounts would only repeat its consequences.
    """
    errors = (finding for finding in findings if finding.severity is Severity.ERROR)
    return all(error.location is not None and _is_beside(error.location.path) for error in errors)


def _is_beside(path: FieldPath) -> bool:
    """Whether a field is in a part that no amount of a table or a sentence is computed from."""
    return path[:1] in _BESIDE or (path[:1] == ("projects",) and path[2:3] in _OF_PROJECTS)


_BESIDE = {
    ("control_figures",),
    ("evaluation",),
    ("procurement",),
    ("assets",),
    ("transfers",),
}
_OF_PROJECTS = {("texts",), ("cost",), ("output",), ("benefit",), ("satisfaction",)}
