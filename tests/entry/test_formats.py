"""Files as other programs save them: other formats, passwords, macros."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from discloser.entry.annotate import annotate
from discloser.finding import Finding, Severity
from discloser.location import Location
from discloser.read import read_input
from tests.entry.office import Office, is_installed
from tests.entry.samples import GOOD, INPUTS, built, codes, draft_of, good_workbook, workbook_of

pytestmark = pytest.mark.skipif(not is_installed(), reason="LibreOffice is not installed")

FINAL = next(path for path in INPUTS if draft_of(path)["kind"] == "final_account")
SAVED = """
  Document = Opened("{folder}/a.xlsx")
  Store(Document, "{folder}/a.xls", "MS Excel 97", "")
  Store(Document, "{folder}/a.ods", "calc8", "")
  Store(Document, "{folder}/locked.xls", "MS Excel 97", "1234")
  Store(Document, "{folder}/locked.ods", "calc8", "1234")
  Libraries = Document.BasicLibraries
  Libraries.VBACompatibilityMode = True
  If Not Libraries.hasByName("VBAProject") Then Libraries.createLibrary("VBAProject")
  Libraries.getByName("VBAProject").insertByName("Module1", "Sub Hello" & Chr(10) & "End Sub")
  Store(Document, "{folder}/a.xlsm", "Calc MS Excel 2007 VBA XML", "")
  Document.close(True)
  Document = Opened("{folder}/final.xlsx")
  Store(Document, "{folder}/final.xls", "MS Excel 97", "")
  Store(Document, "{folder}/final.ods", "calc8", "")
  Document.close(True)
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the good workbook and a final account's, saved by LibreOffice in all forms."""
    folder = tmp_path_factory.mktemp("formats")
    (folder / "a.xlsx").write_bytes(good_workbook())
    final = built(draft_of(FINAL))
    (folder / "final.xlsx").write_bytes(workbook_of(draft_of(FINAL), final.kind, final.year))
    Office.started(folder / "profile").do(SAVED.format(folder=folder))
    return folder


@pytest.mark.parametrize("suffix", ["xls", "ods"])
@pytest.mark.parametrize(("name", "source"), [("a", GOOD), ("final", FINAL)])
def test_a_workbook_saved_in_another_format_reads_the_same(
    saved: Path, name: str, source: Path, suffix: str
) -> None:
    draft, _, findings = read_input(saved / f"{name}.{suffix}")
    assert codes(findings) == []
    assert built(draft) == built(draft_of(source))


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_its_values_keep_their_cells(saved: Path, suffix: str) -> None:
    _, sources, _ = read_input(saved / f"a.{suffix}")
    assert sources.find(("expenditure", 1, "amount")).cell == "I6"


def test_macros_are_left_aside_and_said(saved: Path) -> None:
    assert "xl/vbaProject.bin" in zipfile.ZipFile(saved / "a.xlsm").namelist()
    draft, _, findings = read_input(saved / "a.xlsm")
    assert [each.code for each in findings] == ["E006"]
    assert built(draft) == built(draft_of(GOOD))


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_a_password_is_said(saved: Path, suffix: str) -> None:
    draft, _, findings = read_input(saved / f"locked.{suffix}")
    assert draft is None
    assert [each.code for each in findings] == ["E002"]


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_an_annotated_copy_has_every_value_in_its_cell(
    saved: Path, suffix: str, tmp_path: Path
) -> None:
    path = saved / f"a.{suffix}"
    place = Location(str(path), sheet="支出", cell="I6")
    finding = Finding("X", Severity.ERROR, "错了", "改", (place,))
    (tmp_path / "b.xlsx").write_bytes(annotate(path, [finding]))
    draft, _, findings = read_input(tmp_path / "b.xlsx")
    assert codes(findings) == []
    assert built(draft) == built(draft_of(GOOD))
    marked = load_workbook(tmp_path / "b.xlsx")["支出"]["I6"]
    assert marked.fill.fgColor.rgb.endswith("FF9C9C")
    assert "怎么办：改" in marked.comment.text


def test_an_ods_with_a_cell_repeated_far_away_is_refused(saved: Path, tmp_path: Path) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(saved / "a.ods") as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "content.xml":
                row = (
                    b'<table:table-row table:number-rows-repeated="999"><table:table-cell '
                    b'office:value-type="string" table:number-columns-repeated="999">'
                    b"<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
                )
                start = data.index('table:name="职责"'.encode())
                data = data[:start] + data[start:].replace(b"</table:table>", row, 1)
            new.writestr(info, data)
    (tmp_path / "a.ods").write_bytes(stream.getvalue())
    _, _, findings = read_input(tmp_path / "a.ods")
    assert [each.code for each in findings] == ["E004"]
