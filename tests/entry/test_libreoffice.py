"""LibreOffice opens the entry workbook, computes it anew, and agrees with our figures."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from discloser.compute.catalogue import standard_measures
from discloser.compute.figures import compute
from discloser.entry.mend.as_workbook import as_workbook
from discloser.model.ledger import ExpenditureLine, ReceiptLine
from discloser.model.values import Kind
from discloser.read import read_input
from discloser.read.workbook_layout import SELF_CHECK
from tests.entry.mend.books import mended_book, opened, workbook
from tests.entry.office import Office, is_installed
from tests.entry.samples import GOOD, INPUTS, built, draft_of, edited, workbook_of

BUDGET = next(path for path in INPUTS if path.stem == "government-office")
FINAL = next(path for path in INPUTS if draft_of(path)["kind"] == "final_account")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    if not is_installed():
        pytest.skip("LibreOffice is not installed")
    return Office.started(tmp_path_factory.mktemp("office") / "profile")


def content_of(path: Path) -> bytes:
    """A real input's workbook, saved by a program that stores no results of formulas."""
    disclosure = built(draft_of(path))
    return edited(lambda _: None, workbook_of(draft_of(path), disclosure.kind, disclosure.year))


def recalculated(content: bytes, folder: Path, office: Office) -> Any:
    """The workbook as LibreOffice has computed and saved it."""
    (folder / "a.xlsx").write_bytes(content)
    (folder / "out").mkdir()
    return load_workbook(office.convert(folder / "a.xlsx", "xlsx", folder / "out"), data_only=True)


def self_check(book: Any) -> dict[str, Decimal]:
    rows = book[SELF_CHECK].iter_rows(min_row=4, values_only=True)
    return {str(row[0]).strip("　"): Decimal(str(row[1])) for row in rows if row[0]}


@pytest.fixture(scope="module", params=[BUDGET, FINAL], ids=["budget", "final account"])
def source(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory, office: Office, source: Path) -> Path:
    """A real input's workbook that LibreOffice has computed."""
    folder = tmp_path_factory.mktemp("computed")
    recalculated(content_of(source), folder, office)
    return folder / "out" / "a.xlsx"


def agrees(book: Any, draft: Any) -> None:
    """Compare the sums in a workbook with the figures of an input, to the 分."""
    disclosure = built(draft)
    figures = compute(disclosure, standard_measures())
    is_budget = disclosure.kind is Kind.BUDGET
    spent = "current_expenditure" if is_budget else "expenditure_total"
    total = figures[spent].amount - (0 if is_budget else figures["closing_total"].amount)
    found = self_check(book)
    assert found["收入合计"] == figures["receipts_total"].amount
    assert found["支出合计"] == total
    assert found["其中：基本支出"] == figures["basic_expenditure"].amount
    assert found["其中：项目支出"] == figures["project_expenditure"].amount
    assert found["年终结余合计"] == figures["closing_total"].amount
    lines = (*disclosure.receipts, *disclosure.expenditure, *disclosure.closing)
    for title, name in (
        ("金额" if is_budget else "决算数", "amount"),
        ("年初预算数", "initial_budget"),
        ("全年预算数", "adjusted_budget"),
    ):
        for sheet, kind in (("收入", ReceiptLine), ("支出", ExpenditureLine)):
            titles = {cell.value: cell.column for cell in book[sheet][4]}
            if title in titles:
                ours = sum(
                    (getattr(x, name) or 0 for x in lines if isinstance(x, kind)), Decimal(0)
                )
                assert Decimal(str(book[sheet].cell(3, titles[title]).value)) == ours, title


def test_the_sums_are_our_figures(computed: Path, source: Path) -> None:
    book = load_workbook(computed, data_only=True)
    agrees(book, draft_of(source))
    assert self_check(book)["收支差额"] == 0
    assert self_check(book)["一般公共预算收支差额"] == 0
    assert book["支出"]["C3"].value == 0


EDITED = """
  Document = Opened("{folder}/a.xlsx")
  Ledger = Document.Sheets.getByName("支出")
  Ledger.unprotect("")
  Ledger.Rows.insertByIndex(4, 2)
  Ledger.getCellRangeByName("B5").String = "2010301 行政运行"
  Ledger.getCellRangeByName("C5").String = "基本支出"
  Ledger.getCellRangeByName("E5").String = "30201 办公费"
  Ledger.getCellRangeByName("F5").String = "50201 办公经费"
  Ledger.getCellRangeByName("{amount}5").Value = 1234.56
  Ledger.Rows.insertByIndex(9, 1)
  Ledger.Rows.removeByIndex(12, 3)
  Dim Field(0) As New com.sun.star.table.TableSortField
  Field(0).Field = 1
  Field(0).IsAscending = False
  Dim Sorting(1) As New com.sun.star.beans.PropertyValue
  Sorting(0).Name = "SortFields"
  Sorting(0).Value = Field()
  Sorting(1).Name = "ContainsHeader"
  Sorting(1).Value = False
  Ledger.getCellRangeByName("A7:L300").sort(Sorting())
  Income = Document.Sheets.getByName("收入")
  Income.unprotect("")
  Income.Rows.removeByIndex(4, 1)
  Units = Document.Sheets.getByName("单位")
  Units.unprotect("")
  Units.Rows.insertByIndex(3, 1)
  Projects = Document.Sheets.getByName("项目")
  Projects.unprotect("")
  Projects.Rows.insertByIndex(3, 1)
  Store(Document, "{folder}/b.xlsx", "Calc MS Excel 2007 XML", "")
  Document.close(True)
"""


def test_inserted_deleted_and_sorted_rows_keep_the_sums_right(
    office: Office, source: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.xlsx").write_bytes(content_of(source))
    titles = [cell.value for cell in load_workbook(tmp_path / "a.xlsx")["支出"][4]]
    title = "金额" if "金额" in titles else "决算数"
    amount = get_column_letter(titles.index(title) + 1)
    office.do(EDITED.format(folder=tmp_path, amount=amount))
    book = load_workbook(tmp_path / "b.xlsx", data_only=True)
    draft: Any = read_input(tmp_path / "b.xlsx")[0]
    before: Any = draft_of(source)
    assert draft["expenditure"][0]["amount"] == "1234.56"
    assert len(draft["expenditure"]) == len(before["expenditure"]) + 1 - 3
    assert len(draft["receipts"]) == len(before["receipts"]) - 1
    functions = [line["function"] for line in draft["expenditure"][1:]]
    assert functions == sorted(functions, reverse=True)
    agrees(book, draft)
    found = self_check(book)
    assert found["收支差额"] != 0
    assert found["“支出”里不在“项目”表的项目"] == 0
    assert found["“支出”里是文字的金额"] == 0


def test_each_self_check_counts_what_it_is_for(tmp_path: Path, office: Office) -> None:
    def change(book: Any) -> None:
        ledger = book["支出"]
        ledger["I5"] = "很多"
        ledger["B6"] = None
        ledger["E7"] = None
        ledger["D46"] = None
        ledger["D47"] = "没有的项目"
        book["收入"]["D5"] = 1

    content = edited(change, workbook_of(draft_of(BUDGET)))
    found = self_check(recalculated(content, tmp_path, office))
    assert found["“支出”里是文字的金额"] == 1
    assert found["“支出”里没有功能科目的行"] == 1
    assert found["“支出”里没有经济分类的基本支出"] == 1
    assert found["“支出”里没有项目名称的项目支出"] == 1
    assert found["“支出”里不在“项目”表的项目"] == 1
    assert found["收支差额"] < 0


def test_the_stored_results_are_those_that_are_computed(
    computed: Path, source: Path, tmp_path: Path
) -> None:
    disclosure = built(draft_of(source))
    content = workbook_of(draft_of(source), disclosure.kind, disclosure.year)
    (tmp_path / "stored.xlsx").write_bytes(content)
    stored = load_workbook(tmp_path / "stored.xlsx", data_only=True)
    anew = load_workbook(computed, data_only=True)
    assert self_check(stored) == self_check(anew)


def test_what_it_has_saved_reads_the_same(computed: Path, source: Path) -> None:
    draft, _, findings = read_input(computed)
    assert findings == ()
    assert built(draft) == built(draft_of(source))


def with_totals(book: Any) -> None:
    """Rows that are the sum of others, as the budget system exports them, below the lines."""
    ledger = book["支出"]
    titles = {str(cell.value).rstrip("*"): cell.column for cell in ledger[4]}
    last = max(row for row in range(5, ledger.max_row + 1) if ledger.cell(row, 2).value)
    words = (("单位代码", "合　计"), ("功能分类科目（项）", "小计："), ("单位代码", "合计（元）"))
    for offset, (title, word) in enumerate(words, start=1):
        ledger.cell(last + offset, titles[title], word)
        ledger.cell(last + offset, titles["支出性质"], "基本支出")
        ledger.cell(last + offset, titles["金额"], 1_000_000)


def test_rows_of_totals_count_nowhere(office: Office, tmp_path: Path) -> None:
    content = edited(with_totals, content_of(BUDGET))
    agrees(recalculated(content, tmp_path, office), draft_of(BUDGET))
    draft, _, findings = read_input(tmp_path / "out" / "a.xlsx")
    assert [each.code for each in findings] == ["E027"] * 3
    assert built(draft) == built(draft_of(BUDGET))


def test_what_it_has_saved_is_mended_and_computed_anew(
    computed: Path, source: Path, office: Office, tmp_path: Path
) -> None:
    book = opened(computed.read_bytes())
    place = book.sources.places["expenditure", 0, "amount"]
    again = mended_book(book, {("支出", place.cell or ""): "1234.5"})
    expected: Any = draft_of(source)
    expected["expenditure"][0]["amount"] = "1234.5"
    assert built(again.draft) == built(expected)
    agrees(recalculated(again.data, tmp_path, office), expected)


def test_workbooks_of_other_formats_are_made_ones_that_can_be_mended(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook("light"))
    for suffix in ("xls", "ods"):
        data, findings = as_workbook(office.convert(path, suffix, tmp_path), ())
        assert data is not None, findings
        again = mended_book(opened(data), {("支出", "I5"): "1234.5"})
        expected: Any = draft_of(GOOD)
        expected["expenditure"][0]["amount"] = "1234.5"
        assert built(again.draft) == built(expected)
