"""A finding: one thing that is wrong or worth knowing, with its place and its remedy.

Each kind of finding is declared once, as a :class:`Rule`, where it is raised. Findings are
values: stages return them beside their result and never raise them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from discloser.location import Location


class Severity(StrEnum):
    """How much a finding matters. An error stops rendering; the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return {"error": "错误", "warning": "警告", "note": "提示"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    ``code`` names the rule; ``message`` says in Chinese what is wrong, with the values;
    ``remedy`` what to do; ``locations`` where (the first is the place to go to); ``figures``
    the names of the figures that take part. ``times`` is how often it was found, where equal
    findings have become one (:mod:`discloser.problems`).
    """

    code: str
    severity: Severity
    message: str
    remedy: str = ""
    locations: tuple[Location, ...] = ()
    figures: tuple[str, ...] = ()
    times: int = 1

    @property
    def location(self) -> Location | None:
        """The first place, or None where a finding concerns the whole input."""
        return self.locations[0] if self.locations else None


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding, declared once.

    ``message`` and ``remedy`` are templates for :meth:`str.format`; neither says the place, so
    that equal findings can be told as one. ``is_cause`` marks what makes other findings of the same
    file follow, and is told before them. ``in_brief`` is one sentence, with ``{count}``, that is
    told in place of all findings of the rule that ask for nothing.
    """

    code: str
    title: str
    message: str
    remedy: str = ""
    severity: Severity = Severity.ERROR
    is_cause: bool = False
    in_brief: str = ""

    def __post_init__(self) -> None:
        known = CATALOGUE.setdefault(self.code, self)
        if known != self:
            raise ValueError(f"rule {self.code} is declared twice")

    def at(
        self,
        *locations: Location | None,
        figures: Iterable[str] = (),
        **values: object,
    ) -> Finding:
        """Return this rule's finding at ``locations``, its templates filled with ``values``."""
        return Finding(
            code=self.code,
            severity=self.severity,
            message=self.message.format(**values),
            remedy=self.remedy.format(**values),
            locations=tuple(location for location in locations if location is not None),
            figures=tuple(figures),
        )


CATALOGUE: dict[str, Rule] = {}
"""Every declared rule by its code; filled when the modules that declare rules are imported."""


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
