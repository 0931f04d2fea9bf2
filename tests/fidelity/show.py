"""Print what differs and is not in ``deliberate.yaml``, for a person to judge one by one.

``python -m tests.fidelity.show [000 …]`` writes the differences as entries for that file. Each
needs a reason that a person can stand for; most need a change of an input or a pack instead.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tests.fidelity.compare import compare_documents, differences
from tests.fidelity.deliberate import entries, reasons, stale, unlisted
from tests.fidelity.ours import printed_document
from tests.fidelity.published import published
from tests.fidelity.rendered import CASES, Case, composed


def main(numbers: list[str]) -> None:
    """Print the unlisted and the stale differences of the cases ``numbers`` (none: all)."""
    for case in CASES:
        if not numbers or case.number in numbers:
            sys.stdout.write("\n".join(_report(case)) + "\n")


def _report(case: Case) -> Iterator[str]:
    pairs = compare_documents(published(case.number), printed_document(composed(case)))
    found = differences(pairs)
    new = unlisted(found, reasons(case.number))
    out_of_date = stale(found, reasons(case.number))
    yield f'"{case.number}":  # {len(found)} differences, {len(new)} of them not listed'
    for pair in new:
        yield f"  # {pair.kind}"
        yield "  - reason: "
        yield f"    differences: [{entries([pair])}]"
    for meant in out_of_date:
        yield f"  # stale: {entries([meant])}"


if __name__ == "__main__":
    main(sys.argv[1:])
