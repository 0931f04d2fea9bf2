"""How sure a finding is: arithmetic proves it, it is likely, or a person has to look."""

from __future__ import annotations

from enum import StrEnum

from discloser.check.relations import relations
from discloser.finding import Finding, Severity


class Sureness(StrEnum):
    """How sure a finding is, the surest first."""

    CERTAIN = "肯定"
    LIKELY = "多半"
    LOOK = "待看"


_REQUIRED = "W"
"""The rules of what has to be there, which look for words that no form does without."""


def sureness_of(finding: Finding) -> Sureness:
    """How sure a finding on a document is that nobody's input is known of.

    What the ground of its rule says: numbers that are printed prove a fault of arithmetic.
    """
    if finding.severity is not Severity.ERROR:
        return Sureness.LIKELY if finding.code.startswith(_REQUIRED) else Sureness.LOOK
    relation = relations().get(finding.code)
    if relation is not None and relation.is_arithmetic:
        return Sureness.CERTAIN
    return Sureness.LIKELY
