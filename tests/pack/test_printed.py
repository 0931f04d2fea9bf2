"""Which dimensions a pack's tables list, and what that asks of an input."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from ruamel.yaml import YAML

from discloser.check.run import run_checks
from discloser.compute.figures import compute
from discloser.entry.convert import new_input
from discloser.finding import Finding
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.printed import listed_dimensions
from discloser.pack.specs import TableSpec
from discloser.pipeline import prepare
from tests.rules.changes import Change, basic, both, lines, project_line
from tests.rules.documents import INPUTS, prepared


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


BY_ITEM = {
    "a budget by functional item": ("shanghai/base", Kind.BUDGET, True),
    "a budget by unit": ("henan/base", Kind.BUDGET, False),
    "a final account": ("henan/base", Kind.FINAL_ACCOUNT, True),
}


@pytest.mark.parametrize(("name", "kind", "asks"), BY_ITEM.values(), ids=BY_ITEM)
def test_the_item_of_receipts_is_asked_for_where_a_table_lists_them_by_it(
    name: str, kind: Kind, asks: bool, tmp_path: Path
) -> None:
    """The new workbook has the column, the new YAML file the field, and K07 tells what is blank."""
    for suffix in ("xlsx", "yaml"):
        made, findings = new_input(name, kind, 2026, f".{suffix}", roots=pack_roots())
        assert findings == ()
        assert made is not None
        (tmp_path / f"new.{suffix}").write_bytes(made)
    sheet = load_workbook(tmp_path / "new.xlsx")["收入"]
    titles = {cell.value for row in sheet.iter_rows(max_row=4) for cell in row}
    assert ("功能分类科目（项）" in titles) is asks
    draft = YAML(typ="safe").load((tmp_path / "new.yaml").read_text(encoding="utf-8"))
    assert ("function" in draft["receipts"][0]) is asks


@pytest.mark.parametrize(("blank", "told"), [(0, False), (1, True), (3, True)])
def test_receipts_without_their_item_are_one_finding(blank: int, told: bool) -> None:
    """K07."""
    source = prepare(INPUTS / "shanghai/putuo/2025/government-office.yaml")
    assert source.figures is not None
    assert source.pack is not None
    given = source.figures.disclosure
    receipts = tuple(
        line.model_copy(update={"function": None}) if index < blank else line
        for index, line in enumerate(given.receipts)
    )
    changed = given.model_copy(update={"receipts": receipts})
    figures = compute(changed, source.pack.measures)
    found, _ = run_checks(figures, source.pack.codebook, source.sources, printed=source.pack.listed)
    places = [len(finding.locations) for finding in found if finding.code == "K07"]
    assert places == ([blank] if told else [])
