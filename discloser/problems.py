"""The one list of problems: in reading order, a cause before what follows from it, equal ones once.

Everything that tells of findings (terminal, JSON, check sheet, annotated workbook, batch) tells
this list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from discloser.finding import CATALOGUE, Finding, Severity
from discloser.location import Location, SourceMap

_NOWHERE, _INPUT, _OTHER_FILE, _DOCUMENT = range(4)
_Key = tuple[int, str, bool, int, str, tuple[int, int]]


def in_order(findings: Iterable[Finding], sources: SourceMap | None = None) -> tuple[Finding, ...]:
    """Order findings as a reader meets them: file, sheet as in the workbook, row, column.

    What concerns no place comes first, then the input, other files, and the composed document.
    Within a file what makes others follow (:attr:`Rule.is_cause`) comes first. Findings of one
    place stay in the order of the stages that found them, which is that of cause and effect.
    """
    file = sources.file if sources is not None else ""
    sheets = {name: index for index, name in enumerate(sources.sheets if sources else ())}

    def key(finding: Finding) -> _Key:
        place = finding.location
        if place is None:
            return _NOWHERE, "", False, 0, "", (0, 0)
        inside = "" if place.is_in_document else place.sheet or ""
        return (
            _rank(place, file),
            place.file,
            not _is_cause(finding),
            sheets.get(place.sheet or "", len(sheets)) if place.sheet else -1,
            inside,
            place.row_and_column,
        )

    return tuple(sorted(findings, key=key))


def _rank(place: Location, file: str) -> int:
    if place.is_in_document:
        return _DOCUMENT
    return _INPUT if place.file == file or not file else _OTHER_FILE


def _is_cause(finding: Finding) -> bool:
    rule = CATALOGUE.get(finding.code)
    return rule is not None and rule.is_cause


def without_consequences(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Leave out what follows from an amount that is told by itself, in its own cell.

    A total, another table or a sentence that differs from a wrong cell is not another fault: each
    of these findings names the cell's place among its own.
    """
    told = {
        finding.location
        for finding in findings
        if finding.location is not None and finding.location.is_in_document and _is_cause(finding)
    }
    return tuple(
        finding
        for finding in findings
        if _is_cause(finding) or not told.intersection(finding.locations)
    )


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Make findings that say the same of one file one finding, at the place of the first.

    Its first ``times`` locations are those of the single findings, the others those besides.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        file = finding.location.file if finding.location else ""
        said = (finding.code, finding.severity, finding.message, finding.remedy, file)
        groups.setdefault(said, []).append(finding)
    return tuple(_one(group) for group in groups.values())


def _one(group: Sequence[Finding]) -> Finding:
    if len(group) == 1:
        return group[0]
    places = dict.fromkeys(place for finding in group for place in finding.locations[:1])
    beside = dict.fromkeys(place for finding in group for place in finding.locations[1:])
    figures = dict.fromkeys(name for finding in group for name in finding.figures)
    return replace(
        group[0],
        locations=(*places, *(place for place in beside if place not in places)),
        figures=tuple(figures),
        times=max(1, len(places)),
    )


def without_briefs(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Take out the notes of which one sentence tells enough; return the others and the sentences.

    A pack may judge such a rule more strictly; its findings are then told like all others.
    """
    told: list[Finding] = []
    counts: dict[str, int] = {}
    for finding in findings:
        rule = CATALOGUE.get(finding.code)
        sentence = rule.in_brief if rule is not None else ""
        if sentence and finding.severity is Severity.NOTE:
            counts[sentence] = counts.get(sentence, 0) + finding.times
        else:
            told.append(finding)
    return tuple(told), tuple(text.format(count=count) for text, count in counts.items())
