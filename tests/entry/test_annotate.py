"""The clerk's own workbook comes back with its problems marked."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook

from discloser.cli import main
from discloser.entry.annotate import annotate
from discloser.entry.package.workbook import WorkbookPackage
from discloser.finding import Finding, Severity
from discloser.location import Location
from discloser.read import read_input
from discloser.read.workbook_layout import PROBLEMS
from tests.entry.samples import GOOD, built, draft_of, edited, good_workbook

RED = "FFFF9C9C"


def annotated(folder: Path, change: Any) -> Workbook:
    (folder / "last_year.yaml").write_bytes((GOOD.parent / "last_year.yaml").read_bytes())
    (folder / "a.xlsx").write_bytes(edited(change))
    with pytest.raises(SystemExit):
        main(["check", str(folder / "a.xlsx"), "--annotate", str(folder / "b.xlsx")])
    return load_workbook(folder / "b.xlsx")


def mistakes(book: Workbook) -> None:
    book["支出"]["I7"] = "=1+1"
    book["支出"]["B6"] = "201"
    book["收入"]["B5"] = "=公共预算"
    book["收入"]["B5"].data_type = "s"
    book["职责"]["A9"] = "留着"


def test_a_faulty_cell_is_coloured_and_says_what_to_do(tmp_path: Path) -> None:
    book = annotated(tmp_path, mistakes)
    for sheet, cell in (("支出", "I7"), ("支出", "B6"), ("收入", "B5")):
        marked = book[sheet][cell]
        assert marked.fill.fgColor.rgb == RED
        assert "怎么办" in marked.comment.text
    assert book["支出"]["I6"].comment is None
    assert book["职责"]["A9"].value == "留着"


def test_all_problems_are_listed_in_reading_order_with_links(tmp_path: Path) -> None:
    book = annotated(tmp_path, mistakes)
    problems = book[PROBLEMS]
    assert book.sheetnames[0] == PROBLEMS
    places = [row[2].value for row in problems.iter_rows(min_row=2)]
    assert places[:3] == ["收入!B5", "支出!B6", "支出!I7"]
    links = [row[2].hyperlink for row in problems.iter_rows(min_row=2, max_row=4)]
    assert [link.location for link in links if link] == ["'收入'!B5", "'支出'!B6", "'支出'!I7"]
    assert [cell.value for cell in problems[2]][1] == "错误"


def test_what_a_clerk_typed_is_no_formula_in_the_list(tmp_path: Path) -> None:
    book = annotated(tmp_path, mistakes)
    cells = [cell for row in book[PROBLEMS].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert book["收入"]["B5"].data_type == "s"


def test_a_clean_workbook_gets_an_empty_list_and_reads_the_same(tmp_path: Path) -> None:
    book = annotated(tmp_path, lambda _: None)
    rows = list(book[PROBLEMS].iter_rows(min_row=2, values_only=True))
    assert all(row[1] != "错误" for row in rows)
    draft, _, _ = read_input(tmp_path / "b.xlsx")
    assert built(draft) == built(draft_of(GOOD))


def test_an_annotated_workbook_can_be_annotated_again(tmp_path: Path) -> None:
    annotated(tmp_path, mistakes)
    with pytest.raises(SystemExit):
        main(["check", str(tmp_path / "b.xlsx"), "--annotate", str(tmp_path / "c.xlsx")])
    names = load_workbook(tmp_path / "c.xlsx").sheetnames
    assert [name for name in names if name.startswith(PROBLEMS)] == [PROBLEMS]


def test_the_original_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(mistakes))
    before = path.read_bytes()
    with pytest.raises(SystemExit) as ended:
        main(["check", str(path), "--annotate", str(path)])
    assert ended.value.code == 2
    assert path.read_bytes() == before


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(changed: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in changed.items():
            archive.writestr(name, data)
    return stream.getvalue()


def sheet_part(content: bytes, name: str) -> str:
    return WorkbookPackage(content).sheet_parts[name]


NUMBER = re.compile(rb'<c (r="[A-Z]+\d+"[^>]*?)><v>([\d.]+)</v></c>')


def with_formulas(content: bytes, name: str, chosen: list[bool]) -> bytes:
    """A workbook some of whose numbers are results of formulas, as Excel stores them."""
    found = parts(content)
    part = sheet_part(content, name)
    picks = iter(chosen + [False] * 10_000)

    def formula(match: re.Match[bytes]) -> bytes:
        if b't="' in match[1] or not next(picks):
            return match[0]
        return b"<c %b><f>%b*1</f><v>%b</v></c>" % (match[1], match[2], match[2])

    found[part] = NUMBER.sub(formula, found[part])
    return repacked(found)


def findings_at(file: str, cells: list[tuple[str, str]]) -> list[Finding]:
    places = [Location(file, sheet=sheet, cell=cell) for sheet, cell in cells]
    severities = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    return [
        Finding("E021", severities[at % 3], f"第 {at} 个 <问题> & “=1+1”", "请改。", (place,))
        for at, place in enumerate(places)
    ]


cells = st.tuples(
    st.sampled_from(["支出", "收入", "基本信息", "职责"]),
    st.tuples(st.sampled_from("ABCDEIZ"), st.integers(1, 40)).map(lambda at: f"{at[0]}{at[1]}"),
)


@settings(derandomize=True, deadline=None, max_examples=25, database=None)
@given(st.lists(st.booleans(), max_size=20), st.lists(cells, max_size=8))
def test_the_copy_reads_as_its_original_wherever_it_is_marked(
    chosen: list[bool], marked: list[tuple[str, str]]
) -> None:
    original = with_formulas(good_workbook(), "支出", chosen)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(original)
        before = read_input(path, "a.xlsx")
        path.write_bytes(annotate(path, findings_at(str(path), marked)))
        after = read_input(path, "a.xlsx")
    assert after[0] == before[0]
    assert after[2] == before[2]
    assert dict(after[1].places) == dict(before[1].places)


def test_results_of_formulas_stay_and_unmarked_parts_are_the_same_bytes(tmp_path: Path) -> None:
    original = with_formulas(good_workbook(), "支出", [True] * 5)
    path = tmp_path / "a.xlsx"
    path.write_bytes(original)
    copy = annotate(path, findings_at(str(path), [("支出", "B6"), ("支出", "I7")]))
    before, after = parts(original), parts(copy)
    spent = sheet_part(original, "支出")
    assert after[spent].count(b"<f>") == before[spent].count(b"<f>") > 0
    assert load_workbook(BytesIO(copy), data_only=True)["支出"]["I7"].value is not None
    changed = {name for name in before if after.get(name) != before[name]}
    looks = sheet_part(original, "填表说明")  # it was the sheet that is shown first
    assert changed <= {
        spent,
        looks,
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        f"xl/worksheets/_rels/{Path(spent).name}.rels",
    } | {name for name in before if "comments" in name or "vmlDrawing" in name}


def rich(book: Workbook) -> None:
    sheet = book["支出"]
    sheet["B6"].comment = Comment("原来的批注", "张三")
    sheet["I6"].number_format = "#,##0.00_ "
    rule = Rule(type="cellIs", operator="greaterThan", formula=["0"])
    sheet.conditional_formatting.add("I5:I9", rule)
    sheet.column_dimensions["I"].width = 33
    book["职责"].sheet_state = "hidden"
    book.defined_names["范围"] = DefinedName("范围", attr_text="'支出'!$A$1")
    sheet.defined_names["本表"] = DefinedName("本表", attr_text="'支出'!$B$1")


def test_what_the_workbook_has_beside_its_values_stays(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        mistakes(book)
        rich(book)

    book = annotated(tmp_path, change)
    sheet = book["支出"]
    assert sheet["B6"].comment.text.startswith("【错误 M004】")
    assert sheet["B6"].comment.text.endswith("原来的批注")
    assert sheet["I7"].comment.text.startswith("【错误")
    assert sheet["I6"].number_format == "#,##0.00_ "
    assert "I5:I9" in {str(area.sqref) for area in sheet.conditional_formatting}
    assert sheet.column_dimensions["I"].width == 33
    assert len(sheet.data_validations.dataValidation) > 0
    assert book["职责"].sheet_state == "hidden"
    assert sheet.defined_names["本表"].attr_text == "'支出'!$B$1"
    assert book.defined_names["范围"].attr_text == "'支出'!$A$1"


def test_a_cell_that_was_empty_can_be_marked_too(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(good_workbook())
    places = [("支出", "Z3"), ("支出", "A1"), ("职责", "C900"), ("没有", "A1"), ("支出", "合计")]
    book = load_workbook(BytesIO(annotate(path, findings_at(str(path), places))))
    assert [book[sheet][cell].comment is not None for sheet, cell in places[:3]] == [True] * 3
    assert len(list(book[PROBLEMS].iter_rows(min_row=2))) == len(places)


def test_of_merged_cells_the_one_that_is_shown_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(lambda book: book["支出"].merge_cells("B6:B8")))
    copy = annotate(path, findings_at(str(path), [("支出", "B8")]))
    assert load_workbook(BytesIO(copy))["支出"]["B6"].comment is not None


def test_the_annotated_workbook_passes_the_open_xml_audit(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    path, marked = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    path.write_bytes(good_workbook())
    marked.write_bytes(annotate(path, findings_at(str(path), [("支出", "B6"), ("职责", "A90")])))
    assert audit.OpenXmlValidator().validate(str(marked)).errors == []


def test_macros_are_left_behind(tmp_path: Path) -> None:
    found = parts(good_workbook())
    types = found["[Content_Types].xml"].decode()
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    enabled = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    vba = (
        '<Override PartName="/xl/vbaProject.bin" '
        'ContentType="application/vnd.ms-office.vbaProject"/>'
    )
    found["[Content_Types].xml"] = (
        types.replace(main, enabled).replace("</Types>", f"{vba}</Types>").encode()
    )
    link = (
        '<Relationship Id="rId999" Target="vbaProject.bin" Type='
        '"http://schemas.microsoft.com/office/2006/relationships/vbaProject"/></Relationships>'
    )
    links = found["xl/_rels/workbook.xml.rels"].decode()
    found["xl/_rels/workbook.xml.rels"] = links.replace("</Relationships>", link).encode()
    found["xl/vbaProject.bin"] = b"macro"
    path = tmp_path / "a.xlsm"
    path.write_bytes(repacked(found))
    copy = parts(annotate(path, []))
    assert "xl/vbaProject.bin" not in copy
    assert enabled.encode() not in copy["[Content_Types].xml"]
    assert b"vbaProject" not in copy["xl/_rels/workbook.xml.rels"] + copy["[Content_Types].xml"]


@pytest.mark.parametrize("damage", ["[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_damaged_workbook_is_refused_in_chinese(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a.xlsx"
    for broken in (b"", b"<a", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"):
        path.write_bytes(repacked(parts(good_workbook()) | {damage: broken}))
        with pytest.raises(ValueError, match="损坏"):
            annotate(path, findings_at(str(path), [("支出", "B6")]))
