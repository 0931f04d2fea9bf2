"""Write ``docs/fidelity.md``: how much of each published document is reproduced, and what is not.

``python -m tests.fidelity.report``
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tests.fidelity.compare import Kind, Pair, compare_documents
from tests.fidelity.deliberate import Meant, Reason, reasons
from tests.fidelity.normal import bare, normal
from tests.fidelity.ours import printed_document
from tests.fidelity.published import published, slips
from tests.fidelity.rendered import CASES, ROOT, Case, composed

FILE = ROOT / "docs" / "fidelity.md"

_INTRODUCTION = """\
# Fidelity to published documents

Written by `python -m tests.fidelity.report`; do not edit. The tests in `tests/fidelity/` compare
what discloser renders with documents that departments published, cell by cell and sentence by
sentence. They fail on every difference that is not listed here, and on every listed one that no
longer occurs.

A *money cell* holds an amount other than zero, with decimals and nothing else; the scores of
self-evaluations are not counted. It must be printed the same, thousands separators and decimals
included. A *sentence* ends at 。, ； or ：, and headings count as sentences. White space, the width
of brackets and punctuation, and line breaks are ignored everywhere (`tests/fidelity/normal.py`).
Errors of the text extraction are set right before comparing (`data/extraction_slips.yaml`).
"""

_CONTEXT = 10
"""Characters shown before and behind a difference."""

_COLUMNS = (
    ("Money cells", (Kind.MONEY,)),
    ("Other cells", (Kind.CELL,)),
    ("Column headers", (Kind.HEADER,)),
    ("Titles, lines and notes", (Kind.TITLE, Kind.LINE, Kind.NOTE)),
    ("Sentences", (Kind.SENTENCE,)),
    ("Cover and contents", (Kind.FRONT,)),
)


def report(cases: Sequence[Case] = CASES) -> str:
    """Return the report on ``cases`` as Markdown."""
    lines = [_INTRODUCTION, "## Overview", "", "Reproduced of published:", ""]
    header = ("Document", *(title for title, _ in _COLUMNS))
    lines += [_row(header), _row("---" for _ in header)]
    compared = [
        (case, compare_documents(published(case.number), printed_document(composed(case))))
        for case in cases
    ]
    lines += [_row((_title(case), *_counts(pairs))) for case, pairs in compared]
    for case, _ in compared:
        lines += ["", f"## {_title(case)}", "", f"Input: `inputs/{case.input}`", ""]
        lines += _differences(reasons(case.number))
        lines += ["", f"Extraction errors set right: {_slip_count(case)}."]
    return "\n".join(lines) + "\n"


def _title(case: Case) -> str:
    return f"{case.number} {composed(case).title}"


def _counts(pairs: Sequence[Pair]) -> Iterator[str]:
    for _, kinds in _COLUMNS:
        counted = [pair for pair in pairs if pair.kind in kinds and pair.published]
        yield f"{sum(pair.equal for pair in counted)} of {len(counted)}"


def _slip_count(case: Case) -> int:
    known = slips(case.number)
    return sum(map(len, (known.torn, known.misread, known.shifted, known.headers, known.moved)))


def _differences(known: Sequence[Reason]) -> Iterator[str]:
    if not known:
        yield "No deliberate differences."
    for number, entry in enumerate(known, start=1):
        yield f"{number}. {entry.reason}"
        for meant in entry.differences:
            yield f"    - {_difference(meant)}"


def _difference(meant: Meant) -> str:
    place = "，".join(filter(None, (meant.part, meant.row, meant.column)))
    times = f"（{meant.times} 处）" if meant.times > 1 else ""
    if not meant.published or not meant.ours:
        side = "只在本文" if meant.ours else "只在原文"
        return f"{place}{times}：{side}「{bare(meant.ours or meant.published)}」"
    published_words, our_words = contrast(bare(meant.published), bare(meant.ours))
    return f"{place}{times}：原文「{published_words}」，本文「{our_words}」"


def contrast(left: str, right: str) -> tuple[str, str]:
    """Cut what two texts have in common at their ends, but for a few characters of context."""
    start = _common(normal(left), normal(right))
    end = min(
        _common(normal(left)[::-1], normal(right)[::-1]), len(left) - start, len(right) - start
    )
    start, end = max(0, start - _CONTEXT), max(0, end - _CONTEXT)
    return _cut(left, start, end), _cut(right, start, end)


def _common(left: str, right: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )


def _cut(text: str, start: int, end: int) -> str:
    return ("…" if start else "") + text[start : len(text) - end] + ("…" if end else "")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(report(), encoding="utf-8")
