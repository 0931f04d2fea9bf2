"""Reading what clerks really send: put right where it is clear, refused clearly where it is not."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.workbook.workbook import Workbook as Book

from discloser.location import FieldPath
from discloser.model.build import build
from discloser.pipeline import prepare
from discloser.read import excel, read_input
from discloser.read.file import MAX_BYTES
from discloser.read.workbook_layout import FORMAT_VERSION
from discloser.read.yaml import read_yaml
from tests.entry.samples import (
    GOOD,
    built,
    codes,
    draft_of,
    edited,
    good_workbook,
    part_of,
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
    ("支出", "I5", "--", ("expenditure", 0, "amount"), "0"),
    ("支出", "I5", "/", ("expenditure", 0, "amount"), "0"),
    ("支出", "I5", "无", ("expenditure", 0, "amount"), "0"),
    ("支出", "I5", "￥1，000.5元整", ("expenditure", 0, "amount"), "1,000.5"),
    ("支出", "I5", "'1000", ("expenditure", 0, "amount"), "1000"),
    ("支出", "I5", "（1,234.50）", ("expenditure", 0, "amount"), "-1,234.50"),
    ("支出", "I5", "12.5万元", ("expenditure", 0, "amount"), "12.5万元"),
    ("支出", "I5", 0.00000001, ("expenditure", 0, "amount"), "0.00000001"),
    ("支出", "B5", "201.03.01", ("expenditure", 0, "function"), "2010301"),
    ("支出", "B5", "201 03 01 行政运行", ("expenditure", 0, "function"), "2010301"),
    ("支出", "B5", "2010301\n行政运行", ("expenditure", 0, "function"), "2010301"),
    ("支出", "E5", "【30101】基本工资", ("expenditure", 0, "department_economic"), "30101"),
    ("支出", "D8", "大厅\n运行 ", ("expenditure", 3, "project"), "大厅运行"),
    ("基本信息", "B6", "2025年", ("year",), "2025"),
    ("基本信息", "B5", " 部门 预算 ", ("kind",), "budget"),
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
    "value",
    [
        "2025-03",
        "2025年3月",
        "2025年3月28日",
        "2025/03",
        "2025/3/8",
        "２０２５．３",
        date(2025, 3, 1),
        "2025-03-15",
        "202503",
        202503,
    ],
)
def test_a_month_is_read_however_it_is_written(value: Any, tmp_path: Path) -> None:
    draft, _, _ = read_bytes(tmp_path, edited(put("基本信息", "B8", value)))
    assert draft["published"] == "2025-03"


DOUBTFUL: list[tuple[Callable[[Book], object], str]] = [
    (put("支出", "I5", "=1+1"), "E020 支出!I5"),
    (put("支出", "I5", "#REF!"), "E021 支出!I5"),
    (put("项目", "B4", 411200250000000058998), "E022 项目!B4"),
    (put("项目", "B4", 58998), "E023 项目!B4"),
    (put("职责", "A4", 0.95), "E025 职责!A4"),
    (put("职责", "A4", "零\u200b宽"), "R006 职责!A4"),
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


def percentage(sheet: str, cell: str, value: float, number_format: str) -> Callable[[Book], None]:
    """A change: one cell that shows a percentage."""

    def change(book: Book) -> None:
        book[sheet][cell] = value
        book[sheet][cell].number_format = number_format

    return change


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [(0.95, "0%", "95%"), (1, "0%", "100%"), (0.9567, "0.00%", "95.67%")],
)
def test_a_percentage_is_read_as_it_is_shown(
    value: float, number_format: str, shown: str, tmp_path: Path
) -> None:
    change = percentage("绩效目标", "D4", value, number_format)
    draft, _, findings = read_bytes(tmp_path, edited(change))
    assert findings == ()
    assert draft["projects"][0]["output"][0]["value"] == shown


def test_an_amount_that_shows_as_a_percentage_is_no_amount(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(percentage("支出", "I5", 0.95, "0.0%")))
    findings = prepare(path).findings
    assert "M010 支出!I5" in codes(findings)
    message = next(each.message for each in findings if each.code == "M010")
    assert "95.0%" in message


@pytest.mark.parametrize(
    ("text", "meant"),
    [("2010302 行政运行", "2010301"), ("2010301 住房公积金", "2210201")],
)
def test_a_code_beside_the_name_of_another_is_said(text: str, meant: str, tmp_path: Path) -> None:
    draft, _, findings = read_bytes(tmp_path, edited(put("支出", "B6", text)))
    assert codes(findings) == ["E035 支出!B6"]
    assert f"是 {meant}" in findings[0].message
    assert draft["expenditure"][1]["function"] == text[:7]


def rename(book: Book) -> None:
    book["支出"].title = "支出明细"


def remove(book: Book) -> None:
    del book["支出"]


def remove_duties(book: Book) -> None:
    del book["职责"]


def add_sheet(book: Book) -> None:
    book.create_sheet("我的底稿")["A1"] = "草稿"


def remove_titles(book: Book) -> None:
    book["支出"].delete_rows(4)


SHAPES: dict[str, tuple[Callable[[Book], object], list[str], bool]] = {
    "sheet renamed": (rename, ["E031 支出明细!A1"], False),
    "sheet deleted": (remove, ["E031 "], False),
    "sheet deleted that may be empty": (remove_duties, ["E032 "], True),
    "sheet added": (add_sheet, ["E033 我的底稿!A1"], True),
    "title changed": (put("支出", "I4", "钱数"), ["E014 支出!I4", "E034 支出!I4"], False),
    "title with a line break": (put("支出", "I4", "金  额\n（元）"), [], True),
    "title emptied": (put("绩效目标", "D3", None), ["E034 绩效目标!D3"], False),
    "title of contents emptied": (
        put("基本信息", "B3", None),
        ["E014 基本信息!B3", "E034 基本信息!B3"],
        False,
    ),
    "titles deleted": (remove_titles, ["E013 支出!A1"], False),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_changed_shape_loses_nothing_silently(name: str, tmp_path: Path) -> None:
    change, expected, is_read = SHAPES[name]
    draft, sources, findings = read_bytes(tmp_path, edited(change))
    assert sorted(codes(findings)) == sorted(expected)
    assert draft["receipts"]  # the rest is read all the same
    assert (not sources.unread) is is_read


def test_a_workbook_of_an_older_form_does_not_miss_later_sheets(tmp_path: Path) -> None:
    def change(book: Book) -> None:
        del book["项目说明"]
        book["填表说明"]["B3"] = "1"

    draft, _, findings = read_bytes(tmp_path, edited(change))
    assert codes(findings) == ["E012 填表说明!B3"]
    assert built(draft) == built(draft_of(GOOD))


@pytest.mark.parametrize("sheet", ["收入", "支出"])
def test_an_empty_amount_is_not_zero_and_told_at_its_cell(sheet: str, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        titles = [cell.value for cell in book[sheet][4]]
        column = titles.index("金额") + 1
        for row in (5, 6):
            book[sheet].cell(row, column).value = None

    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(change))
    draft, sources, findings = excel.read_workbook_file(path)
    assert findings == ()
    found = build(draft, sources).findings
    assert [finding.code for finding in found] == ["M015", "M015"]
    assert len({(finding.message, finding.remedy) for finding in found}) == 1
    places = [finding.location for finding in found]
    assert [place.sheet for place in places if place] == [sheet, sheet]
    assert [(place.cell or "")[1:] for place in places if place] == ["5", "6"]


@pytest.mark.parametrize("amount", ["amount: ", "amount: ~", ""])
def test_an_empty_amount_of_a_yaml_is_told_the_same(amount: str) -> None:
    text = GOOD.read_text(encoding="utf-8")
    first = text.index("amount:", text.index("\nexpenditure:"))
    end = min(text.index(char, first) for char in ",}\n" if char in text[first:])
    draft, sources, findings = read_yaml(text[:first] + amount + text[end:], "a.yaml")
    assert findings == ()
    found = build(draft, sources).findings
    assert [finding.code for finding in found] == ["M015"]


def with_cell(sheet: str, cell: bytes, content: bytes) -> bytes:
    """The good workbook with other content in a cell that holds a number."""
    with zipfile.ZipFile(BytesIO(good_workbook())) as old:
        data = old.read(part_of(sheet))
    pattern = rb'(<c r="%s" s="\d+")><v>[^<]*</v></c>' % cell
    changed, count = re.subn(pattern, rb"\1" + content + b"</c>", data)
    assert count == 1
    return package(**{part_of(sheet): changed})


def test_a_formula_with_a_stored_value_is_read_as_its_value(tmp_path: Path) -> None:
    content = with_cell("支出", b"I5", b"><f>1+2</f><v>3</v>")
    draft, _, findings = read_bytes(tmp_path, content)
    assert findings == ()
    assert draft["expenditure"][0]["amount"] == "3"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"><f>1+2</f><v></v>", "E020"),
        (b'><f t="shared" si="0"/>', "E020"),
        (b' t="e"><f>1/0</f><v>#DIV/0!</v>', "E021"),
        (b' t="e"><v>#N/A</v>', "E021"),
    ],
)
def test_a_formula_without_a_value_or_with_an_error_is_said(
    content: bytes, code: str, tmp_path: Path
) -> None:
    _, _, findings = read_bytes(tmp_path, with_cell("支出", b"I6", content))
    assert codes(findings) == [f"{code} 支出!I6"]


def test_a_formula_in_a_column_of_ones_own_does_not_matter(tmp_path: Path) -> None:
    def change(book: Book) -> None:
        book["支出"]["J4"] = "核对"
        book["支出"]["J5"] = "=1+1"

    _, _, findings = read_bytes(tmp_path, edited(change))
    assert codes(findings) == ["E014 支出!J4"]


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
        book["收入"]["B5"] = "天上来的"
        book["基本信息"]["B6"] = "去年"

    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(change))
    found = {str(each.location).partition(" ")[2]: each for each in prepare(path).findings}
    assert found["支出!I7"].code == "M010"
    assert found["支出!B6"].code == "M004"
    assert found["收入!B5"].code == "M003"
    assert found["基本信息!B6"].code == "M005"
    assert found["支出!I7"].message == "“金额”填的是“很多”，不是金额。"
    assert found["基本信息!B6"].message == "“年度”应当是整数，现在是“去年”。"


def test_what_is_missing_is_called_as_the_sheet_calls_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(put("支出", "C6", None)))
    found = {str(each.location).partition(" ")[2]: each for each in prepare(path).findings}
    missing = found["支出!C6"]
    assert (missing.message, missing.remedy) == (
        "缺少“支出性质”。",
        "请补上“支出性质”。",
    )
    path.write_bytes(edited(put("基本信息", "B5", "决算表")))
    wrong = next(each for each in prepare(path).findings if each.code == "M003")
    assert wrong.remedy.startswith("可选：部门预算、部门决算。")


def test_a_workbook_of_an_older_form_is_read_and_says_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "FORMAT_VERSION", FORMAT_VERSION + 1)
    monkeypatch.setattr(excel, "CHANGES", {FORMAT_VERSION + 1: "“支出”加了一列"})
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


def with_row(row: bytes, part: str = "xl/worksheets/sheet3.xml") -> bytes:
    """The good workbook with a row behind the others of 基本信息."""
    with zipfile.ZipFile(BytesIO(good_workbook())) as old:
        data = old.read("xl/worksheets/sheet3.xml")
    content = data.replace(b"</sheetData>", row + b"</sheetData>")
    assert content != data
    links = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(BytesIO(good_workbook())) as old:
        moved = old.read(links).replace(b"worksheets/sheet3.xml", part.removeprefix("xl/").encode())
    return package(**{part: content, links: moved})


def encrypted() -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    stream = BytesIO()
    OOXMLFile(BytesIO(good_workbook())).encrypt("1234", stream)
    return stream.getvalue()


FAR = b'<row r="%d"><c r="%s"><v>1</v></c></row>'
CELLS = b"<c/>" * 300
FAR_ROWS = {
    "far row": FAR % (99999, b"A99999"),
    "small letters": FAR % (70, b"xfd70"),
    "other quotes": b"<row r='70'><c  r='XFD70'><v>1</v></c></row>",
    "attribute in front": b'<row r="70"><c s="1" r="XFD70"><v>1</v></c></row>',
    "no address": b'<row r="70">' + CELLS + b"<c><v>1</v></c></row>",
    "no address in a far row": b'<row r="99999"><c><v>1</v></c></row>',
    "prefix": b'<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<x:c r="XFD70"><x:v>1</x:v></x:c></x:row>',
}


@pytest.mark.parametrize("name", FAR_ROWS)
def test_a_far_cell_is_found_however_it_is_written(name: str, tmp_path: Path) -> None:
    _, _, findings = read_bytes(tmp_path, with_row(FAR_ROWS[name]))
    assert [each.code for each in findings] == ["E004"]
    assert findings[0].location
    assert findings[0].location.sheet == "基本信息"


@pytest.mark.parametrize("part", ["xl/a.b", "xl/other/SHEET.XML"])
def test_a_far_cell_is_found_in_whatever_part_it_lies(part: str, tmp_path: Path) -> None:
    content = with_row(FAR_ROWS["far row"], part)
    _, _, findings = read_bytes(tmp_path, content)
    assert [each.code for each in findings] == ["E004"]


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="70"><c r="A70" t="inlineStr"><is><t>a:cell</t></is></c></row>',
        b'<row r="70"><c r="AA70"><v>1</v></c></row>',
        b'<row r="70"><c r="XFD70" s="1"/></row>',
    ],
)
def test_what_only_looks_far_is_read(row: bytes, tmp_path: Path) -> None:
    draft, _, _ = read_bytes(tmp_path, with_row(row))
    assert built(draft) == built(draft_of(GOOD))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "E001"),
    "text": (lambda: "收入,支出".encode("gb18030"), "E001"),
    "web page": (lambda: b"<html><table></table></html>", "E001"),
    "another package": (zipped_text, "R008"),
    "cut off": (lambda: good_workbook()[:5000], "E001"),
    "broken old workbook": (lambda: OLE, "E001"),
    "password": (encrypted, "E002"),
    "binary workbook": (lambda: package(**{"xl/workbook.bin": b""}), "E001"),
    "bomb": (lambda: package(**{"xl/bomb.xml": bytes(201 * 1024 * 1024)}), "E003"),
    "links": (lambda: package(**{"xl/externalLinks/externalLink1.xml": b"<a/>"}), "E005"),
    "another workbook": (another_workbook, "E010"),
    "too large": (lambda: bytes(MAX_BYTES + 1), "R005"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_entry_workbook_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    make, expected = REFUSED[name]
    draft, _, findings = read_bytes(tmp_path, make())
    assert draft is None
    assert [code.strip() for code in codes(findings)] == [expected]


def test_a_cell_far_away_is_named(tmp_path: Path) -> None:
    _, _, findings = read_bytes(tmp_path, sheet_with_far_cell())
    assert codes(findings) == ["E004 职责!XFD1048576"]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet3.xml", "xl/sharedStrings.xml"])
def test_a_lie_about_sizes_does_not_get_past(part: str, tmp_path: Path) -> None:
    content = bytearray(package(**{part: bytes(5 * 1024 * 1024)}))
    at = content.rfind(part.encode()) - 46 + 24
    struct.pack_into("<I", content, at, 1000)
    _, _, findings = read_bytes(tmp_path, bytes(content))
    assert {each.code for each in findings} == {"E007"}
    assert all(part in each.message for each in findings)


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
