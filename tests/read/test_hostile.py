"""A broken or hostile workbook ends in findings that name sheet and cell or part."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from discloser.read import read_input
from discloser.read.spreadsheet import open_spreadsheet
from discloser.read.spreadsheet.rules import MAX_ROWS, MAX_UNPACKED
from tests.entry.samples import codes, good_workbook, part_of
from tests.fuzz import seeds
from tests.read.mutate import mutated, packed, parts_of

LEDGER = part_of("支出")


def changed(part: str, old: bytes, new: bytes) -> bytes:
    """The good workbook with something else in a part, once; ``old`` is a pattern."""
    parts = parts_of(good_workbook())
    parts[part], count = re.subn(old, lambda _: new, parts[part], count=1)
    assert count == 1
    return packed(parts)


def without(part: str) -> bytes:
    parts = parts_of(good_workbook())
    del parts[part]
    return packed(parts)


def truncated(part: str) -> bytes:
    parts = parts_of(good_workbook())
    parts[part] = parts[part][: len(parts[part]) // 2]
    return packed(parts)


BROKEN = {
    "sheet missing": (without(LEDGER), "E007 支出!A1"),
    "sheet empty": (changed(LEDGER, b"<sheetData>", b"\x00"), "E007 支出!A1"),
    "cell in row 20 million": (changed(LEDGER, b'r="B6"', b'r="B20000000"'), "E004 支出!B20000000"),
    "cell in no row at all": (
        changed(LEDGER, b'r="B6"', b'r="B99999999999"'),
        "E004 支出!B99999999999",
    ),
    "address of nothing": (changed(LEDGER, b'r="B6"', b'r="6B"'), "E007 支出!I5"),
    "text beyond the list": (
        changed(LEDGER, rb'r="B6" s="\d+" t="s"><v>', b'r="B6" t="s"><v>99999'),
        "E007 支出!B6",
    ),
    "number that is none": (changed(LEDGER, b"<v>200000</v>", b"<v>1e999</v>"), "E007 支出!I7"),
    "entities": (changed(LEDGER, b"<worksheet", b"<!DOCTYPE a []><worksheet"), "E007 支出!A1"),
    "merged everywhere": (
        changed(LEDGER, b"</sheetData>", b'</sheetData><mergeCell ref="C9:A1"/>'),
        "E007 支出!I9",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_sheet_is_named_and_the_others_are_read(name: str, tmp_path: Path) -> None:
    content, expected = BROKEN[name]
    (tmp_path / "a.xlsx").write_bytes(content)
    draft, sources, findings = read_input(tmp_path / "a.xlsx", "a.xlsx")
    assert codes(findings)[0] == expected
    assert draft is not None
    assert draft["receipts"]
    if expected.startswith("E007"):
        assert ("expenditure",) in sources.unread
        assert "expenditure" not in draft


def test_a_workbook_without_its_directory_says_which_part(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(without("xl/_rels/workbook.xml.rels"))
    _, _, findings = read_input(tmp_path / "a.xlsx", "a.xlsx")
    assert codes(findings) == ["E007 "]
    assert "xl/_rels/workbook.xml.rels" in findings[0].message


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="甲">{rows}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
ROW = "<table:table-row {}>{}</table:table-row>"
CELL = '<table:table-cell {}office:value-type="string"><text:p>x</text:p></table:table-cell>'
MANY = '="1000000000" '
REPEATED = {
    "columns": (ROW.format("", CELL.format("table:number-columns-repeated" + MANY)), "E004"),
    "rows": (ROW.format("table:number-rows-repeated" + MANY, CELL.format("")), "E004"),
    "merged": (ROW.format("", CELL.format("table:number-rows-spanned" + MANY)), ""),
    "nothing": (ROW.format('table:number-rows-repeated="x"', ""), "E007"),
}


@pytest.mark.parametrize("name", REPEATED)
def test_what_an_ods_claims_to_repeat_is_not_allocated(name: str) -> None:
    rows, expected = REPEATED[name]
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("content.xml", ODS.format(rows=rows))
    book, findings = open_spreadsheet(stream.getvalue(), "a.ods")
    assert findings == ()
    assert book is not None
    grid = book.sheets["甲"]()
    assert [each.code for each in grid.findings] == ([expected] if expected else [])
    assert len(grid.rows) <= MAX_ROWS


def test_an_old_workbook_that_is_no_workbook_inside_is_said_to_be_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    sound = (seeds.FOLDER / "small.xls").read_bytes()
    beginning_of_a_sheet = b"\x09\x08\x10\x00\x00\x06\x10\x00"
    assert beginning_of_a_sheet in sound
    path.write_bytes(sound.replace(beginning_of_a_sheet, b"\x0a\x00\x10\x00\x00\x06\x10\x00"))
    _, _, findings = read_input(path, "a.xls")
    assert findings
    assert all(finding.location for finding in findings)


def test_a_sheet_of_texts_without_any_known_column_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes((seeds.FOLDER / "small.xlsx").read_bytes())
    book = load_workbook(path)
    book["评价项目"]["B3"] = "2025-13"
    book.save(path)
    draft, _, findings = read_input(path, "a.xlsx")
    assert draft is not None
    assert all(finding.location for finding in findings)


def test_many_parts_cannot_unpack_more_than_one_may() -> None:
    parts = parts_of(good_workbook())
    half = b" " * (MAX_UNPACKED // 2)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
        for number in range(3):
            package.writestr(f"xl/media/{number}", half)
    book, findings = open_spreadsheet(stream.getvalue(), "a.xlsx")
    assert book is None
    assert [each.code for each in findings] == ["E003"]


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_changes_by_chance_end_in_findings_with_a_place(first: int, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for seed in range(first, first + 50):
        path.write_bytes(mutated(seed, good_workbook()))
        _, _, findings = read_input(path, "a.xlsx")
        assert [each for each in findings if each.location is None] == [], seed
