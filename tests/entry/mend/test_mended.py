"""A value put into a cell is read there, and all else of the file is as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from discloser.entry.mend.book import EntryBook, open_book
from discloser.entry.mend.mended import mended
from discloser.entry.mend.slots import Slot, slot
from discloser.entry.package.workbook import WorkbookPackage
from discloser.location import FieldPath
from discloser.read.spreadsheet.address import position
from discloser.read.workbook_columns import ValueKind
from discloser.read.workbook_layout import OWN_SHEETS
from tests.entry.mend.books import (
    FILE,
    INPUTS,
    book_of,
    changed,
    codes,
    mended_book,
    opened,
    parts,
    repacked,
    workbook,
)

fixed = settings(
    derandomize=True, deadline=None, database=None, max_examples=3, phases=(Phase.generate,)
)
TYPED = {
    ValueKind.MONEY: [("1,470.50", "1470.5"), ("０", "0"), ("(3)", "-3"), ("7.10", "7.1")],
    ValueKind.NUMBER: [("9.75", "9.75"), ("12", "12")],
    ValueKind.COUNT: [("1,200", "1200"), ("5", "5")],
    ValueKind.TEXT: [
        ("=1+1", "=1+1"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("a_x0041_b", "a_x0041_b"),
    ],
    ValueKind.DAY: [("2025年3月5日", "2025-03-05")],
    ValueKind.MONTH: [("2025/3", "2025-03")],
}
"""What is typed for a kind of value, with what is read of it."""


def leaves(book: EntryBook) -> list[tuple[FieldPath, Slot, ValueKind]]:
    """The single values of a book that nothing else goes by, with their cells and kinds."""
    found = []
    for path, place in book.sources.places.items():
        value = value_at(book.draft, path)
        if not isinstance(value, str) or place.sheet is None or place.cell is None:
            continue
        at = slot(book, place.sheet, *position(place.cell))
        plain = at.column is not None and not (at.column.listing or at.column.choices)
        name = str(path[-1])
        if plain and at.column is not None and at.column.kind in TYPED and "name" not in name:
            found.append((path, at, at.column.kind))
    return found


def value_at(draft: Any, path: FieldPath) -> Any:
    for step in path:
        try:
            draft = draft[step]
        except (KeyError, IndexError, TypeError):
            return None
    return draft


def leaf_values(draft: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(draft, dict | list):
        for step, part in draft.items() if isinstance(draft, dict) else enumerate(draft):
            yield from leaf_values(part, (*path, step))
    else:
        yield path, draft


def shown_cells(book: EntryBook) -> dict[tuple[str, int, int], tuple[Any, ...]]:
    """All cells of the sheets that hold input, with their formats."""
    return {
        (name, row, at): (cell.value, cell.format.code, cell.error, cell.is_open)
        for name in book.names
        if name not in OWN_SHEETS
        for row, cells in book.grid(name).rows.items()
        for at, cell in cells.items()
    }


@pytest.mark.parametrize("name", [*INPUTS])
def test_the_value_is_read_at_its_path_and_all_else_is_as_it_was(name: str) -> None:
    book = book_of(name)
    found = leaves(book)
    before, cells = dict(leaf_values(book.draft)), shown_cells(book)

    @fixed
    @given(
        st.lists(st.sampled_from(found), min_size=1, max_size=4, unique_by=lambda each: each[1]),
        st.integers(0, 3),
    )
    def holds(chosen: list[tuple[FieldPath, Slot, ValueKind]], pick: int) -> None:
        typed = {at: TYPED[kind][pick % len(TYPED[kind])] for _, at, kind in chosen}
        again = mended_book(book, {(at.sheet, at.address): one for at, (one, _) in typed.items()})
        expected = before | {path: typed[at][1] for path, at, _ in chosen}
        assert dict(leaf_values(again.draft)) == expected
        assert codes(again.findings) == codes(book.findings)
        touched = {(at.sheet, at.row, at.at) for at in typed}
        after = shown_cells(again)
        differ = {key for key in cells.keys() | after.keys() if cells.get(key) != after.get(key)}
        assert {
            key for key in differ if not after[key][3]
        } <= touched  # else: a sum, to be computed
        for key in touched:
            assert after[key][1] == cells[key][1]  # our own formats show what was typed

    holds()


def cell(book: EntryBook, sheet: str, address: str) -> Any:
    return book.cell(sheet, *position(address))


def test_without_a_change_the_bytes_are_the_same() -> None:
    book = book_of("good")
    shown = str(cell(book, "支出", "B5").value)
    data, _ = mended(book, {("支出", "B5"): shown, ("职责", "A90"): ""})
    assert data == book.data


def test_only_the_sheet_is_written_anew() -> None:
    book = book_of("declared")
    data, _ = mended(book, {("职责", "A5"): "负责甲"})
    assert data is not None
    before, after = parts(book.data), parts(data)
    assert list(before) == list(after)
    sheets = WorkbookPackage(book.data).sheet_parts
    computed = {part for name, part in sheets.items() if name in OWN_SHEETS}  # they lose results
    assert {name for name in before if before[name] != after[name]} <= {sheets["职责"]} | computed


def test_an_empty_text_clears_a_cell_and_a_new_row_looks_like_the_others() -> None:
    book = book_of("good")
    again = mended_book(
        book, {("职责", "A4"): "", ("职责", "A40"): "新的一条", ("支出", "I900"): "5"}
    )
    assert cell(again, "职责", "A4") is None
    duties: Any = again.draft["duties"]
    assert duties["items"][-1] == "新的一条"
    made = load_workbook(BytesIO(again.data))
    assert made["支出"]["I900"].number_format == "#,##0.00"
    assert made["职责"]["A40"].number_format == "@"


def test_codes_that_had_become_numbers_are_texts_again() -> None:
    def lose_zeros(book: Workbook) -> None:
        book["单位"]["B4"].value, book["单位"]["B4"].number_format = 101001, "General"

    book = opened(changed(workbook("light"), lose_zeros))
    assert "E023 B4" in codes(book.findings)
    again = mended_book(book, {("单位", "B4"): "101001"})
    assert cell(again, "单位", "B4").value == "101001"
    assert codes(again.findings) == []


def test_a_format_that_shows_something_else_gives_way() -> None:
    formats = {"I5": "0.00%", "I6": "#,##0.00,", "I7": "yyyy-mm-dd", "I8": '0.00"万"'}

    def look(book: Workbook) -> None:
        for address, code in formats.items():
            book["支出"][address].number_format = code

    book = opened(changed(workbook("light"), look))
    again = mended_book(book, {("支出", address): "1234.5" for address in formats})
    for address in formats:
        held = cell(again, "支出", address)
        assert (held.value, held.format.code) == (1234.5, "#,##0.00")
    assert codes(again.findings) == []


@pytest.mark.parametrize("old_macs", [False, True])
def test_a_day_is_stored_as_the_cell_shows_days(*, old_macs: bool) -> None:
    address = book_of("good").sources.places[("published",)].cell or ""

    def look(book: Workbook) -> None:
        if old_macs:
            book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook has no zone
        shown = book["基本信息"][address]
        shown.number_format = 'yyyy"年"m"月"'

    book = opened(changed(workbook("light"), look))
    again = mended_book(book, {("基本信息", address): "2025年4月"})
    assert again.draft["published"] == "2025-04"
    assert cell(again, "基本信息", address).shown == "2025年4月"


def with_formulas(book: Workbook) -> None:
    sheet = book["支出"]
    sheet["I5"], sheet["I6"], sheet["I7"] = 10, "=I5*2", "=支出!I6+1"
    sheet["I8"], sheet["I9"] = "=J5*2", "=SUM(I5:I8)"


def computed(data: bytes, results: dict[str, str]) -> bytes:
    """The workbook with the results that its formulas have, as Excel stores them."""
    held = parts(data)
    part = WorkbookPackage(data).sheet_parts["支出"]
    for address, result in results.items():
        pattern = rf'(<c r="{address}"[^>]*><f>[^<]*</f>)<v ?/?>(?:</v>)?'
        held[part], count = re.subn(
            pattern.encode(), rb"\1<v>" + result.encode() + b"</v>", held[part]
        )
        assert count == 1
    return repacked(held)


def test_results_that_depended_on_the_cell_are_not_left_to_be_read() -> None:
    data = changed(workbook("light"), with_formulas)
    data = computed(data, {"I6": "20", "I7": "21", "I8": "4", "I9": "55"})
    again = mended_book(opened(data), {("支出", "I5"): "30"})
    assert [cell(again, "支出", f"I{row}").is_open for row in (6, 7, 8, 9)] == [
        True,
        True,
        False,
        True,
    ]
    assert cell(again, "支出", "I8").value == 4
    assert [each for each in codes(again.findings) if each[:4] == "E020"] == [
        "E020 I6",
        "E020 I7",
        "E020 I9",
    ]
    assert b'fullCalcOnLoad="1"' in parts(again.data)["xl/workbook.xml"]


def test_what_a_formula_depends_on_in_any_way_is_found() -> None:
    near = ["=范围", "=J5:INDEX(H:H,6)", "=$5:$5", "=支出!I:I", "='支出'!$I$5*1", "=表1[乙]"]
    anywhere = ['=INDIRECT("I"&5)', "=OFFSET(J5,0,-1)", "=表1[乙]"]
    apart = ["=J5*2", "=收入!D5", "=SUM(I6:I8)", '="支出!I5"']
    words = dict(enumerate(dict.fromkeys([*near, *anywhere, *apart]), start=20))

    def change(book: Workbook) -> None:
        book.defined_names["范围"] = DefinedName("范围", attr_text="'支出'!$I$4:$I$6")
        for row, each in words.items():
            book["支出"][f"K{row}"] = each

    data = computed(changed(workbook("light"), change), {f"K{row}": "55" for row in words})
    again = mended_book(opened(data), {("支出", "I5"): "30"})
    found = {each for row, each in words.items() if cell(again, "支出", f"K{row}").is_open}
    assert found == {*near, *anywhere}
    other = mended_book(opened(data), {("单位", "B5"): "乙单位"})
    found = {each for row, each in words.items() if cell(other, "支出", f"K{row}").is_open}
    assert set(anywhere) <= found <= {*anywhere, "=J5:INDEX(H:H,6)"}  # it may end at one of them


def test_formulas_that_stand_in_a_row_each_on_the_next_are_all_found() -> None:
    rows = range(20, 60)

    def change(book: Workbook) -> None:
        for row in rows:
            book["支出"][f"K{row}"] = f"=K{row + 1}"
            book["支出"][f"L{row}"] = f"=L{row - 1}"
        book["支出"]["K60"], book["支出"]["L19"] = "=I5", "=I5"

    cells = [f"{letter}{row}" for letter in "KL" for row in rows] + ["K60", "L19"]
    data = computed(changed(workbook("light"), change), dict.fromkeys(cells, "55"))
    again = mended_book(opened(data), {("支出", "I5"): "30"})
    assert [each for each in cells if not cell(again, "支出", each).is_open] == []


def test_a_value_takes_the_place_of_a_formula_and_others_that_share_it_stay() -> None:
    data = changed(workbook("light"), with_formulas)
    held = parts(data)
    part = WorkbookPackage(data).sheet_parts["支出"]
    xml = held[part].decode()
    shared = {
        "I6": '<f t="shared" ref="I6:I8" si="0">I5*2</f><v>20</v>',
        "I7": '<f t="shared" si="0"/><v>40</v>',
        "I8": '<f t="shared" si="0"/><v>80</v>',
    }
    for address, formula in shared.items():
        xml, count = re.subn(rf'(<c r="{address}"[^>]*>)<f>.*?</c>', rf"\g<1>{formula}</c>", xml)
        assert count == 1
    held[part] = xml.encode()
    again = mended_book(opened(repacked(held)), {("支出", "I6"): "7"})
    sheet = load_workbook(BytesIO(again.data))["支出"]
    assert [sheet[f"I{row}"].value for row in (6, 7, 8)] == [7, "=I6*2", "=I7*2"]
    assert cell(again, "支出", "I7").is_open


def test_the_chain_of_calculation_does_not_name_a_cell_without_formula() -> None:
    held = parts(computed(changed(workbook("light"), with_formulas), {"I6": "20"}))
    types = held["[Content_Types].xml"].decode()
    chain = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    held["[Content_Types].xml"] = types.replace(
        "</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{chain}"/></Types>'
    ).encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    links = held["xl/_rels/workbook.xml.rels"].decode()
    held["xl/_rels/workbook.xml.rels"] = links.replace(
        "</Relationships>",
        f'<Relationship Id="rId999" Target="calcChain.xml" Type="{kind}"/></Relationships>',
    ).encode()
    held["xl/calcChain.xml"] = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<c r="I6" i="8"/></calcChain>'
    )
    book = opened(repacked(held))
    data, _ = mended(book, {("支出", "I6"): "7"})
    assert data is not None
    assert not any(b"calcChain" in held for held in parts(data).values())
    assert "xl/calcChain.xml" not in parts(data)
    other, _ = mended(book, {("支出", "I5"): "7"})
    assert other is not None
    assert "xl/calcChain.xml" in parts(other)


def test_a_part_of_an_array_is_refused() -> None:
    def change(book: Workbook) -> None:
        book["支出"]["I5"] = ArrayFormula("I5:I7", "=J5:J7*2")

    book = opened(changed(workbook("light"), change))
    for address in ("I5", "I6"):
        data, findings = mended(book, {("支出", address): "7"})
        assert data is None
        assert codes(findings) == [f"E085 {address}"]


def test_of_merged_cells_the_one_that_is_shown_gets_the_value() -> None:
    book = opened(changed(workbook("light"), lambda book: book["职责"].merge_cells("A4:B5")))
    again = mended_book(book, {("职责", "B5"): "合并的"})
    assert cell(again, "职责", "A4").value == "合并的"
    data, findings = mended(book, {("职责", "B5"): "甲", ("职责", "A4"): "乙"})
    assert data is None
    assert codes(findings) == ["E086 A4"]


def test_what_the_workbook_has_beside_its_values_stays() -> None:
    def rich(book: Workbook) -> None:
        sheet = book["支出"]
        sheet["B6"].comment = Comment("原来的批注", "张三")
        sheet.column_dimensions["I"].width = 33
        book["职责"].sheet_state = "hidden"
        own = book.create_sheet("我的表")
        own.append(["甲", "乙"])
        own.append([1, "=A2*2"])
        own.add_table(Table(displayName="表1", ref="A1:B2"))

    data = changed(workbook("light"), rich)
    book = opened(data)
    again = load_workbook(BytesIO(mended_book(book, {("支出", "B6"): "2010301"}).data))
    before, sheet = load_workbook(BytesIO(data)), again["支出"]
    assert sheet["B6"].comment.text == "原来的批注"
    assert sheet.column_dimensions["I"].width == 33
    assert again["职责"].sheet_state == "hidden"
    assert again["我的表"].tables["表1"].ref == "A1:B2"
    assert sheet.auto_filter.ref == before["支出"].auto_filter.ref is not None
    rules = [str(each.sqref) for each in before["支出"].data_validations.dataValidation]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == rules != []


@pytest.mark.parametrize(
    ("sheet", "address", "typed", "code"),
    [
        ("没有", "A1", "1", "E080"),
        ("支出", "合计", "1", "E081"),
        ("支出", "A0", "1", "E081"),
        ("支出", "XFE1", "1", "E081"),
        ("支出", "A1048576", "1", "E081"),
        ("支出", "A4", "甲", "E082"),
        ("支出", "A1", "甲", "E082"),
        ("基本信息", "A5", "甲", "E082"),
        ("基本信息", "C5", "甲", "E082"),
        ("基本信息", "B900", "甲", "E082"),
        ("自查", "A5", "甲", "E082"),
        ("职责", "A5", "字" * 32_768, "E083"),
        ("职责", "A5", "𠀀" * 16_384, "E083"),
        ("职责", "A5", "甲\x00乙\ufffe", "E084"),
        ("职责", "A5", "甲\ud800", "E084"),
    ],
)
def test_what_cannot_be_is_said_at_its_place_and_nothing_is_changed(
    sheet: str, address: str, typed: str, code: str
) -> None:
    data, findings = mended(book_of("good"), {(sheet, address): typed, ("支出", "I5"): "1"})
    assert data is None
    assert [each.code for each in findings] == [code]
    assert findings[0].location is not None
    assert findings[0].location.file == FILE


@pytest.mark.parametrize("fill", ["字" * 32_767, "𠀀" * 16_383, "甲\t乙\n丙 "])
def test_what_a_cell_just_holds_is_held(fill: str) -> None:
    again = mended_book(book_of("good"), {("职责", "A5"): fill})
    assert cell(again, "职责", "A5").value == fill


def test_a_title_that_reading_complains_of_can_be_put_right() -> None:
    book = opened(
        changed(workbook("light"), lambda book: book["支出"].__setitem__("I4", "金额（万元）"))
    )
    assert any(each.startswith("E041") for each in codes(book.findings))
    again = mended_book(book, {("支出", "I4"): "金额"})
    assert again.draft == book_of("good").draft


def test_all_that_is_wrong_is_said_at_once() -> None:
    _, findings = mended(
        book_of("good"), {("没有", "A1"): "1", ("支出", "I0"): "1", ("职责", "A5"): "\x01"}
    )
    assert [each.code for each in findings] == ["E080", "E081", "E084"]


@pytest.mark.parametrize(
    "damage", ["xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/styles.xml"]
)
def test_a_damaged_package_is_a_finding(damage: str) -> None:
    for broken in (b"", b"<a", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"):
        data = repacked(parts(workbook("light")) | {damage: broken})
        book, findings = open_book(data, FILE)
        if book is not None:
            content, findings = mended(book, {("支出", "I5"): "1"})
            assert content is None
        assert findings


def test_macros_and_what_else_a_package_holds_stay() -> None:
    held = parts(workbook("light"))
    main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    enabled = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    held["[Content_Types].xml"] = held["[Content_Types].xml"].replace(main, enabled)
    held |= {"xl/vbaProject.bin": b"macro", "customXml/item1.xml": b"<a><!-- b --></a>"}
    data, findings = mended(opened(repacked(held)), {("支出", "I5"): "1"})
    assert data is not None, findings
    after = parts(data)
    assert enabled in after["[Content_Types].xml"]
    assert {after["xl/vbaProject.bin"], after["customXml/item1.xml"]} == {
        b"macro",
        b"<a><!-- b --></a>",
    }


def test_a_mended_workbook_passes_the_open_xml_audit(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    path = tmp_path / "a.xlsx"
    values = {
        ("支出", "I900"): "5",
        ("职责", "A90"): "甲",
        ("支出", "I5"): "",
        ("单位", "B4"): "007",
    }
    path.write_bytes(mended_book(book_of("good"), values).data)
    assert audit.OpenXmlValidator().validate(str(path)).errors == []
