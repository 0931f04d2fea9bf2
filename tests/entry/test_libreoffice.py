"""LibreOffice opens the entry workbook, computes it anew, and agrees with our figures."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from discloser.compute.figures import compute
from discloser.compute.measure import standard_measures
from discloser.read import read_input
from discloser.read.workbook_layout import SELF_CHECK
from tests.entry.samples import INPUTS, built, draft_of, edited, workbook_of

ALWAYS_RECALCULATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
BUDGET = next(path for path in INPUTS if path.stem == "government-office")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("profile")
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    return folder


def recalculated(content: bytes, folder: Path, profile: Path) -> Any:
    """The workbook as LibreOffice has computed and saved it."""
    (folder / "a.xlsx").write_bytes(content)
    (folder / "out").mkdir()
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder / "out"), str(folder / "a.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return load_workbook(folder / "out" / "a.xlsx", data_only=True)


def self_check(book: Any) -> dict[str, Decimal]:
    rows = book[SELF_CHECK].iter_rows(min_row=4, values_only=True)
    return {str(row[0]).strip("　"): Decimal(str(row[1])) for row in rows if row[0]}


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory, profile: Path) -> Path:
    """A folder with a budget's workbook that LibreOffice has computed.

    It was saved before by a program that stores no results, so that all are LibreOffice's.
    """
    folder = tmp_path_factory.mktemp("computed")
    recalculated(edited(lambda _: None, workbook_of(draft_of(BUDGET))), folder, profile)
    return folder


def test_the_sums_are_our_figures(computed: Path) -> None:
    book = load_workbook(computed / "out" / "a.xlsx", data_only=True)
    figures = compute(built(draft_of(BUDGET)), standard_measures())
    found = self_check(book)
    for label, name in (
        ("收入合计", "receipts_total"),
        ("支出合计", "current_expenditure"),
        ("其中：基本支出", "basic_expenditure"),
        ("其中：项目支出", "project_expenditure"),
        ("年终结余合计", "closing_total"),
    ):
        assert found[label] == figures[name].amount, label
    assert found["收支差额"] == 0
    assert found["一般公共预算收支差额"] == 0
    assert Decimal(str(book["支出"]["I3"].value)) == figures["current_expenditure"].amount
    assert book["支出"]["C3"].value == 0


def test_each_self_check_counts_what_it_is_for(tmp_path: Path, profile: Path) -> None:
    def change(book: Any) -> None:
        ledger = book["支出"]
        ledger["I5"] = "很多"
        ledger["B6"] = None
        ledger["E7"] = None
        ledger["D46"] = None
        ledger["D47"] = "没有的项目"
        book["收入"]["D5"] = 1

    content = edited(change, workbook_of(draft_of(BUDGET)))
    found = self_check(recalculated(content, tmp_path, profile))
    assert found["“支出”里是文字的金额"] == 1
    assert found["“支出”里没有功能科目的行"] == 1
    assert found["“支出”里没有经济分类的基本支出"] == 1
    assert found["“支出”里没有项目名称的项目支出"] == 1
    assert found["“支出”里不在“项目”表的项目"] == 1
    assert found["收支差额"] < 0


def test_the_stored_results_are_those_that_are_computed(computed: Path, tmp_path: Path) -> None:
    (tmp_path / "stored.xlsx").write_bytes(workbook_of(draft_of(BUDGET)))
    stored = load_workbook(tmp_path / "stored.xlsx", data_only=True)
    anew = load_workbook(computed / "out" / "a.xlsx", data_only=True)
    assert self_check(stored) == self_check(anew)


def test_what_it_has_saved_reads_the_same(computed: Path) -> None:
    draft, _, findings = read_input(computed / "out" / "a.xlsx")
    assert findings == ()
    assert built(draft) == built(draft_of(BUDGET))
