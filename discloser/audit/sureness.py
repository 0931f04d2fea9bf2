"""How sure a finding is: arithmetic proves it, it is likely, or a person has to look."""

from __future__ import annotations

from enum import StrEnum

from discloser.check.agreement import SUM_OF_COLUMNS, SUM_OF_ROWS, TWO_TABLES
from discloser.finding import Finding, Severity


class Sureness(StrEnum):
    """How sure a finding is, the surest first."""

    CERTAIN = "肯定"
    LIKELY = "多半"
    LOOK = "待看"


_FAMILIES = ("B", "F")
"""Tables against tables, by arithmetic."""
_ARITHMETIC = frozenset(
    (SUM_OF_ROWS, SUM_OF_COLUMNS, TWO_TABLES, "A19", "A20", "N01", "N02", "N03", "N05", "N06")
)
"""The rules of the other families that hold what is printed to what is printed."""


def sureness_of(finding: Finding) -> Sureness:
    """How sure a finding on a document is that nobody's input is known of."""
    if finding.severity is not Severity.ERROR:
        return Sureness.LOOK
    if finding.code in _ARITHMETIC or finding.code.startswith(_FAMILIES):
        return Sureness.CERTAIN
    return Sureness.LIKELY
