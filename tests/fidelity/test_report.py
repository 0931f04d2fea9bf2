"""The report on fidelity says what the tests find."""

from __future__ import annotations

from tests.fidelity.report import FILE, report


def test_the_report_in_the_documentation_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == report(), "run: python -m tests.fidelity.report"
