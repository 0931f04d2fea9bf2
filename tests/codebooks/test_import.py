"""A new year's book of codes: what it changes, whatever its layout, and what a pack makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from discloser.classification.codebook import Codebook, Scheme
from discloser.codebooks.book import Listed, read_books
from discloser.codebooks.changes import ChangeKind, Comparison, compare
from discloser.codebooks.files import book_workbook, codes_csv
from discloser.pack.codes import read_codes
from discloser.pack.layers import Layer, Layers
from tests.codebooks.books import (
    ADDED,
    ENDED,
    LAYOUTS,
    MOVED,
    RENAMED,
    YEAR,
    Book,
    Rows,
    changed,
    of,
    one_column,
    own_parts,
    present,
    write_csv,
    write_xlsx,
)


def as_workbook(path: Path, book: Book, layout: Callable[[Mapping[str, str]], Rows]) -> Path:
    """A book with a sheet for each classification, and a sheet that is none."""
    sheets = {scheme.label: layout(codes) for scheme, codes in book.items()}
    return write_xlsx(path, {"说明": [["2027年政府收支分类科目"]], **sheets})


def told(comparison: Comparison, kind: ChangeKind) -> set[tuple[str, str]]:
    """The changes of a kind as codes before and after."""
    return {
        (each.before.code if each.before else "", each.after.code if each.after else "")
        for each in comparison.of(kind)
    }


def read(path: Path) -> tuple[Listed, ...]:
    listed, findings = read_books([path])
    assert findings == ()
    return listed


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_layout_tells_the_same_changes(
    layout: Callable[[Mapping[str, str]], Rows], tmp_path: Path
) -> None:
    listed = read(as_workbook(tmp_path / "科目.xlsx", changed(), layout))
    comparison = compare(listed, Codebook(), YEAR)
    assert told(comparison, ChangeKind.MOVED) == set(MOVED.items())
    assert told(comparison, ChangeKind.RENAMED) == {(code, code) for code in RENAMED}
    assert told(comparison, ChangeKind.ENDED) == {(code, "") for code in ENDED}
    assert told(comparison, ChangeKind.ADDED) == {("", code) for code in ADDED}
    everything = sum(map(len, present().values()))
    assert comparison.same == everything - len(MOVED) - len(RENAMED) - len(ENDED)


def test_a_table_in_csv_leaves_the_others_alone(tmp_path: Path) -> None:
    economic = changed()[Scheme.DEPARTMENT_ECONOMIC]
    listed = read(write_csv(tmp_path / "科目.csv", one_column(economic)))
    comparison = compare(listed, Codebook(), YEAR)
    assert {each.scheme for each in comparison.changes} == {Scheme.DEPARTMENT_ECONOMIC}
    assert ("30228", "30241") in told(comparison, ChangeKind.MOVED)


def test_a_class_that_the_book_has_nothing_of_ends_only_where_the_book_is_whole(
    tmp_path: Path,
) -> None:
    codes = {c: name for c, name in present()[Scheme.FUNCTION].items() if not c.startswith("204")}
    listed = read(write_csv(tmp_path / "科目.csv", own_parts(codes)))
    part = compare(listed, Codebook(), YEAR)
    assert part.changes == ()
    assert [code.code for code in part.left_out] == ["204"]
    whole = compare(listed, Codebook(), YEAR, whole=True)
    ended = {each.before.code for each in whole.of(ChangeKind.ENDED) if each.before}
    assert ended >= {c for c in present()[Scheme.FUNCTION] if c.startswith("204")}


def test_the_present_tables_written_and_read_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "科目.xlsx"
    path.write_bytes(book_workbook(Codebook(), YEAR - 1))
    listed = read(path)
    assert {each.code.code: each.code.name for each in listed} == {
        code: name for book in present().values() for code, name in book.items()
    }
    comparison = compare(listed, Codebook(), YEAR)
    assert (comparison.changes, comparison.left_out) == ((), ())
    assert comparison.same == len(listed)


def test_a_pack_with_the_changes_knows_both_years(tmp_path: Path) -> None:
    listed = read(as_workbook(tmp_path / "科目.xlsx", changed(), own_parts))
    comparison = compare(listed, Codebook(), YEAR)
    (tmp_path / "codes.csv").write_bytes(codes_csv(comparison, Codebook()))
    layers = Layers("made/up", (Layer("made/up", tmp_path),))
    codebook, findings = read_codes(layers)
    assert findings == ()
    for year, book in ((YEAR - 1, present()), (YEAR, changed()), (YEAR + 1, changed())):
        for scheme, codes in book.items():
            assert {each.code: each.name for each in codebook.codes(scheme, year)} == codes
    assert compare(listed, codebook, YEAR).changes == ()
    for old, new in MOVED.items():
        found = codebook.successor(of(old), old, YEAR)
        assert found is not None
        assert found.code == new
    assert codebook.successor(Scheme.FUNCTION, "2010202", YEAR) is None
    assert codebook.successor(Scheme.FUNCTION, "2010404", YEAR - 1) is None


def test_the_rows_that_an_office_added_stay(tmp_path: Path) -> None:
    own = tmp_path / "codes.csv"
    own.write_text(
        "分类,编码,级次,名称,起始年度,终止年度\n支出功能分类,2019901,项,本市新设,2025,\n", "utf-8"
    )
    layers = Layers("made/up", (Layer("made/up", tmp_path),))
    codebook, _ = read_codes(layers)
    book = {**changed()[Scheme.FUNCTION], "2019901": "本市新设"}
    listed = read(write_csv(tmp_path / "科目.csv", one_column(book)))
    comparison = compare(listed, codebook, YEAR)
    assert told(comparison, ChangeKind.MOVED) == {m for m in MOVED.items() if m[0][0] == "2"}
    kept = [(Scheme.FUNCTION, code) for code in codebook.history(Scheme.FUNCTION, "2019901")]
    own.write_bytes(codes_csv(comparison, codebook, kept))
    again, findings = read_codes(layers)
    assert findings == ()
    assert again.name(Scheme.FUNCTION, "2019901", YEAR) == "本市新设"
    assert compare(listed, again, YEAR).changes == ()


@pytest.mark.parametrize(
    ("rows", "code", "at"),
    [
        ([["科目编码", "科目名称"], ["20", "甲"]], "E071", "A2"),
        ([["科目编码", "科目名称"], ["2O1", "甲"]], "E071", "A2"),
        (
            [["科目编码", "科目名称"], ["301", "甲"], ["30101", "乙"], ["3010101", "丙"]],
            "E071",
            "A4",
        ),
        ([["科目编码", "科目名称"], ["201", ""]], "E072", "A2"),
        ([["科目编码", "科目名称"], ["201", "甲"], ["201", "乙"]], "E073", "A3"),
        ([["科目编码", "科目名称"], ["201", "甲"], ["2010101", "乙"]], "E074", "A3"),
        (
            [["类", "款", "项", "科目名称"], ["201", "", "", "甲"], ["", "", "01", "乙"]],
            "E071",
            "C3",
        ),
        ([["编码", "金额"], ["201", "甲"]], "E070", ""),
        ([], "E070", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(rows: Rows, code: str, at: str, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "科目.xlsx", {"表": rows})
    _, findings = read_books([path])
    assert [each.code for each in findings] == [code]
    place = findings[0].location
    assert place is not None
    assert (place.cell or "") == at
    path = write_csv(tmp_path / "科目.csv", rows)
    _, findings = read_books([path])
    assert [each.code for each in findings] == [code]
    if at:
        assert findings[0].location is not None
        assert findings[0].location.line == int(at[1:])


def test_other_books_are_named_and_left(tmp_path: Path) -> None:
    rows = [["科目编码", "科目名称"], ["101", "税收收入"], ["10101", "增值税"], ["201", "甲"]]
    listed, findings = read_books([write_csv(tmp_path / "科目.csv", rows)])
    assert [each.code.code for each in listed] == ["201"]
    assert [each.code for each in findings] == ["E075"]
    assert "2 个科目" in findings[0].message
