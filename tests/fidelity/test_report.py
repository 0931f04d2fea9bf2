"""The report on fidelity says what the tests find."""

from __future__ import annotations

from tests.fidelity.report import FILE, contrast, report


def test_the_report_in_the_documentation_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == report(), "run: python -m tests.fidelity.report"


def test_it_shows_the_differing_words_with_some_context() -> None:
    published, ours = (
        "（一）收入总计761.10万元，增长减少3.3%。主要原因：",
        "(一)收入总计761.10万元，减少3.25%。主要原因：",
    )
    assert contrast(published, ours) == (
        "…计761.10万元，增长减少3.3%。主要原因：",
        "…计761.10万元，减少3.25%。主要原因：",
    )
    assert contrast("照章", "按照章") == ("照章", "按照章")
