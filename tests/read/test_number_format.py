"""What a number format shows, beside what LibreOffice shows for the same cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from discloser.read.spreadsheet import open_spreadsheet
from discloser.read.spreadsheet.number_format import NumberFormat
from tests.entry.office import Office, is_installed

FORMATS = (
    *("General", "0", "0.00", "#,##0", "#,##0.00", "0%", "0.0%", "0.00%", "0.000", "000000", "#"),
    *(
        '0"次"',
        '0.0"万元"',
        '"第"0"期"',
        '0"次/年"',
        '"≥"0%',
        '0"台(套)"',
        "0 个",
        "0人次",
        "0.00元",
    ),
    *("#,##0.00;[Red]-#,##0.00", "0.00;(0.00)", '0;-0;"无"', "0;;", '#,##0"万元";"亏"#,##0'),
    *("#,##0,", "#,##0.00,,", "0.0,", "00-00", "000-0000", '[>=10000]0.0,"千";0', "?0.0?"),
    *('"¥"#,##0.00', "[$¥-804]#,##0.00", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '),
    *('yyyy"年"m"月"d"日"', 'm"月"d"日"', 'yyyy"年"m"月"', "yyyy-mm-dd", "yyyy/m/d", "yyyy.mm"),
    *("h:mm", "hh:mm:ss", "yyyy-mm-dd hh:mm", 'h"时"mm"分"', "h:mm AM/PM", "yy-m-d"),
    *('[$-804]yyyy"年"m"月"d"日"', "mm:ss", "m月d日", "yyyy年m月", '0.##"个"', 'General"个"'),
)
NUMBERS = (0, 1, -1, 0.5, 0.956789, 12, 12.5, -1234.567, 310000, 45721, 45721.4375, 999.995)
UNSURE = ("# ?/?", "0.00E+00", "mmm", "dddd", "[DBNum1]0", "[$-F800]dddd, mmmm dd, yyyy", "0.##")
"""What programs or languages show differently."""


@pytest.mark.parametrize("code", UNSURE)
def test_what_cannot_be_shown_exactly_is_not_guessed(code: str) -> None:
    assert NumberFormat(code).show(45721) is None


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        *(("General", True), ("#,##0.00", True), ("0.00;[Red]-0.00", True), ("@", True)),
        *(("0%", False), ('0"万元"', False), ("0,", False), ("yyyy-m-d", False)),
        *(('0.00"元"', True), ("¥#,##0.00", True), ('0;-0;"无"', False)),
    ],
)
def test_a_plain_format_shows_the_number_itself(code: str, *, plain: bool) -> None:
    assert NumberFormat(code).is_plain is plain


def test_hours_that_have_passed_are_not_a_time_of_day() -> None:
    assert NumberFormat("[h]:mm").show(1.5) == "36:00"


def test_a_workbook_of_an_old_mac_counts_days_from_1904() -> None:
    assert NumberFormat("yyyy-mm-dd", base_1904=True).show(44259) == "2025-03-05"


def test_formats_are_shown_as_another_program_shows_them(tmp_path: Path) -> None:
    if not is_installed():
        pytest.skip("LibreOffice is not installed")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    cells = [(code, number) for code in FORMATS for number in NUMBERS]
    for row, (code, number) in enumerate(cells, start=1):
        sheet.cell(row, 1, number).number_format = code
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "out").mkdir()
    path = Office.started(tmp_path / "profile").convert(
        tmp_path / "a.xlsx", "ods", tmp_path / "out"
    )
    read, _ = open_spreadsheet(path.read_bytes(), "a.ods")
    assert read is not None
    grid = next(iter(read.sheets.values()))()
    wrong, told = {}, 0
    for row, (code, number) in enumerate(cells):
        shown, cell = NumberFormat(code).show(number), grid.cell(row, 0)
        there = (cell.text or "").strip() if cell is not None else ""
        told += shown is not None
        if shown is not None and shown != there:
            wrong[code, number] = (shown, there)
    assert wrong == {}
    assert told > len(cells) * 0.8
