"""Coloured cells, comments and a list of problems in a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from discloser.audit.faults import Fault
from discloser.audit.sureness import Sureness
from discloser.entry.annotate import annotate
from discloser.finding import Finding, Severity
from discloser.location import Location

_SEVERITIES = {
    Sureness.CERTAIN: Severity.ERROR,
    Sureness.LIKELY: Severity.WARNING,
    Sureness.LOOK: Severity.NOTE,
}


def marked_workbook(path: Path, faults: Sequence[Fault]) -> bytes:
    """The workbook with its faults, as the clerk's own is marked; always an .xlsx.

    Raises:
        ValueError: if the file is too damaged to be marked.
    """
    return annotate(path, list(_findings(faults)))


def _findings(faults: Sequence[Fault]) -> Iterator[Finding]:
    for fault in faults:
        for finding in (fault.finding, *fault.consequences):
            beside = (fault.cause,) if fault.cause is not None else ()
            places = tuple(map(_cell, dict.fromkeys((*finding.locations, *beside))))
            yield replace(finding, severity=_SEVERITIES[fault.sure], locations=places)


def _cell(place: Location) -> Location:
    """The cell of the workbook that a place in the document is."""
    if place.spot is None or not place.spot.sheet:
        return place
    return replace(place, sheet=place.spot.sheet, cell=place.spot.cell or "A1")
