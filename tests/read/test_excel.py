"""Reading what clerks really send: put right where it is clear, refused clearly where it is not."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pytest
import python_calamine
from openpyxl import Workbook
from openpyxl.workbook.workbook import Workbook as Book

from discloser.location import FieldPath
from discloser.pipeline import prepare
from discloser.read import excel, read_input
from discloser.read.workbook import MAX_BYTES
from tests.entry.samples import (
    GOOD,
    built,
    codes,
    draft_of,
    edited,
    good_workbook,
    read_bytes,
    workbook_of,
)


def put(sheet: str, cell: str, value: Any) -> Callable[[Book], None]:
    """A change: one cell."""

    def change(book: Book) -> None:
        book[sheet][cell] = value

    return change


def find(draft: Any, path: FieldPath) -> Any:
    for step in path:
        draft = draft[step]
    return draft


TIDY = [
    ("支出", "I5", "1,000,000.00", ("expenditure", 0, "amount"), "1,000,000.00"),
    ("支出", "I5", "１００００００．５０", ("expenditure", 0, "amount"), "1000000.50"),
    ("支出", "I5", " 1 000 000 ", ("expenditure", 0, "amount"), "1000000"),
    ("支出", "I5", "1，000，000元", ("expenditure", 0, "amount"), "1,000,000"),
    ("支出", "I5", "—", ("expenditure", 0, "amount"), "0"),
    ("支出", "I5", 0.1 + 0.2, ("expenditure", 0, "amount"), "0.3"),
    ("支出", "I5", 1234567890.12, ("expenditure", 0, "amount"), "1234567890.12"),
    ("支出", "B5", "2010301", ("expenditure", 0, "function"), "2010301"),
    ("支出", "B5", 2010301, ("expenditure", 0, "function"), "2010301"),
    ("支出", "B5", "２０１０３０１　行政运行", ("expenditure", 0, "function"), "2010301"),
    ("支出", "B5", "2010301行政运行", ("expenditure", 0, "function"), "2010301"),
    ("支出", "C5", " 基本 支出", ("expenditure", 0, "category"), "基本支出"),
    ("支出", "A5", "示范市示范中心", ("expenditure", 0, "unit"), "101002"),
    ("支出", "A5", 101002, ("expenditure", 0, "unit"), "101002"),
    ("支出", "H5", True, ("expenditure", 0, "carried_over"), "是"),
    ("支出", "H5", "√", ("expenditure", 0, "carried_over"), "是"),
    (
        "上年数",
        "A4",
        "general_public_budget",
        ("prior_year", "figures"),
        {"general_public_budget": "1600000.5"},
    ),
    ("职责", "A4", "  负责示范工作。 ", ("duties", "items"), ["负责示范工作。"]),
]


@pytest.mark.parametrize("case", TIDY, ids=lambda case: f"{case[1]} {case[2]}")
def test_what_is_clear_is_put_right(
    case: tuple[str, str, Any, FieldPath, Any], tmp_path: Path
) -> None:
    sheet, cell, value, path, expected = case
    draft, _, findings = read_bytes(tmp_path, edited(put(sheet, cell, value)))
    assert findings == ()
    assert find(draft, path) == expected


@pytest.mark.parametrize(
    "value", ["2025-03", "2025年3月", "2025/03", "２０２５．３", date(2025, 3, 1), "2025-03-15"]
)
def test_a_month_is_read_however_it_is_written(value: Any, tmp_path: Path) -> None:
    draft, _, _ = read_bytes(tmp_path, edited(put("基本信息", "B8", value)))
    assert draft["published"] == "2025-03"


DOUBTFUL: list[tuple[Callable[[Book], object], str]] = [
    (put("支出", "I5", None), "E026 支出!I5"),
    (put("支出", "I5", "=1+1"), "E020 支出!I5"),
    (put("支出", "I5", "#REF!"), "E021 支出!I5"),
    (put("项目", "B4", 411200250000000058998), "E022 项目!B4"),
    (put("项目", "B4", 58998), "E023 项目!B4"),
    (put("职责", "A4", 0.95), "E025 职责!A4"),
    (put("职责", "A4", "零\u200b宽"), "E030 职责!A4"),
    (put("支出", "A11", "合 计"), "E027 支出!A11"),
    (put("绩效目标", "A4", "没有的项目"), "E017 绩效目标!A4"),
    (put("绩效目标", "B4", "别的指标"), "E016 绩效目标!B4"),
    (put("职责", "B4", "101009"), "E018 职责!B4"),
    (put("基本信息", "A4", "模版包"), "E015 基本信息!A4"),
    (put("基本信息", "A6", "公开种类"), "E019 基本信息!B6"),
    (put("上年数", "A5", "general_public_budget"), "E019 上年数!A5"),
]


@pytest.mark.parametrize(("change", "expected"), DOUBTFUL, ids=[code for _, code in DOUBTFUL])
def test_what_is_doubtful_is_said_at_its_cell(
    change: Callable[[Book], object], expected: str, tmp_path: Path
) -> None:
    def both(book: Book) -> None:
        change(book)
        if expected.startswith("E019 上年数"):
            book["上年数"]["B5"] = 1

    _, _, findings = read_bytes(tmp_path, edited(both))
    assert expected in codes(findings)
    finding = findings[codes(findings).index(expected)]
    assert finding.message
    assert finding.remedy


def test_an_empty_amount_counts_as_zero_and_is_said(tmp_path: Path) -> None:
    draft, _, findings = read_bytes(tmp_path, edited(put("支出", "I6", None)))
    assert draft["expenditure"][1]["amount"] == "0"
    assert codes(findings) == ["E026 支出!I6"]


def test_a_formula_with_a_stored_value_is_read_as_its_value(tmp_path: Path) -> None:
    import xlsxwriter

    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, title in (("职责", "职责"), ("内设机构", "机构名称")):
            target = book.add_worksheet(name)
            target.write_row(0, 0, [title, "所属单位"])
            target.write_string(1, 0, "甲")
        target = book.add_worksheet("收入")
        target.write_row(0, 0, ["金额", "资金来源"])
        target.write_formula(1, 0, "=1+2", None, 3)
    draft, _, findings = read_bytes(tmp_path, stream.getvalue())
    assert findings == ()
    assert draft["receipts"] == [{"amount": "3"}]


def test_merged_cells_hold_for_each_of_their_rows(tmp_path: Path) -> None:
    def merge(book: Book) -> None:
        book["支出"].merge_cells("B5:B7")

    draft, _, findings = read_bytes(tmp_path, edited(merge))
    assert codes(findings) == ["E028 支出!B5"]
    assert [line["function"] for line in draft["expenditure"][:3]] == ["2010301"] * 3


def test_rows_and_columns_may_be_moved_added_and_left_empty(tmp_path: Path) -> None:
    def change(book: Book) -> None:
        ledger = book["支出"]
        ledger.insert_rows(6, 3)
        ledger.insert_cols(1)
        ledger["A4"] = "自己的备注"
        ledger["A5"] = "看过"
        ledger["B200"] = " "
        ledger.move_range("C4:C20", cols=10)

    draft, sources, findings = read_bytes(tmp_path, edited(change))
    assert codes(findings) == ["E014 支出!A4"]
    assert built(draft) == built(draft_of(GOOD))
    assert sources.find(("expenditure", 1, "function")).position == "a.xlsx 支出!M9"


def test_a_hidden_sheet_is_read_and_said(tmp_path: Path) -> None:
    def hide(book: Book) -> None:
        book["支出"].sheet_state = "hidden"

    draft, _, findings = read_bytes(tmp_path, edited(hide))
    assert codes(findings) == ["E029 支出!A1"]
    assert len(draft["expenditure"]) == 5


def test_a_code_that_lost_its_zero_is_repaired_where_only_one_is_meant(tmp_path: Path) -> None:
    draft: Any = draft_of(GOOD)
    draft["units"][1]["code"] = "01"
    for book in ("receipts", "expenditure"):
        for line in draft[book]:
            if "unit" in line:
                line["unit"] = "01"
    content = edited(put("支出", "A8", 1), workbook_of(draft))
    again, _, findings = read_bytes(tmp_path, content)
    assert codes(findings) == ["E024 支出!A8"]
    assert again["expenditure"][3]["unit"] == "01"


def test_a_code_that_may_mean_two_units_is_left_alone(tmp_path: Path) -> None:
    draft: Any = draft_of(GOOD)
    draft["units"] += [{"code": "01", "name": "甲"}, {"code": "001", "name": "乙"}]
    again, _, findings = read_bytes(tmp_path, edited(put("支出", "A8", 1), workbook_of(draft)))
    assert codes(findings) == []
    assert again["expenditure"][3]["unit"] == "1"


def test_every_mistake_points_at_its_cell(tmp_path: Path) -> None:
    def change(book: Book) -> None:
        book["支出"]["I7"] = "很多"
        book["支出"]["B6"] = "201"
        book["收入"]["B5"] = "公共预算"
        book["基本信息"]["B6"] = "去年"

    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(change))
    found = {str(each.location).partition(" ")[2]: each for each in prepare(path).findings}
    assert found["支出!I7"].code == "M010"
    assert found["支出!B6"].code == "M004"
    assert found["收入!B5"].code == "M003"
    assert found["基本信息!B6"].code == "M005"
    assert "很多" in found["支出!I7"].message


def test_a_workbook_of_an_older_form_is_read_and_says_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "FORMAT_VERSION", 2)
    monkeypatch.setattr(excel, "CHANGES", {1: "第一版", 2: "“支出”加了一列"})
    draft, _, findings = read_bytes(tmp_path, good_workbook())
    assert codes(findings) == ["E012 填表说明!B3"]
    assert "“支出”加了一列" in findings[0].message
    assert built(draft) == built(draft_of(GOOD))


def test_a_workbook_of_a_newer_form_is_refused(tmp_path: Path) -> None:
    _, _, findings = read_bytes(tmp_path, edited(put("填表说明", "B3", "99")))
    assert codes(findings) == ["E011 填表说明!B3"]


def package(**parts: bytes) -> bytes:
    """The good workbook with parts added or replaced."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(good_workbook())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename not in parts:
                new.writestr(info, old.read(info))
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


def another_workbook() -> bytes:
    stream = BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


def zipped_text() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        new.writestr("a.txt", "text")
    return stream.getvalue()


def sheet_with_far_cell() -> bytes:
    def change(book: Book) -> None:
        book["职责"]["XFD1048576"] = "远"

    return edited(change)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "E001"),
    "text": (lambda: "收入,支出".encode("gb18030"), "E001"),
    "web page": (lambda: b"<html><table></table></html>", "E001"),
    "another package": (zipped_text, "E001"),
    "cut off": (lambda: good_workbook()[:5000], "E001"),
    "broken old workbook": (lambda: OLE, "E001"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "E002"),
    "bomb": (lambda: package(**{"xl/bomb.xml": bytes(201 * 1024 * 1024)}), "E003"),
    "far cell": (sheet_with_far_cell, "E004 职责!XFD1048576"),
    "links": (lambda: package(**{"xl/externalLinks/externalLink1.xml": b"<a/>"}), "E005"),
    "another workbook": (another_workbook, "E010"),
    "too large": (lambda: bytes(MAX_BYTES + 1), "R005"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_entry_workbook_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    make, expected = REFUSED[name]
    start = perf_counter()
    draft, _, findings = read_bytes(tmp_path, make())
    assert draft is None
    assert [code.strip() for code in codes(findings)] == [expected]
    assert perf_counter() - start < 10


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_lie_about_sizes_does_not_get_past(part: str, tmp_path: Path) -> None:
    content = bytearray(package(**{part: bytes(5 * 1024 * 1024)}))
    at = content.rfind(part.encode()) - 46 + 24
    struct.pack_into("<I", content, at, 1000)
    draft, _, findings = read_bytes(tmp_path, bytes(content))
    assert draft is None
    assert codes(findings) == ["E001 "]


def test_macros_are_not_run_but_said(tmp_path: Path) -> None:
    content = package(**{"xl/vbaProject.bin": b"macro"})
    draft, _, findings = read_bytes(tmp_path, content, "a.xlsm")
    assert [each.code for each in findings] == ["E006"]
    assert built(draft) == built(draft_of(GOOD))


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    _, _, findings = read_input(tmp_path / "no.xlsx", "no.xlsx")
    assert [each.code for each in findings] == ["R001"]
    (tmp_path / "folder.xlsx").mkdir()
    _, _, findings = read_input(tmp_path / "folder.xlsx", "folder.xlsx")
    assert [each.code for each in findings] == ["R002"]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good workbook saved by LibreOffice in the other formats."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("formats")
    (folder / "a.xlsx").write_bytes(good_workbook())
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    for suffix in ("xls", "ods"):
        out = folder / suffix
        out.mkdir()
        subprocess.run(
            [*command, "--convert-to", suffix, "--outdir", str(out), str(folder / "a.xlsx")],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_a_workbook_saved_in_another_format_reads_the_same(converted: Path, suffix: str) -> None:
    draft, sources, findings = read_input(converted / suffix / f"a.{suffix}")
    assert [each.code for each in findings] == []
    assert built(draft) == built(draft_of(GOOD))
    assert sources.find(("expenditure", 1, "amount")).cell == "I6"


def test_an_ods_with_a_cell_repeated_far_away_is_refused(converted: Path, tmp_path: Path) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(converted / "ods" / "a.ods") as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "content.xml":
                row = (
                    b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                    b'office:value-type="string" table:number-columns-repeated="16384">'
                    b"<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
                )
                data = data.replace(b"</table:table>", row, 1)
            new.writestr(info, data)
    draft, _, findings = read_bytes(tmp_path, stream.getvalue(), "a.ods")
    assert draft is None
    assert [each.code for each in findings] == ["E004"]


def test_reading_two_thousand_lines_takes_little_longer_than_reading_their_cells(
    tmp_path: Path,
) -> None:
    draft: Any = draft_of(GOOD)
    draft["expenditure"] = draft["expenditure"] * 400
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook_of(draft))

    def cells() -> None:
        book = python_calamine.CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()

    def best(function: Callable[[], object]) -> float:
        times = []
        for _ in range(5):
            start = process_time()
            function()
            times.append(process_time() - start)
        return min(times)

    assert best(lambda: read_input(path)) < 5 * best(cells)  # alone 2.4 times
