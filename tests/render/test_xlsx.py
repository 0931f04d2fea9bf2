"""The workbook: the tree's tables as they are printed, in sheets that print well."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from discloser.document.grid import table_grid
from discloser.document.nodes import Align, Cell, Column, Document, Orientation, Section, Table
from discloser.document.number import Number, NumberFormat, Trim
from discloser.document.style import Rules
from discloser.render.xlsx import number_format, render_xlsx, sheet_names
from discloser.render.xlsx_measure import line_count
from tests.render.sample import sample_document, sample_style
from tests.render.xlsx_reader import CONTENTS, formatted, read_tables

TABLES = tuple(sample_document().tables())


@cache
def sample_file() -> bytes:
    return render_xlsx(sample_document(), sample_style())


@cache
def sample_workbook() -> Workbook:
    return load_workbook(BytesIO(sample_file()))


def sheet_of(table: Table) -> Worksheet:
    sheet = sample_workbook()[table.sheet]
    assert isinstance(sheet, Worksheet)
    return sheet


def plain_table(*rows: tuple[str | Number, ...], **fields: object) -> Table:
    """A table of one-slot cells."""
    table = Table(
        name="t",
        sheet="表",
        caption="样表",
        anchor="t",
        columns=(Column(),) * len(rows[0]),
        head=(),
        body=tuple(tuple(Cell(content) for content in row) for row in rows),
    )
    return replace(table, **fields)  # type: ignore[arg-type]


def rendered(*tables: Table, orientation: Orientation = Orientation.PORTRAIT) -> bytes:
    document = Document("标题", "某局", sample_document().date, (Section(tables, orientation),))
    return render_xlsx(document, sample_style())


def only_sheet(data: bytes) -> Worksheet:
    _, sheet = load_workbook(BytesIO(data)).worksheets
    return sheet


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_it_prints_the_texts_of_the_grid(table: Table) -> None:
    assert read_tables(sample_file())[table.sheet].texts == table_grid(table).texts()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_it_prints_what_stands_above_and_below_the_table(table: Table) -> None:
    found = read_tables(sample_file())[table.sheet]
    assert found.caption == table.caption
    assert (found.subtitle, found.subject, found.unit) == (
        table.subtitle,
        table.subject,
        table.number + table.unit,  # one above the other, both at the right
    )
    assert found.notes == list(table.notes)
    assert found.head_rows == len(table.head)


@pytest.mark.parametrize("subject", ["", "部门名称：某局"])
@pytest.mark.parametrize("unit", ["", "单位：万元"])
@pytest.mark.parametrize("columns", [1, 2, 6])
def test_it_prints_subject_and_unit_alone_or_together(
    subject: str, unit: str, columns: int
) -> None:
    table = plain_table(("内容",) * columns, subject=subject, unit=unit)
    found = read_tables(rendered(table))["表"]
    assert (found.subject, found.unit) == (subject, unit)


def test_it_merges_the_slots_of_a_spanning_cell() -> None:
    merged = {str(area) for area in sheet_of(TABLES[1]).merged_cells.ranges}
    assert {"A4:C4", "D4:D6", "G4:J4", "H5:I5"} <= merged


def test_it_writes_numbers_as_numbers_with_the_digits_that_are_printed() -> None:
    values = ("9.95", "8.41", "0.565", "1234567.895", "200", "-1.005", "0")
    data = rendered(plain_table(*((Number(Decimal(value)),) for value in values)))
    with zipfile.ZipFile(BytesIO(data)) as package:
        xml = package.read("xl/worksheets/sheet2.xml").decode()
    stored = re.findall(r'<c r="A\d+" s="\d+"><v>([^<]*)</v>', xml)
    assert stored == ["9.95", "8.41", "0.57", "1234567.9", "200", "-1.01", "0"]


@given(
    st.decimals(-(10**10), 10**10, places=4),
    st.builds(
        NumberFormat,
        decimals=st.integers(0, 4),
        grouping=st.booleans(),
        trim=st.sampled_from(Trim),
        zero=st.sampled_from([None, "", "—", "无", "0", 'a"b']),
        suffix=st.sampled_from(["", "%", "万元", ' "x"']),
    ),
)
def test_the_format_shows_a_number_as_it_is_printed(value: Decimal, form: NumberFormat) -> None:
    number = Number(value, form)
    shown = formatted(Decimal(repr(float(number.printed))) + 0, number_format(number))
    assert shown == (number.text.removeprefix("-") if number.printed == 0 else number.text)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "{=1}",
        "http://example.cn",
        "internal:A1",
        "mailto:a@b.cn",
        "007",
        "2010301",
        "1e5",
        "TRUE",
        "<r>x</r>",
        "<r></r>",
        "_x0041_",
        " 两边 ",
        "一\n二",
    ],
)
def test_it_leaves_text_as_text(text: str) -> None:
    cell = only_sheet(rendered(plain_table((text,))))["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_it_drops_what_a_file_cannot_hold() -> None:
    text = "a\x07b\ud800c\uffffd\r\ne"
    assert only_sheet(rendered(plain_table((text,))))["A2"].value == "abcd\ne"


def test_it_marks_codes_as_text_and_shows_no_warning_beside_them() -> None:
    sheet = sheet_of(TABLES[1])
    assert sheet["A9"].value == "201"
    assert sheet["A9"].number_format == "@"
    assert sheet["E9"].number_format == "General"
    with zipfile.ZipFile(BytesIO(sample_file())) as package:
        xml = package.read("xl/worksheets/sheet3.xml").decode()
    assert '<ignoredError sqref="A4:M11" numberStoredAsText="1"/>' in xml


@pytest.mark.parametrize(
    ("table", "titles", "pane", "orientation"),
    [
        (TABLES[0], "$5:$6", "A7", "portrait"),
        (TABLES[1], "$4:$6", "A7", "landscape"),
        (TABLES[2], "$4:$5", "A6", "landscape"),
        (TABLES[3], "$9:$9", None, "portrait"),  # a form: the head of its last band
    ],
)
def test_it_repeats_and_freezes_the_header(
    table: Table, titles: str | None, pane: str | None, orientation: str
) -> None:
    sheet = sheet_of(table)
    assert sheet.print_title_rows == titles
    assert sheet.freeze_panes == pane
    assert sheet.page_setup.orientation == orientation


def test_it_prints_on_a4_fitted_to_the_width_with_page_numbers() -> None:
    for sheet in sample_workbook().worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_options.horizontalCentered is True
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.center.text == "— &P —"
        assert sheet.oddFooter.center.font == "Times New Roman,Regular"
    margins = sheet_of(TABLES[0]).page_margins
    assert [round(each * 25.4) for each in (margins.top, margins.bottom)] == [37, 35]
    assert [round(each * 25.4) for each in (margins.left, margins.right)] == [28, 26]


def test_it_links_the_contents_to_each_sheet_and_back() -> None:
    contents = sample_workbook()[CONTENTS]
    targets = {cell: link.location for cell, link in _links(contents)}
    assert contents["A1"].value == sample_document().title
    for row, table in enumerate(TABLES, start=2):
        assert contents.cell(row, 1).value == table.number
        assert contents.cell(row, 2).value == table.caption
        assert targets[f"B{row}"] == f"'{table.sheet}'!A1"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_it_links_back_from_beside_the_printed_area(table: Table) -> None:
    ((cell, link),) = _links(sheet_of(table))
    printed = sheet_of(table).print_area.rpartition("!")[2].replace("$", "")
    assert link.location == "'目录'!A1"
    assert cell == f"{get_column_letter(len(table.columns) + 1)}1"
    assert printed.startswith(f"A1:{get_column_letter(len(table.columns))}")


def _links(sheet: Worksheet) -> list[tuple[str, Hyperlink]]:
    return [
        (cell.coordinate, cell.hyperlink)
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink is not None
    ]


@pytest.mark.parametrize(
    ("wished", "names"),
    [
        (["收支总表", "收支总表", "收支总表"], ["收支总表", "收支总表(2)", "收支总表(3)"]),
        (["Abc", "aBC"], ["Abc", "aBC(2)"]),
        (["目录", "History"], ["目录(2)", "History(2)"]),
        (["a[1]:b*?/\\c"], ["a_1__b____c"]),
        (["'单位'", "", "''"], ["单位", "表", "表(2)"]),
        (["很" * 40, "很" * 40], ["很" * 31, "很" * 28 + "(2)"]),
    ],
)
def test_it_makes_sheet_names_that_a_workbook_accepts(wished: list[str], names: list[str]) -> None:
    assert sheet_names(wished) == names


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_text_becomes_a_name_that_is_safe_and_unique(wished: list[str]) -> None:
    names = sheet_names(wished)
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert not any(set(name) & set("[]:*?/\\") or name.startswith("'") for name in names)


def test_it_links_to_a_sheet_whose_name_has_an_apostrophe() -> None:
    data = rendered(plain_table(("x",), sheet="甲'乙"))
    ((_, link),) = _links(load_workbook(BytesIO(data))[CONTENTS])
    assert link.location == "'甲''乙'!A1"


def test_it_makes_rows_high_enough_for_wrapped_text_and_cuts_none() -> None:
    text = "推进数据资源整合共享。" * 150
    table = plain_table((text, "短"), ("下一行", "短"), columns=(Column(3), Column(1)))
    data = rendered(table)
    sheet = only_sheet(data)
    (area,) = (area for area in sheet.merged_cells.ranges if area.min_row == 2 and area.min_col < 2)
    heights = [sheet.row_dimensions[row].height for row in range(2, area.max_row + 1)]
    assert all(height <= 409 for height in heights)
    assert len(heights) > 1
    assert sum(heights) >= len(text) * 9 / 332 * 13 > 409
    assert read_tables(data)["表"].texts == [[text, "短"], ["下一行", "短"]]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("十个汉字的一行文字吧", 1),
        ("十一个汉字的一行文字吧", 2),
        ("一\n\n二", 3),
        ("甲乙丙丁戊己庚辛壬癸。", 2),
        ("甲 ABCDEFGHIJ abcdefghij", 2),
        ("0" * 100, 7),
    ],
)
def test_it_estimates_lines_as_they_wrap(text: str, lines: int) -> None:
    assert line_count(text, 100, 10) == lines


def test_it_widens_a_column_for_its_longest_number() -> None:
    number = Number(Decimal("123456789012.34"), NumberFormat(grouping=True))
    table = plain_table((number, *["x"] * 11))
    widths = only_sheet(rendered(table)).column_dimensions
    pixels = widths["A"].width * 8
    assert pixels * 0.75 > len(number.text) * 0.5 * 9 + 5
    assert widths["A"].width > 2 * widths["B"].width


def test_it_takes_looks_from_the_style() -> None:
    style = sample_style()
    rules = Rules(line=1.5, color="#336699", header_fill="#D9E2F3")
    data = render_xlsx(sample_document(), style.model_copy(update={"rules": rules}))
    sheet = load_workbook(BytesIO(data))[TABLES[0].sheet]
    caption, header, total = sheet["A1"], sheet["A5"], sheet["A10"]
    assert (caption.font.name, caption.font.sz) == ("方正小标宋简体", 18)
    assert (header.font.name, header.font.sz, header.font.b) == ("宋体", 9, True)
    assert header.fill.start_color.rgb == "FFD9E2F3"
    assert (header.border.left.style, header.border.left.color.rgb) == ("medium", "FF336699")
    assert (total.value, total.font.b, total.alignment.horizontal) == ("收入总计", True, "center")
    assert sheet["B7"].alignment.horizontal == Align.RIGHT.value


def test_it_names_title_author_and_date() -> None:
    properties = sample_workbook().properties
    document = sample_document()
    assert (properties.title, properties.creator) == (document.title, document.author)
    assert properties.created == properties.modified == datetime(2025, 3, 14)  # noqa: DTZ001


def test_it_writes_a_table_without_rows_and_a_document_without_tables() -> None:
    empty = replace(plain_table(("x",)), body=())
    assert read_tables(rendered(empty))["表"].caption == "样表"
    assert load_workbook(BytesIO(rendered())).sheetnames == [CONTENTS]


def test_it_gives_the_same_bytes_twice() -> None:
    assert render_xlsx(sample_document(), sample_style()) == sample_file()


def test_it_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import sys; from discloser.render.xlsx import render_xlsx;"
        "from tests.render.sample import sample_document, sample_style;"
        "sys.stdout.buffer.write(render_xlsx(sample_document(), sample_style()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
        capture_output=True,
        check=True,
    )
    assert done.stdout == sample_file()


def test_it_passes_the_open_xml_audit(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    path = tmp_path / "a.xlsx"
    path.write_bytes(sample_file())
    assert audit.OpenXmlValidator().validate(str(path)).errors == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_it_prints_each_table_on_pages_of_its_own_with_its_header_repeated(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(sample_file())
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = pypdf.PdfReader(path.with_suffix(".pdf")).pages
    texts = [page.extract_text() for page in pages]
    wide = [page.mediabox.width > page.mediabox.height for page in pages]
    assert wide == [False, False, True, True, True, True, False]
    assert [n for n, text in enumerate(texts) if "预算数" in text] == [3, 4, 5]
    assert not any("返回目录" in text or "###" in text for text in texts)
    assert "— 7 —" in texts[6]
