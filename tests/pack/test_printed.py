"""Which dimensions a pack's tables list, and what that asks of an input."""

from __future__ import annotations

from discloser.check.run import run_checks
from discloser.compute.figures import compute
from discloser.finding import Finding
from discloser.pack.printed import listed_dimensions
from discloser.pack.specs import TableSpec
from tests.rules.changes import Change, basic, both, lines, project_line
from tests.rules.documents import prepared


def found_with(table: str, change: Change) -> list[Finding]:
    """What K03 and K04 find in an input whose pack has one table only."""
    source = prepared("district")
    assert source.figures is not None
    assert source.pack is not None
    tables: list[TableSpec] = [source.pack.tables[table]]
    figures = compute(change(source.figures.disclosure), source.pack.measures)
    printed = listed_dimensions(tables, source.pack.measures)
    found, _ = run_checks(figures, source.pack.codebook, source.sources, printed=printed)
    return [finding for finding in found if finding.code in ("K03", "K04")]


WITHOUT = both(
    lines(basic, department_economic=None, government_economic=None),
    lines(project_line, department_economic=None),
)


def test_lines_without_items_are_one_finding_for_each_classification() -> None:
    found = found_with("economic_summary", WITHOUT)
    assert [finding.code for finding in found] == ["K03", "K03", "K04"]
    assert all("支出经济分类汇总表" in finding.message for finding in found)
    assert len(found[0].locations) > 10


def test_nothing_is_asked_for_that_no_table_prints() -> None:
    assert found_with("receipts_and_expenditure", WITHOUT) == []


def test_a_table_of_basic_expenditure_asks_nothing_of_projects() -> None:
    found = found_with("general_public_basic", WITHOUT)
    assert {finding.code for finding in found} == {"K03"}
