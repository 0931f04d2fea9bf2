"""Files that no clerk should have been given: each is said, in bounded time and memory."""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from tests.importing.grids import INPUTS, Sheet, draft_of, entries, saved, single
from tests.importing.limited import Ended, run_limited

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of a child process")
PATH = next(each for each in INPUTS if "xinxiang" in each.parts)
SEEDS = Path(__file__).parents[1] / "fuzz" / "seeds"
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("export") / "导出.xlsx"
    return saved(single(entries(draft_of(PATH))), path).read_bytes()


def imported(files: list[Path], folder: Path, *more: str) -> Ended:
    target = folder / "某局.xlsx"
    arguments = ["import", *files, "--pack", "新乡", "--year", "2025", *more, "-o", target]
    ended = run_limited(arguments, folder)
    assert ended.code in (0, 1), ended.said
    assert "Traceback" not in ended.said
    left = {path.name for path in folder.iterdir()} - {path.name for path in files}
    assert left <= {"said.txt", "某局.xlsx"}  # nothing half written lies about
    return ended


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, change(name, source.read(name)))
    return stream.getvalue()


def of_sheet(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    return repacked(data, lambda name, part: change(part) if name == SHEET else part)


def locked_package() -> bytes:
    """A container with the stream that an encrypted .xlsx or .docx has."""
    data = (SEEDS / "small.xls").read_bytes()
    old, new = ("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
    at = data.index(old + bytes(48))  # an entry of the directory: 64 bytes of name, its length
    named = new.ljust(64, b"\0") + (len(new) + 2).to_bytes(2, "little")
    return data[:at] + named + data[at + 66 :]


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "E001"),
    "blanks": (lambda _: b"  \n" * 9, "E001"),
    "a web page called .xlsx": (lambda _: b"<html><table></table></html>", "E001"),
    "text": (lambda _: "单位,金额\n某局,1\n".encode(), "E001"),
    "a workbook with a password": (lambda _: locked_package(), "E002"),
    "an old workbook with a password": (lambda _: locked_records(), "E002"),
    "a bomb": (lambda data: of_sheet(data, lambda part: part + b" " * (300 * 1024**2)), "E003"),
    "no directory": (lambda data: without(data, "xl/_rels/workbook.xml.rels"), "E007"),
    "no workbook part": (lambda data: without(data, "xl/workbook.xml"), "E001"),
}


def without(data: bytes, dropped: str) -> bytes:
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(stream, "w") as made:
        for name in source.namelist():
            if name != dropped:
                made.writestr(name, source.read(name))
    return stream.getvalue()


def locked_records() -> bytes:
    """A workbook of the old format with the record that says it is encrypted (FILEPASS)."""
    data = (SEEDS / "small.xls").read_bytes()
    begin = data.index(b"\x09\x08\x10\x00")  # BOF of the workbook
    record = begin + 4 + int.from_bytes(data[begin + 2 : begin + 4], "little")
    return data[:record] + b"\x2f\x00" + data[record + 2 :]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_said_and_nothing_is_written(
    name: str, export: bytes, tmp_path: Path
) -> None:
    damage, code = REFUSED[name]
    path = tmp_path / "导出.xlsx"
    path.write_bytes(damage(export))
    ended = imported([path], tmp_path)
    assert (ended.code, code in ended.said) == (1, True), ended.said
    assert not (tmp_path / "某局.xlsx").exists()


def test_a_file_of_300_mb_is_said_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "导出.xlsx"
    with path.open("wb") as file:
        file.truncate(300 * 1024**2)
    ended = imported([path], tmp_path)
    assert (ended.code, "R005" in ended.said) == (1, True)


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_file_that_was_cut_off_is_said(tenth: int, export: bytes, tmp_path: Path) -> None:
    path = tmp_path / "导出.xlsx"
    path.write_bytes(export[: len(export) * tenth // 10])
    assert imported([path], tmp_path).code == 1
    assert not (tmp_path / "某局.xlsx").exists()


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_file_is_said_or_read_whole(seed: int, export: bytes, tmp_path: Path) -> None:
    random = Random(seed)  # noqa: S311 - the same damage each time
    data = bytearray(export)
    for _ in range(30):
        data[random.randrange(len(data))] = random.randrange(256)
    path = tmp_path / "导出.xlsx"
    path.write_bytes(data)
    ended = imported([path], tmp_path)
    is_whole = "（100%）" in ended.said
    assert ended.code == 1 or is_whole, ended.said


def test_a_damaged_sheet_beside_a_sound_one_is_said_at_its_cell(
    export: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "导出.xlsx"
    path.write_bytes(of_sheet(export, lambda part: part[: len(part) * 2 // 3]))
    ended = imported([path], tmp_path)
    assert (ended.code, "E007" in ended.said) == (1, True)
    assert not (tmp_path / "某局.xlsx").exists()


def many_rows(fill: bytes) -> Callable[[bytes], bytes]:
    """A million rows behind the lines."""

    def change(part: bytes) -> bytes:
        rows = b"".join(fill.replace(b"N", str(at).encode()) for at in range(1000, 1_001_000))
        return part.replace(b"</sheetData>", rows + b"</sheetData>")

    return change


def test_a_million_empty_rows_are_no_lines(export: bytes, tmp_path: Path) -> None:
    path = tmp_path / "导出.xlsx"
    path.write_bytes(of_sheet(export, many_rows(b'<row r="N"><c r="AN" s="1"/></row>')))
    ended = imported([path], tmp_path)
    assert (ended.code, "（100%）" in ended.said) == (0, True), ended.said


def test_a_cell_beyond_what_is_read_is_said_at_its_place(export: bytes, tmp_path: Path) -> None:
    far = b'<row r="90000"><c r="A90000"><v>1</v></c></row></sheetData>'
    path = tmp_path / "导出.xlsx"
    path.write_bytes(of_sheet(export, lambda part: part.replace(b"</sheetData>", far)))
    ended = imported([path], tmp_path)
    assert (ended.code, "E004" in ended.said, "A90000" in ended.said) == (1, True, True)


def test_a_protected_sheet_with_a_name_in_blanks_is_read(tmp_path: Path) -> None:
    (made,) = single(entries(draft_of(PATH)))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "  支出预算明细表  "
    for row in made.rows:
        sheet.append(row)
    sheet.protection.set_password("1234")
    book.save(tmp_path / "导出.xlsx")
    ended = imported([tmp_path / "导出.xlsx"], tmp_path)
    assert (ended.code, "（100%）" in ended.said) == (0, True), ended.said


def test_formulas_without_results_are_said_at_their_cells(tmp_path: Path) -> None:
    (made,) = single(entries(draft_of(PATH)))
    made.rows[1][-1] = "=1+1"
    saved([made], tmp_path / "导出.xlsx")
    ended = imported([tmp_path / "导出.xlsx"], tmp_path)
    assert ended.code == 1
    assert "M2" in ended.said, ended.said


def test_a_good_file_beside_a_bad_one_is_written_and_the_bad_one_is_said(
    export: bytes, tmp_path: Path
) -> None:
    good, bad = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    good.write_bytes(export)
    bad.write_bytes(export[:400])
    ended = imported([good, bad], tmp_path)
    assert (ended.code, "b.xlsx" in ended.said) == (1, True), ended.said


def test_a_file_of_another_table_beside_the_export_is_said(export: bytes, tmp_path: Path) -> None:
    good = tmp_path / "a.xlsx"
    good.write_bytes(export)
    other = saved([Sheet("通讯录", [["姓名", "电话"]])], tmp_path / "通讯录.xlsx")
    ended = imported([good, other], tmp_path)
    assert ended.code == 1
    assert ("J001" in ended.said, "通讯录.xlsx" in ended.said) == (True, True)
