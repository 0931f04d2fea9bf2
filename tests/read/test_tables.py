"""Titles and merged cells of a filled-in workbook: obeyed where they are clear, else refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook.workbook import Workbook as Book

from discloser.pipeline import prepare
from discloser.read.spreadsheet.address import column_letters
from tests.entry.office import Office, is_installed
from tests.entry.samples import GOOD, built, codes, draft_of, edited, read_bytes
from tests.read.test_hostile import LEDGER, changed


def column(book: Book, sheet: str, title: str, header: int = 4) -> str:
    """The letter of a column by its title."""
    cells = book[sheet][header]
    titles = [str(cell.value).rstrip("*") for cell in cells]
    return column_letters(titles.index(title))


def merge(sheet: str, title: str, rows: str) -> Any:
    """A change: some rows of a column are one cell."""

    def change(book: Book) -> None:
        letter = column(book, sheet, title)
        first, last = rows.split(":")
        book[sheet].merge_cells(f"{letter}{first}:{letter}{last}")

    return change


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    if not is_installed():
        pytest.skip("LibreOffice is not installed")
    return Office.started(tmp_path_factory.mktemp("office") / "profile")


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize(
    "case", [("金额", "5:6", "E036"), ("单位代码", "8:9", "E028"), ("支出性质", "5:6", "E028")]
)
def test_a_merged_amount_is_refused_and_a_merged_code_is_filled_in(
    case: tuple[str, str, str], suffix: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    title, rows, expected = case
    content = edited(merge("支出", title, rows))
    (tmp_path / "a.xlsx").write_bytes(content)
    if suffix != "xlsx":
        office: Office = request.getfixturevalue("office")
        content = office.convert(tmp_path / "a.xlsx", suffix, tmp_path).read_bytes()
    draft, sources, findings = read_bytes(tmp_path, content, f"b.{suffix}")
    assert [each.code for each in findings if each.location.sheet == "支出"] == [expected]
    if expected == "E036":
        assert ("expenditure",) in sources.unread
    else:
        assert len(draft["expenditure"]) == 5
        assert sources.unread == frozenset()


def test_what_is_hidden_under_a_merged_cell_is_not_read(tmp_path: Path) -> None:
    good: Any = draft_of(GOOD)
    before = good["expenditure"]
    merged = b'</sheetData><mergeCells><mergeCell ref="E5:E6"/></mergeCells>'
    content = changed(LEDGER, b"</sheetData>", merged)
    draft, _, findings = read_bytes(tmp_path, content)
    assert codes(findings) == ["E028 支出!E5"]
    economic = [line["department_economic"] for line in draft["expenditure"][:2]]
    assert economic == [before[0]["department_economic"]] * 2
    assert before[1]["department_economic"] != before[0]["department_economic"]


def rename(sheet: str, old: str, new: str, header: int = 4) -> Any:
    """A change: a title is another."""

    def change(book: Book) -> None:
        book[sheet][f"{column(book, sheet, old, header)}{header}"] = new

    return change


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("单位代码", "预算单位", "缺少“单位代码”列，“预算单位”像是它"),
        ("资金来源", "资金", "缺少“资金来源”列，“资金”像是它"),
        ("部门经济分类科目（款）", "经济科目", "缺少“部门经济分类科目（款）”列，“经济科目”像是它"),
        ("金额", "钱数", "缺少“金额”列"),
    ],
)
def test_a_renamed_column_is_missed(old: str, new: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(rename("支出", old, new)))
    findings = prepare(path).findings
    assert findings[0].code == "E034"
    assert findings[0].message.startswith(words)


@pytest.mark.parametrize(
    "title", ["金额（万元）", "金额(万元)", "金额：万元", "金额/万元", "预算数（万元）"]
)
def test_another_unit_in_a_title_is_refused(title: str, tmp_path: Path) -> None:
    _, sources, findings = read_bytes(tmp_path, edited(rename("支出", "金额", title)))
    assert codes(findings) == ["E041 支出!I4"]
    assert ("expenditure",) in sources.unread


@pytest.mark.parametrize("title", ["金额（元）", "金额\n(元)", "预算数", "预算数（元）"])
def test_the_unit_of_the_workbook_in_a_title_is_obeyed(title: str, tmp_path: Path) -> None:
    draft, _, findings = read_bytes(tmp_path, edited(rename("支出", "金额", title)))
    assert findings == ()
    assert built(draft) == built(draft_of(GOOD))


def test_another_unit_above_the_titles_is_refused(tmp_path: Path) -> None:
    def change(book: Book) -> None:
        book["支出"]["F1"] = "单位：万元"

    _, _, findings = read_bytes(tmp_path, edited(change))
    assert codes(findings) == ["E041 支出!F1"]


def test_the_title_itself_goes_before_what_it_may_also_be_called(tmp_path: Path) -> None:
    def change(book: Book) -> None:
        book["支出"].insert_cols(1)
        book["支出"]["A4"] = "预算数"
        book["支出"]["A5"] = 5

    draft, _, findings = read_bytes(tmp_path, edited(change))
    assert codes(findings) == ["E014 支出!A4"]
    assert built(draft) == built(draft_of(GOOD))


def test_two_columns_of_one_title_are_refused(tmp_path: Path) -> None:
    def change(book: Book) -> None:
        book["支出"]["J4"] = "金额"
        book["支出"]["J5"] = 5

    _, _, findings = read_bytes(tmp_path, edited(change))
    assert codes(findings) == ["E040 支出!I4"]


TOTALS = ["合计", "合　计", "小计：", "合计（元）", "总 计", "本页合计"]


@pytest.mark.parametrize("word", TOTALS)
@pytest.mark.parametrize(
    ("sheet", "cell"), [("支出", "A10"), ("单位", "B6"), ("内设机构", "A5"), ("职责", "A6")]
)
def test_a_row_of_a_total_is_read_in_no_sheet(
    sheet: str, cell: str, word: str, tmp_path: Path
) -> None:
    def change(book: Book) -> None:
        book[sheet][cell] = word

    draft, _, findings = read_bytes(tmp_path, edited(change))
    assert codes(findings) == [f"E027 {sheet}!{cell}"]
    assert built(draft) == built(draft_of(GOOD))


def test_the_rest_is_judged_beside_a_sheet_that_cannot_be_read(tmp_path: Path) -> None:
    def change(book: Book) -> None:
        rename("支出", "单位代码", "预算单位")(book)
        book["基本信息"]["B8"] = "某月"
        book["收入"]["B5"] = "公共财政收入款"

    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(change))
    found = {str(each.location).partition(" ")[2]: each.code for each in prepare(path).findings}
    assert found["支出!A4"] == "E034"
    assert found["基本信息!B8"] == "M005"
    assert found["收入!B5"] == "M003"
