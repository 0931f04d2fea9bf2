"""What is written at the place of a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from discloser.audit.faults import Fault
from discloser.audit.sureness import Sureness
from discloser.check.relations import told
from discloser.finding import Finding
from discloser.location import Spot

AUTHOR = "discloser"
COLORS: Mapping[Sureness, tuple[float, float, float]] = {
    Sureness.CERTAIN: (0.85, 0.1, 0.1),
    Sureness.LIKELY: (0.9, 0.55, 0.0),
    Sureness.LOOK: (0.2, 0.4, 0.8),
}
"""Red, orange and blue, each as parts of one."""


def remark(fault: Fault, finding: Finding) -> str:
    """A finding of a fault in words: how sure, what is wrong, what to do, and on what ground."""
    lines = [f"【{fault.sure}】{finding.code} {finding.message}"]
    if finding is not fault.finding:
        lines.append(f"起因：{fault.finding.message}")
    if finding.remedy:
        lines.append(f"怎么办：{finding.remedy}")
    if ground := told(finding.code):
        lines.append(f"依据：{ground}")
    return "\n".join(lines)


def remarks(faults: Sequence[Fault], file: str) -> Iterator[tuple[Spot, Sureness, str]]:
    """Every place in a file at which a fault is told, with its remark.

    Equal findings that were made one are told at each of their places.
    """
    for fault in faults:
        if fault.cause is not None and fault.cause.file == file and fault.cause.spot is not None:
            yield (
                fault.cause.spot,
                fault.sure,
                f"多半是这一格错了。\n{remark(fault, fault.finding)}",
            )
        for finding in (fault.finding, *fault.consequences):
            for place in finding.locations[: finding.times]:
                if place.file == file and place.spot is not None:
                    yield place.spot, fault.sure, remark(fault, finding)
